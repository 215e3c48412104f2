"""
What a provider has handed over: a mail, and what it says about the mail.

No representation shows what came in: these are made to be logged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from omnidesk._payload import Payload
from omnidesk.model import Source

Provider = Literal["mailgun", "mandrill", "postmark", "raw", "sendgrid", "ses"]
"""Whose webhook it is; `raw` is a request whose body is the mail, as Cloudflare workers send it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The addresses of the SMTP transaction (RFC 5321), which the mail itself need not show."""

    sender: str | None = field(default=None, repr=False)
    """The address of `MAIL FROM`. Empty for the null sender of bounces; `None` if nobody said."""
    recipients: tuple[str, ...] = field(default=(), repr=False)
    """The addresses of `RCPT TO` that the provider has named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """
    What the provider says to have found, in its own words and lower case.

    These are claims of the provider: as good as the proof that the payload is from it.
    """

    spf: str | None = field(default=None, repr=False)
    """SPF (RFC 7208), such as `pass`."""
    dkim: str | None = field(default=None, repr=False)
    """DKIM (RFC 6376), such as `pass`; SendGrid names the domains too."""
    dmarc: str | None = field(default=None, repr=False)
    """DMARC (RFC 7489), such as `pass`."""
    spam: str | None = field(default=None, repr=False)
    """Whether it is spam, such as `yes`, `no`, `pass` or `gray`."""
    spam_score: float | None = field(default=None, repr=False)
    """How much it looks like spam on the provider's own scale, higher being worse."""
    virus: str | None = field(default=None, repr=False)
    """Whether it carries malware: for SES, `pass` is clean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A mail that a provider has handed over."""

    payload: Payload
    """
    The mail alone, with the outer payload's `received_at`: give this to `Email.parse`.

    Its digest is over the mail's own bytes, so a copy of it from IMAP or an archive has the same.
    """
    source: Source
    """
    Where the mail stood: the digest of the outer payload, and a JSON Pointer in it.

    A form counts as an object of its fields, and JSON in a string or a field as read in place:
    `/RawEmail`, `/body-mime`, `/Message/content`, `/mandrill_events/0/msg/raw_msg`. Whoever keeps
    outer payloads finds by this which one to erase along with the mail.
    """
    provider: Provider
    """Who has handed it over."""
    provider_id: str | None = field(default=None, repr=False)
    """The provider's own id of the mail: not its Message-ID. `None` if it has none."""
    envelope: Envelope = Envelope()
    """The addresses it was sent from and to, as the provider says."""
    verdicts: Verdicts = Verdicts()
    """What the provider has found."""
