"""What requests cost, and a count of what was spent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from omnidesk.connectors._youtube_errors import SERVICE
from omnidesk.errors import ServiceError

Method = Literal["commentThreads.list", "comments.list", "liveChatMessages.list"]
"""What the flows ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """
    What one request costs. A refused one costs the same.

    Args:
        units: Quota units.
        documented: Whether YouTube says so. Else it is the most that others have measured.
        source: Where it says so, or where it is silent.
        as_of: When that page was last updated or, for what it is silent about, looked at.
    """

    units: int
    documented: bool
    source: str
    as_of: date


_PAGE = "https://developers.google.com/youtube/v3/determine_quota_cost"

COSTS: Mapping[Method, Cost] = {
    "commentThreads.list": Cost(units=1, documented=True, source=_PAGE, as_of=date(2026, 9, 15)),
    "comments.list": Cost(units=1, documented=True, source=_PAGE, as_of=date(2026, 9, 15)),
    # The page leaves out all methods of live chat. Some have measured 1, others 5.
    "liveChatMessages.list": Cost(
        units=5, documented=False, source=_PAGE, as_of=date(2026, 11, 22)
    ),
}
"""What requests cost. Each page of a listing is a request."""

DAILY_UNITS = 10_000
"""What a project has for a day by default, reset at midnight in Pacific time ([source][0]).

[0]: https://developers.google.com/youtube/v3/determine_quota_cost
"""


class Quota:
    """
    Counts what is spent, and refuses to spend more than a budget.

    Give one to all flows that share a budget. It counts what is asked, also what is refused: "all
    API requests, including invalid requests, incur a quota cost of at least one point".

    Args:
        budget: The most units to spend; `None` counts without a limit.
        spent: What was spent before, to go on counting.

    Raises:
        ValueError: If one of them is negative.
    """

    __slots__ = ("budget", "spent")

    def __init__(self, budget: int | None = None, *, spent: int = 0) -> None:
        if spent < 0 or (budget is not None and budget < 0):
            raise ValueError("a quota is not negative")
        self.budget = budget
        self.spent = spent

    def __repr__(self) -> str:
        return f"Quota(budget={self.budget}, spent={self.spent})"

    @property
    def left(self) -> int | None:
        """What is left of the budget, if there is one."""
        return None if self.budget is None else max(0, self.budget - self.spent)

    def spend(self, method: Method) -> None:
        """
        Count a request that is about to be made.

        Raises:
            ServiceError: `quota` with the code `budget` if it would cost more than is left. Then
                nothing is asked, and nothing is counted.
        """
        cost = COSTS[method].units
        if self.budget is not None and self.spent + cost > self.budget:
            raise ServiceError(SERVICE, "quota", code="budget")
        self.spent += cost
