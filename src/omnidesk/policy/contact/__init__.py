"""Contact: may I send this, to them, here, now?"""

from omnidesk.policy._periods import Span
from omnidesk.policy.contact._ages import AUTO_REPLY_CAPS, EUROPE_AGES, UNITED_STATES_AGES
from omnidesk.policy.contact._classes import (
    Audience,
    Basis,
    ImpliedConsent,
    MessageClass,
    Purpose,
    Single,
)
from omnidesk.policy.contact._conditions import AgeLimit, Opening, Opens, Order, Route, Window
from omnidesk.policy.contact._conversations import contact_facts, sent_facts
from omnidesk.policy.contact._decide import HORIZON, SendDecision, join, may_send, next_allowed
from omnidesk.policy.contact._files import (
    builtin_contact_policies,
    builtin_contact_policy,
    contact_policy_schema,
    load_contact_policy,
    print_contact_policy,
    read_contact_policy,
)
from omnidesk.policy.contact._lint import ContactFinding, ContactFindingCode, lint_contact
from omnidesk.policy.contact._packs import PACKS
from omnidesk.policy.contact._platforms import (
    META_WINDOWS,
    PLATFORM_WINDOWS,
    WHATSAPP_WINDOWS,
    ZALO_CAPS,
    ZALO_CLOSED_DAYS,
    ZALO_HOURS,
    ZALO_WINDOWS,
)
from omnidesk.policy.contact._policy import ContactPolicy
from omnidesk.policy.contact._request import GateAnswer, Go, SendRequest
from omnidesk.policy.contact._rows import Cap, ClosedDays, Dated, Hours, Marks
from omnidesk.policy.contact._scope import OptOutScope, may_use, opt_out_scope
from omnidesk.policy.contact._vietnam import (
    VIETNAM_AGES,
    VIETNAM_CAPS,
    VIETNAM_HOURS,
    VIETNAM_MARKS,
)

__all__ = [
    "AUTO_REPLY_CAPS",
    "EUROPE_AGES",
    "HORIZON",
    "META_WINDOWS",
    "PACKS",
    "PLATFORM_WINDOWS",
    "UNITED_STATES_AGES",
    "VIETNAM_AGES",
    "VIETNAM_CAPS",
    "VIETNAM_HOURS",
    "VIETNAM_MARKS",
    "WHATSAPP_WINDOWS",
    "ZALO_CAPS",
    "ZALO_CLOSED_DAYS",
    "ZALO_HOURS",
    "ZALO_WINDOWS",
    "AgeLimit",
    "Audience",
    "Basis",
    "Cap",
    "ClosedDays",
    "ContactFinding",
    "ContactFindingCode",
    "ContactPolicy",
    "Dated",
    "GateAnswer",
    "Go",
    "Hours",
    "ImpliedConsent",
    "Marks",
    "MessageClass",
    "Opening",
    "Opens",
    "OptOutScope",
    "Order",
    "Purpose",
    "Route",
    "SendDecision",
    "SendRequest",
    "Single",
    "Span",
    "Window",
    "builtin_contact_policies",
    "builtin_contact_policy",
    "contact_facts",
    "contact_policy_schema",
    "join",
    "lint_contact",
    "load_contact_policy",
    "may_send",
    "may_use",
    "next_allowed",
    "opt_out_scope",
    "print_contact_policy",
    "read_contact_policy",
    "sent_facts",
]
