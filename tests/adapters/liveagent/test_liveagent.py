"""LiveAgent: letters for everything, and notes that must never go out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk import Payload, PayloadError, assemble, people, sniff
from omnidesk.adapters._clock import Clock
from omnidesk.adapters._desk import Desk
from omnidesk.adapters.liveagent import LiveAgent
from omnidesk.adapters.liveagent import _wire as wire
from omnidesk.adapters.liveagent import _words as words
from omnidesk.adapters.liveagent._desk import Room
from omnidesk.adapters.liveagent._groups import Letter, Line
from omnidesk.testing import builtin_samples

AT = "2026-03-02 09:30:00"
DESK = LiveAgent(
    account="desk", ticket_id="t1", agent_ids=frozenset({"minh"}), zone="Asia/Ho_Chi_Minh"
)
TYPES = st.sampled_from(
    sorted(
        words.SPOKEN
        | words.FILES
        | words.NOTES
        | {words.QUOTED, words.COMMENT}
        | set(words.RANKINGS)
        | set(words.MESSAGE_NOTICES)
        | words.NOTHING
    )
)
GROUPS = st.sampled_from(
    sorted(
        words.LETTERS
        | words.CHATS
        | words.INTERNAL_GROUPS
        | set(words.GROUP_NOTICES)
        | set(words.CALLS)
        | {"?"}
    )
)


def read(body, adapter=DESK):
    return tuple(adapter.parse(Payload(json.dumps(body).encode())))


def message(kind="M", userid="lan", text="chào", message_id="m1", **fields):
    return {
        "id": message_id,
        "userid": userid,
        "type": kind,
        "datecreated": AT,
        "format": "T",
        "message": text,
        **fields,
    }


def group(kind, *messages, **fields):
    return {
        "id": "g1",
        "userid": "lan",
        "type": kind,
        "datecreated": AT,
        "messages": list(messages),
        **fields,
    }


def posted(body, adapter=DESK):
    (event,) = [one for one in read(body, adapter) if one.type == "message_posted"]
    return event


def sample(name):
    return next(one for one in builtin_samples("liveagent") if one.name == name)


# --- notes ----------------------------------------------------------------------------------------


@given(TYPES, GROUPS, st.sampled_from(["minh", "lan", "system00", None]))
def test_a_note_is_never_outbound(kind, of_group, userid):
    for event in read([group(of_group, message(kind, userid))]):
        if event.type != "message_posted":
            continue
        if kind in words.NOTES:
            assert event.message.direction == "internal"
        if event.message.direction == "outbound":
            assert of_group in words.LETTERS | words.CHATS
            assert event.message.visibility == "private"


@pytest.mark.parametrize("of_group", sorted(words.INTERNAL_GROUPS))
def test_what_is_said_in_an_internal_group_is_a_note(of_group):
    event = posted([group(of_group, message(userid="minh"))])
    assert (event.message.direction, event.message.visibility) == ("internal", "internal")


@pytest.mark.parametrize("of_group", ["J", "X", "?", None])
def test_what_an_agent_says_where_nobody_knows_who_reads_it_has_not_gone_out(of_group):
    event = posted([group(of_group, message(userid="minh"))])
    assert event.message.direction == "unknown"
    assert [one.code for one in event.defects] == ["visibility_unknown"]


# --- who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("userid", "agents", "role", "direction"),
    [
        ("minh", {"minh"}, "agent", "outbound"),
        ("lan", {"minh"}, "customer", "inbound"),
        ("lan", set(), "unknown", "unknown"),
        ("system00", {"minh"}, "system", "unknown"),
        (None, {"minh"}, "customer", "inbound"),  # the group's
    ],
)
def test_the_list_of_agents_tells_who_is_who(userid, agents, role, direction):
    adapter = LiveAgent(account="desk", ticket_id="t1", agent_ids=frozenset(agents), zone="UTC")
    said = posted([group("C", message(userid=userid))], adapter).message
    assert (said.author.role, said.direction) == (role, direction)


def test_a_ticket_tells_who_its_owner_and_its_agent_are():
    body = {
        "ticket": {"id": "t1", "owner_contactid": "lan", "agentid": "minh", "date_created": AT},
        "messages": [
            group("C", message(), message(userid="minh", message_id="m2")),
            group("C", message(userid="ai", message_id="m3"), id="g2"),
        ],
    }
    adapter = LiveAgent(account="desk", zone="UTC")
    said = [one.message for one in read(body, adapter) if one.type == "message_posted"]
    assert [one.direction for one in said] == ["inbound", "outbound", "unknown"]


def test_a_tickets_agent_is_one_even_where_the_list_has_forgotten_them():
    body = {
        "ticket": {"id": "t1", "owner_contactid": "lan", "agentid": "hanh", "date_created": AT},
        "messages": [group("C", message(userid="hanh"))],
    }
    assert posted(body).message.direction == "outbound"


def test_nobody_is_nobody():
    said = posted([group("C", message(userid=None), userid=None)]).message
    assert (said.author.identities, said.direction) == ((), "unknown")


@pytest.mark.parametrize(
    ("kind", "direction", "role"), [("3", "inbound", "customer"), ("4", "outbound", "business")]
)
def test_a_letter_says_which_way_it_went(kind, direction, role):
    adapter = LiveAgent(account="desk", ticket_id="t1", zone="UTC")
    said = posted([group(kind, message())], adapter).message
    assert (said.direction, said.author.role) == (direction, role)


def test_who_answers_a_forwarded_letter_is_no_customer_unless_they_are():
    assert posted([group("Q", message())]).message.author.role == "unknown"
    body = {
        "ticket": {"id": "t1", "owner_contactid": "lan"},
        "messages": [group("Q", message())],
    }
    assert posted(body).message.author.role == "customer"


def test_an_owner_is_linked_to_their_address():
    (person,) = people(sample("ticket").golden)
    assert {one.scheme for one in person.identities} == {"email", "liveagent"}


# --- what -----------------------------------------------------------------------------------------


def test_a_letter_is_one_message_with_what_stands_beside_it():
    letter = next(one for one in sample("letters").golden if one.message.id == "msg00023").message
    assert letter.subject == "Đổi hàng đơn HS-1042"
    assert letter.quoted == "Đơn HS-1042 đã được giao."
    assert [one.kind for one in letter.attachments] == ["image", "file"]


def test_several_messages_of_a_letter_stay_several():
    body = [group("3", message(), message(message_id="m2"), message("F", message_id="m3"))]
    said = [one.message for one in read(body)]
    assert [(one.id, len(one.attachments)) for one in said] == [("m1", 1), ("m2", 0)]


@pytest.mark.parametrize(("kind", "value"), [("W", 1.0), ("P", 0.0)])
def test_a_ranking_is_a_thumb_of_the_customers(kind, value):
    said = posted([group("C", message(kind, None, None))]).message
    assert (said.rating.value, said.direction) == (value, "inbound")


def test_a_call_is_a_call():
    (whole,) = assemble(sample("calls").golden)
    assert [one.direction for one in whole.calls] == ["inbound", "outbound", "internal"]


def test_a_text_is_html_only_where_its_format_says_so():
    plain = posted([group("C", message(text="a <b>b</b>"))]).message
    rich = posted([group("C", message(text="a <b>b</b>", format="H"))]).message
    assert (plain.text, plain.html) == ("a <b>b</b>", None)
    assert rich.text == "a b"


def test_a_remark_of_nobody_has_no_actor():
    (notice,) = read([group("C", message("S", None))])
    assert notice.notice.actor is None


def test_a_tickets_changes_are_the_same_in_every_snapshot():
    again = [*sample("ticket").golden, *sample("ticket").golden]
    (whole,) = assemble(again)
    assert sorted(one.kind for one in whole.notices) == ["assigned", "opened", "status_changed"]


# --- times ----------------------------------------------------------------------------------------


def test_a_time_is_read_in_the_zone_that_was_given():
    assert posted([group("C", message())]).message.sent_at.hour == 2


def test_without_a_zone_a_time_is_none():
    adapter = LiveAgent(account="desk", ticket_id="t1")
    event = posted([group("C", message())], adapter)
    assert event.message.sent_at is None
    assert [one.code for one in event.defects] == ["time_without_zone"]


def test_a_zone_that_there_is_not_is_the_callers_mistake():
    with pytest.raises(ValueError, match="zone: expected an IANA zone"):
        LiveAgent(zone="Asia/Hoa_Sen")


# --- shapes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ticket_id", "ticketid", "conversationid"])
def test_a_rule_may_call_the_ticket_what_it_likes(name):
    body = {name: 42, "messages": [message()]}
    assert read(body, LiveAgent(account="desk", zone="UTC"))[0].thread == ("42",)


def test_an_id_that_is_none_leaves_the_configured_one():
    assert read({"ticket_id": [1], "messages": [message()]})[0].thread == ("t1",)


def test_a_single_group_is_read_too():
    assert posted(group("C", message())).thread == ("t1",)


@pytest.mark.parametrize(
    ("body", "adapter"),
    [
        ([group("C", message())], LiveAgent(account="desk")),
        ([group("C", message())], LiveAgent(ticket_id="t1")),
        ([{"date_created": AT}], DESK),
        ({"messages": [message()]}, LiveAgent(account="desk")),
    ],
)
def test_without_a_ticket_or_an_account_nothing_is_read(body, adapter):
    assert [one.reason for one in read(body, adapter)] == ["missing_id"]


@pytest.mark.parametrize(
    ("body", "reasons"),
    [
        ({"ticket": 5, "messages": []}, ["invalid"]),
        ({"ticket": {"id": "t1"}, "messages": 5}, ["invalid"]),
        ({"ticket": {}, "messages": []}, ["missing_id"]),
        ([{"date_created": AT, "id": []}], ["invalid"]),
    ],
)
def test_what_cannot_be_read_says_why(body, reasons):
    found = [one.reason for one in read(body) if one.type == "unrecognised"]
    assert found == reasons


def test_an_account_of_nobody_knows_no_ticket():
    body = {"ticket": {"id": "t1", "date_created": AT}, "messages": [message()]}
    assert {one.type for one in read(body, LiveAgent())} == {"unrecognised"}


def test_an_error_of_the_api_is_refused():
    with pytest.raises(PayloadError, match="expected a ticket, messages"):
        read({"message": "Unauthorized"})


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ([group("C")], "liveagent"),
        (group("C"), "liveagent"),
        ({"owner_contactid": "c", "date_created": AT}, "liveagent"),
        ({"ticket": {}, "messages": [message()]}, "liveagent"),
        ({"messages": [message()]}, None),
        ({"datecreated": AT}, None),
        ("datecreated", None),
        ([5, "datecreated"], None),
    ],
)
def test_its_payloads_are_recognised_and_others_are_not(body, name):
    assert sniff(Payload(json.dumps(body).encode())) == name


def test_what_is_not_even_json_is_not_its_own():
    assert not LiveAgent.recognises(Payload(b'["datecreated"'))


def test_nothing_shows_what_was_said():
    desk = Desk(Payload(b"{}"), "liveagent", "desk")
    room = Room(desk, Clock("UTC"), frozenset(), "bí mật")
    line = Line(room, wire.Group(), wire.Message(message="bí mật"), "bí mật", "/0")
    assert "bí mật" not in repr([Letter("bí mật"), line, room])
