"""Events out of items, by the shapes of a map: one function for each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from omnidesk.adapters.mapped._attachments import read_attachments, read_number, tells_attachments
from omnidesk.events import (
    ConsentSignalled,
    IdentityLinked,
    MessageDeleted,
    MessageEdited,
    MessageModerated,
    MessagePosted,
    NoticePosted,
    ReactionChanged,
    ReceiptReported,
)
from omnidesk.model import (
    About,
    Consent,
    IdentityLink,
    Message,
    Notice,
    Participant,
    Rating,
    Reference,
    TreePosition,
    derive_id,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from omnidesk.adapters._side import Shared, Side
    from omnidesk.adapters.mapped._map import Shape
    from omnidesk.adapters.mapped._parts import (
        AboutKind,
        AboutRule,
        PersonRule,
        RatingRule,
        State,
        Synthesis,
        TreeRule,
    )
    from omnidesk.adapters.mapped._reader import Reader
    from omnidesk.events import Event
    from omnidesk.model import ConsentState, Direction, NoticeKind, Origin, Visibility

_BY_ROLE: dict[str, Direction] = {
    "customer": "inbound",
    "agent": "outbound",
    "bot": "outbound",
    "business": "outbound",
}


class Odd(Exception):  # noqa: N818 - says what an item lacks; never leaves this package
    """An item lacks what it cannot be understood without."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected


class Context(NamedTuple):
    """An item on its way to an event."""

    shape: Shape
    """What it looks like."""
    reader: Reader
    """Reads it."""
    side: Side
    """Our side, and the payload."""
    seen: dict[str, int]
    """How often an id was made of the same fields in this payload."""


def read_event(context: Context) -> Event | None:
    """
    Return the event that an item is; `None` for a link of fewer than two addresses.

    Raises:
        Odd: If it lacks an id, a conversation, or what else it cannot be understood without.
    """
    return _KINDS[context.shape.kind](context)


# --- ids ------------------------------------------------------------------------------------------


def _own_id(context: Context) -> str | None:
    shape, reader = context.shape, context.reader
    found = reader.pick(shape.id)
    if found is None and shape.id_from is not None:
        return _made_id(context, shape.id_from)
    return found


def _made_id(context: Context, rule: Synthesis) -> str | None:
    reader = context.reader
    parts = [reader.first((path,))[0] for path in rule.path]
    lacking = any(reader.first((path,))[0] is None for path in rule.required)
    if lacking or not any(parts):
        return None
    made = derive_id("item", *parts)
    if rule.repeats == "count":
        number = context.seen[made] = context.seen.get(made, 0) + 1
        if number > 1:
            return derive_id("item", *parts, str(number))
    return made


def _message_id(context: Context) -> str:
    found = _own_id(context)
    if found is None:
        raise Odd("expected an id of the message")
    return found


def _thread(context: Context) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    for rule in context.shape.thread:
        found = context.reader.short(rule.path, rule.none)
        if found is not None:
            keys[f"{rule.kind}:{found}"] = None
    if not keys:
        raise Odd("expected an id of the conversation")
    return tuple(keys)


def _shared(
    context: Context, thread: tuple[str, ...], at: datetime | None, *which: str | None
) -> Shared:
    side, reader = context.side, context.reader
    return {
        # Many systems number messages within their conversation, not throughout.
        "id": side.derive("evt", context.shape.kind, thread[0] if thread else None, *which),
        "channel": side.channel,
        "account": side.id,
        "thread": thread,
        "occurred_at": at,
        "source": side.source(reader.item.pointer),
        # All is read by now, so all that is wrong is known.
        "defects": reader.defects,
    }


