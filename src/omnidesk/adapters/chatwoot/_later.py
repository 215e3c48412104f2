"""What has become of a message, and what chatwoot tells in the form of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.adapters.chatwoot._desk import read_time
from omnidesk.adapters.chatwoot._item import author, changes, said, sent_at, sides, text
from omnidesk.events import (
    MessageDeleted,
    MessageEdited,
    NoticePosted,
    ReactionChanged,
    ReceiptReported,
)
from omnidesk.model import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omnidesk.adapters._clock import Reading
    from omnidesk.adapters.chatwoot._item import Item
    from omnidesk.adapters.chatwoot._mail import Said
    from omnidesk.events import Event
    from omnidesk.model import ReceiptKind

_LONGEST = 2_048
_RECEIPTS: Mapping[str, ReceiptKind] = {
    "delivered": "delivered",
    "read": "read",
    "failed": "failed",
}
"""`status`. Every message begins as `sent`, notes and customers' too: that says nothing."""


def activity(item: Item) -> Event:
    """Return what chatwoot notes down by itself: who was assigned, who resolved it."""
    at, defects = sent_at(item)
    place = item.place._replace(defects=defects)
    shared = place.shared(at, "notice_posted", "activity", item.id)
    content = (item.read.content or "").strip() or None
    notice = Notice(id=shared["id"], kind="other", name="activity", occurred_at=at, text=content)
    return NoticePosted(**shared, notice=notice)


def reaction(item: Item, message_id: str) -> Event:
    """Return a sign that was put to a message: a row that is used again when the sign changes."""
    at, defects = _changed_at(item)
    if at is None:
        at, defects = sent_at(item)
    is_gone = item.attributes.deleted or not item.read.content
    sign = None if is_gone else (item.read.content or "")[:64]
    place = item.place._replace(defects=defects)
    return ReactionChanged(
        **place.shared(at, "reaction_changed", item.id, sign),
        message_id=message_id,
        actor=author(item),
        action="removed" if is_gone else "added",
        emoji=sign,
    )


def deletion(item: Item) -> Event:
    """Return that a message was taken back."""
    at, defects = _changed_at(item)
    place = item.place._replace(defects=defects)
    return MessageDeleted(**place.shared(at, "message_deleted", item.id), message_id=item.id)


def before_edit(item: Item) -> tuple[Said, bool]:
    """Return what a message said before an edit, and whether it was edited at all."""
    changed = changes(item.read.changed_attributes).get("content")
    before = item.attributes.previous_content
    if before is None and changed is not None and isinstance(changed.previous_value, str):
        before = changed.previous_value
    return text(item, before), item.attributes.is_edited or changed is not None


def edit(item: Item) -> Event:
    """Return what a message says since it was edited."""
    told = said(item)
    at, defects = _changed_at(item)
    direction, _, _ = sides(item)
    place = item.place._replace(defects=defects)
    return MessageEdited(
        **place.shared(at, "message_edited", item.id, told.text),
        message_id=item.id,
        text=told.text,
        html=told.html,
        author=author(item),
        direction=direction,
    )


def _changed_at(item: Item) -> Reading:
    """Return when a message was edited or deleted: when its row was last changed."""
    told = item.attributes.edited_at
    if told is not None and item.attributes.is_edited:
        where = f"{item.place.pointer}/content_attributes/edited_at"
        return read_time(told, where, unit="milliseconds")
    return read_time(item.record.updated_at, f"{item.record.pointer}/updated_at")


def receipts(item: Item) -> Iterator[Event]:
    """Yield how far a message has come, if it went out and anything is known of that."""
    kind = _RECEIPTS.get(item.record.status or "")
    direction, _, _ = sides(item)
    if kind is None or direction != "outbound":
        return
    error = (item.attributes.external_error or "")[:_LONGEST] or None
    yield ReceiptReported(
        # It says how far the message has come, and never since when.
        **item.place.shared(None, "receipt_reported", kind, item.id),
        kind=kind,
        message_ids=(item.id,),
        reason=error if kind == "failed" else None,
    )
