"""What became of a message: every report about it, folded into one state."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

from omnidesk.assembly._order import (
    FIRST,
    actor_key,
    happened,
    identity_keys,
    once,
    received,
    sources,
)
from omnidesk.events import (
    MessageDeleted,
    MessageEdited,
    MessageModerated,
    MessagePosted,
    ReactionChanged,
    ReceiptReported,
)
from omnidesk.model import Defect, Edit, Message, Participant, Reaction, Receipt, derive_id

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from omnidesk.assembly._order import IdentityKey
    from omnidesk.events import EventBase
    from omnidesk.model import Attachment, Direction

_NOBODY = Participant()

_ERASED: dict[str, Any] = {  # Any with reason: the blank values of fields of many types
    "subject": None,
    "text": None,
    "quoted": None,
    "signature": None,
    "html": None,
    "attachments": (),
    "action": None,
    "referral": None,
    "rating": None,
    "amount": None,
    "edits": (),
    "reactions": (),
}
"""What a deletion takes with it. Who wrote when, to whom, and where it was read stays."""

_MAY_BE_UNKNOWN = ("direction", "origin", "visibility")


Told: TypeAlias = (
    MessagePosted
    | MessageEdited
    | MessageDeleted
    | MessageModerated
    | ReactionChanged
    | ReceiptReported
)
"""What can be told about a message."""


class Story:
    """All that was told about one message, by kind."""

    __slots__ = ("deleted", "edited", "moderated", "posted", "reactions", "receipts")

    def __init__(self, told: Iterable[Told]) -> None:
        self.posted: list[MessagePosted] = []
        self.edited: list[MessageEdited] = []
        self.deleted: list[MessageDeleted] = []
        self.moderated: list[MessageModerated] = []
        self.reactions: list[ReactionChanged] = []
        self.receipts: list[ReceiptReported] = []
        for event in told:
            match event:
                case MessagePosted():
                    self.posted.append(event)
                case MessageEdited():
                    self.edited.append(event)
                case MessageDeleted():
                    self.deleted.append(event)
                case MessageModerated():
                    self.moderated.append(event)
                case ReactionChanged():
                    self.reactions.append(event)
                case ReceiptReported():
                    self.receipts.append(event)
                case _:
                    assert_never(event)


class Watermarks:
    """Up to which moments everything was received or read, by kind and by whom."""

    def __init__(self, reports: Iterable[ReceiptReported]) -> None:
        moments: defaultdict[tuple[str, IdentityKey], set[datetime]] = defaultdict(set)
        self._actors: dict[IdentityKey, Participant | None] = {}
        told = [(moment, report) for report in reports if (moment := report.watermark)]
        for moment, report in sorted(told, key=lambda one: received(one[1])):
            key = actor_key(report.actor)
            self._actors.setdefault(key, report.actor)
            moments[report.kind, key].add(moment)
        self.sources = sources(report for _, report in told)
        self._moments: list[tuple[Any, IdentityKey, list[datetime]]] = [
            (kind, key, sorted(times)) for (kind, key), times in sorted(moments.items())
        ]

    def receipts(self, message: Message) -> Iterable[Receipt]:
        """Yield what the watermarks say about a message: the earliest moment that covers it."""
        if message.sent_at is None:
            return
        for kind, key, times in self._moments:
            index = bisect_left(times, message.sent_at)
            actor = self._actors[key]
            if index < len(times) and _is_for(message, actor):
                yield Receipt(kind=kind, actor=actor, at=times[index], by_watermark=True)


def _is_for(message: Message, actor: Participant | None) -> bool:
    """Whether a receipt of the actor's can be about the message: nobody reads their own."""
    if actor is None:
        return message.direction == "outbound"
    return identity_keys(message.author).isdisjoint(identity_keys(actor))


def tell(message_id: str, aliases: tuple[str, ...], told: list[Told]) -> list[Message]:
    """
    Fold all that was told about one message id.

    Returns:
        One message; more if authors who have nothing in common claim the id. The one received
        first keeps it, the others get an id of their own and the defect `id_conflict`.
    """
    only = told[0]
    if len(told) == 1 and isinstance(only, MessagePosted) and only.message.state != "deleted":
        # The usual case: somebody said something, and nothing more happened to it.
        changes = _identity(only.message, message_id, aliases)
        return [only.message.model_copy(update={"sources": (only.source,), **changes})]
    story = Story(told)
    first, *others = _by_author(story.posted) or [[]]
    conflicting = [_conflicting(message_id, group) for group in others]
    return [_fold(message_id, aliases, first, story), *conflicting]


