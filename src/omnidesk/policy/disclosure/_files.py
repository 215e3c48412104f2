"""Disclosure policies as TOML: read, written, described, and those that ship with the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omnidesk.policy._rules import Citation
from omnidesk.policy.disclosure._policy import DisclosurePolicy, Move, Region
from omnidesk.policy.disclosure._register import Attestation, Contact, DutyTerm, Place, Processor
from omnidesk.policy.disclosure._rows import Denial, Permit, Recipient, Transit
from omnidesk.policy.files._printing import print_document
from omnidesk.policy.files._shelf import schema_of, shelved, take
from omnidesk.policy.files._toml import Shape, load_toml

if TYPE_CHECKING:
    from os import PathLike

    from omnidesk.policy._base import Data

_LISTS: dict[str, tuple[str, type[Data]]] = {
    "recipients": ("recipient", Recipient),
    "permits": ("permit", Permit),
    "denials": ("denial", Denial),
    "transit": ("transit", Transit),
    "regions": ("region", Region),
    "moves": ("move", Move),
    "processors": ("processor", Processor),
    "duties": ("duty", DutyTerm),
    "contacts": ("contact", Contact),
}
"""The lists of a disclosure policy: what one entry is called in words, and its model."""

_COUNTRY = "expected a country of two capital letters (ISO 3166)"
_SHAPE = Shape(
    lists={key: noun for key, (noun, _) in _LISTS.items()},
    tables={
        **{key: model for key, (_, model) in _LISTS.items()},
        "source": Citation,
        "places": Place,
        "attestations": Attestation,
    },
    patterns={"country": _COUNTRY},
)


def read_disclosure_policy(path: str | PathLike[str]) -> DisclosurePolicy:
    """
    Read a disclosure policy from a TOML file.

    Args:
        path: The file. Errors call it by its name, without the folder.

    Raises:
        PolicyError: If the file is not a disclosure policy. It says where, and what was expected.
        OSError: If there is no such file, or it may not be read.
    """
    file = Path(path)
    return load_disclosure_policy(file.read_bytes(), name=file.name)


def load_disclosure_policy(text: str | bytes, *, name: str = "policy") -> DisclosurePolicy:
    """
    Read a disclosure policy that is written as TOML.

    Args:
        text: The TOML, in UTF-8 if it is bytes.
        name: What errors call it.

    Raises:
        PolicyError: If it is not a disclosure policy. It names the row by its id, or else by its
            number, and what was expected; for a key or a word that nobody knows, the nearest that
            there is.
    """
    return load_toml(text, DisclosurePolicy, _SHAPE, name=name)


def print_disclosure_policy(policy: DisclosurePolicy) -> str:
    """
    Write a disclosure policy as TOML.

    `load_disclosure_policy` gives an equal policy back. Comments of a file that it was read from
    are gone.

    Returns:
        The text, ending in a line break.
    """
    return print_document(policy, lists=tuple(_LISTS), tables=("source",))


def disclosure_policy_schema() -> dict[str, Any]:
    """
    Return the JSON Schema (2020-12) of a disclosure policy, for editors that check TOML by one.

    What a schema cannot say, such as that a permit names a recipient that there is,
    `load_disclosure_policy` checks.
    """
    return schema_of(DisclosurePolicy, "disclosure policy")


def builtin_disclosure_policies() -> tuple[str, ...]:
    """Return the names of the disclosure policies that ship with the package, sorted."""
    return shelved("disclosure")


@cache
def builtin_disclosure_policy(name: str) -> DisclosurePolicy:
    """
    Return a disclosure policy that ships with the package. None of them is legal advice.

    `candylio`, `izihelp`, `links` and `liveagent` are four firms' published texts as programs;
    `liveagent` has the register of its sub-processors.

    Args:
        name: One of `builtin_disclosure_policies()`.

    Raises:
        PolicyError: If there is none of that name; it lists those that there are.
    """
    text = take("disclosure", name, noun="disclosure policy")
    return load_disclosure_policy(text, name=f"{name}.toml")
