"""Work that is shared out gives what one process would give, and tells what went wrong."""

import multiprocessing
import os
import time

import pytest

from backstory.workers import Begun, in_shares


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("number", [0, 1, 25, 199, 8001])
def test_results_are_in_the_order_of_the_things(number, workers):
    assert in_shares(range(number), lambda it: it * it, workers=workers) == [it * it for it in range(number)]


@pytest.fixture
def together():
    """Waits, in each of two processes, until the other one works, too."""
    both, here = multiprocessing.get_context("fork").Barrier(2, timeout=60), set()

    def together():
        if os.getpid() not in here:
            here.add(os.getpid())
            both.wait()

    return together


def test_the_work_is_done_in_several_processes(together):
    def work(_):
        together()
        return os.getpid()

    assert len(set(in_shares(range(100), work, workers=2))) == 2


def test_who_is_done_takes_what_is_left(together):
    here, begun = os.getpid(), set()
    last_is_done = multiprocessing.get_context("fork").Event()

    def work(number):
        together()
        if os.getpid() == here and not begun:
            begun.add(number)
            assert last_is_done.wait(timeout=60)  # all the others are for the other process
        if number == 99:
            last_is_done.set()
        return number, os.getpid() == here

    results = in_shares(range(100), work, workers=2)
    assert [number for number, _ in results] == [*range(100)]
    assert sum(is_here for _, is_here in results) == 8  # the few that are taken at a time


@pytest.mark.parametrize("is_here", [True, False])
def test_what_goes_wrong_in_a_process_is_raised_here_and_ends_the_others(together, tmp_path, is_here):
    here = os.getpid()

    def work(number):
        together()
        if (os.getpid() == here) is is_here:
            raise OSError(28, "No space left on device")
        time.sleep(0.01)
        (tmp_path / str(number)).touch()

    with pytest.raises(OSError, match="No space left"):
        in_shares(range(2000), work, workers=2)
    assert len([*tmp_path.iterdir()]) < 1000


def test_what_cannot_be_carried_over_is_told_as_text(together):
    here = os.getpid()

    class LocalError(Exception):
        pass

    def work(_):
        together()
        if os.getpid() != here:
            raise LocalError

    with pytest.raises(RuntimeError, match="LocalError"):
        in_shares(range(100), work, workers=2)


def test_a_process_that_is_killed_is_told_of(together):
    here = os.getpid()

    def work(number):
        together()
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return number

    with pytest.raises(ChildProcessError, match="ended from outside"):
        in_shares(range(100), work, workers=2)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_done_is_told_as_a_part_of_all(workers):
    said = []
    in_shares(range(100), str, workers=workers, told=said.append)
    assert said[-1] == 1
    assert said == sorted(said)


def test_work_that_was_begun_is_done_beside(monkeypatch):
    monkeypatch.setattr("backstory.workers.cores", lambda: 2)
    begun = Begun(os.getpid)
    assert begun.result() != os.getpid()
    begun.end()  # once it was asked for, that ends nothing


def test_work_that_was_begun_is_done_here_where_there_is_one_core(monkeypatch):
    monkeypatch.setattr("backstory.workers.cores", lambda: 1)
    assert Begun(os.getpid).result() == os.getpid()


def test_work_that_was_begun_and_ended_from_outside_is_done_here(monkeypatch):
    monkeypatch.setattr("backstory.workers.cores", lambda: 2)
    here = os.getpid()

    def work():
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return "done"

    assert Begun(work).result() == "done"


def test_of_work_that_nobody_asks_for_nothing_is_left(monkeypatch):
    monkeypatch.setattr("backstory.workers.cores", lambda: 2)
    process = multiprocessing.get_context("fork").Value("i", 0)
    has_begun = multiprocessing.get_context("fork").Event()

    def work():
        process.value = os.getpid()
        has_begun.set()
        time.sleep(600)

    begun = Begun(work)
    assert has_begun.wait(timeout=60)
    begun.end()
    with pytest.raises(ProcessLookupError):
        os.kill(process.value, 0)


def test_what_goes_wrong_in_work_that_was_begun_is_raised_where_it_is_asked_for(monkeypatch):
    monkeypatch.setattr("backstory.workers.cores", lambda: 2)

    def work():
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        Begun(work).result()