def _identity(message: Message, message_id: str, aliases: tuple[str, ...]) -> dict[str, Any]:
    if message.id == message_id and message.aliases == aliases:
        return {}
    return {"id": message_id, "aliases": aliases}


def _by_author(posts: list[MessagePosted]) -> list[list[MessagePosted]]:
    groups: list[tuple[set[IdentityKey], list[MessagePosted]]] = []
    for post in sorted(posts, key=received):
        keys = identity_keys(post.message.author)
        for known, group in groups:
            if not keys or not known or not known.isdisjoint(keys):
                known.update(keys)
                group.append(post)
                break
        else:
            groups.append((set(keys), [post]))
    return [group for _, group in groups]


def _conflicting(message_id: str, group: list[MessagePosted]) -> Message:
    merged = _merge(group)
    own_id = derive_id("msg", message_id, *actor_key(merged.author))
    return merged.model_copy(
        update={
            "id": own_id,
            "aliases": (),
            "defects": (*merged.defects, Defect(code="id_conflict")),
            "sources": sources(group),
        }
    )


def _merge(group: list[MessagePosted]) -> Message:
    """Fold copies of one message: the first received counts, the others fill its gaps."""
    first = group[0].message
    changes: dict[str, Any] = {}
    for post in group[1:]:
        if post.message == first:
            continue
        for name, value in post.message:
            if (
                name not in changes
                and not _is_blank(name, value)
                and _is_blank(name, getattr(first, name))
            ):
                changes[name] = value
        if first.state in ("unseen", "unsupported") and "state" not in changes:
            changes["state"] = post.message.state
    if len(group) > 1:
        changes |= _known_better(first, [post.message for post in group[1:]])
    texts = {text for post in group if (text := post.message.text) is not None}
    if len(texts) > 1:
        changes["defects"] = (*first.defects, Defect(code="copies_differ"))
    return first.model_copy(update=changes) if changes else first


def _known_better(first: Message, copies: list[Message]) -> dict[str, Any]:
    """Return what copies of a message know about the same people and the same attachments."""
    changes: dict[str, Any] = {}
    author = first.author
    if not author.identities and author.name is None:
        # Some vendors give a message by its id alone, and who wrote it another time.
        author = next((one.author for one in copies if one.author != _NOBODY), author)
    named = {
        key: party
        for copy in reversed(copies)
        for party in (copy.author, copy.sender or _NOBODY, *copy.to, *copy.cc, *copy.bcc)
        if party.name is not None
        for key in identity_keys(party)
    }
    author = _with_name(author, named)
    if author is not first.author:
        changes["author"] = author
    for field in ("to", "cc", "bcc"):
        before: tuple[Participant, ...] = getattr(first, field)
        after = tuple([_with_name(one, named) for one in before])
        if any(one is not other for one, other in zip(before, after, strict=True)):
            changes[field] = after
    attachments = _fresher(first.attachments, copies)
    if attachments != first.attachments:
        changes["attachments"] = attachments
    return changes


def _with_name(party: Participant, named: dict[IdentityKey, Participant]) -> Participant:
    if party.name is not None:
        return party
    for key in sorted(identity_keys(party)):
        if key in named:
            known = named[key]
            return party.model_copy(update={"name": known.name, "name_source": known.name_source})
    return party


def _fresher(known: tuple[Attachment, ...], copies: list[Message]) -> tuple[Attachment, ...]:
    """Prefer the address of an attachment that lasts longest: the others have expired by then."""
    best = {one.id: one for one in known if one.id is not None and one.expires_at is not None}
    for one in (one for copy in copies for one in copy.attachments):
        before = best.get(one.id or "")
        if before is None or one.id is None or before.expires_at is None:
            continue
        if one.expires_at is not None and one.expires_at > before.expires_at:
            best[one.id] = one
    return tuple([best.get(one.id or "", one) for one in known])


def _is_blank(name: str, value: object) -> bool:
    return value is None or value == () or (value == "unknown" and name in _MAY_BE_UNKNOWN)


