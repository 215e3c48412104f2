"""
Hypothesis strategies for nouns, events and payloads.

`event_sets()` is made to find bugs in folds: its events come out of a world so small that edits,
deletions, reactions, receipts, call legs and links collide all the time.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from omnidesk import model
from omnidesk._payload import Payload
from omnidesk.errors import MissingExtra

try:
    from hypothesis import strategies as st
except ImportError:
    raise MissingExtra("testing", needed_for="omnidesk.testing.strategies") from None

from omnidesk.testing import _generated as generated
from omnidesk.testing._worlds import CROWDED, MOMENTS, TEXTS, WIDE, tuples, words

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from omnidesk import events as kinds
    from omnidesk._payload import JSON

__all__ = [
    "conversations",
    "event_sets",
    "events",
    "identities",
    "json_payloads",
    "messages",
    "participants",
    "payload_bytes",
]


def identities() -> SearchStrategy[model.Identity]:
    """Generate identities of any scheme, value and scope."""
    return WIDE.identities


def participants() -> SearchStrategy[model.Participant]:
    """Generate participants: named, nameless, and with no identity at all."""
    return WIDE.people


def messages() -> SearchStrategy[model.Message]:
    """Generate messages in every state, with everything that can hang on one."""
    return generated.messages(WIDE)


def events() -> SearchStrategy[kinds.Event]:
    """Generate single events of every kind that have little to do with one another."""
    return generated.events(WIDE)


@st.composite
def event_sets(draw: DrawFn, *, max_size: int = 12) -> tuple[kinds.Event, ...]:
    """
    Generate events that collide.

    They share two accounts, four thread keys, four message ids (aliases come from the same four),
    two call ids, people with overlapping identities and six moments. Edits, deletions,
    reactions and receipts come without their message as often as with it; thread keys overlap, so
    that threads merge; an event's id comes again from another source, at another time and with
    other content.

    Args:
        draw: Given by Hypothesis.
        max_size: How many events at most, copies not counted.
    """
    # Left to itself, Hypothesis draws lists of about five, which collide too seldom.
    at_least = draw(st.sampled_from([0, max_size // 2, max_size]))
    told = draw(st.lists(generated.events(CROWDED), min_size=at_least, max_size=max_size))
    if told:
        again = st.sampled_from(told)
        told += draw(st.lists(again, max_size=3))
        elsewhere = st.builds(_read_at, again, CROWDED.sources)
        told += draw(st.lists(elsewhere, max_size=3))
    return tuple(told)


def conversations() -> SearchStrategy[model.Conversation]:
    """Generate conversations as they may be stored; their entries are in any order."""
    world = WIDE
    entry = generated.messages(world) | generated.calls(world) | generated.notices(world)
    return st.builds(
        model.Conversation,
        id=world.ids,
        aliases=tuples(world.ids),
        channel=world.channels,
        account=world.accounts,
        about=st.none() | generated.ABOUT,
        visibility=words(model.Visibility),
        participants=tuples(world.people),
        entries=tuples(entry, max_size=4),
    )


def payload_bytes() -> SearchStrategy[bytes]:
    """Generate bytes that an adapter may be fed: noise, text, JSON whole and cut, mail, forms."""
    noise = st.binary(max_size=200)
    text = st.text(max_size=200).map(str.encode)
    whole = _json_values().map(_as_json)
    cut = st.builds(_cut, whole, st.integers(0, 200))
    lines = st.sampled_from(_LINES) | st.binary(max_size=30)
    mail = st.lists(lines, max_size=20).map(b"\r\n".join)
    return st.one_of(noise, text, whole, cut, mail, st.sampled_from(_AWKWARD))


def json_payloads() -> SearchStrategy[Payload]:
    """Generate payloads whose body is JSON, of shapes and with keys that vendors use."""
    received = st.none() | MOMENTS
    return st.builds(Payload, _json_values().map(_as_json), received_at=received)


def _read_at(event: kinds.Event, source: model.Source) -> kinds.Event:
    return event.model_copy(update={"source": source})


_KEYS = st.sampled_from(
    ["object", "entry", "messaging", "message", "mid", "text", "id", "sender", "timestamp", "data"]
)
_LINES = [
    b"From: Mai <mai@example.com>",
    b"Subject: =?utf-8?B?Y2jDoG8=?=",
    b"Message-ID: <1@example.com>",
    b"Content-Type: multipart/mixed; boundary=x",
    b"Content-Transfer-Encoding: base64",
    b"",
    b"--x",
    b"--x--",
    b"> Y2jDoG8=",
]
_AWKWARD = [
    b"",
    b" \r\n",
    b"\x00" * 8,
    b"\xef\xbb\xbf{}",
    b"\xff\xfe{\x00}\x00",
    b'{"text": "\\ud83d"}',
    b"[" * 1000,
    b"1e999",
    b"-" + b"9" * 5000,
    b"From=%2B84900000123&Body=ch%C3%A0o",
]


def _json_values() -> SearchStrategy[JSON]:
    leaf = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**70), 2**70),
        st.floats(allow_nan=False, allow_infinity=False),
        TEXTS,
        st.just("\ud83d"),
    )
    return st.recursive(
        leaf,
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(_KEYS | TEXTS, inner, max_size=5)
        ),
        max_leaves=25,
    )


def _cut(body: bytes, end: int) -> bytes:
    return body[:end]


def _as_json(value: JSON) -> bytes:
    # Escapes keep lone surrogates what they are; vendors send them so.
    return json.dumps(value).encode("ascii")
