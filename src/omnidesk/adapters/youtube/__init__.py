"""YouTube: comments, live chat and push notifications."""

from omnidesk.adapters.youtube._adapter import YouTube
from omnidesk.adapters.youtube._facts import Fetched, MissingReplies, fetched, missing_replies
from omnidesk.adapters.youtube._push import VideoPush, read_push
from omnidesk.adapters.youtube._refresh import PageRequest, Refresh, vanished

__all__ = [
    "Fetched",
    "MissingReplies",
    "PageRequest",
    "Refresh",
    "VideoPush",
    "YouTube",
    "fetched",
    "missing_replies",
    "read_push",
    "vanished",
]
