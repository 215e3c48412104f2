"""Decisions in words: what becomes of an item, when, which claims settled it and which lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from omnidesk.policy._base import FORCES, Force
from omnidesk.policy._decide import State, Verdict
from omnidesk.policy.review import _phrases as words
from omnidesk.policy.review._phrases import Language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from omnidesk.policy._decide import Claim, Decision
    from omnidesk.policy._items import Item
    from omnidesk.policy._rules import Citation, Policy


@dataclass(frozen=True, slots=True)
class Reason:
    """One claim about an item, and what became of it, in words."""

    rule: str = field(repr=False)
    """The rule's id, or `hold:` and the case."""
    force: Force
    """How much it weighs."""
    verdict: Verdict
    """What became of it."""
    text: str
    """The same in a sentence, with the rule's title."""
    source: str | None = None
    """On whose word the rule stands; `None` for a hold, and for a rule of another policy."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision in words. As a string, it is a text of a few lines."""

    item: str
    """The item's id."""
    state: State
    """How it stands."""
    language: Language
    """The language of the words."""
    thing: str
    """What the item is, and where it comes from."""
    outcome: str
    """What becomes of it and when, or what it waits for."""
    use: str | None
    """What it may be used for meanwhile; `None` for everything that it is held for."""
    settled_by: tuple[Reason, ...]
    """The claims that settle the date, those that weigh most first."""
    others: tuple[Reason, ...]
    """The other claims, each with why it does not settle it."""
    zone: str
    """The zone of all dates: the controller's (IANA)."""

    def __str__(self) -> str:
        said = _SAID[self.language]
        lines = [self.thing, self.outcome]
        if self.use is not None:
            lines.append(self.use)
        for title, reasons in ((said["settled"], self.settled_by), (said["others"], self.others)):
            if reasons:
                lines.append(title)
                lines += [f"- {one.text}{_cited(one)}" for one in reasons]
        lines.append(said["zone"].format(zone=self.zone))
        return "\n".join(lines)

    @classmethod
    def from_decision(
        cls, decision: Decision, policy: Policy, item: Item, *, language: Language = "en"
    ) -> Explanation:
        """
        Put a decision into words.

        Total: a claim of a rule that the policy does not have is named by the rule's id.

        Args:
            decision: What `decide` returned.
            policy: The policy that it was decided by.
            item: The item.
            language: The language to write.
        """
        writer = _Writer(decision, policy, language)
        reasons = [(one.verdict, writer.reason(one.claim, one.verdict)) for one in decision.claims]
        return cls(
            item=decision.item,
            state=decision.state,
            language=language,
            thing=writer.thing(item),
            outcome=writer.outcome(),
            use=writer.use(),
            settled_by=tuple(one for verdict, one in reasons if verdict == "determines"),
            others=tuple(one for verdict, one in reasons if verdict != "determines"),
            zone=policy.zone,
        )


def explain(decision: Decision, policy: Policy, item: Item, *, language: Language = "en") -> str:
    """
    Say in words what becomes of an item, when, and why.

    The text names the claims that settle the date and those that lost, with the titles and sources
    of their rules, what is waited for, and what the item may be used for meanwhile. It holds
    nothing of the item and nothing personal; a legal hold is told without its case, which may be
    named after a person (`Reason.rule` has it). It explains a policy, and is not legal advice.

    Args:
        decision: What `decide` returned.
        policy: The policy that it was decided by. Dates are in its zone.
        item: The item.
        language: The language to write: `en`, or `vi`, where the titles of the rules are Vietnamese
            if the policy has them.
    """
    return str(Explanation.from_decision(decision, policy, item, language=language))


def _cited(reason: Reason) -> str:
    return f" [{reason.source}]" if reason.source else ""


