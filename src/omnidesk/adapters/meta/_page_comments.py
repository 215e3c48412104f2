"""The adapter for what people write on a page: posts, comments, reviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from omnidesk.adapters.meta import _feed_wire as wire
from omnidesk.adapters.meta._account import Account
from omnidesk.adapters.meta._changes import Changes
from omnidesk.adapters.meta._feed import read_feed, read_lead, read_live_video, read_review
from omnidesk.adapters.meta._feed_words import FIELDS_NOT_READ
from omnidesk.adapters.meta._item import Product
from omnidesk.adapters.meta._pulled import Above, is_other, objects, read_objects
from omnidesk.adapters.meta._pulled_feed import PulledFeed
from omnidesk.adapters.meta._webhook import entries_of, is_webhook
from omnidesk.errors import PayloadError
from omnidesk.model import About

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk._payload import JSON, Payload
    from omnidesk.adapters.meta._changes import Readers
    from omnidesk.events import Event

FACEBOOK = Product("facebook", "page", "facebook", app_of_echoes=False)


@dataclass(frozen=True, slots=True)
class PageComments:
    """
    Reads what people write on a Facebook page: posts, comments, reactions, reviews.

    It reads a page's webhooks, and what the Graph API answers when comments or posts are pulled.
    Both give the same ids, so that they fold into one conversation.

    Args:
        page_id: The page that pulled objects belong to, which they do not say. A webhook does.
        post_id: The post whose comments were pulled, if they are of one.
        with_parent: Whether the pull asked for the field `parent`. Then a comment that has none is
            a top-level one; else nobody knows.
    """

    page_id: str | None = None
    post_id: str | None = None
    with_parent: bool = False

    channel = FACEBOOK.channel

    def parse(self, payload: Payload) -> Iterable[Event]:
        """
        Read the events out of a page webhook's body, or out of pulled comments and posts.

        One body holds many items of mixed kinds. One that cannot be understood becomes
        `Unrecognised`, and the others live; so does a list of Messenger's messages, which
        `Messenger` and `Meta` read. An item that stands there twice is yielded once.

        Raises:
            PayloadError: If the body is neither; or if it is pulled, and the adapter has no
                `page_id`.
        """
        body = payload.json(channel=self.channel)
        if not _is_webhook(body):
            return self._pulled(payload, body)
        return page_changes(payload, entries_of(payload, body, FACEBOOK)).read_alone()

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """
        Tell whether the payload is a page webhook, or looks like pulled comments or posts.

        Cheap for what is not, and never raises.
        """
        if b'"data"' not in payload.body or b'"created_time"' not in payload.body:
            return is_webhook(payload, FACEBOOK)
        try:
            body = payload.json()
        except PayloadError:
            return False
        return is_webhook(payload, FACEBOOK) if _is_webhook(body) else _looks_pulled(body)

    def _pulled(self, payload: Payload, body: JSON) -> Iterable[Event]:
        if not self.page_id:
            reason = "expected a page's webhook, or page_id: pulled objects do not name their page"
            raise PayloadError(reason, channel=self.channel, digest=payload.digest)
        account = Account(payload, self.channel, self.page_id)
        about = About(kind="post", id=self.post_id) if self.post_id else None
        feed = PulledFeed(account, with_parent=self.with_parent)
        return read_objects(account, objects(account, body), "comments", feed.read, Above(about))


def page_changes(payload: Payload, entries: list[JSON]) -> Changes:
    """Return what reads the changes of a page's webhook."""
    return Changes(payload, entries, FACEBOOK.channel, _READERS, FIELDS_NOT_READ)


def _is_webhook(body: JSON) -> bool:
    # A pulled comment may have an `object` too: that of the photograph which it is about.
    fields = cast("dict[str, JSON]", body) if isinstance(body, dict) else {}
    return "entry" in fields or isinstance(fields.get("object"), str)


def _looks_pulled(body: JSON) -> bool:
    found = cast("dict[str, JSON]", body).get("data") if isinstance(body, dict) else None
    first = cast("list[JSON]", found)[0] if isinstance(found, list) and found else None
    if not isinstance(first, dict):
        return False
    fields = cast("dict[str, JSON]", first)
    which = fields.get("id")
    is_one = isinstance(which, str) and not is_other(which)
    return is_one and isinstance(fields.get("created_time"), str)


_READERS: Readers = {
    "feed": (wire.Value, read_feed),
    "group_feed": (wire.Value, read_feed),
    "leadgen": (wire.Lead, read_lead),
    "live_videos": (wire.LiveVideo, read_live_video),
    "mention": (wire.Value, read_feed),
    "ratings": (wire.Value, read_review),
}
