"""Assembly: which events belong together, and what they add up to."""

from omnidesk.assembly._inbox import Inbox, assemble
from omnidesk.assembly._people import people

__all__ = ["Inbox", "assemble", "people"]
