"""
What a person newly wrote, told from what a mail program put around it.

Each line gets a letter (`_lines`), then one pass over the letters decides. Only what is evident
leaves the reply: cutting new text away is worse than leaving a quote in.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from omnidesk.adapters.email.segments._attribution import find_attribution, find_header
from omnidesk.adapters.email.segments._lines import split_lines
from omnidesk.adapters.email.segments._model import Segment, SegmentKind, Segments
from omnidesk.adapters.email.segments._signature import find_tails

if TYPE_CHECKING:
    from omnidesk.adapters.email.segments._attribution import Found
    from omnidesk.adapters.email.segments._lines import Line
    from omnidesk.adapters.email.segments._model import Hint, Hints

_SENTENCE_ENDS = (".", "?", "!", "…", ",", ")", "。", "？", "！")


class _Mark(NamedTuple):
    """What a run of lines is."""

    kind: SegmentKind
    language: str | None
    confidence: float
    method: str


_REPLY = _Mark("reply", None, 0.9, "rest")
_UNREAD = _Mark("reply", None, 0.3, "limit")

_SAYS = frozenset({"reply", "attribution", "forward_header"})
"""One of these is in every text that is in parts."""


def segment(text: str, *, hints: Hints | None = None) -> Segments:
    """
    Part a text into what is new, what it quotes, its signature and the like. Never fails.

    Args:
        text: The body with LF line ends. Beyond 256 KiB or 10,000 lines it is not looked at: that
            part is a reply with little confidence. So is a line beyond 4 KiB.
        hints: What the HTML that the text was made from says about it (`read_html`).

    Returns:
        Segments that hold the whole text.
    """
    lines, reached = split_lines(text)
    marks = _Reader(lines, hints).read()
    if hints is not None and not any(mark.kind in _SAYS for mark in marks):
        # All of it in an element for quotes or signatures: then people write in that, as on some
        # phones, and the element says nothing.
        marks = _Reader(lines, None).read()
    segments: list[Segment] = []
    start = 0
    current = marks[0] if marks else _REPLY
    for line, mark in zip(lines, marks, strict=True):
        if mark is not current and mark != current:
            segments.append(_segment(current, start, line.start))
            start, current = line.start, mark
    if reached > start:
        segments.append(_segment(current, start, reached))
    if len(text) > reached:
        segments.append(_segment(_UNREAD, reached, len(text)))
    return Segments(text, tuple(segments))


def _segment(mark: _Mark, start: int, end: int) -> Segment:
    return Segment(mark.kind, start, end, mark.language, mark.confidence, mark.method)


class _Reader:
    """Decides over the letters of the lines, from the first to the last."""

    def __init__(self, lines: list[Line], hints: Hints | None) -> None:
        self.lines = lines
        self.marks: list[_Mark | None] = [None] * len(lines)
        self.letters = [line.letter for line in lines]
        self.answered = False
        """Whether something above says that `>` lines are quotes."""
        self.said: int | None = None
        """The index of the first line that says something new."""
        self.lowest = 0
        """No line above this index belongs to the next attribution."""
        for hint in hints.ranges if hints is not None else ():
            self._hint(hint)

    def read(self) -> list[_Mark]:
        at = 0
        while at < len(self.lines):
            at = self._step(at)
        self._tails()
        return self._filled()

    def _hint(self, hint: Hint) -> None:
        """Mark the lines that lie inside a range, for the most part."""
        mark = _Mark(hint.kind, None, 0.95, "html")
        first = max(bisect_right(self.lines, hint.start, key=_start) - 1, 0)
        stop = bisect_right(self.lines, hint.end - 1, key=_start)
        for at in range(first, stop):
            line = self.lines[at]
            inside = min(hint.end, line.start + len(line.text)) - max(hint.start, line.start)
            if line.text and 2 * inside >= len(line.text):
                self.marks[at] = mark

    def _step(self, at: int) -> int:
        """Decide over the line at an index; return the index of the next to decide over."""
        hinted = self.marks[at]
        if hinted is not None:
            starts = hinted.kind == "quote" and (at == 0 or self.marks[at - 1] is not hinted)
            found = find_header(self.lines, at) if starts and self.letters[at] in "bh" else None
            if found is not None:
                return self._accept(found)
            self.lowest = at + 1
            self.answered = self.answered or hinted.kind in ("quote", "attribution")
            return at + 1
        match self.letters[at]:
            case "e" | "s":
                return at + 1
            case "q":
                return self._quote(at)
            case "c" | "b" | "h":
                found = self._found(at)
                if found is not None:
                    return self._accept(found)
            case _:
                pass
        self._say(at)
        return at + 1

    def _say(self, at: int) -> None:
        self.said = at if self.said is None else self.said

    def _said_above(self, at: int) -> bool:
        return self.said is not None and self.said < at

    def _found(self, at: int) -> Found | None:
        """Return what a line begins or ends, if what follows agrees."""
        found = find_header(self.lines, at)
        if found is not None:
            return found
        if self.letters[at] != "c":
            return None
        found = find_attribution(self.lines, at, self.lowest)
        if found is None:
            return None
        below = self._next(found.stop)
        if below is None:
            return None
        if self._is_quote(below):
            return found
        # Some programs put no marks before a quote. Then something new must stand above it.
        above = self._said_above(found.first)
        alone = found.alone and above and self._stands_apart(found.first)
        return found._replace(confidence=0.7) if alone else None

    def _stands_apart(self, first: int) -> bool:
        return self.letters[first - 1] in ("e", "b")

    def _is_quote(self, at: int) -> bool:
        mark = self.marks[at]
        return self.letters[at] == "q" or (mark is not None and mark.kind == "quote")

    def _next(self, at: int) -> int | None:
        """Return the index of the next line that says something, at most three further."""
        for below in range(at, min(at + 4, len(self.lines))):
            if self.letters[below] != "e":
                return below
        return None

    def _accept(self, found: Found) -> int:
        """Mark the lines above a quote, and all below where nothing there is marked as one."""
        forward = found.forward or (
            found.method != "attribution" and not self._said_above(found.first)
        )
        kind: SegmentKind = "forward_header" if forward else "attribution"
        mark = _Mark(kind, found.language, found.confidence, found.method)
        self.marks[found.first : found.stop] = [mark] * (found.stop - found.first)
        self.answered = True
        self.lowest = found.stop
        below = self._next(found.stop)
        if below is not None and self._is_quote(below) and not forward:
            return found.stop
        rest = _Mark("forwarded" if forward else "quote", None, found.confidence, found.method)
        self.marks[found.stop :] = [rest] * (len(self.marks) - found.stop)
        return len(self.lines)

    def _quote(self, at: int) -> int:
        """Mark a block of `>` lines, if they are a quote."""
        stop = last = at
        while stop < len(self.lines) and self.letters[stop] in ("q", "e"):
            if self.letters[stop] == "q":
                last = stop
            stop += 1
        if self.answered or self._reads_as_quote(at, last):
            confidence = 0.95 if self.answered else 0.7
            above = self.marks[at - 1] if at else None
            goes_on = above is not None and above.kind == "quote"
            mark = above if goes_on else _Mark("quote", None, confidence, "marks")
            self.marks[at : last + 1] = [mark] * (last + 1 - at)
            self.lowest = last + 1
        else:
            self._say(at)
        return last + 1

    def _reads_as_quote(self, first: int, last: int) -> bool:
        """
        Whether `>` lines are a quote where nothing says so.

        They may be a prompt, a list or a quotation that the person made. So they must be at the
        start or at the end, not announced by a colon, and read as sentences.
        """
        above = first - 1
        while above >= 0 and self.letters[above] == "e":
            above -= 1
        below = self._says_more(last + 1)
        if above >= 0 and (below or last == first):
            return False
        if above < 0 and not below:
            return False
        if above >= 0 and self.letters[above] == "c":
            return False
        rows = [self.lines[at].text for at in range(first, last + 1) if self.letters[at] == "q"]
        marked = all(row.startswith((">> ", "> ")) or not row.strip("> ") for row in rows)
        said = [row.strip("> ") for row in rows]
        return (
            marked
            and any(one.endswith(_SENTENCE_ENDS) for one in said)
            and any(len(one.split()) >= 4 for one in said)
        )

    def _says_more(self, at: int) -> bool:
        return any(letter not in ("e", "s") for letter in self.letters[at : at + 4])

    def _tails(self) -> None:
        """Take signatures and notices off the end of each message."""
        at = 0
        while at < len(self.lines):
            if self.marks[at] is not None:
                at += 1
                continue
            stop = at
            while stop < len(self.lines) and self.marks[stop] is None:
                stop += 1
            self._tail(at, stop)
            at = stop

    def _tail(self, first: int, stop: int) -> None:
        below = self.marks[stop] if stop < len(self.marks) else None
        if below is not None and below.kind == "quote" and below.method == "marks":
            # An answer between quotes: what looks like a signature there is none.
            return
        for tail in find_tails(self.lines, first, stop):
            mark = _Mark(tail.kind, tail.language, tail.confidence, tail.method)
            self.marks[tail.first : stop] = [mark] * (stop - tail.first)
            stop = tail.first

    def _filled(self) -> list[_Mark]:
        """Give blank lines to what stands above them, and all that is left to the reply."""
        filled: list[_Mark] = []
        current = _REPLY
        for mark, letter in zip(self.marks, self.letters, strict=True):
            if mark is not None:
                current = mark
            elif letter != "e":
                current = _REPLY
            filled.append(current)
        return filled


def _start(line: Line) -> int:
    return line.start
