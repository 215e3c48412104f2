"""Payloads from a zip archive, read member by member and never unpacked to disk."""

from __future__ import annotations

import io
import os
import zlib
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO
from zipfile import BadZipFile, ZipFile

from omnidesk.connectors._limits import LARGEST, PASSED_OVER
from omnidesk.connectors._split import Place, split
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from zipfile import ZipInfo

    from typing_extensions import Buffer

    from omnidesk._payload import Payload

_UNDER_RATIO = 1 << 20
"""Up to how many bytes a member may unpack whatever its ratio: small files pack very well."""

_LONGEST_ENTRY = 1024
"""How many bytes an entry of the list of members may take, on average: a path and some notes."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """
    How much of an archive is read: what holds more is a bomb, or a disk, and no archive of chats.

    Args:
        members: How many files there may be.
        total: How many bytes all that is read may unpack to.
        ratio: How many times its packed size a file may unpack to, beyond its first MiB.
    """

    members: int = 200_000
    total: int = 8 << 30
    ratio: int = 250


def read_archive(
    path: str | os.PathLike[str],
    *,
    on_error: Callable[[Place, OSError | PayloadError], None] | None = None,
    on_skip: Callable[[Place], None] | None = None,
    largest: int = LARGEST,
    limits: ArchiveLimits | None = None,
) -> Iterator[tuple[Place, Payload]]:
    """
    Read the payloads of a zip archive, such as "Download your information" of Meta's.

    Nothing is written to disk. One payload is held at a time, and members are read by name in
    order, as `read_payloads` reads a folder: what is hidden, names that lead out of the archive,
    and the suffixes in `PASSED_OVER` are not read. What a member's header says of its
    size is not believed: bytes are counted as they come.

    Args:
        path: The archive.
        on_error: Called with what could not be read, and the rest is read. Without it, the first
            such thing is raised.
        on_skip: Called with every member that is passed over by its suffix.
        largest: The largest payload that is read, in bytes.
        limits: How much of the archive is read.

    Yields:
        Where a payload was read, and the payload.

    Raises:
        OSError: If the archive cannot be opened or read, and there is no `on_error`.
        PayloadError: If it is no zip archive, is encrypted, is damaged, or holds more than the
            limits allow, and there is no `on_error`.
    """
    report = on_error or _raise
    place = Place(os.fspath(path))
    try:
        with Path(path).open("rb") as stream:
            found = _read(
                stream, place, report, on_skip, largest=largest, limits=limits or ArchiveLimits()
            )
            yield from found
    except OSError as error:
        report(place, error)


def _read(
    stream: BinaryIO,
    place: Place,
    report: Callable[[Place, OSError | PayloadError], None],
    on_skip: Callable[[Place], None] | None,
    *,
    largest: int,
    limits: ArchiveLimits,
) -> Iterator[tuple[Place, Payload]]:
    archive, problem = _open(stream, limits)
    if archive is None:
        report(place, PayloadError(problem))
        return
    left = limits.total
    for info in sorted(archive.infolist(), key=lambda one: one.filename):
        name = PurePosixPath(info.filename)
        if info.is_dir() or any(part.startswith((".", "__MACOSX")) for part in name.parts):
            continue
        where = Place(f"{place.path}/{info.filename}")
        suffix = name.suffix.lower()
        if suffix in PASSED_OVER:
            if on_skip is not None:
                on_skip(where)
            continue
        member = _Member(archive, info, left, limits.ratio)
        with io.BufferedReader(member) as unpacked:
            try:
                yield from split(unpacked, where, suffix, report, largest)
            except _UnreadableError as error:
                problem = error.args[0]
            else:
                problem = ""
        left -= member.count
        if problem:
            report(where if left >= 0 else place, PayloadError(problem))
        if left < 0:
            return


def _open(stream: BinaryIO, limits: ArchiveLimits) -> tuple[ZipFile | None, str]:
    """Open an archive, or say what is wrong with it."""
    # The list of members is read whole: what is too long is not even begun.
    if _directory_size(stream) > limits.members * _LONGEST_ENTRY:
        return None, f"expected at most {limits.members} files"
    try:
        archive = ZipFile(stream)
    except (BadZipFile, EOFError, NotImplementedError, ValueError):
        # ValueError: fields that point before the start of the file.
        return None, "expected a zip archive"
    if len(archive.infolist()) > limits.members:
        return None, f"expected at most {limits.members} files"
    return archive, ""


def _directory_size(stream: BinaryIO) -> int:
    """Return how long an archive says that its list of members is; 0 if it says nothing."""
    end = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, end - (1 << 16) - 22 - 76))
    tail = stream.read()
    stream.seek(0)
    found = tail.rfind(b"PK\x05\x06")
    # A zip64 archive says it in a record before that one.
    found_64 = tail.rfind(b"PK\x06\x06")
    size = int.from_bytes(tail[found + 12 : found + 16], "little") if found >= 0 else 0
    size_64 = int.from_bytes(tail[found_64 + 40 : found_64 + 48], "little") if found_64 >= 0 else 0
    return max(size if size != 0xFFFF_FFFF else 0, size_64)


class _UnreadableError(Exception):
    """A member that cannot be read on; says what was expected."""


class _Member(io.RawIOBase):
    """A member as it unpacks, counted."""

    def __init__(self, archive: ZipFile, info: ZipInfo, left: int, ratio: int) -> None:
        self.count = 0
        self._archive = archive
        self._info = info
        self._left = left
        self._most = max(_UNDER_RATIO, ratio * info.compress_size)
        self._stream: IO[bytes] | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        data, problem = b"", ""
        try:
            if self._stream is None:
                self._stream = self._archive.open(self._info)
            data = self._stream.read(len(view))
        except RuntimeError:
            # NotImplementedError is one: a way of packing that Python does not know.
            problem = "expected a file that is packed in a known way and has no password"
        except (BadZipFile, EOFError, LZMAError, ValueError, zlib.error):
            problem = "expected a file that is not damaged"
        self.count += len(data)
        if self.count > self._left:
            problem = "expected fewer bytes in all"
        elif self.count > self._most:
            problem = "expected a file that does not unpack to so much more than its size"
        if problem:
            # Outside the handler: what was caught there names the file.
            raise _UnreadableError(problem)
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
        super().close()


def _raise(_place: Place, error: OSError | PayloadError) -> None:
    raise error
