"""What becomes of items by what a map says of them."""

import json
import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.mapped.reading import ITEM, LEAST, adapter, codes, message, one, read

from omnidesk import explain
from omnidesk._payload import Payload
from omnidesk.adapters import Adapter
from omnidesk.adapters._texts import read_text
from omnidesk.adapters.mapped import LiveChat, Mapped, load_map
from omnidesk.adapters.mapped._places import Item
from omnidesk.assembly import assemble
from omnidesk.errors import PayloadError
from omnidesk.events import MessagePosted


def test_it_is_an_adapter_named_by_its_map():
    assert isinstance(adapter(), Adapter)
    assert adapter().channel == "own"


# --- places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("text", "a"),
        (".text", "a"),
        ("/text", "a"),
        ("deep.er", "b"),
        ("/deep/er", "b"),
        ("list.1", "d"),
        ("list.9", None),
        ("list.x", None),
        ("text.x", None),
        ("$.deep.er", "b"),
        ("$/deep/er", "b"),
        ("^.deep.er", "b"),
        ("/a~1b/c~0d", "e"),
        (["nowhere", "empty", "text"], "a"),
        ("deep", None),
    ],
)
def test_a_place_is_dotted_or_a_pointer(place, found):
    item = {
        "text": "a",
        "deep": {"er": "b"},
        "list": ["c", "d"],
        "a/b": {"c~d": "e"},
        "empty": " ",
    }
    assert message(item, {"text": place}).text == found


def test_a_list_is_all_that_is_in_it():
    events = read([{"id": "1", "chat": "c"}, {"id": "2", "chat": "c"}])
    assert [event.source.pointer for event in events] == ["/0", "/1"]


def test_items_are_found_in_lists_within_lists_and_see_what_holds_them():
    body = {
        "site": "s",
        "chats": [{"key": "a", "said": [{"id": 1}, {"id": 2}]}, {"key": "b", "said": [{"id": 3}]}],
    }
    shape = {"items": "chats.*.said.*", "thread": "^.key", "subject": "$.site"}
    events = read(body, shape)
    assert [(one.thread[0], one.message.id, one.message.subject) for one in events] == [
        ("conversation:a", "1", "s"),
        ("conversation:a", "2", "s"),
        ("conversation:b", "3", "s"),
    ]
    assert events[2].source.pointer == "/chats/1/said/0"


def test_what_is_no_list_is_one_item():
    (event,) = read({"data": ITEM}, {"items": "data"})
    assert event.source.pointer == "/data"


def test_where_no_items_are_nothing_is_read():
    assert read({"other": 1}, {"items": "data.*.said"}) == []


def test_an_element_that_is_no_object_is_unrecognised_and_the_others_live():
    first, second = read([7, ITEM])
    assert (first.type, first.reason) == ("unrecognised", "invalid")
    assert second.message.id == "m-1"


@pytest.mark.parametrize("body", [b"5", b"null", b'"text"', b"", b"{", b"\xff"])
def test_what_is_no_object_and_no_list_is_refused(body):
    with pytest.raises(PayloadError) as caught:
        read(body)
    assert caught.value.channel == "own"
    assert caught.value.__context__ is None


def test_nothing_of_an_item_shows_in_its_repr():
    item = Item({"text": "secret"}, "/0", None)
    assert repr(item) == "<Item at '/0'>"
    assert repr(read_text("secret", "plain")) == "<Told, 6 characters>"


# --- formats --------------------------------------------------------------------------------------


def test_json_lines_are_items_and_a_broken_one_does_not_hide_the_next():
    body = b'{"id": "1", "chat": "c"}\n\n{"id": \n\xef\xbb\xbf{"id": "2", "chat": "c"}'
    events = read(body, format="json_lines")
    assert [(event.type, event.source.pointer) for event in events] == [
        ("message_posted", "row=1"),
        ("unrecognised", "row=3"),
        ("message_posted", "row=4"),
    ]


def test_a_missing_column_is_named_and_nothing_of_the_file():
    with pytest.raises(PayloadError) as caught:
        read(b"id,secret\n1,2\n", format="csv")
    assert caught.value.reason == "expected columns that are missing: chat"


