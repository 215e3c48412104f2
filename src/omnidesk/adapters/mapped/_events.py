"""Events out of items, by the shapes of a map: one function for each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from omnidesk.adapters.mapped._context import (
    Odd,
    key_of,
    own_id,
    person_of,
    shared_of,
    stamp,
    thread_of,
)
from omnidesk.adapters.mapped._messages import (
    read_delete,
    read_edit,
    read_message,
    read_moderation,
    read_reaction,
)
from omnidesk.events import ConsentSignalled, IdentityLinked, NoticePosted, ReceiptReported
from omnidesk.model import Consent, IdentityLink, Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from omnidesk.adapters.mapped._context import Context
    from omnidesk.adapters.mapped._reader import Reader
    from omnidesk.adapters.mapped._rules import EditsRule, TimeRule
    from omnidesk.events import Event
    from omnidesk.model import ConsentState, NoticeKind


def read_event(context: Context) -> Event | None:
    """
    Return the event that an item is; `None` for a link of fewer than two addresses.

    Raises:
        Odd: If it lacks an id, a conversation, or what else it cannot be understood without.
    """
    return _KINDS[context.shape.kind](context)


def is_edited(rule: EditsRule, said: TimeRule | None, reader: Reader) -> bool:
    """Tell whether a message says that it was edited, and not only when it was said."""
    if rule.version is not None:
        return reader.pick(rule.version) is not None
    edited = reader.time(rule.at)
    if edited is not None:
        return edited != reader.time(said)
    # What cannot be read was said all the same.
    return rule.at is not None and reader.first(rule.at.path)[0] is not None


def _receipt(context: Context) -> Event:
    shape, reader = context.shape, context.reader
    thread, message_id = thread_of(context), own_id(context)
    at = reader.time(shape.at)
    rule = cast("Any", shape.receipt)  # a shape of this kind has one
    kind = reader.choose(rule.kind, "receipt")
    watermark = reader.time(rule.watermark)
    if kind is None or (message_id is None and watermark is None):
        raise Odd("expected a receipt of a known kind, for a message or up to a moment")
    actor, reason = person_of(context, shape.author), reader.pick(rule.reason)
    which = (kind, message_id, stamp(watermark), key_of(actor), thread[0], stamp(at))
    return ReceiptReported(
        **shared_of(context, thread, at, *which),
        kind=kind,
        actor=actor,
        message_ids=(message_id,) if message_id is not None else (),
        watermark=watermark,
        reason=reason,
    )


def _notice(context: Context) -> Event:
    shape, reader = context.shape, context.reader
    thread, own = thread_of(context), own_id(context)
    at = reader.time(shape.at)
    rule = cast("Any", shape.notice)  # a shape of this kind has one
    kind: NoticeKind = reader.choose(rule.kind, "notice") or "other"
    text, actor = reader.text(rule.text).text, person_of(context, shape.author)
    which = (kind, rule.name, own, thread[0], stamp(at), key_of(actor))
    shared = shared_of(context, thread, at, *which)
    return NoticePosted(
        **shared,
        notice=Notice(
            id=shared["id"], kind=kind, name=rule.name, occurred_at=at, actor=actor, text=text
        ),
    )


def _consent(context: Context) -> Event:
    shape, reader = context.shape, context.reader
    thread, own = thread_of(context), own_id(context)
    at = reader.time(shape.at)
    rule = cast("Any", shape.consent)  # a shape of this kind has one
    state: ConsentState = reader.choose(rule.state, "consent") or "unknown"
    purpose, subject = reader.pick(rule.purpose), person_of(context, shape.author)
    which = (state, purpose, rule.signal, own, thread[0], key_of(subject), stamp(at))
    return ConsentSignalled(
        **shared_of(context, thread, at, *which),
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
        **shared_of(context, (), at, rule.evidence, state, stamp(at), *which),
        link=IdentityLink(
            identities=identities, evidence=rule.evidence, state=state, occurred_at=at
        ),
    )


_KINDS: dict[str, Callable[[Context], Event | None]] = {
    "consent": _consent,
    "delete": read_delete,
    "edit": read_edit,
    "link": _link,
    "message": read_message,
    "moderation": read_moderation,
    "notice": _notice,
    "nothing": lambda _: None,
    "reaction": read_reaction,
    "receipt": _receipt,
}
