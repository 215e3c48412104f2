"""What explains, compares and checks policies, as type checkers see it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import assert_type

from omnidesk.policy import (
    Change,
    Explanation,
    Facts,
    Finding,
    Item,
    Plan,
    PolicyDiff,
    Standing,
    builtin_policy,
    changes,
    decide,
    diff,
    explain,
    lint,
    refusal,
    render_plan,
    standing,
)

policy, facts, now = builtin_policy("youtube"), Facts(), datetime(2026, 11, 22, tzinfo=UTC)
item = Item(id="item_1", category="message", channel="youtube")
decision = decide(item, policy, facts, now=now)

assert_type(explain(decision, policy, item, language="vi"), str)
assert_type(Explanation.from_decision(decision, policy, item), Explanation)
assert_type(refusal([decision], policy), str)
assert_type(standing([decision]), Standing)
assert_type(diff(policy, policy, iter([item]), facts, now=now), PolicyDiff)
assert_type(changes(policy, policy, [item], facts, now=now), Iterator[Change])
assert_type(lint(policy, platforms=[policy], channels={"email"}), tuple[Finding, ...])


def page(plan: Plan) -> None:
    """A plan becomes a text."""
    assert_type(render_plan(plan, policy), str)
