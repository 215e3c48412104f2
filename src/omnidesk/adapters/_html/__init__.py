"""HTML that other people wrote: as text, as HTML that is safe to show, and what it would fetch."""

from omnidesk.adapters._html._markup import VOID, Document, Markup, read_markup
from omnidesk.adapters._html._remote import (
    MisleadingLink,
    RemoteImage,
    RemoteLink,
    RemoteResources,
    remote_resources,
    remote_resources_of,
)
from omnidesk.adapters._html._safe import content_ids, sanitise
from omnidesk.adapters._html._to_text import to_text

__all__ = [
    "VOID",
    "Document",
    "Markup",
    "MisleadingLink",
    "RemoteImage",
    "RemoteLink",
    "RemoteResources",
    "content_ids",
    "read_markup",
    "remote_resources",
    "remote_resources_of",
    "sanitise",
    "to_text",
]
