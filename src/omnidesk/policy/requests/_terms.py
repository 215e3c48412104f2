"""How long a desk has to answer, by law: dated data, each with its source and how sure it is."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal
from zoneinfo import ZoneInfo

from omnidesk.model import RightsKind, Time
from omnidesk.model._base import Noun
from omnidesk.policy._base import Data
from omnidesk.policy._calendar import deadline
from omnidesk.policy._periods import Period, after
from omnidesk.policy._rules import Citation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from omnidesk.policy._calendar import BusinessCalendar


class Term(Data):
    """What a law gives a desk to answer certain requests, from one day to another."""

    law: str
    """The law, as requests name it: `vn`, `gdpr`, …"""
    kinds: tuple[RightsKind, ...]
    """Which requests."""
    acknowledge: Period | None = None
    """How long to say that it was received."""
    answer: Period
    """How long to carry it out."""
    through_others: Period | None = None
    """The same, where a processor or a third party has to act too."""
    extension: Period | None = None
    """By how much it can be put off, once, if the person is told in time and why."""
    zone: str = "UTC"
    """The zone in whose days it is counted, where no calendar says it (IANA)."""
    since: date | None = None
    """The first day on which it is the law."""
    until: date | None = None
    """The last, if it has one."""
    source: Citation
    """Where it says so."""


def _vietnam(
    kinds: tuple[RightsKind, ...],
    answer: Period,
    *,
    through_others: Period | None = None,
    extension: Period | None = None,
    certainty: Literal["secondary", "unconfirmed"],
) -> Term:
    return Term(
        law="vn",
        kinds=kinds,
        acknowledge="P2BD",
        answer=answer,
        through_others=through_others,
        extension=extension,
        zone="Asia/Ho_Chi_Minh",
        since=date(2026, 1, 1),
        source=Citation(
            document="Decree 356/2025/ND-CP, as law firms tell it",
            read_on=date(2026, 11, 21),
            certainty=certainty,
        ),
    )


TERMS: tuple[Term, ...] = (
    _vietnam(
        ("withdraw", "restrict", "object"),
        "P15D",
        through_others="P20D",
        extension="P15D",
        certainty="secondary",
    ),
    _vietnam(("access", "port", "rectify"), "P10D", certainty="unconfirmed"),
    _vietnam(("erase",), "P20D", through_others="P30D", certainty="unconfirmed"),
    Term(
        law="vn",
        zone="Asia/Ho_Chi_Minh",
        kinds=("withdraw", "restrict", "object", "access", "erase"),
        answer="PT72H",
        since=date(2023, 7, 1),
        until=date(2025, 12, 31),
        source=Citation(
            document="Decree 13/2023/ND-CP",
            url="https://www.worldlii.org/int/other/NDPrivLegis/2023/3.html",
            read_on=date(2026, 11, 21),
            certainty="secondary",
        ),
    ),
    Term(
        law="gdpr",
        kinds=("erase", "withdraw", "restrict", "object", "access", "rectify", "port"),
        answer="P1M",
        extension="P2M",
        since=date(2018, 5, 25),
        source=Citation(
            document="Regulation (EU) 2016/679",
            clause="article 12(3)",
            url="https://eur-lex.europa.eu/eli/reg/2016/679/oj",
            certainty="unconfirmed",
        ),
    ),
    Term(
        law="ccpa",
        kinds=("access", "erase"),
        answer="P45D",
        extension="P45D",
        source=Citation(document="California Consumer Privacy Act", certainty="secondary"),
    ),
)
"""
The terms that we know. Of Vietnam's decree we have read accounts and not the text, and they leave
the terms for access, rectification and erasure in doubt; read the law, and give your own.
"""


class Clock(Noun):
    """By when a request must be answered. Not legal advice."""

    _shown: ClassVar[frozenset[str]] = frozenset({"law", "certainty"})

    law: str
    """By which law."""
    acknowledge_by: Time | None = None
    """By when to say that it was received (UTC); `None` if the law sets no term, or the calendar
    does not cover it."""
    due_at: Time | None = None
    """By when to have carried it out (UTC): the end of the last day. `None` as above."""
    extended_to: Time | None = None
    """By when at the latest, if it is put off (UTC)."""
    certainty: str | None = None
    """How sure the term is: `quoted`, `secondary`, `unconfirmed`."""


def clock(
    kind: RightsKind,
    law: str,
    received_at: datetime,
    *,
    terms: Iterable[Term] = TERMS,
    calendar: BusinessCalendar | None = None,
    through_others: bool = False,
) -> Clock:
    """
    Work out by when a request must be answered.

    Args:
        kind: What is asked for.
        law: The law that applies.
        received_at: When it reached the desk; aware.
        terms: What the laws say. Those in force on the day of receipt count.
        calendar: Which days are worked. Without one, terms in working days are not known, and an
            end on a day off is not moved.
        through_others: Whether a processor or a third party has to act too.

    Returns:
        The dates; all `None` if no term is known.
    """
    for term in terms:
        if term.law != law or kind not in term.kinds or not _in_force(term, received_at):
            continue
        period = (term.through_others if through_others else None) or term.answer
        due = _ends(received_at, period, term, calendar)
        extended = None
        if due is not None and term.extension is not None:
            # An end is the first moment that is too late: the day before it is the last day.
            extended = _ends(due - timedelta(microseconds=1), term.extension, term, calendar)
        acknowledge = None
        if term.acknowledge is not None:
            acknowledge = _ends(received_at, term.acknowledge, term, calendar)
        return Clock(
            law=law,
            acknowledge_by=acknowledge,
            due_at=due,
            extended_to=extended,
            certainty=term.source.certainty,
        )
    return Clock(law=law)


def _in_force(term: Term, received_at: datetime) -> bool:
    try:
        day = received_at.astimezone(ZoneInfo(term.zone)).date()
    except OverflowError:
        return False  # in that zone it is beyond the calendar
    return (term.since is None or term.since <= day) and (term.until is None or day <= term.until)


def _ends(
    start: datetime, period: Period, term: Term, calendar: BusinessCalendar | None
) -> datetime | None:
    if "T" in period:
        return after(start, period, ZoneInfo(term.zone), late=False)  # hours are counted at once
    if calendar is not None:
        return deadline(start, period, calendar, late=True)
    if period.endswith("BD"):
        return None
    midnight = start.astimezone(ZoneInfo(term.zone)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    # The day of the event does not count, and the last day does.
    last = after(midnight.astimezone(UTC), period, ZoneInfo(term.zone), late=False)
    return None if last is None else after(last, "P1D", ZoneInfo(term.zone), late=False)
