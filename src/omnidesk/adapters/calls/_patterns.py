"""Times and durations by a pattern: what stands in `omnidesk.adapters._patterns`."""

from omnidesk.adapters._patterns import Pattern, pattern, read_duration

__all__ = ["Pattern", "pattern", "read_duration"]
