"""The consent ledger and the detection of opt-outs, as type checkers see them."""

from datetime import UTC, datetime
from typing import assert_type

from omnidesk.events import Event
from omnidesk.model import Conversation, Message, Person
from omnidesk.policy.consent import (
    CEILINGS,
    ConsentEvent,
    ConsentFinding,
    Ledger,
    OptIn,
    OptOut,
    OptOutVerdict,
    ProofBundle,
    Standing,
    consent_events,
    consents_in,
    detect_opt_out,
    dump_ledger,
    form_events,
    load_ledger,
    opt_out_in,
    prove,
    text_events,
)

now = datetime(2026, 11, 22, tzinfo=UTC)
ledger = load_ledger(iter([b""]), name="ledger.jsonl")

assert_type(ledger, Ledger)
assert_type(list(dump_ledger(ledger)), list[str])
assert_type(ledger.about("subject_lan"), tuple[ConsentEvent, ...])
assert_type(ledger | ledger, Ledger)
assert_type(ledger.state("subject_lan", now=now, ceilings=CEILINGS), Standing)
assert_type(prove(ledger, "subject_lan", now=now), ProofBundle)
assert_type(detect_opt_out("TC", language="vi").verdict, OptOutVerdict)
assert_type(
    text_events(detect_opt_out("TC"), subject="subject_lan", at=now), tuple[ConsentEvent, ...]
)
assert_type(
    form_events({"newsletter": "agreed"}, subject="subject_lan", at=now), tuple[ConsentEvent, ...]
)


def read(conversation: Conversation, message: Message, event: Event, people: list[Person]) -> None:
    """Give a conversation, or an event."""
    assert_type(opt_out_in(message), OptOut)
    assert_type(consent_events(event, people=people), tuple[ConsentEvent, ...])
    assert_type(consents_in(conversation, people=people), tuple[ConsentFinding, ...])
    assert_type(consents_in(event), tuple[ConsentFinding, ...])
    assert_type(ledger.joined(people), Ledger)


def confirm(request: ConsentEvent) -> None:
    """Begin with what was asked for."""
    waiting = OptIn.begin(request, "k3-made-up-0001-0001")
    assert_type(waiting.answered("k3", at=now, by="post"), OptIn)
    assert_type(waiting.events, tuple[ConsentEvent, ...])
