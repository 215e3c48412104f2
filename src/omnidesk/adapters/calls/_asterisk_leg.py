"""From one call detail record of Asterisk to a leg: who, when, how long, and how it ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from omnidesk.adapters.calls import _asterisk_words as words
from omnidesk.adapters.calls._asterisk_channel import Channel, read_channel, somebody
from omnidesk.adapters.calls._asterisk_input import read_when
from omnidesk.adapters.calls._exchange import between
from omnidesk.model import Attachment, Defect, Durations, Leg, derive_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk.adapters.calls._exchange import Exchange
    from omnidesk.model import Direction, Outcome, Participant

AnsweredBy = Literal["human", "machine", "unknown"]


class Ids(NamedTuple):
    """What a record says about which call it is of."""

    call: str
    """The call, by the id that its records share."""
    leg: str
    """The record."""
    channel: str | None
    """The channel that called, if the record has its id."""


class Times(NamedTuple):
    """When it was, and what was wrong with that."""

    started_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    defects: tuple[Defect, ...]


def read_record(
    exchange: Exchange, pointer: str, fields: Mapping[str, str], trunks: frozenset[str]
) -> Record | None:
    """Read a record; `None` if nothing in it says which call it is of."""
    times = _times(exchange, fields, pointer)
    ids = _ids(fields, times.started_at)
    return None if ids is None else Record(exchange, pointer, fields, trunks, ids=ids, times=times)


class Record:
    """One call detail record, read as far as it can be on its own."""

    __slots__ = ("a", "b", "exchange", "fields", "ids", "pointer", "times", "trunks")

    def __init__(
        self,
        exchange: Exchange,
        pointer: str,
        fields: Mapping[str, str],
        trunks: frozenset[str],
        *,
        ids: Ids,
        times: Times,
    ) -> None:
        self.exchange = exchange
        self.pointer = pointer
        self.fields = fields
        self.trunks = trunks
        self.ids = ids
        self.times = times
        self.a = read_channel(fields.get("channel", ""))
        self.b = read_channel(fields.get("dstchannel", ""))

    def __repr__(self) -> str:
        return f"<Record at {self.pointer}>"

    @property
    def app(self) -> str:
        """The last application, in lower case."""
        return self.fields.get("lastapp", "").strip().lower()

    @property
    def disposition(self) -> str:
        """Asterisk's word for how it ended, as Asterisk spells it; empty if it is none of them."""
        word = " ".join(self.fields.get("disposition", "").upper().replace("_", " ").split())
        word = "NO ANSWER" if word == "NOANSWER" else word
        return word if word in words.DISPOSITIONS else ""

    @property
    def queue(self) -> str | None:
        """The queue that it was in."""
        if self.app not in words.QUEUES:
            return None
        return self.fields.get("lastdata", "").partition(",")[0].strip() or None

    @property
    def reached(self) -> Channel | None:
        """The telephone or trunk that was called, if it was one."""
        return self.b if self.b is not None and self.b.pair is None else None

    @property
    def is_half(self) -> bool:
        """Whether who called is half of a local channel."""
        return self.a is not None and self.a.pair is not None

    @property
    def waited_in_vain(self) -> bool:
        """Whether it is the record of somebody whom no agent of a queue has reached."""
        return self.app in words.QUEUES and self.reached is None

    @property
    def ended_in_vain(self) -> bool:
        """Whether an agent of a queue was rung, and did not pick up."""
        return (
            self.app in words.QUEUES
            and self.reached is not None
            and self.disposition in ("NO ANSWER", "BUSY")
        )

    # --- who --------------------------------------------------------------------------------------

    def parties(self) -> tuple[Participant | None, Participant | None]:
        """Return who called and who was called. Halves of local channels are nobody."""
        get = self.fields.get
        numbering, at = self.exchange.numbering, self.times.started_at
        name, number = _clid(get("clid", ""))
        src, cnum = get("src", "").strip(), get("cnum", "").strip()
        raw = self._extension(self.a) or cnum or src or number
        if raw == cnum:
            name = get("cnam") or (name if number in ("", cnum) else "")
        elif raw not in (src, number):
            # The display name goes with the number that was shown, and not with the telephone.
            name = ""
        # For want of a name, the number is shown as one.
        name = "" if name in (raw, number) else name
        caller = numbering.party(raw, at=at, name=name)
        callee = numbering.party(self._called(), at=at, name=get("dstcnam"))
        return caller, callee

    def _called(self) -> str:
        get = self.fields.get
        picked = self._extension(self.reached)
        if picked:
            return picked
        if self.is_half and self.reached is None:
            return ""
        dialled = somebody(get("dst", ""))
        if self.app in words.VOICEMAIL:
            mailbox = get("lastdata", "").partition(",")[0].partition("@")[0]
            dialled = mailbox if mailbox.isdigit() else dialled
        elif self.queue is not None:
            # What was dialled is the queue, which is a leg's `queue` and nobody.
            dialled = ""
        return dialled or get("did", "").strip()

    def _extension(self, channel: Channel | None) -> str:
        if channel is None or channel.peer.casefold() in self.trunks:
            return ""
        user, most = channel.user, self.exchange.numbering.extension_digits
        return user if user.isascii() and user.isdigit() and len(user) <= most else ""

    def line(self) -> str | None:
        """Return our line, if the record names it."""
        return self.fields.get("did") or self.fields.get("outboundcnum") or None

    def direction(self, caller: Participant | None, callee: Participant | None) -> Direction:
        """Tell which way it went: by FreePBX's columns, by trunks, by who is ours."""
        if self.fields.get("did") or self._is_trunk(self.a):
            return "inbound"
        if self.fields.get("outboundcnum") or self._is_trunk(self.b):
            return "outbound"
        if callee is None and self.exchange.is_ours(caller):
            # Who dials a place in the dialplan may be led anywhere.
            return "unknown"
        return self.exchange.direction(caller, callee)

    def _is_trunk(self, channel: Channel | None) -> bool:
        return channel is not None and channel.peer.casefold() in self.trunks

    # --- how it ended -----------------------------------------------------------------------------

    def outcome(self, direction: Direction) -> tuple[Outcome, AnsweredBy | None]:
        """
        Tell how the leg ended, and who picked up.

        ANSWERED says that the caller's channel was answered: by a queue, an announcement or a
        mailbox as well as by a person.
        """
        said = words.DISPOSITIONS.get(self.disposition, "unknown")
        if self.waited_in_vain and said in ("answered", "missed"):
            return "abandoned", None
        if said != "answered":
            return said, None
        if self.app in words.VOICEMAIL:
            return "voicemail", "machine"
        if self.reached is not None:
            return "answered", None
        if self.b is not None or self.app in words.TALKED_IN or not self.fields.get("lastapp"):
            return "answered", "unknown"
        return ("missed" if direction == "inbound" else "unknown"), "machine"

    # --- the leg ----------------------------------------------------------------------------------

    def leg(
        self,
        parties: tuple[Participant | None, Participant | None],
        outcome: Outcome,
        answered_by: AnsweredBy | None,
    ) -> Leg:
        """Make the leg."""
        caller, callee = parties
        times = self.times
        answered = outcome in ("answered", "voicemail")
        return Leg(
            id=self.ids.leg,
            caller=caller,
            callee=callee,
            outcome=outcome,
            started_at=times.started_at,
            answered_at=times.answered_at if answered else None,
            ended_at=times.ended_at,
            durations=self._durations(outcome),
            answered_by=answered_by,
            queue=self.queue,
            hangup_cause=self.disposition or None,
        )

    def _durations(self, outcome: Outcome) -> Durations:
        times = self.times
        told = between(times.started_at, times.answered_at, times.ended_at)
        total, talk = _seconds(self.fields, "duration"), _seconds(self.fields, "billsec")
        total = told.total if total is None else total
        talk = told.talk if talk is None else talk
        if outcome == "answered":
            if self.app in words.QUEUES or self.reached is None:
                # The queue may have answered long before anybody did.
                return Durations(total=total)
            # Who was answered before the record began has rung for a time that it does not tell.
            rang = None if total is None or talk is None else max(total - talk, 0)
            return Durations(total=total, talk=talk, ring=rang or None)
        if outcome == "unknown":
            return Durations(total=total)
        if self.app in words.QUEUES:
            # Others of the same queue may talk for a time that nobody tells.
            return Durations(total=total)
        return Durations(total=total, talk=0, ring=total if self.reached is not None else None)

    @property
    def _was_up(self) -> bool:
        """Whether the caller may have been answered before anybody was rung."""
        total, talk = _seconds(self.fields, "duration"), _seconds(self.fields, "billsec")
        return self.app in words.QUEUES or (
            self.reached is not None and bool(talk) and talk == total
        )

    def recordings(self) -> tuple[Attachment, ...]:
        """Return the recording that the record names."""
        path = self.fields.get("recordingfile", "").strip()
        name = path.replace("\\", "/").rpartition("/")[2]
        if not name:
            return ()
        return (Attachment(kind="recording", id=path, filename=name, availability="unknown"),)

    def defects(self, outcome: Outcome) -> tuple[Defect, ...]:
        """Return what was wrong with the record, or is not sure."""
        found = list(self.times.defects)
        if not self.disposition:
            found.append(Defect(code="disposition_unknown", pointer=self.pointer))
        if outcome == "answered" and self._was_up:
            found.append(Defect(code="answer_may_be_the_exchanges", pointer=self.pointer))
        return tuple(dict.fromkeys(found))


