"""
The ledger: a set of consent events, and what they add up to.

Several writers may keep their own and merge them in any order: what counts is what happened and
when, not who told first. Silence adds up to nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from omnidesk.model import Time
from omnidesk.model._base import Noun
from omnidesk.policy._subjects import known_people
from omnidesk.policy.consent._events import DIMENSIONS, STOPS, ConsentEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omnidesk.model import Person
    from omnidesk.policy.consent._ceilings import Ceiling

StandingState = Literal[
    "given", "refused", "withdrawn", "expired", "requested", "notice_shown", "unknown"
]
"""How a consent stands. Only `given` is a consent; `requested` waits for an answer."""


class Standing(Noun):
    """How one person's consent to one thing stands, and by which event."""

    _shown: ClassVar[frozenset[str]] = frozenset()

    state: StandingState
    """How it stands."""
    event: ConsentEvent | None = None
    """The event that settles it; `None` for `unknown`."""
    until: Time | None = None
    """For `given`: when it ends by itself (UTC), by its own word or by a law's ceiling."""

    @property
    def allows(self) -> bool:
        """Whether it is a consent."""
        return self.state == "given"


class Ledger:  # noqa: PLW1641 - it grows, so it has no hash
    """
    An append-only set of consent events: order and repetition mean nothing.

    Events are found by their subject, so that a ledger of millions answers as fast as a small one.

    Args:
        events: The events.
    """

    __slots__ = ("_by_subject",)

    def __init__(self, events: Iterable[ConsentEvent] = ()) -> None:
        self._by_subject: dict[str, set[ConsentEvent]] = {}
        self.add(events)

    def __repr__(self) -> str:
        return f"Ledger(<{len(self)}>)"

    def __len__(self) -> int:
        """Return how many events there are."""
        return sum(map(len, self._by_subject.values()))

    def __iter__(self) -> Iterator[ConsentEvent]:
        """Iterate over the events in order of time."""
        return iter(sorted((one for some in self._by_subject.values() for one in some), key=_order))

    def __contains__(self, event: object) -> bool:
        """Return whether an event is there."""
        return isinstance(event, ConsentEvent) and event in self._by_subject.get(event.subject, ())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ledger) and self._by_subject == other._by_subject

    def __or__(self, more: Iterable[ConsentEvent]) -> Ledger:
        """Return these events and more. None is ever taken away."""
        together = Ledger(self)
        together.add(more)
        return together

    def add(self, events: Iterable[ConsentEvent]) -> None:
        """Add events, those that are there already without effect."""
        for event in events:
            self._by_subject.setdefault(event.subject, set()).add(event)

    def subjects(self) -> tuple[str, ...]:
        """Return everybody whom there is an event about, sorted."""
        return tuple(sorted(self._by_subject))

    def about(self, subject: str) -> tuple[ConsentEvent, ...]:
        """Return the events about somebody, in order of time."""
        return tuple(sorted(self._by_subject.get(subject, ()), key=_order))

    def joined(self, people: Iterable[Person]) -> Ledger:
        """
        Return the ledger in which people stand for their identities.

        Keep what is told about each identity, and join it where you ask: whoever turns out to be
        somebody else, or not to be, has then withdrawn what they withdrew, and no more.

        Args:
            people: Who is who. Events about nobody of them stay as they are.
        """
        known = known_people(people)
        return Ledger(
            one.model_copy(update={"subject": known[one.subject]}) if one.subject in known else one
            for some in self._by_subject.values()
            for one in some
        )

    def state(
        self,
        subject: str,
        *,
        now: datetime,
        purpose: str | None = None,
        channel: str | None = None,
        message_class: str | None = None,
        controller: str | None = None,
        region: str | None = None,
        ceilings: Iterable[Ceiling] = (),
    ) -> Standing:
        """
        Tell how somebody's consent to something stands.

        An event speaks about whatever it names, and about all that is narrower; what takes back a
        channel takes back those that are a part of it (`zalo` and `call`: `zalo_call`), and a grant
        for it grants no part. A grant counts only
        after every withdrawal and refusal that speaks about the same, and only if it names all that
        they name: whoever took back all e-mail opens nothing by a grant that does not say e-mail.
        At one moment, no counts.

        Args:
            subject: Whose consent.
            now: The present moment; aware. What happens later has not happened.
            purpose: What for.
            channel: By which channel.
            message_class: For which class of message.
            controller: To whom.
            region: Whose law applies (ISO 3166), where the grant does not say.
            ceilings: Laws that end consents; where the region is not known, all of them do.

        Raises:
            ValueError: If `now` is naive.
        """
        if now.utcoffset() is None:
            raise ValueError("now must be aware: say which zone it is in")
        asked = (purpose, channel, message_class, controller)
        speaking = [
            one
            for one in self._by_subject.get(subject, ())
            if one.at <= now and _speaks_about(one, asked)
        ]
        grants = [one for one in speaking if one.kind == "given"]
        stops = [one for one in speaking if one.kind in STOPS]
        laws = tuple(ceilings)
        ends = {one: _end(one, laws, now, region, channel) for one in grants}
        live = [
            one for one in grants if ends[one] > now and all(_reopens(one, stop) for stop in stops)
        ]
        if live:
            best = max(live, key=lambda one: (ends[one], _order(one)))
            return Standing(state="given", event=best, until=_known(ends[best]))
        standing = [stop for stop in stops if not any(_reopens(one, stop) for one in grants)]
        if standing:
            last = max(standing, key=lambda one: (one.at, -STOPS.index(one.kind), _order(one)))
            return Standing(state=last.kind, event=last)
        if grants:
            return Standing(state="expired", event=max(grants, key=_order))
        told = max(speaking, key=_order, default=None)
        return Standing(state=told.kind if told else "unknown", event=told)


_NEVER = datetime.max.replace(tzinfo=UTC)


def _speaks_about(event: ConsentEvent, asked: tuple[str | None, ...]) -> bool:
    for name, wanted in zip(DIMENSIONS, asked, strict=True):
        said = getattr(event, name)
        if said in (None, wanted):
            continue
        # Whoever wants no calls, or nothing by Zalo, wants no calls by Zalo: `zalo_call`.
        parts = (wanted or "").split("_") if name == "channel" and event.kind in STOPS else ()
        if said not in parts:
            return False
    return True


def _reopens(grant: ConsentEvent, stop: ConsentEvent) -> bool:
    return grant.at > stop.at and stop.named <= grant.named


def _end(
    grant: ConsentEvent,
    ceilings: Iterable[Ceiling],
    now: datetime,
    region: str | None,
    channel: str | None,
) -> datetime:
    """Return when a grant ends; at the end of the calendar if nothing ends it."""
    found = [
        one.end(
            grant.at,
            now=now,
            region=grant.region or region,
            purpose=grant.purpose,
            channel=grant.channel or channel,
        )
        for one in ceilings
    ]
    return min((at for at in (*found, grant.expires_at) if at is not None), default=_NEVER)


def _known(at: datetime) -> datetime | None:
    return None if at == _NEVER else at


def _order(event: ConsentEvent) -> tuple[object, ...]:
    return event.at, event.kind, event.id
