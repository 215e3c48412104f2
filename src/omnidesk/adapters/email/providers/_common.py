"""What the readers of all providers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError, WrapValidator

from omnidesk._payload import Payload
from omnidesk.adapters.email.providers._received import Envelope, Provider, Received, Verdicts
from omnidesk.errors import PayloadError
from omnidesk.model import Source

if TYPE_CHECKING:
    from pydantic import ValidatorFunctionWrapHandler


# Object with reason: whatever the field's type is, and its value before that.
def _or_none(value: object, read: ValidatorFunctionWrapHandler) -> object:
    try:
        return read(value)
    except ValidationError:
        return None


OR_NONE = WrapValidator(_or_none)
"""Makes a field that is not as documented `None`: what is beside a mail must not lose the mail."""

_NO_ENVELOPE = Envelope()
_NO_VERDICTS = Verdicts()


def received(
    payload: Payload,
    mail: bytes,
    provider: Provider,
    pointer: str,
    *,
    provider_id: str | None = None,
    envelope: Envelope = _NO_ENVELOPE,
    verdicts: Verdicts = _NO_VERDICTS,
) -> Received:
    """
    Return a mail that stood at `pointer` of a payload.

    Raises:
        PayloadError: If there are no bytes but white space.
    """
    if not mail or mail.isspace():
        raise problem(payload, "expected a mail, got nothing", pointer)
    return Received(
        payload=Payload(mail, received_at=payload.received_at),
        source=Source(
            adapter="email", digest=payload.digest, pointer=pointer, received_at=payload.received_at
        ),
        provider=provider,
        provider_id=provider_id or None,
        envelope=envelope,
        verdicts=verdicts,
    )


def word(text: str | None) -> str | None:
    """Return what a provider has found, in lower case, or `None` if that is nothing."""
    return (text or "").strip().lower() or None


def problem(payload: Payload, reason: str, pointer: str) -> PayloadError:
    """Return the error that says what was expected where."""
    return PayloadError(reason, channel="email", pointer=pointer, digest=payload.digest)
