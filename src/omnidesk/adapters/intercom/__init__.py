"""Intercom: notifications of its webhooks, and conversations pulled from its API."""

from omnidesk.adapters.intercom._adapter import Intercom

__all__ = ["Intercom"]
