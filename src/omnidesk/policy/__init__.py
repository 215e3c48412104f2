"""Keep, restrict, erase: small, total, explained."""

from omnidesk.policy._anchors import Anchor, Earliest, Latest, OnFact
from omnidesk.policy._base import Force
from omnidesk.policy._calendar import BusinessCalendar, Weekday, deadline
from omnidesk.policy._decide import Claim, Decision, State, Verdict, Weighed, claims, decide, weigh
from omnidesk.policy._facts import Fact, Facts
from omnidesk.policy._items import Category, Item, items
from omnidesk.policy._periods import Period
from omnidesk.policy._rules import (
    Action,
    Citation,
    EraseRule,
    KeepRule,
    Policy,
    Protection,
    RestrictRule,
    Rule,
    When,
    combine,
)
from omnidesk.policy._subjects import subject_id
from omnidesk.policy._vietnam import vietnam_calendar
from omnidesk.policy.erasure._apply import Applied, apply
from omnidesk.policy.erasure._closure import REDACTED
from omnidesk.policy.erasure._effects import Dropped, Effect, Removal, Restriction, Rewritten
from omnidesk.policy.erasure._plan import (
    Plan,
    PlanEntry,
    PlannedClaim,
    dump_plan,
    load_plan,
    plan,
    plan_schema,
)
from omnidesk.policy.erasure._reapply import reapply
from omnidesk.policy.erasure._tombstones import Seal, Tombstone
from omnidesk.policy.files._fact_lines import dump_facts, load_facts
from omnidesk.policy.files._library import builtin_policies, builtin_policy
from omnidesk.policy.files._printing import print_policy
from omnidesk.policy.files._reading import load_policy, read_policy
from omnidesk.policy.files._schema import policy_schema
from omnidesk.policy.report._page import render_plan
from omnidesk.policy.requests._answers import Answer, Refused, answer_request
from omnidesk.policy.requests._export import Export, ExportedItem, dump_export, export_text
from omnidesk.policy.requests._requests import (
    ASKS,
    REQUIRED,
    SubjectRequest,
    Verification,
    request_facts,
    request_of,
)
from omnidesk.policy.requests._terms import TERMS, Clock, Term, clock
from omnidesk.policy.review._diff import Change, Move, PolicyDiff, Shifts, Tally, changes, diff
from omnidesk.policy.review._explain import Explanation, Reason, explain
from omnidesk.policy.review._lint import Finding, FindingCode, Severity, lint
from omnidesk.policy.review._phrases import Language
from omnidesk.policy.review._refusal import Standing, refusal, standing

__all__ = [
    "ASKS",
    "REDACTED",
    "REQUIRED",
    "TERMS",
    "Action",
    "Anchor",
    "Answer",
    "Applied",
    "BusinessCalendar",
    "Category",
    "Change",
    "Citation",
    "Claim",
    "Clock",
    "Decision",
    "Dropped",
    "Earliest",
    "Effect",
    "EraseRule",
    "Explanation",
    "Export",
    "ExportedItem",
    "Fact",
    "Facts",
    "Finding",
    "FindingCode",
    "Force",
    "Item",
    "KeepRule",
    "Language",
    "Latest",
    "Move",
    "OnFact",
    "Period",
    "Plan",
    "PlanEntry",
    "PlannedClaim",
    "Policy",
    "PolicyDiff",
    "Protection",
    "Reason",
    "Refused",
    "Removal",
    "RestrictRule",
    "Restriction",
    "Rewritten",
    "Rule",
    "Seal",
    "Severity",
    "Shifts",
    "Standing",
    "State",
    "SubjectRequest",
    "Tally",
    "Term",
    "Tombstone",
    "Verdict",
    "Verification",
    "Weekday",
    "Weighed",
    "When",
    "answer_request",
    "apply",
    "builtin_policies",
    "builtin_policy",
    "changes",
    "claims",
    "clock",
    "combine",
    "deadline",
    "decide",
    "diff",
    "dump_export",
    "dump_facts",
    "dump_plan",
    "explain",
    "export_text",
    "items",
    "lint",
    "load_facts",
    "load_plan",
    "load_policy",
    "plan",
    "plan_schema",
    "policy_schema",
    "print_policy",
    "read_policy",
    "reapply",
    "refusal",
    "render_plan",
    "request_facts",
    "request_of",
    "standing",
    "subject_id",
    "vietnam_calendar",
    "weigh",
]
