"""When somebody last interacted with an account, from a conversation alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.adapters.zalo import Interaction, interactions, last_interaction
from omnidesk.model import (
    Call,
    Conversation,
    Identity,
    Message,
    Notice,
    Participant,
    Rating,
    Reference,
)

AT = datetime(2026, 9, 17, 8, 12, tzinfo=UTC)
LAN = Participant(role="customer", identities=(Identity(scheme="zalo", value="1", scope="2"),))


def conversation(*entries, channel="zalo"):
    return Conversation(id="c", channel=channel, account="2", entries=entries)


def message(**fields):
    base: dict[str, Any] = {"id": "m", "author": LAN, "direction": "inbound", "sent_at": AT}
    return Message(**(base | fields))


def call(**fields):
    base: dict[str, Any] = {
        "id": "call",
        "direction": "inbound",
        "outcome": "missed",
        "started_at": AT,
    }
    return Call(**(base | fields))


def notice(kind, **fields):
    base: dict[str, Any] = {"id": "n", "kind": kind, "occurred_at": AT}
    return Notice(**(base | fields))


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        (message(), "message"),
        (message(state="deleted"), "message"),
        (call(), "call"),
        (call(direction="outbound", outcome="answered"), "call"),
        (notice("followed"), "follow"),
        (notice("opened"), "open"),
    ],
)
def test_what_a_person_does_opens_the_window(entry, kind):
    assert interactions(conversation(entry)) == (Interaction(AT, kind, entry.id),)
    assert last_interaction(conversation(entry)) == AT


@pytest.mark.parametrize(
    "entry",
    [
        message(direction="outbound"),
        message(direction="unknown"),
        message(sent_at=None),
        message(author=Participant(role="unknown", identities=LAN.identities)),
        message(
            author=Participant(role="customer"),
            rating=Rating(value=5),
            reply_to=Reference(id="notification"),
        ),
        call(direction="outbound"),
        call(started_at=None),
        notice("unfollowed"),
        notice("consent"),
        notice("form_submitted"),
        notice("followed", occurred_at=None),
    ],
)
def test_what_opens_no_window(entry):
    assert interactions(conversation(entry)) == ()
    assert last_interaction(conversation(entry)) is None


def test_a_call_counts_from_when_it_was_taken():
    taken = call(answered_at=AT + timedelta(seconds=5), outcome="answered")
    assert last_interaction(conversation(taken)) == AT + timedelta(seconds=5)


def test_another_channel_has_no_such_window():
    assert interactions(conversation(message(), channel="zalo_bot")) == ()


def test_an_interaction_does_not_show_what_a_vendor_wrote():
    assert "secret" not in repr(Interaction(AT, "message", "secret"))


@given(st.lists(st.integers(0, 10**6), max_size=8))
def test_interactions_are_in_order_and_the_last_is_the_latest(seconds):
    entries = [
        message(id=f"m{number}", sent_at=AT + timedelta(seconds=one))
        for number, one in enumerate(seconds)
    ]
    found = [one.at for one in interactions(conversation(*entries))]
    assert found == sorted(found)
    assert last_interaction(conversation(*entries)) == max(found, default=None)
