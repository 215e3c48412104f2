"""What a map says, and how an error in one is told."""

import json
import pickle
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from omnidesk.adapters.mapped import ChannelMap, LiveChat, Mapped, load_map, map_schema
from omnidesk.adapters.mapped._lines import json_lines
from omnidesk.schemas import read

LEAST = """\
channel = "own"
account = { value = "shop" }

[[shapes]]
name = "message"
id = "id"
thread = "chat"
direction = "inbound"
author = { role = "customer" }
text = "text"
"""


def problem(text, **keywords):
    with pytest.raises(ValueError, match=r"^map: ") as caught:
        load_map(text, **keywords)
    return str(caught.value)


def test_a_map_is_the_same_from_toml_json_bytes_and_a_mapping():
    document = tomllib.loads(LEAST)
    maps = {
        load_map(LEAST),
        load_map(LEAST.encode()),
        load_map(json.dumps(document)),
        load_map(document),
    }
    assert len(maps) == 1


def test_one_thing_stands_for_a_list_of_one():
    document = tomllib.loads(LEAST)
    (shape,) = document["shapes"]
    several = {**document, "shapes": ({**shape, "thread": ("chat",)},)}
    assert load_map(several) == load_map({**document, "shapes": [{**shape, "thread": ["chat"]}]})
    assert load_map(several) == load_map(document)


def test_a_map_can_be_pickled():
    cases = '{ outbound = { a = { same_as = "b" } } }'
    rule = f'{{ cases = {cases}, path = "d", words = {{ in = "inbound" }} }}'
    one = load_map(LEAST.replace('"inbound"', rule))
    assert pickle.loads(pickle.dumps(one)) == one


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"inbound"', '"sideways"', "map: line 8: shapes[1].direction: expected"),
        (
            'text = "text"',
            'txt = "text"',
            "line 10: shapes[1].txt: no such key; did you mean text?",
        ),
        ('text = "text"', 'text = "a..b"', "line 10: shapes[1].text.path[1]: expected names"),
        ('text = "text"', 'text = ""', "shapes[1].text.path[1]: expected a place"),
        ('text = "text"', 'text = "a.*"', "shapes[1].text.path[1]: expected a place without *"),
        ('text = "text"', f'text = "{"a." * 40}a"', "expected 32 steps at most"),
        ('text = "text"', "text = 5", "line 10: shapes[1].text: expected a table"),
        ('id = "id"', "", "line 4: shapes[1]: id or id_from: expected one of the two"),
        ('id = "id"', "id = {}", "line 6: shapes[1].id: expected a path or a value"),
        ('thread = "chat"', "", "line 4: shapes[1]: thread: expected"),
        (
            'direction = "inbound"',
            "",
            "line 4: shapes[1]: direction: expected; it is never guessed",
        ),
        ('author = { role = "customer" }', "", "line 4: shapes[1]: author: expected"),
        ('id = "id"', 'id = "id"\nkind = "notice"', "line 4: shapes[1]: notice: expected"),
        ('id = "id"', 'id = "id"\nkind = "moderation"', "line 4: shapes[1]: state: expected"),
        ('id = "id"', 'kind = "receipt"\nreceipt = { kind = "read" }', "shapes[1]: id: expected"),
        (
            'id = "id"',
            'id = "id"\nextends = "x"',
            "map: line 7: shapes[1].extends: expected the name",
        ),
        ('id = "id"', 'id = "id"\nat = { path = "t", format = "%q" }', "shapes[1].at: format:"),
        (
            'id = "id"',
            'id = "id"\nrating = { path = "r", lowest = 5, highest = 1 }',
            "shapes[1].rating: highest: expected more than lowest",
        ),
        ('channel = "own"', 'channel = "OWN"', "line 1: channel: expected small letters"),
        (
            'channel = "own"',
            'channel = "own"\nzone = "Mars/Olympus"',
            "map: line 2: zone: expected an IANA",
        ),
        ('channel = "own"', 'channel = "own"\nformat = "csv"\ndelimiter = ""', "delimiter: "),
        ('id = "id"', 'id = "id"\nwhen = "now"', "line 7: shapes[1].when: expected a table"),
        (
            'id = "id"',
            'id = "id"\nrating = { path = "r", lowest = 0, highest = 1, words = 1 }',
            "rating.words: expected a table",
        ),
        ('channel = "own"', 'channel = "own"\nid = "id"', "line 2: id: no such key here"),
        (
            'id = "id"',
            'id = { path = "id", join = true }',
            "line 6: shapes[1].id: join: expected several places",
        ),
        (
            'text = "text"',
            'text = "@.a.b"',
            "line 10: shapes[1].text.path[1]: expected the name of one header",
        ),
        ('text = "text"', 'text = "@."', "shapes[1].text.path[1]: expected names between"),
        (
            'id = "id"',
            'id = "id"\nitems = "@.x"',
            "line 7: shapes[1].items: expected a place in the payload: no header holds items",
        ),
        (
            'id = "id"',
            'id = "id"\nunpack = "$.a"',
            "line 7: shapes[1].unpack[1]: expected a place within the item",
        ),
        ('id = "id"', 'id = "id"\nunpack = "."', "unpack[1]: expected a place within the item"),
        (
            'id = "id"',
            'id = "id"\nwhen = { a = {} }',
            "line 7: shapes[1].when[1]: expected a word, or a table with present, given, digits",
        ),
        (
            'id = "id"',
            'id = "id"\nwhen = { a = { same_as = "b.*" } }',
            "line 7: shapes[1].when[1].same_as: expected a place without *",
        ),
        (
            'direction = "inbound"',
            'direction = { path = "a" }',
            "line 8: shapes[1].direction: expected path and words, or cases",
        ),
        (
            'direction = "inbound"',
            'direction = { fallback = "inbound" }',
            "line 8: shapes[1].direction: expected path and words, or cases",
        ),
        (
            'direction = "inbound"',
            'direction = { missing = "inbound", cases = { inbound = { a = "b" } } }',
            "line 8: shapes[1].direction: missing: expected beside a path",
        ),
        (
            'direction = "inbound"',
            'direction = { cases = { sideways = { a = "b" } } }',
            "line 8: shapes[1].direction.cases: expected 'inbound'",
        ),
        (
            'direction = "inbound"',
            "direction = { cases = { inbound = { a = {} } } }",
            "line 8: shapes[1].direction.cases: expected a word, or a table with",
        ),
        (
            'id = "id"',
            'id = "id"\nwithout = "text"',
            "line 7: shapes[1]: without: expected beside extends",
        ),
        (
            'id = "id"',
            'id = "id"\nedits = {}',
            "line 7: shapes[1].edits: expected an at or a version, which moves with each edit",
        ),
        (
            'id = "id"',
            'id = "id"\nedits = { version = { path = "v", value = "1" } }',
            "line 7: shapes[1].edits: version: expected a place",
        ),
        (
            'id = "id"',
            'id = "id"\nat = "t"\nedits = { at = "t" }',
            "line 8: shapes[1]: edits: expected another time",
        ),
        (
            'id = "id"',
            'id_from = ["chat", "text"]\nedits = { at = "t" }',
            "line 6: shapes[1]: id_from: expected an id that stays the same",
        ),
        (
            'id = "id"',
            'id_from = { path = "chat", repeats = "count" }\nedits = { at = "t" }',
            "line 6: shapes[1]: id_from: expected an id that stays the same",
        ),
    ],
)
def test_an_error_names_the_line_the_path_and_what_was_expected(old, new, expected):
    assert expected in problem(LEAST.replace(old, new))


