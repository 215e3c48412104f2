"""The adapter: its configuration, and one mail in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, get_args

from email_validator import EmailNotValidError, validate_email

from omnidesk._mime import MimePart
from omnidesk.adapters.email._desk import Desk
from omnidesk.adapters.email._letter import Letter
from omnidesk.adapters.email._mail import Mail
from omnidesk.adapters.email._opt_out import OptOutAddress
from omnidesk.adapters.email._options import DEFAULT_OPTIONS, MailOptions
from omnidesk.adapters.email._recognise import looks_like_mail
from omnidesk.adapters.email._threads import LastResort
from omnidesk.adapters.email._tokens import TokenMatch
from omnidesk.errors import PayloadError
from omnidesk.model import Source

if TYPE_CHECKING:
    from omnidesk._payload import Payload
    from omnidesk.events import Event


@dataclass(frozen=True)
class Email:
    """
    Reads mails as they travel: RFC 5322 with MIME, from a file, IMAP or a provider's webhook.

    One payload is one mail, and one mail is one `MessagePosted`. Reports about mail of ours give
    receipts and complaints beside it, and mail that opts out of ours a signal of consent. Whatever
    the bytes, a mail parses; what was wrong is in the message's `defects`.

    Args:
        own_addresses: The desk's addresses. Case and `+tag` make no difference.
        own_domains: Domains whose every address is the desk's; subdomains are not included.
        account: What to call our side; by default the first own address, or `email`.
        options: How mails are read: limits, and whose word about the sender is believed.
        thread_tokens: Finds our own reply tokens in a mail (`ReplyTokens(…).read`). Mails that
            carry the same one are one conversation, whoever they are between.
        opt_out_addresses: Addresses of ours that stand in the `List-Unsubscribe` of what we send.
            Mail to one withdraws its author's consent.
        also_join_by: What else joins mails of the same two people, where programs lose the
            references: Outlook's `Thread-Index`, or the subject. By default, nothing.

    Raises:
        ValueError: If an own address or domain is not one, or an address to opt out is not ours.
    """

    channel = "email"

    own_addresses: tuple[str, ...] = ()
    own_domains: tuple[str, ...] = ()
    account: str | None = None
    options: MailOptions = DEFAULT_OPTIONS
    thread_tokens: Callable[[MimePart], Iterable[TokenMatch]] | None = field(
        default=None, repr=False, compare=False
    )
    opt_out_addresses: tuple[OptOutAddress, ...] = ()
    also_join_by: tuple[LastResort, ...] = ()
    _desk: Desk = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the configuration once, so that no mail has to."""
        for name in ("own_addresses", "own_domains", "also_join_by"):
            if isinstance(getattr(self, name), str):
                # A string is a sequence of letters, which would all be wrong, one by one.
                raise ValueError(f"{name}: expected several, in a tuple")  # noqa: TRY004 - bad configuration is a ValueError
        for address in self.own_addresses:
            if not _is_address(address):
                raise ValueError(f"own_addresses: {address!r} is not an e-mail address")
        for domain in self.own_domains:
            if not _is_address(f"desk@{domain}"):
                raise ValueError(f"own_domains: {domain!r} is not a domain")
        if self.account is not None and not self.account.strip():
            raise ValueError("account: expected a name, or nothing")
        # The dataclass is frozen for everybody else.
        desk = Desk.of(self.own_addresses, self.own_domains)
        object.__setattr__(self, "_desk", desk)
        for one in self.opt_out_addresses:
            if not desk.owns(one.address):
                raise ValueError(f"opt_out_addresses: {one.address!r} is none of ours")
        for resort in self.also_join_by:
            if resort not in get_args(LastResort):
                raise ValueError(f"also_join_by: {resort!r} is unknown")

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether a payload starts with the header fields of a mail."""
        return looks_like_mail(payload.body)

    def parse(self, payload: Payload) -> Iterable[Event]:
        """
        Read a mail.

        Returns:
            Exactly one `MessagePosted`, and after it what the mail reports or asks for, if it does.

        Raises:
            PayloadError: If there are no bytes but white space.
        """
        if not payload.body or payload.body.isspace():
            raise PayloadError(
                "expected a mail, got nothing", channel=self.channel, digest=payload.digest
            )
        first = self.own_addresses[0].lower() if self.own_addresses else self.channel
        mail = Mail.parse(payload.body, options=self.options)
        tokens = self.thread_tokens(mail.body_structure) if self.thread_tokens else ()
        letter = Letter(
            mail,
            desk=self._desk,
            account=self.account or first,
            source=Source(
                adapter=self.channel, digest=payload.digest, received_at=payload.received_at
            ),
            tokens=tuple(tokens),
            opt_out_addresses=self.opt_out_addresses,
            also_join_by=self.also_join_by,
        )
        return letter.events()


def _is_address(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return False
    return True
