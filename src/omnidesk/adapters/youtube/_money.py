"""What somebody paid beside a live chat message: exact, and kept until the model has a field."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from omnidesk.model import Attachment, Message, Noun

if TYPE_CHECKING:
    from omnidesk.adapters.youtube import _wire as wire

_LARGEST = 20
"""Digits of an unsigned 64-bit number."""


class Money(Noun):
    """An exact amount of money."""

    _shown: ClassVar[frozenset[str]] = frozenset({"currency"})

    micros: int
    """Millionths of the currency's unit: 50 000 ₫ are 50 000 000 000."""
    currency: str
    """The currency (ISO 4217), such as `VND`."""

    @property
    def amount(self) -> Decimal:
        """The amount in the currency's unit, exactly."""
        return Decimal(self.micros).scaleb(-6)


def paid(message: Message) -> Money | None:
    """
    Return what was paid with a live chat message: a Super Chat, a Super Sticker, a donation.

    Until `Message` has a field for it, the adapter keeps the amount as an attachment of the kind
    `product`: `title` is the amount as YouTube shows it, `description` is the millionths and the
    currency, such as `50000000000 VND`. This reads it back.

    Returns:
        The amount, or `None` if nothing was paid, or YouTube did not say how much.
    """
    for attachment in message.attachments:
        if attachment.kind == "product":
            micros, _, currency = (attachment.description or "").partition(" ")
            if _is_amount(micros, currency):
                return Money(micros=int(micros), currency=currency)
    return None


def as_attachment(purchase: wire.Purchase) -> tuple[Attachment, bool]:
    """Keep an amount, and tell whether it could be read."""
    micros = purchase.amount_micros
    # YouTube writes text; a number is as exact as long as it is whole.
    digits = micros if isinstance(micros, str) else ""
    if isinstance(micros, int) and not isinstance(micros, bool) and 0 <= micros < 1 << 64:
        digits = str(micros)
    currency = purchase.currency or ""
    is_known = _is_amount(digits, currency)
    description = f"{int(digits)} {currency}" if is_known else None
    title = purchase.amount_display_string or None
    return Attachment(kind="product", title=title, description=description), is_known


def _is_amount(digits: str, currency: str) -> bool:
    return (
        0 < len(digits) <= _LARGEST
        and digits.isascii()
        and digits.isdigit()
        and len(currency) == 3
        and currency.isascii()
        and currency.isalpha()
        and currency.isupper()
    )
