"""Asterisk's channel event logging (CEL): what happened to each channel, and what that makes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from omnidesk.adapters._clock import Clock
from omnidesk.adapters._rows import Rows
from omnidesk.adapters.calls import _asterisk_words as words
from omnidesk.adapters.calls._asterisk_channel import somebody
from omnidesk.adapters.calls._asterisk_channels import Events, Joined, group, read_happening
from omnidesk.adapters.calls._asterisk_input import Shape, read_items
from omnidesk.adapters.calls._exchange import CHANNEL, Exchange, between
from omnidesk.adapters.calls._parties import Numbering
from omnidesk.model import Durations, Leg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from omnidesk._payload import Payload
    from omnidesk.adapters.calls._asterisk_channels import Happening
    from omnidesk.adapters.calls._asterisk_leg import AnsweredBy
    from omnidesk.events import CallReported, Event
    from omnidesk.model import Direction, Outcome, Participant

_TELLING = frozenset(("eventtype",))


@dataclass(frozen=True, kw_only=True)
class AsteriskCel:
    """
    Reads channel event logging (CEL) of Asterisk 12 and newer.

    CSV of cel_custom, rows of the database as CSV or JSON, and `CEL` events of the manager
    interface (AMI) as text or JSON. The events of one channel in a payload become one report: give
    calls whole, up to their `LINKEDID_END`. A call that is cut in two still is one, but what only
    both halves together tell (how long it rang, that nobody answered) stays unknown.

    Args:
        account: Our side: a name for the exchange.
        numbering: How it writes numbers.
        clock: The zone of its times. Without `dateformat` in cel.conf they are counts, and need
            none.
        columns: All columns of CSV in their order, as cel_custom.conf maps them; any other name for
            what is not to be read. Without it, those of Asterisk's sample. A header outranks it.
        trunks: Peers that lead outside, as channels are named: `PJSIP/viettel`.
        delimiter: What stands between the fields of CSV.
        encoding: The encoding of lines of CSV that are not UTF-8, such as `cp1258`.

    Raises:
        ValueError: If a setting cannot be; names it.
    """

    channel = CHANNEL
    name = "asterisk_cel"

    account: str
    numbering: Numbering = field(default_factory=Numbering)
    clock: Clock = field(default_factory=Clock)
    columns: tuple[str, ...] = ()
    trunks: tuple[str, ...] = ()
    delimiter: str = ","
    encoding: str | None = None

    def __post_init__(self) -> None:
        """Check the configuration once, so that no event has to."""
        self._rows()
        if self.columns and not {"eventtype", "uniqueid"} <= set(self._columns()):
            raise ValueError("columns: expected eventtype and uniqueid among them")

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether it names the type of an event that no other record has."""
        start = payload.body[:65_536]
        return any(one in start for one in (b"CHAN_START", b"CHAN_END", b"LINKEDID_END"))

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read one event out of the rows of each channel.

        Raises:
            PayloadError: If there are no rows, or JSON is broken.
        """
        numbering = replace(self.numbering, scope=self.numbering.scope or self.account)
        exchange = Exchange(
            name=self.name, account=self.account, numbering=numbering, clock=self.clock
        )
        columns = self._columns() or words.CEL_COLUMNS
        shape = Shape("cel", words.CEL_NAMES, _TELLING, columns, self._rows())
        happenings: list[Happening] = []
        for item in read_items(payload, shape):
            if item.other:
                yield exchange.unrecognised(payload, item.pointer, "unknown_kind")
            elif item.problem:
                yield exchange.unrecognised(payload, item.pointer, "invalid", expected=item.problem)
            elif not item.fields.get("uniqueid", "").strip():
                yield exchange.unrecognised(
                    payload, item.pointer, "missing_id", expected="expected a uniqueid"
                )
            elif (happening := read_happening(item, self.clock)) is None:
                yield exchange.unrecognised(payload, item.pointer, "unknown_kind")
            else:
                happenings.append(happening)
        trunks = frozenset(one.casefold() for one in self.trunks)
        yield from _Log(exchange, payload, trunks).read(happenings)

    def _rows(self) -> Rows:
        return Rows(delimiter=self.delimiter, encoding=self.encoding, header=None)

    def _columns(self) -> tuple[str, ...]:
        names = (one.strip().lower().replace("_", "") for one in self.columns)
        return tuple(words.CEL_NAMES.get(one, "") for one in names)


class _Log:
    """All channels of a payload, and what each tells about the others."""

    def __init__(self, exchange: Exchange, payload: Payload, trunks: frozenset[str]) -> None:
        self.exchange = exchange
        self.payload = payload
        self.trunks = trunks
        self.joined = Joined()
        self.retired: dict[str, datetime] = {}
        """When the id of a call went out of use: then none of its channels is left."""
        self.given_up: set[str] = set()
        """Calls whose caller hung up while it rang."""

    def __repr__(self) -> str:
        return "<_Log>"

    def read(self, happenings: list[Happening]) -> Iterator[Event]:
        channels = [
            Events(channel_id, found)
            for channel_id, found in group(happenings, _channel_id).items()
        ]
        by_id = {one.id: one for one in channels}
        for one in sorted(channels, key=lambda channel: channel.id):
            *before, last = one.linked
            for other in (*before, *_asked(one)):
                self.joined.join(by_id[other].linked[0] if other in by_id else other, last)
            for end in one.of("LINKEDID_END"):
                if end.at is not None:
                    self.retired[end.fields.get("linkedid", "").strip()] = end.at
        for one in channels:
            if one.more("HANGUP", "dialstatus").upper() == "CANCEL":
                self.given_up.add(self.joined.find(one.linked[-1]))
        return (self.report(one) for one in channels)

    def report(self, channel: Events) -> CallReported:
        """Make the event of one channel."""
        linked = channel.linked
        named = channel.channel
        root = self.joined.find(linked[-1])
        first = channel.id == root
        is_local = named is not None and named.pair is not None
        called = not first and channel.was_called
        caller, callee = (None, None) if is_local else self.parties(channel, called=called)
        direction = self.direction(channel, caller, callee, called=called)
        leg = None
        if not is_local:
            leg = self.leg(channel, (caller, callee), direction, called=called)
        own = () if called or is_local else (channel.id,)
        names = dict.fromkeys((*linked[1:], *_asked(channel), *own))
        report = self.exchange.report(
            self.payload,
            channel.first.pointer,
            call_id=linked[0],
            leg=leg,
            direction=direction,
            aliases=tuple(one for one in names if one != linked[0]),
            what=(channel.id, *[f"{one.kind} {one.fields.get('eventtime')}" for one in channel]),
            occurred_at=channel.last_at(),
            recordings=channel.recordings(),
            defects=channel.defects(),
        )
        # Which way a call went, its first channel tells alone.
        return report if first else report.model_copy(update=_UNTOLD)

    def parties(
        self, channel: Events, *, called: bool
    ) -> tuple[Participant | None, Participant | None]:
        """Return who called and who was called, as far as one channel tells."""
        numbering, at = self.exchange.numbering, channel.at("CHAN_START")
        named = channel.channel
        user = named.user if named is not None and named.peer.casefold() not in self.trunks else ""
        is_extension = user.isascii() and user.isdigit()
        if len(user) > numbering.extension_digits or not is_extension:
            user = ""
        number = user or channel.text("cidnum", last=called)
        name = channel.text("cidname", last=called)
        # For want of a name, the number is shown as one.
        party = numbering.party(number, at=at, name="" if name == number else name)
        if called:
            return None, party
        dialled = next(iter(channel.of("CHAN_START")), None)
        exten = somebody(dialled.fields.get("exten", "")) if dialled is not None else ""
        return party, numbering.party(exten or channel.text("ciddnid"), at=at)

    def direction(
        self,
        channel: Events,
        caller: Participant | None,
        callee: Participant | None,
        *,
        called: bool,
    ) -> Direction:
        """Tell which way a channel leads."""
        named = channel.channel
        outside = named is not None and named.peer.casefold() in self.trunks
        if called:
            return "inbound" if self.exchange.is_ours(callee) and not outside else "outbound"
        if callee is None and not outside and self.exchange.is_ours(caller):
            # Who dials a place in the dialplan may be led anywhere.
            return "unknown"
        return "inbound" if outside else self.exchange.direction(caller, callee)

    def leg(
        self,
        channel: Events,
        parties: tuple[Participant | None, Participant | None],
        direction: Direction,
        *,
        called: bool,
    ) -> Leg:
        """Make the leg of one channel."""
        started = channel.at("CHAN_START")
        ended = channel.at("HANGUP", "CHAN_END") or self.retired.get(channel.linked[-1])
        picked_up = channel.at("ANSWER", "BRIDGE_ENTER") if called else channel.at("ANSWER")
        queue = channel.app(words.QUEUES)
        if called:
            outcome, answered_by = self.called_outcome(channel, ended), None
        else:
            outcome, answered_by = self.calling_outcome(channel, ended, direction)
        answered = picked_up if outcome in ("answered", "voicemail") else None
        told = between(started, answered, ended)
        talk = channel.in_bridges(ended, holding=False)
        if talk is None and called and (answered is not None or outcome != "answered"):
            talk = told.talk
        return Leg(
            id=channel.id,
            parent_id=channel.linked[0] if called else None,
            caller=parties[0],
            callee=parties[1],
            outcome=outcome,
            started_at=started,
            answered_at=answered,
            ended_at=ended,
            durations=Durations(
                total=told.total,
                ring=told.ring if called else None,
                talk=talk,
                hold=channel.in_bridges(ended, holding=True),
                queue=_waited(channel, queue, ended),
            ),
            answered_by=answered_by,
            queue=queue.fields.get("appdata", "").partition(",")[0].strip() or None
            if queue is not None
            else None,
            transferred_to=_transferred(channel),
            hangup_cause=channel.more("HANGUP", "hangupcause") or None,
        )

    def called_outcome(self, channel: Events, ended: datetime | None) -> Outcome:
        """Tell how a channel ended that the exchange has called."""
        if channel.talked or channel.of("ANSWER"):
            return "answered"
        cause = words.CAUSES.get(channel.more("HANGUP", "hangupcause"))
        if cause is not None:
            return cause
        if not channel.is_whole or ended is None or channel.of("FORWARD"):
            return "unknown"
        return "cancelled" if self.joined.find(channel.linked[-1]) in self.given_up else "missed"

    def calling_outcome(
        self, channel: Events, ended: datetime | None, direction: Direction
    ) -> tuple[Outcome, AnsweredBy | None]:
        """Tell how a channel ended that has called the exchange."""
        if channel.talked:
            return "answered", None
        if channel.app(words.VOICEMAIL) is not None:
            return "voicemail", "machine"
        if not channel.is_whole or ended is None:
            return "unknown", None
        if channel.app(words.QUEUES) is not None:
            return "abandoned", None
        in_vain = words.DIAL_STATES.get(channel.more("HANGUP", "dialstatus").upper())
        if in_vain is not None:
            return in_vain, None
        if channel.of("ANSWER"):
            # A menu, an announcement.
            return ("missed" if direction == "inbound" else "unknown"), "machine"
        return words.CAUSES.get(channel.more("HANGUP", "hangupcause"), "missed"), None


_UNTOLD: dict[str, object] = {"direction": "unknown", "session": None}


def _channel_id(one: Happening) -> str:
    return one.fields["uniqueid"].strip()


def _asked(channel: Events) -> tuple[str, ...]:
    """Return the channels of other calls that became part of this one."""
    found = (
        channel.more("PICKUP", "pickup_channel_uniqueid"),
        channel.more("ATTENDEDTRANSFER", "channel2_uniqueid"),
    )
    return tuple(one for one in found if one and one != channel.id)


def _waited(channel: Events, queue: Happening | None, ended: datetime | None) -> int | None:
    """Return how long somebody waited in a queue, if the log has when that began."""
    if queue is None or queue.kind != "APP_START" or queue.at is None:
        return None
    ends = [one.at for one in channel.of("BRIDGE_ENTER") if not one.holds]
    ends += [one.at for one in channel.of("APP_END") if one.app in words.QUEUES]
    after = [at for at in (*ends, ended) if at is not None and at >= queue.at]
    return between(queue.at, None, min(after, default=None)).total


def _transferred(channel: Events) -> str | None:
    """Return where somebody was sent: an extension, a number, or a channel's id."""
    forward = channel.more("FORWARD", "forward").partition("@")[0]
    return (
        channel.more("ATTENDEDTRANSFER", "transfer_target_channel_uniqueid")
        or channel.more("BLINDTRANSFER", "extension")
        or forward.rpartition("/")[2]
        or None
    )