class _Writer:
    """Writes the sentences of one decision."""

    def __init__(self, decision: Decision, policy: Policy, language: Language) -> None:
        self.decision = decision
        self.policy = policy
        self.language: Language = language
        self.said = _SAID[language]

    def thing(self, item: Item) -> str:
        name = words.CATEGORIES[self.language][item.category]
        said = self.said["thing" if item.created_at else "thing_undated"]
        when = self.date(item.created_at) if item.created_at else ""
        text = said.format(thing=name, channel=item.channel, date=when)
        return text[0].upper() + text[1:]

    def outcome(self) -> str:
        decision = self.decision
        key = f"is_{decision.state}"
        if decision.state in ("restricted", "kept"):
            key = f"{key}_{self._until()}"
        return self.said[key].format(
            action=words.ACTIONS[self.language][decision.action or "delete"],
            date=self.date(decision.at),
            events=words.events(decision.waits_for, self.language),
        )

    def _until(self) -> str:
        """Say what ends the keeping: a date, an event, or nothing."""
        decision = self.decision
        if decision.state == "kept":
            return "blocked" if decision.determining else "freely"
        if decision.at is not None:
            return "dated"
        return "waiting" if decision.waits_for and not decision.determining else "blocked"

    def use(self) -> str | None:
        purposes = self.decision.purposes
        if purposes is None:
            return None
        key = "hidden" if self.decision.state == "restricted" else "use"
        return self.said[key if purposes else "no_use"].format(
            purposes=words.purposes(purposes, self.language)
        )

    def reason(self, claim: Claim, verdict: Verdict) -> Reason:
        title, source = self._rule(claim)
        rival = self._rival(claim)
        key = f"{claim.kind}_{verdict}"
        if key == "erase_outweighed" and claim.at is None:
            key = "erase_beyond"
        elif key == "erase_outweighed" and rival == claim.force:
            key = "erase_outweighed_by_its_like"
        text = self.said[key].format(
            title=title,
            until=self._when(claim, self.said["released" if claim.force == "hold" else "ever"]),
            since=self._when(claim, ""),
            events=words.events(claim.waits_for, self.language),
            action=words.ACTIONS[self.language][claim.action or "delete"],
            purposes=words.purposes(claim.purposes, self.language) or self.said["nothing"],
            force=words.FORCES[self.language][claim.force],
            rival=words.FORCES[self.language][rival],
        )
        return Reason(claim.rule, claim.force, verdict, text, source)

    def _rule(self, claim: Claim) -> tuple[str, str | None]:
        if claim.force == "hold":
            # A case may be named after a person.
            return self.said["hold"], None
        rule = self.policy.rule(claim.rule)
        if rule is None:
            return self.said["foreign"].format(rule=claim.rule), None
        vietnamese = rule.title_vi if self.language == "vi" else None
        title = (vietnamese or rule.title).rstrip(".")
        return f"“{title}”", cite(rule.source, self.language)

    def _rival(self, claim: Claim) -> Force:
        """Return the force that a claim has lost to, or else its own."""
        of_kind = "keep" if claim.kind == "erase" else "erase"
        rivals = (one.claim for one in self.decision.claims if one.claim.kind == of_kind)
        return max(rivals, key=lambda one: FORCES[one.force], default=claim).force

    def _when(self, claim: Claim, otherwise: str) -> str:
        if claim.at is not None:
            return self.date(claim.at)
        if claim.waits_for:
            kinds = words.events(claim.waits_for, self.language)
            return self.said["unknown"].format(events=kinds)
        return otherwise

    def date(self, at: datetime | None) -> str:
        return words.moment(at, self.policy.clock, self.language) if at is not None else ""


def cite(source: Citation, language: Language) -> str:
    """Say on whose word a rule stands, and how sure that is."""
    parts = [source.document, source.clause]
    doubt = _SAID[language].get(f"certainty_{source.certainty}")
    return ", ".join(part for part in (*parts, doubt) if part)


