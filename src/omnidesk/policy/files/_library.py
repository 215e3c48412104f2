"""The policies that ship with the package, as data."""

from __future__ import annotations

from functools import cache

from omnidesk.policy._rules import Policy
from omnidesk.policy.files._reading import load_policy
from omnidesk.policy.files._shelf import shelved, take


def builtin_policies() -> tuple[str, ...]:
    """Return the names of the policies that ship with the package, sorted."""
    return shelved("")


@cache
def builtin_policy(name: str) -> Policy:
    """
    Return a policy that ships with the package. None of them is legal advice.

    `candylio`, `izihelp`, `links`, `liveagent` and `cloudmini` are five firms' published texts as
    programs; `vietnam` and `gdpr` are what the law adds; `meta`, `youtube` and `zalo` what the
    platforms' terms add. `combine` puts them together.

    Args:
        name: One of `builtin_policies()`.

    Raises:
        PolicyError: If there is none of that name; it lists those that there are.
    """
    return load_policy(take("", name, noun="policy"), name=f"{name}.toml")