def _clid(clid: str) -> tuple[str, str]:
    """Part `"Name" <number>`."""
    text = clid.strip()
    if not text.endswith(">"):
        return "", text.strip('"')
    name, _, number = text[:-1].rpartition("<")
    return name.strip().strip('"').strip(), number.strip()


def _seconds(fields: Mapping[str, str], name: str) -> int | None:
    """Return a number of seconds in milliseconds."""
    whole, _, fraction = fields.get(name, "").strip().partition(".")
    if not (whole.isascii() and (whole + fraction).isdigit() and 0 < len(whole) < 10):
        return None
    # Some databases keep fractions.
    return int(whole) * 1000 + int(f"{fraction[:3] or 0:0<3}")


def _times(exchange: Exchange, fields: Mapping[str, str], pointer: str) -> Times:
    defects: list[Defect] = []

    def read(name: str) -> datetime | None:
        at, wrong = read_when(exchange.clock, fields.get(name, ""), pointer)
        defects.extend(wrong)
        return at

    started, answered, ended = read("start"), read("answer"), read("end")
    duration, talked = _seconds(fields, "duration"), _seconds(fields, "billsec")
    if started is not None and duration is not None and "end" not in fields:
        # A database's table has how long it took in place of when it ended.
        ended = _shifted(started, duration)
        if talked and "answer" not in fields:
            answered = _shifted(started, duration - talked)
    return Times(started, answered, ended, tuple(defects))


def _shifted(at: datetime, milliseconds: int) -> datetime | None:
    try:
        return at + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None


def _ids(fields: Mapping[str, str], started_at: datetime | None) -> Ids | None:
    """Tell which call and which record it is; `None` if nothing tells."""
    unique, linked = fields.get("uniqueid", "").strip(), fields.get("linkedid", "").strip()
    sequence = fields.get("sequence", "").strip()
    began = started_at.isoformat() if started_at else fields.get("start", "")
    channel, called = fields.get("channel", ""), fields.get("dstchannel", "")
    which = unique or linked
    if not which:
        if not channel or not began:
            return None
        which = derive_id("channel", channel, began)
    # A queue or a transfer writes several records with one id: the sequence tells them apart.
    leg = f"{which}/{sequence}" if sequence else derive_id("leg", which, channel, called, began)
    return Ids(linked or which, leg, unique or None)
