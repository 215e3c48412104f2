"""What the strategies generate is valid, varied, and collides where it should."""

from collections import Counter
from contextlib import suppress

from hypothesis import HealthCheck, Phase, given, settings

from omnidesk import Payload, PayloadError, assemble, dump, load
from omnidesk.events import MessageDeleted, MessageEdited, MessagePosted
from omnidesk.testing import strategies


@given(strategies.events())
def test_events_can_be_stored(event):
    assert load(dump(event)) == event


@given(strategies.conversations())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_conversations_can_be_stored(conversation):
    assert load(dump(conversation)) == conversation


@given(strategies.identities(), strategies.participants(), strategies.messages())
def test_nouns_are_valid(identity, participant, message):
    for noun in (identity, participant, message):
        assert type(noun).model_validate_json(noun.model_dump_json()) == noun


@given(strategies.json_payloads())
def test_json_payloads_are_json(payload):
    payload.json()


@given(strategies.payload_bytes())
def test_payload_bytes_are_bytes_that_a_payload_takes(body):
    with suppress(PayloadError):
        Payload(body).json()


@given(strategies.event_sets())
@settings(max_examples=20)
def test_event_sets_add_up(events):
    assemble(events)


def test_event_sets_hold_every_collision_that_a_fold_may_get_wrong():
    seen: Counter[str] = Counter()

    @given(strategies.event_sets())
    @settings(max_examples=300, phases=[Phase.generate], derandomize=True)
    def look(events):
        posted = {one.message.id for one in events if isinstance(one, MessagePosted)}
        edited = {one.message_id for one in events if isinstance(one, MessageEdited)}
        deleted = {one.message_id for one in events if isinstance(one, MessageDeleted)}
        reports = {(type(one), one.id, one.source) for one in events}
        documents = set(map(dump, events))
        seen["an edit of a message"] += bool(edited & posted)
        seen["an edit without its message"] += bool(edited - posted)
        seen["an edit of a deleted message"] += bool(edited & deleted)
        seen["an event told by two sources"] += len({one[:2] for one in reports}) < len(reports)
        seen["an event told with other words"] += len(reports) < len(documents)
        seen["an event told twice"] += len(documents) < len(events)
        seen["threads that merge"] += any(one.aliases for one in assemble(events))

    look()
    assert min(seen.values()) > 0, seen


def test_event_sets_are_as_large_as_asked():
    sizes = set()

    @given(strategies.event_sets(max_size=4))
    @settings(max_examples=50, phases=[Phase.generate], derandomize=True)
    def look(events):
        sizes.add(len(events))

    look()
    assert min(sizes) == 0
    assert 4 <= max(sizes) <= 10
