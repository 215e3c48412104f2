"""
Consent receipts: what the forms have in which one system hands a consent to another.

Two forms: the Consent Receipt 1.1 of the Kantara Initiative (2018), and the record of ISO/IEC TS
27560:2023, whose text is not public. Both hold what is known and no more; what a receipt does not
say is not made up on the way in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from omnidesk._payload import describe
from omnidesk.errors import PayloadError
from omnidesk.model._base import Noun

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANNEL = "consent_receipt"
"""What errors call it."""


class ReceiptDetails(Noun):
    """What a receipt says beside the consent: who the controller is, and what about."""

    controller: str
    """The firm's name."""
    contact: str
    """Whom to ask there: a name or an office."""
    email: str
    """The address of that contact."""
    phone: str
    """The telephone number of that contact."""
    policy_url: str
    """Where the privacy policy stands."""
    jurisdiction: str
    """Whose law applies (ISO 3166)."""
    language: str
    """The language of the notice (BCP 47)."""
    collection_method: str
    """How the consent was collected, in words."""
    service: str
    """For which service."""
    pii_categories: tuple[str, ...]
    """Which personal data: `email address`, …"""
    sensitive: bool = False
    """Whether sensitive data are among them."""
    sensitive_categories: tuple[str, ...] = ()
    """Which of them are."""
    third_parties: tuple[str, ...] = ()
    """To whom the data are disclosed."""

    _shown: ClassVar[frozenset[str]] = frozenset({"jurisdiction", "language"})


class Wire(BaseModel):
    """What strangers write: more fields than we know change nothing."""

    model_config = ConfigDict(extra="allow", hide_input_in_errors=True)


_W = TypeVar("_W", bound=Wire)


def validate(
    kind: type[_W],
    data: Mapping[str, Any],  # Any with reason: JSON of strangers
) -> _W:
    """
    Read a receipt.

    Raises:
        PayloadError: If it is none. It says where and what was expected, never what stood there.
    """
    problem = pointer = ""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)[0]
        problem = describe(details)
        pointer = "".join(f"/{part}" for part in details["loc"])
    # Outside the block, so that no context holds what stood there.
    raise PayloadError(problem, channel=CHANNEL, pointer=pointer)
