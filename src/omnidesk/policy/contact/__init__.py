"""Contact: may I send this, to them, here, now?"""

from omnidesk.policy.contact._decide import SendDecision, join, may_send, next_allowed
from omnidesk.policy.contact._gates import GateAnswer, Go, SendRequest
from omnidesk.policy.contact._rules import (
    PLATFORM_WINDOWS,
    VIETNAM_CAPS,
    VIETNAM_HOURS,
    Basis,
    Cap,
    ContactPolicy,
    Dated,
    Hours,
    MessageClass,
    Window,
)

__all__ = [
    "PLATFORM_WINDOWS",
    "VIETNAM_CAPS",
    "VIETNAM_HOURS",
    "Basis",
    "Cap",
    "ContactPolicy",
    "Dated",
    "GateAnswer",
    "Go",
    "Hours",
    "MessageClass",
    "SendDecision",
    "SendRequest",
    "Window",
    "join",
    "may_send",
    "next_allowed",
]
