"""Rows of CSV: what stands in `omnidesk.adapters._rows`, by its first name."""

from omnidesk.adapters._rows import Record, Row, Rows

__all__ = ["Record", "Row", "Rows"]
