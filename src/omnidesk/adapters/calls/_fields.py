"""Fields of records that come as JSON from some and as text from others: as text, always."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from omnidesk._payload import JSON

_HUGE = 10**19


def text_of(value: JSON) -> str:
    """Return what stands in a field of JSON, as CSV would have it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int):
        # What is beyond any id or count is nothing; str() refuses thousands of digits.
        return str(value) if -_HUGE < value < _HUGE else ""
    return repr(value) if isinstance(value, float) else json.dumps(value)
