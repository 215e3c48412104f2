"""Telephone numbers as Zalo writes them."""

from __future__ import annotations

from omnidesk.model import Defect, Identity

_HEX_DIGITS = frozenset("0123456789abcdef")


def read_phone(value: str | None, pointer: str) -> tuple[Identity | None, tuple[Defect, ...]]:
    """
    Read a number: international without a plus (`84…`), as Zalo documents it.

    People type theirs into forms with the 0 of a national number. Zalo's accounts are Vietnamese,
    so that is taken for a Vietnamese one, and the defect `phone_region_assumed` says so.

    Returns:
        An identity of the scheme `phone` in E.164; of `phone_sha256` for the hash that Zalo gives
        back to those who sent to hashes; or `None`, with `phone_unreadable` if there was anything.
    """
    given = (value or "").strip()
    if not given:
        return None, ()
    if len(given) == 64 and _HEX_DIGITS.issuperset(given.lower()):
        return Identity(scheme="phone_sha256", value=given.lower()), ()
    digits = given.removeprefix("+")
    if digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 15:
        if not digits.startswith("0"):
            return Identity(scheme="phone", value=f"+{digits}"), ()
        if digits == given and len(digits) in (10, 11):
            assumed = Defect(code="phone_region_assumed", pointer=pointer)
            return Identity(scheme="phone", value=f"+84{digits[1:]}"), (assumed,)
    return None, (Defect(code="phone_unreadable", pointer=pointer),)


def phone_thread(identity: Identity) -> tuple[str, ...]:
    """Return the thread of somebody of whom only a number is known."""
    # Marked, so that a number never runs together with a user id.
    return (f"{identity.scheme}:{identity.value}",)
