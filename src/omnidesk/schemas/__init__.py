"""
The published JSON Schemas, one file each: of the documents, and of what is written by hand.

Documents are conversations, events and people, and plans of what goes. Policies of what is kept,
sent and disclosed and of when somebody answers, and the map of a channel, are written in TOML;
their schemas are those of the same tables in JSON, for editors that check TOML against one.

They are made from the models (`make schema`) and equal to them by test, so that a reader in any
language can rely on them.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from omnidesk.errors import SchemaError

__all__ = ["KINDS", "read"]

KINDS = (
    "conversation",
    "event",
    "person",
    "map",
    "plan",
    "policy",
    "contact_policy",
    "disclosure_policy",
    "service_policy",
)
"""The kinds of things that have a schema."""


def read(kind: str) -> dict[str, Any]:
    """
    Return the published JSON Schema (2020-12) of a kind of document, of a policy or of a map.

    Args:
        kind: One of `KINDS`.

    Raises:
        SchemaError: If there is no such kind.
    """
    if kind not in KINDS:
        raise SchemaError(f"no schema is called that; there are: {', '.join(KINDS)}")
    text = files(__name__).joinpath(f"{kind}.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
