"""On PYTHONPATH, Python loads this before anything else: its clocks are a year and a day ahead then."""

import datetime as dt
import os
import time

SECONDS = 366 * 24 * 60 * 60
real_time, real_localtime = time.time, time.localtime
real_gmtime, real_strftime = time.gmtime, time.strftime
time.time = lambda: real_time() + SECONDS
time.time_ns = lambda: int(time.time() * 1_000_000_000)
time.localtime = lambda at=None: real_localtime(time.time() if at is None else at)
time.gmtime = lambda at=None: real_gmtime(time.time() if at is None else at)
time.strftime = lambda form, at=None: real_strftime(form, time.localtime() if at is None else at)


def _as(real):
    """A class of classes whose objects are all objects of the real one."""

    class Kind(type(real)):
        def __instancecheck__(cls, it):
            return isinstance(it, real)

        def __subclasscheck__(cls, it):
            return issubclass(it, real)

    return Kind


class Date(dt.date, metaclass=_as(dt.date)):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())


class Datetime(dt.datetime, metaclass=_as(dt.datetime)):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls):
        return cls.now(dt.UTC).replace(tzinfo=None)

    @classmethod
    def today(cls):
        return cls.now()


dt.date, dt.datetime = Date, Datetime


class _Backwards:
    """What os.scandir gives, from the last name to the first."""

    def __init__(self, entries):
        with entries:
            self._entries = iter(sorted(entries, key=lambda it: it.name, reverse=True))

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def close(self):
        """There is nothing open any more."""


_scandir, _listdir = os.scandir, os.listdir
os.scandir = lambda path=".": _Backwards(_scandir(path))
os.listdir = lambda path=".": sorted(_listdir(path), reverse=True)