def test_a_column_may_hold_an_attachment_and_a_defect_names_the_row():
    rule = {"items": "photo", "kind": "image", "url": "."}
    stars = {"path": "stars", "lowest": 1, "highest": 5}
    (event,) = read(
        b"id,chat,photo,stars\n1,c,https://a.example/1,9\n",
        {"attachments": rule, "rating": stars},
        format="csv",
    )
    assert event.message.attachments[0].url == "https://a.example/1"
    assert codes(event) == [("rating_out_of_bounds", "row=2")]


def test_columns_may_be_named_where_the_file_does_not():
    (event,) = read(b"1,c\n", format="csv", columns=["id", "chat"])
    assert (event.message.id, event.source.pointer) == ("1", "row=1")


def test_a_row_that_cannot_be_read_is_unrecognised():
    events = read(b"id,chat\n1,2,3\n1,2\n", format="csv")
    assert [event.type for event in events] == ["unrecognised", "message_posted"]


def test_a_field_that_a_form_sends_twice_counts_once():
    (event,) = read(b"id=1&chat=c&text=a&text=b", {"text": "text"}, format="form")
    assert event.message.text == "a"


def test_a_form_without_a_field_is_refused():
    with pytest.raises(PayloadError, match="expected form fields"):
        read(b"", format="form")


# --- ids ------------------------------------------------------------------------------------------


def test_an_item_without_an_id_is_unrecognised_unless_the_map_says_how_to_make_one():
    event = one({"id": None})
    assert (event.type, event.reason) == ("unrecognised", "missing_id")
    shape = {"id_from": {"path": ["chat", "text"], "required": ["text"]}}
    assert message({"id": None, "text": "a"}, shape).id.startswith("item_")
    assert one({"id": None}, shape).type == "unrecognised"


def test_a_made_id_is_the_same_every_time_and_another_for_another_item():
    shape = {"id": None, "id_from": ["chat", "text"]}
    items = [{"chat": "c", "text": text} for text in ("a", "b", "a")]
    first, second, again = [event.message.id for event in read(items, shape)]
    assert first == again != second


def test_equal_items_are_counted_where_the_map_says_so():
    shape = {"id": None, "id_from": {"path": ["text"], "repeats": "count"}}
    items = [{"chat": "c", "text": "a"}] * 3
    ids = [event.message.id for event in read(items, shape)]
    assert len(set(ids)) == 3
    assert ids == [event.message.id for event in read(items, shape)]


def test_nothing_to_make_an_id_of_makes_none():
    assert one({"id": None}, {"id": None, "id_from": ["a", "b"]}).type == "unrecognised"


def test_an_item_without_a_conversation_is_unrecognised():
    event = one({"chat": ""})
    assert (event.reason, event.expected) == ("missing_id", "expected an id of the conversation")


def test_an_item_of_nobody_knows_whose_side_is_unrecognised():
    event = one(account=None)
    assert (event.account, event.reason) == ("own", "missing_id")


def test_the_account_is_told_by_the_payload_or_by_the_adapter_which_wins():
    body = {**ITEM, "site": "s"}
    document = {"channel": "own", "account": "site", "shapes": [LEAST]}
    payload = Payload(json.dumps(body).encode())
    by_payload = Mapped(map=load_map(document))
    by_adapter = Mapped(map=load_map(document), account="x")
    assert [event.account for event in by_payload.parse(payload)] == ["s"]
    assert [event.account for event in by_adapter.parse(payload)] == ["x"]


def test_an_absurdly_long_id_is_none():
    event = one({"id": "x" * 5_000})
    assert event.type == "unrecognised"


def test_other_ids_of_a_message_are_its_aliases():
    shape = {"aliases": ["a", "b", "id", "nowhere"]}
    assert message({"a": "x", "b": 7}, shape).aliases == ("x", "7")


# --- words, numbers and times ---------------------------------------------------------------------

ROLE = {"path": "who", "words": {"khach": "customer", "1": "agent", "true": "bot"}}


@pytest.mark.parametrize(
    ("who", "role", "defect"),
    [
        ("KHACH", "customer", []),
        (1, "agent", []),
        (1.0, "agent", []),
        (True, "bot", []),
        (0.5, "unknown", [("role_unknown", "/who")]),
        (False, "unknown", [("role_unknown", "/who")]),
        (10**400, "unknown", [("role_unknown", "/who")]),
        ({}, "unknown", [("role_unknown", "/who")]),
        (None, "unknown", []),
    ],
)
def test_a_word_means_what_the_map_says_and_nothing_else(who, role, defect):
    event = one({"who": who}, {"author": {"role": ROLE}})
    assert event.message.author.role == role
    assert codes(event) == defect


