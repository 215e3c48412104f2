"""What hangs on a mail, part by part: what it is called, what it is, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.adapters.email.files import safe_filename, sniff
from omnidesk.adapters.email.files._types import EXTENSIONS, GENERIC, canonical, extension_of
from omnidesk.model import Attachment, AttachmentKind, Defect, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk._mime import Bodies, MimePart
    from omnidesk.adapters.email.files import Sniffed

_KINDS: dict[str, AttachmentKind] = {
    "message/global": "message",
    "message/rfc822": "message",
    "text/calendar": "calendar",
    "text/vcard": "contact",
}
_FAMILIES: dict[str, AttachmentKind] = {"audio": "audio", "image": "image", "video": "video"}
_HEAD = 8 * 1024
"""How many bytes tell what a file is: most formats say so in the first few."""


def attached_parts(
    parts: Iterable[MimePart], bodies: Bodies, signatures: tuple[str, ...]
) -> tuple[MimePart, ...]:
    """
    Tell which parts of a mail hang on it.

    Args:
        parts: All its parts, in order.
        bodies: What they are for. Media within the text hang on the mail too: RFC 8621 lists them
            apart from attachments.
        signatures: The paths of parts that are signatures, which are none.
    """
    wanted = {id(part) for part in {*bodies.text, *bodies.html} if kind_of(part) != "file"}
    wanted.update([id(part) for part in bodies.attachments])
    if not wanted:
        return ()
    return tuple([one for one in parts if id(one) in wanted and one.path not in signatures])


def describe(part: MimePart, shown: frozenset[str], source: Source) -> Attachment:
    """
    Describe an attachment.

    Nothing is decoded: `sha256` is `None`, and `size` is there where counting gives it.

    Args:
        part: Its part.
        shown: The content ids that the HTML shows.
        source: The address of the mail.
    """
    return Attachment(
        kind=kind_of(part),
        filename=part.filename,
        media_type=part.media_type,
        size=part.size,
        inline=is_inline(part, shown),
        content_id=part.content_id,
        availability="ok",
        source=source.model_copy(update={"pointer": part.path}),
    )


def is_inline(part: MimePart, shown: frozenset[str]) -> bool:
    """
    Tell whether a part is shown within the text.

    What the HTML shows is, whatever it declares. A file that declares it is not: some programs call
    every attachment inline.
    """
    declared = part.disposition == "inline" and kind_of(part) in _FAMILIES.values()
    return declared or part.content_id in shown


def kind_of(part: MimePart) -> AttachmentKind:
    """Tell what kind of thing a part is declared to be, or by its name if nothing is declared."""
    kind = canonical(part.media_type)
    if kind in GENERIC:
        # Phones and web forms often say no more than that it is a file.
        kind = EXTENSIONS.get(extension_of(part.filename or ""), kind)
    if kind == "application/vnd.ms-tnef" and "/tnef/" in part.path:
        return "message"
    return _KINDS.get(kind) or _FAMILIES.get(kind.partition("/")[0], "file")


def detect(part: MimePart) -> Sniffed:
    """Tell what a part is by how its content begins."""
    declared = part.media_type if part.raw_headers("content-type") else ""
    return sniff(part.head(_HEAD), declared=declared, filename=part.filename)


def suspicions(part: MimePart, detected: Sniffed) -> tuple[Defect, ...]:
    """
    Tell what is suspicious about an attachment: `type_mismatch`, `program_disguised`.

    Args:
        part: Its part.
        detected: What it is by its content.
    """
    codes: list[str] = [] if detected.agrees else ["type_mismatch"]
    if detected.disguised or _poses(part):
        codes.append("program_disguised")
    return tuple([Defect(code=code, pointer=part.path) for code in codes])


def _poses(part: MimePart) -> bool:
    """Tell whether a program poses as a document by its name, which takes two dots."""
    name = part.filename or ""
    return name.count(".") > 1 and safe_filename(name, part.media_type).double_extension
