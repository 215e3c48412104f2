"""Disclosure: who may see or receive what, where it may be, and who works on it."""

from omnidesk.policy.disclosure._decide import may_disclose
from omnidesk.policy.disclosure._fan_out import (
    Affected,
    ChangeKind,
    ProcessorTask,
    RegisterChange,
    affected_by,
    processors_of,
    register_changes,
)
from omnidesk.policy.disclosure._files import (
    builtin_disclosure_policies,
    builtin_disclosure_policy,
    disclosure_policy_schema,
    load_disclosure_policy,
    print_disclosure_policy,
    read_disclosure_policy,
)
from omnidesk.policy.disclosure._handover import Handover, hand_over
from omnidesk.policy.disclosure._lint import (
    DisclosureFinding,
    DisclosureFindingCode,
    lint_disclosure,
)
from omnidesk.policy.disclosure._moves import home_region, may_move, region_of
from omnidesk.policy.disclosure._policy import DisclosurePolicy, Move, MoveNeed, Region
from omnidesk.policy.disclosure._processors import processor_allows
from omnidesk.policy.disclosure._register import (
    DUTIES,
    Attestation,
    Contact,
    Duty,
    DutyTerm,
    Place,
    PlaceUse,
    Processor,
)
from omnidesk.policy.disclosure._requests import (
    Approval,
    Disclosure,
    DisclosureAnswer,
    DisclosureRequest,
    MoveRequest,
    Permission,
    Sensitive,
)
from omnidesk.policy.disclosure._rows import (
    Act,
    Denial,
    InForce,
    Need,
    Permit,
    Recipient,
    RecipientKind,
    Scope,
    Subjects,
    Transit,
)
from omnidesk.policy.disclosure._sensitive import find_sensitive, mask_cards

__all__ = [
    "DUTIES",
    "Act",
    "Affected",
    "Approval",
    "Attestation",
    "ChangeKind",
    "Contact",
    "Denial",
    "Disclosure",
    "DisclosureAnswer",
    "DisclosureFinding",
    "DisclosureFindingCode",
    "DisclosurePolicy",
    "DisclosureRequest",
    "Duty",
    "DutyTerm",
    "Handover",
    "InForce",
    "Move",
    "MoveNeed",
    "MoveRequest",
    "Need",
    "Permission",
    "Permit",
    "Place",
    "PlaceUse",
    "Processor",
    "ProcessorTask",
    "Recipient",
    "RecipientKind",
    "Region",
    "RegisterChange",
    "Scope",
    "Sensitive",
    "Subjects",
    "Transit",
    "affected_by",
    "builtin_disclosure_policies",
    "builtin_disclosure_policy",
    "disclosure_policy_schema",
    "find_sensitive",
    "hand_over",
    "home_region",
    "lint_disclosure",
    "load_disclosure_policy",
    "mask_cards",
    "may_disclose",
    "may_move",
    "print_disclosure_policy",
    "processor_allows",
    "processors_of",
    "read_disclosure_policy",
    "region_of",
    "register_changes",
]
