"""Everything in a conversation that can be erased by itself."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, ClassVar, Literal, assert_never

from omnidesk.model import (
    Call,
    Conversation,
    Direction,
    Message,
    Notice,
    Role,
    Time,
    Visibility,
    derive_id,
    entry_time,
)
from omnidesk.model._base import Noun
from omnidesk.policy._subjects import known_people, subjects_among

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from omnidesk.model import Entry, Participant, Person, Source

Category = Literal[
    "message",
    "quote",
    "edit",
    "attachment",
    "reaction",
    "receipt",
    "call",
    "recording",
    "voicemail",
    "transcript",
    "summary",
    "identity",
    "notice",
    "consent",
    "rights_request",
    "raw",
    "page_view",
    "access_log",
    "form",
    "survey",
    "credential",
    "account_record",
    "statistics",
]
"""
What kind of thing an item is. Those from `page_view` on are kept outside conversations; who keeps
them makes the items.
"""


_OUTSIDE: frozenset[Role] = frozenset({"customer"})
_OUR_SIDE: frozenset[Role] = frozenset({"agent", "bot", "business", "system"})


class Item(Noun):
    """
    The smallest thing that can be erased by itself.

    It says where the thing is and whose it is, and holds nothing of it.
    """

    _shown: ClassVar[frozenset[str]] = frozenset({"category", "channel", "part"})

    id: str
    """Derived from what it is a part of."""
    category: Category
    """What kind of thing it is."""
    channel: str
    """The channel of its conversation."""
    account: str = ""
    """Our side of its conversation."""
    conversation_id: str | None = None
    """The conversation, by its id or an alias."""
    entry_id: str | None = None
    """The message, call or notice that it is part of; `None` for participants and raw payloads."""
    part: str = ""
    """Which part: `text`, `attachments/0`, …; for `raw`, the payload's digest."""
    direction: Direction = "unknown"
    """Whether it reached the desk or left it."""
    role: Role = "unknown"
    """The part that its subject plays."""
    visibility: Visibility = "unknown"
    """Who can read it."""
    region: str | None = None
    """Where it is kept or whose law applies, as the desk says (ISO 3166)."""
    subjects: tuple[str, ...] = ()
    """Whose it is: ids that `subject_id` derives, or those of people."""
    concerns: tuple[str, ...] = ()
    """
    The customers that it has to do with, where it is not theirs alone: whom our side wrote to, who
    was on a call with an agent. What happens to them counts for it (`customer_ceased`), and not
    what happens to our own people. Empty where its subjects are those.
    """

    @property
    def followed(self) -> tuple[str, ...]:
        """Whose facts count for it."""
        return self.concerns or self.subjects

    purposes: tuple[str, ...] = ()
    """What the desk holds it for."""
    created_at: Time | None = None
    """When it came to be (UTC); when it reached us, if it does not say."""
    derived_from: tuple[str, ...] = ()
    """The items that it is made of, or a copy of."""


def items(
    conversation: Conversation,
    *,
    people: Iterable[Person] = (),
    region: str | None = None,
    purposes: Iterable[str] = (),
) -> tuple[Item, ...]:
    """
    List everything in a conversation that can be erased by itself.

    Text that somebody quotes is the quoted person's, where the conversation tells who that is, and
    derives from what they wrote. A recording is everybody's who is on it, and its transcript
    derives from it. A raw payload is everybody's who is in it.

    Args:
        conversation: The conversation.
        people: Who is who: subjects are then the ids of people, not of single identities.
        region: The region to give to all of them.
        purposes: What the desk holds them for.

    Returns:
        The items, those of one entry together, in order of time.
    """
    return _Lister(conversation, people, region, tuple(purposes)).items()


def identity_item(conversation: Conversation, subject: str) -> str:
    """Return the id of the item that is who somebody is, within a conversation."""
    place = conversation.channel, conversation.account, "conversation", conversation.id
    return derive_id("item", *place, f"participants/{subject}")


def payload_item(digest: str) -> str:
    """Return the id of the item that is a raw payload, in whatever conversation."""
    return derive_id("item", digest)


