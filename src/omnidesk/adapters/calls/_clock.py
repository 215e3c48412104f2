"""Times of telephone systems: what stands in `omnidesk.adapters._clock`, by its first name."""

from omnidesk.adapters._clock import Clock, Reading, read_epoch

__all__ = ["Clock", "Reading", "read_epoch"]
