"""
May this be disclosed, to them, for this?

Nothing is, unless a permit of the policy says so. Every gate is asked, and one no is enough: their
order means nothing. A permit more never takes anything away, a denial more lets nothing through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk.policy.disclosure._evidence import Evidence
from omnidesk.policy.disclosure._gates import Asked, pass_gates
from omnidesk.policy.disclosure._requests import Disclosure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from omnidesk.policy._facts import Facts
    from omnidesk.policy.consent import Ceiling, Ledger
    from omnidesk.policy.disclosure._policy import DisclosurePolicy
    from omnidesk.policy.disclosure._requests import DisclosureRequest


def may_disclose(
    request: DisclosureRequest,
    policy: DisclosurePolicy,
    ledger: Ledger,
    facts: Facts,
    *,
    now: datetime,
    ceilings: Iterable[Ceiling] = (),
) -> Disclosure:
    """
    Decide whether somebody may see, use or receive something.

    [The page on disclosure](../policy/disclosure.md#facts) lists the facts that count. What is not
    known denies, and so does a gate that fails.

    Args:
        request: Who wants what, and what for.
        policy: The desk's policy, with its register of sub-processors.
        ledger: What people and customers consented to.
        facts: What has happened.
        now: The present moment; aware. What happens later has not happened.
        ceilings: Laws that end consents.

    Raises:
        ValueError: If `now` is naive.
    """
    seen = Evidence.at(now, ledger, facts, ceilings, desk=policy.controller)
    asked = Asked(request, policy.recipient(request.role), policy, seen)
    gates = pass_gates(asked)
    allowed = all(one.go == "allow" for one in gates)
    return Disclosure(go="allow" if allowed else "deny", gates=gates)
