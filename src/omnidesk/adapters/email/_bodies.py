"""What a mail says: its text, its HTML, what it quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from omnidesk.adapters.email._flowed import unflow
from omnidesk.adapters.email._html import content_ids, sanitise, to_text
from omnidesk.adapters.email._markup import read_markup
from omnidesk.adapters.email._quoting import Split, split_reply
from omnidesk.model import Defect

if TYPE_CHECKING:
    from omnidesk._mime import Bodies, MimePart
    from omnidesk.adapters.email._markup import Document


class Body(NamedTuple):
    """What a mail says."""

    split: Split | None
    """The text in its parts; `None` if there is no text at all."""
    html: str | None
    """Sanitised."""
    shown: frozenset[str]
    """The content ids that the HTML shows."""
    defects: tuple[Defect, ...]
    """What was wrong with the bodies."""


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
    split = split_reply("\n".join(texts)) if texts else None
    return Body(split, html or None, shown, tuple(reader.defects))


class _Reader:
    """Reads each part once, and collects what is wrong."""

    def __init__(self) -> None:
        self.defects: dict[Defect, None] = {}
        self._documents: dict[str, Document] = {}

    def text(self, part: MimePart) -> str:
        if part.media_type == "text/html":
            return to_text(self.document(part).events)
        text = self._decoded(part)
        if part.parameters.get("format", "").lower() == "flowed":
            text = unflow(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
        return text

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
