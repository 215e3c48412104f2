"""
A channel of your own, by a map: live chat, product comments, forms, any JSON or CSV.

A map is data and says where in a payload what stands; `Mapped` reads by it. The adapters beside it
read by maps that ship.
"""

from omnidesk.adapters.mapped._load import load_map
from omnidesk.adapters.mapped._map import ChannelMap, map_schema
from omnidesk.adapters.mapped._mapped import Mapped
from omnidesk.adapters.mapped._ready import (
    Crisp,
    LiveChat,
    ProductComments,
    Tawk,
    WebForm,
)

__all__ = [
    "ChannelMap",
    "Crisp",
    "LiveChat",
    "Mapped",
    "ProductComments",
    "Tawk",
    "WebForm",
    "load_map",
    "map_schema",
]
