"""What the documents of the policy engine have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Mapping

Force = Literal["policy", "platform", "right", "law", "hold"]
"""
How much a claim weighs: what we would like, what a platform's terms demand, what a person has a
right to, what the law demands, what a court or an investigation has frozen.
"""

NAME = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"
"""What an id of ours looks like."""

FORCES: dict[Force, int] = {"policy": 0, "platform": 1, "right": 2, "law": 3, "hold": 4}
"""The forces by weight."""


class Data(BaseModel):
    """The base of policies: frozen, closed to unknown fields. It holds nothing personal."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_default=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy, in which nothing is remembered that was worked out from other values."""
        # Pydantic copies what cached properties have stored; a changed copy must work it out anew.
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            object.__delattr__(copied, name)
        return copied


def _is_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("expected an IANA zone such as Asia/Ho_Chi_Minh") from None
    return zone


Zone = Annotated[str, AfterValidator(_is_zone)]
"""The name of a time zone that this machine knows (IANA)."""
