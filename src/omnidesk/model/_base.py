"""What every noun has in common: frozen, strict, and silent about people in its `repr`."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, cast, get_args, get_origin

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA_VERSION = "1.0"
"""
The version of the documents that this omnidesk writes, apart from the package's own version.

The first number changes when older readers could misread a document, the second when something was
added that they may ignore.
"""


def _utc(value: datetime) -> datetime:
    if value.tzinfo is UTC:
        return value
    try:
        return value.astimezone(UTC)
    except OverflowError:
        # Year 1 or 9999 shifted by an offset leaves the calendar.
        raise ValueError("the time is outside the calendar in UTC") from None


Time = Annotated[AwareDatetime, AfterValidator(_utc)]
"""An aware datetime; whatever its zone on the way in, it is kept in UTC."""


_DERIVED = re.compile(r"[a-z]{1,16}_[0-9a-f]{32}\Z")


def _is_vocabulary(annotation: object) -> bool:
    """Whether a field can only hold words of ours (a `Literal`, or one with `None`)."""
    if get_origin(annotation) is Literal:
        return True
    arguments = [one for one in get_args(annotation) if one is not type(None)]
    return bool(arguments) and all(_is_vocabulary(one) for one in arguments)


class Noun(BaseModel):
    """
    The base of all models: frozen, strict on construction, closed to unknown fields.

    Its `repr` shows vocabulary, times, counts and derived ids, and nothing that came from a
    person: no text, name, address, number or URL. Validation errors hide their input too.
    """

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
        # Only finite numbers exist in JSON.
        allow_inf_nan=False,
    )

    _shown: ClassVar[frozenset[str]] = frozenset()
    """Fields of this class whose strings are ours: never what a payload says, whoever says it."""

    _vocabulary: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Remember which fields hold words of our own vocabulary, for `repr`."""
        cls._vocabulary = cls._shown | {
            name for name, field in cls.model_fields.items() if _is_vocabulary(field.annotation)
        }

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Yield what `repr` and `str` may show."""
        for name in type(self).model_fields:
            value: object = getattr(self, name)
            if value is None or value == ():
                continue
            yield name, _Bare(self._describe(name, value))

    def _describe(self, name: str, value: object) -> str:
        if isinstance(value, str):
            if name in self._vocabulary or _DERIVED.match(value):
                return repr(value)
            return f"<{len(value)} characters>"
        if isinstance(value, tuple):
            return f"<{len(cast('tuple[object, ...]', value))}>"
        if isinstance(value, datetime):
            return value.isoformat()
        if isinstance(value, (bool, int, Noun)):
            return repr(value)
        return f"<{type(value).__name__}>"


class _Bare(str):
    """A string whose `repr` is itself, so that placeholders are not quoted twice."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)
