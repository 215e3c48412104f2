"""
Amazon SES: a notification of the SNS action, in an envelope of SNS or without it.

Sources: <https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html>,
<https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html>.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, cast

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from omnidesk._payload import JSON, Payload
from omnidesk.adapters._wire import Wire
from omnidesk.adapters.email.providers._common import OR_NONE, problem, received, word
from omnidesk.adapters.email.providers._received import Envelope, Received, Verdicts
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Mapping

_CONFIRMATIONS = ("SubscriptionConfirmation", "UnsubscribeConfirmation")


class _Sns(Wire):
    type: str = Field(alias="Type")
    topic: str | None = Field(None, alias="TopicArn")
    message: str | None = Field(None, alias="Message")
    subscribe_url: str | None = Field(None, alias="SubscribeURL")


class _SesWire(Wire):
    model_config = ConfigDict(alias_generator=to_camel)


class _Verdict(_SesWire):
    status: str


_VerdictOrNone = Annotated[_Verdict | None, OR_NONE]


class _Action(_SesWire):
    encoding: str | None = None


class _Receipt(_SesWire):
    recipients: Annotated[tuple[str, ...] | None, OR_NONE] = None
    spf_verdict: _VerdictOrNone = None
    dkim_verdict: _VerdictOrNone = None
    dmarc_verdict: _VerdictOrNone = None
    spam_verdict: _VerdictOrNone = None
    virus_verdict: _VerdictOrNone = None
    action: Annotated[_Action | None, OR_NONE] = None


class _Mail(_SesWire):
    source: Annotated[str | None, OR_NONE] = None
    message_id: Annotated[str | None, OR_NONE] = None


class _Notification(_SesWire):
    notification_type: str
    receipt: Annotated[_Receipt | None, OR_NONE] = None
    mail: Annotated[_Mail | None, OR_NONE] = None
    content: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionConfirmation:
    """What SNS sends before, or after, all notifications: a question, and no mail."""

    kind: str
    """`SubscriptionConfirmation` or `UnsubscribeConfirmation`."""
    topic: str | None = field(repr=False)
    """The topic's ARN. Compare it with yours before anything is confirmed."""
    subscribe_url: str | None = field(repr=False)
    """
    The address that confirms, or subscribes again, if it is fetched.

    Anybody can post such a payload: fetch it only if it is of `https` and a host in
    `.amazonaws.com`, or confirm through the API of SNS instead.
    """


def read_confirmation(payload: Payload) -> SubscriptionConfirmation | None:
    """
    Return SNS's question about a subscription, or `None` if the payload is something else.

    Raises:
        PayloadError: If it is not JSON.
    """
    value = payload.json(channel="email")
    if not _is_sns(value) or value["Type"] not in _CONFIRMATIONS:
        return None
    sns = payload.validate(_Sns, value, pointer="", channel="email")
    return SubscriptionConfirmation(kind=sns.type, topic=sns.topic, subscribe_url=sns.subscribe_url)


def unpack_ses(payload: Payload) -> Received:
    """
    Take the mail out of a notification.

    Raises:
        PayloadError: If there is none in it.
    """
    value, pointer = payload.json(channel="email"), ""
    if _is_sns(value):
        value, pointer = _message(payload, value), "/Message"
    found = payload.validate(_Notification, value, pointer=pointer, channel="email")
    if found.notification_type != "Received":
        raise problem(
            payload,
            "expected a notification of a received mail, not one about a mail that was sent",
            f"{pointer}/notificationType",
        )
    place = f"{pointer}/content"
    if found.content is None:
        raise problem(
            payload,
            "the notification does not hold the mail: with the S3 action it is in the bucket; "
            "fetch it from there, or let the SNS action send it",
            place,
        )
    receipt, mail = found.receipt or _Receipt(), found.mail or _Mail()
    encoding = receipt.action.encoding if receipt.action else None
    return received(
        payload,
        _decode(payload, found.content, encoding, place),
        "ses",
        place,
        provider_id=mail.message_id,
        envelope=Envelope(sender=mail.source, recipients=receipt.recipients or ()),
        verdicts=Verdicts(
            spf=_status(receipt.spf_verdict),
            dkim=_status(receipt.dkim_verdict),
            dmarc=_status(receipt.dmarc_verdict),
            spam=_status(receipt.spam_verdict),
            virus=_status(receipt.virus_verdict),
        ),
    )


def _is_sns(value: object) -> bool:
    return isinstance(value, dict) and isinstance(
        cast("Mapping[str, object]", value).get("Type"), str
    )


def _message(payload: Payload, value: object) -> JSON:
    sns = payload.validate(_Sns, value, pointer="", channel="email")
    if sns.type in _CONFIRMATIONS:
        raise problem(
            payload,
            "this is no mail but SNS asking about the subscription; see read_confirmation",
            "/Type",
        )
    if sns.message is None:
        raise problem(payload, "expected a field that is missing", "/Message")
    try:
        return Payload(sns.message.encode()).json()
    except PayloadError as error:
        reason = error.reason
    raise problem(payload, reason, "/Message")


def _decode(payload: Payload, content: str, encoding: str | None, place: str) -> bytes:
    # What Amazon documents of `encoding` is missing in its own example. A mail has header fields,
    # which have colons, and base64 has none.
    is_base64 = ":" not in content if encoding is None else encoding.lower() == "base64"
    if not is_base64:
        return content.encode()
    try:
        return b64decode(b"".join(content.encode().split()), validate=True)
    except binascii.Error:
        pass
    raise problem(payload, "expected base64", place)


def _status(verdict: _Verdict | None) -> str | None:
    return None if verdict is None else word(verdict.status)
