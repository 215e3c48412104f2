"""Believable nouns and events for tests: the same call always makes the same thing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar, cast

from omnidesk import events
from omnidesk._payload import Payload
from omnidesk.model import (
    Attachment,
    Call,
    Consent,
    Conversation,
    Durations,
    Identity,
    IdentityLink,
    Leg,
    Message,
    Notice,
    Participant,
    RightsRequest,
    Source,
    derive_id,
    entry_time,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from omnidesk.model import Entry, Noun

_N = TypeVar("_N", bound="Noun")
_E = TypeVar("_E", bound=events.EventBase)

RECEIVED_AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
"""When every sample and everything that a factory makes was received."""

_CHANNEL = "chat"
_ACCOUNT = "page-1001"
_THREAD = "user-2001"


# Any with reason: overrides are the fields of a model, which checks them itself.
def _make(noun: type[_N], overrides: dict[str, Any], /, **defaults: Any) -> _N:
    return noun(**(defaults | overrides))


def make_source(**overrides: Any) -> Source:
    """Make an address in a payload that never was."""
    digest = f"sha256:{sha256(b'omnidesk').hexdigest()}"
    return _make(
        Source, overrides, adapter=_CHANNEL, digest=digest, pointer="/0", received_at=RECEIVED_AT
    )


def make_payload(body: bytes = b"{}", **headers: str) -> Payload:
    """Make a payload; a header's name is given with `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Payload(body, headers=named, received_at=RECEIVED_AT)


def make_identity(**overrides: Any) -> Identity:
    """Make the address of the customer of all factories."""
    return _make(Identity, overrides, scheme=_CHANNEL, value=_THREAD, scope=_ACCOUNT)


def make_participant(**overrides: Any) -> Participant:
    """Make a customer, Trần Thị Mai; `role="agent"` makes Lê Minh, who answers her."""
    if overrides.get("role") == "agent":
        desk = Identity(scheme="email", value="minh@hoasen.example")
        return _make(
            Participant, overrides, identities=(desk,), name="Lê Minh", name_source="agent"
        )
    return _make(
        Participant,
        overrides,
        role="customer",
        identities=(make_identity(),),
        name="Trần Thị Mai",
        name_source="vendor",
    )


def make_attachment(**overrides: Any) -> Attachment:
    """Make a photograph that the vendor serves."""
    return _make(
        Attachment,
        overrides,
        kind="image",
        filename="áo-dài.jpg",
        media_type="image/jpeg",
        size=48_213,
        url="https://files.example/7f3a/ao-dai.jpg",
        availability="ok",
    )


def make_message(**overrides: Any) -> Message:
    """Make what a customer asked."""
    return _make(
        Message,
        overrides,
        id="m-1",
        author=make_participant(),
        direction="inbound",
        visibility="private",
        sent_at=RECEIVED_AT - timedelta(seconds=2),
        text="Chào shop, áo này còn size M không ạ?",
    )


def make_call(**overrides: Any) -> Call:
    """Make a call that came in and was answered after eight seconds."""
    started = RECEIVED_AT - timedelta(minutes=3)
    return _make(
        Call,
        overrides,
        id="c-1",
        direction="inbound",
        outcome="answered",
        parties=(_caller(), make_participant(role="agent")),
        started_at=started,
        answered_at=started + timedelta(seconds=8),
        ended_at=started + timedelta(seconds=95),
        durations=Durations(total=95_000, ring=8_000, talk=87_000),
        legs=(_leg(),),
    )


def make_notice(**overrides: Any) -> Notice:
    """Make the notice that the customer began to follow the account."""
    return _make(
        Notice,
        overrides,
        id=derive_id("notice", _ACCOUNT, _THREAD, "follow"),
        kind="followed",
        occurred_at=RECEIVED_AT - timedelta(minutes=5),
        actor=make_participant(),
    )


def make_conversation(*entries: Entry, **overrides: Any) -> Conversation:
    """
    Make a conversation of a customer and an agent.

    Args:
        *entries: What was said, in any order; by default a question and its answer.
        **overrides: Fields of `Conversation`.
    """
    told = entries or (make_message(), _answer())
    latest = datetime.max.replace(tzinfo=UTC)
    return _make(
        Conversation,
        overrides,
        id=derive_id("conv", _CHANNEL, _ACCOUNT, _THREAD),
        channel=_CHANNEL,
        account=_ACCOUNT,
        visibility="private",
        participants=(make_participant(), make_participant(role="agent")),
        entries=tuple(sorted(told, key=lambda entry: entry_time(entry) or latest)),
    )


