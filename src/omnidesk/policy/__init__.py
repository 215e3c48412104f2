"""Keep, restrict, erase: small, total, explained."""

from omnidesk.policy._anchors import Anchor, Earliest, Latest, OnFact
from omnidesk.policy._base import Force
from omnidesk.policy._decide import Claim, Decision, State, Verdict, Weighed, claims, decide, weigh
from omnidesk.policy._facts import Fact, Facts, subject_id
from omnidesk.policy._items import Category, Item, items
from omnidesk.policy._periods import Period
from omnidesk.policy._rules import (
    Action,
    Citation,
    EraseRule,
    KeepRule,
    Policy,
    RestrictRule,
    Rule,
    When,
    combine,
)

__all__ = [
    "Action",
    "Anchor",
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
    "RestrictRule",
    "Rule",
    "State",
    "Verdict",
    "Weighed",
    "When",
    "claims",
    "combine",
    "decide",
    "items",
    "subject_id",
    "weigh",
]
