"""What a request about data comes to: what is given, what happens, what is refused, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from omnidesk.model import Conversation, RightsKind
from omnidesk.model._base import Noun
from omnidesk.policy._facts import Fact, Facts
from omnidesk.policy._items import Category
from omnidesk.policy.erasure._parts import map_people
from omnidesk.policy.erasure._plan import ERASED, Context
from omnidesk.policy.requests._export import Export, ExportedItem, Exporter
from omnidesk.policy.requests._requests import (
    REQUIRED,
    SURE,
    SubjectRequest,
    Verification,
    request_facts,
    subjects_of,
)
from omnidesk.policy.requests._terms import TERMS, Clock, Term, clock
from omnidesk.policy.review._refusal import refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from omnidesk.model import Participant, Person
    from omnidesk.policy._calendar import BusinessCalendar
    from omnidesk.policy._decide import Decision
    from omnidesk.policy._items import Item
    from omnidesk.policy._rules import Policy
    from omnidesk.policy.review._phrases import Language


class Refused(Noun):
    """An item about which the request is not carried out, and why."""

    _shown: ClassVar[frozenset[str]] = frozenset()

    item: str
    """The item's id."""
    category: Category
    """What kind of thing it is."""
    why: str
    """Why, in words for the person."""
    rules: tuple[str, ...] = ()
    """What stands against it; a hold as `hold` alone."""


class Answer(Noun):
    """What is to be done about a request, and said. A draft for whoever answers."""

    _shown: ClassVar[frozenset[str]] = frozenset({"request"})

    request: str
    """The request's id."""
    status: Literal["unverified", "unclear", "granted", "partly", "refused", "nothing"]
    """
    `unverified`: it must be surer who asks. `unclear`: they must say what they ask for. `nothing`:
    there is nothing of theirs.
    """
    reason: str | None = None
    """For `unverified` and `unclear`: what is missing."""
    clock: Clock
    """By when."""
    granted: tuple[str, ...] = ()
    """The items about which it is carried out."""
    refused: tuple[Refused, ...] = ()
    """The items about which it is not."""
    facts: tuple[Fact, ...] = ()
    """What to add to the facts, so that the next plan carries it out."""
    export: Export | None = None
    """For `access` and `port`: the data."""
    corrected: tuple[Conversation, ...] = ()
    """For `rectify`: conversations to store in place of those that were read."""


def answer_request(
    request: SubjectRequest,
    conversations: Iterable[Conversation],
    policy: Policy,
    facts: Facts,
    *,
    now: datetime,
    people: Iterable[Person] = (),
    region: str | None = None,
    purposes: Iterable[str] = (),
    calendars: Iterable[BusinessCalendar] = (),
    terms: Iterable[Term] = TERMS,
    calendar: BusinessCalendar | None = None,
    through_others: bool = False,
    required: Mapping[RightsKind, Verification] = REQUIRED,
    language: Language = "en",
) -> Answer:
    """
    Answer a request: what is granted, what is refused and why, and by when.

    It changes nothing. What it grants happens when its facts are recorded, and a plan that is made
    with them is applied; an export and corrected conversations are in it.

    Args:
        request: The request.
        conversations: The conversations.
        policy: The rules.
        facts: What has happened.
        now: The present moment; aware.
        people: Who is who.
        region: As for `plan`.
        purposes: As for `plan`.
        calendars: As for `plan`.
        terms: How long the laws give.
        calendar: Which days are worked, for the clock of the law.
        through_others: Whether a processor or a third party has to act too.
        required: How sure it must be who asks.
        language: The language of the reasons.

    Raises:
        ValueError: If `now` is naive.
    """
    known = tuple(people)
    due = clock(
        request.kind,
        request.law,
        request.received_at,
        terms=terms,
        calendar=calendar,
        through_others=through_others,
    )
    said = _SAID[language]
    if request.kind == "unspecified":
        return Answer(request=request.id, status="unclear", reason=said["unclear"], clock=due)
    wanted = required.get(request.kind, "identity")
    if SURE[request.verification] < SURE[wanted]:
        return Answer(request=request.id, status="unverified", reason=said[wanted], clock=due)
    asked = request_facts(request, people=known)
    held_for, dated = tuple(purposes), tuple(calendars)
    before = Context(
        policy, facts, now, people=known, region=region, purposes=held_for, calendars=dated
    )
    after = Context(
        policy, facts | asked, now, people=known, region=region, purposes=held_for, calendars=dated
    )
    work = _Work(request, before, after, said, language)
    for conversation in conversations:
        work.read(conversation)
    answered = bool(work.granted or work.refused)
    export = None
    if request.kind in ("access", "port"):
        export = Export(made_at=now, items=tuple(work.exported))
    return Answer(
        request=request.id,
        status=_status(work) if answered else "nothing",
        clock=due,
        granted=tuple(work.granted),
        refused=tuple(work.refused),
        facts=asked if answered else (),
        export=export,
        corrected=tuple(work.corrected),
    )


