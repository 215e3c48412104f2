"""The adapters for messages that were pulled from the Graph API: Messenger's and Instagram's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from pydantic import ValidationError

from omnidesk._payload import JSON
from omnidesk.adapters.meta import _pulled_messages_wire as wire
from omnidesk.adapters.meta._account import read_time
from omnidesk.adapters.meta._item import INSTAGRAM, MESSENGER, NOBODY, Page
from omnidesk.adapters.meta._pulled_attachments import load_each, read_pulled_attachments
from omnidesk.errors import PayloadError
from omnidesk.events import MessagePosted
from omnidesk.model import Direction, Message, Reaction, Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omnidesk._payload import Payload
    from omnidesk.adapters.meta._item import Product
    from omnidesk.events import Event
    from omnidesk.model import Defect, Participant

_OF_CONVERSATIONS = frozenset({"messages", "participants", "updated_time"})
"""Keys that a conversation has and a message has not."""

_OLD = "m_mid."
"""How the Graph API writes an old message's id. Webhooks had it without `m_`."""


@dataclass(frozen=True, slots=True)
class PulledMessages:
    """
    Reads Messenger's messages as the Graph API answers them.

    It takes a page of conversations with their messages, a page of one conversation's messages, one
    conversation, or one message. The events have the ids and threads that `Messenger` gives the
    same messages in webhooks, so that both fold into one.

    Args:
        account_id: The page. Pulled messages do not say whose they are.
        own_ids: Other ids under which our side may appear.
    """

    account_id: str
    own_ids: tuple[str, ...] = ()

    channel = MESSENGER.channel

    def parse(self, payload: Payload) -> Iterable[Event]:
        """
        Read the events out of a pulled body.

        One message that cannot be understood becomes `Unrecognised`, and the others live. One that
        stands there twice is yielded once. A conversation without messages says nothing.

        Raises:
            PayloadError: If the body is not JSON, or none of the four, such as an error.
        """
        return _read(payload, self.account_id, self.own_ids, MESSENGER)


@dataclass(frozen=True, slots=True)
class PulledInstagramMessages:
    """
    Reads Instagram's messages as the Graph API answers them, as `PulledMessages` does Messenger's.

    Args:
        account_id: The professional account, by the id that its webhooks have.
        own_ids: Other ids under which our side may appear. An account that uses Instagram's login
            has a second, app-scoped id.
    """

    account_id: str
    own_ids: tuple[str, ...] = ()

    channel = INSTAGRAM.channel

    def parse(self, payload: Payload) -> Iterable[Event]:
        """
        Read the events out of a pulled body, as `PulledMessages.parse` does.

        Raises:
            PayloadError: If the body is not JSON, or none of the four, such as an error.
        """
        return _read(payload, self.account_id, self.own_ids, INSTAGRAM)


def _read(
    payload: Payload, account_id: str, own_ids: tuple[str, ...], product: Product
) -> Iterator[Event]:
    page = Page(payload, account_id, product, own_apps=())
    lists = _lists(page, payload.json(channel=product.channel))
    return _once(_People(page, frozenset({account_id, *own_ids})), lists)


class _People:
    """Who takes part, by what messages call them; the fold is faster on the same objects."""

    def __init__(self, page: Page, own_ids: frozenset[str]) -> None:
        self.page = page
        self.own_ids = own_ids
        self._known: dict[tuple[str | None, str | None], Participant] = {}

    def ours(self, party: wire.Party | None) -> Participant:
        """Return our side, under the one id that webhooks know it by."""
        return self._named(self.page.participant, None, party)

    def theirs(self, party: wire.Party, party_id: str) -> Participant:
        """Return somebody on the other side."""
        return self._named(self.page.customer("customer", party_id), party_id, party)

    def _named(
        self, someone: Participant, party_id: str | None, party: wire.Party | None
    ) -> Participant:
        name = (party and (party.name or party.username)) or None
        known = self._known.get((party_id, name))
        if known is None:
            named = {"name": name, "name_source": "vendor"}
            known = someone.model_copy(update=named) if name else someone
            self._known[party_id, name] = known
        return known


