"""Messages out of items, and what becomes of them: one function for each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from omnidesk.adapters.mapped._attachments import read_attachments, read_number, tells_attachments
from omnidesk.adapters.mapped._context import (
    Odd,
    key_of,
    message_id_of,
    person_of,
    shared_of,
    stamp,
    thread_of,
)
from omnidesk.events import (
    MessageDeleted,
    MessageEdited,
    MessageModerated,
    MessagePosted,
    ReactionChanged,
)
from omnidesk.model import About, Message, Participant, Rating, Reference, TreePosition

if TYPE_CHECKING:
    from omnidesk.adapters.mapped._choices import AboutKind, State
    from omnidesk.adapters.mapped._context import Context
    from omnidesk.adapters.mapped._rules import AboutRule, RatingRule, TreeRule
    from omnidesk.events import Event
    from omnidesk.model import Direction, Origin, Visibility

_BY_ROLE: dict[str, Direction] = {
    "customer": "inbound",
    "agent": "outbound",
    "bot": "outbound",
    "business": "outbound",
}


def read_message(context: Context) -> Event:
    """Return what somebody said."""
    shape, reader = context.shape, context.reader
    message_id, thread = message_id_of(context), thread_of(context)
    at = reader.time(shape.at)
    author = person_of(context, shape.author) or Participant()
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
        **shared_of(context, thread, at, message_id),
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
        found = context.reader.key(rule)
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


def read_edit(context: Context) -> Event:
    """Return what a message says now."""
    shape, reader = context.shape, context.reader
    message_id, thread = message_id_of(context), thread_of(context)
    at, version = reader.time(shape.at), reader.number(shape.version, "version")
    author = person_of(context, shape.author)
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
    which = (message_id, None if version is None else str(version), stamp(at), told.text)
    return MessageEdited(**shared_of(context, thread, at, *which), **fields)


def read_delete(context: Context) -> Event:
    """Return that a message was taken back."""
    message_id, thread = message_id_of(context), thread_of(context)
    at = context.reader.time(context.shape.at)
    return MessageDeleted(**shared_of(context, thread, at, message_id), message_id=message_id)


def read_moderation(context: Context) -> Event:
    """Return that a message was hidden, held or shown again."""
    message_id, thread = message_id_of(context), thread_of(context)
    reader = context.reader
    at = reader.time(context.shape.at)
    state: State | None = reader.choose(context.shape.state, "state")
    if state not in ("live", "hidden", "held"):
        raise Odd("expected to be told whether it is shown, hidden or held")
    which = (message_id, state, stamp(at))
    return MessageModerated(
        **shared_of(context, thread, at, *which), message_id=message_id, state=state
    )


def read_reaction(context: Context) -> Event:
    """Return a sign that was put to a message, or taken away."""
    shape, reader = context.shape, context.reader
    message_id, thread = message_id_of(context), thread_of(context)
    at = reader.time(shape.at)
    actor = person_of(context, shape.author) or Participant()
    rule = cast("Any", shape.reaction)  # a shape of this kind has one
    action = reader.choose(rule.action, "reaction")
    if action is None:
        raise Odd("expected to be told whether the reaction was added or removed")
    emoji, name = reader.pick(rule.emoji), reader.pick(rule.name)
    which = (message_id, key_of(actor), action, emoji, name, stamp(at))
    return ReactionChanged(
        **shared_of(context, thread, at, *which),
        message_id=message_id,
        actor=actor,
        action=action,
        emoji=emoji,
        name=name,
    )
