"""
Payloads from the file system: files, folders, JSON Lines, mbox and Maildir.

Everything is read as a stream and one payload is held at a time, whatever the size of the archive.
`Payload.received_at` stays `None`: a file's time says when it was copied, not when we received it.
"""

from __future__ import annotations

import os
from collections import deque
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from omnidesk._payload import Payload
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LARGEST = 256 * 1024 * 1024
"""The largest payload that is read, in bytes. What is larger is a film or a disk, not a mail."""

PASSED_OVER = frozenset(
    {
        *(".md", ".py", ".pyc", ".rst"),
        *(".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"),
        *(".mov", ".mp3", ".mp4", ".ogg", ".wav"),
    }
)
"""
What a folder may hold beside payloads, by suffix: notes, code, pictures, sound, film.

Every other file of a folder is read. A file that is named itself is always read.
"""

_LINES = frozenset({".jsonl", ".ndjson"})
_MBOX = frozenset({".mbox", ".mbx"})
_SINGLE = frozenset({".eml", ".json"})

# Lines are read in pieces, so that a file without line breaks stays within bounds.
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where a payload was read, in words for the person who named the path.

    Args:
        path: The path as the person wrote it, with what was found below it.
        row: The line of a JSON Lines file or the number of the mail in an mbox, counted from 1.
            `None` for a file that is one payload.
        unit: What `row` counts.
    """

    path: str
    row: int | None = None
    unit: str = "line"

    def __str__(self) -> str:
        # A file's name may hold anything, even terminal escapes and bytes that are no text.
        text = self.path.encode("utf-8", "backslashreplace").decode()
        name = "".join(
            one if one.isprintable() else one.encode("unicode_escape").decode("ascii")
            for one in text
        )
        return name if self.row is None else f"{name} {self.unit} {self.row}"


def read_payloads(
    path: str | os.PathLike[str],
    *,
    on_error: Callable[[Place, OSError | PayloadError], None] | None = None,
    on_skip: Callable[[Place], None] | None = None,
    largest: int = LARGEST,
) -> Iterator[tuple[Place, Payload]]:
    """
    Read the payloads at a path, one at a time.

    - A `.jsonl` or `.ndjson` file is a payload per line; blank lines are none.
    - A `.mbox` file, or one that starts with `From `, is a mail per `From ` line (RFC 4155).
    - A `.eml` or `.json` file is one payload, byte for byte.
    - Any other file is one payload too, unless it is a JSON object per line.
    - A folder with `cur` and `new` is a Maildir: the mails of both, and the Maildirs inside it.
    - Any other folder is read with all below it, sorted by name. Hidden files, links to folders,
      what is no regular file, and the suffixes in `PASSED_OVER` are not read.

    Args:
        path: A file or a folder.
        on_error: Called with what could not be read, and the rest is read. Without it, the first
            such thing is raised.
        on_skip: Called with every file of a folder that is passed over by its suffix.
        largest: The largest payload that is read, in bytes.

    Yields:
        Where a payload was read, and the payload.

    Raises:
        OSError: If something cannot be opened or read, and there is no `on_error`.
        PayloadError: If a payload is larger than `largest`, and there is no `on_error`.
    """
    report = on_error or _raise
    for file, suffix in _walk(Path(path), report, on_skip):
        place = Place(os.fspath(file))
        try:
            with file.open("rb") as stream:
                yield from _split(stream, place, suffix, report, largest)
        except OSError as error:
            report(place, error)


def read_stream(
    stream: BinaryIO,
    *,
    name: str = "-",
    on_error: Callable[[Place, OSError | PayloadError], None] | None = None,
    largest: int = LARGEST,
) -> Iterator[tuple[Place, Payload]]:
    """
    Read the payloads of an open binary stream, such as standard input; see `read_payloads`.

    Raises:
        OSError: If the stream cannot be read.
        PayloadError: If a payload is larger than `largest`, and there is no `on_error`.
    """
    yield from _split(stream, Place(name), "", on_error or _raise, largest)


def list_files(
    path: str | os.PathLike[str],
    *,
    on_error: Callable[[Place, OSError | PayloadError], None] | None = None,
    on_skip: Callable[[Place], None] | None = None,
) -> Iterator[Path]:
    """
    List the files that `read_payloads` reads at a path, in the same order.

    Raises:
        OSError: If a folder cannot be listed, and there is no `on_error`.
    """
    for file, _ in _walk(Path(path), on_error or _raise, on_skip):
        yield file


def _raise(_place: Place, error: OSError | PayloadError) -> None:
    raise error


def _walk(
    start: Path,
    report: Callable[[Place, OSError | PayloadError], None],
    on_skip: Callable[[Place], None] | None,
) -> Iterator[tuple[Path, str]]:
    """List the files to read, each with the suffix that says what is in it."""
    if not start.is_dir():
        yield start, start.suffix.lower()
        return
    # A folder, and the suffix that its files count as having: those of a Maildir have none, and
    # end in the name of a host, such as `mail.example.md`.
    waiting: deque[tuple[Path, str | None]] = deque([(start, None)])
    while waiting:
        folder, common = waiting.popleft()
        try:
            files, folders = _look(folder)
        except OSError as error:
            report(Place(os.fspath(folder)), error)
            continue
        for file in files:
            suffix = common or file.suffix.lower()
            if suffix not in PASSED_OVER:
                yield file, suffix
            elif on_skip is not None:
                on_skip(Place(os.fspath(file)))
        # In front of what waits: what is inside a folder comes before its neighbours.
        waiting.extendleft(reversed(folders))


def _look(folder: Path) -> tuple[list[Path], list[tuple[Path, str | None]]]:
    """Return the files of a folder to read and the folders to look into, both sorted."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    # A link to a folder could lead back up, for ever.
    folders = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    if {"cur", "new"} <= set(folders):
        # Mail servers keep notes of their own beside the three folders; `tmp` is half written.
        # Maildir++ puts subfolders in with a dot before their names.
        inner: list[tuple[Path, str | None]] = [
            (folder / name, None)
            for name in folders
            if name not in {"cur", "new", "tmp"} and (folder / name / "cur").is_dir()
        ]
        return [], [(folder / "cur", ".eml"), (folder / "new", ".eml"), *inner]
    # A pipe in a folder would never end.
    files = [
        folder / entry.name
        for entry in entries
        if not entry.name.startswith(".") and entry.is_file()
    ]
    return files, [(folder / name, None) for name in folders if not name.startswith(".")]