_SAID: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "thing": "{thing} ({channel}), from {date}.",
        "thing_undated": "{thing} ({channel}), of unknown date.",
        "settled": "What settles it:",
        "others": "What else is said about it:",
        "zone": "All dates are in the time of {zone}.",
        "is_due": "It is now to be {action}: the date was {date}.",
        "is_scheduled": "It is to be {action} on {date}.",
        "is_pending": "It is kept, and has no date yet: it waits for {events}.",
        "is_restricted_dated": "It should be gone, and is kept until {date}. It is to be {action} "
        "then.",
        "is_restricted_waiting": "It should be gone, and is kept; until when depends on {events}.",
        "is_restricted_blocked": "It should be gone, and is kept, with no date on which it goes.",
        "is_kept_blocked": "It is kept, with no date on which it goes.",
        "is_kept_freely": "It is kept: nothing demands that it goes.",
        "use": "It may be used for {purposes} only.",
        "hidden": "Meanwhile it is hidden from everyday work, and may be used for {purposes} only.",
        "no_use": "Meanwhile it may be used for nothing.",
        "keep_determines": "{title} keeps it until {until}, by force of {force}.",
        "keep_outweighed": "{title} would keep it until {until}, but {force} gives way to {rival}.",
        "keep_met": "{title} keeps it until {until}; that does not settle its date.",
        "keep_waits": "{title} keeps it; until when depends on {events}.",
        "erase_determines": "{title} demands that it be {action} from {since} on, by force of "
        "{force}.",
        "erase_later": "{title} demands that it be {action} from {since} on; another comes first.",
        "erase_outweighed": "{title} demands that it be {action} from {since} on, but {force} does "
        "not prevail over {rival}.",
        "erase_outweighed_by_its_like": "{title} demands that it be {action} from {since} on, but "
        "what keeps it weighs as much, and keeping prevails.",
        "erase_beyond": "{title} demands that it be {action} after the last day of the calendar.",
        "erase_waits": "{title} demands that it be {action}; from when on depends on {events}.",
        "restrict_limits": "{title} allows its use for {purposes} only, since {since}.",
        "restrict_later": "{title} will allow its use for {purposes} only, from {since} on.",
        "restrict_waits": "{title} will allow its use for {purposes} only; from when on depends on "
        "{events}.",
        "hold": "A legal hold",
        "foreign": "A rule that is not in this policy ({rule})",
        "ever": "further notice",
        "released": "its release",
        "unknown": "a day that depends on {events}",
        "nothing": "nothing",
        "certainty_secondary": "known from another's account",
        "certainty_unconfirmed": "not confirmed",
    },
    "vi": {
        "thing": "{thing} ({channel}), phát sinh {date}.",
        "thing_undated": "{thing} ({channel}), không rõ thời điểm phát sinh.",
        "settled": "Căn cứ quyết định:",
        "others": "Các quy tắc khác có liên quan:",
        "zone": "Mọi thời điểm được tính theo múi giờ {zone}.",
        "is_due": "Dữ liệu {action} ngay: thời hạn là {date}.",
        "is_scheduled": "Dữ liệu {action} vào {date}.",
        "is_pending": "Dữ liệu được lưu giữ và chưa xác định được thời hạn, do còn phụ thuộc vào "
        "{events}.",
        "is_restricted_dated": "Dữ liệu đã đến hạn xóa nhưng còn phải lưu giữ đến {date}. Khi đó, "
        "dữ liệu {action}.",
        "is_restricted_waiting": "Dữ liệu đã đến hạn xóa nhưng còn phải lưu giữ; thời hạn phụ "
        "thuộc vào {events}.",
        "is_restricted_blocked": "Dữ liệu đã đến hạn xóa nhưng còn phải lưu giữ và chưa có ngày "
        "xóa.",
        "is_kept_blocked": "Dữ liệu được lưu giữ và không có ngày xóa.",
        "is_kept_freely": "Dữ liệu được lưu giữ: không có quy tắc nào yêu cầu xóa.",
        "use": "Dữ liệu chỉ được xử lý cho mục đích: {purposes}.",
        "hidden": "Trong thời gian đó, dữ liệu không được sử dụng trong hoạt động thường ngày và "
        "chỉ được xử lý cho mục đích: {purposes}.",
        "no_use": "Trong thời gian đó, dữ liệu không được sử dụng cho bất kỳ mục đích nào.",
        "keep_determines": "{title}: phải lưu giữ đến {until}. Căn cứ: {force}.",
        "keep_outweighed": "{title}: lưu giữ đến {until}, nhưng {force} không được ưu tiên so với "
        "{rival}.",
        "keep_met": "{title}: lưu giữ đến {until}; không quyết định thời hạn xóa.",
        "keep_waits": "{title}: phải lưu giữ; thời hạn phụ thuộc vào {events}.",
        "erase_determines": "{title}: dữ liệu {action} kể từ {since}. Căn cứ: {force}.",
        "erase_later": "{title}: dữ liệu {action} kể từ {since}; một quy tắc khác được áp dụng "
        "trước.",
        "erase_outweighed": "{title}: dữ liệu {action} kể từ {since}, nhưng {force} không được ưu "
        "tiên so với {rival}.",
        "erase_outweighed_by_its_like": "{title}: dữ liệu {action} kể từ {since}, nhưng quy tắc "
        "lưu giữ có cùng hiệu lực và được ưu tiên.",
        "erase_beyond": "{title}: dữ liệu {action} sau ngày cuối cùng của lịch.",
        "erase_waits": "{title}: dữ liệu {action}; thời điểm phụ thuộc vào {events}.",
        "restrict_limits": "{title}: kể từ {since}, chỉ được xử lý cho mục đích: {purposes}.",
        "restrict_later": "{title}: từ {since}, chỉ được xử lý cho mục đích: {purposes}.",
        "restrict_waits": "{title}: sẽ chỉ được xử lý cho mục đích: {purposes}; thời điểm phụ "
        "thuộc vào {events}.",
        "hold": "Yêu cầu lưu giữ chứng cứ",
        "foreign": "Quy tắc không có trong chính sách này ({rule})",
        "ever": "khi có quyết định khác",
        "released": "khi được giải tỏa",
        "unknown": "một thời điểm phụ thuộc vào {events}",
        "nothing": "không mục đích nào",
        "certainty_secondary": "theo tài liệu thứ cấp",
        "certainty_unconfirmed": "chưa được kiểm chứng",
    },
}
"""The sentences."""
