"""Intercom: what its words mean, and what must never happen to a note."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk import Payload, PayloadError, assemble, people, sniff
from omnidesk.adapters._rich import Rich
from omnidesk.adapters.intercom import Intercom
from omnidesk.adapters.intercom._words import CHANGES, MESSAGES, NOTES, ROLES
from omnidesk.testing import builtin_samples

APP = "hs7k2m4q"
AT = 1772443800
LAN = {"type": "user", "id": "u1", "name": "Lan"}
MINH = {"type": "admin", "id": "a1", "name": "Minh"}


def read(body, adapter=None):
    adapter = adapter or Intercom(app_id=APP)
    return tuple(adapter.parse(Payload(json.dumps(body).encode())))


def part(kind="comment", author=LAN, body="<p>chào</p>", **fields):
    return {
        "id": "1",
        "part_type": kind,
        "author": author,
        "body": body,
        "created_at": AT,
        **fields,
    }


def conversation(*parts, **fields):
    return {
        "type": "conversation",
        "id": "c1",
        "created_at": AT,
        "conversation_parts": {"conversation_parts": list(parts), "total_count": len(parts)},
        **fields,
    }


def told(*parts, topic="conversation.user.replied", **fields):
    return {
        "type": "notification_event",
        "app_id": APP,
        "topic": topic,
        "created_at": AT,
        "data": {"item": conversation(*parts, **fields)},
    }


def only(body, adapter=None):
    (event,) = read(body, adapter)
    return event


def sample(name):
    return next(one for one in builtin_samples("intercom") if one.name == name)


# --- notes ----------------------------------------------------------------------------------------


@given(
    st.sampled_from(sorted(NOTES)),
    st.sampled_from(sorted(ROLES)),
    st.sampled_from([None, "hoasen-crm"]),
    st.booleans(),
)
def test_a_note_is_never_outbound_whoever_wrote_it(kind, author, package, redacted):
    body = told(
        part(kind, {"type": author, "id": "x"}, app_package_code=package, redacted=redacted)
    )
    posted = read(body)[0].message
    assert (posted.direction, posted.visibility, posted.origin) == (
        "internal",
        "internal",
        "unknown",
    )


@given(st.text(max_size=30), st.sampled_from(sorted(ROLES)))
def test_a_part_of_a_kind_that_nobody_knows_has_never_gone_out(kind, author):
    if kind in MESSAGES or kind in CHANGES:
        return
    for event in read(told(part(kind, {"type": author, "id": "x"}))):
        if event.type == "message_posted":
            assert event.message.direction != "outbound"


@pytest.mark.parametrize("kind", ["assignment", "assign_and_reopen", "default_assignment"])
def test_what_is_written_on_handing_over_may_be_a_note(kind):
    posted, notice = read(told(part(kind, MINH)))
    assert posted.message.direction == "unknown"
    assert [one.code for one in posted.defects] == ["visibility_unknown"]
    assert notice.notice.kind == "assigned"


def test_what_a_customer_writes_is_inbound_even_where_the_desk_hands_over():
    posted, _ = read(told(part("assignment", LAN)))
    assert posted.message.direction == "inbound"
    assert posted.defects == ()


@pytest.mark.parametrize(
    ("shared", "direction", "visibility"),
    [(True, "outbound", "private"), (False, "internal", "internal"), (None, "unknown", "unknown")],
)
def test_what_is_said_in_a_ticket_has_gone_out_only_if_the_customer_sees_it(
    shared, direction, visibility
):
    parts = {"ticket_parts": [part(author=MINH)]}
    item = {"type": "ticket", "id": "c1", "is_shared": shared, "ticket_parts": parts}
    _, posted = read(item)
    assert posted.message.direction == direction
    assert (posted.message.visibility, posted.visibility) == (visibility, visibility)


@given(st.sampled_from([True, False, None]), st.booleans())
def test_a_note_in_a_ticket_is_never_outbound(shared, redacted):
    parts = {"ticket_parts": [part("note", MINH, redacted=redacted)]}
    item = {"type": "ticket", "id": "c1", "is_shared": shared, "ticket_parts": parts}
    posted = next(one for one in read(item) if one.type == "message_posted")
    assert posted.message.direction == "internal"


def test_what_a_customer_says_in_a_ticket_comes_in_whoever_sees_it():
    parts = {"ticket_parts": [part()]}
    item = {"type": "ticket", "id": "c1", "is_shared": False, "ticket_parts": parts}
    assert read(item)[1].message.direction == "inbound"


def test_a_ticket_never_meets_a_conversation_of_the_same_number():
    ticket = {"type": "ticket", "id": "c1", "ticket_parts": {"ticket_parts": [part()]}}
    assert len(assemble([*read(ticket), *read(told(part()))])) == 2


# --- who and what ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("author", "role", "direction"),
    [
        ({"type": "user", "id": "1"}, "customer", "inbound"),
        ({"type": "lead", "id": "1"}, "customer", "inbound"),
        ({"type": "contact", "id": "1"}, "customer", "inbound"),
        ({"type": "admin", "id": "1"}, "agent", "outbound"),
        ({"type": "admin", "id": "1", "from_ai_agent": True}, "bot", "outbound"),
        ({"type": "admin", "id": "1", "is_ai_answer": True}, "bot", "outbound"),
        ({"type": "bot", "id": "1"}, "bot", "outbound"),
        ({"type": "team", "id": "1"}, "business", "outbound"),
        ({"type": "robot_dog", "id": "1"}, "unknown", "unknown"),
        (None, "unknown", "unknown"),
    ],
)
def test_an_author_has_the_role_that_the_type_says(author, role, direction):
    message = only(told(part(author=author))).message
    assert (message.author.role, message.direction) == (role, direction)


@pytest.mark.parametrize(
    ("fields", "own", "origin"),
    [
        ({}, None, "unknown"),
        ({"app_package_code": None}, None, "native"),
        ({"app_package_code": "hoasen-crm"}, None, "unknown"),
        ({"app_package_code": "hoasen-crm"}, "hoasen-crm", "own_app"),
        ({"app_package_code": "another"}, "hoasen-crm", "other_app"),
    ],
)
def test_the_package_says_what_has_sent_it(fields, own, origin):
    adapter = Intercom(own_package=own)
    assert only(told(part(author=MINH, **fields)), adapter).message.origin == origin


def test_a_bot_is_the_platform_unless_an_app_has_written_for_it():
    bot = {"type": "bot", "id": "b"}
    assert only(told(part(author=bot))).message.origin == "platform"
    assert only(told(part(author=bot, app_package_code="x"))).message.origin == "unknown"


def test_the_first_message_is_the_source_and_stands_on_a_page():
    event = next(one for one in sample("user-created").golden if one.type == "message_posted")
    assert event.message.id == "403918330"
    assert event.about.url == "https://hoasen.example/ao-dai-sen"


def test_an_automatic_first_message_is_of_no_person():
    event = next(one for one in sample("outbound").golden if one.type == "message_posted")
    assert (event.message.automatic, event.message.origin) == ("bulk", "platform")


def test_what_a_customer_begins_is_never_automatic():
    source = {"id": "s", "author": LAN, "body": "?", "delivered_as": "automated"}
    message = only(told(source=source)).message
    assert (message.automatic, message.origin) == (None, "unknown")


# --- snapshots ------------------------------------------------------------------------------------


def test_snapshots_fold_to_one_conversation_with_each_message_once():
    names = ("user-created", "admin-replied", "admin-noted", "user-replied", "closed")
    events = [event for name in names for event in sample(name).golden]
    (whole,) = assemble(events)
    assert [one.id for one in whole.messages] == ["403918330", "15991", "15992", "16001", "16010"]
    assert [one.direction for one in whole.messages] == [
        "inbound",
        "outbound",
        "internal",
        "inbound",
        "outbound",
    ]


def test_a_redaction_takes_the_text_and_leaves_who_said_it_when():
    events = [*sample("user-replied").golden, *sample("redacted").golden]
    (whole,) = assemble(events)
    message = next(one for one in whole.messages if one.id == "16001")
    assert (message.state, message.text, message.html) == ("deleted", None, None)
    assert message.author.name == "Nguyễn Thị Lan"


def test_a_redacted_change_keeps_no_text():
    posted, deleted, notice = read(told(part("close", MINH, "<p>bí mật</p>", redacted=True)))
    assert "bí mật" not in f"{posted.model_dump()}{deleted.model_dump()}{notice.model_dump()}"


def test_a_redacted_notice_without_a_message_keeps_no_text():
    body = told(part("conversation_tags_updated", MINH, "<p>bí mật</p>", redacted=True))
    assert only(body).notice.text is None


def test_a_change_says_what_is_written_on_it():
    body = told(part("conversation_tags_updated", MINH, "<p>khách quen</p>"))
    assert only(body).notice.text == "khách quen"


def test_a_picture_that_is_in_the_text_and_beside_it_is_one():
    url = "https://downloads.intercom.example/1.png"
    files = [{"name": "1.png", "url": url, "content_type": "image/png"}]
    message = only(told(part(body=f'<img src="{url}">', attachments=files))).message
    assert [one.url for one in message.attachments] == [url]


def test_a_tracker_is_no_picture():
    body = '<p>chào</p><img src="https://track.example/1.gif" width="1" height="1">'
    assert only(told(part(body=body))).message.attachments == ()


def test_more_pictures_than_are_listed_are_a_defect():
    body = "".join(f'<img src="https://x.example/{number}.png">' for number in range(1_001))
    event = only(told(part(body=body)))
    assert len(event.message.attachments) == 1_000
    assert [one.code for one in event.message.defects] == ["limit_remote_resources"]


def test_plain_texts_are_not_taken_for_html():
    body = conversation(part(body="size < M & còn <3"))
    plain = only(body, Intercom(app_id=APP, text_format="plain")).message
    assert (plain.text, plain.html) == ("size < M & còn <3", None)


def test_notifications_are_read_by_themselves_whatever_was_pulled():
    message = only(told(part()), Intercom(text_format="plain")).message
    assert message.text == "chào"


@pytest.mark.parametrize(
    "text",
    [
        "size < M & còn <3",
        "dòng một\ndòng hai",
        "<tên> của em &amp; chị",
        "em viết <p> ở giữa",
        "<3",
        "<",
        "<pretty>",
    ],
)
def test_a_notification_whose_text_does_not_begin_with_a_tag_is_plain(text):
    # From API version 2.15 on, webhooks have plain texts; a notification does not name its version.
    message = only(told(part(body=text))).message
    assert (message.text, message.html) == (text, None)


@pytest.mark.parametrize("text", ["<p>chào</p>", " <DIV class='x'>chào</DIV>", "<h2>chào</h2>"])
def test_a_notification_whose_text_begins_with_a_tag_is_html(text):
    assert only(told(part(body=text))).message.text == "chào"


def test_who_says_how_notifications_are_written_is_believed():
    code = told(part(body="<p> là thẻ gì vậy shop?"))
    plain = only(code, Intercom(webhook_format="plain")).message
    assert (plain.text, plain.html) == ("<p> là thẻ gì vậy shop?", None)
    loose = told(part(body="chào <b>shop</b>"))
    assert only(loose, Intercom(webhook_format="html")).message.text == "chào shop"
    pulled = conversation(part())
    assert only(pulled, Intercom(app_id=APP, webhook_format="plain")).message.text == "chào"


@given(st.text())
def test_a_text_that_is_not_html_is_never_changed(text):
    event = only(told(part(body=text)), Intercom(webhook_format="plain"))
    assert event.message.text == (text or None)


@pytest.mark.parametrize(
    ("text_format", "subject", "expected"),
    [
        ("html", "<p>Hỏi &amp; đáp</p>", "Hỏi & đáp"),
        ("html", "Giá <3 & rẻ", "Giá <3 & rẻ"),
        ("plain", "<p>Hỏi</p>", "<p>Hỏi</p>"),
        ("html", "", None),
    ],
)
def test_subjects_are_html_only_if_they_begin_with_a_tag(text_format, subject, expected):
    first = {"id": "s1", "author": LAN, "body": "x", "subject": subject}
    letter = part(email_message_metadata={"subject": subject})
    adapter = Intercom(app_id=APP, text_format=text_format)
    events = read(conversation(letter, source=first), adapter)
    assert [event.message.subject for event in events] == [expected, expected]


# --- letters, quick replies -----------------------------------------------------------------------


def test_a_letter_says_whom_it_went_to():
    headers = [
        {"type": "from", "email_address": "ho-tro@hoasen.example"},
        {"type": "To", "email_address": "lan@khach.example", "name": "Lan"},
        {"type": "cc", "email_address": "kho@hoasen.example"},
        {"type": "bcc", "email_address": "sep@hoasen.example"},
        {"type": "x-odd", "email_address": "ai@khach.example"},
        {"type": "cc", "email_address": "hai địa chỉ, không rõ", "name": None},
        {"type": None},
    ]
    body = conversation(part(email_message_metadata={"email_address_headers": headers}))
    message = only(body).message
    seen = [
        [(one.name, [known.value for known in one.identities]) for one in group]
        for group in (message.to, message.cc, message.bcc)
    ]
    assert seen == [
        [("Lan", ["lan@khach.example"])],
        [(None, ["kho@hoasen.example"])],
        [(None, ["sep@hoasen.example"])],
    ]


def test_an_address_in_a_letter_links_nobody():
    assert len(people(sample("pulled-letters").golden)) == 1
    assert not any(
        known.scheme == "email"
        for person in people(sample("pulled-letters").golden)
        for known in person.identities
    )


@pytest.mark.parametrize(
    "odd", ["Re: Hỏi", 7, ["x"], {"email_address_headers": {}}, {"subject": ["x"]}]
)
def test_a_strange_letter_costs_only_itself(odd):
    message = only(conversation(part(email_message_metadata=odd))).message
    assert (message.text, message.subject) == ("chào", None)
    assert [one.code for one in message.defects] == ["letter_invalid"]


def test_what_was_redacted_keeps_neither_subject_nor_addresses_nor_choice():
    letter = {
        "subject": "số thẻ",
        "email_address_headers": [{"type": "to", "email_address": "lan@khach.example"}],
    }
    gone = part(
        redacted=True, email_message_metadata=letter, metadata={"quick_reply_uuid": "so-the"}
    )
    posted, _deleted = read(conversation(gone))
    assert posted.message.state == "deleted"
    raw = posted.message.model_dump_json()
    assert not any(kept in raw for kept in ("số thẻ", "lan@khach.example", "so-the", "chào"))


@pytest.mark.parametrize("metadata", [None, "x", {}, {"quick_reply_uuid": 7}])
def test_only_what_was_chosen_is_an_action(metadata):
    assert only(conversation(part(metadata=metadata))).message.action is None


def test_our_own_side_chooses_nothing():
    offered = part(author=MINH, metadata={"quick_reply_uuid": "x"})
    assert only(conversation(offered)).message.action is None


# --- people ---------------------------------------------------------------------------------------


def test_a_visitor_without_an_address_is_linked_to_nobody():
    assert people(sample("lead-created").golden) == ()


def test_a_visitor_who_leaves_an_address_is_linked_by_that():
    events = [*sample("lead-created").golden, *sample("lead-email").golden]
    (person,) = people(events)
    assert {one.scheme for one in person.identities} == {"email", "intercom", "phone"}
    assert {one.evidence for one in person.links} == {"submitted"}


def test_what_is_no_address_links_nobody():
    item = {"type": "contact", "id": "u1", "email": "lan@", "phone": "0912345678"}
    body = {"type": "notification_event", "app_id": APP, "topic": "x", "data": {"item": item}}
    assert read(body) == ()


def test_a_consent_without_a_time_still_is_one():
    body = {
        "type": "notification_event",
        "app_id": APP,
        "topic": "contact.subscribed",
        "data": {"item": {"type": "contact", "id": "u1"}},
    }
    event = only(body)
    assert (event.consent.state, event.occurred_at) == ("granted", None)


# --- odd ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"type": "conversation"}, "missing_id"),
        ({"type": "conversation", "id": True}, "missing_id"),
        ({"type": "ticket"}, "missing_id"),
        ({"type": "ticket", "id": ""}, "missing_id"),
        ({"type": "contact"}, "missing_id"),
        ({"type": "contact", "id": []}, "invalid"),
        ({"type": []}, "unknown_kind"),
        ({"type": "conversation", "id": "c", "source": []}, "invalid"),
        ({"type": "conversation", "id": "c", "source": {"body": "?"}}, "missing_id"),
        ({"type": "conversation", "id": "c", "conversation_rating": [1]}, "invalid"),
    ],
)
def test_what_cannot_be_read_says_why(item, reason):
    body = {"type": "notification_event", "app_id": APP, "topic": "x", "data": {"item": item}}
    event = only(body)
    assert (event.type, event.reason) == ("unrecognised", reason)


def test_a_rating_that_nobody_gave_is_none():
    assert read(told(conversation_rating={"rating": None})) == ()


def test_a_rating_may_name_nobody():
    message = only(told(conversation_rating={"rating": 1})).message
    assert message.author.identities == ()
    assert message.rating.value == 1


def test_without_a_workspace_nothing_is_read():
    body = conversation(part())
    assert only(body, Intercom()).reason == "missing_id"
    assert only({**told(part()), "app_id": None}, Intercom()).reason == "missing_id"


def test_a_page_without_a_list_says_so():
    assert only({"type": "conversation.list", "conversations": 5}).reason == "invalid"
    assert only({"type": "ticket.list"}).reason == "invalid"


def test_a_time_that_is_none_is_a_defect():
    assert [one.code for one in only(told(part(created_at=[]))).defects] == ["time_unreadable"]


def test_whole_conversations_lack_no_parts():
    source = {"id": "s", "author": LAN, "body": "?"}
    posted, _ = read(conversation(part(), source=source))
    assert posted.defects == ()


def test_a_conversation_without_parts_says_nothing_about_them():
    source = {"id": "s", "author": LAN, "body": "?"}
    body = {"type": "conversation", "id": "c", "created_at": AT, "source": source}
    assert only(body).defects == ()


def test_anything_else_is_refused():
    with pytest.raises(PayloadError, match="expected a notification_event"):
        read({"type": "admin"})


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (told(), "intercom"),
        (conversation(), "intercom"),
        ({"type": "conversation.list", "conversations": []}, "intercom"),
        ({"type": "ticket", "ticket_attributes": {}}, "intercom"),
        ({"type": "ticket.list", "tickets": []}, "intercom"),
        ({"type": "conversation", "id": "c"}, None),
        ({"type": ["ticket"], "tickets": "ticket"}, None),
        ({"type": "notification_event"}, None),
        (["conversation"], None),
    ],
)
def test_its_payloads_are_recognised_and_others_are_not(body, name):
    assert sniff(Payload(json.dumps(body).encode())) == name


def test_what_is_not_even_json_is_not_its_own():
    assert not Intercom.recognises(Payload(b'"notification_event'))


def test_nothing_shows_what_was_said():
    assert "bí mật" not in repr(Rich("bí mật"))