def _fold(
    message_id: str, aliases: tuple[str, ...], posts: list[MessagePosted], story: Story
) -> Message:
    edits = sorted(
        once(story.edited),
        key=lambda one: (-1 if one.version is None else one.version, *happened(one)),
    )
    base = _merge(posts) if posts else _unseen(message_id, edits)
    changes = _identity(base, message_id, aliases)
    reports: list[EventBase] = [*posts, *story.edited, *story.deleted, *story.moderated]
    reports += [*story.reactions, *story.receipts]
    changes["sources"] = sources(reports)
    if story.receipts:
        changes["receipts"] = join_receipts(base.receipts, _explicit(story.receipts))
    if story.deleted or base.state == "deleted":
        times = [base.deleted_at, *(one.occurred_at for one in story.deleted)]
        changes |= {**_ERASED, "state": "deleted", "deleted_at": _earliest(times)}
        return base.model_copy(update=changes)
    if edits:
        changes |= _edited(base, edits, known=bool(posts))
    if story.moderated:
        state = max(story.moderated, key=happened).state
        if state != "live":
            changes["state"] = state
        elif base.state in ("hidden", "held"):
            changes["state"] = "edited" if edits or base.edits else "live"
    if story.reactions:
        changes["reactions"] = _reactions(base, story.reactions)
    return base.model_copy(update=changes)


def _earliest(times: Iterable[datetime | None]) -> datetime | None:
    return min((at for at in times if at is not None), default=None)


def _unseen(message_id: str, edits: list[MessageEdited]) -> Message:
    author = next((one.author for one in edits if one.author is not None), _NOBODY)
    told: list[Direction] = [one.direction for one in edits if one.direction != "unknown"]
    direction = told[0] if told else "unknown"
    return Message(id=message_id, author=author, direction=direction, state="unseen")


def _edited(base: Message, edits: list[MessageEdited], *, known: bool) -> dict[str, Any]:
    history = list(base.edits)
    if known:
        history.append(Edit(version=0, at=base.sent_at, text=base.text, html=base.html))
    text, html = base.text, base.html
    changes: dict[str, Any] = {}
    for number, edit in enumerate(edits):
        text = text if edit.text is None else edit.text
        html = edit.html if edit.html is not None or edit.text is not None else html
        if edit.attachments is not None:
            changes["attachments"] = edit.attachments
        if edit.rating is not None:
            changes["rating"] = edit.rating
        if number < len(edits) - 1:
            history.append(Edit(version=edit.version, at=edit.occurred_at, text=text, html=html))
    state = base.state if base.state in ("hidden", "held") else "edited"
    return changes | {
        "text": text,
        "html": html,
        "state": state,
        "edits": tuple(history),
        "edited_at": edits[-1].occurred_at,
    }


def _reactions(base: Message, changes: list[ReactionChanged]) -> tuple[Reaction, ...]:
    standing = {actor_key(one.actor): one for one in base.reactions}
    latest: dict[IdentityKey, ReactionChanged] = {}
    for change in sorted(once(changes), key=happened):
        latest[actor_key(change.actor)] = change
    for key, change in latest.items():
        standing.pop(key, None)
        if change.action == "added":
            standing[key] = Reaction(
                actor=change.actor, emoji=change.emoji, name=change.name, at=change.occurred_at
            )
    ordered = sorted(standing.items(), key=lambda item: (item[1].at or FIRST, item[0]))
    return tuple(reaction for _, reaction in ordered)


def _explicit(reports: list[ReceiptReported]) -> list[Receipt]:
    return [
        Receipt(kind=one.kind, actor=one.actor, at=one.occurred_at, reason=one.reason)
        for one in once(reports)
    ]


def join_receipts(known: tuple[Receipt, ...], more: Iterable[Receipt]) -> tuple[Receipt, ...]:
    """Keep one receipt of a kind by an actor: a told one before a watermark, then the earliest."""
    best: dict[tuple[str, IdentityKey], Receipt] = {}
    for receipt in sorted(
        [*known, *more], key=lambda one: (one.by_watermark, one.at is None, one.at or FIRST)
    ):
        best.setdefault((receipt.kind, actor_key(receipt.actor)), receipt)
    return tuple(best[key] for key in sorted(best))
