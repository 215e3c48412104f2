"""What is said to an IMAP server and what it answers, as `imaplib` hands it over."""

from __future__ import annotations

import re
from binascii import b2a_base64
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from omnidesk.errors import OmnideskError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WINDOW = 256
"""How many UIDs are asked about at once. It doubles while nothing is there."""
_MOST = (1 << 32) - 1
"""The highest UID that there can be (RFC 9051 section 2.3.1.1)."""

_UID = re.compile(rb"\bUID (\d{1,10})\b", re.IGNORECASE)
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,20})\b", re.IGNORECASE)
_INTERNALDATE = re.compile(
    rb'\bINTERNALDATE "([ \d]\d)-([A-Z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"',
    re.IGNORECASE,
)
# A server may send a short mail as a quoted string. It is looked for in one place only, and the
# quantifier is possessive, hence linear.
_BODY = re.compile(rb"BODY\[\] ", re.IGNORECASE)
_QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*+)"')
_QUOTED_PAIR = re.compile(rb'\\(["\\])')
_MONTHS = (
    *(b"JAN", b"FEB", b"MAR", b"APR", b"MAY", b"JUN"),
    *(b"JUL", b"AUG", b"SEP", b"OCT", b"NOV", b"DEC"),
)


class ImapClient(Protocol):
    """
    A connection that has logged in: what `read_imap` needs of one.

    `imaplib.IMAP4` of the standard library is one, and so is the `client` of an `imap_tools`
    mailbox. The results are those of `imaplib`: a status, and data of which a literal is a pair.
    """

    def select(self, mailbox: str, readonly: bool) -> tuple[str, Sequence[Any]]:
        """Open a folder whose name is encoded and quoted already."""
        ...

    def response(self, code: str) -> tuple[str, Sequence[Any]]:
        """Return and forget what the server has said under that name."""
        ...

    # Any with reason: imaplib types its data so.
    def uid(self, command: str, *args: str) -> tuple[str, Sequence[Any]]:
        """Run a command that goes by UIDs."""
        ...


class ImapError(OmnideskError, OSError):
    """The server refused a command, or answered with what it cannot mean."""


def open_folder(client: ImapClient, folder: str) -> tuple[int, int]:
    """Open a folder read-only; return its numbering and the first UID that is not in use."""
    status, _ = client.select(_quote(folder), True)
    if status != "OK":
        raise ImapError("the server refused to open the folder")
    uid_validity = _number(client.response("UIDVALIDITY")[1])
    if uid_validity is None:
        # RFC 9051 section 2.3.1.1: then UIDs do not outlive the session, and nothing can resume.
        raise ImapError("expected UIDVALIDITY: the server keeps no lasting numbers")
    end = _number(client.response("UIDNEXT")[1])
    if end is None:
        # Only very old servers leave it out; `*` is the last mail, if there is any.
        last = max((uid for uid, _ in _listed(client, "*")), default=0)
        end = last + 1
    return uid_validity, end


def list_mails(client: ImapClient, start: int, end: int) -> Iterator[tuple[int, int]]:
    """
    Yield the UIDs from `start` up to `end`, and the sizes, a window at a time.

    One answer for the whole of a folder would not stay within bounds.
    """
    width = _WINDOW
    end = min(end, _MOST + 1)
    while start < end:
        stop = min(start + width, end)
        found = sorted(
            {one for one in _listed(client, f"{start}:{stop - 1}") if start <= one[0] < stop}
        )
        yield from found
        # Whoever deletes old mail leaves gaps of millions: leap over those.
        width = _WINDOW if found else width * 2
        start = stop


def _listed(client: ImapClient, uids: str) -> Iterator[tuple[int, int]]:
    for text, _ in _answers(client, uids, "(UID RFC822.SIZE)"):
        uid, size = _UID.search(text), _SIZE.search(text)
        # What tells no size is news about another mail's flags.
        if uid is not None and size is not None:
            yield int(uid[1]), int(size[1])


class Mail(NamedTuple):
    """A mail as the server gave it."""

    body: bytes | None
    """`None` if the server names the mail and gives nothing."""
    received_at: datetime | None
    """Its INTERNALDATE."""


def fetch_mail(client: ImapClient, uid: int) -> Mail | None:
    """Return a mail, or `None` if it is no longer there."""
    found = _ask(client, uid)
    if found is None or found.body is not None:
        return found
    # A mail that another connection has expunged may be there once more, empty; the server tells
    # that it is gone at the end of the command.
    return _ask(client, uid)


def _ask(client: ImapClient, uid: int) -> Mail | None:
    for text, literal in _answers(client, str(uid), "(UID INTERNALDATE BODY.PEEK[])"):
        about, body = text, literal
        start = _BODY.search(text)
        if start is None:
            continue
        if literal is None and (quoted := _QUOTED.match(text, start.end())) is not None:
            body = _QUOTED_PAIR.sub(rb"\1", quoted[1])
            # What the mail says must not be taken for what the server says.
            about = text[: quoted.start(1)] + text[quoted.end(1) :]
        found = _UID.search(about)
        if found is not None and int(found[1]) == uid:
            return Mail(body, _received_at(about))
    return None


def _answers(client: ImapClient, uids: str, what: str) -> Iterator[tuple[bytes, bytes | None]]:
    """Yield the text of each answer to a FETCH without its literal, and the literal."""
    status, data = client.uid("FETCH", uids, what)
    if status == "NO" and any(isinstance(one, bytes) and b"EXPUNGEISSUED" in one for one in data):
        # RFC 5530: something of it was expunged by another connection, which we now know.
        status, data = client.uid("FETCH", uids, what)
    if status != "OK":
        raise ImapError("the server refused to give mails")
    text: list[bytes] = []
    literal: bytes | None = None
    for piece in data:
        if isinstance(piece, tuple):
            before, literal = cast("tuple[bytes, bytes]", piece)
            text.append(before)
        elif isinstance(piece, bytes):
            text.append(piece)
            yield b" ".join(text), literal
            text, literal = [], None


def _received_at(text: bytes) -> datetime | None:
    found = _INTERNALDATE.search(text)
    if found is None:
        return None
    day, month, year, hour, minute, second, sign, zone_hours, zone_minutes = found.groups()
    offset = timedelta(hours=int(zone_hours), minutes=int(zone_minutes))
    try:
        return datetime(
            int(year),
            _MONTHS.index(month.upper()) + 1,
            int(day),
            int(hour),
            int(minute),
            int(second),
            tzinfo=timezone(-offset if sign == b"-" else offset),
        )
    except ValueError:
        return None  # a day that there is not


def _number(data: Sequence[Any]) -> int | None:
    """Read a number that the server has given under a name, as `imaplib` returns it."""
    value = data[-1] if data else None
    return int(value) if isinstance(value, bytes) and value.isdigit() else None


def _quote(folder: str) -> str:
    """Write a folder's name as IMAP wants it: modified UTF-7 (RFC 3501 section 5.1.3), quoted."""
    written: list[str] = []
    foreign: list[str] = []
    # A last printable character flushes what is foreign, and is cut off again.
    for one in folder + " ":
        if not " " <= one <= "~":
            foreign.append(one)
            continue
        if foreign:
            data = b2a_base64("".join(foreign).encode("utf-16-be", "surrogatepass"), newline=False)
            written.append(f"&{data.decode().rstrip('=').replace('/', ',')}-")
            foreign = []
        written.append("&-" if one == "&" else one)
    name = "".join(written[:-1]).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{name}"'
