"""Signed and encrypted mail: S/MIME (RFC 8551), PGP/MIME (RFC 3156), PGP within the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk._containers import read_cms
from omnidesk.adapters.email.files._records import Protection
from omnidesk.adapters.email.files._types import GENERIC, canonical, extension_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk._mime import MimePart
    from omnidesk.adapters.email.files._records import ProtectionKind

_LONGEST_INLINE = 256 * 1024
"""Texts known to be longer are not looked through for PGP's marks."""
_SMIME_TYPES: dict[str, ProtectionKind] = {
    "authenveloped-data": "smime_encrypted",
    "enveloped-data": "smime_encrypted",
    "signed-data": "smime_signed_opaque",
}
_CMS_KINDS: dict[str, ProtectionKind] = {
    "enveloped": "smime_encrypted",
    "signed": "smime_signed_opaque",
}
_SIGNATURES = ("application/pkcs7-signature", "application/pgp-signature")
# As lines begin; with a space before it, it is a quote or prose.
_MARKS: tuple[tuple[str, ProtectionKind], ...] = (
    ("-----BEGIN PGP SIGNED MESSAGE-----", "pgp_inline_signed"),
    ("-----BEGIN PGP MESSAGE-----", "pgp_inline_encrypted"),
)


def protection(mail: MimePart) -> Protection | None:
    """
    Say how a mail is signed or encrypted; the outermost way, if there are several.

    Attached messages are not looked into. Content is decoded where nothing else tells what it is:
    `smime.p7m` without `smime-type`, and the plain texts, whose beginning may be PGP.

    Args:
        mail: The mail.
    """
    for part in _walk(mail):
        found = _protection(part)
        if found is not None:
            return found
    return None


def is_encrypted(found: Protection) -> bool:
    """Tell whether what it protects cannot be read without a key."""
    return found.kind.endswith("_encrypted")


def _walk(mail: MimePart) -> Iterator[MimePart]:
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        yield part
        if not part.media_type.startswith("message/"):
            waiting.extend(reversed(part.parts))


def _protection(part: MimePart) -> Protection | None:
    kind: ProtectionKind | None = None
    signatures: tuple[str, ...] = ()
    match canonical(part.media_type):
        case "multipart/signed":
            kind, signatures = _signed(part)
        case "multipart/encrypted" if _protocol(part) in ("", "application/pgp-encrypted"):
            kind = "pgp_mime_encrypted"
            controls = [one for one in part.parts if one.media_type == "application/pgp-encrypted"]
            signatures = tuple(one.path for one in controls)
        case "application/pkcs7-mime":
            kind = _opaque(part)
        case generic if generic in GENERIC and extension_of(part.filename or "") == "p7m":
            kind = _opaque(part)
        case "text/plain":
            kind = _inline(part)
        case _:
            pass
    return None if kind is None else Protection(kind=kind, path=part.path, signatures=signatures)


def _protocol(part: MimePart) -> str:
    return canonical(part.parameters.get("protocol", ""))


def _signed(part: MimePart) -> tuple[ProtectionKind | None, tuple[str, ...]]:
    signed = [one for one in part.parts[1:] if canonical(one.media_type) in _SIGNATURES]
    protocol = _protocol(part) or (canonical(signed[0].media_type) if signed else "")
    paths = tuple(one.path for one in signed)
    if protocol == "application/pgp-signature":
        return "pgp_mime_signed", paths
    return ("smime_signed_detached" if protocol == "application/pkcs7-signature" else None), paths


def _opaque(part: MimePart) -> ProtectionKind | None:
    declared = part.parameters.get("smime-type", "").strip().lower()
    if declared:
        return _SMIME_TYPES.get(declared)
    return _CMS_KINDS.get(read_cms(part.content()).kind)


def _inline(part: MimePart) -> ProtectionKind | None:
    if part.disposition == "attachment" or not part.may_contain(b"PGP"):
        return None
    # The marks are ASCII: few texts have to be decoded for them.
    if (part.size or 0) > _LONGEST_INLINE or b"-----BEGIN PGP " not in part.content():
        return None
    found = {line.rstrip() for line in part.text().split("\n")}
    return next((kind for mark, kind in _MARKS if mark in found), None)
