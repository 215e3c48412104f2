"""Opting out of our mail: to an address, or with one click (RFC 2369, RFC 8058)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from omnidesk.adapters.email._envelope import base_address
from omnidesk.adapters.email._subject import without_marks
from omnidesk.errors import PayloadError
from omnidesk.events import ConsentSignalled
from omnidesk.model import Consent, Identity, Participant, Source, derive_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk._payload import Payload
    from omnidesk.adapters.email._mail import Mail
    from omnidesk.model import AutomaticKind

_CHANNEL = "email"
_FIELD = ("list-unsubscribe", b"one-click")
_LONGEST_SUBJECT = 64
# What the whole subject says, where nothing else is written. Mail programs and list software use
# the first few; folded when compared.
_SUBJECTS = frozenset(
    without_marks(one)
    for one in (
        "unsubscribe",
        "unsubscribe me",
        "please unsubscribe",
        "opt out",
        "opt-out",
        "remove me",
        "hủy đăng ký",
        "huỷ đăng ký",
        "hủy đăng kí",
        "ngừng nhận tin",
        "ngừng nhận email",
        "ngừng nhận thư",
        "từ chối nhận tin",
        "từ chối nhận email",
        "từ chối nhận thư",
        "abmelden",
        "abbestellen",
        "désabonnement",
        "désinscription",
        "cancelar suscripción",
        "darme de baja",
        "cancelar inscrição",
        "disiscrizione",
        "uitschrijven",
        "wypisz",
        "отписаться",
        "відписатися",
        "berhenti berlangganan",
        "配信停止",
        "退订",
        "退訂",
        "수신거부",
        "ยกเลิกการสมัคร",
    )
)
# A mail program may write it on somebody's click. Others only happen to come to the address.
_WRITTEN_BY: frozenset[AutomaticKind | None] = frozenset({None, "auto_generated"})


@dataclass(frozen=True, slots=True)
class OptOutAddress:
    """
    An address of ours to which people write to get no more mail.

    It is what stands as `mailto:` in the `List-Unsubscribe` of mail that we send.

    Args:
        address: The address. A `+tag`, by which you may tell recipients or lists, makes no
            difference; `Mail.delivered_to` has it.
        purpose: What they opt out of, in your words: a newsletter, offers. `None` does not say.
    """

    address: str
    purpose: str | None = None


def opt_out(
    mail: Mail, kind: AutomaticKind | None, known: Iterable[OptOutAddress]
) -> Consent | None:
    """
    Tell whether a mail to us opts out of ours, whatever it says in more words.

    It does if it went to an address that is there for that, or if its subject is `unsubscribe` (in
    a few languages) and there is nothing else in it. `List-Unsubscribe` in a mail that we receive
    is about our own consent to somebody else's list, and says nothing here.

    Args:
        mail: The mail, of somebody else.
        kind: Which machine wrote it, if one did.
        known: The addresses of ours that are there for that.

    Returns:
        The signal without its subject, or `None`.
    """
    if kind not in _WRITTEN_BY:
        return None
    purposes = {one.address.lower(): one.purpose for one in known}
    for one in _reached(mail) if purposes else ():
        base = base_address(one).lower()
        if base in purposes:
            return Consent(
                state="withdrawn",
                purpose=purposes[base],
                channel=_CHANNEL,
                signal="list_unsubscribe",
            )
    return _by_subject(mail)


def _reached(mail: Mail) -> list[str]:
    """Return where a mail went, by what it says itself and by what servers say."""
    named = [one.address for one in (*mail.to, *mail.cc) if one.address is not None]
    return named + [one.address for one in mail.delivered_to]


def _by_subject(mail: Mail) -> Consent | None:
    subject, text = (mail.subject or "").strip(), (mail.text or "").strip()
    if max(len(subject), len(text)) > _LONGEST_SUBJECT:
        # It may as well say: please do not unsubscribe me.
        return None
    if without_marks(subject) not in _SUBJECTS or (text and without_marks(text) not in _SUBJECTS):
        return None
    return Consent(state="withdrawn", channel=_CHANNEL, signal="unsubscribe_subject")


def read_one_click(
    payload: Payload, *, account: str, address: str, purpose: str | None = None
) -> ConsentSignalled:
    """
    Read the request by which a mail program opts out for somebody (RFC 8058).

    Nothing is looked up: who it is stands in the link of your own `List-Unsubscribe`, and the link
    must be one that nobody can make up. A link that is only opened is no request: programs open
    links to look at them.

    Args:
        payload: The body of the POST, `List-Unsubscribe=One-Click`, as received, with its header
            `Content-Type` and the time of receipt: opting out twice is two events by that alone.
        account: Our side, as the adapter calls it.
        address: Whose link it was.
        purpose: What they opt out of, in your words.

    Returns:
        A signal that belongs to no conversation. Its time is that of its receipt, in `source`.

    Raises:
        PayloadError: If it is no such request.
    """
    from omnidesk.adapters.email.providers._forms import (  # noqa: PLC0415 - only webhooks pay for it
        read_form,
    )

    for name, value in read_form(payload):
        if (name.strip().lower(), value.strip().lower()) == _FIELD:
            break
    else:
        raise PayloadError(
            "expected List-Unsubscribe=One-Click", channel=_CHANNEL, digest=payload.digest
        )
    source = Source(adapter=_CHANNEL, digest=payload.digest, received_at=payload.received_at)
    received = None if source.received_at is None else source.received_at.isoformat()
    subject = Participant(role="customer", identities=(Identity(scheme="email", value=address),))
    return ConsentSignalled(
        id=derive_id("evt", _CHANNEL, "one_click", account, address.lower(), purpose, received),
        channel=_CHANNEL,
        account=account,
        source=source,
        consent=Consent(
            state="withdrawn",
            purpose=purpose,
            channel=_CHANNEL,
            signal="list_unsubscribe_one_click",
            subject=subject,
        ),
    )
