"""Adapters: from a vendor's bytes to events."""

from omnidesk.adapters._protocol import Adapter, Recognises
from omnidesk.adapters._registry import available_adapters, get_adapter, sniff

__all__ = ["Adapter", "Recognises", "available_adapters", "get_adapter", "sniff"]
