"""From a comment or post of a page, as the Graph API answers, to events."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pydantic import ValidationError

from omnidesk.adapters.meta import _feed_wire as wire
from omnidesk.adapters.meta._account import Branch, place_of
from omnidesk.adapters.meta._feed import linked, moderated
from omnidesk.adapters.meta._feed_words import ATTACHMENTS
from omnidesk.adapters.meta._pulled import Above, is_other
from omnidesk.errors import PayloadError
from omnidesk.events import MessagePosted
from omnidesk.model import About, Defect, Message, Reference

if TYPE_CHECKING:
    from omnidesk._payload import JSON
    from omnidesk.adapters.meta._account import Account, Place
    from omnidesk.events import Event
    from omnidesk.model import Attachment


_SAYS = frozenset({"attachment", "attachments", "author", "created_time", "message"})
_EXPECTED = "expected a comment or a post, with its text, time or author"


class PulledFeed:
    """
    Reads the objects of one pulled body.

    Args:
        account: The page.
        with_parent: Whether the pull asked for `parent`, so that a comment without one has none.
    """

    def __init__(self, account: Account, *, with_parent: bool) -> None:
        self._account = account
        self._with_parent = with_parent

    def read(self, raw: JSON, pointer: str, above: Above) -> tuple[list[Event], Above]:
        """Read a comment or a post; also return what is above the comments on it."""
        account = self._account
        try:
            pulled = account.payload.validate(wire.Pulled, raw, pointer=pointer)
        except PayloadError as error:
            expected = f"{error.reason} at {error.pointer}"
            return [account.unrecognised(pointer, "invalid", expected=expected)], Above(above.about)
        place = place_of(account, pointer, pulled.created_time, "created_time")
        if not pulled.id:
            return [place.without_id("id", None)], Above(above.about)
        if is_other(pulled.id) or not _SAYS.intersection(pulled.model_fields_set):
            return [place.unrecognised("unknown_kind", expected=_EXPECTED)], Above(above.about)
        # Ids of a page's posts are PAGE_POST, those of comments POST_COMMENT.
        if pulled.id.startswith(f"{account.id}_"):
            about = About(kind="post", id=pulled.id, url=pulled.permalink_url)
            stands = Branch((f"post:{pulled.id}",), None)
            return _events(pulled, pulled.id, about, stands, place), Above(about)
        parent_id = pulled.parent.id if pulled.parent else None
        stands = above.branch(pulled.id, parent_id, top_level=self._with_parent)
        events = _events(pulled, pulled.id, above.about, stands, place)
        return events, above.below(pulled.id, stands)


def _events(
    pulled: wire.Pulled, message_id: str, about: About | None, stands: Branch, place: Place
) -> list[Event]:
    writer = pulled.author or wire.Author()
    author, direction = place.account.author(writer.id, writer.name)
    # As a webhook's event has it: whichever way it came, it is the same happening.
    shared = place.shared(stands.thread, "message_posted", message_id)
    attachments, defects = _attachments(pulled, place)
    shared["defects"] += defects
    parent_id = stands.tree.parent_id if stands.tree else None
    posted = MessagePosted(
        **shared,
        message=Message(
            id=message_id,
            author=author,
            direction=direction,
            sent_at=place.occurred_at,
            text=pulled.message or None,
            attachments=attachments,
            reply_to=Reference(id=parent_id) if parent_id else None,
            tree=stands.tree,
            defects=shared["defects"],
        ),
        about=about,
        visibility="public",
    )
    if not pulled.is_hidden:
        return [posted]
    # When it was hidden is not told, so that what a webhook says about it counts as later.
    unknown = place._replace(occurred_at=None, stamp=None, defects=())
    return [posted, moderated(message_id, "hidden", stands.thread, unknown)]


def _attachments(
    pulled: wire.Pulled, place: Place
) -> tuple[tuple[Attachment, ...], tuple[Defect, ...]]:
    found = [_attachment(pulled.attachment)] if pulled.attachment else []
    defects: list[Defect] = []
    several = pulled.attachments
    data = cast("dict[str, JSON]", several).get("data") if isinstance(several, dict) else several
    pointer = f"{place.pointer}/attachments"
    if isinstance(data, list):
        for index, raw in enumerate(cast("list[JSON]", data)):
            try:
                found.append(_attachment(wire.Attachment.model_validate(raw)))
            except ValidationError:
                defects.append(Defect(code="attachment_invalid", pointer=f"{pointer}/data/{index}"))
    elif several is not None:
        defects.append(Defect(code="attachment_invalid", pointer=pointer))
    return tuple(found), tuple(defects)


def _attachment(read: wire.Attachment) -> Attachment:
    media = read.media or wire.Media()
    picture = media.image.src if media.image else None
    kind = ATTACHMENTS.get(read.type or "", "unknown")
    # A picture's own address is the bytes; `url` leads to the page that shows it.
    url = {"image": picture, "sticker": picture, "video": media.source}.get(kind)
    return linked(
        kind,
        url or read.url,
        id=read.target.id if read.target else None,
        title=read.title,
        description=read.description,
        thumbnail_url=picture if picture != (url or read.url) else None,
    )
