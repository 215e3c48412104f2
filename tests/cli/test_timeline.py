"""A conversation as a timeline of text."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.cli._timeline import Timeline
from omnidesk.model import (
    About,
    Action,
    Attachment,
    Authentication,
    Call,
    Consent,
    Coordinates,
    Durations,
    Edit,
    Identity,
    Leg,
    Notice,
    Participant,
    Rating,
    Reaction,
    Receipt,
    Reference,
    Referral,
    RightsRequest,
    Transcript,
    TreePosition,
)
from omnidesk.testing import make_conversation, make_message, make_participant, strategies

AT = datetime(2025, 10, 7, 2, 14, tzinfo=UTC)
NOBODY = Participant(role="customer")
STRANGER = Participant(
    role="customer", identities=(Identity(scheme="messenger", value="6244178093315501"),)
)
PAGE = Participant(role="business", identities=(Identity(scheme="messenger", value="1044177"),))


def shown(*entries, width=80, zone=UTC, edits=False, **fields):
    conversation = make_conversation(*entries, **fields)
    return Timeline(width=width, zone=zone, edits=edits).of(conversation).plain


def said(**fields):
    return make_message(**({"sent_at": AT, "text": "Xin chào"} | fields))


def body(*entries, **options):
    """Everything below the head and the first day."""
    return shown(*entries, **options).partition("(UTC)\n")[2]


@given(strategies.conversations(), st.integers(40, 200))
def test_no_line_is_wider_than_the_terminal(conversation, width):
    timeline = Timeline(width=width, edits=True)
    assert all(line.cell_len <= width for line in timeline.of(conversation).split())


@given(st.text(max_size=300), st.integers(40, 120))
def test_no_text_makes_a_line_wider_than_the_terminal(text, width):
    conversation = make_conversation(said(text=text, quoted=text, subject=text))
    assert all(line.cell_len <= width for line in Timeline(width=width).of(conversation).split())


def test_lines_end_where_a_reader_can_follow_them():
    text = shown(said(text="chào " * 200), width=250)
    assert max(map(len, text.splitlines())) <= 112


def test_the_head_says_channel_account_and_who_takes_part():
    head = shown(participants=(make_participant(), STRANGER, PAGE)).splitlines()[:4]
    assert head[0].startswith("━━ chat · page-1001 ━")
    assert " ".join(line.strip() for line in head[1:]).startswith(
        "with Trần Thị Mai <chat user-2001> (customer), customer …5501 <messenger "
        "6244178093315501>, our side <messenger 1044177>"
    )


def test_the_account_itself_is_not_named_twice():
    assert "with" not in shown(participants=(PAGE,), account="1044177")


def test_the_head_says_the_subject_and_what_it_is_about():
    text = shown(
        said(subject="Đặt hoa"),
        about=About(kind="post", title="Hướng dương"),
        visibility="public",
        participants=(),
    )
    assert text.splitlines()[1:4] == ["   Đặt hoa", "   about post Hướng dương", "   public"]


def test_an_address_that_is_the_name_is_said_once():
    mail = Participant(role="agent", identities=(Identity(scheme="email", value="a@b.example"),))
    assert "   with a@b.example (agent)\n" in shown(participants=(mail,))


def test_somebody_without_name_and_address_is_called_by_their_part():
    assert "   with customer, somebody\n" in shown(participants=(NOBODY, Participant()))


def test_times_are_in_the_zone_that_was_asked_for():
    text = shown(said(), zone=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert "\n 2025-10-07 Tuesday (Asia/Ho_Chi_Minh)\n 09:14 ← Trần Thị Mai\n" in text


def test_a_time_that_the_zone_cannot_hold_stays_in_utc():
    last = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    assert "\n 23:59 ←" in shown(said(sent_at=last), zone=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_a_new_day_has_its_own_line():
    text = shown(said(), said(id="m-2", sent_at=AT + timedelta(days=1)))
    assert "\n\n 2025-10-08 Wednesday (UTC)\n" in text


def test_short_messages_stand_close_together():
    text = body(said(), said(id="m-2", sent_at=AT + timedelta(minutes=1)))
    assert "\n\n" not in text


def test_after_a_long_message_there_is_room():
    text = body(said(text="a\nb\nc\nd"), said(id="m-2", sent_at=AT + timedelta(minutes=1)))
    assert "d\n\n 02:15 ←" in text


def test_a_missing_time_is_said_to_be_missing():
    assert "\n\n time unknown\n --:-- ← Trần Thị Mai\n" in shown(said(sent_at=None))


@pytest.mark.parametrize(
    ("direction", "arrow"),
    [("inbound", "←"), ("outbound", "→"), ("internal", "↺"), ("unknown", "·")],
)
def test_the_arrow_says_which_way(direction, arrow):
    assert body(said(direction=direction)) == f" 02:14 {arrow} Trần Thị Mai\n         Xin chào"


@pytest.mark.parametrize(
    ("fields", "remark"),
    [
        ({"origin": "native"}, "by hand"),
        ({"origin": "own_app"}, "own app"),
        ({"visibility": "internal"}, "internal"),
        ({"automatic": "out_of_office"}, "automatic: out of office"),
        ({"state": "deleted"}, "deleted"),
        ({"state": "deleted", "deleted_at": AT + timedelta(minutes=5)}, "deleted 02:19"),
        ({"state": "hidden"}, "hidden"),
        ({"state": "unsupported"}, "the platform does not show it"),
        ({"state": "unseen"}, "never reached us"),
        ({"state": "edited"}, "edited"),
        ({"edits": (Edit(), Edit())}, "edited, 2 earlier versions"),
        (
            {"edited_at": AT + timedelta(days=1), "edits": (Edit(),)},
            "edited 2025-10-08 02:14, 1 earlier version",
        ),
        ({"action": Action(kind="quick_reply")}, "quick reply"),
        ({"referral": Referral(source="ADS")}, "came by ADS"),
        ({"referral": Referral()}, "came by a link"),
        ({"rating": Rating(value=4, lowest=1, highest=5)}, "★★★★☆"),
        ({"rating": Rating(value=4.5, highest=5)}, "rated 4.5 of 5"),
        ({"rating": Rating(value=7)}, "rated 7"),
        ({"rating": Rating(value=70, highest=100)}, "rated 70 of 100"),
    ],
)
def test_what_is_to_be_said_about_a_message_stands_beside_the_name(fields, remark):
    assert body(said(**fields)).splitlines()[0] == f" 02:14 ← Trần Thị Mai · {remark}"


def test_long_remarks_go_on_below_the_name():
    text = body(said(origin="platform", automatic="out_of_office", state="held"), width=40)
    assert text.splitlines() == [
        " 02:14 ← Trần Thị Mai · by the platform",
        "         · automatic: out of office ·",
        "         held for review",
        "         Xin chào",
    ]


def test_text_is_wrapped_under_its_author():
    text = body(said(text="Mình muốn đặt hai bó hoa hướng dương.\n\nCảm ơn!"), width=40)
    assert text.splitlines()[1:] == [
        "         Mình muốn đặt hai bó hoa hướng",
        "         dương.",
        "",
        "         Cảm ơn!",
    ]


def test_a_word_without_end_is_folded():
    lines = body(said(text="a" * 50), width=40).splitlines()[1:]
    assert lines == ["         " + "a" * 31, "         " + "a" * 19]


def test_markup_in_a_message_is_text():
    assert "[red]hi[/red] :smile:" in body(said(text="[red]hi[/red] :smile:"))


def test_a_message_cannot_paint_the_terminal():
    hostile = "\x1b[2J\u202e"
    text = shown(
        said(
            text=hostile,
            subject=hostile,
            author=Participant(name=hostile),
            attachments=(Attachment(kind="file", filename=hostile),),
            quoted=hostile,
            signature=hostile,
            edits=(Edit(text=hostile),),
            reactions=(Reaction(actor=NOBODY, name=hostile),),
            receipts=(Receipt(kind="failed", reason=hostile),),
            referral=Referral(source=hostile),
        ),
        Notice(id="n", kind="other", name=hostile, text=hostile),
        Call(id="c", legs=(Leg(id="1", queue=hostile), Leg(id="2"))),
        about=About(kind="post", title=hostile),
        account=hostile,
        edits=True,
    )
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_the_same_subject_is_said_once():
    text = shown(said(subject="Đặt hoa"), said(id="m-2", subject="RE: Fwd: đặt hoa"))
    assert text.casefold().count("đặt hoa") == 1


def test_another_subject_is_said_where_it_changes():
    text = shown(
        said(subject="Đặt hoa"), said(id="m-2", subject="Hủy"), said(id="m-3", subject="Hủy")
    )
    assert text.count("\n         Hủy\n") == 1


def test_a_sender_who_is_not_proved_is_pointed_out():
    text = body(said(authentication=Authentication(dmarc="fail")))
    assert text.splitlines()[1] == "         ! the sender is not proved"


def test_a_proved_sender_needs_no_words():
    assert body(said(authentication=Authentication(dmarc="pass"))).count("\n") == 1


def test_an_answer_names_what_it_answers():
    first = said(id="m-1", text="Mình muốn đặt một bó hoa hướng dương thật to")
    between = said(id="m-2", sent_at=AT + timedelta(minutes=1))
    answer = said(id="m-3", sent_at=AT + timedelta(minutes=2), reply_to=Reference(id="m-1"))
    assert "↪ answers 02:14 “Mình muốn đặt một bó hoa hướng dương th…”" in body(
        first, between, answer
    )


def test_what_is_answered_may_have_no_text_and_another_id():
    first = said(id="m-1", aliases=("x-1",), text=None)
    between = said(id="m-2", sent_at=AT + timedelta(minutes=1))
    answer = said(id="m-3", sent_at=AT + timedelta(minutes=2), reply_to=Reference(id="x-1"))
    assert "↪ answers 02:14 Trần Thị Mai" in body(first, between, answer)


@pytest.mark.parametrize("identifier", ["m-1", "elsewhere", None])
def test_an_answer_to_what_stands_right_above_needs_no_words(identifier):
    answer = said(id="m-2", sent_at=AT + timedelta(minutes=1), reply_to=Reference(id=identifier))
    assert "answers" not in body(said(id="m-1"), answer)


def test_an_answer_to_a_story_says_so():
    assert "↪ answers a story" in body(
        said(reply_to=Reference(kind="story", url="https://x.example"))
    )


def test_a_pressed_button_shows_its_title_where_there_is_no_text():
    text = body(said(text=None, action=Action(kind="postback", title="Bắt đầu")))
    assert text.endswith(" · postback\n         Bắt đầu")


def test_html_without_text_is_said_to_be_there():
    assert body(said(text=None, html="<p>Hi</p>")).endswith("(HTML without a text)")


def test_a_message_without_anything_is_its_head():
    assert body(said(text=None)) == " 02:14 ← Trần Thị Mai"


def test_a_quotation_is_cut_short():
    text = body(said(quoted="> một\n>\n> hai\n> ba\n> bốn", signature="Mai\n"))
    assert text.splitlines()[2:] == [
        "         ¦ Mai",
        "         │ một",
        "         │ hai",
        "         │ … 2 more lines",
    ]


def test_a_quotation_that_is_all_marks_is_not_shown():
    assert "│" not in body(said(quoted="> \n>>\n"))


@pytest.mark.parametrize(
    ("attachment", "line"),
    [
        (
            Attachment(kind="image", filename="a.png", media_type="image/png", size=68),
            "[image] a.png · image/png · 68 B",
        ),
        (Attachment(kind="file", size=1_000), "[file] 1.0 KiB"),
        (Attachment(kind="file", size=2**50), "[file] 1048576.0 GiB"),
        (Attachment(kind="sticker"), "[sticker]"),
        (Attachment(kind="link", title="Hoa Sen", url="https://hoasen.example"), "[link] Hoa Sen"),
        (
            Attachment(kind="audio", duration=62_400, availability="expired"),
            "[audio] 1:02 · expired",
        ),
        (
            Attachment(kind="location", coordinates=Coordinates(latitude=10.77, longitude=106.7)),
            "[location] 10.77000, 106.70000",
        ),
    ],
)
def test_an_attachment_is_one_line(attachment, line):
    assert body(said(attachments=(attachment,))).splitlines()[-1] == f"         {line}"


def test_earlier_versions_are_shown_on_request():
    message = said(state="edited", edits=(Edit(text="Một", at=AT), Edit()))
    assert body(message, edits=True).splitlines()[1:] == [
        "         before: 02:14 Một",
        "         before:",
        "         Xin chào",
    ]


def test_earlier_versions_are_not_shown_unasked():
    assert "Một" not in body(said(edits=(Edit(text="Một"),)))


def test_reactions_name_who_reacted():
    reactions = (
        Reaction(actor=STRANGER, emoji="❤️"),
        Reaction(actor=PAGE, name="haha"),
        Reaction(actor=NOBODY),
    )
    assert body(said(reactions=reactions)).splitlines()[2:] == [
        "         ❤️ customer …5501",
        "         (haha) our side",
        "         (a reaction) customer",
    ]


@pytest.mark.parametrize(
    ("receipts", "line"),
    [
        ((Receipt(kind="sent"),), "✓ sent"),
        ((Receipt(kind="sent"), Receipt(kind="delivered", at=AT)), "✓✓ delivered 02:14"),
        ((Receipt(kind="read", at=AT), Receipt(kind="delivered")), "✓✓ read 02:14"),
        (
            (Receipt(kind="failed", reason="131026"), Receipt(kind="sent")),
            "✗ not delivered: 131026",
        ),
    ],
)
def test_the_receipt_that_tells_most_is_shown(receipts, line):
    assert body(said(receipts=receipts)).splitlines()[-1] == f"         {line}"


def test_comments_stand_under_what_they_answer():
    text = body(
        said(tree=TreePosition(depth=0)),
        said(id="m-2", sent_at=AT + timedelta(minutes=1), tree=TreePosition(depth=1)),
        said(id="m-3", sent_at=AT + timedelta(minutes=2), tree=TreePosition()),
    )
    assert text.splitlines() == [
        " 02:14 ← Trần Thị Mai",
        "         Xin chào",
        " 02:15 ←   Trần Thị Mai",
        "           Xin chào",
        " 02:16 ← Trần Thị Mai",
        "         Xin chào",
    ]


def test_a_call_says_how_it_ended_and_how_long_it_took():
    phone = Participant(
        role="customer", identities=(Identity(scheme="phone", value="+84900000123"),)
    )
    call = Call(
        id="c",
        direction="inbound",
        outcome="answered",
        parties=(phone, make_participant(role="agent")),
        started_at=AT,
        durations=Durations(ring=8_000, talk=3_661_000),
        recordings=(Attachment(kind="recording", duration=87_000),),
        voicemail=Attachment(kind="voicemail"),
        transcripts=(Transcript(text="A lô\nHoa Sen xin nghe\nVâng"),),
    )
    assert body(call, width=100).splitlines() == [
        " 02:14 ← call, answered · talk 1:01:01 · ring 0:08",
        "         +84900000123 (customer) → Lê Minh <minh@hoasen.example> (agent)",
        "         [recording] 1:27",
        "         [voicemail]",
        "         “ A lô",
        "         “ Hoa Sen xin nghe",
        "         “ … 1 more line",
    ]


def test_the_legs_of_a_call_are_listed_where_there_are_several():
    call = Call(
        id="c",
        outcome="missed",
        started_at=AT,
        legs=(
            Leg(
                id="1",
                callee=PAGE,
                outcome="missed",
                started_at=AT,
                durations=Durations(ring=12_000),
            ),
            Leg(
                id="2", queue="sales", outcome="answered", durations=Durations(ring=1, talk=62_000)
            ),
            Leg(id="3"),
        ),
    )
    assert body(call).splitlines() == [
        " 02:14 · call, missed",
        "         02:14 to our side: missed 0:12",
        "         --:-- to sales: answered 1:02",
        "         --:-- to somewhere: unknown",
    ]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"kind": "followed", "actor": STRANGER}, "followed · by customer …5501"),
        ({"kind": "handover", "target": PAGE}, "handover · to our side"),
        ({"kind": "other", "name": "game_play"}, "game play"),
        ({"kind": "other"}, "other"),
        (
            {"kind": "consent", "consent": Consent(state="notice_shown", signal="opt_in")},
            "consent · notice shown (opt_in)",
        ),
        (
            {
                "kind": "consent",
                "consent": Consent(state="granted", purpose="Tin mới", signal="opt_in"),
            },
            "consent · granted for Tin mới (opt_in)",
        ),
        (
            {"kind": "rights_request", "rights": RightsRequest(kind="erase")},
            "rights request · asks: erase",
        ),
        ({"kind": "referral", "referral": Referral(source="ADS")}, "referral · from ADS"),
        ({"kind": "opened", "referral": Referral()}, "opened"),
    ],
)
def test_a_notice_is_a_line(fields, line):
    assert body(Notice(id="n", occurred_at=AT, **fields)) == f" 02:14 • {line}"


def test_what_a_notice_says_stands_below_it():
    assert body(Notice(id="n", kind="enforcement", occurred_at=AT, text="Spam")).endswith(
        "enforcement\n         Spam"
    )
