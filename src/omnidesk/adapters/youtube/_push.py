"""Push: the Atom feeds that the hub sends when a video is new, changed or gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple
from xml.parsers import expat

from omnidesk.adapters.youtube._times import as_stamp, read_time
from omnidesk.adapters.youtube._words import CHANNEL
from omnidesk.errors import PayloadError
from omnidesk.events import NoticePosted
from omnidesk.model import Notice, Noun, Source, Time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import Payload
    from omnidesk.adapters.youtube._reading import Reading
    from omnidesk.events import Event

_LARGEST = 1 << 20
_DEEPEST = 16
_MOST_ENTRIES = 1_000
_LONGEST_VALUE = 1_000

_ATOM = "http://www.w3.org/2005/Atom "
_YOUTUBE = "http://www.youtube.com/xml/schemas/2015 "
_TOMBSTONE = "http://purl.org/atompub/tombstones/1.0 "
_FEED = _ATOM + "feed"
_ENTRIES = {
    _ATOM + "entry": "changed",
    _TOMBSTONE + "deleted-entry": "deleted",
}
_VALUES: dict[tuple[str, ...], str] = {
    (_YOUTUBE + "videoId",): "video_id",
    (_YOUTUBE + "channelId",): "channel_id",
    (_ATOM + "title",): "title",
    (_ATOM + "published",): "published",
    (_ATOM + "updated",): "updated",
    (_TOMBSTONE + "by", _ATOM + "uri"): "by",
    (_TOMBSTONE + "by", _TOMBSTONE + "uri"): "by",
}
"""By the path within an entry. In a tombstone's `by`, feeds write Atom's `uri`."""
_REF = "yt:video:"
_CHANNEL_PAGE = "/channel/"


class VideoPush(Noun):
    """A push notification: go and fetch the comments of this video."""

    kind: Literal["changed", "deleted"]
    """
    `changed` is a new video or a new title or description: the hub does not tell which. `deleted`
    is a video that was deleted or is no longer public.
    """
    video_id: str
    """Which video."""
    channel_id: str | None = None
    """Whose. A deletion names the channel by its page's address alone."""
    title: str | None = None
    """What the video is called now."""
    published_at: Time | None = None
    """When the video was published (UTC)."""
    occurred_at: Time | None = None
    """When it was changed or deleted (UTC)."""
    source: Source
    """Where it was read."""


class Entry(NamedTuple):
    """One entry of a feed, in the feed's words."""

    kind: Literal["changed", "deleted"]
    values: dict[str, str]

    def __repr__(self) -> str:
        return f"<Entry, {self.kind}>"

    @property
    def video_id(self) -> str | None:
        """The video's id, if the entry has it."""
        return self.values.get("video_id") or None

    @property
    def channel_id(self) -> str | None:
        """The channel's id, if the entry has it."""
        page, found, channel_id = self.values.get("by", "").rpartition(_CHANNEL_PAGE)
        if found and page.count("/") == 2 and "/" not in channel_id:
            return channel_id or None
        return self.values.get("channel_id") or None


def read_push(payload: Payload) -> tuple[VideoPush, ...]:
    """
    Read a push notification of the hub, as a trigger for fetching comments.

    The hub tells of videos and never of comments. Verify the payload first:
    `signatures.websub`. Entries without a video's id are passed over; `YouTube.parse` reports them.

    Raises:
        PayloadError: If the body is no Atom feed, or has a document type declaration, which could
            declare entities, or is larger than 1 MiB, nested too deep, or has too many entries.
    """
    source = Source(adapter=CHANNEL, digest=payload.digest, received_at=payload.received_at)
    return tuple(
        VideoPush(
            kind=entry.kind,
            video_id=entry.video_id,
            channel_id=entry.channel_id,
            title=entry.values.get("title") or None,
            published_at=read_time(entry.values.get("published"), "")[0],
            occurred_at=read_time(entry.values.get("updated"), "")[0],
            source=source,
        )
        for entry in read_feed(payload)
        if entry.video_id
    )


