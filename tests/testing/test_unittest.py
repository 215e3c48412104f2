"""The kit outside pytest's runner."""

import io
import unittest
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.testing.toy import BODY, Toy

from omnidesk import Payload, dump
from omnidesk.testing import RECEIVED_AT, AdapterConformance, ExpectedError, Sample

PAYLOAD = Payload(BODY, received_at=RECEIVED_AT)
EVENTS = tuple(Toy().parse(PAYLOAD))
TEXT = "".join(f"{dump(one)}\n" for one in EVENTS)
FINE = [Sample(name, Path(f"{name}.json"), PAYLOAD, EVENTS, TEXT) for name in ("one", "two")]
BROKEN = Sample(
    "broken",
    Path("broken.json"),
    Payload(b"[]", received_at=RECEIVED_AT),
    expects_error=ExpectedError("/items"),
)


class ToyConformance(AdapterConformance):
    adapter = Toy()
    samples = (*FINE, BROKEN)


@dataclass(frozen=True)
class Loud(Toy):
    channel = "LOUD"


class LoudConformance(ToyConformance):
    adapter = Loud()


class ExcusedConformance(LoudConformance):
    @pytest.mark.xfail(reason="the vendor's name is written so")
    def test_the_adapter_follows_the_protocol(self):
        super().test_the_adapter_follows_the_protocol()


def run(suite):
    """Run the checks of a suite as the documentation says."""

    class TestToy(unittest.TestCase):
        def test_conformance(self):
            for name, check in suite.all_checks():
                with self.subTest(name):
                    check()

    tests = unittest.defaultTestLoader.loadTestsFromTestCase(TestToy)
    return unittest.TextTestRunner(io.StringIO()).run(tests)


def test_an_adapter_that_is_in_order_passes_under_unittest():
    assert run(ToyConformance).wasSuccessful()


def test_every_check_is_there_once_or_once_a_sample():
    names = [name for name, _ in ToyConformance.all_checks()]
    checks = [name for name in vars(AdapterConformance) if name.startswith("test_")]
    assert len(names) == len(set(names))
    assert {name.partition("[")[0] for name in names} == set(checks)
    assert [name for name in names if "recorded" in name] == [
        "test_events_are_those_recorded[one]",
        "test_events_are_those_recorded[two]",
    ]


def test_a_check_that_fails_is_a_failure_with_what_to_do_and_the_others_run():
    outcome = run(LoudConformance)
    assert outcome.errors == []
    told = "".join(text for _, text in outcome.failures)
    assert "name the channel in lower case" in told
    assert "AssertionError" in told
    assert "_pytest" not in told


def test_a_check_that_is_excused_is_left_out():
    names = [name for name, _ in ExcusedConformance.all_checks()]
    assert "test_the_adapter_follows_the_protocol" not in names
    assert "test_no_check_is_switched_off" in names
