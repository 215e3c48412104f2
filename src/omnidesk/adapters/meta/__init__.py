"""Meta's channels: Messenger today; page comments and Instagram to come."""

from omnidesk.adapters.meta._messenger import Messenger

__all__ = ["Messenger"]
