"""What all nouns promise: frozen, strict, in UTC, and silent about people."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from omnidesk.events import MessagePosted
from omnidesk.model import (
    Attachment,
    Conversation,
    Coordinates,
    Identity,
    Leg,
    Message,
    Participant,
    Source,
    derive_id,
)
from omnidesk.testing.strategies import conversations, events

NOBODY = Participant()


def test_a_noun_is_frozen():
    message = Message(id="m", author=NOBODY)
    with pytest.raises(ValidationError):
        setattr(message, "text", "x")  # noqa: B010 - type checkers refuse the plain form as well


@pytest.mark.parametrize(
    "facts",
    [{"id": 5}, {"id": "m", "to": [NOBODY]}, {"id": "m", "mood": "x"}, {"id": "m", "state": "x"}],
)
def test_a_noun_is_strict_and_closed(facts):
    with pytest.raises(ValidationError) as caught:
        Message(author=NOBODY, **facts)
    assert "input_value" not in str(caught.value)


def test_times_are_kept_in_utc_whatever_their_zone():
    hanoi = timezone(timedelta(hours=7))
    message = Message(id="m", author=NOBODY, sent_at=datetime(2026, 1, 1, 7, tzinfo=hanoi))
    assert message.sent_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert message.sent_at.tzinfo is UTC


def test_a_naive_time_is_refused():
    with pytest.raises(ValidationError):
        Message(id="m", author=NOBODY, sent_at=datetime(2026, 1, 1))  # noqa: DTZ001 - the point


def test_a_time_that_leaves_the_calendar_in_utc_is_refused():
    early = datetime.min.replace(tzinfo=timezone(timedelta(hours=7)))
    with pytest.raises(ValidationError, match="outside the calendar"):
        Message(id="m", author=NOBODY, sent_at=early)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_numbers_that_json_cannot_hold_are_refused(number):
    with pytest.raises(ValidationError):
        Coordinates(latitude=number, longitude=0.0)


# --- repr -----------------------------------------------------------------------------------------

SECRET = "Nguyễn Văn Bí Mật"


def test_a_repr_shows_vocabulary_times_counts_and_derived_ids():
    author = Participant(role="customer", name=SECRET)
    message = Message(
        id=derive_id("msg", "1"),
        author=author,
        sent_at=datetime(2026, 1, 1, tzinfo=UTC),
        text=SECRET,
        attachments=(Attachment(kind="image", size=5, media_type="image/png", url=SECRET),),
    )
    assert repr(message) == (
        f"Message(type='message', id='{message.id}', "
        "author=Participant(role='customer', name=<17 characters>), direction='unknown', "
        "origin='unknown', visibility='unknown', sent_at=2026-01-01T00:00:00+00:00, "
        "text=<17 characters>, attachments=<1>, state='live')"
    )
    assert repr(message.attachments[0]) == (
        "Attachment(kind='image', media_type=<9 characters>, size=5, inline=False, "
        "url=<17 characters>, needs_token=False, availability='unknown')"
    )


def test_a_repr_hides_a_place_on_earth():
    assert repr(Coordinates(latitude=21.03, longitude=105.85)) == (
        "Coordinates(latitude=<float>, longitude=<float>)"
    )


def strings_of(value):
    """Yield every string in a document that a person may have written."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_of(inner)


@given(st.text(alphabet="QXZ", min_size=8, max_size=12))
def test_no_string_of_a_person_is_in_a_repr(secret):
    identity = Identity(scheme="email", value=secret, scope=secret)
    person = Participant(identities=(identity,), name=secret)
    source = Source(adapter="chat", digest="sha256:00")
    message = Message(id=secret, author=person, text=secret, subject=secret, aliases=(secret,))
    event = MessagePosted(
        id=secret,
        channel="chat",
        account=secret,
        thread=(secret,),
        source=source,
        message=message,
    )
    leg = Leg(id=secret, caller=person, queue=secret, transferred_to=secret)
    conversation = Conversation(id=secret, channel="chat", account=secret, entries=(message,))
    for one in (identity, person, message, event, leg, conversation):
        assert secret not in repr(one)
        assert secret not in str(one)


@given(events() | conversations())
def test_every_document_has_a_repr(document):
    assert repr(document).startswith(type(document).__name__)


# --- ids ------------------------------------------------------------------------------------------


def test_a_derived_id_never_changes():
    # These are interface: whoever must change this test breaks every stored id.
    assert derive_id("evt", "a", "b") == "evt_facdde7abf1eac5b301273ab2e282f79"
    assert derive_id("conv") == "conv_e3b0c44298fc1c149afbf4c8996fb924"


@given(st.lists(st.none() | st.text(), max_size=3), st.lists(st.none() | st.text(), max_size=3))
def test_parts_never_run_together(first, second):
    assert (derive_id("x", *first) == derive_id("x", *second)) == (first == second)


def test_a_lone_surrogate_has_an_id():
    assert derive_id("x", "\ud83d") != derive_id("x", "\ufffd")


# --- conversations --------------------------------------------------------------------------------


def test_a_conversation_without_entries_has_no_times():
    conversation = Conversation(id="c", channel="chat", account="shop")
    assert (conversation.started_at, conversation.last_at) == (None, None)
    assert (conversation.messages, conversation.calls, conversation.notices) == ((), (), ())