# --- from bytes to payloads -----------------------------------------------------------------------


def _split(
    stream: BinaryIO,
    place: Place,
    suffix: str,
    report: Callable[[Place, OSError | PayloadError], None],
    largest: int,
) -> Iterator[tuple[Place, Payload]]:
    pieces: Iterator[bytes] = iter(lambda: stream.readline(_PIECE), b"")
    bodies: Iterable[tuple[Place, bytes | None]]
    if suffix in _LINES:
        bodies = _lines(pieces, place, largest)
    elif suffix in _MBOX:
        bodies = _mails(pieces, place, largest)
    elif suffix in _SINGLE:
        bodies = _whole(pieces, place, largest)
    else:
        bodies = _guess(pieces, place, largest)
    for where, body in bodies:
        if body is None:
            report(where, PayloadError(f"expected at most {largest} bytes"))
        else:
            yield where, Payload(body)


def _guess(
    pieces: Iterator[bytes], place: Place, largest: int
) -> Iterable[tuple[Place, bytes | None]]:
    """Tell by the first two lines what a stream without a telling name is."""
    head: list[bytes] = []
    first = _line(pieces, head, largest)
    if first.startswith(b"From "):
        return _mails(chain(head, pieces), place, largest)
    if _is_object(first):
        second = b"\n"
        while second and not second.strip():
            second = _line(pieces, head, largest)
        if second.startswith(b"{"):
            return _lines(chain(head, pieces), place, largest)
    return _whole(chain(head, pieces), place, largest)


