"""File names: what may be shown, and almost saved under."""

from __future__ import annotations

from omnidesk._mime._limits import DEFAULT_LIMITS, Limits
from omnidesk._mime._text import nfc, one_line, without_direction


def clean_filename(name: str, *, limits: Limits = DEFAULT_LIMITS) -> str | None:
    """
    Cut a path off a file name, and drop what disguises or breaks it.

    Args:
        name: As declared, decoded.
        limits: How long it may be; a longer one keeps its extension.

    Returns:
        The name, or `None` if nothing is left of it.
    """
    name = name.replace("\\", "/").rpartition("/")[2]
    name = without_direction(one_line(nfc(name)))
    name = name.strip().rstrip(". ")
    if not name.strip("."):
        return None
    if len(name.encode()) <= limits.filename_bytes:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension.encode()) > 16:
        stem, dot, extension = name, "", ""
    room = limits.filename_bytes - len(f"{dot}{extension}".encode())
    return stem.encode()[: max(room, 0)].decode("utf-8", "ignore") + dot + extension
