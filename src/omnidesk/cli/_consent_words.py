"""What the `omnidesk consent` commands say, in English and in Vietnamese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk.policy import Language
    from omnidesk.policy.consent import ConsentFinding, OptOutVerdict, StandingState
    from omnidesk.policy.contact import Go

STATES: Final[Mapping[Language, Mapping[StandingState, str]]] = {
    "en": {
        "given": "agreed",
        "refused": "refused",
        "withdrawn": "took it back",
        "expired": "ended",
        "requested": "was asked",
        "notice_shown": "was told",
        "unknown": "nothing is known",
    },
    "vi": {
        "given": "đồng ý",
        "refused": "không đồng ý",
        "withdrawn": "rút lại đồng ý",
        "expired": "hết hạn",
        "requested": "được hỏi ý kiến",
        "notice_shown": "được thông báo",
        "unknown": "chưa có gì",
    },
}
"""What a signal does, and how a consent stands."""

VERDICTS: Final[Mapping[Language, Mapping[OptOutVerdict, str]]] = {
    "en": {
        "opt_out": "opts out",
        "question": "asks about it",
        "maybe": "may want out",
        "opt_in": "wants it",
        "none": "nothing",
    },
    "vi": {
        "opt_out": "từ chối",
        "question": "hỏi cách từ chối",
        "maybe": "có thể từ chối",
        "opt_in": "muốn nhận",
        "none": "không có gì",
    },
}
"""What a text says."""

STYLES: Final[Mapping[str, str]] = {
    "opt_out": "red",
    "withdrawn": "red",
    "refused": "red",
    "expired": "yellow",
    "maybe": "magenta",
    "question": "cyan",
    "given": "green",
    "opt_in": "green",
}
"""The colour of each, beside its word."""

NOBODY: Final[Mapping[Language, str]] = {
    "en": "nobody knows who said it: it is in no ledger",
    "vi": "không rõ ai nói: không ghi vào sổ",
}
"""For what somebody said whom the platform hides."""

_UNKNOWN: Final[Mapping[Language, str]] = {"en": "meaning unknown", "vi": "không rõ nghĩa"}

HEADS: Final[Mapping[Language, Mapping[Go, str]]] = {
    "en": {"allow": "It may go", "defer": "Not yet", "deny": "It may not go"},
    "vi": {"allow": "Được gửi", "defer": "Chưa được gửi", "deny": "Không được gửi"},
}
"""The decision."""

GOES: Final[Mapping[Language, Mapping[Go, str]]] = {
    "en": {"allow": "go", "defer": "wait", "deny": "no"},
    "vi": {"allow": "được", "defer": "chờ", "deny": "không"},
}
"""What one gate says."""

GO_STYLES: Final[Mapping[Go, str]] = {"allow": "green", "defer": "yellow", "deny": "red"}
"""The colour of each."""

LABELS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {
        "consent": "consent",
        "next": "first moment",
        "never": "none, unless something new happens",
        "until": "until {}",
        "not_before": "not before {}",
        "instead": "better by {}",
        "unmatched": "they also took back {}, which no class of the policy is for",
        "everything": "everything",
    },
    "vi": {
        "consent": "sự đồng ý",
        "next": "sớm nhất",
        "never": "không có, trừ khi có thay đổi",
        "until": "đến {}",
        "not_before": "không trước {}",
        "instead": "nên dùng {}",
        "unmatched": "người này cũng từ chối {}, nhưng chính sách không có loại tin nào như vậy",
        "everything": "tất cả",
    },
}
"""What else an explanation consists of."""


def said(finding: ConsentFinding, language: Language) -> tuple[str, str]:
    """Return the word for what a finding says, and its colour."""
    found = finding.opt_out
    if found is not None:
        return VERDICTS[language][found.verdict], STYLES.get(found.verdict, "")
    if finding.kind is None:
        return _UNKNOWN[language], "dim"
    return STATES[language][finding.kind], STYLES.get(finding.kind, "")


def about(finding: ConsentFinding, language: Language) -> str:
    """Say what it is about: a purpose, channels, topics, or everything."""
    found = finding.opt_out
    if found is not None:
        named = (*found.topics, *found.channels)
        return ", ".join(named) or (LABELS[language]["everything"] if found.scope == "all" else "")
    return finding.purpose or (
        LABELS[language]["everything"] if finding.kind == "withdrawn" else ""
    )
