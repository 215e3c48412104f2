"""What a mail says: its text, its HTML, what it quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omnidesk.adapters._html import content_ids, read_markup, sanitise
from omnidesk.adapters.email._flowed import unflow
from omnidesk.adapters.email.segments import Hint, Hints, Segments, read_html, segment
from omnidesk.model import Defect

if TYPE_CHECKING:
    from omnidesk._mime import Bodies, MimePart
    from omnidesk.adapters._html import Document

_OTHERS = ("attribution", "quote", "forward_header", "forwarded")
_CLOSING = ("signature", "disclaimer")
_MARK = "-- \n"
"""RFC 3676 section 4.3: the line above a signature."""


class Body(NamedTuple):
    """What a mail says."""

    segments: Segments | None
    """The text in its segments; `None` if there is no text at all."""
    html: str | None
    """Sanitised."""
    shown: frozenset[str]
    """The content ids that the HTML shows."""
    defects: tuple[Defect, ...]
    """What was wrong with the bodies."""

    def __repr__(self) -> str:
        size = 0 if self.segments is None else len(self.segments.text)
        return f"<Body, {size} characters>"

    @property
    def text(self) -> str | None:
        """What was newly written, with the quotes that stand between answers."""
        return None if self.segments is None else self.segments.in_context

    @property
    def quoted(self) -> str | None:
        """What other people wrote, above and below what is new."""
        return self._pieces(_OTHERS, joined=True)

    @property
    def signature(self) -> str | None:
        """Signatures without their mark, and notices of confidentiality."""
        return self._pieces(_CLOSING, joined=False)

    def _pieces(self, kinds: tuple[str, ...], *, joined: bool) -> str | None:
        if self.segments is None:
            return None
        text, every = self.segments.text, self.segments.segments
        new = [one for one in every if one.kind == "reply" and text[one.start : one.end].strip()]
        first = new[0].start if new else len(text)
        last = new[-1].end if new else 0
        pieces: list[str] = []
        end = -1
        for one in every:
            if one.kind in kinds and not (one.start >= first and one.end <= last):
                piece = text[one.start : one.end]
                if joined and one.start == end:
                    pieces[-1] += piece
                else:
                    pieces.append(piece.removeprefix(_MARK))
                end = one.end
        return "\n".join([piece.strip("\n").rstrip() for piece in pieces if piece.strip()]) or None


def read_body(bodies: Bodies) -> Body:
    """
    Read the text and the HTML of a mail.

    The text is that of the plain parts. Where a part has no plain form, it is made from the HTML.

    Args:
        bodies: The parts of the mail by what they are for.
    """
    reader = _Reader()
    texts = [reader.text(part) for part in bodies.text if part.media_type.startswith("text/")]
    documents = [reader.document(part) for part in bodies.html if part.media_type == "text/html"]
    cleaned = [reader.clean(part) for part in bodies.html if part.media_type == "text/html"]
    html = "\n".join([one for one in cleaned if one is not None])
    shown = frozenset[str]().union(*(content_ids(document.events) for document in documents))
    return Body(_segments(texts), html or None, shown, tuple(reader.defects))


def _segments(texts: list[tuple[str, Hints]]) -> Segments | None:
    """Segment the texts of several parts as one."""
    if not texts:
        return None
    ranges: list[Hint] = []
    offset = 0
    for text, hints in texts:
        ranges += [Hint(one.kind, one.start + offset, one.end + offset) for one in hints.ranges]
        offset += len(text) + 1
    return segment("\n".join([text for text, _ in texts]), hints=Hints(tuple(ranges)))


class _Reader:
    """Reads each part once, and collects what is wrong."""

    def __init__(self) -> None:
        self.defects: dict[Defect, None] = {}
        self._documents: dict[str, Document] = {}

    def text(self, part: MimePart) -> tuple[str, Hints]:
        if part.media_type == "text/html":
            return read_html(self.document(part).events)
        text = self._decoded(part)
        if part.parameters.get("format", "").lower() == "flowed":
            text = unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
        return text, Hints()

    def document(self, part: MimePart) -> Document:
        if part.path not in self._documents:
            document = read_markup(self._decoded(part))
            self._note(part, document.defects)
            self._documents[part.path] = document
        return self._documents[part.path]

    def clean(self, part: MimePart) -> str | None:
        cleaned = sanitise(self.document(part).events)
        if cleaned is None:
            self._note(part, ("limit_html_tags",))
        return cleaned

    def _decoded(self, part: MimePart) -> str:
        decoded = part.read_text()
        self._note(part, decoded.defects)
        return decoded.text

    def _note(self, part: MimePart, codes: tuple[str, ...]) -> None:
        self.defects.update({Defect(code=code, pointer=part.path): None for code in codes})
