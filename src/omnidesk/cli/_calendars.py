"""The calendars that the commands have: Vietnam's, with the extra `holidays`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.errors import MissingExtra
from omnidesk.policy import vietnam_calendar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk.policy import BusinessCalendar


def calendars_called(
    names: Iterable[str | None], *, first: int, last: int
) -> tuple[BusinessCalendar, ...]:
    """
    Return the calendars that policies name, if we have them: what is missing is not known.

    Args:
        names: The names of the calendars.
        first: The first year that they are to cover.
        last: The last.
    """
    if "vietnam" not in names:
        return ()
    try:
        return (vietnam_calendar(range(max(first, 1), min(last, 9999) + 1)),)
    except MissingExtra:
        return ()