def read_entries(reading: Reading, entries: tuple[Entry, ...]) -> Iterator[Event]:
    """Turn the entries of a feed into notices, one conversation for each video."""
    for entry in entries:
        video_id = entry.video_id
        if not video_id:
            item = reading.item("", entry.channel_id)
            yield item.unrecognised("missing_id", expected="expected a yt:videoId")
            continue
        item = reading.item("", entry.channel_id, f"video:{video_id}")
        if not item.account:
            yield reading.without_account(item)
            continue
        updated = entry.values.get("updated")
        occurred_at, defects = read_time(updated, "")
        which = (video_id, as_stamp(updated))
        yield NoticePosted(
            **item.shared(entry.kind, *which, occurred_at=occurred_at, defects=defects),
            notice=Notice(
                id=item.derive("notice", entry.kind, *which),
                kind="other",
                name="entry" if entry.kind == "changed" else "deleted-entry",
                occurred_at=occurred_at,
                text=entry.values.get("title") or None,
            ),
        )


def looks_like_feed(payload: Payload) -> bool:
    """Tell XML from JSON by the first character."""
    return payload.body[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def read_feed(payload: Payload) -> tuple[Entry, ...]:
    """
    Read the entries of a feed.

    Raises:
        PayloadError: As `read_push` does.
    """
    reader = _FeedReader()
    problem: str | None = None
    if len(payload.body) > _LARGEST:
        problem = "expected a feed of at most 1 MiB"
    else:
        try:
            reader.parser.Parse(payload.body, True)
        except _Refused as refused:
            problem = refused.reason
        except (expat.ExpatError, ValueError):
            problem = "expected XML"
    if problem is None and not reader.is_feed:
        problem = "expected an Atom feed"
    if problem is not None:
        # Outside the handler: expat's error knows the input, and must not be our context.
        raise PayloadError(problem, channel=CHANNEL, digest=payload.digest)
    return tuple(reader.entries)


class _Refused(Exception):  # noqa: N818 - it ends the reading, and leaves this module never
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _FeedReader:
    """Handlers for expat: no tree is built, and only known values are kept."""

    def __init__(self) -> None:
        self.is_feed = False
        self.entries: list[Entry] = []
        self.path: list[str] = []
        self.key: str | None = None
        self.pieces: list[str] = []
        self.length = 0
        self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _doctype(self, *_: object) -> None:
        # Entities are declared here and nowhere else: without it, nothing can grow or be fetched.
        raise _Refused("expected a feed without a document type declaration")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.path.append(name)
        if len(self.path) == 1:
            self.is_feed = name == _FEED
        if len(self.path) > _DEEPEST:
            raise _Refused("expected a feed that is nested less deep")
        if not self.is_feed:
            return
        kind = _ENTRIES.get(name) if len(self.path) == 2 else None
        if kind is not None:
            if len(self.entries) == _MOST_ENTRIES:
                raise _Refused("expected fewer entries")
            self._entry(kind, attributes)
        inside = tuple(self.path[2:])
        self.key = _VALUES.get(inside) if inside and self.path[1] in _ENTRIES else None
        self.pieces, self.length = [], 0

    def _entry(self, kind: str, attributes: dict[str, str]) -> None:
        if kind == "changed":
            self.entries.append(Entry("changed", {}))
            return
        ref = attributes.get("ref", "")
        values = {"updated": attributes.get("when", "")[:_LONGEST_VALUE]}
        if ref.startswith(_REF):
            values["video_id"] = ref.removeprefix(_REF)[:_LONGEST_VALUE]
        self.entries.append(Entry("deleted", values))

    def _end(self, _: str) -> None:
        self.path.pop()
        if self.key is not None:
            self.entries[-1].values.setdefault(self.key, "".join(self.pieces).strip())
            self.key = None

    def _text(self, text: str) -> None:
        if self.key is not None and self.length < _LONGEST_VALUE:
            self.pieces.append(text[: _LONGEST_VALUE - self.length])
            self.length += len(text)
