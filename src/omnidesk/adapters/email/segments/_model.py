"""What a text consists of: spans that hold the whole of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

SegmentKind: TypeAlias = Literal[
    "reply", "quote", "attribution", "signature", "disclaimer", "forward_header", "forwarded"
]
"""
What a stretch of text is.

`attribution` is what a program put above a quote (`On … wrote:`, or Outlook's lines From, Sent, To,
Subject); `forward_header` is the same above `forwarded` text.
"""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text of one kind."""

    kind: SegmentKind
    start: int
    """Offset of its first character."""
    end: int
    """Offset after its last one."""
    language: str | None
    """BCP 47 code of the wording that gave it away; `None` if none did, or several share it."""
    confidence: float
    """How sure this is, from 0 to 1. It orders; it is no measured probability."""
    method: str
    """The rule that found it, such as `attribution`, `labels`, `marks`, `html`."""


@dataclass(frozen=True, slots=True, repr=False)
class Segments:
    """A text in its segments, which hold all of it, in order."""

    text: str
    """The text, as it was given."""
    segments: tuple[Segment, ...]
    """Without gaps or overlaps; none is empty."""

    @property
    def reply(self) -> str:
        """What the person newly wrote, trimmed; answers between quotes stand apart by a line."""
        return self._joined("reply")

    @property
    def quoted(self) -> str:
        """The quotes with the lines above them that say whose they are."""
        return self._joined("quote", "attribution")

    @property
    def signature(self) -> str:
        """The signatures, with their mark."""
        return self._joined("signature")

    @property
    def forwarded(self) -> str:
        """The mails passed on, with their header lines."""
        return self._joined("forward_header", "forwarded")

    @property
    def in_context(self) -> str:
        """The text from the first new line to the last, with the quotes between them."""
        new = [one for one in self.segments if one.kind == "reply" and self._of(one).strip()]
        return trim(self.text[new[0].start : new[-1].end]) if new else ""

    def _of(self, segment: Segment) -> str:
        return self.text[segment.start : segment.end]

    def _joined(self, *kinds: SegmentKind) -> str:
        pieces: list[str] = []
        previous: Segment | None = None
        for segment in self.segments:
            if segment.kind in kinds:
                whole = previous is not None and previous.end == segment.start
                if whole and pieces:
                    pieces[-1] += self._of(segment)
                else:
                    pieces.append(self._of(segment))
                previous = segment
        return "\n\n".join([piece for piece in map(trim, pieces) if piece])


def trim(text: str) -> str:
    """Drop blank lines at both ends, and spaces at the end."""
    stripped = text.lstrip()
    indent = text[: len(text) - len(stripped)].rpartition("\n")[2]
    return (indent + stripped).rstrip()


@dataclass(frozen=True, slots=True)
class Hint:
    """What the HTML says about a stretch of the text made from it."""

    kind: Literal["quote", "attribution", "signature", "forward_header", "forwarded"]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hints:
    """What an HTML body says about the text made from it."""

    ranges: tuple[Hint, ...] = ()
    """In the order in which they start; a later one lies inside an earlier, or after it."""
