"""Under which names attachments can be saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk._mime import clean_filename, without_surrogates
from omnidesk.adapters.email.files._records import SafeName
from omnidesk.adapters.email.files._types import (
    EXTENSIONS,
    PROGRAM_EXTENSIONS,
    canonical,
    extension_for,
    extension_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk._mime import MimePart

_LONGEST = 255
"""Bytes in UTF-8: what file systems take for one name."""
_ROOM_FOR_NUMBER = 12
_LONGEST_READ = 4096
"""Characters of a name that are looked at; its end, which has the extension."""

# What Windows takes for something else, and what nobody sees.
_FORBIDDEN = {ord(one): "_" for one in '<>:"|?*'} | dict.fromkeys(
    (0xAD, 0x180E, *range(0x200B, 0x200E), 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xFEFF)
)
# Microsoft, "Naming files, paths, and namespaces": with any extension too.
_RESERVED = frozenset(
    ["aux", "con", "conin$", "conout$", "nul", "prn"]
    + [f"{device}{number}" for device in ("com", "lpt") for number in "0123456789¹²³"]
)
_BY_TYPE = {"message/global": "message.eml", "message/rfc822": "message.eml"}
_BY_FAMILY = ("audio", "image", "video")


def safe_filename(name: str | None, media_type: str) -> SafeName:
    """
    Make a name safe to save under. Never fails.

    Args:
        name: As sent, decoded; `None` or one of which nothing is left becomes `unnamed`.
        media_type: What the file is; it gives the extension of a name made up.
    """
    sent = name or ""
    cleaned = _clean(sent) or unnamed(media_type)
    extension = extension_of(cleaned)
    program = extension in PROGRAM_EXTENSIONS
    before = extension_of(cleaned.rpartition(".")[0])
    return SafeName(
        name=cleaned,
        changed=cleaned != sent,
        program=program,
        double_extension=program and before in EXTENSIONS,
    )


def _clean(name: str) -> str:
    name = without_surrogates(name[-_LONGEST_READ:]).translate(_FORBIDDEN)
    name = name.replace("\\", "/").rpartition("/")[2].lstrip(". ")
    if name.partition(".")[0].strip().lower() in _RESERVED:
        name = "_" + name.lstrip()
    return (clean_filename(name) or "").strip(". ")


def unnamed(
    media_type: str,
    number: int = 1,
    *,
    subject: str | None = None,
    location: str | None = None,
    content_id: str | None = None,
) -> str:
    """
    Name a file that came without a name.

    In this order: the last part of its Content-Location; for a message its subject with `.eml`; its
    Content-ID, if that has an extension; its type, as in `calendar.ics` and `image.png`; `file`.

    Args:
        media_type: What it is.
        number: Which of those without a name it is; from the second on it is part of the name.
        subject: The subject of an attached message.
        location: The part's Content-Location.
        content_id: The part's Content-ID without its angle brackets.
    """
    kind = canonical(media_type)
    if location:
        name = _clean(location.partition("?")[0].partition("#")[0])
        if extension_of(name):
            return name
    if subject and kind in _BY_TYPE:
        # A slash in a subject is no path.
        name = _clean(subject.replace("/", "_").replace("\\", "_")[:_LONGEST_READ])
        if name:
            return _shortened(name, _LONGEST - 4) + ".eml"
    if content_id:
        name = _clean(content_id.partition("@")[0])
        if extension_of(name) in EXTENSIONS:
            return name
    name = _by_type(kind)
    return name if number <= 1 else _numbered(name, number)


def _by_type(kind: str) -> str:
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]
    if kind == "text/calendar":
        return "calendar.ics"
    if kind == "text/vcard":
        return "contact.vcf"
    if kind == "application/vnd.ms-tnef":
        return "winmail.dat"
    family = kind.partition("/")[0]
    stem = family if family in _BY_FAMILY else "file"
    extension = extension_for(kind)
    return f"{stem}.{extension}" if extension else stem


def name_of(part: MimePart, number: int = 1) -> str:
    """
    Return the name to save a part under: its own, or one that `unnamed` makes of its headers.

    Args:
        part: The part.
        number: Which of those without a name it is.
    """
    kind = part.media_type
    if part.filename is not None:
        return safe_filename(part.filename, kind).name
    subject = part.parts[0].header("subject") if part.parts else None
    location = part.header("content-location")
    return unnamed(kind, number, subject=subject, location=location, content_id=part.content_id)


def unique_names(names: Iterable[str]) -> tuple[str, ...]:
    """
    Tell files of one mail apart by their names, in linear time: the second `a.pdf` is `a1.pdf`.

    Case does not count, as it does not on Windows and macOS.

    Args:
        names: Safe names, in order. The first of its kind keeps its name.
    """
    taken: set[str] = set()
    last: dict[str, int] = {}
    unique: list[str] = []
    for name in names:
        found = name
        # What names are numbered under has room for the number, so that all names that would be
        # shortened to the same also count together.
        key = _numbered(name, 0).lower()
        while found.lower() in taken:
            last[key] = last.get(key, 0) + 1
            found = _numbered(name, last[key])
        taken.add(found.lower())
        unique.append(found)
    return tuple(unique)


def _numbered(name: str, number: int) -> str:
    stem = name.rpartition(".")[0] if extension_of(name) else name
    ending = name[len(stem) :]
    room = _LONGEST - _ROOM_FOR_NUMBER - len(ending.encode("utf-8", "replace"))
    return f"{_shortened(stem, room)}{number}{ending}"


def _shortened(text: str, room: int) -> str:
    """Cut text to so many bytes of UTF-8, between characters."""
    return text.encode("utf-8", "replace")[:room].decode("utf-8", "ignore")
