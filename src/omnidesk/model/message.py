"""What somebody said, and what became of it: edits, reactions, receipts, deletion."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from omnidesk.model._base import Noun, Time
from omnidesk.model.attachment import Attachment
from omnidesk.model.participant import Participant
from omnidesk.model.source import Defect, Source

Direction = Literal["inbound", "outbound", "internal", "unknown"]
"""From whose side: `inbound` reaches the desk, `outbound` leaves it, `internal` never does."""

Origin = Literal["own_app", "other_app", "native", "platform", "unknown"]
"""
What sent an outbound message: our own app, another app, a person in the vendor's own inbox
(`native`), the platform itself. `unknown` for what customers send.
"""

MessageState = Literal["live", "edited", "deleted", "hidden", "held", "unsupported", "unseen"]
"""
What has become of it. `unsupported`: the platform says that it is there and will not show it.
`unseen`: something points at it (an edit, a reaction, a receipt) and it never reached us.
"""

Visibility = Literal["public", "private", "internal", "unknown"]
"""Who can read it: everybody, those who take part, our own side only."""

AutomaticKind = Literal[
    "auto_reply",
    "out_of_office",
    "auto_generated",
    "bounce",
    "delay",
    "delivery_notice",
    "feedback_report",
    "list",
    "bulk",
    "challenge",
    "loop",
]
"""What kind of machine wrote it (RFC 3834, RFC 3464, RFC 5965, RFC 8098, RFC 2369)."""

Verdict = Literal["pass", "fail", "none", "error", "unknown"]
"""The outcome of a check; `unknown` when nobody whom we trust has checked."""

ReceiptKind = Literal["sent", "delivered", "read", "failed"]
"""How far a message has come."""


class Reference(Noun):
    """What a message answers."""

    kind: Literal["message", "story", "post", "external"] = "message"
    """`external` is a message by an id that only another system knows."""
    id: str | None = None
    """The id of what is answered; for `message`, a `Message.id` or one of its aliases."""
    url: str | None = None
    """Where the vendor shows it."""


class TreePosition(Noun):
    """Where a comment stands in its tree."""

    root_id: str | None = None
    """The top-level comment's id; `None` when the payload does not tell."""
    parent_id: str | None = None
    """The comment that it answers; `None` for a top-level comment."""
    depth: int | None = None
    """0 for a top-level comment; `None` when the payload does not tell."""


class Action(Noun):
    """A button that was pressed, or a quick reply that was chosen."""

    kind: Literal["quick_reply", "postback", "button", "menu", "command"]
    """What was pressed."""
    payload: str | None = None
    """What our side had put behind it."""
    title: str | None = None
    """What the person saw on it."""


class Referral(Noun):
    """How somebody came to the conversation."""

    source: str | None = None
    """The vendor's word: `ADS`, `SHORTLINK`, … An open list."""
    kind: str | None = None
    """The vendor's type of referral, such as `OPEN_THREAD`."""
    ref: str | None = None
    """What our side had put into the link."""
    ad_id: str | None = None
    """The advertisement."""
    url: str | None = None
    """The page that they came from."""
    post_id: str | None = None
    """The post that was advertised."""
    product_id: str | None = None
    """The product that was advertised."""


class Edit(Noun):
    """One superseded version of a message."""

    version: int | None = None
    """The vendor's number of the version: 0 is the original. `None` when not numbered."""
    at: Time | None = None
    """When this version was written (UTC)."""
    text: str | None = None
    """What it said."""
    html: str | None = None
    """The same, sanitised, if the channel has HTML."""


class Reaction(Noun):
    """What one participant thinks of a message, in one sign."""

    actor: Participant
    """Who."""
    emoji: str | None = None
    """The sign, if it is one character or a sequence of Unicode emoji."""
    name: str | None = None
    """The vendor's word for it: `love`, `haha`, `/-heart`, …"""
    at: Time | None = None
    """When (UTC)."""


class Receipt(Noun):
    """How far a message has come, for whom."""

    kind: ReceiptKind
    """How far."""
    actor: Participant | None = None
    """Who received or read it, if the vendor tells."""
    at: Time | None = None
    """When (UTC); with `by_watermark`, not later than this."""
    by_watermark: bool = False
    """The vendor only said that everything up to a moment was received or read."""
    reason: str | None = None
    """For `failed`: the vendor's code for why."""


class Rating(Noun):
    """A number of stars, a thumb, a score."""

    value: float
    """What was given."""
    lowest: float | None = None
    """The worst that could have been given."""
    highest: float | None = None
    """The best that could have been given."""


