"""What type checkers see of the tests of a helpdesk. Checked, never run."""

import unittest
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import assert_type

from omnidesk import Call, Conversation, Message, MessageEdited, Payload
from omnidesk.adapters.meta import Messenger
from omnidesk.testing import AdapterConformance, Clock, Factory, Sample, builtin_samples


def test_desk(
    omnidesk_clock: Clock,
    omnidesk_conversation: Conversation,
    omnidesk_factory: Factory,
    omnidesk_sample: Sample,
    omnidesk_samples: Callable[[str], tuple[Sample, ...]],
) -> None:
    """Take every fixture by its type."""
    takes_a_clock(omnidesk_clock)
    assert_type(omnidesk_conversation.messages, tuple[Message, ...])
    assert_type(omnidesk_sample.payload, Payload)
    assert_type(omnidesk_clock(), datetime)
    assert_type(omnidesk_clock.advance(timedelta(days=1)), datetime)
    assert_type(omnidesk_clock.set(datetime(2026, 1, 2, tzinfo=UTC)), datetime)
    assert_type(omnidesk_factory.message("Chào shop"), Message)
    assert_type(omnidesk_factory.call(outcome="missed"), Call)
    assert_type(omnidesk_factory.conversation("Hỏi", omnidesk_factory.call()), Conversation)
    assert_type(omnidesk_factory.event(MessageEdited, message_id="m-1"), MessageEdited)
    assert_type(omnidesk_factory.payload({"a": 1}, x_token="t-1"), Payload)
    assert_type(omnidesk_samples("zalo"), tuple[Sample, ...])


def takes_a_clock(clock: Callable[[], datetime]) -> None:
    """Stand for what a connector or a helpdesk does."""
    assert_type(clock(), datetime)


class MessengerConformance(AdapterConformance):
    """The kit, for another runner than pytest's."""

    adapter = Messenger()
    samples = builtin_samples("messenger")


class TestMessenger(unittest.TestCase):
    """Runs it."""

    def test_conformance(self) -> None:
        """Run every check."""
        checks = MessengerConformance.all_checks()
        assert_type(checks, Iterator[tuple[str, Callable[[], None]]])
        for name, check in checks:
            with self.subTest(name):
                check()