def _stamp(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _person(context: Context, rule: PersonRule | None) -> Participant | None:
    return context.reader.person(rule) if rule is not None else None


def _key(person: Participant | None) -> str | None:
    if person is None:
        return None
    one = next(iter(person.identities), None)
    return derive_id("who", one.scheme, one.scope, one.value) if one else person.name


# --- messages -------------------------------------------------------------------------------------


def _message(context: Context) -> Event:
    shape, reader = context.shape, context.reader
    message_id, thread = _message_id(context), _thread(context)
    at = reader.time(shape.at)
    author = _person(context, shape.author) or Participant()
    direction, visibility = _sides(context, author)
    told = reader.text(shape.text)
    aliases = [reader.short((path,)) for path in shape.aliases]
    state: State = reader.choose(shape.state, "state") or "live"
    origin: Origin = reader.choose(shape.origin, "origin") or "unknown"
    message = Message(
        id=message_id,
        aliases=tuple(dict.fromkeys(one for one in aliases if one and one != message_id)),
        author=author,
        to=tuple(one for rule in shape.to if (one := reader.person(rule)) != Participant()),
        direction=direction,
        # It says what sent a message out, and nothing of what comes in.
        origin=origin if direction == "outbound" else "unknown",
        visibility=visibility,
        sent_at=at,
        subject=reader.pick(shape.subject),
        text=told.text,
        html=told.html,
        language=reader.pick(shape.language),
        attachments=read_attachments(reader, shape.attachments),
        reply_to=_reply_to(context),
        tree=_tree(context, shape.tree),
        rating=_rating(context, shape.rating),
        state=state,
    )
    about = _about(context, shape.about)
    # A note is no word on who can read the conversation.
    open_to: Visibility = "unknown" if visibility == "internal" else visibility
    return MessagePosted(
        **_shared(context, thread, at, message_id),
        message=message,
        about=about,
        visibility=open_to,
    )


def _sides(context: Context, author: Participant) -> tuple[Direction, Visibility]:
    """Return the direction and who can read it. A note is internal, whatever else is said."""
    shape, reader = context.shape, context.reader
    rule = shape.direction
    direction: Direction
    if rule == "by_role":
        direction = _BY_ROLE.get(author.role, "unknown")
    else:
        direction = reader.choose(rule, "direction") or "unknown"
    visibility: Visibility | None = reader.choose(shape.visibility, "visibility")
    unanswered = visibility is None and shape.visibility is not None
    if unanswered and direction not in ("inbound", "unknown"):
        # Whether it is a note is not known: what goes out must be known to go out.
        reader.note("visibility_unknown", reader.item.pointer)
        direction = "unknown"
    if visibility == "internal" or direction == "internal":
        return "internal", "internal"
    return direction, visibility or "unknown"


def _reply_to(context: Context) -> Reference | None:
    for rule in context.shape.reply_to:
        found = context.reader.short(rule.path, rule.none)
        if found is not None:
            return Reference(kind=rule.kind, id=found)
    return None


def _tree(context: Context, rule: TreeRule | None) -> TreePosition | None:
    if rule is None:
        return None
    root, parent = context.reader.pick(rule.root), context.reader.pick(rule.parent)
    depth = 0 if parent is None else 1 if parent == root else None
    return TreePosition(root_id=root, parent_id=parent, depth=depth)


def _rating(context: Context, rule: RatingRule | None) -> Rating | None:
    if rule is None:
        return None
    text, where = context.reader.first(rule.path)
    if text is None:
        return None
    words = {word.casefold(): value for word, value in rule.words}
    value = words.get(text[:64].strip().casefold())
    if value is None:
        value = read_number(text.strip())
    if value is None:
        context.reader.note("rating_unreadable", where)
        return None
    if not rule.lowest <= value <= rule.highest:
        context.reader.note("rating_out_of_bounds", where)
        return None
    return Rating(value=value, lowest=rule.lowest, highest=rule.highest)


def _about(context: Context, rule: AboutRule | None) -> About | None:
    if rule is None:
        return None
    reader = context.reader
    found = reader.pick(rule.id), reader.pick(rule.url), reader.pick(rule.title)
    if not any(found):
        return None
    kind: AboutKind = reader.choose(rule.kind, "about_kind") or "other"
    return About(kind=kind, id=found[0], url=found[1], title=found[2])


def _edit(context: Context) -> Event:
    shape, reader = context.shape, context.reader
    message_id, thread = _message_id(context), _thread(context)
    at, version = reader.time(shape.at), reader.number(shape.version, "version")
    author = _person(context, shape.author)
    direction, _ = _sides(context, author or Participant())
    if author == Participant():
        author = None
    told = reader.text(shape.text)
    # That an edit does not tell of attachments does not mean that there are none left.
    attached = tells_attachments(reader, shape.attachments)
    fields: dict[str, Any] = {  # Any with reason: fields of many types
        "message_id": message_id,
        "version": version,
        "text": told.text,
        "html": told.html,
        "attachments": read_attachments(reader, shape.attachments) if attached else None,
        "rating": _rating(context, shape.rating),
        "author": author,
        "direction": direction,
    }
    which = (message_id, None if version is None else str(version), _stamp(at), told.text)
    return MessageEdited(**_shared(context, thread, at, *which), **fields)


def _delete(context: Context) -> Event:
    message_id, thread = _message_id(context), _thread(context)
    at = context.reader.time(context.shape.at)
    return MessageDeleted(**_shared(context, thread, at, message_id), message_id=message_id)


def _moderation(context: Context) -> Event:
    message_id, thread = _message_id(context), _thread(context)
    reader = context.reader
    at = reader.time(context.shape.at)
    state: State | None = reader.choose(context.shape.state, "state")
    if state not in ("live", "hidden", "held"):
        raise Odd("expected to be told whether it is shown, hidden or held")
    which = (message_id, state, _stamp(at))
    return MessageModerated(
        **_shared(context, thread, at, *which), message_id=message_id, state=state
    )


def _reaction(context: Context) -> Event:
    shape, reader = context.shape, context.reader
    message_id, thread = _message_id(context), _thread(context)
    at = reader.time(shape.at)
    actor = _person(context, shape.author) or Participant()
    rule = cast("Any", shape.reaction)  # a shape of this kind has one
    action = reader.choose(rule.action, "reaction")
    if action is None:
        raise Odd("expected to be told whether the reaction was added or removed")
    emoji, name = reader.pick(rule.emoji), reader.pick(rule.name)
    which = (message_id, _key(actor), action, emoji, name, _stamp(at))
    return ReactionChanged(
        **_shared(context, thread, at, *which),
        message_id=message_id,
        actor=actor,
        action=action,
        emoji=emoji,
        name=name,
    )


# --- what is said about messages, people and conversations ----------------------------------------


def _receipt(context: Context) -> Event:
    shape, reader = context.shape, context.reader
    thread, message_id = _thread(context), _own_id(context)
    at = reader.time(shape.at)
    rule = cast("Any", shape.receipt)  # a shape of this kind has one
    kind = reader.choose(rule.kind, "receipt")
    watermark = reader.time(rule.watermark)
    if kind is None or (message_id is None and watermark is None):
        raise Odd("expected a receipt of a known kind, for a message or up to a moment")
    actor, reason = _person(context, shape.author), reader.pick(rule.reason)
    which = (kind, message_id, _stamp(watermark), _key(actor), thread[0], _stamp(at))
    return ReceiptReported(
        **_shared(context, thread, at, *which),
        kind=kind,
        actor=actor,
        message_ids=(message_id,) if message_id is not None else (),
        watermark=watermark,
        reason=reason,
    )


def _notice(context: Context) -> Event:
    shape, reader = context.shape, context.reader
    thread, own_id = _thread(context), _own_id(context)
    at = reader.time(shape.at)
    rule = cast("Any", shape.notice)  # a shape of this kind has one
    kind: NoticeKind = reader.choose(rule.kind, "notice") or "other"
    text, actor = reader.text(rule.text).text, _person(context, shape.author)
    which = (kind, rule.name, own_id, thread[0], _stamp(at), _key(actor))
    shared = _shared(context, thread, at, *which)
    return NoticePosted(
        **shared,
        notice=Notice(
            id=shared["id"], kind=kind, name=rule.name, occurred_at=at, actor=actor, text=text
        ),
    )


def _consent(context: Context) -> Event:
    shape, reader = context.shape, context.reader
    thread, own_id = _thread(context), _own_id(context)
    at = reader.time(shape.at)
    rule = cast("Any", shape.consent)  # a shape of this kind has one
    state: ConsentState = reader.choose(rule.state, "consent") or "unknown"
    purpose, subject = reader.pick(rule.purpose), _person(context, shape.author)
    which = (state, purpose, rule.signal, own_id, thread[0], _key(subject), _stamp(at))
    return ConsentSignalled(
        **_shared(context, thread, at, *which),
        consent=Consent(
            state=state,
            purpose=purpose,
            channel=rule.channel,
            signal=rule.signal,
            subject=subject,
        ),
    )


def _link(context: Context) -> Event | None:
    shape, reader = context.shape, context.reader
    rule = cast("Any", shape.link)  # a shape of this kind has one
    identities = reader.identities(rule.identities)
    state = reader.choose(rule.state, "link")
    if len(identities) < 2 or state is None:
        if shape.also:
            return None
        raise Odd("expected two addresses of one person")
    at = reader.time(shape.at)
    which = [f"{one.scheme} {one.scope} {one.value}" for one in identities]
    return IdentityLinked(
        **_shared(context, (), at, rule.evidence, state, _stamp(at), *which),
        link=IdentityLink(
            identities=identities, evidence=rule.evidence, state=state, occurred_at=at
        ),
    )


_KINDS: dict[str, Callable[[Context], Event | None]] = {
    "consent": _consent,
    "delete": _delete,
    "edit": _edit,
    "link": _link,
    "message": _message,
    "moderation": _moderation,
    "notice": _notice,
    "nothing": lambda _: None,
    "reaction": _reaction,
    "receipt": _receipt,
}
