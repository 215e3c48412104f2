"""LiveAgent: tickets and their messages, as its API v3 answers and as a rule may send them."""

from omnidesk.adapters.liveagent._adapter import LiveAgent

__all__ = ["LiveAgent"]
