"""Policies as TOML, read: errors name the file, the rule and what was expected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from omnidesk.policy._anchors import Earliest, Latest, OnFact
from omnidesk.policy._rules import (
    Citation,
    EraseRule,
    KeepRule,
    Policy,
    Protection,
    RestrictRule,
    Rule,
    When,
)
from omnidesk.policy.files._toml import Choice, Shape, load_toml, table_of

if TYPE_CHECKING:
    from os import PathLike

    from omnidesk.policy._base import Data

_ANCHORS: dict[str, type[Data]] = {"latest": Latest, "earliest": Earliest}
"""The anchors that have other anchors in them, by the key that tells them apart."""

_ANCHOR = 'expected "created", or a table with one of fact, latest and earliest'
_PERIOD = 'expected a period such as P3Y, P6M, P30D, PT1H or P2BD; for a keep, also "forever"'
_FACT = "expected a kind of fact: small letters, digits and _"


def read_policy(path: str | PathLike[str]) -> Policy:
    """
    Read a policy from a TOML file.

    Args:
        path: The file. Errors call it by its name, without the folder.

    Raises:
        PolicyError: If the file is not a policy. It says where, and what was expected.
        OSError: If there is no such file, or it may not be read.
    """
    file = Path(path)
    return load_policy(file.read_bytes(), name=file.name)


def load_policy(text: str | bytes, *, name: str = "policy") -> Policy:
    """
    Read a policy that is written as TOML.

    Args:
        text: The TOML, in UTF-8 if it is bytes.
        name: What errors call it.

    Raises:
        PolicyError: If it is not a policy. It names the rule by its id, or else by its number, and
            what was expected; for a key or a word that nobody knows, the nearest that there is.
    """
    return load_toml(text, Policy, _SHAPE, name=name)


def _branch(anchor: object) -> str:
    if isinstance(anchor, dict):
        return _model_of_anchor(cast("object", anchor)).__name__
    return "literal['created']"


def _model_of_anchor(anchor: object) -> type[Data]:
    return next((model for key, model in _ANCHORS.items() if key in table_of(anchor)), OnFact)


def _anchor_words(key: str, parent: str, here: object) -> str | None:
    one_of_several = parent in _ANCHORS and not isinstance(here, (dict, tuple))
    return _ANCHOR if key == "anchor" or one_of_several else None


_SHAPE = Shape(
    lists={"rules": "rule"},
    tables={
        "rules": Rule,
        "protections": Protection,
        "source": Citation,
        "when": When,
        "keep": KeepRule,
        "erase": EraseRule,
        "restrict": RestrictRule,
    },
    patterns={"fact": _FACT, "opened_by": _FACT},
    keys={"period": _PERIOD},
    choice=Choice(
        branches=("Latest", "Earliest", "OnFact", "literal['created']"),
        branch=_branch,
        model=_model_of_anchor,
    ),
    choice_words=_anchor_words,
)