class _List(NamedTuple):
    """Messages of one conversation, or what stands where they should."""

    raw: JSON
    pointer: str
    people: JSON = None
    """`participants`, if the conversation tells."""


def _lists(page: Page, body: JSON) -> list[_List]:
    """Return the lists of messages in a body."""
    fields = _fields(body)
    data = fields.get("data")
    if isinstance(data, list):
        items = cast("list[JSON]", data)
        if not any(_is_conversation(raw) for raw in items):
            return [_List(items, "/data")]
        lists: list[_List] = []
        for index, raw in enumerate(items):
            pointer = f"/data/{index}"
            if _is_conversation(raw):
                lists.append(_messages_of(raw, pointer))
            else:
                lists.append(_List(raw if isinstance(raw, dict) else None, pointer))
        return lists
    if "error" not in fields and _is_conversation(body):
        return [_messages_of(body, "")]
    if "error" not in fields and "id" in fields:
        return [_List(body, "")]
    raise PayloadError(
        "expected conversations or messages as the Graph API answers",
        channel=page.channel,
        digest=page.payload.digest,
    )


def _is_conversation(raw: JSON) -> bool:
    return not _OF_CONVERSATIONS.isdisjoint(_fields(raw))


def _messages_of(raw: JSON, pointer: str) -> _List:
    fields = _fields(raw)
    messages = fields.get("messages")
    if messages is None:
        return _List([], pointer)
    data = _fields(messages).get("data")
    if not isinstance(data, list):
        return _List(None, f"{pointer}/messages")
    items = cast("list[JSON]", data)
    return _List(items, f"{pointer}/messages/data", fields.get("participants"))


def _once(people: _People, lists: list[_List]) -> Iterator[Event]:
    seen: set[str] = set()
    for one in lists:
        for event in _conversation(people, one):
            if event.id not in seen:
                seen.add(event.id)
                yield event


def _conversation(people: _People, given: _List) -> Iterator[Event]:
    page, own = people.page, people.own_ids
    if isinstance(given.raw, list):
        items = cast("list[JSON]", given.raw)
        places = [(raw, f"{given.pointer}/{index}") for index, raw in enumerate(items)]
    elif isinstance(given.raw, dict):
        places = [(cast("JSON", given.raw), given.pointer)]
    else:
        expected = f"expected a message or a list of them at {given.pointer}"
        yield page.unrecognised(given.pointer, "invalid", expected=expected)
        return
    read = [(_load(page, raw, pointer), pointer) for raw, pointer in places]
    sides = [_sides(one, own) for one, _ in read if isinstance(one, wire.Message)]
    named = [*_parties(given.people), *(side.other for side in sides if side.other)]
    others = {one.id for one in named if one.id and one.id not in own}
    # Messages that do not say whose they are belong to the one whom their neighbours name.
    only = wire.Party(id=others.pop()) if len(others) == 1 else None
    for one, pointer in read:
        yield _event(people, one, pointer, only) if isinstance(one, wire.Message) else one


def _load(page: Page, raw: JSON, pointer: str) -> wire.Message | Event:
    try:
        return page.payload.validate(wire.Message, raw, pointer=pointer)
    except PayloadError as error:
        return page.unrecognised(pointer, "invalid", expected=f"{error.reason} at {error.pointer}")


class _Sides(NamedTuple):
    """Who is who in a message."""

    direction: Direction = "unknown"
    other: wire.Party | None = None
    """The other side, if it is named."""
    ours: wire.Party | None = None
    """Our side, if it is named."""


