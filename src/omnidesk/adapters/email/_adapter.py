"""The adapter: one mail, one message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from email_validator import EmailNotValidError, validate_email

from omnidesk.adapters.email._attachments import attachments
from omnidesk.adapters.email._desk import Desk
from omnidesk.adapters.email._mail import DEFAULT_OPTIONS, Mail, MailOptions
from omnidesk.adapters.email._recognise import looks_like_mail
from omnidesk.adapters.email._threads import answers_between, correspondences, thread_keys
from omnidesk.errors import PayloadError
from omnidesk.events import MessagePosted
from omnidesk.model import (
    AutomaticKind,
    Message,
    Participant,
    Reference,
    Source,
    derive_id,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from omnidesk._mime import Address, MimePart
    from omnidesk._payload import Payload
    from omnidesk.adapters.email._tokens import TokenMatch

_NOBODY = Participant()


@dataclass(frozen=True)
class Email:
    """
    Reads mails as they travel: RFC 5322 with MIME, from a file, IMAP or a provider's webhook.

    One payload is one mail, and one mail is one `MessagePosted`. Whatever the bytes, a mail parses;
    what was wrong is in the message's `defects`.

    Args:
        own_addresses: The desk's addresses. Case and `+tag` make no difference.
        own_domains: Domains whose every address is the desk's; subdomains are not included.
        account: What to call our side; by default the first own address, or `email`.
        options: How mails are read: limits, and whose word about the sender is believed.
        thread_tokens: Finds our own reply tokens in a mail (`ReplyTokens(…).read`). Mails that
            carry the same one are one conversation, whoever they are between.

    Raises:
        ValueError: If an own address or domain is not one.
    """

    channel = "email"

    own_addresses: tuple[str, ...] = ()
    own_domains: tuple[str, ...] = ()
    account: str | None = None
    options: MailOptions = DEFAULT_OPTIONS
    thread_tokens: Callable[[MimePart], Iterable[TokenMatch]] | None = field(
        default=None, repr=False, compare=False
    )
    _desk: Desk = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the configuration once, so that no mail has to."""
        for name in ("own_addresses", "own_domains"):
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

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether a payload starts with the header fields of a mail."""
        return looks_like_mail(payload.body)

    def parse(self, payload: Payload) -> Iterable[MessagePosted]:
        """
        Read a mail.

        Returns:
            Exactly one event.

        Raises:
            PayloadError: If there are no bytes but white space.
        """
        if not payload.body or payload.body.isspace():
            raise PayloadError(
                "expected a mail, got nothing", channel=self.channel, digest=payload.digest
            )
        first = self.own_addresses[0].lower() if self.own_addresses else self.channel
        letter = _Letter(self._desk, self.account or first, payload, self.options)
        found = self.thread_tokens(letter.mail.body_structure) if self.thread_tokens else ()
        return (letter.event(found),)


class _Letter:
    """One mail on its way to an event."""

    def __init__(self, desk: Desk, account: str, payload: Payload, options: MailOptions) -> None:
        self.desk = desk
        self.account = account
        self.payload = payload
        self.mail = Mail.parse(payload.body, options=options)
        self.source = Source(
            adapter=Email.channel, digest=payload.digest, received_at=payload.received_at
        )
        # A mail without an id gets one from its bytes.
        self.id = next(iter(self.mail.message_id), derive_id("mail", payload.digest))
        self.author = next(iter(self.mail.from_), None)

    def event(self, tokens: Iterable[TokenMatch]) -> MessagePosted:
        address = None if self.author is None else self.author.address
        return MessagePosted(
            id=derive_id("evt", Email.channel, "message_posted", self.account, self.id, address),
            channel=Email.channel,
            account=self.account,
            thread=(*self._thread(), *(_token_key(one) for one in tokens)),
            occurred_at=self.mail.sent_at,
            source=self.source,
            message=self._message(),
            visibility="private",
        )

    def _message(self) -> Message:
        mail, desk = self.mail, self.desk
        body = mail.body
        answered = mail.in_reply_to or mail.references[-1:]
        automatic = mail.classify(own=desk.owns if desk.is_known else None).kind
        return Message(
            id=self.id,
            author=self._writer(automatic),
            sender=self._sender(),
            to=self._participants(mail.to),
            cc=self._participants(mail.cc),
            bcc=self._participants(mail.bcc),
            answer_to=self._participants(mail.reply_to),
            direction=desk.direction(self.author, self._recipients),
            visibility="private",
            sent_at=mail.sent_at,
            subject=mail.subject,
            text=body.text,
            quoted=body.quoted,
            signature=body.signature,
            html=mail.html_safe,
            language=mail.language,
            attachments=attachments(mail, self.source),
            reply_to=Reference(kind="message", id=answered[0]) if answered else None,
            automatic=automatic,
            authentication=mail.authentication.authentication if mail.authentication.by else None,
            original_author=self._original_author(),
            defects=mail.defects,
        )

    @property
    def _recipients(self) -> tuple[Address, ...]:
        return (*self.mail.to, *self.mail.cc, *self.mail.bcc)

    def _thread(self) -> tuple[str, ...]:
        mail, desk = self.mail, self.desk
        pairs = correspondences(desk, self.author, self._recipients) if self.author else []
        if not pairs:
            # Nobody says who wrote it, so nothing says that it belongs anywhere.
            return (derive_id("ref", self.id, self.payload.digest),)
        answers = answers_between(desk, mail.reply_to)
        return thread_keys(mail.references, mail.in_reply_to, self.id, pairs, answers)

    def _participants(self, addresses: tuple[Address, ...]) -> tuple[Participant, ...]:
        return tuple([self.desk.participant(one) for one in addresses])

    def _writer(self, automatic: AutomaticKind | None) -> Participant:
        if self.author is None:
            return _NOBODY
        writer = self.desk.participant(self.author)
        if automatic in ("bounce", "delay") and writer.role != "business":
            # A mail server: nobody to be answered.
            return writer.model_copy(update={"role": "system"})
        return writer

    def _original_author(self) -> Participant | None:
        forwarded = self.mail.forwarded
        # Where a rule has forwarded it, its author is in `From`, as ever.
        if forwarded is None or forwarded.author is None or not forwarded.claimed:
            return None
        return self.desk.participant(forwarded.author)

    def _sender(self) -> Participant | None:
        sender = next(iter(self.mail.sender), None)
        if sender is None or (self.author is not None and sender.address == self.author.address):
            return None
        return self.desk.participant(sender)


def _token_key(match: TokenMatch) -> str:
    return derive_id("ref", "token", match.conversation_key)


def _is_address(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return False
    return True