def test_what_other_words_and_no_word_mean_is_declared():
    author = {"role": {**ROLE, "fallback": "system", "missing": "business"}}
    assert message({"who": "x"}, {"author": author}).author.role == "system"
    assert message({}, {"author": author}).author.role == "business"


@pytest.mark.parametrize(
    ("at", "told", "expected"),
    [
        ("2026-03-02T09:00:00+07:00", "at", "2026-03-02T02:00:00+00:00"),
        (1772416800, {"path": "at", "format": "seconds"}, "2026-03-02T02:00:00+00:00"),
        (1772416800000, {"path": "at", "format": "milliseconds"}, "2026-03-02T02:00:00+00:00"),
        ("02/03/2026 09:00", {"path": "at", "format": "%d/%m/%Y %H:%M"}, None),
        (None, "at", None),
        ({}, "at", None),
    ],
)
def test_a_time_is_read_as_declared_and_never_guessed(at, told, expected):
    found = message({"at": at}, {"at": told}).sent_at
    assert (found and found.isoformat()) == expected


def test_a_time_may_have_a_zone_of_its_own():
    shape = {"at": {"path": "at", "zone": "UTC"}}
    found = message({"at": "2026-03-02 09:00"}, shape, zone="Asia/Ho_Chi_Minh")
    assert found.sent_at.isoformat() == "2026-03-02T09:00:00+00:00"


def test_a_zone_is_declared():
    shape = {"at": {"path": ["day", "hour"], "format": "%d/%m/%Y %H:%M", "join": True}}
    found = message({"day": "02/03/2026", "hour": "09:00"}, shape, zone="Asia/Ho_Chi_Minh")
    assert found.sent_at.isoformat() == "2026-03-02T02:00:00+00:00"


@pytest.mark.parametrize(
    ("given", "value", "defect"),
    [
        (4, 4.0, []),
        ("4.5", 4.5, []),
        ("up", 5.0, []),
        (9, None, [("rating_out_of_bounds", "/stars")]),
        (-1, None, [("rating_out_of_bounds", "/stars")]),
        ("many", None, [("rating_unreadable", "/stars")]),
        ("9" * 40, None, [("rating_unreadable", "/stars")]),
        (None, None, []),
    ],
)
def test_a_rating_keeps_to_its_bounds(given, value, defect):
    rule = {"path": "stars", "lowest": 1, "highest": 5, "words": {"up": 5}}
    event = one({"stars": given}, {"rating": rule})
    assert (event.message.rating and event.message.rating.value) == value
    assert codes(event) == defect


def test_an_edit_whose_number_cannot_be_read_has_none():
    event = one({"v": "two", "text": "b"}, {"kind": "edit", "version": "v", "text": "text"})
    assert (event.version, codes(event)) == (None, [("version_unreadable", "")])


# --- texts ----------------------------------------------------------------------------------------


def test_html_becomes_text_and_html_that_is_safe():
    rule = {"path": "text", "format": "html"}
    found = message({"text": "<b>Hi</b><script>x</script><img src=x onerror=y>"}, {"text": rule})
    assert (found.text, found.html) == ("Hi", "<b>Hi</b><img>")


def test_html_with_more_elements_than_can_be_sorted_out_is_text_alone():
    rule = {"path": "text", "format": "html"}
    event = one({"text": "<b>a</b>" * 50_000}, {"text": rule})
    assert event.message.html is None
    assert ("limit_html_tags", "/text") in codes(event)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("**a** __b__ ~~c~~ `d`", "a b c d"),
        ("[shop](https://a.example/b)", "shop <https://a.example/b>"),
        ("[](https://a.example)", "https://a.example"),
        ("[https://a.example](https://a.example)", "https://a.example"),
        ("![cat](https://a.example/c.png)![](x)", "[cat]"),
        ("<https://a.example>", "https://a.example"),
        ("# Title\n## Next", "Title\nNext"),
        (r"\*not\* 2 * 3_4", "*not* 2 * 3_4"),
        ("[open (and [more](", "[open (and [more]("),
    ],
)
def test_markdown_becomes_text(raw, text):
    rule = {"path": "text", "format": {"path": "f", "words": {"md": "markdown"}}}
    assert message({"text": raw, "f": "md"}, {"text": rule}).text == text


