"""
From LiveAgent's letters to ours: the tables.

The letters and the words for them are those of the vendor's API v3 description; the words are the
names of our notices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk.model import Direction, NoticeKind

CHANNEL = "liveagent"

SYSTEM = "system00"
"""The `userid` of the system itself, by public code in use."""

# --- groups of messages ---------------------------------------------------------------------------

LETTERS = frozenset({"3", "4", "5", "M", "O", "Q"})
"""Groups that are one letter: e-mails both ways, messages left offline, forwarded ones."""

CHATS = frozenset({"6", "7", "8", "C", "F", "W", "Y"})
"""Groups in which people talk: chat, WhatsApp, instant messages, Facebook, Twitter."""

INTERNAL_GROUPS = frozenset({"1", "I", "R", "T", "U", "Z"})
"""
Groups that our own side alone can read.

`R` and `T` hold what agents write when they resolve or hand over; public code that exports tickets
takes them for private.
"""

WAYS: Mapping[str, Direction] = {
    "3": "inbound",
    "4": "outbound",
    "5": "inbound",
    "O": "outbound",
    "Q": "inbound",
}
"""Groups that say which way they went."""

FORWARD_REPLY = "Q"
"""The group in which somebody answers to whom we have forwarded a letter: not the customer."""

CALLS: Mapping[str, Direction] = {"1": "internal", "P": "inbound", "V": "outbound"}
"""Groups that are calls."""

GROUP_NOTICES: Mapping[str, tuple[NoticeKind, str]] = {
    "2": ("other", "MERGED"),
    "A": ("other", "KNOWLEDGEBASE_START"),
    "B": ("status_changed", "SPAM"),
    "G": ("other", "TAG"),
    "J": ("status_changed", "POSTPONE"),
    "K": ("other", "KNOWLEDGEBASE"),
    "L": ("other", "SPLITTED"),
    "R": ("status_changed", "RESOLVE"),
    "S": ("opened", "STARTINFO"),
    "T": ("handover", "TRANSFER"),
    "X": ("status_changed", "DELETE"),
}
"""Groups in which something happens to the ticket."""

DELETED = "D"
"""The `status` of a group that was deleted."""

# --- messages -------------------------------------------------------------------------------------

SPOKEN = frozenset({"M", "Y"})
FILES = frozenset({"F", "L"})
NOTES = frozenset({"I", "L", "N"})
"""Messages that our own side alone can read, whatever their group."""

QUOTED = "Q"
TITLE = "T"
COMMENT = "C"
"""What a customer has written beside a ranking."""

RANKINGS: Mapping[str, float] = {"P": 0.0, "W": 1.0}
"""Punishment and reward: a thumb down and one up."""

MESSAGE_NOTICES: Mapping[str, tuple[NoticeKind, str]] = {
    "0": ("other", "ERROR_FOOTER"),
    "1": ("other", "VOICE_INTERNAL"),
    "2": ("other", "MERGED"),
    "3": ("other", "INVITATION_REROUTE"),
    "B": ("other", "SPLITTED"),
    "D": ("left", "DISCONNECT"),
    "E": ("status_changed", "END"),
    "G": ("other", "TAG"),
    "J": ("status_changed", "STATUS"),
    "K": ("other", "SYSTEM_PUBLIC"),
    "R": ("handover", "TRANSFER"),
    "S": ("other", "SYSTEM"),
    "T": ("other", "TITLE"),
    "V": ("other", "VOICE"),
    "X": ("other", "SYSTEM_VISITOR"),
    "Z": ("form_submitted", "FORMFIELD"),
}
"""Messages that nobody has said."""

NOTHING = frozenset({"A", "H", "O", "U"})
"""The template's header and footer, the headers of a mail, a browser's name."""

HTML = frozenset({"H", "Y"})
JSON_TEXT = frozenset({"J", "Z"})
"""`format`. Any other, and none, is text."""

# --- tickets --------------------------------------------------------------------------------------

STATUSES: Mapping[str, str] = {
    "A": "answered",
    "B": "spam",
    "C": "open",
    "L": "closed",
    "R": "resolved",
    "W": "postponed",
    "X": "deleted",
}
"""`status` of a ticket, where something has happened to it."""

BEGINNINGS = frozenset({"I", "N", "P", "T"})
"""`status` of a ticket that has just begun: init, new, calling, chatting."""
