r"""
Payloads from an IMAP server: mails in the order of their UIDs, resumable, and nothing is changed.

The folder is opened read-only (`EXAMINE`) and mails are taken with `BODY.PEEK[]`, so that no flag
changes, `\Seen` and `\Recent` among them. One mail is held at a time.

Sources: RFC 3501 and RFC 9051, section 2.3.1.1 (UIDs) and section 6.4.5 (FETCH).
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from ssl import create_default_context
from typing import TYPE_CHECKING, Literal

from omnidesk._payload import Payload
from omnidesk.connectors._imap import ImapClient, ImapError, fetch_mail, list_mails, open_folder
from omnidesk.connectors._limits import LARGEST
from omnidesk.errors import MissingExtra, OmnideskError, PayloadError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from ssl import SSLContext
    from types import ModuleType

__all__ = [
    "Cursor",
    "FolderRenumbered",
    "ImapClient",
    "ImapError",
    "ImapPlace",
    "open_imap",
    "read_imap",
]


class FolderRenumbered(OmnideskError):  # noqa: N818 - news, and nobody's error
    """
    The server has numbered a folder's mails anew, so a cursor into it means nothing any more.

    Start over without a cursor. The mails come out with the same digests as before, so whoever
    keeps those sees which are known.

    Args:
        folder: The folder.
        cursor: The cursor that was given.
        uid_validity: What the server says now; see `Cursor.uid_validity`.
    """

    def __init__(self, folder: str, *, cursor: Cursor, uid_validity: int) -> None:
        super().__init__("the folder was numbered anew; start over without a cursor")
        self.folder = folder
        self.cursor = cursor
        self.uid_validity = uid_validity

    def __reduce__(self) -> tuple[object, ...]:
        return (_renumbered, (self.folder, self.cursor, self.uid_validity))


def _renumbered(folder: str, cursor: Cursor, uid_validity: int) -> FolderRenumbered:
    return FolderRenumbered(folder, cursor=cursor, uid_validity=uid_validity)


@dataclass(frozen=True, slots=True)
class Cursor:
    """
    How far a folder was read. Keep one for each folder.

    Two whole numbers: `dataclasses.asdict` makes JSON of it, and `Cursor(**…)` reads that.

    Args:
        uid_validity: The numbering that `last_uid` belongs to (RFC 9051 section 2.3.1.1).
        last_uid: The UID of the last mail that was read. UIDs grow, and are never used again.
    """

    uid_validity: int
    last_uid: int = 0


@dataclass(frozen=True, slots=True)
class ImapPlace:
    """
    Where a mail was read: a folder, its numbering and a UID, which together never change.

    Args:
        folder: The folder, by the name that the caller gave.
        uid_validity: The folder's numbering.
        uid: The mail's UID.
    """

    folder: str
    uid_validity: int
    uid: int

    @property
    def cursor(self) -> Cursor:
        """The cursor to keep once this mail is dealt with."""
        return Cursor(self.uid_validity, self.uid)

    def __str__(self) -> str:
        name = "".join(
            one if one.isprintable() else one.encode("unicode_escape").decode("ascii")
            for one in self.folder
        )
        return f"{name} UID {self.uid}"


def read_imap(
    client: ImapClient,
    folder: str = "INBOX",
    *,
    after: Cursor | None = None,
    largest: int = LARGEST,
    on_error: Callable[[ImapPlace, PayloadError], None] | None = None,
) -> Iterator[tuple[ImapPlace, Payload]]:
    """
    Read the mails of a folder in the order of their UIDs, one at a time.

    What was there at the start is read. A mail that arrives meanwhile has a higher UID, so the next
    run reads it. A mail that is expunged meanwhile is passed over. Use the connection for nothing
    else until the last mail was taken.

    Args:
        client: A connection that has logged in, such as `open_imap` gives.
        folder: The folder's name as people see it, with the server's separator.
        after: Where an earlier run has stopped: the `cursor` of the last place dealt with.
        largest: The largest mail that is read, in bytes. The server is asked for the size first,
            so a larger one is not transferred.
        on_error: Called with what could not be read, and the rest is read. Without it, the first
            such thing is raised.

    Yields:
        Where a mail was read, and the mail byte for byte. `received_at` is its INTERNALDATE: when
        it came into the mailbox, or what another program has said about that.

    Raises:
        FolderRenumbered: If `after` belongs to another numbering of the folder.
        ImapError: If the server refuses a command. What the client itself raises passes through.
        PayloadError: If a mail is larger than `largest`, and there is no `on_error`.
    """
    uid_validity, end = open_folder(client, folder)
    if after is not None and after.uid_validity != uid_validity:
        raise FolderRenumbered(folder, cursor=after, uid_validity=uid_validity)
    start = 1 if after is None else after.last_uid + 1
    report = on_error or _raise
    for uid, size in list_mails(client, start, end):
        place = ImapPlace(folder, uid_validity, uid)
        if size > largest:
            report(place, _too_large(largest))
            continue
        found = fetch_mail(client, uid)
        if found is None:  # expunged since it was listed
            continue
        if found.body is None:
            report(place, PayloadError("expected a mail, the server gave none", channel="email"))
        elif len(found.body) > largest:  # some servers only estimate sizes
            report(place, _too_large(largest))
        else:
            yield place, Payload(found.body, received_at=found.received_at)


@contextmanager
def open_imap(
    host: str,
    *,
    user: str,
    password: str | None = None,
    access_token: str | None = None,
    port: int | None = None,
    security: Literal["tls", "starttls", "none"] = "tls",
    ssl_context: SSLContext | None = None,
    timeout_seconds: float = 60.0,
) -> Generator[ImapClient]:
    """
    Connect and log in by imap-tools, for the length of a `with` statement.

    Args:
        host: The server.
        user: The user's name.
        password: The password; or else
        access_token: an OAuth 2.0 access token (XOAUTH2), as Google and Microsoft want it.
        port: The port, if it is not 993 for `tls` and 143 for the others.
        security: TLS from the start, TLS after STARTTLS, or none: that sends the password in
            clear, and is for a server on the same machine.
        ssl_context: How to check the server's certificate, if not by the system's authorities.
        timeout_seconds: How long to wait for the server, each time.

    Yields:
        The connection. It is closed at the end.

    Raises:
        MissingExtra: If imap-tools is not installed.
        ValueError: If there is not exactly one of password and access token.
        OSError: If the server cannot be reached. The library's own errors pass through.
    """
    if (password is None) == (access_token is None):
        raise ValueError("expected either a password or an access token")
    library = _library()
    # Left to itself, imaplib checks no certificate.
    trust = ssl_context or create_default_context()
    if security == "tls":
        box = library.MailBox(host, port or 993, timeout=timeout_seconds, ssl_context=trust)
    elif security == "starttls":
        box = library.MailBoxStartTls(host, port or 143, timeout=timeout_seconds, ssl_context=trust)
    else:
        box = library.MailBoxUnencrypted(host, port or 143, timeout=timeout_seconds)
    client = box.client
    try:
        # No folder yet: the library would open it for writing, which takes `\Recent` away.
        if access_token is not None:
            box.xoauth2(user, access_token, initial_folder=None)
        else:
            box.login_utf8(user, password, initial_folder=None)
        yield client
        client.logout()
    except BaseException:
        # No polite end: the connection may be in the middle of a mail.
        client.shutdown()
        raise


def _library() -> ModuleType:
    """Return imap-tools: by name, for it is typed in part only."""
    try:
        return import_module("imap_tools")
    except ImportError:
        pass
    raise MissingExtra("imap", needed_for="reading mail from an IMAP server")


def _raise(_place: ImapPlace, error: PayloadError) -> None:
    raise error


def _too_large(largest: int) -> PayloadError:
    return PayloadError(f"expected at most {largest} bytes", channel="email")
