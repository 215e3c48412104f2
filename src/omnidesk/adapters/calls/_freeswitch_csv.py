"""FreeSWITCH's mod_cdr_csv: lines of text after a template, which is no CSV."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from omnidesk.adapters._clock import Clock
from omnidesk.adapters.calls import _freeswitch_words as words
from omnidesk.adapters.calls._exchange import CHANNEL, Exchange
from omnidesk.adapters.calls._freeswitch_record import Record
from omnidesk.adapters.calls._parties import Numbering
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from omnidesk._payload import Payload
    from omnidesk.events import Event

_VARIABLE = re.compile(r"\$\{([A-Za-z_]\w{0,99})\}")
_LONGEST_LINE = 65_536
"""In bytes."""


@dataclass(frozen=True, kw_only=True)
class FreeSwitchCsv:
    """
    Reads the files of FreeSWITCH's mod_cdr_csv, by the template that wrote them.

    Nothing in such a file is escaped: a quote in a name looks like one between fields. So a line is
    read by what the template has between its variables, and a name with a quote in it stays whole.

    Args:
        account: Our side: a name for the exchange.
        numbering: How it writes numbers.
        clock: The zone of its times: that of the machine.
        template: The template as cdr_csv.conf.xml has it, or the name of one that FreeSWITCH comes
            with: `example` (the default there), `sql`, `asterisk` (also called `legacy`).

    Raises:
        ValueError: If the template has no `${uuid}`, or two variables with nothing between them.
    """

    channel = CHANNEL
    name = "freeswitch_csv"

    account: str
    numbering: Numbering = field(default_factory=Numbering)
    clock: Clock = field(default_factory=Clock)
    template: str = "example"

    def __post_init__(self) -> None:
        """Check the template once, so that no line has to."""
        marks, names = self._parts()
        if "uuid" not in names:
            raise ValueError("template: expected ${uuid} in it, or the name of a known one")
        if not all(marks[1:-1]):
            raise ValueError("template: expected something between two variables")

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read one event out of each line.

        A line that is not as the template says becomes `Unrecognised`.

        Raises:
            PayloadError: If there are no lines.
        """
        numbering = replace(self.numbering, scope=self.numbering.scope or self.account)
        exchange = Exchange(
            name=self.name, account=self.account, numbering=numbering, clock=self.clock
        )
        marks, names = self._parts()
        read = [
            (f"row={number}", _split(line, marks) if len(line) <= _LONGEST_LINE else None)
            for number, line in enumerate(_lines(payload.body), start=1)
            if line.strip()
        ]
        if not read:
            raise PayloadError("expected lines", channel=CHANNEL, digest=payload.digest)
        records = [
            (pointer, None if values is None else dict(zip(names, values, strict=True)))
            for pointer, values in read
        ]
        # The leg that called names the one that it was put through to, and not the other way.
        callers = {one.get("bleg_uuid"): one["uuid"] for _, one in records if one is not None}
        seen: set[str] = set()
        for pointer, variables in records:
            if variables is None:
                event: Event = exchange.unrecognised(
                    payload, pointer, "invalid", expected="expected the template's fields"
                )
            else:
                caller = callers.get(variables["uuid"])
                if caller and not variables.get("bleg_uuid"):
                    variables.setdefault("originating_leg_uuid", caller)
                event = Record(exchange, pointer, variables).report(payload)
            if event.id not in seen:
                seen.add(event.id)
                yield event

    def _parts(self) -> tuple[Sequence[str], Sequence[str]]:
        """Return what stands around variables, and their names."""
        name = "asterisk" if self.template == words.LEGACY else self.template
        parts = _VARIABLE.split(words.TEMPLATES.get(name, name).strip())
        return parts[::2], parts[1::2]


def _lines(body: bytes) -> Iterator[str]:
    for line in body.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        yield line.rstrip(b"\r").decode("utf-8", "replace")


def _split(line: str, marks: Sequence[str]) -> list[str] | None:
    """Part a line by what the template has between its variables; `None` if that is not there."""
    first, *between, last = marks
    line = line.strip()
    if not line.startswith(first) or not line.endswith(last):
        return None
    start, end = len(first), len(line) - len(last)
    values: list[str] = []
    for mark in between:
        found = line.find(mark, start, end)
        if found < 0:
            return None
        values.append(line[start:found])
        start = found + len(mark)
    rest = line[start:end]
    # A mark too many, in a name: nobody can tell which of them stands between fields.
    if start > end or (between and between[-1] in rest):
        return None
    return [*values, rest]