class _Lister:
    def __init__(
        self,
        conversation: Conversation,
        people: Iterable[Person],
        region: str | None,
        purposes: tuple[str, ...],
    ) -> None:
        self.conversation = conversation
        self.region = region
        self.purposes = purposes
        self.known = known_people(people)
        self.messages: Mapping[str, Message] = {
            name: message
            for message in conversation.messages
            for name in (message.id, *message.aliases)
        }
        self.customers = self._of_roles(_OUTSIDE)
        self.ours = frozenset(self._of_roles(_OUR_SIDE))
        self.started_at = conversation.started_at
        self.raw: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self.received: dict[str, Source] = {}

    def _of_roles(self, roles: frozenset[Role]) -> tuple[str, ...]:
        those = [one for one in self.conversation.participants if one.role in roles]
        return tuple(dict.fromkeys(subject for one in those for subject in self._subjects(one)))

    def _concerns(self, category: Category, subjects: tuple[str, ...]) -> tuple[str, ...]:
        """Return the customers that something of our side's has to do with."""
        if category == "identity" or self.ours.isdisjoint(subjects):
            return ()
        return tuple(one for one in subjects if one in self.customers) or self.customers

    def items(self) -> tuple[Item, ...]:
        found = [one for entry in self.conversation.entries for one in self._of(entry)]
        found += [
            self._item(None, "identity", f"participants/{subjects[0]}", subjects, role=one.role)
            for one in self.conversation.participants
            if (subjects := self._subjects(one))
        ]
        for source in self.conversation.sources:
            self._note(source, ())
        found += [
            self._item(None, "raw", digest, tuple(subjects), source=self.received[digest])
            for digest, subjects in self.raw.items()
        ]
        return tuple(found)

    def _of(self, entry: Entry) -> Iterator[Item]:
        match entry:
            case Message():
                found = list(self._of_message(entry))
            case Call():
                found = list(self._of_call(entry))
            case Notice():
                found = list(self._of_notice(entry))
            case _:
                assert_never(entry)
        subjects = tuple(dict.fromkeys(one for item in found for one in item.subjects))
        for source in entry.sources:
            self._note(source, subjects)
        return iter(found)

    def _of_message(self, message: Message) -> Iterator[Item]:
        author = self._subjects(message.author)
        text = self._item(message, "message", "text", author, role=message.author.role)
        yield text
        if message.quoted is not None:
            quoted = self.messages.get(message.reply_to.id or "") if message.reply_to else None
            whose = self._subjects(quoted.author) if quoted else ()
            sources = (self._id(quoted, "text"),) if quoted else ()
            role = quoted.author.role if quoted else message.author.role
            yield self._item(
                message, "quote", "quoted", whose or author, role=role, derived_from=sources
            )
        for number, _ in enumerate(message.edits):
            yield self._item(message, "edit", f"edits/{number}", author, role=message.author.role)
        for number, _ in enumerate(message.attachments):
            part = f"attachments/{number}"
            yield self._item(
                message,
                "attachment",
                part,
                author,
                role=message.author.role,
                derived_from=(text.id,),
            )
        for number, reaction in enumerate(message.reactions):
            whose = self._subjects(reaction.actor)
            role = reaction.actor.role
            yield self._item(message, "reaction", f"reactions/{number}", whose, role=role)
        for number, receipt in enumerate(message.receipts):
            whose = self._subjects(receipt.actor) if receipt.actor else ()
            role = receipt.actor.role if receipt.actor else "unknown"
            yield self._item(message, "receipt", f"receipts/{number}", whose, role=role)

    def _of_call(self, call: Call) -> Iterator[Item]:
        parties = tuple(
            dict.fromkeys(one for party in call.parties for one in self._subjects(party))
        )
        yield self._item(call, "call", "record", parties)
        recorded: dict[str | None, str] = {}
        for number, recording in enumerate(call.recordings):
            item = self._item(call, "recording", f"recordings/{number}", parties)
            recorded[recording.id] = item.id
            yield item
        if call.voicemail is not None:
            item = self._item(call, "voicemail", "voicemail", parties[:1])
            recorded.setdefault(call.voicemail.id, item.id)
            yield item
        for number, transcript in enumerate(call.transcripts):
            source = recorded.get(transcript.derived_from) if transcript.derived_from else None
            origins = (source,) if source else tuple(recorded.values())
            part = f"transcripts/{number}"
            yield self._item(call, "transcript", part, parties, derived_from=origins)

    def _of_notice(self, notice: Notice) -> Iterator[Item]:
        subjects = [
            one for party in (notice.actor, notice.target) if party for one in self._subjects(party)
        ]
        category: Category = "notice"
        if notice.kind in ("consent", "rights_request"):
            category = "consent" if notice.kind == "consent" else "rights_request"
        yield self._item(notice, category, "notice", tuple(dict.fromkeys(subjects)))

    def _item(
        self,
        entry: Entry | None,
        category: Category,
        part: str,
        subjects: tuple[str, ...],
        *,
        role: Role = "unknown",
        derived_from: tuple[str, ...] = (),
        source: Source | None = None,
    ) -> Item:
        conversation = self.conversation
        direction = entry.direction if isinstance(entry, (Message, Call)) else "unknown"
        visibility = entry.visibility if isinstance(entry, Message) else "unknown"
        return Item(
            id=self._id(entry, part),
            category=category,
            channel=conversation.channel,
            account=conversation.account,
            conversation_id=conversation.id,
            entry_id=entry.id if entry else None,
            part=part,
            direction=direction,
            role=role,
            visibility=conversation.visibility if visibility == "unknown" else visibility,
            region=self.region,
            subjects=subjects,
            concerns=self._concerns(category, subjects),
            purposes=self.purposes,
            created_at=self._created(entry, source),
            derived_from=derived_from,
        )

    def _created(self, entry: Entry | None, source: Source | None) -> Time | None:
        if source is not None:
            return source.received_at
        if entry is None:
            return self.started_at
        at = entry_time(entry)
        received = [one.received_at for one in entry.sources if one.received_at]
        return at or min(received, default=None)

    def _id(self, entry: Entry | None, part: str) -> str:
        conversation = self.conversation
        # A payload may say something about several conversations, and is one thing all the same.
        place = () if part.startswith("sha256:") else (conversation.channel, conversation.account)
        whose: tuple[str, ...] = (entry.type, entry.id) if entry else ()
        if entry is None and not part.startswith("sha256:"):
            whose = ("conversation", conversation.id)
        return derive_id("item", *place, *whose, part)

    def _subjects(self, party: Participant) -> tuple[str, ...]:
        return subjects_among(party.identities, self.known)

    def _note(self, source: Source, subjects: tuple[str, ...]) -> None:
        self.raw[source.digest].update(dict.fromkeys(subjects))
        known = self.received.setdefault(source.digest, source)
        if known.received_at is None and source.received_at is not None:
            self.received[source.digest] = source
