"""Asterisk's call detail records: Master.csv, rows of a database, events of the manager."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from omnidesk.adapters._clock import Clock
from omnidesk.adapters._rows import Rows
from omnidesk.adapters.calls import _asterisk_words as words
from omnidesk.adapters.calls._asterisk_input import Shape, read_items
from omnidesk.adapters.calls._asterisk_leg import read_record
from omnidesk.adapters.calls._exchange import CHANNEL, Exchange
from omnidesk.adapters.calls._parties import Numbering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._payload import Payload
    from omnidesk.adapters.calls._asterisk_leg import AnsweredBy, Record
    from omnidesk.events import CallReported, Event
    from omnidesk.model import Direction, Outcome

_TELLING = frozenset(("src", "dst", "channel", "dstchannel", "disposition"))


@dataclass(frozen=True, kw_only=True)
class Asterisk:
    """
    Reads call detail records (CDR) of Asterisk, FreePBX and exchanges that are made of them.

    Master.csv, rows of the database as CSV or JSON, and `Cdr` events of the manager interface (AMI)
    as text or JSON. All records of a call fold into one, whichever come and in whatever order.

    Args:
        account: Our side: a name for the exchange.
        numbering: How it writes numbers.
        clock: The zone of its times: that of the machine, or `UTC` with `usegmtime=yes`.
        loguniqueid: Whether cdr.conf says so: Master.csv has the column `uniqueid`.
        loguserfield: Whether cdr.conf says so: Master.csv has the column `userfield`.
        newcdrcolumns: Whether cdr.conf says so: Master.csv has `peeraccount`, `linkedid` and
            `sequence`.
        columns: All columns of CSV in their order, where they are others (cdr_custom.conf): names
            of the table, and any other name for what is not to be read. A header outranks it.
        trunks: Peers that lead outside, as channels are named: `PJSIP/viettel`. With them, the
            direction is known whatever numbers look like.
        delimiter: What stands between the fields of CSV.
        encoding: The encoding of lines of CSV that are not UTF-8, such as `cp1258`.

    Raises:
        ValueError: If a setting cannot be; names it.
    """

    channel = CHANNEL
    name = "asterisk"

    account: str
    numbering: Numbering = field(default_factory=Numbering)
    clock: Clock = field(default_factory=Clock)
    loguniqueid: bool = False
    loguserfield: bool = False
    newcdrcolumns: bool = False
    columns: tuple[str, ...] = ()
    trunks: tuple[str, ...] = ()
    delimiter: str = ","
    encoding: str | None = None

    def __post_init__(self) -> None:
        """Check the configuration once, so that no record has to."""
        self._rows()
        known = {words.CDR_NAMES.get(_folded(one)) for one in self.columns}
        if self.columns and not {"start", "disposition"} <= known:
            raise ValueError("columns: expected start (or calldate) and disposition among them")

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether it holds columns or words that no other records have together."""
        start = payload.body[:65_536]
        named = b"dstchannel" in start or b"DestinationChannel" in start
        return named or (
            any(b'"%s"' % one in start for one in (b"DOCUMENTATION", b"BILLING", b"OMIT"))
            and any(b'"%s"' % one.encode() in start for one in words.DISPOSITIONS)
        )

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read one event out of each record.

        A row with another number of columns becomes `Unrecognised`: nobody can tell which is which.

        Raises:
            PayloadError: If there are no records, or JSON is broken.
        """
        numbering = replace(self.numbering, scope=self.numbering.scope or self.account)
        exchange = Exchange(
            name=self.name, account=self.account, numbering=numbering, clock=self.clock
        )
        return _read(exchange, payload, self._shape(), self.trunks)

    def _rows(self) -> Rows:
        return Rows(delimiter=self.delimiter, encoding=self.encoding, header=None)

    def _shape(self) -> Shape:
        columns = tuple(words.CDR_NAMES.get(_folded(one), "") for one in self.columns)
        if not columns:
            columns = words.MASTER_CSV
            columns += ("uniqueid",) if self.loguniqueid else ()
            columns += ("userfield",) if self.loguserfield else ()
            columns += words.NEW_CDR_COLUMNS if self.newcdrcolumns else ()
        return Shape("cdr", words.CDR_NAMES, _TELLING, columns, self._rows())


def _folded(name: str) -> str:
    return name.strip().lower().replace("_", "")


class _Call:
    """What all records of one call in a payload tell about each."""

    __slots__ = ("halves", "is_told", "last_in_vain")

    def __init__(self) -> None:
        self.halves: set[str] = set()
        """Pairs of local halves whose second half has records of its own."""
        self.is_told = False
        """Whether a record tells what became of the caller: a telephone was answered, or none."""
        self.last_in_vain: tuple[str, str] | None = None
        """The last agent of a queue who did not pick up."""

    def add(self, record: Record) -> None:
        """Take in what one record tells about the others."""
        if record.a is not None and record.a.pair and record.a.half == "2":
            self.halves.add(record.a.pair)
        if record.ended_in_vain:
            self.last_in_vain = max(self.last_in_vain or ("", ""), _end(record))
        elif record.waited_in_vain or (record.reached and record.disposition == "ANSWERED"):
            self.is_told = True

    def outcome(self, record: Record, direction: Direction) -> tuple[Outcome, AnsweredBy | None]:
        """Tell how a leg ended, given the others."""
        outcome, answered_by = record.outcome(direction)
        through = record.b is not None and record.b.pair in self.halves
        inside = record.is_half and answered_by is not None
        if (through or inside) and outcome != "voicemail":
            # A pair of local halves only passes the call on: where to, other records tell.
            return "unknown", None
        if not self.is_told and record.ended_in_vain and self.last_in_vain == _end(record):
            return "abandoned", None
        return outcome, answered_by


def _end(record: Record) -> tuple[str, str]:
    ended = record.times.ended_at
    return (ended.isoformat() if ended else ""), record.ids.leg


def _read(
    exchange: Exchange, payload: Payload, shape: Shape, trunks: tuple[str, ...]
) -> Iterator[Event]:
    outside = frozenset(one.casefold() for one in trunks)
    records: list[Record] = []
    for item in read_items(payload, shape):
        if item.other:
            yield exchange.unrecognised(payload, item.pointer, "unknown_kind")
        elif item.problem:
            yield exchange.unrecognised(payload, item.pointer, "invalid", expected=item.problem)
        elif (record := read_record(exchange, item.pointer, item.fields, outside)) is None:
            expected = "expected a uniqueid, or a channel and a start"
            yield exchange.unrecognised(payload, item.pointer, "missing_id", expected=expected)
        else:
            records.append(record)
    # A channel that was linked to another is not the first of its call, whatever earlier records
    # of it say.
    linked = {
        one.ids.channel: one.ids.call
        for one in records
        if one.ids.channel not in (None, one.ids.call)
    }
    calls: dict[str, _Call] = {}
    for record in records:
        root = linked.get(record.ids.call, record.ids.call)
        calls.setdefault(root, _Call()).add(record)
    seen: set[str] = set()
    for record in records:
        root = linked.get(record.ids.call, record.ids.call)
        first = record.ids.channel in (None, root) and record.ids.call == root
        event = _report(payload, record, calls[root], first=first)
        # A record that stands there twice says one thing.
        if event.id not in seen:
            seen.add(event.id)
            yield event


def _report(payload: Payload, record: Record, call: _Call, *, first: bool) -> CallReported:
    ids, times = record.ids, record.times
    parties = record.parties()
    direction = record.direction(*parties)
    outcome, answered_by = call.outcome(record, direction)
    leg = record.leg(parties, outcome, answered_by)
    # What the record says on its own: what others in the payload add must not make it another.
    facts = [record.fields.get(one) for one in ("disposition", "duration", "billsec", "lastapp")]
    report = record.exchange.report(
        payload,
        record.pointer,
        call_id=ids.call,
        leg=leg,
        direction=direction,
        aliases=(ids.channel,) if ids.channel not in (None, ids.call) else (),
        what=(*facts, *[at.isoformat() if at else None for at in times[:3]]),
        line=record.line(),
        occurred_at=times.ended_at or times.started_at,
        recordings=record.recordings(),
        defects=record.defects(outcome),
    )
    if first:
        return report
    # An agent who asks a colleague calls inside, in a call that came from outside: which way a
    # call went, its first channel tells alone.
    return report.model_copy(update={"direction": "unknown", "session": None})
