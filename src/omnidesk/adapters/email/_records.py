"""What is known about a mail's people: who wrote it, who passed it on, and where it went."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from omnidesk._mime import Address
from omnidesk.model import Authentication, Defect

Scheme = Literal["srs0", "srs1", "batv", "verp", "gmail_caf"]
"""How an envelope address was rewritten on the way."""


@dataclass(frozen=True, slots=True, repr=False)
class Senders:
    """
    Everybody whom a mail names as having to do with sending it.

    Nothing here is proven: `authenticate` says what is.
    """

    author: Address | None = None
    """The first mailbox of `From`; never taken from `Reply-To`."""
    sender: Address | None = None
    """The mailbox of `Sender`, if it is another than the author's."""
    reply_to: tuple[Address, ...] = ()
    """Where the author wants answers to go."""
    return_path: str | None = None
    """The envelope sender as it is in `Return-Path`; empty for bounces."""
    on_behalf_of: Address | None = None
    """The author, where `sender` sent it for them."""
    original_sender: Address | None = None
    """What `X-Original-Sender` says: Google Groups puts the sender there that it has replaced."""
    claimed_author: Address | None = None
    """
    Who wrote it before a list put its own address into `From`, as the mail says. Believe it only
    where you trust the list: anybody can write such a header.
    """
    claimed_in: str | None = None
    """The header that says so, in lower case."""
    defects: tuple[Defect, ...] = ()
    """What is odd; the pointer is the header."""


@dataclass(frozen=True, slots=True, repr=False)
class Forwarded:
    """
    A mail that has been passed on.

    Nothing in it is proven. What stands in the text or in an attachment is the word of whoever
    forwarded it: adopt it only from those whom you trust (the desk itself, or an authenticated
    colleague), and show it to others as a suggestion.
    """

    evidence: Literal["attachment", "inline", "header"]
    """What shows it: a mail within the mail, its headers repeated in the text, or trace headers."""
    author: Address | None
    """Who wrote it first. Where a rule forwarded it (`header`), that is still the one in `From`."""
    forwarder: Address | None = None
    """Who passed it on; `None` where the trace headers do not say."""
    claimed: bool = True
    """
    Whether the author is known from the forwarder's word only. With `header` they are in `From` as
    ever, and what authentication says about `From` holds.
    """
    date: datetime | None = None
    """When it was written (UTC), where that is certain."""
    date_raw: str | None = None
    """The same as it is written there, which often lacks a zone."""
    subject: str | None = None
    """Its subject."""
    to: tuple[Address, ...] = ()
    """Whom it was to."""
    cc: tuple[Address, ...] = ()
    """Who got a copy of it."""
    span: tuple[int, int] | None = None
    """Where its text is in the text that was given: start and end in characters (`inline`)."""
    header_span: tuple[int, int] | None = None
    """Where the banner and the repeated headers are in that text (`inline`)."""
    part: str | None = None
    """The path of the part that it is (`attachment`)."""
    language: str | None = None
    """The language of the repeated headers, as BCP 47 has it (`inline`)."""
    confidence: float = 1.0
    """How certain it is that this is a forward, from 0 to 1, by rule and not by statistics."""


@dataclass(frozen=True, slots=True, repr=False)
class AuthenticationResult:
    """What came out of one check."""

    method: str
    """`spf`, `dkim`, `dmarc`, `arc`, … in lower case, without its version."""
    result: str
    """The word as written, in lower case."""
    reason: str | None = None
    """Why, in the words of the server."""
    properties: tuple[tuple[str, str], ...] = ()
    """What was checked: `("header.d", "hoasen.example")`; names in lower case."""

    def value(self, name: str) -> str | None:
        """Return the first property of that name, or `None`."""
        return next((value for key, value in self.properties if key == name), None)


@dataclass(frozen=True, slots=True, repr=False)
class AuthenticationResults:
    """One header."""

    authserv_id: str | None
    """Who says so, in lower case; `None` where it says no one, as Microsoft 365 does not."""
    results: tuple[AuthenticationResult, ...] = ()
    """What was found; empty for `none`, and for a version that is not known."""
    malformed: bool = False
    """Whether something could not be read. What was read before it counts."""


@dataclass(frozen=True, slots=True, repr=False)
class AuthenticationDetail:
    """What is known about whether the visible author is who they claim to be, and from whom."""

    authentication: Authentication = field(default_factory=Authentication)
    """The verdicts; all `unknown` when no server that is trusted has said anything."""
    results: tuple[AuthenticationResult, ...] = ()
    """The results that were believed, in order."""
    alignment: Literal["dkim", "spf"] | None = None
    """Which passing check is about the author's domain, where there was no result for DMARC."""
    by: str | None = None
    """The server or the sealer whose word it is."""
    method: Literal["dmarc", "alignment", "arc"] | None = None
    """What the verdict about the author rests on; `None` if there is none."""


@dataclass(frozen=True, slots=True, repr=False)
class Unwrapped:
    """An envelope address without what servers wrapped around it."""

    address: str
    """Whom it stands for: the sender before the forwarder, the list, or the forwarding mailbox."""
    scheme: Scheme | None
    """How it was wrapped, the outermost layer; `None` if it was not."""
    original: str
    """The address as it was given."""
    recipient: str | None = None
    """Whom the mail was sent to, where the address says so (`verp`, `gmail_caf`)."""


@dataclass(frozen=True, slots=True, repr=False)
class DeliveryAddress:
    """An address that a mail may have been delivered to, and who says so."""

    address: str
    """As written, with its tag; the domain in lower case."""
    header: str
    """The header that says so, in lower case."""
    tag: str | None = None
    """What stands between `+` and `@`."""
    trusted: bool = False
    """
    Whether it stands above the first `Received` line, where only the last server writes. It proves
    nothing where that server writes no such line.
    """