def test_a_key_of_a_table_of_its_own_is_found_on_its_line():
    text = f'{LEAST}\n[[shapes.attachments]]\nitems = "files"\n"kind" = "fish"\n'
    assert problem(text).startswith("map: line 14: shapes[1].attachments[1].kind: expected ")


def test_a_key_of_a_table_within_a_table_is_found_on_its_line():
    text = LEAST.replace('author = { role = "customer" }\n', "")
    text = f'{text}\n[shapes.author.role]\npath = "who"\nwords = 5\n'
    assert "map: line 13: shapes[1].author.role.words: " in problem(text)


def test_a_line_that_looks_like_nothing_changes_no_number():
    more = 'kind = "nothing"\nwhen = { a = [\n  "b",\n] }\n[shapes.about]\nkind = 5\n'
    text = f"{LEAST}\n[[shapes]]\n{more}"
    assert "line 18: shapes[2].about.kind: " in problem(text)


def test_an_error_in_json_has_its_path():
    document = tomllib.loads(LEAST) | {"zzz": "fine"}
    assert problem(json.dumps(document)) == "map: line 1: zzz: no such key"


def test_an_error_in_json_names_its_line():
    document = tomllib.loads(LEAST)
    shape = {"aliases": ["a", "b.c", "..", 5], "at": {"path": "t", "zone": "Mars"}, "one": 1}
    document["shapes"][0] |= shape
    told = problem(json.dumps(document, indent=1))
    lines = json.dumps(document, indent=1).splitlines()
    found = [lines[int(one.split()[2].rstrip(":")) - 1].strip() for one in told.splitlines()]
    assert found == ['"..",', "5", '"zone": "Mars"', '"one": 1']


