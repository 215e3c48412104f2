"""Contact policies as TOML: read, written, described, and those that ship with the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omnidesk.policy._rules import Citation
from omnidesk.policy.contact._classes import ImpliedConsent, MessageClass, Purpose
from omnidesk.policy.contact._conditions import AgeLimit, Opening, Order, Route, Window
from omnidesk.policy.contact._policy import ContactPolicy
from omnidesk.policy.contact._rows import Cap, ClosedDays, Hours, Marks
from omnidesk.policy.files._printing import print_document
from omnidesk.policy.files._shelf import schema_of, shelved, take
from omnidesk.policy.files._toml import Shape, load_toml

if TYPE_CHECKING:
    from os import PathLike

    from omnidesk.policy._base import Data

_LISTS: dict[str, tuple[str, type[Data]]] = {
    "purposes": ("purpose", Purpose),
    "implied": ("implied consent", ImpliedConsent),
    "classes": ("class", MessageClass),
    "orders": ("order", Order),
    "routes": ("route", Route),
    "hours": ("hours", Hours),
    "closed_days": ("closed days", ClosedDays),
    "caps": ("cap", Cap),
    "windows": ("window", Window),
    "marks": ("marks", Marks),
    "ages": ("age", AgeLimit),
}
"""The lists of a contact policy: what one entry is called in words, and its model."""

_SHAPE = Shape(
    lists={key: noun for key, (noun, _) in _LISTS.items()},
    tables={
        **{key: model for key, (_, model) in _LISTS.items()},
        "source": Citation,
        "openings": Opening,
    },
)


def read_contact_policy(path: str | PathLike[str]) -> ContactPolicy:
    """
    Read a contact policy from a TOML file.

    Args:
        path: The file. Errors call it by its name, without the folder.

    Raises:
        PolicyError: If the file is not a contact policy. It says where, and what was expected.
        OSError: If there is no such file, or it may not be read.
    """
    file = Path(path)
    return load_contact_policy(file.read_bytes(), name=file.name)


def load_contact_policy(text: str | bytes, *, name: str = "policy") -> ContactPolicy:
    """
    Read a contact policy that is written as TOML.

    Args:
        text: The TOML, in UTF-8 if it is bytes.
        name: What errors call it.

    Raises:
        PolicyError: If it is not a contact policy. It names the class or row by its id, or else by
            its number, and what was expected; for a key or a word that nobody knows, the nearest
            that there is.
    """
    return load_toml(text, ContactPolicy, _SHAPE, name=name)


def print_contact_policy(policy: ContactPolicy) -> str:
    """
    Write a contact policy as TOML.

    `load_contact_policy` gives an equal policy back. Comments of a file that it was read from are
    gone; rows that it uses by name stay names.

    Returns:
        The text, ending in a line break.
    """
    return print_document(policy, lists=tuple(_LISTS), tables=("source",))


def contact_policy_schema() -> dict[str, Any]:
    """
    Return the JSON Schema (2020-12) of a contact policy, for editors that check TOML against one.

    What a schema cannot say, such as that each row has a name of its own, `load_contact_policy`
    checks.
    """
    return schema_of(ContactPolicy, "contact policy")


def builtin_contact_policies() -> tuple[str, ...]:
    """Return the names of the contact policies that ship with the package, sorted."""
    return shelved("contact")


@cache
def builtin_contact_policy(name: str) -> ContactPolicy:
    """
    Return a contact policy that ships with the package. None of them is legal advice.

    `candylio`, `izihelp`, `links`, `liveagent` and `cloudmini` are five firms' published texts as
    programs. The rows of laws and platforms are not policies: `PACKS` has them.

    Args:
        name: One of `builtin_contact_policies()`.

    Raises:
        PolicyError: If there is none of that name; it lists those that there are.
    """
    text = take("contact", name, noun="contact policy")
    return load_contact_policy(text, name=f"{name}.toml")
