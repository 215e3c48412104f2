"""What ships with the package as TOML: the names on a shelf, and what stands under one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from omnidesk.errors import PolicyError

if TYPE_CHECKING:
    from omnidesk.policy._base import Data


@cache
def shelved(folder: str) -> tuple[str, ...]:
    """Return the names of the files in a folder of the library, sorted."""
    names = (file.name for file in files("omnidesk.policy").joinpath("library", folder).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def take(folder: str, name: str, *, noun: str) -> bytes:
    """
    Return a file of the library.

    Args:
        folder: Its folder; the empty string is the library itself.
        name: One of `shelved(folder)`.
        noun: What such a file is called.

    Raises:
        PolicyError: If there is none of that name; it lists those that there are.
    """
    known = shelved(folder)
    if name not in known:
        raise PolicyError(f"no built-in {noun} is called that; there are: {', '.join(known)}")
    return files("omnidesk.policy").joinpath("library", folder, f"{name}.toml").read_bytes()


def schema_of(model: type[Data], title: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a kind of document of ours."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model.model_json_schema(mode="validation"),
        "title": f"omnidesk {title}",
    }
