"""Zalo's channels: the Official Account, its API's pages, and the Bot API."""

from omnidesk.adapters.zalo._adapter import Zalo
from omnidesk.adapters.zalo._bot import ZaloBot
from omnidesk.adapters.zalo._interactions import Interaction, interactions, last_interaction

__all__ = ["Interaction", "Zalo", "ZaloBot", "interactions", "last_interaction"]
