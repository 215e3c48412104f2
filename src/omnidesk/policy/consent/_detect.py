"""
Whether somebody opts out, in what they newly wrote.

A table of phrases and a few ways in which they go together, rather than a model: what it found can
be shown, the same text always gives the same answer, and a phrase that is missing is a line away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Literal

from omnidesk.model._base import Noun
from omnidesk.policy.consent._clauses import read
from omnidesk.policy.consent._sayings import TOPICS, Finding, OptOutVerdict, findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from omnidesk.model import Message
    from omnidesk.policy.consent._clauses import Clause, Phrase, Reading

OptOutScope = Literal["all", "channel", "topic"]
"""What is to stop: everything, or what the text names."""


class Evidence(Noun):
    """The words that say so: where they are, never what they are."""

    _shown: ClassVar[frozenset[str]] = frozenset({"language"})

    verdict: OptOutVerdict
    """What they speak for."""
    start: int
    """Where they begin in the text, counted in characters."""
    end: int
    """Where they end."""
    language: str
    """In which language they say so (BCP 47)."""


class OptOut(Noun):
    """What a text says about opting out, and where."""

    _shown: ClassVar[frozenset[str]] = frozenset()

    verdict: OptOutVerdict = "none"
    """What it says."""
    scope: OptOutScope | None = None
    """
    For `opt_out`: how far it goes. `all` is also where it names nothing narrower: what the law or
    your policy lets go on is then for them to say.
    """
    channels: tuple[str, ...] = ()
    """
    The channels that it names: `email`, `sms`, `call`, `zalo`, `messenger`, or `message` for
    written messages of whatever kind.
    """
    topics: tuple[str, ...] = ()
    """The topics that it names: `promotion`, `newsletter`, `survey`, `notification`."""
    evidence: tuple[Evidence, ...] = ()
    """What was found, also what speaks for another verdict; in order, the longest of each place."""


_ASIDE: Final = frozenset({"courtesy", "desk", "request", "me", "want", "past", "but"})
"""What may stand beside a keyword that is all that a message says."""
_OBJECTS: Final = ("send", "receive", "message", "all", "more", "list")
_MESSENGERS: Final = frozenset({"sms", "zalo", "messenger"})
"""Channels that say which messages are meant."""
_OUT: Final = ("keyword", "refuse", "unsub")
_ORDER: Final[tuple[OptOutVerdict, ...]] = ("opt_out", "question", "maybe", "opt_in", "none")
"""Which counts where a text says several things: never a consent where there is any doubt."""


def detect_opt_out(text: str, *, language: str | None = None, names: Iterable[str] = ()) -> OptOut:
    """
    Tell whether a person opts out in what they newly wrote.

    Letters without their tone marks, capitals, and both Unicode forms make no difference. Lines
    that start with `>` are somebody else's words, and are passed over; take other quotes out
    before, as `Message.text` has it. Of the text, the first 16 384 characters are read, in linear
    time.

    It reads what is written and follows no link. It knows phrases of Vietnamese and English, fewer
    of fifteen more languages, and no irony.

    Args:
        text: What the person newly wrote.
        language: What the text is said to be written in (BCP 47), if something says so. Keywords of
            four letters and fewer (`TC`, `TD`, `RET`) are then those of that language and of
            English only; all else is found in any language.
        names: What you are called: names of brands, codes of services. They may stand beside a
            keyword, as in `TC HOASEN`, which a number that several brands share demands. With
            another's name it is not for you, and opts out of nothing.
    """
    reading = read(text, language, names)
    found = [*_by_phrases(reading), *_by_keywords(reading)]
    if not found:
        return OptOut()
    found.sort(key=lambda one: (one.first.start, one.last.end, one.verdict))
    verdict = min(found, key=_rank).verdict
    outs = [one for one in found if one.verdict == "opt_out"]
    tags = [_tags(reading.clauses[number]) for number in {one.clause for one in outs}]
    narrow = frozenset[str]().union(*tags) if all(tags) else frozenset[str]()
    if verdict == "opt_out" and not narrow and _takes_it_back(found, outs[-1]):
        verdict = "maybe"
    evidence = tuple(_evidence(found))
    if verdict != "opt_out":
        return OptOut(verdict=verdict, evidence=evidence)
    topics = tuple(sorted(narrow & TOPICS))
    return OptOut(
        verdict=verdict,
        scope="topic" if topics else "channel" if narrow else "all",
        channels=tuple(sorted(narrow - TOPICS)),
        topics=topics,
        evidence=evidence,
    )


def opt_out_in(message: Message, *, names: Iterable[str] = ()) -> OptOut:
    """
    Tell whether a message opts out (`detect_opt_out`).

    Only what a person wrote to us can: what we sent, what machines wrote and what was taken back
    say nothing. Quotes and signatures are not read, nor is the subject, which a mail's reader has
    looked at (signal `unsubscribe_subject`).

    Args:
        message: The message.
        names: What you are called, as for `detect_opt_out`.
    """
    if message.direction != "inbound" or message.automatic is not None:
        return OptOut()
    if message.state == "deleted" or message.text is None:
        return OptOut()
    return detect_opt_out(message.text, language=message.language, names=names)


def _evidence(found: Sequence[Finding]) -> Iterator[Evidence]:
    """Yield where it stands, and nothing twice: not what is part of more that says the same."""
    reached: dict[OptOutVerdict, int] = {}
    for one in sorted(found, key=lambda one: (one.first.start, -one.last.end)):
        if one.last.end > reached.get(one.verdict, -1):
            reached[one.verdict] = one.last.end
            yield Evidence(
                verdict=one.verdict,
                start=one.first.start,
                end=one.last.end,
                language=one.language,
            )


def _rank(finding: Finding) -> int:
    return len(_ORDER) if finding.weak else _ORDER.index(finding.verdict)


def _takes_it_back(found: Sequence[Finding], out: Finding) -> bool:
    """Tell whether a text goes on to ask for more: it says both, so somebody must ask."""
    return any(one.verdict == "opt_in" and one.first.start >= out.last.end for one in found)


def _tags(clause: Clause) -> frozenset[str]:
    said = ("send", "receive", "message", "unsub")
    tags = frozenset(tag for one in clause.phrases for tag in one.tags(*said))
    return tags - {"message"} if tags & _MESSENGERS else tags


# --- all that is written --------------------------------------------------------------------------


def _by_keywords(reading: Reading) -> Iterator[Finding]:
    """Find keywords that are all that the message, a line of it or a sentence says."""
    clauses = list(enumerate(reading.clauses))
    if not clauses:
        return
    whole = _keyword(clauses)
    if whole is not None:
        yield _asked(whole, reading)
        return
    lines: dict[int, list[tuple[int, Clause]]] = {}
    sentences: dict[int, list[tuple[int, Clause]]] = {}
    for number, clause in clauses:
        lines.setdefault(clause.line, []).append((number, clause))
        sentences.setdefault(clause.sentence, []).append((number, clause))
    other = any(one.has("thing") for clause in reading.clauses for one in clause.phrases)
    for group, sure in [*((one, True) for one in lines.values())] + [
        (one, False) for one in sentences.values()
    ]:
        found = _keyword(group)
        if found is not None and found.verdict != "opt_in":
            doubtful = found.verdict == "opt_out" and (other or not sure)
            yield _asked(found._replace(verdict="maybe") if doubtful else found, reading)


def _keyword(clauses: Sequence[tuple[int, Clause]]) -> Finding | None:
    """Return what clauses say that hold a keyword and nothing else."""
    verdict: OptOutVerdict | None = None
    first: Phrase | None = None
    last: Phrase | None = None
    place, language = 0, ""
    for number, clause in clauses:
        for phrase in clause.phrases:
            if verdict is None and phrase.has(*_OUT, "maybe_keyword", "keyword_in"):
                out, into = phrase.languages(*_OUT), phrase.languages("keyword_in")
                perhaps = phrase.languages("maybe_keyword")
                verdict = "maybe" if perhaps else "opt_out" if out else "opt_in"
                language = (perhaps or out or into)[0]
                first, place = phrase, number
                last = phrase
            elif phrase.has(*_OUT, "stop", *_OBJECTS) and first is not None:
                if first.has("no") and phrase.has(*_OUT):
                    return None  # `dung huy`, without marks, is `đừng hủy` as well as `dừng`
                last = phrase
            elif not phrase.has(*_ASIDE):
                return None
    if verdict is None or first is None or last is None:
        return None
    return Finding(verdict, first, last, language, place)


def _asked(finding: Finding, reading: Reading) -> Finding:
    sentence = reading.clauses[finding.clause].sentence
    asked = sentence in reading.asked and sentence not in reading.requested
    return finding._replace(verdict="question") if asked else finding


# --- phrases --------------------------------------------------------------------------------------


def _by_phrases(reading: Reading) -> Iterator[Finding]:
    doubted: set[int] = set()
    permitted: set[int] = set()
    tag: dict[int, bool] = {}
    for clause in reading.clauses:
        if any(one.has("may") for one in clause.phrases):
            permitted.add(clause.sentence)
        # `Stop it, ok?` asks nothing.
        tag[clause.sentence] = all(one.has("courtesy") for one in clause.phrases)
    for number, clause in enumerate(reading.clauses):
        if any(one.has("if") for one in clause.phrases):
            doubted.add(clause.sentence)
        sentence = clause.sentence
        asks = sentence in reading.asked and not tag[sentence]
        open_question = (asks or sentence in permitted) and sentence not in reading.requested
        question = open_question or _asks(clause)
        manual = any(one.has("manual", "link") for one in clause.phrases)
        for finding in findings(clause, number):
            verdict, weak = finding.verdict, finding.weak
            if question or (verdict == "opt_in" and asks):
                # Whoever asks `Why do you call all day?` complains, and asks nothing.
                verdict = "maybe" if finding.first.has("maybe") else "question"
            elif manual:
                if verdict != "maybe":
                    continue
            elif verdict == "opt_in" and sentence in doubted:
                continue
            elif verdict == "opt_out" and sentence in doubted:
                verdict = "maybe"
            yield finding._replace(verdict=verdict, weak=weak)


def _asks(clause: Clause) -> bool:
    """Tell whether a clause asks: by a word that does, or in Vietnamese by a `không` at its end."""
    words = [one for one in clause.phrases if not one.has("courtesy", "request")]
    if len(words) > 1 and "vi" in words[-1].languages("no") and not words[-1].has("stop"):
        return True
    denied = False
    for one in clause.phrases:
        # `Không cần đâu` denies, and asks nothing.
        if one.has("how") and not (denied and one.has("emphatic")):
            return True
        denied = denied or one.has("no")
    return False
