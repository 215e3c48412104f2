"""What a part says about the e-mail that it was."""

from __future__ import annotations

from pydantic import ValidationError

from omnidesk.adapters._contacts import read_email
from omnidesk.adapters.intercom import _wire as wire
from omnidesk.model import Defect, Participant


def read_letter(raw: object, pointer: str) -> tuple[wire.Letter, tuple[Defect, ...]]:
    """Read what a part says about the e-mail that it was; a strange one costs only itself."""
    if raw is None:
        return wire.Letter(), ()
    try:
        return wire.Letter.model_validate(raw), ()
    except ValidationError:
        return wire.Letter(), (Defect(code="letter_invalid", pointer=pointer),)


def recipients(letter: wire.Letter, kind: str) -> tuple[Participant, ...]:
    """Return whom a letter names under one header."""
    found: list[Participant] = []
    for header in letter.email_address_headers or ():
        if (header.type or "").lower() != kind:
            continue
        address = read_email(header.email_address or "")
        if address or header.name:
            found.append(
                Participant(
                    identities=(address,) if address else (),
                    name=header.name or None,
                    name_source="header" if header.name else None,
                )
            )
    return tuple(found)
