"""What factories make is believable, checked, and always the same."""

import typing

import pytest
from pydantic import ValidationError

from omnidesk import Conversation, Event, Message, assemble, dump, events, load
from omnidesk import testing as kit
from omnidesk.events import EventBase, MessageDeleted, MessageEdited, MessagePosted

KINDS = typing.get_args(typing.get_args(Event)[0])
MAKERS = sorted(name for name in kit.__all__ if name.startswith("make_"))


@pytest.mark.parametrize("name", [name for name in MAKERS if name != "make_event"])
def test_the_same_call_makes_the_same_thing(name):
    assert getattr(kit, name)() == getattr(kit, name)()


@pytest.mark.parametrize("kind", KINDS)
def test_events_of_every_kind_are_made_and_can_be_stored(kind):
    event = kit.make_event(kind)
    assert event == kit.make_event(kind)
    assert load(dump(event)) == event


def test_different_events_have_different_ids():
    made = [kit.make_event(kind) for kind in KINDS]
    made += [kit.make_event(MessageEdited, version=2), kit.make_event(MessageDeleted, thread=())]
    assert len({event.id for event in made}) == len(made)


def test_every_kind_of_event_has_a_factory():
    named = {getattr(events, name) for name in events.__all__}
    assert {kind for kind in named if isinstance(kind, type)} - {EventBase} == set(KINDS)


def test_overrides_are_checked_as_fields_are():
    with pytest.raises(ValidationError):
        kit.make_message(text=1)


def test_a_message_can_be_said_by_an_agent():
    agent = kit.make_participant(role="agent")
    assert kit.make_message(author=agent).author.name == "Lê Minh"


def test_a_conversation_holds_what_it_is_given_in_order_of_time():
    call, message = kit.make_call(), kit.make_message()
    undated = kit.make_notice(occurred_at=None)
    made = kit.make_conversation(undated, message, call, id="conv")
    assert isinstance(made, Conversation)
    assert made.entries == (call, message, undated)


def test_made_events_add_up_to_a_conversation():
    posted, edited = kit.make_event(MessagePosted), kit.make_event(MessageEdited)
    (conversation,) = assemble([edited, posted])
    (message,) = conversation.entries
    assert isinstance(message, Message)
    assert message.state == "edited"


def test_a_payload_takes_headers_by_name():
    assert kit.make_payload(b"x", x_hub_signature="s").header("X-Hub-Signature") == "s"


def test_attachments_and_sources_take_overrides():
    source = kit.make_source(pointer="1.2")
    assert kit.make_attachment(source=source).source == source
