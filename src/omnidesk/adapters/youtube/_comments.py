"""Comments: a thread with its replies, or one comment by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omnidesk.adapters.youtube import _wire as wire
from omnidesk.adapters.youtube._markup import read_display
from omnidesk.adapters.youtube._times import as_stamp, read_time
from omnidesk.adapters.youtube._words import MODERATION
from omnidesk.events import MessageEdited, MessageModerated, MessagePosted, Unrecognised
from omnidesk.model import About, Attachment, Defect, Message, Reference, TreePosition, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import JSON
    from omnidesk.adapters.youtube._reading import Reading
    from omnidesk.events import Event


class Thread(NamedTuple):
    """What a thread says about the comments in it."""

    id: str | None = None
    account: str | None = None
    about: About | None = None
    visibility: Visibility = "unknown"
    defects: tuple[Defect, ...] = ()
    """About the thread, told with its top-level comment."""

    def __repr__(self) -> str:
        return f"<Thread, {self.visibility}>"

    @property
    def keys(self) -> tuple[str, ...]:
        """The key of what is in it, if it says which thread it is."""
        return (self.id,) if self.id else ()


def read_thread(reading: Reading, raw: JSON, pointer: str) -> Iterator[Event]:
    """Read a `youtube#commentThread`: its top-level comment, then the replies that it shows."""
    read = reading.load(wire.CommentThread, raw, reading.item(pointer))
    if isinstance(read, Unrecognised):
        yield read
        return
    snippet = read.snippet or wire.ThreadSnippet()
    replies = (read.replies and read.replies.comments) or []
    thread = Thread(
        id=read.id,
        account=snippet.channel_id,
        about=_about(snippet),
        visibility="public" if snippet.is_public else "unknown",
    )
    missing: tuple[Defect, ...] = ()
    if (count := whole(snippet.total_reply_count)) is not None and count > len(replies):
        missing = (Defect(code="replies_missing", pointer=f"{pointer}/replies"),)
    top, place = snippet.top_level_comment, f"{pointer}/snippet/topLevelComment"
    if top is None:
        item = reading.item(pointer, thread.account, *thread.keys)
        yield item.unrecognised("missing_id", expected=f"expected a comment at {place}")
    else:
        yield from read_comment(reading, top, place, thread._replace(defects=missing))
    for index, reply in enumerate(replies):
        place = f"{pointer}/replies/comments/{index}"
        yield from read_comment(reading, reply, place, thread, is_reply=True)


def _about(snippet: wire.ThreadSnippet) -> About | None:
    if snippet.video_id:
        return About(kind="video", id=snippet.video_id)
    # "If video_id isn't set the comments refer to the channel itself": among these are the
    # comments to community posts, and nothing says to which post.
    return About(kind="page", id=snippet.channel_id) if snippet.channel_id else None


def read_comment(
    reading: Reading,
    raw: JSON,
    pointer: str,
    thread: Thread = Thread(),  # noqa: B008 - it is frozen
    *,
    is_reply: bool = False,
) -> Iterator[Event]:
    """Read a `youtube#comment`: that it is there, what it says now, and whether it is shown."""
    read = reading.load(wire.Comment, raw, reading.item(pointer, thread.account, *thread.keys))
    if isinstance(read, Unrecognised):
        yield read
        return
    snippet = read.snippet or wire.CommentSnippet()
    account = snippet.channel_id or thread.account or reading.channel_id
    if not read.id or read.snippet is None:
        item = reading.item(pointer, account, *thread.keys)
        yield item.unrecognised("missing_id", expected=f"expected id and snippet at {pointer}")
        return
    parent = snippet.parent_id or (thread.id if is_reply else None)
    root = parent or thread.id or read.id
    item = reading.item(pointer, account, root)
    if not account:
        yield reading.without_account(item)
        return

    posted_at, defects = read_time(snippet.published_at, f"{pointer}/snippet/publishedAt")
    updated_at, more = read_time(snippet.updated_at, f"{pointer}/snippet/updatedAt")
    defects += more
    state = MODERATION.get(snippet.moderation_status or "")
    if snippet.moderation_status and state is None:
        place = f"{pointer}/snippet/moderationStatus"
        defects += (Defect(code="moderation_status_unknown", pointer=place),)
    is_edited = posted_at is not None and updated_at is not None and updated_at > posted_at
    author_id = snippet.author_channel_id.value if snippet.author_channel_id else None
    direction = reading.direction(author_id, account)
    author = reading.person(author_id, snippet.author_display_name, direction)
    text, html = _said(snippet, reading)
    about = thread.about
    if about is None and snippet.video_id:
        about = About(kind="video", id=snippet.video_id)

    yield MessagePosted(
        **item.shared(
            "message_posted", read.id, occurred_at=posted_at, defects=defects + thread.defects
        ),
        message=Message(
            id=read.id,
            author=author,
            direction=direction,
            visibility=thread.visibility,
            sent_at=posted_at,
            # What an edited comment said at first, nobody tells: its text is in the edit.
            text=None if is_edited else text,
            html=None if is_edited else html,
            attachments=_picture(snippet),
            reply_to=Reference(kind="message", id=parent) if parent else None,
            tree=TreePosition(root_id=root, parent_id=parent, depth=1 if parent else 0),
            state=state or "live",
            defects=defects,
        ),
        about=about,
        visibility=thread.visibility,
    )
    if is_edited:
        which = (read.id, as_stamp(snippet.updated_at))
        yield MessageEdited(
            **item.shared("message_edited", *which, occurred_at=updated_at),
            message_id=read.id,
            text=text,
            html=html,
            author=author,
            direction=direction,
        )
    if state is not None:
        # YouTube does not say since when, so the latest fetch counts.
        yield MessageModerated(
            **item.shared("message_moderated", read.id, snippet.moderation_status),
            message_id=read.id,
            state=state,
        )


def _said(snippet: wire.CommentSnippet, reading: Reading) -> tuple[str | None, str | None]:
    """Return the text and the HTML of a comment, as far as it was given."""
    display, original = snippet.text_display, snippet.text_original
    if display is None or reading.text_format == "plainText":
        return original or display or None, None
    text, html = read_display(display)
    return original or text or None, html or None


def _picture(snippet: wire.CommentSnippet) -> tuple[Attachment, ...]:
    if not snippet.image_url:
        return ()
    return (Attachment(kind="image", url=snippet.image_url, availability="ok"),)


def whole(value: object) -> int | None:
    """Read a count, which may be a number or, as 64-bit numbers in JSON are, text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if 0 <= value < 1 << 64 else None
    # Twenty digits are as many as 64 bits need; int() of millions would be slow.
    if isinstance(value, str) and len(value) <= 20 and value.isascii() and value.isdigit():
        return int(value)
    return None
