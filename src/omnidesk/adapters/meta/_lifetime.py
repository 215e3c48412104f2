"""How long the addresses of attachments work, and how they are had again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from omnidesk.model import Attachment

if TYPE_CHECKING:
    from omnidesk.model import Message

STORY = timedelta(hours=24)
"""
How long a story is to be seen, and the longest that Meta lets anybody keep one.

A mention or an answer comes after the story, so counted from the message it is an upper bound.
"""

_FIELDS = {
    "instagram": "id,created_time,attachments,shares,story",
    "messenger": "id,created_time,attachments,shares,sticker",
}
"""What to ask for, by channel: the edges of a message that have addresses."""


@dataclass(frozen=True, slots=True, repr=False)
class GraphRequest:
    """
    A GET request to Meta's Graph API, which needs the access token of the page or account.

    Args:
        path: The path below the host and the version, such as `/m_1`.
        params: The query, without the token.
    """

    path: str
    params: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, repr=False)
class DueAttachment:
    """
    An attachment whose address works no more, or not for long.

    Args:
        index: Where it stands in `Message.attachments`.
        attachment: The attachment.
        state: `due` while it works, `expired` afterwards.
        until: Until when it works, or worked (UTC); `None` if somebody has found it expired.
        refetch: How a new address is had. `None` for what may not be had again, such as a story
            that is over, and for a message that has no id of Meta's.
    """

    index: int
    attachment: Attachment
    state: Literal["due", "expired"]
    until: datetime | None
    refetch: GraphRequest | None


def due_attachments(
    message: Message,
    *,
    channel: Literal["instagram", "messenger"],
    now: datetime,
    ahead: timedelta = timedelta(),
) -> tuple[DueAttachment, ...]:
    """
    List the attachments of a message whose addresses have expired, or will soon.

    An attachment whose address does not say when it expires is not listed: nobody knows.

    Args:
        message: A message that `Messenger` or `Instagram` has read.
        channel: Which of the two.
        now: The time, aware.
        ahead: How long before it expires an attachment is due.

    Raises:
        ValueError: If `now` is naive.
    """
    if now.utcoffset() is None:
        raise ValueError("now must be aware: say which zone it is in")
    found: list[DueAttachment] = []
    for index, attachment in enumerate(message.attachments):
        until = _until(attachment, message)
        is_over = attachment.availability == "expired" or (until is not None and until <= now)
        if not is_over and (until is None or until - ahead > now):
            continue
        # What a story showed may not be had once it is over.
        may_have = not (is_over and attachment.kind == "story")
        found.append(
            DueAttachment(
                index=index,
                attachment=attachment,
                state="expired" if is_over else "due",
                until=until,
                refetch=_refetch(message, _FIELDS[channel]) if may_have else None,
            )
        )
    return tuple(found)


def _until(attachment: Attachment, message: Message) -> datetime | None:
    known = [attachment.expires_at]
    if attachment.kind == "story" and message.sent_at is not None:
        known.append(message.sent_at + STORY)
    return min((at for at in known if at is not None), default=None)


def _refetch(message: Message, fields: str) -> GraphRequest | None:
    # An id that we have derived is unknown to Meta.
    if message.id.startswith("msg_"):
        return None
    # The id is a vendor's word, and must not lead anywhere else.
    return GraphRequest(path=f"/{quote(message.id, safe='')}", params=(("fields", fields),))
