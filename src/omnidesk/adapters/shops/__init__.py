"""Shops on marketplaces: product reviews and their answers, and what buyers write to a shop."""

from omnidesk.adapters.shops._reviews import Haravan, Lazada, Sapo
from omnidesk.adapters.shops._shopee import Shopee
from omnidesk.adapters.shops._tiktok import TikTokShop

__all__ = ["Haravan", "Lazada", "Sapo", "Shopee", "TikTokShop"]
