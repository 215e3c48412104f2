"""What an adapter makes of a payload: which fields have an effect, and which have none."""

from omnidesk._explain._coverage import Coverage, Effect, EventCoverage, FieldCoverage
from omnidesk._explain._explain import MOST_BYTES, MOST_PARSES, explain

__all__ = [
    "MOST_BYTES",
    "MOST_PARSES",
    "Coverage",
    "Effect",
    "EventCoverage",
    "FieldCoverage",
    "explain",
]
