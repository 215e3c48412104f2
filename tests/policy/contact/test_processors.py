"""May I send this by a sub-processor: what the register of the disclosure policy says."""

from datetime import date, timedelta

from tests.policy.contact.asking import (
    GRANT,
    NOON,
    POLICY,
    SENDER,
    SOURCE,
    decided,
    fact,
    request,
)

from omnidesk.policy import Facts
from omnidesk.policy.consent import ConsentEvent, Ledger
from omnidesk.policy.contact import next_allowed
from omnidesk.policy.disclosure import DisclosurePolicy, Processor

REGISTER = DisclosurePolicy(
    id="register",
    version="1",
    title="Who works for us",
    processors=(
        Processor(
            id="esms",
            name="eSMS",
            role="host",
            service="Text messages",
            channels=("sms",),
            categories=("message",),
            purposes=("marketing",),
            first=date(2026, 11, 1),
            source=SOURCE,
        ),
        Processor(
            id="voice",
            name="Voice",
            role="telephony",
            service="Calls",
            categories=("call",),
            purposes=("support",),
            consent=True,
            source=SOURCE,
        ),
    ),
)


def carried(by, *facts, name="offer", channel="sms", **more):
    asked = request(channel, name, processor=by, sender="lan@links.example", **more)
    asked = asked.model_copy(update={"sender": SENDER}) if name == "offer" else asked
    found = decided(asked, *facts, processors=REGISTER, events=(GRANT, AGREED), now=NOON)
    return [one.reason for one in found.against if one.gate == "processor"]


AGREED = ConsentEvent(
    kind="given",
    subject="firm_hoasen",
    at=NOON - timedelta(days=1),
    purpose="support",
    controller="voice",
)


def test_what_the_desk_sends_itself_needs_no_register():
    assert carried(None) == []


def test_a_sub_processor_carries_what_the_register_lets_it_carry():
    assert carried("esms") == []
    assert carried("esms", channel="email") == ["processor_channel"]
    assert carried("nobody") == ["processor_unknown"]
    assert decided(request(processor="esms")).go == "deny"


def test_a_call_is_no_message_to_the_register():
    assert carried("voice", name="answer") == ["processor_category"]
    assert carried("voice", name="answer", channel="call", customer="firm_hoasen") == []
    assert carried("voice", name="answer", channel="call") == ["processor_consent"]


def test_whoever_objects_to_a_sub_processor_is_heard_at_once_and_not_before():
    asked = request(processor="esms")
    now, later = fact("processor_objected", name="esms"), fact("processor_objected", 1, "esms")
    assert decided(asked, now, processors=REGISTER).go == "deny"
    assert decided(asked, later, processors=REGISTER).go == "allow"
    evening = NOON + timedelta(hours=12)
    first = next_allowed(
        asked, Ledger([GRANT]), Facts([later]), POLICY, now=evening, processors=REGISTER
    )
    assert first is None
