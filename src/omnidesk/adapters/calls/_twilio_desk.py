"""What the readers of Twilio's forms and of its resources share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from omnidesk._payload import Payload
from omnidesk.adapters.calls import _twilio_words as words
from omnidesk.adapters.calls._exchange import CHANNEL, Exchange
from omnidesk.events import NoticePosted
from omnidesk.model import Leg, Notice, derive_id

if TYPE_CHECKING:
    from datetime import datetime

    from omnidesk.events import Event
    from omnidesk.model import Attachment, Defect, Direction


@dataclass(frozen=True, slots=True)
class Desk:
    """
    What every reader needs.

    Args:
        exchange: What is known about the account.
        payload: What is read.
        voicemail: Whether what `<Record>` records is a message that was left.
    """

    exchange: Exchange
    payload: Payload
    voicemail: bool


def placed(exchange: Exchange, leg: Leg, direction: Direction) -> Leg:
    """Say that whoever is ours and is called is an agent, where the call's direction is open."""
    if direction != "unknown" or leg.callee is None or not exchange.is_ours(leg.callee):
        return leg
    return leg.model_copy(update={"callee": leg.callee.model_copy(update={"role": "agent"})})


def attached(
    desk: Desk,
    pointer: str,
    made: Attachment,
    *,
    call_sid: str | None,
    conference_sid: str | None,
    status: str,
    at: datetime | None,
    defects: tuple[Defect, ...] = (),
) -> Event:
    """
    Make the event of a recording: it hangs on the call, or a notice while it is under way.

    Args:
        desk: Who reads.
        pointer: Where it stands.
        made: The recording.
        call_sid: The call; for a call of two legs the one that made the other.
        conference_sid: The conference, if it is one's.
        status: The recording's state.
        at: When it began.
        defects: What was wrong.
    """
    call_id = call_sid or conference_sid or ""
    aliases = (conference_sid,) if conference_sid and conference_sid != call_id else ()
    if status in words.UNDER_WAY:
        calls = tuple(derive_id("call", one) for one in (call_id, *aliases))
        began = at if status == "in-progress" else None
        return _notice(desk, pointer, calls, (made.id, status), began).model_copy(
            update={"defects": defects}
        )
    # An absent one is too short or silent: the caller has left nothing.
    left = made.kind == "voicemail" and status != "absent"
    # Whoever left a message was not answered, unless another leg says so.
    leg = Leg(id=call_sid, outcome="voicemail") if left and call_sid else None
    return desk.exchange.report(
        desk.payload,
        pointer,
        call_id=call_id,
        aliases=aliases,
        leg=leg,
        direction="unknown",
        what=("recording", made.id, status),
        sequence=words.LAST_WORD if leg else None,
        occurred_at=at,
        recordings=() if made.kind == "voicemail" else (made,),
        voicemail=made if left else None,
        defects=defects,
    )


def _notice(
    desk: Desk,
    pointer: str,
    thread: tuple[str, ...],
    what: tuple[str | None, str],
    at: datetime | None,
) -> NoticePosted:
    exchange = desk.exchange
    happening = (CHANNEL, "recording", exchange.account, *what)
    notice = Notice(
        id=derive_id("notice", *happening),
        kind="other",
        name=f"recording-{what[1]}",
        occurred_at=at,
    )
    return NoticePosted(
        id=derive_id("evt", *happening),
        channel=CHANNEL,
        account=exchange.account,
        thread=thread,
        occurred_at=at,
        source=exchange.source(desk.payload, pointer),
        notice=notice,
    )
