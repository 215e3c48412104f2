"""A message that comes again with another text is an edit, where a map says how it tells."""

import json
from datetime import UTC, datetime

import pytest
from tests.adapters.mapped.reading import ITEM, codes, one, read

from omnidesk.assembly import assemble

SHAPE = {
    "at": "created",
    "text": "text",
    "rating": {"path": "stars", "lowest": 1, "highest": 5},
    "attachments": {"items": "photos", "url": ".", "kind": "image"},
    "edits": {"at": "updated"},
}
FIRST = {**ITEM, "created": "2026-03-02T02:00:00Z", "text": "đẹp", "stars": 5}
EDITED = {**FIRST, "updated": "2026-03-04T02:00:00Z", "text": "phai màu", "stars": 2}


@pytest.mark.parametrize("updated", [None, "", "2026-03-02T02:00:00Z", "2026-03-02T09:00:00+07:00"])
def test_a_message_that_was_not_edited_is_one_event(updated):
    event = one({**FIRST, "updated": updated}, SHAPE)
    assert (event.type, event.message.text) == ("message_posted", "đẹp")


def test_a_message_that_was_edited_is_itself_and_its_edit():
    posted, edited = read(EDITED, SHAPE)
    said = posted.message
    assert (said.text, said.rating, said.attachments) == (None, None, ())
    assert said.sent_at == datetime(2026, 3, 2, 2, tzinfo=UTC)
    assert (edited.type, edited.text, edited.rating.value) == ("message_edited", "phai màu", 2)
    assert edited.occurred_at == datetime(2026, 3, 4, 2, tzinfo=UTC)
    assert edited.direction == "inbound"


def test_the_edit_is_that_of_a_shape_of_its_own():
    edit = {**SHAPE, "kind": "edit", "at": "updated", "edits": None, "author": None}
    assert read(EDITED, SHAPE)[1] == one(EDITED, edit)


@pytest.mark.parametrize("order", [1, -1])
def test_the_last_text_counts_and_the_first_is_kept_in_any_order(order):
    bodies = [json.dumps(item).encode() for item in (FIRST, EDITED)][::order]
    events = [event for body in bodies for event in read(body, SHAPE)]
    (conversation,) = assemble(events)
    (message,) = conversation.messages
    assert (message.text, message.state) == ("phai màu", "edited")
    assert [edit.text for edit in message.edits] == ["đẹp"]
    assert message.defects == ()


@pytest.mark.parametrize(("version", "edits"), [(0, 0), (None, 0), (1, 1), ("2", 1), ("two", 1)])
def test_a_number_that_moves_decides_where_there_is_one(version, edits):
    rule = {"version": {"path": "version", "none": "0"}, "at": "updated"}
    events = read({**EDITED, "version": version}, {**SHAPE, "edits": rule})
    assert len(events) == 1 + edits


def test_a_number_is_the_edits_version():
    _, edited = read({**FIRST, "version": 2}, {**SHAPE, "edits": {"version": "version"}})
    assert (edited.version, edited.occurred_at) == (2, None)


def test_a_time_of_an_edit_that_cannot_be_read_is_one_all_the_same():
    posted, edited = read({**EDITED, "updated": "soon"}, SHAPE)
    assert (codes(posted), codes(edited)) == ([], [("time_unreadable", "/updated")])


def test_nothing_is_noted_twice():
    posted, edited = read({**EDITED, "stars": 9}, SHAPE)
    assert (codes(posted), codes(edited)) == ([], [("rating_out_of_bounds", "/stars")])


def test_a_note_that_was_edited_stays_internal():
    shape = {**SHAPE, "visibility": {"path": "note", "words": {"true": "internal"}}}
    posted, edited = read({**EDITED, "note": True}, shape)
    assert (posted.message.direction, edited.direction) == ("internal", "internal")


def test_what_was_edited_and_lacks_an_id_is_unrecognised_once():
    event = one({**EDITED, "id": None}, SHAPE)
    assert (event.type, event.reason) == ("unrecognised", "missing_id")


def test_another_kind_of_item_has_no_edits():
    event = one(EDITED, {**SHAPE, "kind": "delete"})
    assert event.type == "message_deleted"
