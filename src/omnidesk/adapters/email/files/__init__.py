"""
What hangs on a mail: what it is, what to call it, and what is in it.

Every function here is pure, takes time by the size of its input only, and never fails on content.
"""

from omnidesk._containers import (
    Cms,
    RtfText,
    Tnef,
    TnefFile,
    decompress_rtf,
    read_cms,
    read_rtf,
    read_tnef,
)
from omnidesk.adapters._html import (
    MisleadingLink,
    RemoteImage,
    RemoteLink,
    RemoteResources,
    remote_resources,
)
from omnidesk.adapters.email.files._calendar import CalendarUser, Invite, read_calendar
from omnidesk.adapters.email.files._cards import Card, read_cards
from omnidesk.adapters.email.files._digest import digest
from omnidesk.adapters.email.files._images import ImageRole, ImageSize, image_role, image_size
from omnidesk.adapters.email.files._names import (
    name_of,
    safe_filename,
    unique_names,
    unnamed,
)
from omnidesk.adapters.email.files._protection import protection
from omnidesk.adapters.email.files._records import Protection, ProtectionKind, SafeName, Sniffed
from omnidesk.adapters.email.files._sniff import sniff

__all__ = [
    "CalendarUser",
    "Card",
    "Cms",
    "ImageRole",
    "ImageSize",
    "Invite",
    "MisleadingLink",
    "Protection",
    "ProtectionKind",
    "RemoteImage",
    "RemoteLink",
    "RemoteResources",
    "RtfText",
    "SafeName",
    "Sniffed",
    "Tnef",
    "TnefFile",
    "decompress_rtf",
    "digest",
    "image_role",
    "image_size",
    "name_of",
    "protection",
    "read_calendar",
    "read_cards",
    "read_cms",
    "read_rtf",
    "read_tnef",
    "remote_resources",
    "safe_filename",
    "sniff",
    "unique_names",
    "unnamed",
]
