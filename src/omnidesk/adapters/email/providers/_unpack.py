"""
From a provider's webhook to the raw mail in it.

Sources: <https://documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store/receive-http>,
<https://mailchimp.com/developer/transactional/docs/inbound-email/>,
<https://postmarkapp.com/developer/webhooks/inbound-webhook>,
<https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook>.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, cast

from pydantic import Field, FiniteFloat

from omnidesk._payload import JSON, Payload
from omnidesk.adapters._wire import VendorId, Wire
from omnidesk.adapters.email.providers._common import OR_NONE, problem, received, word
from omnidesk.adapters.email.providers._forms import read_form
from omnidesk.adapters.email.providers._received import Envelope, Received, Verdicts
from omnidesk.adapters.email.providers._ses import unpack_ses
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from omnidesk.adapters.email.providers._received import Provider


def unpack(
    payload: Payload,
    provider: Provider,
    *,
    on_error: Callable[[PayloadError], None] | None = None,
) -> tuple[Received, ...]:
    """
    Take the raw mail out of a provider's webhook.

    | provider | what to switch on there |
    | --- | --- |
    | `ses` | a receipt rule with the SNS action, encoding Base64: UTF-8 loses other charsets |
    | `mailgun` | a route that forwards to an address that ends in `mime` |
    | `sendgrid` | "POST the raw, full MIME message" |
    | `postmark` | "Include raw email content in JSON payload" |
    | `mandrill` | nothing: the raw mail is always there |
    | `raw` | a request whose body is the mail, such as a worker's that sends it as it came |

    Verify first that the payload is from the provider; nothing here does.

    Args:
        payload: The request as received. A `multipart/form-data` one needs its headers.
        provider: Whose webhook it is. It is not guessed: an address of its own for each provider
            is what signatures need too.
        on_error: Called with each item of a batch that could not be read, and the rest is read.
            Without it, the first such thing is raised. Only Mandrill sends batches.

    Returns:
        The mails: one, or for Mandrill any number.

    Raises:
        PayloadError: If there is no raw mail in it; it says which setting is the likely cause.
        ValueError: If that is no provider.
    """
    if provider == "mandrill":
        return tuple(_unpack_mandrill(payload, on_error or _raise))
    if provider not in _UNPACK:
        raise ValueError(f"provider: expected mandrill, {', '.join(_UNPACK)}")
    return (_UNPACK[provider](payload),)


# --- forms ----------------------------------------------------------------------------------------


def _unpack_mailgun(payload: Payload) -> Received:
    fields = _fields(payload)
    recipient = _text(fields, "recipient")
    return received(
        payload,
        _mail(payload, fields, "body-mime", "let the address of the route end in mime"),
        "mailgun",
        "/body-mime",
        envelope=Envelope(
            sender=_text(fields, "sender"),
            recipients=() if recipient is None else (recipient,),
        ),
    )


class _SendGridEnvelope(Wire):
    sender: Annotated[str | None, OR_NONE] = Field(None, alias="from")
    to: Annotated[tuple[str, ...] | None, OR_NONE] = None


def _unpack_sendgrid(payload: Payload) -> Received:
    fields = _fields(payload)
    mail = _mail(payload, fields, "email", 'switch on "POST the raw, full MIME message"')
    return received(
        payload,
        mail,
        "sendgrid",
        "/email",
        envelope=_sendgrid_envelope(payload, fields),
        verdicts=Verdicts(
            spf=word(_text(fields, "SPF")),
            dkim=word(_text(fields, "dkim")),
            spam_score=_score(_text(fields, "spam_score")),
        ),
    )


def _sendgrid_envelope(payload: Payload, fields: Mapping[str, bytes]) -> Envelope:
    try:
        value = _json_in(payload, fields.get("envelope", b"{}"), "/envelope")
        found = payload.validate(_SendGridEnvelope, value, pointer="/envelope")
    except PayloadError:
        # What is beside a mail must not lose the mail.
        return Envelope()
    return Envelope(sender=found.sender, recipients=found.to or ())


class _Spf(Wire):
    result: str | None = None


class _Dkim(Wire):
    signed: bool | None = None
    valid: bool | None = None


class _Spam(Wire):
    score: FiniteFloat | None = None


class _MandrillMessage(Wire):
    raw_msg: str
    email: Annotated[str | None, OR_NONE] = None
    sender: Annotated[str | None, OR_NONE] = None
    spf: Annotated[_Spf | None, OR_NONE] = None
    dkim: Annotated[_Dkim | None, OR_NONE] = None
    spam_report: Annotated[_Spam | None, OR_NONE] = None


class _MandrillEvent(Wire):
    event: str
    msg: _MandrillMessage


def _unpack_mandrill(
    payload: Payload, report: Callable[[PayloadError], None]
) -> Iterator[Received]:
    fields = _fields(payload)
    if "mandrill_events" not in fields:
        raise problem(payload, "expected a field that is missing", "/mandrill_events")
    events = _json_in(payload, fields["mandrill_events"], "/mandrill_events")
    if not isinstance(events, list):
        raise problem(payload, "expected a list", "/mandrill_events")
    for number, event in enumerate(cast("list[object]", events)):
        try:
            mail = _mandrill_item(payload, event, f"/mandrill_events/{number}")
        except PayloadError as error:
            failed = error
        else:
            yield mail
            continue
        # Outside the handler, so that nothing hangs on what it raises.
        report(failed)


def _mandrill_item(payload: Payload, event: object, pointer: str) -> Received:
    found = payload.validate(_MandrillEvent, event, pointer=pointer, channel="email")
    if found.event != "inbound":
        raise problem(
            payload, "expected an inbound event, not one about sent mail", f"{pointer}/event"
        )
    message = found.msg
    place = f"{pointer}/msg/raw_msg"
    return received(
        payload,
        message.raw_msg.encode(),
        "mandrill",
        place,
        envelope=Envelope(
            sender=message.sender,
            recipients=() if message.email is None else (message.email,),
        ),
        verdicts=Verdicts(
            spf=None if message.spf is None else word(message.spf.result),
            dkim=_dkim_word(message.dkim),
            spam_score=None if message.spam_report is None else message.spam_report.score,
        ),
    )


def _dkim_word(dkim: _Dkim | None) -> str | None:
    if dkim is None or dkim.signed is None:
        return None
    if not dkim.signed:
        return "none"
    return None if dkim.valid is None else "pass" if dkim.valid else "fail"


# --- JSON -----------------------------------------------------------------------------------------


class _PostmarkHeader(Wire):
    name: str = Field(alias="Name")
    value: str = Field(alias="Value")


class _Postmark(Wire):
    raw: str | None = Field(None, alias="RawEmail")
    message_id: Annotated[VendorId | None, OR_NONE] = Field(None, alias="MessageID")
    recipient: Annotated[str | None, OR_NONE] = Field(None, alias="OriginalRecipient")
    headers: Annotated[tuple[_PostmarkHeader, ...] | None, OR_NONE] = Field(None, alias="Headers")
    record_type: str | None = Field(None, alias="RecordType")


def _unpack_postmark(payload: Payload) -> Received:
    found = payload.load(_Postmark, channel="email")
    # Only webhooks about sent mail say what they record.
    if found.record_type not in (None, "Inbound"):
        raise problem(
            payload, "expected the inbound webhook, not one about sent mail", "/RecordType"
        )
    if found.raw is None:
        raise problem(
            payload,
            'expected the raw mail; switch on "Include raw email content in JSON payload"',
            "/RawEmail",
        )
    spf = _only(found, "received-spf").split()
    spam = _only(found, "x-spam-status").replace(",", " ").split()
    return received(
        payload,
        found.raw.encode(),
        "postmark",
        "/RawEmail",
        provider_id=found.message_id,
        envelope=Envelope(recipients=(found.recipient,) if found.recipient else ()),
        verdicts=Verdicts(
            spf=word(spf[0]) if spf else None,
            spam=word(spam[0]) if spam else None,
            spam_score=_score(_only(found, "x-spam-score")),
        ),
    )


def _only(found: _Postmark, name: str) -> str:
    """Return the value of the one header of that name; of several, nobody knows Postmark's."""
    values = [one.value for one in found.headers or () if one.name.lower() == name]
    # Headers that the sender wrote stand in the same list.
    return values[0] if len(values) == 1 else ""


