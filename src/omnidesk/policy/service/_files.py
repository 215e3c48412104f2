"""Service policies as TOML: read, written, described, and those that ship with the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omnidesk.policy._rules import Citation
from omnidesk.policy.files._printing import print_document
from omnidesk.policy.files._shelf import schema_of, shelved, take
from omnidesk.policy.files._toml import Shape, load_toml
from omnidesk.policy.service._policy import ServicePolicy
from omnidesk.policy.service._rows import (
    Department,
    OpenTime,
    Precedence,
    ResponseTime,
    SupportHours,
)

if TYPE_CHECKING:
    from os import PathLike

    from omnidesk.policy._base import Data

_LISTS: dict[str, tuple[str, type[Data]]] = {
    "departments": ("department", Department),
    "hours": ("hours", SupportHours),
    "responses": ("response time", ResponseTime),
    "precedence": ("precedence", Precedence),
}
"""The lists of a service policy: what one entry is called in words, and its model."""

_SHAPE = Shape(
    lists={key: noun for key, (noun, _) in _LISTS.items()},
    tables={
        **{key: model for key, (_, model) in _LISTS.items()},
        "source": Citation,
        "times": OpenTime,
    },
)


def read_service_policy(path: str | PathLike[str]) -> ServicePolicy:
    """
    Read a service policy from a TOML file.

    Args:
        path: The file. Errors call it by its name, without the folder.

    Raises:
        PolicyError: If the file is not a service policy. It says where, and what was expected.
        OSError: If there is no such file, or it may not be read.
    """
    file = Path(path)
    return load_service_policy(file.read_bytes(), name=file.name)


def load_service_policy(text: str | bytes, *, name: str = "policy") -> ServicePolicy:
    """
    Read a service policy that is written as TOML.

    Args:
        text: The TOML, in UTF-8 if it is bytes.
        name: What errors call it.

    Raises:
        PolicyError: If it is not a service policy. It names the row by its id, or else by its
            number, and what was expected; for a key or a word that nobody knows, the nearest that
            there is.
    """
    return load_toml(text, ServicePolicy, _SHAPE, name=name)


def print_service_policy(policy: ServicePolicy) -> str:
    """
    Write a service policy as TOML.

    `load_service_policy` gives an equal policy back. Comments of a file that it was read from are
    gone.

    Returns:
        The text, ending in a line break.
    """
    return print_document(policy, lists=tuple(_LISTS), tables=("source",))


def service_policy_schema() -> dict[str, Any]:
    """
    Return the JSON Schema (2020-12) of a service policy, for editors that check TOML by one.

    What a schema cannot say, such as that a row names a department that there is,
    `load_service_policy` checks.
    """
    return schema_of(ServicePolicy, "service policy")


def builtin_service_policies() -> tuple[str, ...]:
    """Return the names of the service policies that ship with the package, sorted."""
    return shelved("service")


@cache
def builtin_service_policy(name: str) -> ServicePolicy:
    """
    Return a service policy that ships with the package.

    `cloudmini` is a firm's published page on support as a program.

    Args:
        name: One of `builtin_service_policies()`.

    Raises:
        PolicyError: If there is none of that name; it lists those that there are.
    """
    text = take("service", name, noun="service policy")
    return load_service_policy(text, name=f"{name}.toml")
