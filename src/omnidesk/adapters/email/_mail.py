"""A mail, read as far as it is asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from omnidesk._mime import parse_mime, select_bodies
from omnidesk.adapters._html import remote_resources_of
from omnidesk.adapters.email._attached import attached_parts
from omnidesk.adapters.email._attachments import MailAttachment, mail_attachments
from omnidesk.adapters.email._authentication import authenticate
from omnidesk.adapters.email._bodies import Body, read_body
from omnidesk.adapters.email._defects import mail_defects
from omnidesk.adapters.email._envelope import delivery_candidates
from omnidesk.adapters.email._forwarding import forwarded
from omnidesk.adapters.email._identity import identities
from omnidesk.adapters.email._options import DEFAULT_OPTIONS, MailOptions
from omnidesk.adapters.email._records import (
    AuthenticationDetail,
    DeliveryAddress,
    Forwarded,
    Senders,
)
from omnidesk.adapters.email.files import Protection, RemoteResources, protection
from omnidesk.adapters.email.files._opening import Opening, open_containers
from omnidesk.adapters.email.machine import MachineMail, classify
from omnidesk.model import Defect

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from omnidesk._mime import (
        Address,
        Bodies,
        DecodedHeader,
        MimePart,
    )
    from omnidesk.adapters.email.segments import Segments

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_PREVIEW = 256
"""In characters, as RFC 8621 section 4.1.4 bounds it."""


class Mail:
    """
    One mail: `Mail.parse` never raises on any bytes.

    Properties are named as RFC 8621 names them, and each is read when it is first asked for.
    Of attachments only containers are decoded, for what is in them, and for `defects` how each file
    begins. What was wrong is in `defects`.
    """

    def __init__(
        self, body_structure: MimePart, *, size: int, options: MailOptions = DEFAULT_OPTIONS
    ) -> None:
        self.body_structure = body_structure
        """The mail as a part; its parts are below it."""
        self.size = size
        """In bytes, as received."""
        self._options = options
        # What was read once.
        self._kept_date: tuple[datetime | None, tuple[str, ...]] | None = None
        self._kept_opening: Opening | None = None
        self._kept_attached_parts: tuple[MimePart, ...] | None = None
        self._kept_body: Body | None = None
        self._kept_text: tuple[str | None] | None = None
        self._kept_remote_resources: RemoteResources | None = None
        self._kept_senders: Senders | None = None
        self._kept_authentication: AuthenticationDetail | None = None
        self._kept_delivered_to: tuple[DeliveryAddress, ...] | None = None
        self._kept_forwarded: tuple[Forwarded | None] | None = None
        self._kept_protection: tuple[Protection | None] | None = None
        self._kept_defects: tuple[Defect, ...] | None = None

    @classmethod
    def parse(cls, raw: bytes, *, options: MailOptions = DEFAULT_OPTIONS) -> Mail:
        """
        Read a mail (RFC 5322, MIME).

        Args:
            raw: The bytes as received.
            options: How it is read.

        Returns:
            The mail, of which only the structure has been read yet.
        """
        return cls(parse_mime(raw, limits=options.limits), size=len(raw), options=options)

    def __repr__(self) -> str:
        return f"<Mail, {self.size} bytes>"

    # What was read can be read again; and pickle by itself takes a class that is not compiled.
    def __reduce__(self) -> tuple[object, ...]:
        return _mail, (self.body_structure, self.size, self._options)

    # --- headers ----------------------------------------------------------------------------------

    @property
    def message_id(self) -> tuple[str, ...]:
        """The ids in `Message-ID`, without brackets; more than one is a defect."""
        return self.body_structure.message_ids("message-id").ids

    @property
    def in_reply_to(self) -> tuple[str, ...]:
        """The ids of what it answers."""
        return self.body_structure.message_ids("in-reply-to").ids

    @property
    def references(self) -> tuple[str, ...]:
        """The ids of the mails above it in its thread, the first one first."""
        return self.body_structure.message_ids("references").ids

    @property
    def from_(self) -> tuple[Address, ...]:
        """Who wrote it, as they claim."""
        return self.body_structure.addresses("from").addresses

    @property
    def sender(self) -> tuple[Address, ...]:
        """Who sent it, if that is somebody else."""
        return self.body_structure.addresses("sender").addresses

    @property
    def to(self) -> tuple[Address, ...]:
        """Whom it is addressed to."""
        return self.body_structure.addresses("to").addresses

    @property
    def cc(self) -> tuple[Address, ...]:
        """Who gets a copy."""
        return self.body_structure.addresses("cc").addresses

    @property
    def bcc(self) -> tuple[Address, ...]:
        """Who gets a blind copy, as far as it can be seen."""
        return self.body_structure.addresses("bcc").addresses

    @property
    def reply_to(self) -> tuple[Address, ...]:
        """Where answers should go. Never who wrote it."""
        return self.body_structure.addresses("reply-to").addresses

    @property
    def subject(self) -> str | None:
        """The subject, decoded."""
        subject = self._subject
        return None if subject is None else subject.text

    @property
    def sent_at(self) -> datetime | None:
        """When it was sent by the author's clock (UTC); `None` where that is no point in time."""
        return self._date[0]

    @property
    def language(self) -> str | None:
        """The language that it declares (RFC 3282, BCP 47): the first, if there are several."""
        declared = self.body_structure.header("content-language") or ""
        first = declared.partition(",")[0].strip()
        return first if _LANGUAGE.fullmatch(first) else None

    # Read once, for the value and for what was wrong with it.

    @property
    def _date(self) -> tuple[datetime | None, tuple[str, ...]]:
        if self._kept_date is None:
            self._kept_date = self.body_structure.date("date")
        return self._kept_date

    @property
    def _subject(self) -> DecodedHeader | None:
        # Kept there.
        return self.body_structure.read_header("subject")

    # --- bodies -----------------------------------------------------------------------------------

    @property
    def _opening(self) -> Opening:
        if self._kept_opening is None:
            found = select_bodies(self.body_structure)
            self._kept_opening = open_containers(
                self.body_structure, found, limits=self._options.limits
            )
        return self._kept_opening

    @property
    def parts(self) -> tuple[MimePart, ...]:
        """All parts in order; what is in opened containers follows these."""
        return self._opening.parts or tuple(self.body_structure.walk())

    @property
    def bodies(self) -> Bodies:
        """
        Its parts by what they are for (RFC 8621 section 4.1.4).

        `winmail.dat` and S/MIME that is only signed are opened: their contents take their place.
        """
        return self._opening.bodies

    @property
    def text_body(self) -> tuple[MimePart, ...]:
        """What to show in order, plain text preferred."""
        return self.bodies.text

    @property
    def html_body(self) -> tuple[MimePart, ...]:
        """What to show in order, HTML preferred."""
        return self.bodies.html

    @property
    def attached_parts(self) -> tuple[MimePart, ...]:
        """The parts that hang on it: those that `attachments` tells more about."""
        if self._kept_attached_parts is None:
            signatures = () if self.protection is None else self.protection.signatures
            self._kept_attached_parts = attached_parts(self.parts, self.bodies, signatures)
        return self._kept_attached_parts

    @property
    def attachments(self) -> tuple[MailAttachment, ...]:
        """
        What hangs on it, made anew each time: keep what you ask more than once.

        Images within the text are among them; RFC 8621 has those in `bodies` only.
        """
        return mail_attachments(self)

    @property
    def has_attachment(self) -> bool:
        """Whether anything hangs on it that is not shown within the text."""
        return any(not one.inline for one in self.attachments)

    @property
    def body(self) -> Body:
        """What it says, in its parts."""
        if self._kept_body is None:
            self._kept_body = read_body(self.bodies)
        return self._kept_body

    @property
    def text(self) -> str | None:
        """What was newly written, with the quotes that stand between answers."""
        if self._kept_text is None:
            self._kept_text = (self.body.text,)
        return self._kept_text[0]

    @property
    def segments(self) -> Segments | None:
        """The whole text in its segments: new, quoted, signed, forwarded. `None` without a text."""
        return self.body.segments

    @property
    def html_safe(self) -> str | None:
        """The HTML, sanitised: no scripts, no styles, and no remote picture loads by itself."""
        return self.body.html

    @property
    def remote_resources(self) -> RemoteResources:
        """What its HTML would fetch, and where it links to. Nothing here ever fetches."""
        if self._kept_remote_resources is None:
            html = [one for one in self.html_body if one.media_type == "text/html"]
            self._kept_remote_resources = remote_resources_of([one.text() for one in html])
        return self._kept_remote_resources

    @property
    def preview(self) -> str:
        """The beginning of the text on one line, up to 256 characters."""
        return " ".join((self.text or "")[: 4 * _PREVIEW].split())[:_PREVIEW]

    # --- who, whence, what for --------------------------------------------------------------------

    @property
    def senders(self) -> Senders:
        """Everybody who has to do with sending it, as they claim."""
        if self._kept_senders is None:
            self._kept_senders = identities(self.body_structure)
        return self._kept_senders

    @property
    def authentication(self) -> AuthenticationDetail:
        """Whether its author is who they claim to be, as trusted servers have checked."""
        if self._kept_authentication is None:
            options = self._options
            only = self.from_[0] if len(self.from_) == 1 else None
            self._kept_authentication = authenticate(
                self.body_structure,
                trusted=frozenset(options.trusted_servers),
                from_domain=only.domain if only else None,
                sealers=frozenset(options.trusted_sealers),
                strips_forged=options.strips_forged,
            )
        return self._kept_authentication

    @property
    def delivered_to(self) -> tuple[DeliveryAddress, ...]:
        """Where it was delivered: candidates, the likeliest first."""
        if self._kept_delivered_to is None:
            self._kept_delivered_to = delivery_candidates(self.body_structure)
        return self._kept_delivered_to

    @property
    def forwarded(self) -> Forwarded | None:
        """The mail that it passes on, as far as its forwarder tells."""
        if self._kept_forwarded is None:
            segments = self.body.segments
            self._kept_forwarded = (
                forwarded(self.body_structure, segments.text if segments else None),
            )
        return self._kept_forwarded[0]

    @property
    def protection(self) -> Protection | None:
        """How it is signed or encrypted. Nothing is verified or decrypted."""
        if self._kept_protection is None:
            self._kept_protection = (protection(self.body_structure),)
        return self._kept_protection[0]

    def classify(self, *, own: Callable[[str], bool] | None = None) -> MachineMail:
        """
        Tell what kind of machine wrote it, if one did, and whether it may be answered by one.

        Args:
            own: Tells whether an address is the desk's; without it, loops are not seen.
        """
        return classify(self.body_structure, text=self.text, own=own)

    # --- what was wrong ---------------------------------------------------------------------------

    @property
    def truncated(self) -> bool:
        """Whether something was passed over because of a limit."""
        return any(defect.code.startswith("limit_") for defect in self.defects)

    @property
    def defects(self) -> tuple[Defect, ...]:
        """What is wrong with its structure, its headers and its bodies. Reads all of these."""
        if self._kept_defects is None:
            self._kept_defects = mail_defects(
                self.body_structure,
                of_date=self._date[1],
                of_bodies=(*self.body.defects, *self._opening.defects),
                protection=self.protection,
                attached=self.attached_parts,
            )
        return self._kept_defects


def _mail(body_structure: MimePart, size: int, options: MailOptions) -> Mail:
    return Mail(body_structure, size=size, options=options)