def test_a_mapping_has_no_lines():
    document = tomllib.loads(LEAST) | {"zzz": "fine"}
    assert problem(document) == "map: zzz: no such key"


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda one: st.lists(one) | st.dictionaries(st.text(), one),
    )
)
def test_every_field_of_a_json_text_is_on_the_line_where_its_name_stands(value):
    text = json.dumps(value, indent=1, ensure_ascii=False)
    lines = text.split("\n")
    for path, number in json_lines(text).items():
        if path and isinstance(path[-1], str):
            assert lines[number - 1].strip().startswith(json.dumps(path[-1], ensure_ascii=False))


def test_what_is_no_text_of_a_map_is_refused():
    assert problem("channel = ").startswith("map: expected TOML or JSON: ")
    assert problem("{").startswith("map: expected TOML or JSON: ")
    assert problem(b"\xff") == "map: expected TOML or JSON in UTF-8"
    assert problem("a = " + "[" * 5_000) == "map: expected less nesting"
    assert problem({"channel": "own", "shapes": 5}) == "map: shapes: expected a list in [brackets]"
    assert "shapes[1]: expected a table" in problem({"channel": "own", "shapes": [5]})


def test_rows_are_items_and_have_none_in_them():
    text = LEAST.replace('"own"', '"own"\nformat = "json_lines"') + 'items = "messages"\n'
    expected = "map: line 12: shapes[1].items: expected in JSON only: a row is an item"
    assert problem(text) == expected


def test_a_map_that_is_none_at_all_is_refused():
    with pytest.raises(ValidationError):
        ChannelMap.model_validate([])


def test_at_most_twenty_problems_are_told():
    shape = {"name": "x", "kind": "message"} | {f"unknown_{number}": 1 for number in range(30)}
    assert len(problem({"channel": "own", "shapes": [shape]}).splitlines()) == 20


def test_an_error_calls_the_map_by_its_name():
    with pytest.raises(ValueError, match=r"^shop\.toml: "):
        load_map("", name="shop.toml")


def test_a_shape_takes_from_another_what_it_does_not_say():
    text = f'{LEAST}\n[[shapes]]\nextends = "message"\nkind = "edit"\ntext = "now"\n'
    first, second = load_map(text).shapes
    assert (second.id, second.thread, second.author) == (first.id, first.thread, first.author)
    assert second.text != first.text
    assert second.name is None


@pytest.mark.parametrize("without", ['"text"', '["text"]'])
def test_a_shape_takes_all_but_what_it_is_without(without):
    text = f'{LEAST}\n[[shapes]]\nextends = "message"\nkind = "edit"\nwithout = {without}\n'
    first, second = load_map(text).shapes
    assert (second.id, second.text) == (first.id, None)


def test_what_one_shape_is_without_the_next_one_does_not_take_either():
    more = """
[[shapes]]
name = "silent"
extends = "message"
without = ["text", "author"]
author = { role = "bot" }

[[shapes]]
extends = "silent"
"""
    *_, last = load_map(LEAST + more).shapes
    assert (last.text, last.without) == (None, ())
    assert last.author is not None
    assert last.author.role == "bot"


@pytest.mark.parametrize("without", ['"language"', '"txt"', '["text", "at"]'])
def test_a_shape_can_only_be_without_what_the_other_one_says(without):
    text = f'{LEAST}\n[[shapes]]\nextends = "message"\nwithout = {without}\n'
    expected = "map: line 14: shapes[2].without: expected keys of the shape it extends"
    assert problem(text) == expected


@pytest.mark.parametrize("without", ["5", "[5]", "{ a = 1 }"])
def test_what_a_shape_is_without_is_told_by_names(without):
    text = f'{LEAST}\n[[shapes]]\nextends = "message"\nwithout = {without}\n'
    assert 'line 14: shapes[2].without[1]: expected text in "quotes"' in problem(text)


def test_rows_are_never_bare():
    text = LEAST.replace('"own"', '"own"\nformat = "csv"') + "bare = true\n"
    assert problem(text) == "map: line 12: shapes[1].bare: expected in JSON only: a row has fields"


def test_a_header_is_no_column():
    text = LEAST.replace('"own"', '"own"\nformat = "csv"') + 'at = "@.date"\n'
    assert load_map(text).columns_read == (("chat", "id", "text"), ())


def test_the_published_schema_is_that_of_the_models():
    assert read("map") == map_schema()


def test_the_maps_that_ship_can_be_looked_at():
    assert LiveChat().map.channel == "live_chat"


def test_a_repr_of_the_adapter_shows_no_payload():
    assert "Mapped(" in repr(Mapped(map=load_map(LEAST)))
