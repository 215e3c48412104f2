"""What the phrases of one clause say together: negations, objects, doubts."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from omnidesk.policy.consent._clauses import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from omnidesk.policy.consent._clauses import Clause

OptOutVerdict = Literal["opt_out", "opt_in", "maybe", "question", "none"]
"""
What a text says: to stop, to go on, perhaps to stop (ask), a question about stopping or going on
(answer it), nothing of the kind.
"""


class Finding(NamedTuple):
    """What some phrases of a clause say; `weak` if they may have been a mistake."""

    verdict: OptOutVerdict
    first: Phrase
    last: Phrase
    language: str
    clause: int
    weak: bool = False


TOPICS: Final = frozenset({"promotion", "newsletter", "survey", "notification"})
"""What a tag may name that is no channel."""
_OWN: Final = ("message", "me", "all", "list")
"""What may follow `unsubscribe`, whatever comes behind it."""
_COMPLETING: Final = ("me", "message", "send", "time")
"""What must follow `do not send`, unless nothing does."""

_Rule = tuple[str, tuple[str, ...], int, OptOutVerdict]
_PAIRS: Final[tuple[_Rule, ...]] = (
    ("stop", ("send", "receive", "message"), 4, "opt_out"),
    ("refuse", ("send", "receive", "message"), 3, "opt_out"),
    ("remove", ("list",), 5, "opt_out"),
    ("sub", ("message",), 3, "opt_in"),
    ("agree", ("receive", "message", "send"), 3, "opt_in"),
    ("want", ("receive", "sub"), 3, "opt_in"),
)
"""A phrase, what must follow it, how near, and what the two say together."""
_BEGINNING: Final = frozenset(
    ("unsub", "rejoin", "maybe", "link", "manual", "no", *(rule[0] for rule in _PAIRS))
)
"""What something may begin with."""


def findings(clause: Clause, number: int) -> Iterator[Finding]:
    """Find what a clause says by itself."""
    phrases = clause.phrases
    things = any(one.has("thing") for one in phrases)
    timed = any(one.has("time") and not one.has("me") for one in phrases)
    mistaken = any(one.has("mistake") for one in phrases)
    others = cannot = False
    for at, phrase in enumerate(phrases):
        others = others or phrase.has("they")
        cannot = cannot or phrase.has("cannot")
        for verdict, last, language in _at(phrases, at):
            said: OptOutVerdict = verdict
            if said == "opt_in" and (things or others):
                continue
            # A time limits what is refused: not today, not before nine. A keyword has no limits.
            limited = timed and not phrase.has("unsub")
            if said == "opt_out" and (others or cannot or mistaken or limited):
                said = "maybe"
            yield Finding(said, phrase, phrases[last], language, number, mistaken)
    yield from _refusal_asked_about(clause, number)


def _refusal_asked_about(clause: Clause, number: int) -> Iterator[Finding]:
    """Find a refusal of nothing in particular in a clause that asks how: it is a question."""
    phrases = clause.phrases
    known = all(
        one.has("courtesy") or (one.meanings and not one.has("thing", "plain")) for one in phrases
    )
    if known and any(one.has("how") for one in phrases):
        for one in phrases:
            if "vi" in one.languages("refuse"):
                yield Finding("opt_out", one, one, "vi", number)


_Said = tuple[OptOutVerdict, int, str]


def _at(phrases: Sequence[Phrase], at: int) -> Iterator[_Said]:
    """Find what begins with a phrase."""
    phrase = phrases[at]
    if not phrase.has(*_BEGINNING):
        return
    for language in phrase.languages("unsub")[:1]:
        yield from _unsubscribed(phrases, at, language)
    for language in phrase.languages("rejoin")[:1]:
        yield ("opt_out" if _denied(phrases, at) else "opt_in"), at, language
    for concept in ("maybe", "link", "manual"):
        for language in phrase.languages(concept)[:1]:
            yield ("maybe" if concept != "manual" else "opt_out"), at, language
    for rule in _PAIRS:
        for language in phrase.languages(rule[0])[:1]:
            yield from _pair(phrases, at, rule, language)
    for language in phrase.languages("no")[:1]:
        yield from _refused(phrases, at, language)


def _unsubscribed(phrases: Sequence[Phrase], at: int, language: str) -> Iterator[_Said]:
    """Find what a phrase says that is enough by itself, unless a negation or a thing is with it."""
    if _denied(phrases, at):
        # `I cannot unsubscribe` in Vietnamese: not, unsubscribe, able.
        if any(one.has("able") for one in phrases[at + 1 : at + 3]):
            yield "maybe", at, language
        return
    following = [one for one in phrases[at + 1 : at + 4] if one.has("thing", *_OWN)]
    if not following or following[0].has(*_OWN):
        yield "opt_out", at, language


def _pair(phrases: Sequence[Phrase], at: int, rule: _Rule, language: str) -> Iterator[_Said]:
    """Find what a phrase says together with one that follows."""
    concept, objects, reach, verdict = rule
    target, denied = _object(phrases, at, objects, reach), _denied(phrases, at)
    if target is None:
        return
    if verdict == "opt_out":
        if not denied and not _things_follow(phrases, target):
            yield "opt_out", target, language
        return
    if denied:
        if concept == "agree":
            yield "opt_out", target, language
        return
    if any(one.has("past") for one in phrases[max(0, at - 2) : at]):
        return
    if concept != "sub":
        # To want something is no consent to messages unless it names them.
        named = _object(phrases, at, ("message",), 5)
        if named is None:
            return
        target = max(target, named)
    # A word that nobody knows may turn it round: `cho mình thoát nhận tin`.
    before, between = phrases[max(0, at - 1) : at], phrases[at + 1 : target]
    sure = all(
        one.meanings and not one.has("stop", "remove", "refuse") for one in (*before, *between)
    )
    yield ("opt_in" if sure else "maybe"), target, language


def _refused(phrases: Sequence[Phrase], at: int, language: str) -> Iterator[_Said]:
    """Find what a negation denies: sending, receiving, wanting to receive, messages."""
    reach = phrases[at + 1 : at + 4]
    for offset, one in enumerate(reach, at + 1):
        if one.has("stop", "refuse", "unsub", "thing", "plain", "how"):
            return
        after = phrases[offset + 1 : offset + 5]
        more = any(each.has("more", "all") for each in after)
        if one.has("want"):
            yield from _unwanted(phrases, offset, language)
            return
        # `Không rõ ai gửi`: what is between the two is denied, and not the sending.
        near = more or all(each.meanings for each in phrases[at:offset])
        if one.has("send") and near and not _things_follow(phrases, offset):
            # `Do not send`: to me, any more, messages; or nothing else at all.
            rest = [each for each in after if not each.has("courtesy")]
            if not rest or more or any(each.has(*_COMPLETING) for each in after):
                yield "opt_out", offset, language
                return
        if one.has("receive") and language == "vi" and not _things_follow(phrases, offset):
            if one.has("message") or more or any(each.has("message", "send") for each in after):
                yield "opt_out", offset, language
            return
        if one.has("message") and not _things_follow(phrases, offset):
            tags = one.tags("message")
            only = all(each.meanings for each in phrases) and len(phrases) <= 4
            if (tags and (more or only or tags & TOPICS)) or (more and language != "vi"):
                yield "opt_out", offset, language
            return


def _unwanted(phrases: Sequence[Phrase], want: int, language: str) -> Iterator[_Said]:
    target = _object(phrases, want, ("receive", "message", "sub", "send"), 4)
    if target is None or _things_follow(phrases, target):
        return
    one, after = phrases[target], phrases[target + 1 : target + 5]
    if one.has("message", "sub"):
        yield "opt_out", target, language
    elif one.has("receive"):
        # `Receive a damaged item again` is about something that no phrase names.
        known = [*takewhile(lambda each: bool(each.meanings), after)]
        named = any(each.has("message", "more", "send", "me") for each in known)
        if named or not [each for each in after if not each.has("courtesy")]:
            yield "opt_out", target, language
    elif any(each.has("message", "more", "me") for each in after):
        yield "opt_out", target, language


def _denied(phrases: Sequence[Phrase], at: int) -> bool:
    """Tell whether a negation stands before a phrase: three back at most."""
    if phrases[at].has("no"):
        return False
    return any(one.has("no") for one in phrases[max(0, at - 3) : at])


def _object(
    phrases: Sequence[Phrase],
    at: int,
    concepts: tuple[str, ...],
    reach: int,
) -> int | None:
    """Return the first phrase of a kind that follows, unless something else is meant before it."""
    for place in range(at + 1, min(at + 1 + reach, len(phrases))):
        if phrases[place].has(*concepts):
            return place
        if phrases[place].has("thing", "plain"):
            return None
    return None


def _things_follow(phrases: Sequence[Phrase], at: int) -> bool:
    """Tell whether what is sent, called or received is something else: goods, a doctor."""
    for one in phrases[at + 1 : at + 3]:
        if one.has("thing"):
            return True
        if one.has("message", "me", "more"):
            return False
    return False