def _status(work: _Work) -> Literal["granted", "partly", "refused"]:
    if not work.refused:
        return "granted"
    return "partly" if work.granted else "refused"


class _Work:
    """Goes through the conversations for one request."""

    def __init__(
        self,
        request: SubjectRequest,
        before: Context,
        after: Context,
        said: Mapping[str, str],
        language: Language,
    ) -> None:
        self.request = request
        self.before = before
        self.after = after
        self.said = said
        self.language: Language = language
        self.own = subjects_of(request, before.people)
        self.granted: list[str] = []
        self.refused: list[Refused] = []
        self.exported: list[ExportedItem] = []
        self.corrected: list[Conversation] = []

    def read(self, conversation: Conversation) -> None:
        mine = [
            item
            for item in self.after.items(conversation)
            if not self.own.isdisjoint(item.subjects)
            and not self.after.facts.about(ERASED, item=item.id)
        ]
        if not mine:
            return
        match self.request.kind:
            case "access" | "port":
                self._export(conversation, mine)
            case "rectify":
                self._rectify(conversation, mine)
            case "erase":
                for item in mine:
                    self._erase(item)
            case _:
                for item in mine:
                    self._limit(item)

    def _export(self, conversation: Conversation, mine: list[Item]) -> None:
        own = {
            one
            for party in conversation.participants
            if not self.own.isdisjoint(subjects := self.after.subjects(party))
            for one in subjects
        }
        exporter = Exporter(self.after, conversation, self.own | own)
        for item in mine:
            held = exporter.read(item)
            if held is None:
                self._refuse(item, self.said["raw" if item.category == "raw" else "shared"])
                continue
            self.granted.append(item.id)
            self.exported.append(
                ExportedItem(
                    item=item.id,
                    category=item.category,
                    channel=item.channel,
                    part=item.part,
                    at=item.created_at,
                    direction=item.direction,
                    purposes=item.purposes,
                    kept_until=self.after.decide(item).at,
                    content=held,
                )
            )

    def _rectify(self, conversation: Conversation, mine: list[Item]) -> None:
        name = self.request.correct_name

        def change(party: Participant) -> Participant:
            if name is None or self.own.isdisjoint(self.after.subjects(party)):
                return party
            return party.model_copy(update={"name": name, "name_source": "submitted"})

        corrected = map_people(conversation, change)
        if corrected != conversation:
            self.corrected.append(corrected)
        for item in mine:
            if item.category == "identity" and name is not None:
                self.granted.append(item.id)
            else:
                self._refuse(item, self.said["written"])

    def _erase(self, item: Item) -> None:
        decision = self.after.decide(item)
        if decision.state in ("due", "scheduled") and decision.action != "review":
            self.granted.append(item.id)
        elif decision.action == "review" and decision.state == "due":
            self._refuse(item, self.said["review"], decision)
        else:
            why = refusal([decision], self.after.policy, language=self.language)
            self._refuse(item, why, decision)

    def _limit(self, item: Item) -> None:
        was, decision = self.before.decide(item), self.after.decide(item)
        limited = decision.purposes is not None or decision.state in ("due", "restricted")
        if limited or (decision.at, decision.purposes) != (was.at, was.purposes):
            self.granted.append(item.id)
        else:
            self._refuse(item, self.said["unmoved"], decision)

    def _refuse(self, item: Item, why: str, decision: Decision | None = None) -> None:
        rules = [one.rule for one in decision.determining] if decision else []
        self.refused.append(
            Refused(
                item=item.id,
                category=item.category,
                why=why,
                rules=tuple("hold" if one.startswith("hold:") else one for one in rules),
            )
        )


_SAID: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "unclear": "Please say what you ask for: access, correction, erasure, or to stop its use.",
        "contact": "Please confirm that you can be reached under the address that it is about.",
        "identity": "Please prove who you are before data about you is given out or changed.",
        "raw": "What was received as a whole may hold other people's data; its content is listed.",
        "shared": "It is other people's as well, and cannot be told apart.",
        "written": "What was written stays as it was written.",
        "review": "Somebody must decide about it first.",
        "unmoved": "What it is held for does not depend on your agreement.",
    },
    "vi": {
        "unclear": "Vui lòng cho biết yêu cầu: xem, chỉnh sửa, xóa hoặc ngừng sử dụng dữ liệu.",
        "contact": "Vui lòng xác nhận bạn nhận được liên hệ qua địa chỉ mà dữ liệu gắn với.",
        "identity": "Vui lòng chứng minh danh tính trước khi dữ liệu được cung cấp hoặc thay đổi.",
        "raw": "Bản gốc có thể chứa dữ liệu của người khác; nội dung đã được liệt kê.",
        "shared": "Dữ liệu này cũng là của người khác và không thể tách riêng.",
        "written": "Nội dung đã viết được giữ nguyên như khi viết.",
        "review": "Cần có người xem xét và quyết định trước.",
        "unmoved": "Mục đích lưu giữ dữ liệu này không phụ thuộc vào sự đồng ý của bạn.",
    },
}
