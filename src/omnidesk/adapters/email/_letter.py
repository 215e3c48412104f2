"""One mail on its way to events: the message, and what it reports or asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk._mime import Address
from omnidesk.adapters.email._attached import describe
from omnidesk.adapters.email._opt_out import opt_out
from omnidesk.adapters.email._reported import report_of
from omnidesk.adapters.email._threads import (
    answers_between,
    correspondences,
    last_resort_keys,
    report_key,
    thread_keys,
)
from omnidesk.adapters.email.machine import classify
from omnidesk.events import ConsentSignalled, MessagePosted, ReceiptReported
from omnidesk.model import Consent, Message, Participant, Reference, derive_id

if TYPE_CHECKING:
    from omnidesk.adapters.email._desk import Desk
    from omnidesk.adapters.email._mail import Mail
    from omnidesk.adapters.email._opt_out import OptOutAddress
    from omnidesk.adapters.email._reported import Outcome
    from omnidesk.adapters.email._threads import LastResort
    from omnidesk.adapters.email._tokens import TokenMatch
    from omnidesk.adapters.email.machine import MachineMail
    from omnidesk.events import Event
    from omnidesk.model import Attachment, Source

_CHANNEL = "email"
_NOBODY = Participant()
_SERVERS = frozenset({"bounce", "delay", "feedback_report"})
"""What comes from a mail server or a provider: nobody to be answered."""


class Letter:
    """
    One mail on its way to events.

    Args:
        mail: The mail.
        desk: Our side.
        account: What our side is called.
        source: The address of the mail.
        tokens: The reply tokens of ours that it carries.
        opt_out_addresses: Addresses of ours to which people write to get no more mail.
        also_join_by: What joins mails beside message ids.
    """

    def __init__(
        self,
        mail: Mail,
        *,
        desk: Desk,
        account: str,
        source: Source,
        tokens: tuple[TokenMatch, ...],
        opt_out_addresses: tuple[OptOutAddress, ...],
        also_join_by: tuple[LastResort, ...],
    ) -> None:
        self._mail = mail
        self._desk = desk
        self._account = account
        self._source = source
        self._opt_out_addresses = opt_out_addresses
        self._also_join_by = also_join_by
        # A mail without an id gets one from its bytes.
        self._id = mail.message_id[0] if mail.message_id else derive_id("mail", source.digest)
        self._author = next(iter(mail.from_), None)
        self._recipients = (*mail.to, *mail.cc, *mail.bcc)
        self._machine = _classify(mail, desk)
        self._answered = mail.in_reply_to or mail.references[-1:]
        self._report = report_of(self._machine)
        self._reported = self._reported_id()
        self._keys = self._thread_keys(tuple([_token_key(one) for one in tokens]))

    def events(self) -> tuple[Event, ...]:
        """Return the message, and then what it reports or asks for."""
        address = None if self._author is None else self._author.address
        posted = MessagePosted(
            id=self._event_id("message_posted", address),
            channel=_CHANNEL,
            account=self._account,
            thread=self._keys,
            occurred_at=self._mail.sent_at,
            source=self._source,
            message=self._message(),
            visibility="private",
        )
        return (posted, *self._receipts(), *self._consents())

    def _event_id(self, kind: str, *parts: str | None) -> str:
        return derive_id("evt", _CHANNEL, kind, self._account, self._id, *parts)

    # --- the message ------------------------------------------------------------------------------

    def _message(self) -> Message:
        mail, desk = self._mail, self._desk
        body = mail.body
        answered = self._answered
        return Message(
            id=self._id,
            author=self._writer(),
            sender=self._sender(),
            to=self._participants(mail.to),
            cc=self._participants(mail.cc),
            bcc=self._participants(mail.bcc),
            answer_to=self._participants(mail.reply_to),
            direction=desk.direction(self._author, self._recipients),
            visibility="private",
            sent_at=mail.sent_at,
            subject=mail.subject,
            text=mail.text,
            quoted=body.quoted,
            signature=body.signature,
            html=mail.html_safe,
            language=mail.language,
            attachments=self._attachments(),
            reply_to=Reference(kind="message", id=answered[0]) if answered else None,
            automatic=self._machine.kind,
            authentication=mail.authentication.authentication if mail.authentication.by else None,
            original_author=self._original_author(),
            defects=mail.defects,
        )

    def _attachments(self) -> tuple[Attachment, ...]:
        shown = self._mail.body.shown
        return tuple([describe(one, shown, self._source) for one in self._mail.attached_parts])

    def _participants(self, addresses: tuple[Address, ...]) -> tuple[Participant, ...]:
        return tuple([self._desk.participant(one) for one in addresses])

    def _writer(self) -> Participant:
        if self._author is None:
            return _NOBODY
        writer = self._desk.participant(self._author)
        if self._machine.kind in _SERVERS and writer.role != "business":
            return writer.model_copy(update={"role": "system"})
        return writer

    def _original_author(self) -> Participant | None:
        forwarded = self._mail.forwarded
        # Where a rule has forwarded it, its author is in `From`, as ever.
        if forwarded is None or forwarded.author is None or not forwarded.claimed:
            return None
        return self._desk.participant(forwarded.author)

    def _sender(self) -> Participant | None:
        sender = next(iter(self._mail.sender), None)
        if sender is None or (self._author is not None and sender.address == self._author.address):
            return None
        return self._desk.participant(sender)

    # --- where it belongs -------------------------------------------------------------------------

    def _thread_keys(self, tokens: tuple[str, ...]) -> tuple[str, ...]:
        mail, desk, report = self._mail, self._desk, self._report
        if report is not None and self._reported is not None and report.recipient is not None:
            key = report_key(desk, self._reported, report.recipient, mail.to)
            if key is not None:
                # One or the other: made up, a report could join two conversations.
                return tokens or (key,)
        pairs = correspondences(desk, self._author, self._recipients) if self._author else []
        if not pairs:
            # Nobody says who wrote it, so nothing says that it belongs anywhere.
            return (derive_id("ref", self._id, self._source.digest), *tokens)
        answered = mail.in_reply_to
        if self._machine.disposition is not None and self._reported is not None:
            # Who has read a mail says so under their own name, and often answers nothing.
            answered = (self._reported, *answered)
        answers = answers_between(desk, mail.reply_to)
        keys = thread_keys(mail.references, answered, self._id, pairs, answers)
        if not self._also_join_by or self._machine.kind is not None:
            # All that a machine ever wrote under one subject is no conversation.
            return (*keys, *tokens)
        index = mail.body_structure.header("thread-index")
        more = last_resort_keys(self._also_join_by, pairs, index=index, subject=mail.subject)
        return (*keys, *tokens, *more)

    # --- what it reports or asks for --------------------------------------------------------------

    def _reported_id(self) -> str | None:
        """Return the id of the mail that a report is about: it names it, or only answers it."""
        if self._report is None:
            return None
        return self._report.message_id or next(iter(self._answered), None)

    def _receipts(self) -> tuple[ReceiptReported, ...]:
        reported = self._reported
        if self._report is None or reported is None:
            return ()
        told = {
            self._event_id("receipt_reported", one.kind, reported, one.recipient): one
            for one in self._report.outcomes
        }
        return tuple(self._receipt(event_id, reported, one) for event_id, one in told.items())

    def _receipt(self, event_id: str, message_id: str, outcome: Outcome) -> ReceiptReported:
        return ReceiptReported(
            id=event_id,
            channel=_CHANNEL,
            account=self._account,
            thread=self._keys,
            occurred_at=self._mail.sent_at,
            source=self._part_source,
            kind=outcome.kind,
            actor=None if outcome.recipient is None else self._person(outcome.recipient),
            message_ids=(message_id,),
            reason=outcome.reason,
        )

    def _consents(self) -> tuple[ConsentSignalled, ...]:
        desk = self._desk
        if self._report is not None:
            complaint = Consent(state="withdrawn", channel=_CHANNEL, signal="complaint")
            return tuple(
                self._consent(complaint, one, None if one is None else self._person(one))
                for one in dict.fromkeys(self._report.complaints)
            )
        author = self._author
        if author is None or author.address is None or not desk.is_known or desk.is_own(author):
            return ()
        found = opt_out(self._mail, self._machine.kind, self._opt_out_addresses)
        if found is None:
            return ()
        return (self._consent(found, author.address, desk.participant(author)),)

    def _consent(
        self, consent: Consent, address: str | None, subject: Participant | None
    ) -> ConsentSignalled:
        return ConsentSignalled(
            id=self._event_id("consent_signalled", consent.signal, address),
            channel=_CHANNEL,
            account=self._account,
            thread=self._keys,
            occurred_at=self._mail.sent_at,
            source=self._part_source,
            consent=consent.model_copy(update={"subject": subject}),
        )

    @property
    def _part_source(self) -> Source:
        if self._report is None or not self._report.pointer:
            return self._source
        return self._source.model_copy(update={"pointer": self._report.pointer})

    def _person(self, address: str) -> Participant:
        local, _, domain = address.rpartition("@")
        return self._desk.participant(Address(None, local, domain))


def _classify(mail: Mail, desk: Desk) -> MachineMail:
    own = desk.owns if desk.is_known else None
    found = mail.classify(own=own)
    bounce, segments = found.bounce, mail.segments
    if bounce is not None and bounce.original_message_id is None and segments is not None:
        # Where servers write to people, the mail that bounced is a quote at the end of the text.
        whole = classify(mail.body_structure, text=segments.text, own=own)
        return found if whole.bounce is None else whole
    return found


def _token_key(match: TokenMatch) -> str:
    return derive_id("ref", "token", match.conversation_key)
