"""Addresses that people type into forms: read if they are beyond doubt."""

from __future__ import annotations

from omnidesk.model import Identity

_LONGEST = 320


def read_email(text: str) -> Identity | None:
    """Return an address of mail, or `None` if it is not one beyond doubt."""
    local, at, domain = text.partition("@")
    fits = local and at and "." in domain.strip(".") and "@" not in domain
    if not fits or text.split() != [text] or len(text) > _LONGEST:
        return None
    return Identity(scheme="email", value=f"{local}@{domain.lower()}", raw=_raw(text, domain))


def read_phone(text: str, region: str | None) -> Identity | None:
    """
    Return a telephone number in E.164, or `None` if it is not one beyond doubt.

    Args:
        text: As somebody typed it.
        region: Whose national numbers are read. Without one only international ones are.
    """
    from phonenumbers import (  # noqa: PLC0415 - most maps have no numbers
        NumberParseException,
        PhoneNumberFormat,
        format_number,
        is_valid_number,
        parse,
    )

    if len(text) > 32:
        return None
    try:
        number = parse(text, region)
    except NumberParseException:
        return None
    if not is_valid_number(number):
        return None
    value = format_number(number, PhoneNumberFormat.E164)
    return Identity(scheme="phone", value=value, raw=None if value == text else text)


def _raw(text: str, domain: str) -> str | None:
    return None if domain == domain.lower() else text
