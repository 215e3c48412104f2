"""What the kit sees of an adapter at work."""

import gc
import os
import random
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from omnidesk.testing._watch import count_calls, hear, impure, overhear, reaching_out, shut_in


def test_calls_are_counted_the_same_every_time():
    def work():
        return [len(str(number)) for number in range(100)]

    assert count_calls(work) == count_calls(work) >= 100


@pytest.mark.parametrize(
    ("reach", "name"),
    [
        (time.time, "time.time()"),
        (lambda: datetime.now(UTC), "datetime.now()"),
        (date.today, "date.today()"),
        (random.random, "random()"),
        (lambda: os.urandom(1), "urandom()"),
        (uuid4, "urandom()"),
    ],
)
def test_clock_and_chance_are_noticed(reach, name):
    with reaching_out() as found:
        reach()
    assert name in found


def test_nothing_is_noticed_of_work_that_is_pure():
    with reaching_out() as found:
        datetime.fromtimestamp(0, tz=UTC).isoformat()
    assert found == []


def test_a_collection_of_garbage_is_not_taken_for_the_work():
    def read_the_clock(_: str, __: dict[str, int]) -> None:
        time.perf_counter()

    thresholds = gc.get_threshold()
    gc.callbacks.append(read_the_clock)
    gc.set_threshold(1)
    try:
        with reaching_out() as found:
            [[number] for number in range(100)]
    finally:
        gc.set_threshold(*thresholds)
        gc.callbacks.remove(read_the_clock)
    assert found == []


def test_files_are_refused():
    with reaching_out() as found, pytest.raises(PermissionError):
        Path(__file__).read_bytes()
    assert found == ["open"]


@pytest.mark.parametrize("watch", [reaching_out, shut_in])
def test_processes_are_refused(watch):
    with watch(), pytest.raises(PermissionError, match=r"subprocess\.Popen"):
        subprocess.run([sys.executable, "-V"], check=False)


def test_files_may_be_read_by_what_is_only_shut_in():
    with shut_in():
        assert Path(__file__).read_bytes()


def test_the_garbage_collector_is_left_as_it_was():
    gc.disable()
    try:
        assert count_calls(gc.isenabled) > 0
        assert not gc.isenabled()
    finally:
        gc.enable()
    with reaching_out():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_is_refused_is_told():
    with reaching_out() as found, pytest.raises(PermissionError, match=r"socket\.connect"):
        hear("socket.connect", ())
    assert found == ["socket.connect"]
    with shut_in(), pytest.raises(PermissionError, match=r"socket\.connect"):
        hear("socket.connect", ())


@pytest.mark.parametrize(
    ("called", "name"),
    [
        (time.monotonic, "time.monotonic()"),
        (datetime.now, "datetime.now()"),
        (random.Random(1).random, "random()"),
        (os.urandom, "urandom()"),
    ],
)
def test_functions_of_clock_and_chance_are_named(called, name):
    # Python runs a profiler unobserved, so what it does is called here by hand, too.
    found: list[str] = []
    profile = overhear(found)
    profile(sys._getframe(), "c_call", called)
    profile(sys._getframe(), "c_return", called)
    assert found == [name]


def test_nothing_is_refused_afterwards():
    with shut_in():
        pass
    hear("socket.connect", ())


def test_a_profiler_that_was_there_is_there_again():
    def mine(*_):
        return None

    sys.setprofile(mine)
    try:
        with reaching_out():
            pass
        assert sys.getprofile() is mine
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize("called", [len, "x".join, datetime.fromtimestamp, os.getpid])
def test_other_functions_are_pure(called):
    assert impure(called) is None
