"""What is wrong with a mail, all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.adapters.email._attached import detect, suspicions
from omnidesk.adapters.email._identity import sender_defects
from omnidesk.adapters.email.files._protection import is_encrypted
from omnidesk.model import Defect

if TYPE_CHECKING:
    from omnidesk._mime import MimePart
    from omnidesk.adapters.email.files import Protection

_ADDRESS_HEADERS = ("from", "sender", "to", "cc", "bcc", "reply-to")
_ID_HEADERS = ("message-id", "in-reply-to", "references")


def mail_defects(
    mail: MimePart,
    *,
    of_date: tuple[str, ...],
    of_bodies: tuple[Defect, ...],
    protection: Protection | None,
    attached: tuple[MimePart, ...],
) -> tuple[Defect, ...]:
    """
    Collect what is wrong with a mail, each thing once.

    Args:
        mail: The mail.
        of_date: What is wrong with its date.
        of_bodies: What is wrong with its bodies, and with what was opened.
        protection: How it is signed or encrypted.
        attached: What hangs on it. Of each, the beginning is decoded.
    """
    found = dict.fromkeys(mail.defects)
    for header in _ADDRESS_HEADERS:
        _add(found, header, mail.addresses(header).defects)
    _add(found, "date", of_date)
    for header in _ID_HEADERS:
        _add(found, header, mail.message_ids(header).defects)
    ids = len(mail.message_ids("message-id").ids)
    if ids != 1:
        _add(found, "message-id", ("message_id_ambiguous" if ids else "message_id_missing",))
    subject = mail.read_header("subject")
    if subject is not None:
        _add(found, "subject", subject.defects)
    found.update(dict.fromkeys(sender_defects(mail)))
    found.update(dict.fromkeys(of_bodies))
    if protection is not None and is_encrypted(protection):
        found[Defect(code="content_encrypted", pointer=protection.path)] = None
    for part in attached:
        found.update(dict.fromkeys(suspicions(part, detect(part))))
    return tuple(found)


def _add(found: dict[Defect, None], header: str, codes: tuple[str, ...]) -> None:
    """Note what is wrong with a header; with most, nothing is."""
    for code in codes:
        found[Defect(code=code, pointer=header)] = None
