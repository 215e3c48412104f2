"""What is said about a machine's mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from omnidesk.model import AutomaticKind

Signal = Literal[
    "auto_header",
    "auto_subject",
    "auto_submitted",
    "auto_vendor_subject",
    "bounce_subject",
    "bounce_text",
    "bulk_header",
    "challenge_text",
    "daemon_sender",
    "delay_text",
    "delivery_report",
    "delivered_twice",
    "disposition_report",
    "exchange_rule",
    "failed_recipients",
    "feedback_report",
    "list_header",
    "no_reply_sender",
    "null_return_path",
    "out_of_office_subject",
    "out_of_office_text",
    "own_list",
    "own_loop",
    "own_sender",
    "precedence",
    "role_sender",
    "suppress",
    "too_many_hops",
]
"""
What a signal is called.

- `auto_submitted`: RFC 3834, any word but `no`. `auto_header`: a header that only auto-responders
  and notifiers set. `exchange_rule`: what Exchange sets on mail that a mailbox rule has sent.
- `auto_vendor_subject`: a subject opens exactly as a well-known program writes it. `auto_subject`,
  `out_of_office_subject`: as programs and people do. `out_of_office_text`: the text says so.
  Texts are searched only where the headers, the subject or a report have given a signal already.
- `delivery_report`, `disposition_report`, `feedback_report`: RFC 3464, 8098 and 5965.
  `bounce_text`, `delay_text`, `challenge_text`: the text is a well-known one of mail servers.
  `bounce_subject`, `failed_recipients` (`X-Failed-Recipients`), `null_return_path` (`<>`).
- `daemon_sender`, `no_reply_sender`, `role_sender`: by the local part of an address: mail servers,
  addresses that say that nobody reads them, and lists' own addresses (`owner-`, `-request`).
- `list_header`, `bulk_header`, `precedence`: RFC 2919, 2369, 8058 and old custom.
  `own_list`: the list is an address of ours, so it tells nothing about who wrote.
- `own_loop`, `own_sender`, `delivered_twice`, `too_many_hops`: signs of a loop.
- `suppress`: asks not to be answered by machines, which people's mail does too.
"""

WhyNot = Literal[
    "automatic",
    "loop",
    "no_reply_sender",
    "no_sender",
    "not_addressed_to_us",
    "null_return_path",
    "own_sender",
    "role_sender",
    "suppressed",
]
"""
Why no machine may answer.

`automatic`: a machine wrote it, or it went to a list (`kind` says which). `no_sender`: no one
certain address to answer to. `suppressed`: `X-Auto-Response-Suppress` or `Precedence` asks for it.
`not_addressed_to_us`: no address of ours in To or Cc. The others are signals of the same name.
"""

BounceReason = Literal[
    "auth_failure",
    "blocked",
    "content_error",
    "expired",
    "greylisted",
    "host_unknown",
    "mail_loop",
    "mailbox_full",
    "message_too_big",
    "moved",
    "network_error",
    "not_accepted",
    "policy_violation",
    "rate_limited",
    "relay_denied",
    "requires_ptr",
    "restricted",
    "spam_detected",
    "suspended",
    "syntax_error",
    "system_error",
    "system_full",
    "tls_required",
    "undefined",
    "user_unknown",
    "virus_detected",
]
"""Why mail was not delivered. `undefined`: the report does not say, or not in words we know."""

Action = Literal["failed", "delayed", "delivered", "relayed", "expanded"]
"""What was done with the mail (RFC 3464 section 2.3.3)."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One signal, and where it stands. Never what stands there."""

    code: Signal
    where: str
    """The name of a header in lower case, or the path of a part; the empty path is the mail."""


