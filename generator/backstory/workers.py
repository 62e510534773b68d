"""Work shared out among the machine's cores, where the system can fork; elsewhere it is done one by one."""

import ctypes
import gc
import os
import pickle
import signal
import struct
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Generic, Self, TypeAlias, TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")
Results: TypeAlias = dict[int, list[Result]]  # of a few neighbours, by the place of the first

_BLOCK = 8  # neighbours, which often show the same
# All lie in a pipe before anybody reads: 4,000 bytes, and the smallest pipe of Linux and macOS holds 4,096.
_MOST_BLOCKS = 1000
_PLACE = struct.Struct("=I")


def in_shares(
    things: Sequence[Thing],
    work: Callable[[Thing], Result],
    *,
    workers: int | None = None,
    fewest: int = 24,
    told: Callable[[float], object] = lambda _: None,
) -> list[Result]:
    """What the work makes of each thing, in their order; how it is shared out must make no difference to it.

    Each share is worked on in a copy of this process, which takes a few things as often as it has nothing to
    do: what the work changes in memory is lost, its results are carried over. What goes wrong anywhere is
    raised here. `fewest` things are worth a process. `told` is told what part is done, up to 1.
    """
    number = shares_of(len(things), fewest, workers)
    if number == 1:
        return _one_by_one(things, work, told)
    with _Blocks(len(things)) as blocks:

        def share(told: Callable[[float], object] = lambda _: None) -> Results[Result]:
            results = {}
            try:
                for block in blocks:
                    results[block.start] = [work(it) for it in things[block]]
                    told(min(block.stop / len(things), 1))
            except BaseException:
                blocks.end()
                raise
            return results

        shares = _in_processes(share, told, number)
    told(1)
    done = {place: results for it in shares for place, results in it.items()}
    return [result for place in sorted(done) for result in done[place]]


def _one_by_one(
    things: Sequence[Thing], work: Callable[[Thing], Result], told: Callable[[float], object]
) -> list[Result]:
    results = []
    for number, thing in enumerate(things, start=1):
        results.append(work(thing))
        told(number / len(things))
    return results


def _in_processes(
    share: Callable[..., Results[Result]], told: Callable[[float], object], number: int
) -> list[Results[Result]]:
    """What each of so many processes has made, this one first."""
    # What is there before the fork is shared, as long as nobody looks at it to tidy up.
    _give_back_memory()
    gc.freeze()
    try:
        others: list[_Share[Results[Result]]] = []
        try:
            others += (_Share(share) for _ in range(1, number))
            return [share(told), *(it.result() for it in others)]
        except BaseException:
            for it in others:
                it.end()
            raise
    finally:
        gc.unfreeze()


class Begun(Generic[Result]):
    """Work that goes on beside what this process does, where a core is free; else it waits to be wanted."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        self._share = _Share(work) if shares_of(2, 1) > 1 else None

    def result(self) -> Result:
        """What came of it, to be asked for once."""
        if self._share is None:
            return self._work()
        try:
            return self._share.result()
        except ChildProcessError:
            return self._work()

    def end(self) -> None:
        """Do without it, if nobody has asked for it."""
        if self._share:
            self._share.end()


def shares_of(things: int, fewest: int, workers: int | None = None) -> int:
    """In how many shares so many things would be worked on."""
    return min(workers or cores(), max(things // fewest, 1)) if hasattr(os, "fork") else 1


def cores() -> int:
    """How many things this process may do at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _give_back_memory() -> None:
    """Let the system have what was let go, which GNU's C library would keep in each of the processes."""
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


class _Blocks:
    """Parts of so many things, each for the process that comes for it first: they lie in a pipe."""

    def __init__(self, things: int) -> None:
        self._size = max(_BLOCK, things // _MOST_BLOCKS + 1)
        self._pipe, writing = os.pipe()
        with os.fdopen(writing, "wb") as pipe:
            pipe.writelines(map(_PLACE.pack, range(0, things, self._size)))

    def __enter__(self) -> Self:
        return self

    def __iter__(self) -> Iterator[slice]:
        while place := os.read(self._pipe, _PLACE.size):
            (start,) = _PLACE.unpack(place)
            yield slice(start, start + self._size)

    def end(self) -> None:
        """Leave nothing for anybody: what is in work is the last."""
        for _ in self:
            pass

    def __exit__(self, *_: object) -> None:
        os.close(self._pipe)


class _Share(Generic[Result]):
    """Work that is done in a process of its own."""

    def __init__(self, work: Callable[[], Result]) -> None:
        reading, writing = os.pipe()
        self._pipe = os.fdopen(reading, "rb")
        self._process = os.fork()
        if self._process:
            os.close(writing)
            return
        status = 1
        try:
            self._pipe.close()
            with os.fdopen(writing, "wb") as pipe:
                pickle.dump(_outcome(work), pipe, pickle.HIGHEST_PROTOCOL)
            status = 0
        finally:
            os._exit(status)  # nothing of this process is tidied up twice

    def result(self) -> Result:
        """What came of it, once it is done."""
        result: Result
        try:
            result, problem = pickle.load(self._pipe)  # noqa: S301 - from a copy of this process
        except (EOFError, pickle.UnpicklingError) as broken_off:
            message = "A process that made a part of the site was ended from outside: perhaps memory ran out."
            raise ChildProcessError(message) from broken_off
        finally:
            self._wait()
        if problem:
            raise problem
        return result

    def end(self) -> None:
        """Do without it."""
        if not self._pipe.closed:  # nobody has waited for it yet
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGTERM)
            self._wait()

    def _wait(self) -> None:
        self._pipe.close()
        with suppress(ChildProcessError):
            os.waitpid(self._process, 0)


def _outcome(work: Callable[[], Result]) -> tuple[Result | None, BaseException | None]:
    try:
        return work(), None
    except Exception as problem:  # noqa: BLE001 - whatever it is: the other process raises it
        problem.add_note(traceback.format_exc())
        try:
            pickle.loads(pickle.dumps(problem))  # noqa: S301 - our own
        except Exception:  # noqa: BLE001 - some exceptions cannot be carried over
            return None, RuntimeError(traceback.format_exc())
        return None, problem
