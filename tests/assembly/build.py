"""Short ways to say what happened, for the tests of the fold."""

from datetime import UTC, datetime, timedelta

from omnidesk.events import (
    CallReported,
    MessageDeleted,
    MessageEdited,
    MessageModerated,
    MessagePosted,
    ReactionChanged,
    ReceiptReported,
)
from omnidesk.model import Identity, Leg, Message, Participant, Source, derive_id

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def at(minutes):
    return START + timedelta(minutes=minutes)


def person(value, role="customer", **more):
    return Participant(role=role, identities=(Identity(scheme="chat", value=value),), **more)


LAN = person("lan")
SHOP = person("shop", role="business")


def base(kind, *what, minute=None, thread=("t",), received=0, digest="a", **more):
    return {
        "id": derive_id("evt", kind.__name__, *what),
        "channel": "chat",
        "account": "shop",
        "thread": thread,
        "occurred_at": None if minute is None else at(minute),
        "source": Source(
            adapter="chat",
            digest=f"sha256:{digest * 64}",
            pointer="/".join(["", kind.__name__, *what]),
            received_at=None if received is None else at(received),
        ),
        **more,
    }


def posted(message_id="m", text="chào shop", *, author=LAN, minute=0, message=(), **more):
    said = Message(
        id=message_id,
        author=author,
        text=text,
        direction="outbound" if author is SHOP else "inbound",
        sent_at=None if minute is None else at(minute),
        **dict(message),
    )
    event = base(MessagePosted, message_id, minute=minute, **more)
    return MessagePosted(message=said, **event)


def edited(message_id="m", text="sửa", version=None, minute=None, **more):
    facts = {k: more.pop(k) for k in ("html", "author", "direction", "attachments") if k in more}
    event = base(MessageEdited, message_id, str(version), str(minute), minute=minute, **more)
    return MessageEdited(message_id=message_id, text=text, version=version, **facts, **event)


def deleted(message_id="m", minute=None, **more):
    return MessageDeleted(
        message_id=message_id, **base(MessageDeleted, message_id, minute=minute, **more)
    )


def moderated(message_id="m", state="hidden", minute=None, **more):
    event = base(MessageModerated, message_id, state, str(minute), minute=minute, **more)
    return MessageModerated(message_id=message_id, state=state, **event)


def reacted(message_id="m", emoji="❤", actor=LAN, action="added", minute=None, **more):
    what = message_id, actor.identities[0].value, action, str(minute), emoji or ""
    event = base(ReactionChanged, *what, minute=minute, **more)
    return ReactionChanged(message_id=message_id, actor=actor, action=action, emoji=emoji, **event)


def receipt(*message_ids, kind="read", actor=LAN, watermark=None, minute=None, **more):
    event = base(ReceiptReported, kind, *message_ids, str(watermark), minute=minute, **more)
    return ReceiptReported(
        kind=kind,
        actor=actor,
        message_ids=message_ids,
        watermark=None if watermark is None else at(watermark),
        **event,
    )


def reported(leg=None, *, call_id="c", sequence=None, what="", **more):
    facts = {
        name: more.pop(name)
        for name in (
            "aliases", "direction", "outcome", "recordings", "recording_consent", "voicemail",
            "transcripts", "session",
        )
        if name in more
    }  # fmt: skip
    name = leg.id if leg else ""
    event = base(CallReported, call_id, name, str(sequence), what, **more)
    return CallReported(call_id=call_id, leg=leg, sequence=sequence, **facts, **event)


def leg(leg_id, outcome="unknown", start=None, answer=None, end=None, **more):
    times = {"started_at": start, "answered_at": answer, "ended_at": end}
    more |= {name: None if minute is None else at(minute) for name, minute in times.items()}
    return Leg(id=leg_id, outcome=outcome, **more)
