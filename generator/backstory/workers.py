"""Work shared out among the machine's cores, where the system can fork; elsewhere it is done one by one."""

import ctypes
import gc
import os
import pickle
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")

_BLOCK = 8  # neighbours, which often show the same


def in_shares(
    things: Sequence[Thing],
    work: Callable[[Thing], Result],
    *,
    workers: int | None = None,
    fewest: int = 24,
    told: Callable[[float], object] = lambda _: None,
) -> list[Result]:
    """What the work makes of each thing, in their order; how it is shared out must make no difference to it.

    Each share is worked on in a copy of this process: what the work changes in memory is lost, its results
    are carried over. What goes wrong anywhere is raised here. `fewest` things are worth a process. `told` is
    told what part is done, up to 1.
    """
    number = shares_of(len(things), fewest, workers)
    if number == 1:
        return _own(things, work, told)
    # What is there before the fork is shared, as long as nobody looks at it to tidy up.
    _give_back_memory()
    gc.freeze()
    try:
        others = [_Share(_share(things, it, number), work) for it in range(1, number)]
        try:
            results = [_own(_share(things, 0, number), work, told), *(it.results() for it in others)]
        except BaseException:
            for it in others:
                it.end()
            raise
    finally:
        gc.unfreeze()
    return _in_order(results, len(things), number)


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


def _own(
    things: Sequence[Thing], work: Callable[[Thing], Result], told: Callable[[float], object]
) -> list[Result]:
    results = []
    for number, thing in enumerate(things, start=1):
        results.append(work(thing))
        told(number / len(things))
    return results


def _share(things: Sequence[Thing], which: int, number: int) -> list[Thing]:
    return [it for place, it in enumerate(things) if place // _BLOCK % number == which]


def _in_order(shares: list[list[Result]], total: int, number: int) -> list[Result]:
    left = [iter(it) for it in shares]
    return [next(left[place // _BLOCK % number]) for place in range(total)]


class _Share:
    """A share that is worked on in a process of its own."""

    def __init__(self, things: Sequence[Thing], work: Callable[[Thing], Result]) -> None:
        self._reading, writing = os.pipe()
        self._process = os.fork()
        if self._process:
            os.close(writing)
            return
        status = 1
        try:
            os.close(self._reading)
            with os.fdopen(writing, "wb") as pipe:
                pickle.dump(_outcome(things, work), pipe, pickle.HIGHEST_PROTOCOL)
            status = 0
        finally:
            os._exit(status)  # nothing of this process is tidied up twice

    def results(self) -> list[Result]:
        """What came of it, once it is done."""
        results: list[Result]
        try:
            with os.fdopen(self._reading, "rb") as pipe:
                results, problem = pickle.load(pipe)  # noqa: S301 - from a copy of this process
        except (EOFError, pickle.UnpicklingError) as broken_off:
            message = "A process that made a part of the site was ended from outside: perhaps memory ran out."
            raise ChildProcessError(message) from broken_off
        finally:
            os.waitpid(self._process, 0)
        if problem:
            raise problem
        return results

    def end(self) -> None:
        """Do without it."""
        try:
            os.kill(self._process, 15)
            os.waitpid(self._process, 0)
        except (ProcessLookupError, ChildProcessError):
            return


def _outcome(
    things: Sequence[Thing], work: Callable[[Thing], Result]
) -> tuple[list[Result], BaseException | None]:
    try:
        return [work(it) for it in things], None
    except Exception as problem:  # noqa: BLE001 - whatever it is: the other process raises it
        problem.add_note(traceback.format_exc())
        try:
            pickle.loads(pickle.dumps(problem))  # noqa: S301 - our own
        except Exception:  # noqa: BLE001 - some exceptions cannot be carried over
            return [], RuntimeError(traceback.format_exc())
        return [], problem
