"""What somebody paid beside a live chat message, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.model import Money

if TYPE_CHECKING:
    from omnidesk.adapters.youtube import _wire as wire

_LARGEST = 20
"""Digits of an unsigned 64-bit number."""


def read_money(purchase: wire.Purchase) -> Money | None:
    """Return what was paid, or `None` if that cannot be read."""
    micros = purchase.amount_micros
    # YouTube writes text; a number is as exact as long as it is whole.
    digits = micros if isinstance(micros, str) else ""
    if isinstance(micros, int) and not isinstance(micros, bool) and 0 <= micros < 1 << 64:
        digits = str(micros)
    currency = purchase.currency or ""
    return Money(micros=int(digits), currency=currency) if _is_amount(digits, currency) else None


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
