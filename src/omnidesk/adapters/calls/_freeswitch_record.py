"""From one record of FreeSWITCH to a leg: who, when, how long, and how it ended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal, cast

from omnidesk.adapters._clock import read_epoch
from omnidesk.adapters.calls import _freeswitch_words as words
from omnidesk.adapters.calls._exchange import between
from omnidesk.adapters.calls._fields import text_of
from omnidesk.model import Attachment, Defect, Durations, Leg

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from omnidesk._payload import JSON, Payload
    from omnidesk.adapters._time import Unit
    from omnidesk.adapters.calls._exchange import Exchange
    from omnidesk.events import CallReported, Unrecognised
    from omnidesk.model import Direction, Outcome, Participant

_AT_ONCE = timedelta(seconds=1)

AnsweredBy = Literal["human", "machine", "unknown"]

_MOMENTS: Mapping[str, str] = {
    "start": "created_time",
    "answer": "answered_time",
    "end": "hangup_time",
    "bridge": "bridged_time",
}
"""Our times, and what they are called among the times of a profile, in microseconds."""


class Record:
    """One leg's record, in the shape of mod_json_cdr; CSV has the variables alone."""

    __slots__ = ("_exchange", "_flows", "_found", "_variables", "apps", "pointer")

    def __init__(
        self,
        exchange: Exchange,
        pointer: str,
        variables: Mapping[str, str],
        flows: tuple[Mapping[str, JSON], ...] = (),
        apps: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self._exchange = exchange
        self._variables = variables
        self._flows = flows
        self._found: dict[Defect, None] = {}
        self.apps = apps
        self.pointer = pointer

    def __repr__(self) -> str:
        return f"<Record at {self.pointer}>"

    def get(self, *names: str) -> str:
        """Return the first of some variables that says anything."""
        values = (self._variables.get(one, "").strip() for one in names)
        return next((one for one in values if one), "")

    def profile(self, name: str, *, latest: bool = False) -> str:
        """Return what the caller's first profile says, or the latest."""
        # The list begins with the latest: a transfer puts a new one in front.
        if not self._flows:
            return ""
        return text_of(_inside(self._flows[0 if latest else -1], "caller_profile", name)).strip()

    def at(self, moment: str) -> datetime | None:
        """Return when something happened: by counts where there are any, which know no zone."""
        get = self.get
        counts: list[tuple[str, Unit]] = [
            (get(f"{moment}_uepoch"), "microseconds"),
            (get(f"{moment}_epoch"), "seconds"),
            (self._moment(_MOMENTS[moment]), "microseconds"),
        ]
        for text, unit in counts:
            at, defects = read_epoch(text, unit, pointer=self.pointer)
            self._found.update(dict.fromkeys(defects))
            if at is not None or text:
                return at
        at, defects = self._exchange.clock.read(get(f"{moment}_stamp"), pointer=self.pointer)
        self._found.update(dict.fromkeys(defects))
        return at

    def _moment(self, name: str) -> str:
        flows = self._flows if name == "created_time" else self._flows[:1]
        return text_of(_inside(flows[-1], "times", name)).strip() if flows else ""

    # --- which call -------------------------------------------------------------------------------

    @property
    def uuid(self) -> str:
        """The leg."""
        return self.get("uuid") or self.profile("uuid")

    @property
    def parent(self) -> str | None:
        """The leg that made this one."""
        call = self.get("call_uuid")
        named = self.get(*words.PARENTS) or (call if self.get("direction") == "outbound" else "")
        return named if named and named != self.uuid else None

    # --- who --------------------------------------------------------------------------------------

    def parties(self, at: datetime | None) -> tuple[Participant | None, Participant | None]:
        """Return who called and who was called first, before any transfer."""
        party = self._exchange.numbering.party
        number = self.profile("caller_id_number") or self.get("caller_id_number", "sip_from_user")
        name = self.profile("caller_id_name") or self.get("caller_id_name")
        if not name:
            name = self.get("caller_id").rpartition("<")[0].strip().strip('"').strip()
        # For want of a name, the number is shown as one.
        name = "" if name == number else name
        called = self.profile("destination_number") or self.get("destination_number")
        if self.parent is not None:
            # A leg to a telephone is sent to where that is registered: the user is whom it reaches.
            called = self.get("cc_agent", "dialed_user", "dialed_extension") or called
            called = called.partition("@")[0]
        if called.startswith(("*", "#")):
            # A feature code is nobody's number.
            called = ""
        return party(number, at=at, name=name), party(called, at=at)

    def direction(self, caller: Participant | None, callee: Participant | None) -> Direction:
        """Tell which way the call went."""
        told = words.DIRECTIONS.get(self.get("call_direction").lower())
        if told is None and callee is None and self._exchange.is_ours(caller):
            # Who dials a place in the dialplan may be led anywhere.
            return "unknown"
        return told or self._exchange.direction(caller, callee)

    # --- how it ended -----------------------------------------------------------------------------

    @property
    def _last_app(self) -> str:
        return self.get("last_app").lower()

    def _used(self, apps: frozenset[str]) -> bool:
        used = (*self.apps, (self._last_app, self.get("last_arg")))
        # Who checks a mailbox leaves no message in one.
        return any(name.lower() in apps and not data.startswith("check") for name, data in used)

    @property
    def talked(self) -> bool:
        """Whether it was put through to another leg."""
        return self.at("bridge") is not None or bool(
            self.get("last_bridge_to", "bridge_uuid", "bleg_uuid", "bridge_channel")
        )

    def outcome(
        self, answered: datetime | None, direction: Direction
    ) -> tuple[Outcome, AnsweredBy | None]:
        """Tell how the leg ended, and what picked up where that was not a person."""
        cause = self.get("hangup_cause").upper()
        if answered is None:
            causes = (
                cause,
                self.get("originate_disposition"),
                self.get("last_bridge_hangup_cause"),
            )
            known: list[Outcome] = [words.CAUSES[one] for one in causes if one in words.CAUSES]
            known.append("missed" if cause else "unknown")
            return known[0], None
        if self.parent is not None or self.talked:
            return "answered", None
        if self._used(words.VOICEMAIL):
            return "voicemail", "machine"
        if self.get("cc_queue"):
            return "abandoned", None
        if self._used(words.CONFERENCES):
            return "answered", None
        if not self._last_app and not self.apps:
            return "answered", "unknown"
        return ("missed" if direction == "inbound" else "unknown"), "machine"

    def durations(
        self,
        outcome: Outcome,
        started: datetime | None,
        answered: datetime | None,
        ended: datetime | None,
    ) -> Durations:
        """Tell how long what took: by counts where there are any."""
        # The exchange may have answered long before anybody did, and a transfer puts it through
        # again: then how long it rang, the legs to telephones tell.
        joined = answered if self.parent is not None else self.at("bridge") or answered
        told = between(started, joined, ended)
        ring = told.ring
        if joined is not None and answered is not None and joined - answered > _AT_ONCE:
            ring = None
        talk: int | None = 0
        if outcome == "answered":
            talk = told.talk
            if self.parent is not None or joined is None:
                counted = self.count("bill")
                talk = told.talk if counted is None else counted
        total = self.count("")
        return Durations(
            total=told.total if total is None else total,
            ring=ring if self.parent is not None or not self.get("cc_queue") else None,
            talk=None if outcome == "unknown" else talk,
            hold=_whole(self.get("hold_accum_ms"), 1)
            if self.get("hold_accum_ms")
            else _whole(self.get("hold_accum_seconds"), 1000),
            queue=self._waited(ended),
        )

    def count(self, kind: str) -> int | None:
        """Return a length that the record counts, in milliseconds."""
        exact = "mduration" if not kind else f"{kind}msec"
        found = _whole(self.get(exact), 1)
        return (
            found
            if found is not None
            else _whole(self.get("duration" if not kind else f"{kind}sec"), 1000)
        )

    def _waited(self, ended: datetime | None) -> int | None:
        if self.parent is not None:
            return None
        joined = self._queue_time("cc_queue_joined_epoch")
        left = (
            self._queue_time("cc_queue_answered_epoch")
            or self._queue_time("cc_queue_canceled_epoch")
            or self._queue_time("cc_queue_terminated_epoch")
            or ended
        )
        return between(joined, None, left).total

    def _queue_time(self, name: str) -> datetime | None:
        return read_epoch(self.get(name), "seconds", pointer=self.pointer)[0]

    # --- what was recorded ------------------------------------------------------------------------

    def recordings(self) -> tuple[Attachment, ...]:
        """Return the recordings that the record names."""
        folder, name = self.get("record_path"), self.get("record_name")
        path = f"{folder.rstrip('/')}/{name}" if folder and name else folder or name
        paths = dict.fromkeys((path, self.get("cc_record_filename"), self.get("sofia_record_file")))
        length = _whole(self.get("record_ms"), 1)
        if length is None:
            length = _whole(self.get("record_seconds"), 1000)
        found = [one for one in paths if one]
        return tuple(_recorded("recording", one, length if one == path else None) for one in found)

    def voicemail(self) -> Attachment | None:
        """Return the message that was left, if the record names it."""
        path = self.get("voicemail_file_path")
        parts = self.get("voicemail_message_len").split(":")
        if not path or not all(one.isascii() and one.isdigit() and len(one) < 4 for one in parts):
            return None
        length = 0
        for part in parts:
            length = length * 60 + int(part)
        return _recorded("voicemail", path, length * 1000) if length else None

    # --- the event --------------------------------------------------------------------------------

    def report(self, payload: Payload) -> CallReported | Unrecognised:
        """Make the event."""
        uuid, exchange = self.uuid, self._exchange
        if not uuid:
            return exchange.unrecognised(
                payload, self.pointer, "missing_id", expected="expected a uuid"
            )
        started, answered, ended = self.at("start"), self.at("answer"), self.at("end")
        parties = self.parties(started)
        parent = self.parent
        # A leg that another one made leads to whom it reaches, whichever way the call went.
        direction = self.direction(*parties)
        outcome, answered_by = self.outcome(answered, direction)
        call_id = parent or self.get("call_uuid") or uuid
        others = dict.fromkeys((uuid, *[self.get(one) for one in words.OTHER_LEGS]))
        leg = Leg(
            id=uuid,
            parent_id=parent,
            caller=parties[0],
            callee=parties[1],
            outcome=outcome,
            started_at=started,
            answered_at=answered if outcome in ("answered", "voicemail") else None,
            ended_at=ended,
            durations=self.durations(outcome, started, answered, ended),
            answered_by=answered_by,
            queue=self.get("cc_queue").partition("@")[0] or None,
            transferred_to=self._transferred(),
            hangup_cause=self.get("hangup_cause") or None,
        )
        report = exchange.report(
            payload,
            self.pointer,
            call_id=call_id,
            leg=leg,
            direction=direction,
            aliases=tuple(one for one in others if one and one != call_id),
            what=(
                leg.hangup_cause,
                *[at.isoformat() if at else None for at in (started, answered, ended)],
            ),
            occurred_at=ended or started,
            recordings=self.recordings(),
            voicemail=self.voicemail(),
            defects=tuple(self._found),
        )
        if parent is None:
            return report
        # Which way a call went, its first leg tells alone.
        return report.model_copy(update={"direction": "unknown", "session": None})

    def _transferred(self) -> str | None:
        """Return where the caller was sent after being somewhere else, if that is told."""
        first, latest = (
            self.profile("destination_number"),
            self.profile("destination_number", latest=True),
        )
        return latest if latest and latest != first else None


def _inside(flow: Mapping[str, JSON], part: str, name: str) -> JSON:
    fields = flow.get(part)
    return cast("dict[str, JSON]", fields).get(name) if isinstance(fields, dict) else None


def _whole(text: str, times: int) -> int | None:
    return int(text) * times if text.isascii() and text.isdigit() and len(text) < 13 else None


def _recorded(
    kind: Literal["recording", "voicemail"], path: str, duration: int | None
) -> Attachment:
    return Attachment(
        kind=kind,
        id=path,
        filename=path.rpartition("/")[2] or None,
        duration=duration,
        availability="unknown",
    )