def make_event(kind: type[_E], /, **overrides: Any) -> _E:
    """
    Make an event of a kind: `make_event(MessageEdited, text="…")`.

    Args:
        kind: One of the classes of `omnidesk.events`.
        **overrides: Its fields; `id` follows from what the others say unless it is given.
    """
    defaults: dict[str, Any] = {
        "channel": _CHANNEL,
        "account": _ACCOUNT,
        "thread": (_THREAD,),
        "occurred_at": RECEIVED_AT - timedelta(seconds=2),
        "source": make_source(),
        **_OWN_FIELDS[kind](),
    }
    fields = defaults | overrides
    fields.setdefault("id", _event_id(kind, fields))
    return _make(kind, fields)


def _event_id(kind: type[events.EventBase], fields: dict[str, Any]) -> str:
    happening = [repr(fields[name]) for name in sorted(fields) if name in _TELLING]
    told = cast("Message | Notice | None", fields.get("message") or fields.get("notice"))
    return derive_id("evt", kind.__name__, *happening, told.id if told else None)


_TELLING = frozenset(
    {
        "account",
        "action",
        "call_id",
        "channel",
        "message_id",
        "message_ids",
        "occurred_at",
        "sequence",
        "state",
        "thread",
        "version",
    }
)
"""What tells one happening from another, as far as factories go."""


def _answer() -> Message:
    return make_message(
        id="m-2",
        author=make_participant(role="agent"),
        direction="outbound",
        origin="own_app",
        sent_at=RECEIVED_AT + timedelta(minutes=1),
        text="Dạ còn ạ, chị lấy màu nào để em giữ hàng?",
    )


def _caller() -> Participant:
    number = Identity(scheme="phone", value="+84900000123")
    return Participant(role="customer", identities=(number,))


def _leg() -> Leg:
    started = RECEIVED_AT - timedelta(minutes=3)
    return Leg(
        id="c-1-leg-1",
        caller=_caller(),
        callee=make_participant(role="agent"),
        outcome="answered",
        started_at=started,
        answered_at=started + timedelta(seconds=8),
        ended_at=started + timedelta(seconds=95),
        durations=Durations(total=95_000, ring=8_000, talk=87_000),
        answered_by="human",
    )


_OWN_FIELDS: dict[type[events.EventBase], Callable[[], dict[str, Any]]] = {
    events.MessagePosted: lambda: {"message": make_message(), "visibility": "private"},
    events.MessageEdited: lambda: {
        "message_id": "m-1",
        "version": 1,
        "text": "Chào shop, áo này còn size L không ạ?",
    },
    events.MessageDeleted: lambda: {"message_id": "m-1"},
    events.MessageModerated: lambda: {"message_id": "m-1", "state": "hidden"},
    events.ReactionChanged: lambda: {
        "message_id": "m-1",
        "actor": make_participant(role="agent"),
        "action": "added",
        "emoji": "❤",
    },
    events.ReceiptReported: lambda: {
        "kind": "read",
        "actor": make_participant(),
        "message_ids": ("m-2",),
    },
    events.CallReported: lambda: {
        "call_id": "c-1",
        "sequence": 3,
        "leg": _leg(),
        "direction": "inbound",
        "outcome": "answered",
    },
    events.ConsentSignalled: lambda: {
        "consent": Consent(state="granted", signal="follow", subject=make_participant())
    },
    events.RightsRequested: lambda: {
        "request": RightsRequest(kind="erase", subject=make_participant())
    },
    events.IdentityLinked: lambda: {
        "link": IdentityLink(
            identities=(make_identity(), Identity(scheme="phone", value="+84900000123")),
            evidence="submitted",
            occurred_at=RECEIVED_AT,
        )
    },
    events.NoticePosted: lambda: {"notice": make_notice()},
    events.Unrecognised: lambda: {"reason": "unknown_kind"},
}