# --- people ---------------------------------------------------------------------------------------


def test_a_visitor_without_identity_is_anonymous():
    found = message(
        {}, {"author": {"role": "customer", "identities": [{"scheme": "x", "path": "x"}]}}
    )
    assert (found.author.identities, found.author.name) == ((), None)


def test_a_session_is_known_within_its_account_alone():
    rule = [{"scheme": "session", "path": "sid"}]
    found = message({"sid": 7}, {"author": {"identities": rule}})
    assert [(one.value, one.scope) for one in found.author.identities] == [("7", "shop")]


@pytest.mark.parametrize(
    ("rule", "scope"),
    [
        ({"scheme": "x"}, "shop"),
        ({"scheme": "x", "scope": "anywhere"}, None),
        ({"scheme": "email"}, None),
        ({"scheme": "email", "scope": "account"}, "shop"),
        ({"scheme": "x", "scope_from": "site"}, "s"),
        ({"scheme": "x", "scope_from": "nowhere"}, "shop"),
    ],
)
def test_the_scope_of_an_identity_is_declared(rule, scope):
    identities = [{**rule, "path": "who"}]
    item = {"who": "a@b.example", "site": "s"}
    (found,) = message(item, {"author": {"identities": identities}}).author.identities
    assert found.scope == scope


@pytest.mark.parametrize(
    ("scheme", "text", "value"),
    [
        ("email", "Lan@Mail.Example", "Lan@mail.example"),
        ("email", "lan@mail.example", "lan@mail.example"),
        ("email", "lan", None),
        ("email", "lan lan@mail.example", None),
        ("phone", "0912 345 678", "+84912345678"),
        ("phone", "+84912345678", "+84912345678"),
        ("phone", "12", None),
        ("phone", "none", None),
        ("phone", "0" * 50, None),
    ],
)
def test_what_somebody_typed_is_read_if_it_is_beyond_doubt(scheme, text, value):
    identities = [{"scheme": scheme, "path": "who"}]
    event = one({"who": text}, {"author": {"identities": identities}}, region="VN")
    assert [one.value for one in event.message.author.identities] == ([value] if value else [])
    assert codes(event) == ([] if value else [(f"{scheme}_unreadable", "")])


def test_identities_and_names_may_be_of_some_roles_alone():
    author = {
        "role": ROLE,
        "name": [
            {"path": "name", "roles": ["agent"]},
            {"path": "nick", "source": "submitted", "roles": ["customer"]},
        ],
        "identities": [
            {"scheme": "customer", "path": "who_id", "roles": ["customer"]},
            {"scheme": "agent", "path": "who_id", "roles": ["agent"]},
        ],
    }
    item = {"who": "khach", "who_id": "7", "name": "Minh", "nick": "Lan"}
    found = message(item, {"author": author}).author
    assert [one.scheme for one in found.identities] == ["customer"]
    assert (found.name, found.name_source) == ("Lan", "submitted")


def test_an_author_of_our_side_is_known_by_their_id():
    shape = {
        "direction": "by_role",
        "author": {"identities": [{"scheme": "x", "path": "who"}]},
    }
    found = message({"who": "7"}, shape, own_ids=["7"])
    assert (found.author.role, found.direction) == ("business", "outbound")
    assert message({"who": "8"}, shape, own_ids=["7"]).direction == "unknown"


def test_whom_it_is_addressed_to_is_left_out_where_nobody_is_named():
    shape = {"to": [{"identities": [{"scheme": "x", "path": "to"}]}, {"name": "nobody"}]}
    assert len(message({"to": "1"}, shape).to) == 1


# --- direction and notes --------------------------------------------------------------------------

NOTE = {"path": "note", "words": {"true": "internal", "false": "private"}}


@pytest.mark.parametrize(
    ("note", "direction", "visibility"),
    [
        (True, "internal", "internal"),
        (False, "outbound", "private"),
        (None, "unknown", "unknown"),
        ("perhaps", "unknown", "unknown"),
        ({}, "unknown", "unknown"),
    ],
)
def test_what_may_be_a_note_is_never_outbound(note, direction, visibility):
    found = message({"note": note}, {"direction": "outbound", "visibility": NOTE})
    assert (found.direction, found.visibility) == (direction, visibility)


