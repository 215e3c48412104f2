"""The JSON Schema of a policy."""

from __future__ import annotations

from typing import Any

from omnidesk.policy._rules import Policy
from omnidesk.policy.files._shelf import schema_of


def policy_schema() -> dict[str, Any]:
    """
    Return the JSON Schema (2020-12) of a policy, for editors that check TOML against one.

    It is published as `policy.json` in `omnidesk.schemas`. What a schema cannot say, such as that a
    rule says exactly one thing, `load_policy` checks.
    """
    return schema_of(Policy, "policy")
