"""Machine mail: auto-replies, bounces, reports, lists and loops, and when to keep still."""

from omnidesk.adapters.email.machine._classify import classify
from omnidesk.adapters.email.machine._lists import list_headers
from omnidesk.adapters.email.machine._outbound import LOOP_HEADER, outbound_headers
from omnidesk.adapters.email.machine._types import (
    Action,
    Bounce,
    BounceReason,
    Disposition,
    FailedRecipient,
    FeedbackReport,
    ListHeaders,
    MachineMail,
    Reason,
    Signal,
    WhyNot,
)

__all__ = [
    "LOOP_HEADER",
    "Action",
    "Bounce",
    "BounceReason",
    "Disposition",
    "FailedRecipient",
    "FeedbackReport",
    "ListHeaders",
    "MachineMail",
    "Reason",
    "Signal",
    "WhyNot",
    "classify",
    "list_headers",
    "outbound_headers",
]