@pytest.mark.parametrize("note", [{}, [], {"by": "minh"}, [True], 10**400])
def test_what_is_no_word_is_not_taken_for_a_missing_one(note):
    rule = {**NOTE, "missing": "private"}
    found = message({"note": note}, {"direction": "outbound", "visibility": rule})
    assert (found.direction, found.visibility) == ("unknown", "unknown")


@pytest.mark.parametrize("note", [None, "", " "])
def test_an_empty_word_is_a_missing_one(note):
    rule = {**NOTE, "missing": "private"}
    found = message({"note": note}, {"direction": "outbound", "visibility": rule})
    assert (found.direction, found.visibility) == ("outbound", "private")


def test_what_comes_in_is_no_note_of_ours():
    found = message({}, {"direction": "inbound", "visibility": NOTE})
    assert found.direction == "inbound"


def test_what_is_internal_by_its_direction_can_be_read_by_our_side_alone():
    rule = {"path": "d", "words": {"note": "internal"}}
    event = one({"d": "note"}, {"direction": rule, "visibility": "public"})
    assert (event.message.visibility, event.visibility) == ("internal", "unknown")


def test_what_comes_in_has_no_origin():
    shape = {
        "origin": "own_app",
        "direction": {"path": "d", "words": {"in": "inbound", "out": "outbound"}},
    }
    assert message({"d": "in"}, shape).origin == "unknown"
    assert message({"d": "out"}, shape).origin == "own_app"


@given(
    st.dictionaries(
        st.sampled_from(["author", "internal", "direction", "visibility", "text"]),
        st.sampled_from([True, "true", 1, "1", False, None, {"type": "agent"}, [], "internal"]),
    )
)
def test_a_note_in_a_live_chat_is_internal_whatever_else_is_said(fields):
    body = {"event": "message", "site": "s", "conversation_id": "c", "id": "1", **fields}
    body["internal"] = True
    (event,) = LiveChat().parse(Payload(json.dumps(body).encode()))
    assert isinstance(event, MessagePosted)
    assert (event.message.direction, event.message.visibility) == ("internal", "internal")


# --- what hangs on a message ----------------------------------------------------------------------


def test_attachments_are_read_and_odd_ones_are_said():
    rule = {
        "items": "files",
        "kind": "by_media_type",
        "url": "url",
        "filename": "name",
        "media_type": "type",
        "size": "size",
        "expires_at": {"path": "until", "format": "seconds"},
        "needs_token": True,
    }
    files = [
        {"url": "https://a.example/1", "name": "c:\\x\\a.PNG", "type": "Image/PNG; q=1", "size": 5},
        {"url": "https://a.example/2", "size": "big", "until": 1772416800},
        None,
        {},
    ]
    event = one({"files": files}, {"attachments": rule})
    first, second = event.message.attachments
    assert (first.kind, first.filename, first.media_type, first.size) == (
        "image",
        "a.PNG",
        "image/png",
        5,
    )
    assert (second.kind, second.size, second.needs_token) == ("file", None, True)
    assert second.expires_at is not None
    assert codes(event) == [
        ("size_unreadable", "/files/1"),
        ("attachment_unreadable", "/files/2"),
        ("attachment_unreadable", "/files/3"),
    ]


def test_a_list_of_addresses_is_a_list_of_attachments():
    rule = {"items": "images", "kind": "image", "url": "."}
    found = message(
        {"images": ["https://a.example/1", "https://a.example/2"]}, {"attachments": rule}
    )
    assert [one.url for one in found.attachments] == ["https://a.example/1", "https://a.example/2"]


def test_a_place_on_the_earth_is_within_its_bounds():
    rule = {"items": "at", "kind": "location", "latitude": "lat", "longitude": "long"}
    places = [{"lat": 10.5, "long": 106.5}, {"lat": 95, "long": 0}, {"lat": "x", "long": 0}]
    event = one({"at": places}, {"attachments": rule})
    (found,) = event.message.attachments
    assert (found.coordinates.latitude, found.coordinates.longitude) == (10.5, 106.5)
    assert codes(event)[0] == ("coordinates_unreadable", "/at/1")


def test_attachments_have_a_bound():
    rule = {"items": "images", "kind": "image", "url": "."}
    event = one({"images": ["x"] * 1_001}, {"attachments": rule})
    assert len(event.message.attachments) == 1_000
    assert codes(event) == [("limit_attachments", "")]


