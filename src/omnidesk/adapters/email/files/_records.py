"""What is found out about a file, and about how a mail is protected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ProtectionKind = Literal[
    "pgp_inline_encrypted",
    "pgp_inline_signed",
    "pgp_mime_encrypted",
    "pgp_mime_signed",
    "smime_encrypted",
    "smime_signed_detached",
    "smime_signed_opaque",
]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Sniffed:
    """What a file is by its content, beside what it was said to be."""

    media_type: str
    """In lower case. What was declared, where the content says nothing against it."""
    certain: bool
    """Whether the content alone says so."""
    agrees: bool
    """
    Whether what was declared, or else the extension, is the same kind of thing. True where nothing
    speaks against it, as for an empty file.
    """
    disguised: bool
    """Whether it is a program, or a link to one, that goes by another type or extension."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SafeName:
    """A name to save a file under, and what gave cause for care."""

    name: str
    """One path component that Windows, macOS and Linux take, at most 255 bytes of UTF-8."""
    changed: bool
    """Whether it differs from the name that was sent."""
    program: bool
    """Whether its extension makes systems run it, or run something because of it."""
    double_extension: bool
    """Whether a program poses as a document, as `invoice.pdf.exe` does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """How a mail is signed or encrypted. Nothing is verified or decrypted."""

    kind: ProtectionKind
    path: str
    """The part that is signed or encrypted: its section path."""
    signatures: tuple[str, ...]
    """The paths of parts that are signatures or control information: none is an attachment."""
