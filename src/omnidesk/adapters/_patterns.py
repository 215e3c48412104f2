"""Times and durations in the forms that tables have: by a declared pattern, by a declared unit."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from omnidesk.model import Defect

if TYPE_CHECKING:
    from omnidesk.adapters._clock import Clock, Reading

_LONGEST = 64
"""In characters, of a time or a duration."""

_DIRECTIVES = {
    "Y": r"(?P<Y>\d{4})",
    "y": r"(?P<y>\d{2})",
    "m": r"(?P<m>\d{1,2})",
    "d": r"(?P<d>\d{1,2})",
    "H": r"(?P<H>\d{1,2})",
    "I": r"(?P<I>\d{1,2})",
    "M": r"(?P<M>\d{1,2})",
    "S": r"(?P<S>\d{1,2})",
    "f": r"(?P<f>\d{1,9})",
    # Vietnamese: SA (sáng), CH (chiều).
    "p": r"(?P<p>[AaPp]\.?[Mm]\.?|SA|CH|Sa|Ch|sa|ch)",
    "z": r"(?P<z>Z|UTC|GMT|[+-]\d{2}:?\d{2})",
}
_NEVER = frozenset(("", "null", "none", "nil", "-", "0", "n/a"))
_AFTERNOON = ("p", "c")


class Pattern:
    """
    A way of writing times, by the directives of `strptime` that have one meaning everywhere.

    Args:
        text: Such as `%d/%m/%Y %H:%M:%S`. Spaces stand for one or more.

    Raises:
        ValueError: If it has other directives, one twice, or no day.
    """

    __slots__ = ("_expression",)

    def __init__(self, text: str) -> None:
        self._expression = re.compile(_expression(text))
        names = self._expression.groupindex
        if not {"m", "d"} <= names.keys() or not {"Y", "y"} & names.keys():
            raise ValueError("format: expected a pattern with a year, %m and %d")
        if "I" in names and "p" not in names:
            raise ValueError("format: expected %p beside %I")

    def read(self, text: str, clock: Clock, *, pointer: str = "") -> Reading:
        """
        Read a time; what stands for "never" is `None`.

        Args:
            text: The time as the table has it.
            clock: The zone of a time without one.
            pointer: Where it stands, for the defects.
        """
        text = text.strip()
        if text.lower() in _NEVER:
            return None, ()
        match = self._expression.fullmatch(text) if len(text) <= _LONGEST else None
        if match is None:
            return None, (Defect(code="time_unreadable", pointer=pointer),)
        found = match.groupdict()
        year = int(found.get("Y") or f"20{found['y']}")
        if year < 1971:
            # 0000-00-00, 0001-01-01 and 1970 stand for never.
            return None, ()
        try:
            naive = datetime(  # noqa: DTZ001 - its zone comes next
                year,
                int(found["m"]),
                int(found["d"]),
                _hour(found),
                int(found.get("M") or 0),
                int(found.get("S") or 0),
                int((found.get("f") or "")[:6].ljust(6, "0")),
            )
        except ValueError:
            return None, (Defect(code="time_unreadable", pointer=pointer),)
        return clock.place(naive, found.get("z"), pointer=pointer)


def _hour(found: dict[str, str]) -> int:
    if "I" not in found:
        return int(found.get("H") or 0)
    hour = int(found["I"])
    if not 1 <= hour <= 12:
        raise ValueError
    return hour % 12 + (12 if found["p"][0].lower() in _AFTERNOON else 0)


def _expression(text: str) -> str:
    parts: list[str] = []
    rest = iter(text)
    seen: set[str] = set()
    after_digits = False
    for one in rest:
        if one != "%":
            parts.append(r"\s{1,4}" if one == " " else re.escape(one))
            after_digits = False
            continue
        name = next(rest, "")
        if name not in _DIRECTIVES or name in seen:
            raise ValueError(
                f"format: expected directives out of {' '.join('%' + one for one in _DIRECTIVES)},"
                f" each once, got %{name}"
            )
        seen.add(name)
        if after_digits:
            # `%Y%m%d`: nothing but their width tells them apart.
            parts[-1] = parts[-1].replace("{1,2}", "{2}")
        fixed = _DIRECTIVES[name].replace("{1,2}", "{2}") if after_digits else _DIRECTIVES[name]
        parts.append(fixed)
        after_digits = name not in "pz"
    return "".join(parts)


@lru_cache(maxsize=64)
def pattern(text: str) -> Pattern:
    """Return a pattern, made once."""
    return Pattern(text)


_MILLISECONDS = {"seconds": 1_000, "milliseconds": 1, "minutes": 60_000}
_NUMBER = re.compile(r"(\d{1,12})(?:[.,](\d{1,9}))?")
_CLOCK = re.compile(r"(?:(\d{1,5})[. ])?(?:(\d{1,6}):)?(\d{1,4}):(\d{1,2})(?:[.,](\d{1,9}))?")


def read_duration(text: str, unit: str) -> int | None:
    """
    Read a duration in milliseconds; `None` if it is empty or none.

    Args:
        text: As the table has it.
        unit: `seconds`, `milliseconds`, `minutes`, or `clock` for `D.HH:MM:SS`.

    Raises:
        ValueError: If something stands there that is no duration.
    """
    text = text.strip()
    if text.lower() in _NEVER:
        return 0 if text == "0" else None
    if unit == "clock":
        match = _CLOCK.fullmatch(text)
        if match is None:
            raise ValueError
        days, hours, minutes, seconds, fraction = match.groups()
        whole = ((int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes)) * 60 + int(seconds)
        return whole * 1_000 + int((fraction or "")[:3].ljust(3, "0"))
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise ValueError
    number, fraction = match.groups()
    thousandths = int(number) * 1_000 + int((fraction or "")[:3].ljust(3, "0"))
    return thousandths * _MILLISECONDS[unit] // 1_000
