"""One story per call: what all records of its legs add up to, whatever order they came in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from omnidesk.assembly._order import LAST, happened, identity_keys, once, sources
from omnidesk.model import Call, Defect, Durations, Leg, Participant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from pydantic import BaseModel

    from omnidesk.events import CallReported
    from omnidesk.model import Attachment, Direction, Outcome, RecordingConsent

M = TypeVar("M", bound="BaseModel")

T = TypeVar("T")

_UNKNOWN = (None, "unknown")
_BEST_FIRST: tuple[Outcome, ...] = (
    "answered",
    "voicemail",
    "ongoing",
    "abandoned",
    "rejected",
    "busy",
    "cancelled",
    "missed",
    "failed",
    "unknown",
)
"""What several legs come to: one telephone of a ring group that was answered is enough."""


def tell_call(call_id: str, aliases: tuple[str, ...], reports: list[CallReported]) -> Call:
    """Fold all reports about one call."""
    ordered = sorted(
        once(reports),
        key=lambda one: (-1 if one.sequence is None else one.sequence, *happened(one)),
    )
    reports_by_leg = _reports_by_leg(ordered)
    legs = _legs(reports_by_leg)
    # The latest word counts, wherever there is one.
    directions: list[Direction] = [one.direction for one in ordered if one.direction != "unknown"]
    outcomes: list[Outcome] = [one.outcome for one in ordered if one.outcome is not None]
    consents: list[RecordingConsent] = [
        one.recording_consent for one in ordered if one.recording_consent != "unknown"
    ]
    voicemails = [one.voicemail for one in ordered if one.voicemail is not None]
    started = _earliest(leg.started_at for leg in legs)
    ended = [leg.ended_at for leg in legs]
    return Call(
        id=call_id,
        aliases=aliases,
        direction=_direction(directions),
        outcome=outcomes[-1] if outcomes else _outcome(legs, left=bool(voicemails)),
        parties=_parties(legs),
        legs=legs,
        started_at=started,
        answered_at=_earliest(leg.answered_at for leg in (*_telling(legs), *_mailboxes(legs))),
        # A call goes on while one of its legs does.
        ended_at=max((at for at in ended if at), default=None) if all(ended) else None,
        durations=_durations(legs),
        recordings=_latest_of_each(item for one in ordered for item in one.recordings),
        recording_consent=consents[-1] if consents else "unknown",
        voicemail=voicemails[-1] if voicemails else None,
        transcripts=_distinct(item for one in ordered for item in one.transcripts),
        defects=(
            *_distinct(item for one in ordered for item in one.defects),
            *_disagreements(reports_by_leg),
        ),
        sources=sources(reports),
    )


def _reports_by_leg(ordered: list[CallReported]) -> Mapping[str, list[CallReported]]:
    reports: defaultdict[str, list[CallReported]] = defaultdict(list)
    for report in ordered:
        if report.leg is not None:
            reports[report.leg.id].append(report)
    return reports


def _legs(reports: Mapping[str, list[CallReported]]) -> tuple[Leg, ...]:
    legs = [
        _latest_known([one.leg for one in versions if one.leg is not None])
        for versions in reports.values()
    ]
    return tuple(sorted(legs, key=lambda leg: (leg.started_at or LAST, leg.id)))


def _disagreements(reports: Mapping[str, list[CallReported]]) -> tuple[Defect, ...]:
    """Say where two records of a leg that has ended, neither newer than the other, tell apart."""
    found: dict[Defect, None] = {}
    for versions in reports.values():
        if len(versions) < 2:
            continue
        final: dict[int | None, Leg] = {}
        for report in versions:
            leg = report.leg
            if leg is None or leg.ended_at is None:
                continue
            known = final.setdefault(report.sequence, leg)
            if any(_differ(getattr(known, name), getattr(leg, name)) for name in _FACTS):
                found[Defect(code="records_disagree", pointer=report.source.pointer)] = None
    return tuple(found)


_FACTS = ("outcome", "started_at", "answered_at", "ended_at", "durations")


def _differ(one: object, other: object) -> bool:
    if isinstance(one, Durations) and isinstance(other, Durations):
        values = zip(dict(one).values(), dict(other).values(), strict=True)
        return any(_differ(first, second) for first, second in values)
    return one != other and one not in _UNKNOWN and other not in _UNKNOWN


def _latest_known(versions: Sequence[M]) -> M:
    """Overlay versions of a thing, oldest first: what a newer one does not know stays."""
    newest = versions[-1]
    if len(versions) == 1:
        return newest
    changes: dict[str, object] = {}
    for older in versions[:-1]:
        for name, value in older:
            if isinstance(value, Durations):
                # Each knows its own: the queue how long it held the caller, the leg its length.
                known = changes.get(name)
                changes[name] = value if known is None else _overlaid(known, value)
            elif value not in _UNKNOWN and getattr(newest, name) in _UNKNOWN:
                changes[name] = value
    for name, value in newest:
        if isinstance(value, Durations) and name in changes:
            changes[name] = _overlaid(changes[name], value)
    return newest.model_copy(update=changes) if changes else newest


def _overlaid(older: object, newer: object) -> Durations:
    told = [one for one in (older, newer) if isinstance(one, Durations)]
    known = {name: value for one in told for name, value in one if value is not None}
    return Durations(**known)


def _direction(told: Sequence[Direction]) -> Direction:
    """Return the latest word; that two of ours talked to one another is but a part of a call."""
    latest: Direction = "unknown"
    for one in told:
        if one != "internal" or latest == "unknown":
            latest = one
    return latest


def _mailboxes(legs: tuple[Leg, ...]) -> tuple[Leg, ...]:
    return tuple(leg for leg in legs if leg.outcome == "voicemail")


def _telling(legs: tuple[Leg, ...]) -> tuple[Leg, ...]:
    """
    Return the legs that say whether anybody was reached.

    Where a leg has made others, its own answer is the exchange's: the queue's music, the voice
    menu. Then only the legs that it made count.
    """
    children = tuple(leg for leg in legs if leg.parent_id is not None)
    return children or legs


def _outcome(legs: tuple[Leg, ...], *, left: bool) -> Outcome:
    """Tell how a call ended from its legs, and from whether a message was left."""
    found = {leg.outcome for leg in _telling(legs)}
    # What became of the caller in a queue or a mailbox, the caller's own leg tells.
    found |= {leg.outcome for leg in legs} & {"abandoned", "voicemail"}
    if left:
        found.add("voicemail")
    best: list[Outcome] = [outcome for outcome in _BEST_FIRST if outcome in found]
    return best[0] if best else "unknown"


def _durations(legs: tuple[Leg, ...]) -> Durations:
    started = _earliest(leg.started_at for leg in legs)
    ended = [leg.ended_at for leg in legs]
    total = _most(leg.durations.total for leg in legs)
    if started and ended and all(ended):
        last = max(at for at in ended if at)
        total = round((last - started).total_seconds() * 1000)
    telling = _telling(legs)
    return Durations(
        total=total,
        ring=_most(leg.durations.ring for leg in telling),
        talk=_sum(leg.durations.talk for leg in telling),
        # A caller who was parked was so on their own leg.
        hold=_sum(leg.durations.hold for leg in _knowing_hold(telling, legs)),
        queue=_sum(leg.durations.queue for leg in legs),
        ivr=_sum(leg.durations.ivr for leg in legs),
        wrap=_sum(leg.durations.wrap for leg in telling),
    )


def _knowing_hold(telling: tuple[Leg, ...], legs: tuple[Leg, ...]) -> tuple[Leg, ...]:
    return telling if any(leg.durations.hold is not None for leg in telling) else legs


def _parties(legs: tuple[Leg, ...]) -> tuple[Participant, ...]:
    parties: dict[object, Participant] = {}
    for leg in legs:
        for party in (leg.caller, leg.callee):
            if party is not None:
                parties.setdefault(identity_keys(party) or party, party)
    return tuple(parties.values())


def _earliest(times: Iterable[datetime | None]) -> datetime | None:
    return min((at for at in times if at is not None), default=None)


def _most(values: Iterable[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _latest_of_each(recordings: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """Return what is known of each recording: one that was deleted meanwhile is so."""
    told: defaultdict[object, list[Attachment]] = defaultdict(list)
    for recording in recordings:
        told[recording.id or recording].append(recording)
    return tuple(_latest_known(versions) for versions in told.values())


def _distinct(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
