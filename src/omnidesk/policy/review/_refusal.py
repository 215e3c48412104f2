"""What somebody who asks for erasure is told about what is left: how it stands, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from omnidesk.policy._base import FORCES
from omnidesk.policy.review import _phrases as words
from omnidesk.policy.review._explain import cite

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from omnidesk.policy._decide import Claim, Decision
    from omnidesk.policy._rules import Policy
    from omnidesk.policy.review._phrases import Language

Standing: TypeAlias = Literal["received", "erased", "restricted", "kept"]
"""
How a request for erasure stands: something is yet to go; nothing is left; all that is left should
be gone, and is shut away until what keeps it ends; or something is simply kept.
"""


def standing(decisions: Iterable[Decision]) -> Standing:
    """
    Say how a request for erasure stands, in the words of a status page.

    Args:
        decisions: A decision on each item of the person that is left. The least favourable one
            counts: a page must not promise more than has been done.
    """
    states = {one.state for one in decisions}
    if not states:
        return "erased"
    if "due" in states:
        return "received"
    return "restricted" if states == {"restricted"} else "kept"


def refusal(decisions: Iterable[Decision], policy: Policy, *, language: Language = "en") -> str:
    """
    Say to somebody who asks for erasure why what is left is not erased, and until when.

    Each ground is named once, with its source and the latest date that it gives. Neither an item
    nor a case is named: who holds what, and why, may be no business of the reader. The text is
    empty if nothing is left, or all of it is about to go. It is a draft for whoever answers, and
    not legal advice.

    Args:
        decisions: A decision on each item of the person that is left.
        policy: The policy that they were decided by. Dates are in its zone.
        language: The language to write.
    """
    grounds: dict[str, list[Claim | None]] = {}
    for decision in decisions:
        for ground, claim in _grounds(decision, policy, language):
            grounds.setdefault(ground, []).append(claim)
    return " ".join(
        f"{ground}{_until(claims, policy, language)}." for ground, claims in grounds.items()
    )


def _grounds(
    decision: Decision, policy: Policy, language: Language
) -> Iterable[tuple[str, Claim | None]]:
    said = _SAID[language]
    if decision.state == "due":
        return
    blocking = _blocking(decision)
    for claim in blocking:
        rule = policy.rule(claim.rule)
        if claim.force == "hold" or rule is None:
            yield said["hold" if claim.force == "hold" else "foreign"], claim
        else:
            title = (rule.title_vi if language == "vi" else None) or rule.title
            yield f"{title.rstrip('.')} ({cite(rule.source, language)})", claim
    if not blocking:
        key = "waits" if decision.state == "pending" else "undemanded"
        events = words.events(decision.waits_for, language)
        erasure = next((one for one in decision.determining if one.kind == "erase"), None)
        yield said["scheduled" if erasure else key].format(events=events), erasure


def _blocking(decision: Decision) -> list[Claim]:
    """Return what keeps an item although its erasure is asked for, or in case it will be."""
    asked = [FORCES[one.claim.force] for one in decision.claims if one.claim.kind == "erase"]
    return [
        one.claim
        for one in decision.claims
        if one.claim.kind == "keep"
        and one.verdict in ("determines", "waits")
        and FORCES[one.claim.force] >= min(asked, default=0)
    ]


def _until(claims: Sequence[Claim | None], policy: Policy, language: Language) -> str:
    """Return the last date of several claims; nothing if one of them has none."""
    given = [one for one in claims if one is not None]
    dates = [one.at for one in given if one.at is not None]
    if not given or len(dates) < len(given):
        return ""
    day = words.moment(max(dates), policy.clock, language)
    return _SAID[language]["by" if given[0].kind == "erase" else "until"].format(date=day)


_SAID: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "hold": "It must be preserved for a legal matter that is not closed",
        "foreign": "It must be kept under another rule",
        "undemanded": "Nothing demands yet that it is erased",
        "waits": "The date of its erasure depends on {events}",
        "scheduled": "It is to be erased in due time",
        "until": ", until {date}",
        "by": ", at the latest on {date}",
    },
    "vi": {
        "hold": "Dữ liệu phải được lưu giữ để phục vụ một vụ việc pháp lý chưa kết thúc",
        "foreign": "Dữ liệu phải được lưu giữ theo một quy tắc khác",
        "undemanded": "Chưa có căn cứ yêu cầu xóa dữ liệu",
        "waits": "Thời điểm xóa phụ thuộc vào {events}",
        "scheduled": "Dữ liệu sẽ được xóa khi hết thời hạn lưu giữ",
        "until": ", đến {date}",
        "by": ", chậm nhất là {date}",
    },
}
