"""Keep, restrict, erase: small, total, explained."""

from omnidesk.policy._anchors import Anchor, Earliest, Latest, OnFact
from omnidesk.policy._apply import Applied, apply
from omnidesk.policy._base import Force
from omnidesk.policy._calendar import BusinessCalendar, Weekday, deadline
from omnidesk.policy._closure import REDACTED
from omnidesk.policy._decide import Claim, Decision, State, Verdict, Weighed, claims, decide, weigh
from omnidesk.policy._diff import Change, Move, PolicyDiff, Shifts, Tally, changes, diff
from omnidesk.policy._effects import Dropped, Effect, Removal, Restriction, Rewritten
from omnidesk.policy._explain import Explanation, Reason, explain
from omnidesk.policy._fact_lines import dump_facts, load_facts
from omnidesk.policy._facts import Fact, Facts, subject_id
from omnidesk.policy._items import Category, Item, items
from omnidesk.policy._library import builtin_policies, builtin_policy
from omnidesk.policy._lint import Finding, FindingCode, Severity, lint
from omnidesk.policy._periods import Period
from omnidesk.policy._phrases import Language
from omnidesk.policy._plan import (
    Plan,
    PlanEntry,
    PlannedClaim,
    dump_plan,
    load_plan,
    plan,
    plan_schema,
)
from omnidesk.policy._printing import print_policy
from omnidesk.policy._reading import load_policy, read_policy
from omnidesk.policy._reapply import reapply
from omnidesk.policy._refusal import Standing, refusal, standing
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
from omnidesk.policy._schema import policy_schema
from omnidesk.policy._tombstones import Seal, Tombstone
from omnidesk.policy._vietnam import vietnam_calendar

__all__ = [
    "REDACTED",
    "Action",
    "Anchor",
    "Applied",
    "BusinessCalendar",
    "Category",
    "Change",
    "Citation",
    "Claim",
    "Decision",
    "Dropped",
    "Earliest",
    "Effect",
    "EraseRule",
    "Explanation",
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
    "Tally",
    "Tombstone",
    "Verdict",
    "Weekday",
    "Weighed",
    "When",
    "apply",
    "builtin_policies",
    "builtin_policy",
    "changes",
    "claims",
    "combine",
    "deadline",
    "decide",
    "diff",
    "dump_facts",
    "dump_plan",
    "explain",
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
    "standing",
    "subject_id",
    "vietnam_calendar",
    "weigh",
]
