"""What a person newly wrote in a mail, told from quotes, signatures and forwarded text."""

from omnidesk.adapters.email.segments._html import read_html
from omnidesk.adapters.email.segments._model import Hint, Hints, Segment, SegmentKind, Segments
from omnidesk.adapters.email.segments._segment import segment

__all__ = ["Hint", "Hints", "Segment", "SegmentKind", "Segments", "read_html", "segment"]
