"""What hangs on a mail."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from omnidesk.adapters.email._attached import detect, is_inline, kind_of, suspicions
from omnidesk.adapters.email.files import (
    ImageRole,
    ImageSize,
    SafeName,
    digest,
    image_role,
    image_size,
    name_of,
    read_calendar,
    read_cards,
    safe_filename,
    unique_names,
)
from omnidesk.adapters.email.files._images import WITHIN as _IMAGE_WITHIN
from omnidesk.adapters.email.files._placement import shown_in_signature
from omnidesk.adapters.email.files._types import canonical

if TYPE_CHECKING:
    from omnidesk._mime import MimePart
    from omnidesk.adapters.email._mail import Mail
    from omnidesk.adapters.email.files import Card, Invite, Sniffed
    from omnidesk.model import AttachmentKind, Defect


class MailAttachment:
    """
    Something that hangs on a mail, and what can be found out about it.

    Each fact is found out when it is first asked for, and kept. Nothing here ever raises on what
    stands in a mail. Content is decoded for `content`, `sha256`, `calendar` and `contacts`; a few
    kilobytes of it for `detected`, `role` and `defects`.
    """

    def __init__(self, part: MimePart, surroundings: _Surroundings, number: int) -> None:
        self.part = part
        """Its part: the declared headers, and the bytes."""
        self._surroundings = surroundings
        self._number = number

    def __repr__(self) -> str:
        return f"<MailAttachment {self.pointer}, {self.kind}>"

    # --- what is said about it --------------------------------------------------------------------

    @property
    def pointer(self) -> str:
        """Where it is: what `Payload.part` takes, such as `2` or `2/tnef/0`."""
        return self.part.path

    @property
    def kind(self) -> AttachmentKind:
        """What kind of thing it is declared to be, or by its name where nothing is declared."""
        return kind_of(self.part)

    @property
    def declared_name(self) -> str | None:
        """Its name as sent, without any path; `None` if it has none."""
        return self.part.filename

    @property
    def filename(self) -> str:
        """A name to save it under: safe on Windows, macOS and Linux, and unlike the others'."""
        return self._surroundings.names[self._number]

    @property
    def safe_name(self) -> SafeName:
        """What is to be said about its name: whether systems run such a file, or it poses."""
        return safe_filename(self.part.filename, self.media_type)

    @property
    def media_type(self) -> str:
        """The declared media type."""
        return self.part.media_type

    @property
    def content_id(self) -> str | None:
        """What the HTML calls it (`cid:`), or `None`."""
        return self.part.content_id

    @property
    def inline(self) -> bool:
        """Whether it is shown within the text rather than beside it."""
        return is_inline(self.part, self._surroundings.mail.body.shown)

    # --- what is in it ----------------------------------------------------------------------------

    def content(self) -> bytes:
        """Return the bytes, decoded as far as they can be. Decodes anew each time."""
        return self.part.content()

    @property
    def size(self) -> int | None:
        """The size of the content in bytes, or `None` where only decoding would tell."""
        return self.part.size

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the content, in hexadecimal."""
        return digest(self.part)

    @cached_property
    def detected(self) -> Sniffed:
        """What it is by its content, and whether that is what it says."""
        return detect(self.part)

    @cached_property
    def defects(self) -> tuple[Defect, ...]:
        """
        What is suspicious about it.

        Codes: `type_mismatch` (the content is of another type than declared) and
        `program_disguised` (it is a program, and its type or its name says something else).
        """
        return suspicions(self.part, self.detected)

    # --- images -----------------------------------------------------------------------------------

    @cached_property
    def dimensions(self) -> ImageSize | None:
        """The size of the image in pixels, or `None` if it is none or does not say."""
        return image_size(self.part.head(_IMAGE_WITHIN)) if self.kind == "image" else None

    @cached_property
    def role(self) -> ImageRole:
        """What an image is for, as `image_role` guesses; everything else is `content`."""
        if self.kind != "image":
            return "content"
        referenced = self.content_id in self._surroundings.mail.body.shown
        return image_role(
            dimensions=self.dimensions,
            size=self.size,
            filename=self.declared_name,
            content_id=self.content_id,
            referenced=referenced,
            below_signature=referenced and self.content_id in self._surroundings.signed,
        )

    # --- documents that people read ---------------------------------------------------------------

    @cached_property
    def calendar(self) -> tuple[Invite, ...]:
        """The events of a calendar, whatever it says it is; empty for everything else."""
        return read_calendar(self.part.text()) if self._is("text/calendar") else ()

    @cached_property
    def contacts(self) -> tuple[Card, ...]:
        """The contact cards in it, whatever it says it is; empty for everything else."""
        return read_cards(self.part.text()) if self._is("text/vcard") else ()

    def _is(self, media_type: str) -> bool:
        declared = canonical(self.media_type) == media_type
        return declared or canonical(self.detected.media_type) == media_type


class _Surroundings:
    """What the attachments of a mail have in common."""

    def __init__(self, mail: Mail) -> None:
        self.mail = mail

    @cached_property
    def names(self) -> tuple[str, ...]:
        unnamed = 0
        names: list[str] = []
        for part in self.mail.attached_parts:
            unnamed += part.filename is None
            names.append(name_of(part, max(unnamed, 1)))
        return unique_names(names)

    @cached_property
    def signed(self) -> frozenset[str]:
        """The content ids of the images that are shown in a signature."""
        texts = (one.text() for one in self.mail.html_body if one.media_type == "text/html")
        return frozenset[str]().union(*map(shown_in_signature, texts))


def mail_attachments(mail: Mail) -> tuple[MailAttachment, ...]:
    """List what hangs on a mail, in the order of its parts."""
    # They hold the mail, and the mail does not hold them: no cycle keeps its bytes in memory.
    surroundings = _Surroundings(mail)
    parts = mail.attached_parts
    return tuple(MailAttachment(part, surroundings, at) for at, part in enumerate(parts))
