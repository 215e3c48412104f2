"""Comments on an Instagram account's media: webhooks, and what the Graph API answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from omnidesk.adapters.meta import _instagram_wire as wire
from omnidesk.adapters.meta._account import Account, Branch, branch, place_of
from omnidesk.adapters.meta._changes import Changes
from omnidesk.adapters.meta._feed import moderated
from omnidesk.adapters.meta._item import INSTAGRAM
from omnidesk.adapters.meta._pulled import Above, objects, read_objects
from omnidesk.adapters.meta._webhook import entries_of
from omnidesk.errors import PayloadError
from omnidesk.events import MessagePosted
from omnidesk.model import About, Message, Participant, Reference, Referral

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Literal

    from omnidesk._payload import JSON, Payload
    from omnidesk.adapters.meta._account import Place
    from omnidesk.adapters.meta._changes import Readers
    from omnidesk.adapters.meta._pulled import ReadPulled
    from omnidesk.events import Event


@dataclass(frozen=True, slots=True)
class InstagramComments:
    """
    Reads the comments on an Instagram professional account's media, and mentions of the account.

    It reads webhooks, of which `Instagram` reads the messages too, and what the Graph API answers
    when comments are pulled. Both give the same ids, so that they fold into one conversation.

    Args:
        account_id: The account that pulled comments belong to, which they do not say. A webhook
            does.
        media_id: The media whose comments were pulled, if they are of one.
        with_parent: Whether the pull asked for the field `parent_id`. Then a comment that has none
            is a top-level one; else nobody knows.
    """

    account_id: str | None = None
    media_id: str | None = None
    with_parent: bool = False

    channel = INSTAGRAM.channel

    def parse(self, payload: Payload) -> Iterable[Event]:
        """
        Read the events out of an Instagram webhook's body, or out of pulled comments.

        One body holds many items of mixed kinds. One that cannot be understood becomes
        `Unrecognised`, and the others live; so does a list of messages, which `Instagram` and
        `Meta` read. An item that stands there twice is yielded once.

        Raises:
            PayloadError: If the body is neither; or if it is pulled, and the adapter has no
                `account_id`.
        """
        body = payload.json(channel=self.channel)
        if isinstance(body, dict) and ("entry" in body or "object" in body):
            return instagram_changes(payload, entries_of(payload, body, INSTAGRAM)).read_alone()
        if not self.account_id:
            reason = "expected a webhook, or account_id: pulled comments do not name their account"
            raise PayloadError(reason, channel=self.channel, digest=payload.digest)
        account = Account(payload, self.channel, self.account_id)
        about = About(kind="other", id=self.media_id) if self.media_id else None
        found = objects(account, body, "mentioned_comment")
        return read_objects(account, found, "replies", self._puller(account), Above(about))

    def _puller(self, account: Account) -> ReadPulled:
        def read(raw: JSON, pointer: str, above: Above) -> tuple[list[Event], Above]:
            try:
                comment = account.payload.validate(wire.Comment, raw, pointer=pointer)
            except PayloadError as error:
                expected = f"{error.reason} at {error.pointer}"
                return [account.unrecognised(pointer, "invalid", expected=expected)], above
            place = place_of(account, pointer, comment.timestamp, "timestamp")
            if not comment.id:
                return [place.without_id("id", None)], above
            if not _SAYS.intersection(comment.model_fields_set):
                return [place.unrecognised("unknown_kind", expected=_EXPECTED)], above
            parent_id = comment.parent_id or above.comment_id
            top_level = self.with_parent and parent_id is None
            stands = _branch(comment.id, parent_id, top_level=top_level)
            about = _about(comment.media) or above.about
            events = list(_comment(comment, comment.id, about, stands, place))
            return events, Above(about, comment.id)

        return read


def instagram_changes(payload: Payload, entries: list[JSON]) -> Changes:
    """Return what reads the changes of an Instagram webhook."""
    return Changes(payload, entries, INSTAGRAM.channel, _READERS, _NOT_READ)


def _read_comment(value: wire.Comment, place: Place) -> Iterator[Event]:
    comment_id = value.id or value.comment_id
    if not comment_id:
        yield place.without_id("id", "comments")
        return
    # A webhook names the parent of every reply.
    stands = _branch(comment_id, value.parent_id, top_level=value.parent_id is None)
    yield from _comment(value, comment_id, _about(value.media), stands, place)


def _branch(comment_id: str, parent_id: str | None, *, top_level: bool) -> Branch:
    """
    Return where a comment stands: at the top, or one below it.

    "Replies to a reply will be added to the top-level comment", so the parent is always the root.
    """
    return branch(comment_id, parent_id, top_level=top_level, root_id=parent_id, depth=1)


def _comment(
    value: wire.Comment, comment_id: str, about: About | None, stands: Branch, place: Place
) -> Iterator[Event]:
    writer = value.author or value.user or wire.Author()
    is_own = writer.self_ig_scoped_id is not None
    author_id = place.account.id if is_own else writer.id
    author, direction = place.account.author(author_id, writer.username or value.username)
    parent_id = stands.tree.parent_id if stands.tree else None
    yield MessagePosted(
        **place.shared(stands.thread, "message_posted", comment_id),
        message=Message(
            id=comment_id,
            author=author,
            direction=direction,
            sent_at=place.occurred_at,
            text=value.text or None,
            reply_to=Reference(id=parent_id) if parent_id else None,
            tree=stands.tree,
            referral=_referral(value.media),
            defects=place.defects,
        ),
        about=about,
        visibility="public",
    )
    if value.hidden:
        # When it was hidden is not told.
        unknown = place._replace(occurred_at=None, stamp=None, defects=())
        yield moderated(comment_id, "hidden", stands.thread, unknown)


def _read_mention(value: wire.Mention, place: Place) -> Iterator[Event]:
    """
    Read that somebody has named the account.

    Who, when and in which words must be pulled; until then the message is there and unseen.
    """
    message_id = value.comment_id or value.media_id
    if not message_id:
        yield place.without_id("media_id", "mentions")
        return
    kind = "comment" if value.comment_id else "post"
    yield MessagePosted(
        **place.shared((f"{kind}:{message_id}",), "message_posted", message_id),
        message=Message(
            id=message_id, author=Participant(), state="unsupported", defects=place.defects
        ),
        about=About(kind="other", id=value.media_id) if value.media_id else None,
        visibility="public",
    )


def _about(media: wire.Media | None) -> About | None:
    if media is None or not media.id:
        return None
    return About(kind=_MEDIA.get(media.media_product_type or "", "other"), id=media.id)


def _referral(media: wire.Media | None) -> Referral | None:
    """Return the advertisement under which a comment was written, and the post it shows."""
    if media is None or not media.ad_id:
        return None
    return Referral(ad_id=media.ad_id, post_id=media.original_media_id)


_MEDIA: Mapping[str, Literal["post", "video", "story", "ad", "other"]] = {
    "AD": "ad",
    "FEED": "post",
    "IGTV": "video",
    "REELS": "video",
    "STORY": "story",
}
"""`media.media_product_type`."""

_SAYS = frozenset({"author", "text", "timestamp", "user", "username"})
_EXPECTED = "expected a comment, with its text, time or author"

_READERS: Readers = {
    "comments": (wire.Comment, _read_comment),
    "live_comments": (wire.Comment, _read_comment),
    "mentions": (wire.Mention, _read_mention),
}

_NOT_READ = frozenset({"business_login_for_instagram", "creator_marketplace", "story_insights"})
"""`changes[].field`, of the fields that Meta documents and this version does not read."""