def test_an_unknown_kind_of_attachment_is_kept_as_unknown():
    kind = {"path": "kind", "words": {"img": "image"}}
    rule = {"items": "files", "kind": kind, "url": "url"}
    event = one({"files": [{"kind": "hologram", "url": "u"}]}, {"attachments": rule})
    assert event.message.attachments[0].kind == "unknown"
    assert codes(event) == [("attachment_kind_unknown", "/files/0/kind")]


def test_what_a_message_answers_may_be_told_in_several_places():
    rules = ["parent", {"path": "quoted", "kind": "external", "none": "0"}]
    shape = {"reply_to": rules}
    assert message({"parent": 5}, shape).reply_to.id == "5"
    assert message({"quoted": "x"}, shape).reply_to.kind == "external"
    assert message({"quoted": "0"}, shape).reply_to is None


@pytest.mark.parametrize(
    ("item", "depth"),
    [({}, 0), ({"parent": "r", "root": "r"}, 1), ({"parent": "p", "root": "r"}, None)],
)
def test_a_comment_has_its_place_in_a_tree(item, depth):
    shape = {"tree": {"root": "root", "parent": "parent"}}
    assert message(item, shape).tree.depth == depth


def test_what_a_conversation_hangs_on():
    shape = {"about": {"kind": {"path": "k", "words": {"sp": "product"}}, "id": "p"}}
    assert one({"k": "sp", "p": 5}, shape).about.kind == "product"
    assert one({"k": "what", "p": 5}, shape).about.kind == "other"
    assert one({"k": "sp"}, shape).about is None


# --- kinds of events ------------------------------------------------------------------------------


def test_the_first_shape_that_fits_counts():
    document = {
        "channel": "own",
        "shapes": [
            {**LEAST, "kind": "delete", "when": {"gone": True}},
            {**LEAST, "when": {"kind": ["a", 1]}, "unless": {"text": {"present": False}}},
            {"kind": "nothing", "when": {"kind": "b"}},
        ],
    }
    own = Mapped(map=load_map(document), account="shop")

    def kinds(**item):
        payload = Payload(json.dumps({**ITEM, **item}).encode())
        return [event.type for event in own.parse(payload)]

    assert kinds(gone="TRUE", kind="a", text="t") == ["message_deleted"]
    assert kinds(kind=1, text="t") == ["message_posted"]
    assert kinds(kind="a", text="") == ["unrecognised"]
    assert kinds(kind="b") == []
    assert kinds() == ["unrecognised"]


@pytest.mark.parametrize("state", ["shown", "gone"])
def test_a_moderation_of_an_unknown_kind_is_unrecognised(state):
    rule = {"path": "state", "words": {"shown": "live", "gone": "deleted"}}
    event = one({"state": state}, {"kind": "moderation", "state": rule})
    assert event.type == ("message_moderated" if state == "shown" else "unrecognised")


def test_a_reaction_of_an_unknown_kind_is_unrecognised():
    rule = {"action": {"path": "a", "words": {"on": "added"}}, "name": "sign"}
    shape = {"kind": "reaction", "reaction": rule}
    assert one({"a": "on", "sign": "love"}, shape).name == "love"
    assert one({"a": "off"}, shape).type == "unrecognised"


def test_a_receipt_names_a_message_or_a_moment():
    rule = {"kind": {"path": "k", "words": {"seen": "read"}}, "watermark": "until"}
    shape = {"kind": "receipt", "receipt": rule}
    assert one({"k": "seen"}, shape).message_ids == ("m-1",)
    until = one({"k": "seen", "id": None, "until": "2026-03-02T00:00:00Z"}, shape)
    assert until.watermark is not None
    assert one({"k": "seen", "id": None}, shape).type == "unrecognised"
    assert one({"k": "what"}, shape).type == "unrecognised"


def test_an_edit_keeps_still_about_what_it_does_not_tell():
    event = one({"text": "b"}, {"kind": "edit", "text": "text", "author": None})
    assert (event.text, event.attachments, event.author) == ("b", None, None)
    rule = {"items": "files", "url": "."}
    assert one({}, {"kind": "edit", "attachments": rule}).attachments is None
    assert one({}, {"kind": "edit", "author": {}}).author is None
    assert one({"files": []}, {"kind": "edit", "attachments": rule}).attachments == ()


