"""Google Voice: the calls of an archive of Google Takeout, one page each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from omnidesk.adapters._clock import Clock
from omnidesk.adapters.calls import _google_voice_page as page
from omnidesk.adapters.calls._exchange import CHANNEL, Exchange
from omnidesk.adapters.calls._parties import Numbering
from omnidesk.model import Attachment, Durations, Leg, Transcript, derive_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omnidesk._payload import Payload
    from omnidesk.adapters.calls._google_voice_page import Part
    from omnidesk.events import Event
    from omnidesk.model import Direction, Outcome

_KINDS: Mapping[str, tuple[Direction, Outcome]] = {
    "voicemail": ("inbound", "voicemail"),
    "missed": ("inbound", "missed"),
    "received": ("inbound", "answered"),
    # Whether anybody answered, an archive does not say.
    "placed": ("outbound", "unknown"),
    # A call that was recorded, whichever way it went.
    "recorded": ("unknown", "answered"),
}
"""Labels; what says more comes first."""


@dataclass(frozen=True)
class GoogleVoice:
    """
    Reads calls out of an archive of Google Voice: placed, received, missed, recorded, voicemail.

    Args:
        account: Our side: the Google account, or what to call it.
        numbering: How numbers are written. If `own_numbers` is one number, it is the line: no page
            names it.
        clock: In which zone times are that have none. Archives write one.
    """

    channel = CHANNEL
    name = "google_voice"

    account: str
    numbering: Numbering = field(default_factory=Numbering)
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether it is a call of such an archive."""
        return page.LABEL.encode() in payload.body and b'"haudio"' in payload.body

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read the call of a page.

        Raises:
            PayloadError: If it is no such page.
        """
        entries = page.read_parts(payload, "haudio", channel=self.channel)
        exchange = Exchange(
            name=self.name,
            account=self.account,
            # A short number is a service's here, and nobody's telephone.
            numbering=replace(self.numbering, extension_digits=0),
            clock=self.clock,
        )
        return _calls(exchange, payload, entries)


def _calls(exchange: Exchange, payload: Payload, entries: tuple[Part, ...]) -> Iterator[Event]:
    seen: set[str] = set()
    for entry in entries:
        labels = {one.get("href", "").removeprefix(page.LABEL) for one in page.starts(entry, "a")}
        kind = next((one for one in _KINDS if one in labels), None)
        event = (
            exchange.unrecognised(payload, "", "unknown_kind")
            if kind is None
            else _call(exchange, payload, entry, kind)
        )
        if event.id not in seen:
            yield event
        seen.add(event.id)


def _call(exchange: Exchange, payload: Payload, entry: Part, kind: str) -> Event:
    direction, outcome = _KINDS[kind]
    written = page.title_of(entry, "published")
    at, defects = exchange.clock.read(written)
    contributor = next(page.parts(entry, "contributor"), ())
    who = page.person(exchange, contributor, at)
    lasted = page.milliseconds(page.title_of(entry, "duration"))
    call_id = derive_id("gv", exchange.account, kind, written, page.address(who))
    leg = Leg(
        id=call_id,
        caller=None if direction == "outbound" else who,
        callee=who if direction == "outbound" else None,
        outcome=outcome,
        started_at=at,
        # A voicemail's is the message's, and a placed call may have rung in vain for so long.
        durations=Durations(
            total=lasted if kind == "placed" else None,
            talk=lasted if outcome == "answered" else None,
        ),
    )
    names = dict.fromkeys(one.get("src", "") for one in page.starts(entry, "audio"))
    left = kind == "voicemail"
    sounds = tuple(
        Attachment(
            kind="voicemail" if left else "recording",
            id=derive_id("file", exchange.account, name),
            filename=name.rpartition("/")[2],
            duration=lasted,
        )
        for name in names
        if name
    )
    said = page.text_of(next(page.parts(entry, "full-text"), ()))
    source = sounds[0].id if sounds else None
    lines = exchange.numbering.own_numbers
    return exchange.report(
        payload,
        "",
        call_id=call_id,
        leg=leg,
        direction=direction,
        line=lines[0] if len(lines) == 1 else None,
        what=(kind,),
        occurred_at=at,
        recordings=() if left else sounds,
        voicemail=sounds[0] if left and sounds else None,
        transcripts=(Transcript(text=said, derived_from=source),) if said else (),
        defects=defects,
    )
