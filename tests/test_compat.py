"""Documents of every release load, for ever."""

import json
from pathlib import Path
from typing import Any

import pytest

from omnidesk import Conversation, Person, dump, load
from omnidesk.events import EventBase

KINDS: dict[str, Any] = {"conversations": Conversation, "events": EventBase, "people": Person}
FILES = sorted(Path(__file__).parent.glob("compat/*/*.jsonl"))


def lines(path: Path) -> list[str]:
    # Not splitlines: a text may hold U+2028, which is no end of a line in JSON Lines.
    return path.read_text("utf-8").removesuffix("\n").split("\n")


def keeps(again: object, said: object) -> bool:
    """Whether a document that was read and written again still says all that it said."""
    if isinstance(said, dict) and isinstance(again, dict):
        return all(
            key == "schema_version" or (key in again and keeps(again[key], value))
            for key, value in said.items()
        )
    if isinstance(said, list) and isinstance(again, list):
        return len(said) == len(again) and all(map(keeps, again, said))
    return again == said


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_document_of_a_release_loads_and_keeps_what_it_said(path):
    for line in lines(path):
        assert keeps(json.loads(dump(load(line, KINDS[path.stem]))), json.loads(line))


def test_the_present_release_has_left_a_document_of_every_type():
    (events,) = (path for path in FILES if path.parts[-2:] == ("0.1.0", "events.jsonl"))
    types = {json.loads(line)["type"] for line in lines(events)}
    assert types == {kind.model_fields["type"].default for kind in EventBase.__subclasses__()}