def test_a_link_needs_two_addresses():
    rule = {
        "evidence": "agent",
        "state": {"path": "s", "words": {"on": "linked", "off": "withdrawn"}, "missing": "linked"},
        "identities": [{"scheme": "session", "path": "sid"}, {"scheme": "email", "path": "mail"}],
    }
    shape = {"kind": "link", "link": rule}
    whole = {"sid": "s", "mail": "a@b.example"}
    assert one(whole, shape).link.state == "linked"
    assert one({**whole, "s": "off"}, shape).link.state == "withdrawn"
    assert one({**whole, "s": "what"}, shape).type == "unrecognised"
    assert one({"sid": "s"}, shape).type == "unrecognised"
    assert read({**ITEM, "sid": "s"}, {**shape, "also": True})[0].reason == "unknown_kind"


def test_a_shape_that_goes_along_with_others_and_lacks_an_id_says_nothing():
    consent = {
        "kind": "consent",
        "also": True,
        "thread": "nowhere",
        "consent": {"state": "granted", "signal": "form"},
    }
    document = {"channel": "own", "shapes": [LEAST, consent]}
    events = Mapped(map=load_map(document), account="a").parse(Payload(json.dumps(ITEM).encode()))
    assert [event.type for event in events] == ["message_posted"]


def test_actors_without_a_name_or_an_address_are_still_told_apart_from_nobody():
    shape = {
        "kind": "notice",
        "notice": {"kind": "left", "text": "why"},
        "author": {"name": "name"},
    }
    named, unnamed = one({"name": "Lan", "why": "x"}, shape), one({}, shape)
    assert named.id != unnamed.id
    assert named.notice.text == "x"


# --- properties -----------------------------------------------------------------------------------

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["event", "id", "site", "conversation_id", "author", "text", "created_at", "type"]
            )
            | st.text(max_size=4),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_json_gives_events_or_a_payload_error(value):
    body = json.dumps(value).encode()
    try:
        events = tuple(LiveChat().parse(Payload(body)))
    except PayloadError:
        return
    assemble(events)


CHAT = st.lists(
    st.fixed_dictionaries(
        {
            "event": st.sampled_from(["message", "edit", "delete", "reaction", "read", "rating"]),
            "site": st.just("s"),
            "conversation_id": st.sampled_from(["c-1", "c-2"]),
            "id": st.sampled_from(["1", "2", "3"]),
            "created_at": st.sampled_from(["2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", None]),
            "author": st.sampled_from([{"type": "visitor", "session_id": "v"}, {"type": "agent"}]),
            "text": st.sampled_from(["a", "b"]),
        }
    ),
    max_size=8,
)


@given(CHAT, st.randoms(use_true_random=False))
def test_order_and_repetition_decide_nothing(items, chance):
    payloads = [Payload(json.dumps(item).encode()) for item in items]
    events = [event for payload in payloads for event in LiveChat().parse(payload)]
    shuffled = [*events, *events]
    chance.shuffle(shuffled)
    assert assemble(shuffled) == assemble(events)


@given(CHAT, JSON)
def test_a_field_that_no_map_names_changes_nothing(items, value):
    def told(more):
        body = json.dumps([{**item, **more} for item in items]).encode()
        events = LiveChat().parse(Payload(body))
        return [event.model_dump(exclude={"source"}) for event in events]

    assert told({}) == told({"unnamed": value})