class Money(Noun):
    """An exact amount of money."""

    _shown: ClassVar[frozenset[str]] = frozenset({"currency"})

    micros: int
    """Millionths of the currency's unit: 50 000 ₫ are 50 000 000 000."""
    currency: str
    """The currency (ISO 4217), such as `VND`."""

    @property
    def value(self) -> Decimal:
        """The amount in the currency's unit, exactly."""
        return Decimal(self.micros).scaleb(-6)


class Authentication(Noun):
    """Whether the sender is who they claim to be, as a server that we trust has checked."""

    dmarc: Verdict = "unknown"
    """The one verdict about the visible author (RFC 7489)."""
    spf: Verdict = "unknown"
    """About the envelope sender (RFC 7208)."""
    dkim: Verdict = "unknown"
    """About the signing domain (RFC 6376)."""
    signature: Verdict = "unknown"
    """Of the webhook that carried it, if the receiver recorded the check."""


class Message(Noun):
    """
    What somebody said, as it stands after everything that is known about it.

    Whatever the payload did not say is `None`: no time, name or recipient is made up.
    """

    type: Literal["message"] = "message"
    """The entry's kind."""
    id: str
    """The vendor's id for it, or a derived one where the vendor gives none."""
    aliases: tuple[str, ...] = ()
    """Other ids that the vendor uses for the very same message."""
    author: Participant
    """Who wrote it, as claimed; see `authentication`."""
    sender: Participant | None = None
    """Who sent it on the author's behalf (RFC 5322 `Sender`), if somebody else did."""
    to: tuple[Participant, ...] = ()
    """Whom it is addressed to."""
    cc: tuple[Participant, ...] = ()
    """Who gets a copy."""
    bcc: tuple[Participant, ...] = ()
    """Who gets a blind copy, as far as it can be seen."""
    original_author: Participant | None = None
    """Who wrote what it passes on, as its author claims. Believe it only from those you trust."""
    answer_to: tuple[Participant, ...] = ()
    """Where the author wants answers to go (RFC 5322 `Reply-To`). Never the author's identity."""
    direction: Direction = "unknown"
    """Whether it reached the desk or left it."""
    origin: Origin = "unknown"
    """What sent it, for outbound messages."""
    via: str | None = None
    """
    The channel by which a platform that joins several has it, in the words of
    `Conversation.channel`: `whatsapp`, `email`, `sms`, … `None` if that is the conversation's own,
    or is not told.
    """
    visibility: Visibility = "unknown"
    """Who can read it. `unknown` means as the conversation."""
    sent_at: Time | None = None
    """When it was sent, by the vendor's or the author's clock (UTC)."""
    edited_at: Time | None = None
    """When it was last edited (UTC), if it was and the vendor says when."""
    deleted_at: Time | None = None
    """When it was deleted (UTC), if it was and the vendor says when."""
    subject: str | None = None
    """The subject line, decoded."""
    text: str | None = None
    """What the person newly wrote, without quotes and signature where these could be told apart."""
    quoted: str | None = None
    """What the text quotes from earlier messages. Other people's words: erasure looks here."""
    signature: str | None = None
    """The signature block."""
    html: str | None = None
    """The HTML body, sanitised: no scripts, no styles, no remote content loads by itself."""
    language: str | None = None
    """As the payload declares it (BCP 47), never guessed."""
    attachments: tuple[Attachment, ...] = ()
    """What came with it."""
    reply_to: Reference | None = None
    """What it answers."""
    tree: TreePosition | None = None
    """Where it stands in a comment tree."""
    action: Action | None = None
    """The button or quick reply that it is."""
    referral: Referral | None = None
    """How its author came to write it."""
    rating: Rating | None = None
    """The score that it gives."""
    amount: Money | None = None
    """What was paid with it: a Super Chat, a donation."""
    state: MessageState = "live"
    """What has become of it."""
    edits: tuple[Edit, ...] = ()
    """Earlier versions, oldest first. The present one is in `text`."""
    reactions: tuple[Reaction, ...] = ()
    """The reactions that stand, in order of time."""
    receipts: tuple[Receipt, ...] = ()
    """How far it has come."""
    automatic: AutomaticKind | None = None
    """What kind of machine wrote it; `None` for a person, as far as can be seen."""
    authentication: Authentication | None = None
    """Whether the author is proved."""
    defects: tuple[Defect, ...] = ()
    """What was wrong with it or had to be assumed."""
    sources: tuple[Source, ...] = ()
    """Every raw item that anything of it was read from, for provenance and for erasure."""