def _line(pieces: Iterator[bytes], head: list[bytes], largest: int) -> bytes:
    """Take a line off a stream, but not much more than `largest`, and remember its pieces."""
    taken: list[bytes] = []
    size = 0
    for piece in pieces:
        taken.append(piece)
        size += len(piece)
        if piece.endswith(b"\n") or size > largest:
            break
    head.extend(taken)
    return b"".join(taken)


def _is_object(line: bytes) -> bool:
    if not line.startswith(b"{"):
        return False
    try:
        Payload(line).json()
    except PayloadError:
        return False
    return True


def _whole(
    pieces: Iterable[bytes], place: Place, largest: int
) -> Iterator[tuple[Place, bytes | None]]:
    taken: list[bytes] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > largest:
            yield place, None
            return
        taken.append(piece)
    yield place, b"".join(taken)


def _lines(
    pieces: Iterable[bytes], place: Place, largest: int
) -> Iterator[tuple[Place, bytes | None]]:
    row = 1
    taken: list[bytes] = []
    size = 0
    # The last line may lack its end; one that is not there is blank and changes nothing.
    for piece in chain(pieces, (b"\n",)):
        size += len(piece)
        if size <= largest:
            taken.append(piece)
        if not piece.endswith(b"\n"):
            continue
        body = b"".join(taken).rstrip(b"\r\n")
        if size > largest:
            yield Place(place.path, row), None
        elif body.strip():
            yield Place(place.path, row), body
        row, taken, size = row + 1, [], 0


def _mails(
    pieces: Iterable[bytes], place: Place, largest: int
) -> Iterator[tuple[Place, bytes | None]]:
    """
    Split an mbox at its `From ` lines and take one `>` off quoted ones (mboxrd).

    A `From ` line stands at the start or after a blank line, and a header field follows it: a
    paragraph that starts with "From " in a file whose writer did not quote it is left alone.
    """
    number = 0
    mail = _Mail(largest)
    # What may be a separator waits for the next line to say so.
    separator: bytes | None = None
    at_line_start = after_blank = True
    for piece in pieces:
        if separator is not None:
            if _is_field(piece):
                if number or mail.size:
                    yield Place(place.path, max(number, 1), "mail"), mail.take()
                number += 1
            else:
                mail.add(separator)
            separator = None
        if at_line_start and after_blank and piece.startswith(b"From "):
            separator = piece
        else:
            mail.add(_unquote(piece) if at_line_start else piece)
        after_blank = at_line_start and not piece.strip(b"\r\n")
        at_line_start = piece.endswith(b"\n")
    if separator is not None:
        mail.add(separator)
    if number or mail.size:
        yield Place(place.path, max(number, 1), "mail"), mail.take()


class _Mail:
    """The mail that is being collected."""

    def __init__(self, largest: int) -> None:
        self.size = 0
        self._largest = largest
        self._pieces: list[bytes] = []

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size <= self._largest:
            self._pieces.append(piece)

    def take(self) -> bytes | None:
        """Return the mail without the blank line that ends it in an mbox, or `None`: too large."""
        pieces, size = self._pieces, self.size
        self._pieces, self.size = [], 0
        if size > self._largest:
            return None
        if pieces and pieces[-1] in {b"\n", b"\r\n"}:
            pieces.pop()
        return b"".join(pieces)


def _unquote(line: bytes) -> bytes:
    return line[1:] if line[:1] == b">" and line.lstrip(b">").startswith(b"From ") else line


def _is_field(line: bytes) -> bool:
    """Tell whether a line is a header field (RFC 5322 section 2.2), or quotes a `From ` line."""
    name, colon, _ = line.partition(b":")
    if colon and name and all(33 <= one <= 126 for one in name.rstrip(b" \t")):
        return True
    return line.startswith(b">From ")
