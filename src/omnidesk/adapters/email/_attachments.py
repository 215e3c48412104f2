"""What hangs on a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.model import Attachment, AttachmentKind, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._mime import MimePart
    from omnidesk.adapters.email._mail import Mail

_KINDS: dict[str, AttachmentKind] = {
    "application/ics": "calendar",
    "message/global": "message",
    "message/rfc822": "message",
    "text/calendar": "calendar",
    "text/directory": "contact",
    "text/vcard": "contact",
    "text/x-vcard": "contact",
}
_FAMILIES: dict[str, AttachmentKind] = {"audio": "audio", "image": "image", "video": "video"}


def attachments(mail: Mail, source: Source) -> tuple[Attachment, ...]:
    """
    Describe what hangs on a mail, in the order of its parts. Signatures are none.

    Nothing is decoded: `sha256` is `None`, and `size` is there where counting gives it.

    Args:
        mail: The mail.
        source: Its own address.
    """
    shown = mail.body.shown
    return tuple(_describe(part, shown, source) for part in _parts(mail))


def _parts(mail: Mail) -> Iterator[MimePart]:
    bodies = mail.bodies
    # Media within the body hang on the mail too: RFC 8621 lists them apart from attachments.
    media = {id(part) for part in (*bodies.text, *bodies.html) if _kind(part) != "file"}
    wanted = media | {id(part) for part in bodies.attachments}
    signatures = mail.protection.signatures if mail.protection else ()
    parts = mail.body_structure.walk()
    return (part for part in parts if id(part) in wanted and part.path not in signatures)


def _describe(part: MimePart, shown: frozenset[str], source: Source) -> Attachment:
    kind = _kind(part)
    content_id = part.content_id
    # What the HTML shows is inline whatever it declares. A file that declares it is not: some
    # programs call every attachment inline.
    declared = part.disposition == "inline" and kind in _FAMILIES.values()
    return Attachment(
        kind=kind,
        filename=part.filename,
        media_type=part.media_type,
        size=part.size,
        inline=content_id in shown or declared,
        content_id=content_id,
        availability="ok",
        source=source.model_copy(update={"pointer": part.path}),
    )


def _kind(part: MimePart) -> AttachmentKind:
    kind = part.media_type
    return _KINDS.get(kind) or _FAMILIES.get(kind.partition("/")[0], "file")