def _unpack_raw(payload: Payload) -> Received:
    return received(payload, payload.body, "raw", "")


_UNPACK: Mapping[Provider, Callable[[Payload], Received]] = {
    "mailgun": _unpack_mailgun,
    "postmark": _unpack_postmark,
    "raw": _unpack_raw,
    "sendgrid": _unpack_sendgrid,
    "ses": unpack_ses,
}


# --- what they share ------------------------------------------------------------------------------


def _raise(error: PayloadError) -> None:
    raise error


def _fields(payload: Payload) -> dict[str, bytes]:
    fields: dict[str, bytes] = {}
    for name, value in read_form(payload):
        fields.setdefault(name, value)
    return fields


def _mail(payload: Payload, fields: Mapping[str, bytes], name: str, advice: str) -> bytes:
    if name not in fields:
        raise problem(payload, f"expected the raw mail; {advice}", f"/{name}")
    return fields[name]


def _json_in(payload: Payload, value: bytes, pointer: str) -> JSON:
    try:
        return Payload(value).json()
    except PayloadError as error:
        reason = error.reason
    raise problem(payload, reason, pointer)


def _text(fields: Mapping[str, bytes], name: str) -> str | None:
    return fields[name].decode("utf-8", "replace") if name in fields else None


def _score(text: str | None) -> float | None:
    try:
        score = float(text or "")
    except ValueError:
        return None
    return score if math.isfinite(score) else None
