"""Meta's channels: Messenger, page comments, Instagram, and all of them at one address."""

from omnidesk.adapters.meta._callbacks import CallbackKind, MetaCallbacks
from omnidesk.adapters.meta._export import MetaExport
from omnidesk.adapters.meta._instagram import Instagram
from omnidesk.adapters.meta._instagram_comments import InstagramComments
from omnidesk.adapters.meta._lifetime import DueAttachment, GraphRequest, due_attachments
from omnidesk.adapters.meta._messenger import Messenger
from omnidesk.adapters.meta._meta import Meta
from omnidesk.adapters.meta._page_comments import PageComments
from omnidesk.adapters.meta._pulled_messages import PulledInstagramMessages, PulledMessages
from omnidesk.adapters.meta._rights import (
    RightsAnswer,
    RightsState,
    RightsStatus,
    StatusLanguage,
    StatusText,
    answer_rights_request,
    describe_rights_status,
    render_rights_status,
)

__all__ = [
    "CallbackKind",
    "DueAttachment",
    "GraphRequest",
    "Instagram",
    "InstagramComments",
    "Messenger",
    "Meta",
    "MetaCallbacks",
    "MetaExport",
    "PageComments",
    "PulledInstagramMessages",
    "PulledMessages",
    "RightsAnswer",
    "RightsState",
    "RightsStatus",
    "StatusLanguage",
    "StatusText",
    "answer_rights_request",
    "describe_rights_status",
    "due_attachments",
    "render_rights_status",
]
