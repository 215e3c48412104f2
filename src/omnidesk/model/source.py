"""Where something came from, and what was odd about it there."""

from __future__ import annotations

from typing import ClassVar

from omnidesk.model._base import Noun, Time


class Source(Noun):
    """
    The address of the raw item that something was read from: never a copy of it.

    Because nothing keeps the raw text, erasing the payload with this digest erases it everywhere.
    """

    _shown: ClassVar[frozenset[str]] = frozenset({"adapter", "digest", "pointer"})

    adapter: str
    """The name of the adapter that read it."""
    digest: str
    """The payload's address: `sha256:` and 64 hexadecimal digits over the bytes as received."""
    pointer: str = ""
    """
    Where in the payload: a JSON Pointer (RFC 6901, `/entry/0/messaging/1`), a MIME part path as
    IMAP writes it (RFC 9051 section 6.4.5.1, `1.2`), or a row of a table (RFC 7111, `row=17`).
    A MIME part path may go on into containers, as `Payload.part` says (`2/tnef/0`, `1/cms/1.2`).
    Empty is the whole payload.
    """
    received_at: Time | None = None
    """When we received the payload (UTC), or `None` if nobody said."""
    authorised: bool | None = None
    """
    Whether it was fetched with the authorisation of somebody whose data it is (OAuth), where a
    platform's rules of storing ask for that; `None` where they do not, or nobody said.
    """


class Defect(Noun):
    """Something that was wrong or had to be assumed, told without quoting it."""

    _shown: ClassVar[frozenset[str]] = frozenset({"code", "pointer"})

    code: str
    """
    What was wrong, in lower case with underscores: `time_unit_assumed`, `charset_unknown`, …
    The list is open; each channel's page says which it records.
    """
    pointer: str = ""
    """Where, in the form of `Source.pointer`, or a header's name in mail."""
