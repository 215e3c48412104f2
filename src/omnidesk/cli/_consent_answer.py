"""What `omnidesk consent why` answers: a decision, and all that is to be said about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.table import Table
from rich.text import Text

from omnidesk.cli import _consent_words as words
from omnidesk.cli._text import safe_line
from omnidesk.policy.consent import Standing
from omnidesk.policy.contact import SendDecision, SendRequest
from omnidesk.policy.review import _phrases as phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk.cli._screen import Screen
    from omnidesk.policy import Language
    from omnidesk.policy.contact import GateAnswer


@dataclass(frozen=True, slots=True, repr=False)
class Why:
    """A decision, and all that is to be said about it."""

    request: SendRequest
    at: datetime
    decision: SendDecision
    first: datetime | None
    standing: Standing | None
    unmatched: tuple[str, ...]
    """What they took back under words that the policy does not have."""

    def plain(self) -> dict[str, object]:
        """Return it as JSON can hold it."""
        standing = self.standing
        event = standing.event if standing else None
        consent = standing.model_dump(mode="json", exclude_none=True) if standing else None
        if consent is not None and event is not None:
            consent["event"]["id"] = event.id
        return {
            "go": self.decision.go,
            "at": self.at,
            "until": self.decision.until,
            "closes": self.decision.closes,
            "next_allowed": self.first,
            "request": self.request.model_dump(mode="json", exclude_none=True),
            "gates": [
                one.model_dump(mode="json", exclude_none=True)
                | (
                    {"words": {"en": one.words("en"), "vi": one.words("vi")}}
                    if _speaks(one)
                    else {}
                )
                for one in self.decision.gates
            ],
            "consent": consent,
            "unmatched_purposes": self.unmatched,
        }

    def show(self, screen: Screen, language: Language) -> None:
        """Print it."""
        go, request = self.decision.go, self.request
        screen.print(
            Text(words.HEADS[language][go], style=f"bold {words.GO_STYLES[go]}")
            .append(f": {safe_line(request.message_class)}, {safe_line(request.channel)}, ", "")
            .append(self._local(self.at))
        )
        screen.print(Text(safe_line(request.subject), style="dim"), end="\n\n")
        screen.print(self._gates(language), soft_wrap=False)
        screen.print()
        labels = words.LABELS[language]
        if self.standing is not None:
            screen.print(f"{labels['consent']}: {self._consent(self.standing, language)}")
            event = self.standing.event
            if event is not None:
                source = event.source
                place = (source.adapter, source.digest, source.pointer) if source else ()
                lines = (event.id, " ".join(safe_line(part) for part in place if part))
                for line in filter(None, lines):
                    screen.print(Text(f"  {line}", style="dim"))
        for purpose in map(safe_line, self.unmatched):
            screen.print(Text(labels["unmatched"].format(purpose), style="yellow"))
        first = self._local(self.first) if self.first is not None else labels["never"]
        screen.print(f"{labels['next']}: {first}")

    def _gates(self, language: Language) -> Table:
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column()
        for one in sorted(self.decision.gates, key=_weight):
            said = Text(words.GOES[language][one.go], style=words.GO_STYLES[one.go])
            table.add_row(Text(one.gate), said, Text("\n".join(self._reasons(one, language))))
        return table

    def _reasons(self, one: GateAnswer, language: Language) -> Iterator[str]:
        labels = words.LABELS[language]
        if _speaks(one):
            yield one.words(language)
        if one.until is not None:
            yield labels["not_before"].format(self._local(one.until))
        if one.closes is not None:
            yield labels["until"].format(self._local(one.closes))
        if one.instead:
            yield labels["instead"].format(safe_line(", ".join(one.instead)))

    def _consent(self, standing: Standing, language: Language) -> str:
        labels, event = words.LABELS[language], standing.event
        parts = [words.STATES[language][standing.state]]
        if event is not None:
            named = (event.purpose, event.channel, event.message_class)
            parts.append(", ".join(filter(None, named)) or labels["everything"])
            said = (event.controller, self._local(event.at), event.signal, event.actor)
            parts += filter(None, said)
        if standing.until is not None:
            parts.append(labels["until"].format(self._local(standing.until)))
        return safe_line("; ".join(parts))

    def _local(self, at: datetime) -> str:
        zone = self.request.zone or "UTC"
        return f"{phrases.local(at, ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"


def _speaks(one: GateAnswer) -> bool:
    """Tell whether a gate has something to say: it is shut, or knows a better channel."""
    return one.go != "allow" or bool(one.instead)


def _weight(one: GateAnswer) -> tuple[object, ...]:
    """Put those that are shut first, then those with advice."""
    return tuple(words.GO_STYLES)[::-1].index(one.go), not one.instead, one.gate
