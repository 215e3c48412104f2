"""Where one payload ends and the next begins: whole files, JSON Lines, mbox."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from omnidesk._payload import Payload
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_LINES = frozenset({".jsonl", ".ndjson"})
_MBOX = frozenset({".mbox", ".mbx"})
_SINGLE = frozenset({".eml", ".json"})

_WEEKDAYS = frozenset(b"Mon Tue Wed Thu Fri Sat Sun".split())
_MONTHS = frozenset(b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
_LONGEST_SEPARATOR = 1_000
_MOST_AFTER_TIME = 3
"""The year, and a zone in one word or two."""

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


def split(
    stream: BinaryIO,
    place: Place,
    suffix: str,
    report: Callable[[Place, OSError | PayloadError], None],
    largest: int,
) -> Iterator[tuple[Place, Payload]]:
    """
    Read the payloads of a stream, one at a time.

    Args:
        stream: The bytes.
        place: Where they come from.
        suffix: What says what they are, such as `.mbox`; empty lets their beginning tell.
        report: Called with what is too large.
        largest: The largest payload that is read, in bytes.

    Yields:
        Where each payload stands, and the payload.
    """
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
    paragraph that starts with "From " in a file whose writer did not quote it is left alone. Some
    writers leave out the blank line; then the line has to have a whole date too. `Content-Length`
    is not believed: where it is not the writer's, a sender could swallow other people's mails.
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
        if at_line_start and piece.startswith(b"From ") and (after_blank or _is_dated(piece)):
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


def _is_dated(line: bytes) -> bool:
    """Tell whether a `From ` line ends as `asctime` writes a moment, a zone perhaps beside it."""
    words = line[:_LONGEST_SEPARATOR].split()
    for at in range(1, len(words) - 4):
        weekday, month, day, time, *rest = words[at : at + 5 + _MOST_AFTER_TIME]
        if weekday in _WEEKDAYS and month in _MONTHS:
            clock = time.replace(b":", b"")
            years = [one for one in rest if len(one) == 4 and one.isdigit()]
            dated = day.isdigit() and len(time) in (5, 8) and clock.isdigit()
            return dated and bool(years) and len(rest) <= _MOST_AFTER_TIME
    return False


def _is_field(line: bytes) -> bool:
    """Tell whether a line is a header field (RFC 5322 section 2.2), or quotes a `From ` line."""
    name, colon, _ = line.partition(b":")
    if colon and name and all(33 <= one <= 126 for one in name.rstrip(b" \t")):
        return True
    return line.startswith(b">From ")