@dataclass(frozen=True, slots=True, repr=False)
class FailedRecipient:
    """One recipient of a delivery report, or of a bounce in plain words."""

    address: str | None
    """The address as reported; `None` where it is no mail address, or none is named."""
    action: Action = "failed"
    status: str | None = None
    """The enhanced status code (RFC 3463), such as `5.1.1`."""
    diagnostic_type: str | None = None
    """What kind of diagnostic is given, such as `smtp` or `x-unix`; its words are not kept."""
    reason: BounceReason = "undefined"
    permanent: bool | None = None
    """Whether more mail to the address is in vain; `False` if it may arrive; `None`: not known."""
    addressed: str | None = None
    """The address that was written to, before aliases and forwarding, where the report tells."""


@dataclass(frozen=True, slots=True, repr=False)
class Bounce:
    """What a report says about mail that was not, or not yet, delivered."""

    recipients: tuple[FailedRecipient, ...] = ()
    permanent: bool | None = None
    """Whether it is in vain for all recipients; `None` where they differ or it is not known."""
    reason: BounceReason = "undefined"
    """The first that is known."""
    original_message_id: str | None = None
    """The Message-ID of the mail that it is about, without angle brackets. Anyone can claim it."""
    original_recipient: str | None = None
    """To whom that mail was addressed, before aliases and forwarding."""
    form: str | None = None
    """Whose wording it is, such as `postfix`, where it was recognised by its words."""


@dataclass(frozen=True, slots=True, repr=False)
class FeedbackReport:
    """A complaint about mail (RFC 5965): somebody pressed the spam button, most of the time."""

    feedback_type: str | None
    """`abuse`, `fraud`, `virus`, `not-spam`, `auth-failure` (RFC 6591), `opt-out`, `other`, …"""
    user_agent: str | None = None
    original_mail_from: str | None = None
    original_recipients: tuple[str, ...] = ()
    """Whose complaint it is, where the reporter does not hide it."""
    arrived_at: datetime | None = None
    """When the mail arrived, in UTC."""
    source_ip: str | None = None
    reported_domains: tuple[str, ...] = ()
    incidents: int | None = None
    original_message_id: str | None = None
    original_to: str | None = None
    """The one recipient that the mail itself names; often hidden."""


@dataclass(frozen=True, slots=True, repr=False)
class Disposition:
    """What became of a mail at its reader (RFC 8098): a read receipt, most of the time."""

    disposition_type: str | None
    """`displayed`, `deleted`, `dispatched`, `processed`, `failed`, …"""
    by_hand: bool | None = None
    """Whether a person did that, rather than a program (the action mode)."""
    sent_by_hand: bool | None = None
    """Whether a person agreed to send this (the sending mode)."""
    modifiers: tuple[str, ...] = ()
    final_recipient: str | None = None
    original_recipient: str | None = None
    original_message_id: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class ListHeaders:
    """What a mailing list says about itself. Nothing here is ever fetched."""

    list_id: str | None = None
    """The identifier between the angle brackets (RFC 2919), in lower case."""
    post: tuple[str, ...] = ()
    """URIs to write to (RFC 2369 section 3.4); empty also where nobody may (`NO`)."""
    unsubscribe_mailto: tuple[str, ...] = ()
    unsubscribe_https: tuple[str, ...] = ()
    """`https` URIs, and `http` ones, as they stand. Opening one may be the opt-out itself."""
    one_click: bool = False
    """Whether an empty-handed POST to the `https` URI opts out (RFC 8058)."""


@dataclass(frozen=True, slots=True)
class MachineMail:
    """Which machine wrote a mail, if one did, why we say so, and whether a machine may answer."""

    kind: AutomaticKind | None
    """`None` for what a person wrote, as far as one can tell."""
    reasons: tuple[Reason, ...] = ()
    """Every signal that was found, the deciding one or not, in the order of looking."""
    why_not: tuple[WhyNot, ...] = ()
    """Why no machine may answer; empty if one may."""
    bounce: Bounce | None = None
    report: FeedbackReport | None = None
    disposition: Disposition | None = None
    list: ListHeaders | None = None

    @property
    def may_auto_respond(self) -> bool:
        """Whether RFC 3834 sections 2 and 5, and good custom, let a machine answer."""
        return not self.why_not
