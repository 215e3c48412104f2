"""Zendesk Sunshine Conversations (formerly Smooch): webhooks of version 2, and pulled messages."""

from omnidesk.adapters.sunshine._adapter import Sunshine

__all__ = ["Sunshine"]
