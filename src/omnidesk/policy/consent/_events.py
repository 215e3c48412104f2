"""What somebody allowed or refused, once: the entries of the ledger."""

from __future__ import annotations

from hashlib import sha256
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from omnidesk.model import Source, Time, derive_id
from omnidesk.model._base import Noun

ConsentKind = Literal["given", "refused", "withdrawn", "expired", "notice_shown", "requested"]
"""
What happened: they said yes, said no, took a yes back; it ended; they were told; they were asked.
"""

STOPS: tuple[ConsentKind, ...] = ("withdrawn", "refused", "expired")
"""What ends a consent; of several at one moment the first says which it was."""

DIGEST = Field(default=None, pattern=r"^sha256:[0-9a-f]{64}$")
"""A field that holds the address of some bytes, or nothing."""


class ConsentEvent(Noun):
    """
    One entry of the ledger: what somebody allowed, refused or was told, and when.

    Whatever it does not name (`purpose`, `channel`, `message_class`, `controller`) it is about all
    of. Only a grant must say what for: a consent to everything at once is bundled, and none.
    """

    _shown: ClassVar[frozenset[str]] = frozenset({"signal", "channel"})

    kind: ConsentKind
    """What happened."""
    subject: str = Field(min_length=1)
    """Whose consent (`subject_id`, or `Person.id`)."""
    at: Time
    """When they did it (UTC)."""
    purpose: str | None = None
    """What for, in the desk's words: `newsletter`, `marketing`, `recording`, …"""
    channel: str | None = None
    """By which channel: `email`, `sms`, `call`, `zalo`, `messenger`, …"""
    message_class: str | None = None
    """For which class of message: `promotion`, `survey`, …"""
    controller: str | None = None
    """To whom it was given: the firm that decides what the data are used for."""
    expires_at: Time | None = None
    """For a grant: when it ends by itself (UTC)."""
    signal: str | None = None
    """What it was read from: `form`, `double_opt_in`, `text`, `follow`, `call`, …"""
    actor: str | None = None
    """Who did it, where that is not the subject: a guardian, an agent on the telephone."""
    region: str | None = None
    """Whose law applies (ISO 3166)."""
    notice_version: str | None = None
    """The version of the notice that they were shown."""
    wording: str | None = DIGEST
    """The digest of the words that they were shown (`wording_digest`)."""
    proof: str | None = DIGEST
    """The digest of what proves it: a form's record, a recording, a payload."""
    source: Source | None = None
    """The raw item that it was read from."""

    @model_validator(mode="after")
    def _is_specific(self) -> ConsentEvent:
        if self.kind == "given" and self.purpose is None:
            raise ValueError("a grant says what for: without a purpose it is a notice (bundling)")
        if self.kind != "given" and self.expires_at is not None:
            raise ValueError("only a grant expires")
        return self

    @property
    def id(self) -> str:
        """Its id, derived from all that it says."""
        return derive_id("consent", self.model_dump_json(exclude_none=True))

    @property
    def named(self) -> frozenset[str]:
        """Which of purpose, channel, class and controller it names."""
        return frozenset(name for name in DIMENSIONS if getattr(self, name) is not None)


DIMENSIONS = ("purpose", "channel", "message_class", "controller")
"""Along which a consent can be narrow."""


def wording_digest(text: str) -> str:
    """Return the digest of the words of a notice or question, as UTF-8: `sha256:…`."""
    return f"sha256:{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"