def _sides(message: wire.Message, own: frozenset[str]) -> _Sides:
    sender = message.sender
    addressees = [one for one in (message.to and message.to.data) or () if one.id]
    others = [one for one in addressees if one.id not in own]
    ours = next((one for one in addressees if one.id in own), None)
    if sender is None or not sender.id:
        return _Sides()
    if sender.id in own:
        if ours and not others:
            return _Sides("internal", sender, sender)
        return _Sides("outbound", others[0] if others else None, sender)
    # Neither side is ours: then an id of ours is missing in `own_ids`, and who wrote is a guess.
    return _Sides("inbound", sender, ours) if ours or not addressees else _Sides()


def _event(people: _People, read: wire.Message, pointer: str, only: wire.Party | None) -> Event:
    page = people.page
    if not read.id:
        expected = f"expected an id at {pointer}/id"
        return page.unrecognised(pointer, "missing_id", expected=expected)
    sides = _sides(read, people.own_ids)
    other = sides.other or only
    if other is None or not other.id:
        expected = f"expected one of our ids and one of theirs in from and to at {pointer}"
        return page.unrecognised(pointer, "missing_id", expected=expected)
    customer, business = people.theirs(other, other.id), people.ours(sides.ours)
    authors = {"inbound": customer, "outbound": business, "internal": business}
    addressee = customer if sides.direction == "outbound" else business
    mid = read.id.removeprefix("m_") if read.id.startswith(_OLD) else read.id
    sent_at, defects = read_time(read.created_time, f"{pointer}/created_time")
    attachments, more = read_pulled_attachments(page, read, pointer)
    reactions, unread = _reactions(people, read.reactions, pointer)
    defects += more + unread
    thread = page.id if sides.direction == "internal" else other.id
    return MessagePosted(
        # As a webhook's event has it: whichever way it came, it is the same happening.
        id=page.derive("evt", "message_posted", mid),
        channel=page.channel,
        account=page.id,
        thread=(thread,),
        occurred_at=sent_at,
        source=page.source(pointer),
        defects=defects,
        message=Message(
            id=mid,
            aliases=() if mid == read.id else (read.id,),
            author=authors.get(sides.direction, NOBODY),
            to=() if sides.direction == "unknown" else (addressee,),
            direction=sides.direction,
            visibility="private",
            sent_at=sent_at,
            text=read.message or None,
            attachments=attachments,
            reply_to=_story(read.story),
            reactions=reactions,
            state=_state(read),
            defects=defects,
        ),
        visibility="private",
    )


def _state(read: wire.Message) -> Literal["live", "unsupported"]:
    # "You can only get details about the 20 most recent messages": of others there is an id.
    is_withheld = read.sender is None and read.model_fields_set <= {"created_time", "id"}
    return "unsupported" if read.is_unsupported or is_withheld else "live"


def _story(story: wire.Story | None) -> Reference | None:
    answered = story and story.reply_to
    if not answered or not (answered.id or answered.link):
        return None
    return Reference(kind="story", id=answered.id, url=answered.link)


def _reactions(
    people: _People, given: object, pointer: str
) -> tuple[tuple[Reaction, ...], tuple[Defect, ...]]:
    """Read the reactions that stand: who has put them there, and never since when."""
    found: list[Reaction] = []
    read, defects = load_each(wire.Reaction, given, f"{pointer}/reactions", "reaction_invalid")
    for one, _ in read:
        sign = one.reaction or None
        is_word = sign is None or sign.isascii()
        for user in one.users or ():
            if not user.id:
                continue
            is_ours = user.id in people.own_ids
            found.append(
                Reaction(
                    actor=people.ours(user) if is_ours else people.theirs(user, user.id),
                    name=sign if is_word else None,
                    emoji=None if is_word else sign,
                )
            )
    return tuple(found), defects


def _fields(value: JSON) -> dict[str, JSON]:
    return cast("dict[str, JSON]", value) if isinstance(value, dict) else {}


def _parties(value: JSON) -> list[wire.Party]:
    """Return those who take part, if the conversation tells."""
    try:
        return wire.Parties.model_validate(value).data or []
    except ValidationError:
        return []
