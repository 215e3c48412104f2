"""Keep, restrict, erase: small, total, explained."""

from omnidesk.policy._anchors import Anchor, Earliest, Latest, OnFact
from omnidesk.policy._base import Force
from omnidesk.policy._calendar import BusinessCalendar, Weekday, deadline
from omnidesk.policy._decide import Claim, Decision, State, Verdict, Weighed, claims, decide, weigh
from omnidesk.policy._fact_lines import dump_facts, load_facts
from omnidesk.policy._facts import Fact, Facts, subject_id
from omnidesk.policy._items import Category, Item, items
from omnidesk.policy._library import builtin_policies, builtin_policy
from omnidesk.policy._periods import Period
from omnidesk.policy._printing import print_policy
from omnidesk.policy._reading import load_policy, read_policy
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
from omnidesk.policy._vietnam import vietnam_calendar

__all__ = [
    "Action",
    "Anchor",
    "BusinessCalendar",
    "Category",
    "Citation",
    "Claim",
    "Decision",
    "Earliest",
    "EraseRule",
    "Fact",
    "Facts",
    "Force",
    "Item",
    "KeepRule",
    "Latest",
    "OnFact",
    "Period",
    "Policy",
    "Protection",
    "RestrictRule",
    "Rule",
    "State",
    "Verdict",
    "Weekday",
    "Weighed",
    "When",
    "builtin_policies",
    "builtin_policy",
    "claims",
    "combine",
    "deadline",
    "decide",
    "dump_facts",
    "items",
    "load_facts",
    "load_policy",
    "policy_schema",
    "print_policy",
    "read_policy",
    "subject_id",
    "vietnam_calendar",
    "weigh",
]
