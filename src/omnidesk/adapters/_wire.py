"""What vendors' JSON has in common: ids that may be numbers, flags that may be strings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import Iterable


class Wire(BaseModel):
    """
    The base of wire models: what a vendor sends, in the vendor's words.

    Unknown fields are passed over, not copied: the payload keeps them, and an event keeps the
    payload's address. Its `repr` shows nothing.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    def __repr_args__(self) -> Iterable[tuple[str | None, object]]:
        """Say nothing of what the vendor sent."""
        return ()


def _to_id(value: object) -> str:
    if isinstance(value, str):
        return value
    # Old payloads carry ids as numbers; true is a number to Python and an id to nobody.
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise PydanticCustomError("vendor_id", "expected an id")


def _to_flag(value: object) -> bool:
    # Instagram documents "is_deleted": "true", a string.
    return value is True or value in ("true", "True", "1", 1)


VendorId = Annotated[str, BeforeValidator(_to_id)]
"""An id: always a string here, even where the vendor sends a number."""

Flag = Annotated[bool, BeforeValidator(_to_flag)]
"""True, or a string that says so; anything else is false."""
