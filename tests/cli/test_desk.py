"""Conversations that are read anew each time."""

from tests.cli.desk import conversations, write

from omnidesk.cli._desk import Conversations


def test_conversations_of_files_are_a_collection(tmp_path):
    found = Conversations([str(write(tmp_path) / "conversations.jsonl")])
    old, new = conversations()
    assert list(found) == list(found) == [old, new]
    assert len(found) == found.count == 2
    assert new in found
    assert new.model_copy(update={"id": "another"}) not in found
