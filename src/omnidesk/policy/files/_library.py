"""The policies that ship with the package, as data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from omnidesk.errors import PolicyError
from omnidesk.policy._rules import Policy
from omnidesk.policy.files._reading import load_policy


@cache
def builtin_policies() -> tuple[str, ...]:
    """Return the names of the policies that ship with the package, sorted."""
    folder = files("omnidesk.policy") / "library"
    names = (file.name for file in folder.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


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
    if name not in builtin_policies():
        raise PolicyError(f"no built-in policy is called that; there are: {_listed()}")
    file = files("omnidesk.policy") / "library" / f"{name}.toml"
    return load_policy(file.read_bytes(), name=f"{name}.toml")


def _listed() -> str:
    return ", ".join(builtin_policies())
