"""The adapter: one mail, one message."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from email_validator import EmailNotValidError, validate_email

from omnidesk._mime import parse_mime, select_bodies
from omnidesk.adapters.email._attachments import attachments
from omnidesk.adapters.email._automatic import automatic_kind
from omnidesk.adapters.email._bodies import read_body
from omnidesk.adapters.email._desk import Desk
from omnidesk.adapters.email._recognise import looks_like_mail
from omnidesk.adapters.email._threads import answers_between, correspondences, thread_keys
from omnidesk.errors import PayloadError
from omnidesk.events import MessagePosted
from omnidesk.model import (
    AutomaticKind,
    Defect,
    Message,
    Participant,
    Reference,
    Source,
    derive_id,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk._mime import Address, MimePart
    from omnidesk._payload import Payload

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
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

    Raises:
        ValueError: If an own address or domain is not one.
    """

    channel = "email"

    own_addresses: tuple[str, ...] = ()
    own_domains: tuple[str, ...] = ()
    account: str | None = None
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
        return (_Reader(self._desk, self.account or first, payload).event(),)


class _Reader:
    """One mail on its way to an event: collects the defects of everything it reads."""

    def __init__(self, desk: Desk, account: str, payload: Payload) -> None:
        self.desk = desk
        self.account = account
        self.payload = payload
        self.mail: MimePart = parse_mime(payload.body)
        self.defects: dict[Defect, None] = dict.fromkeys(self.mail.defects)
        self.source = Source(
            adapter=Email.channel, digest=payload.digest, received_at=payload.received_at
        )
        self.message_id = self._message_id()

    def event(self) -> MessagePosted:
        desk, mail = self.desk, self.mail
        authors, senders = self._addresses("from"), self._addresses("sender")
        to, cc, bcc = self._addresses("to"), self._addresses("cc"), self._addresses("bcc")
        answer_to = self._addresses("reply-to")
        author = self._author(authors)
        sent_at, problems = mail.date("date")
        self._note("date", problems)
        message_id = self.message_id
        in_reply_to = self._ids("in-reply-to")
        references = self._ids("references")
        answered = in_reply_to or references[-1:]
        bodies = select_bodies(mail)
        body = read_body(bodies)
        self.defects.update(dict.fromkeys(body.defects))
        automatic = automatic_kind(mail)
        message = Message(
            id=message_id,
            author=self._writer(author, automatic),
            sender=self._sender(author, senders),
            to=self._participants(to),
            cc=self._participants(cc),
            bcc=self._participants(bcc),
            answer_to=self._participants(answer_to),
            direction=desk.direction(author, (*to, *cc, *bcc)),
            visibility="private",
            sent_at=sent_at,
            subject=self._subject(),
            text=None if body.split is None else body.split.text,
            quoted=None if body.split is None else body.split.quoted,
            signature=None if body.split is None else body.split.signature,
            html=body.html,
            language=self._language(),
            attachments=attachments(mail, bodies, body.shown, self.source),
            reply_to=Reference(kind="message", id=answered[0]) if answered else None,
            automatic=automatic,
            defects=tuple(self.defects),
        )
        author_address = None if author is None else author.address
        return MessagePosted(
            id=derive_id(
                "evt", Email.channel, "message_posted", self.account, message_id, author_address
            ),
            channel=Email.channel,
            account=self.account,
            thread=self._thread(author, (*to, *cc, *bcc), answer_to, references, in_reply_to),
            occurred_at=sent_at,
            source=self.source,
            message=message,
            visibility="private",
        )

    def _thread(
        self,
        author: Address | None,
        recipients: tuple[Address, ...],
        answer_to: tuple[Address, ...],
        references: tuple[str, ...],
        in_reply_to: tuple[str, ...],
    ) -> tuple[str, ...]:
        pairs = correspondences(self.desk, author, recipients) if author is not None else []
        if not pairs:
            # Nobody says who wrote it, so nothing says that it belongs anywhere.
            return (derive_id("ref", self.message_id, self.payload.digest),)
        answers = answers_between(self.desk, answer_to)
        return thread_keys(references, in_reply_to, self.message_id, pairs, answers)

    def _note(self, pointer: str, codes: Iterable[str]) -> None:
        for code in codes:
            self.defects[Defect(code=code, pointer=pointer)] = None

    def _addresses(self, name: str) -> tuple[Address, ...]:
        found = self.mail.addresses(name)
        self._note(name, found.defects)
        return found.addresses

    def _ids(self, name: str) -> tuple[str, ...]:
        found = self.mail.message_ids(name)
        self._note(name, found.defects)
        return found.ids

    def _participants(self, addresses: tuple[Address, ...]) -> tuple[Participant, ...]:
        return tuple(self.desk.participant(one) for one in addresses)

    def _author(self, authors: tuple[Address, ...]) -> Address | None:
        if not authors:
            self._note("from", ("author_missing",))
            return None
        author, *others = authors
        if others:
            self._note("from", ("several_authors",))
        return author

    def _writer(self, author: Address | None, automatic: AutomaticKind | None) -> Participant:
        if author is None:
            return _NOBODY
        writer = self.desk.participant(author)
        if automatic in ("bounce", "delay") and writer.role != "business":
            # A mail server: nobody to be answered.
            return writer.model_copy(update={"role": "system"})
        return writer

    def _sender(self, author: Address | None, senders: tuple[Address, ...]) -> Participant | None:
        if not senders or (author is not None and senders[0].address == author.address):
            return None
        return self.desk.participant(senders[0])

    def _message_id(self) -> str:
        ids = self._ids("message-id")
        if not ids:
            self._note("message-id", ("message_id_missing",))
            return derive_id("mail", self.payload.digest)
        first, *others = ids
        if others:
            self._note("message-id", ("message_id_ambiguous",))
        return first

    def _subject(self) -> str | None:
        found = self.mail.read_header("subject")
        if found is None:
            return None
        self._note("subject", found.defects)
        return found.text

    def _language(self) -> str | None:
        # RFC 3282 allows a list; the first is the one.
        declared = (self.mail.header("content-language") or "").partition(",")[0].strip()
        return declared if _LANGUAGE.fullmatch(declared) else None


def _is_address(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return False
    return True
