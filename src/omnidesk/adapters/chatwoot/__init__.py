"""chatwoot: webhooks of every kind, and the pages of its API for what was there before."""

from omnidesk.adapters.chatwoot._adapter import Chatwoot

__all__ = ["Chatwoot"]
