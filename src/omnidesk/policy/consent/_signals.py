"""Consent events from what adapters read, from texts, from forms and from calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from omnidesk.events import CallReported, ConsentSignalled, RightsRequested
from omnidesk.policy._subjects import known_people
from omnidesk.policy.consent._events import ConsentEvent, ConsentKind
from omnidesk.policy.consent._said import said_by_call, said_by_consent, said_by_right, subjects_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from omnidesk.events import EventBase
    from omnidesk.model import Person, Source
    from omnidesk.policy.consent._detect import OptOut

FormAnswer = Literal["agreed", "declined", "left_empty", "preticked", "bundled", "browsed"]
"""
What somebody did about one question of a form: ticked an empty box or pressed yes; said no; left it
as it was; left a tick that was there already; agreed to something else that has it in its terms;
read on. Only the first is a consent.
"""

_ANSWERS: Final[Mapping[FormAnswer, ConsentKind]] = {
    "agreed": "given",
    "declined": "refused",
    "left_empty": "notice_shown",
    "preticked": "notice_shown",
    "bundled": "notice_shown",
    "browsed": "notice_shown",
}


def consent_events(
    event: EventBase,
    *,
    people: Iterable[Person] = (),
    controller: str | None = None,
    purposes: Mapping[str, str] | None = None,
    received_at: datetime | None = None,
) -> tuple[ConsentEvent, ...]:
    """
    Read what an adapter's event says about consent.

    `ConsentSignalled` says it outright. `RightsRequested` for erasure, withdrawal, restriction or
    objection takes back everything. `CallReported` may say whether its parties agreed to be
    recorded. A signal whose meaning nobody knows (`unknown`), or of somebody whom the platform
    hides, says nothing. A grant that does not name its purpose is a notice.

    Args:
        event: Any event.
        people: Who is who: the events are then about people, not about single identities.
        controller: Whose channel it is.
        purposes: The desk's words for the platform's (`BACK_IN_STOCK`: `marketing`).
        received_at: When it reached us, for an event that has no time at all; aware.

    Raises:
        ValueError: If neither the event nor the caller knows a time. None is made up.
    """
    match event:
        case ConsentSignalled():
            said = said_by_consent(event.consent, event.channel, purposes)
        case RightsRequested():
            said = said_by_right(event.request)
        case CallReported():
            leg = event.leg
            said = said_by_call(event.recording_consent, (leg.caller, leg.callee) if leg else ())
        case _:
            return ()
    subjects = subjects_of(said.whose, known_people(people))
    if said.kind is None or not subjects:
        return ()
    at = event.occurred_at or event.source.received_at or received_at
    if at is None:
        raise ValueError("the event has no time: pass received_at")
    return said.events(subjects, at=at, source=event.source, controller=controller)


def text_events(
    found: OptOut,
    *,
    subject: str,
    at: datetime,
    channel: str | None = None,
    purpose: str | None = None,
    controller: str | None = None,
    purposes: Mapping[str, str] | None = None,
    source: Source | None = None,
) -> tuple[ConsentEvent, ...]:
    """
    Turn what a text says into consent events.

    An opt-out that names nothing takes back everything, by every channel. One that names channels
    or topics takes back those. `maybe` and `question` are for a person to answer; they change
    nothing.

    Args:
        found: What `detect_opt_out` found.
        subject: Who wrote it.
        at: When; aware.
        channel: Where: what is meant by `messages` that are not said to be of any kind.
        purpose: What an opt-in is for. Without one it is no grant, and gives no event.
        controller: To whom they wrote.
        purposes: The desk's words for the topics (`promotion`: `marketing`).
        source: Where the text was read.
    """
    words = purposes or {}
    proof = source.digest if source else None
    places: tuple[tuple[str | None, str | None], ...] = ()
    if found.verdict == "opt_out":
        channels = tuple(channel if one == "message" else one for one in found.channels)
        topics = tuple(words.get(one, one) for one in found.topics)
        places = tuple(
            dict.fromkeys(
                (topic, one) for topic in topics or (None,) for one in channels or (None,)
            )
        )
    elif found.verdict == "opt_in" and purpose is not None:
        places = ((purpose, channel),)
    return tuple(
        ConsentEvent(
            kind="withdrawn" if found.verdict == "opt_out" else "given",
            subject=subject,
            at=at,
            purpose=topic,
            channel=one,
            controller=controller,
            signal="text",
            proof=proof,
            source=source,
        )
        for topic, one in places
    )


def form_events(
    answers: Mapping[str, FormAnswer],
    *,
    subject: str,
    at: datetime,
    channel: str | None = None,
    controller: str | None = None,
    region: str | None = None,
    expires_at: datetime | None = None,
    notice_version: str | None = None,
    wording: str | None = None,
    proof: str | None = None,
    actor: str | None = None,
) -> tuple[ConsentEvent, ...]:
    """
    Turn the answers of a form, or of a conversation on the telephone, into consent events.

    Args:
        answers: By purpose, what they did about it. One question is about one purpose.
        subject: Who answered.
        at: When; aware.
        channel: For which channel they were asked.
        controller: Who asked.
        region: Whose law applies (ISO 3166).
        expires_at: When what they agreed to ends by itself; aware.
        notice_version: Which version of the notice they were shown.
        wording: The digest of the words (`wording_digest`).
        proof: The digest of what proves it, such as the recording of a call.
        actor: Who answered for them: a guardian.
    """
    return tuple(
        ConsentEvent(
            kind=_ANSWERS[answer],
            subject=subject,
            at=at,
            purpose=purpose,
            channel=channel,
            controller=controller,
            region=region,
            expires_at=expires_at if answer == "agreed" else None,
            signal="form" if answer in ("agreed", "declined") else answer,
            notice_version=notice_version,
            wording=wording,
            proof=proof,
            actor=actor,
        )
        for purpose, answer in answers.items()
    )