def test_a_chat_pays_neither_for_mail_nor_for_calls_nor_for_numbers():
    code = (
        "import sys; from omnidesk.adapters.mapped import LiveChat; LiveChat(); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    heavy = {"nh3", "httpx", "phonenumbers", "omnidesk.adapters.calls", "omnidesk.adapters.email"}
    assert heavy & set(done.stdout.split()) == set()


def test_explain_lists_what_was_not_mapped():
    body = json.dumps({**ITEM, "text": "a", "ip": "192.0.2.1"}).encode()
    assert explain(Payload(body), adapter({"text": "text"})).unread == ("/ip",)


@pytest.mark.parametrize(
    ("photos", "found"),
    [
        (
            "https://a.example/1 | https://a.example/2",
            ["https://a.example/1", "https://a.example/2"],
        ),
        ("https://a.example/1", ["https://a.example/1"]),
        (["https://a.example/1|2", ""], ["https://a.example/1", "2"]),
        ("| |", []),
        ("", []),
        (5, ["5"]),
    ],
)
def test_several_attachments_may_be_one_text(photos, found):
    rule = {"items": "photos", "split": "|", "url": ".", "kind": "image"}
    attachments = message({"photos": photos}, {"attachments": rule}).attachments
    assert [one.url for one in attachments] == found


def test_a_table_has_attachments_too():
    rule = {"items": "photos", "split": ";", "url": ".", "kind": "image"}
    body = b"id,room,photos\n1,r,https://a.example/1;https://a.example/2\n"
    (event,) = own("csv", attachments=rule).parse(Payload(body))
    assert [one.kind for one in event.message.attachments] == ["image", "image"]


@pytest.mark.parametrize(
    ("body", "told"), [({}, None), ({"files": []}, ()), ({"files": None}, None)]
)
def test_an_edit_that_tells_nothing_of_files_within_takes_none_away(body, told):
    rule = {"items": "body.files", "url": "url", "kind": "file"}
    shape = {"kind": "edit", "attachments": rule, "text": "body.text"}
    assert one({"body": {"text": "x", **body}}, shape).attachments == told


# --- what a map does not name ---------------------------------------------------------------------


def own(form="json", **more):
    shape = {"id": "id", "thread": "room", "direction": "inbound", "author": {"role": "customer"}}
    return Mapped(
        map=load_map({"channel": "own", "format": form, "shapes": [{**shape, **more}]}),
        account="x",
    )


@pytest.mark.parametrize(
    ("form", "body", "expected"),
    [
        ("csv", b"ID,room, IP ,\n1,r,192.0.2.7,\n", ("IP",)),
        ("csv", b"", ()),
        ("form", b"id=1&room=2&ip=3&ip=4", ("/ip",)),
        ("json_lines", b'{"id":1,"a/b":2}\n\nx\n{"id":2,"ip":{"v":4}}\n', ("/a~1b", "/ip/v")),
        ("json", b'[{"id":1,"ip":[4]},{"room":2,"ip":[{}]}]', ("/*/ip/*",)),
        ("json", b'{"id":1,"room":2}', ()),
    ],
)
def test_what_a_map_does_not_name_is_listed_in_every_format(form, body, expected):
    assert own(form).unmapped(Payload(body)) == expected


def test_columns_without_a_header_are_known_from_the_map():
    shape = {"id": "id", "thread": "room", "direction": "inbound", "author": {"role": "customer"}}
    table = {"channel": "own", "format": "csv", "columns": ["id", "room", "ip"], "shapes": [shape]}
    assert Mapped(map=load_map(table), account="x").unmapped(Payload(b"1,2,3\n")) == ("ip",)


def test_places_are_compared_from_where_they_are_read():
    reader = own(
        items="threads.*.messages",
        thread="^.id",
        text="parts.0",
        attachments={"items": "files", "url": "url", "title": "^.caption"},
        about={"kind": "page", "url": "$.page"},
        when={"kind": "said"},
    )
    message = {
        "id": 1,
        "kind": "said",
        "parts": ["a"],
        "caption": "c",
        "files": [{"url": "u", "etag": "e"}],
    }
    body = {"page": "p", "host": "h", "threads": [{"id": 2, "owner": 3, "messages": [message]}]}
    found = reader.unmapped(Payload(json.dumps(body).encode()))
    assert set(found) == {"/host", "/threads/*/owner", "/threads/*/messages/*/files/*/etag"}


def test_a_map_that_tells_the_account_names_it():
    shape = {"id": "id", "thread": "room", "direction": "inbound", "author": {"role": "customer"}}
    site = {"channel": "own", "account": "$.site", "shapes": [{**shape, "items": "all"}]}
    reader = Mapped(map=load_map(site))
    assert reader.unmapped(Payload(b'{"site": "s", "all": [{"id": 1}], "x": 1}')) == ("/x",)


def test_a_field_of_many_items_is_listed_once():
    body = json.dumps([{"x": 1}] * 6_000).encode()
    assert own().unmapped(Payload(body)) == ("/*/x",)


@given(st.binary(max_size=40))
@pytest.mark.parametrize("form", ["csv", "form", "json", "json_lines"])
def test_what_is_not_mapped_of_anything_is_listed_or_refused(form, body):
    with suppress(PayloadError):
        own(form).unmapped(Payload(body))
