"""Images: what a person sent, what a signature shows, what only tells that a mail was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from omnidesk.adapters.email.files._types import extension_of

if TYPE_CHECKING:
    from collections.abc import Container

ImageRole = Literal["content", "signature", "tracking"]

WITHIN = 64 * 1024
"""How many of the first bytes are looked at: before the size of a JPEG there may be a preview."""
_TRACKER = 2
"""Pixels each way: nothing to see."""
_LOGO_WIDTH, _LOGO_HEIGHT = 640, 240
_LOGO_AREA = 320 * 320
_LOGO_BYTES = 100_000
_IMAGES = frozenset({"bmp", "gif", "jpeg", "jpg", "png", "webp"})

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG's markers that begin a frame (ITU-T T.81 table B.1)."""
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
"""JPEG's markers without a length."""


class ImageSize(NamedTuple):
    """The size of an image in pixels."""

    width: int
    height: int


def image_size(head: bytes) -> ImageSize | None:
    """
    Read the size of a PNG, GIF, JPEG, WebP or BMP from its beginning. Never fails.

    Args:
        head: How the image begins; `WITHIN` bytes are as good as all of them.

    Returns:
        The size, or `None` if it is of another kind, or cut off before its size.
    """
    head = head[:WITHIN]
    size = _read_size(head)
    return ImageSize(*size) if size is not None else None


def _read_size(head: bytes) -> tuple[int, int] | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n") and len(head) >= 24:
        return _numbers(head, 16, 4, "big")
    if head.startswith((b"GIF87a", b"GIF89a")) and len(head) >= 10:
        return _numbers(head, 6, 2, "little")
    if head.startswith(b"\xff\xd8"):
        return _jpeg(head)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _webp(head)
    if head.startswith(b"BM") and len(head) >= 26:
        if head[14] == 12:
            return _numbers(head, 18, 2, "little")
        width, height = _numbers(head, 18, 4, "little")
        # A negative height is an image from the top down.
        return width, min(height, (1 << 32) - height)
    return None


def _numbers(data: bytes, at: int, size: int, order: Literal["little", "big"]) -> tuple[int, int]:
    first, second = data[at : at + size], data[at + size : at + 2 * size]
    return int.from_bytes(first, order), int.from_bytes(second, order)


def _jpeg(head: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker in _FRAMES:
            height, width = _numbers(head, at + 5, 2, "big")
            return width, height
        if marker == 0xFF:
            at += 1  # a byte that fills
        elif marker in _BARE:
            at += 2
        else:
            at += 2 + int.from_bytes(head[at + 2 : at + 4], "big")
    return None


def _webp(head: bytes) -> tuple[int, int] | None:
    kind = head[12:16]
    if len(head) < 30:
        return None
    if kind == b"VP8 ":
        width, height = _numbers(head, 26, 2, "little")
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        width, height = _numbers(head, 24, 3, "little")
        return width + 1, height + 1
    return None


def image_role(
    *,
    dimensions: ImageSize | None,
    size: int | None,
    filename: str | None = None,
    content_id: str | None = None,
    referenced: bool = False,
    remote: bool = False,
    below_signature: bool = False,
    sha256: str | None = None,
    seen: Container[str] = (),
) -> ImageRole:
    """
    Say what an image is for. A guess in favour of `content`: what is lost is worse than clutter.

    An image of at most 2 × 2 pixels that is shown or remote is `tracking`. One that the HTML shows,
    and that is no larger than logos are, is `signature` if it stands below the signature mark or
    was seen earlier in the thread. Its name says nothing: mail programs call logos and pasted
    screenshots `image001.png` alike; only the extension of something else than an image counts.

    Args:
        dimensions: See `image_size`, or as HTML declares it; `None` if not known.
        size: Of the file in bytes, or `None`.
        filename: As sent.
        content_id: What the HTML calls it.
        referenced: Whether the HTML shows it.
        remote: Whether it is not in the mail.
        below_signature: Whether it is shown below the signature mark.
        sha256: Its digest, if it was made.
        seen: The digests of images in earlier mails of the thread by the same person.
    """
    shown = referenced or remote
    if dimensions is not None and max(dimensions) <= _TRACKER and (shown or content_id):
        return "tracking"
    if not referenced or not _is_logo_sized(dimensions, size):
        return "content"
    if filename is not None and extension_of(filename) not in _IMAGES:
        # A drawing or a scan that somebody placed there.
        return "content"
    repeated = sha256 is not None and sha256 in seen
    return "signature" if below_signature or repeated else "content"


def _is_logo_sized(dimensions: ImageSize | None, size: int | None) -> bool:
    if size is not None and size > _LOGO_BYTES:
        return False
    if dimensions is None:
        return size is not None
    width, height = dimensions
    banner = width <= _LOGO_WIDTH and height <= _LOGO_HEIGHT
    return banner or width * height <= _LOGO_AREA
