"""The example inbox adds up to what its README says."""

from pathlib import Path

import pytest

from omnidesk._normalize import normalize
from omnidesk.adapters.email import Email
from omnidesk.adapters.meta import Messenger
from omnidesk.connectors import Place, list_files, read_payloads

INBOX = Path(__file__).parent.parent / "examples" / "inbox"
ADAPTERS = (
    Email(own_addresses=("support@hoasen.example", "sales@hoasen.example")),
    Messenger(own_apps=("771204589136402",)),
)


@pytest.fixture(scope="module")
def conversations():
    return normalize(INBOX, adapters=ADAPTERS)


def by_subject(conversations, word):
    [found] = [one for one in conversations if word in (one.entries[0].subject or "")]
    return found


def with_customer(conversations, end):
    [found] = [
        one
        for one in conversations
        if any(
            identity.value.endswith(end) for who in one.participants for identity in who.identities
        )
    ]
    return found


def told(conversation):
    """Each message's direction and the start of its text."""
    return [(one.direction, (one.text or "")[:24]) for one in conversation.messages]


def test_it_is_nine_conversations_of_two_channels(conversations):
    channels = [one.channel for one in conversations]
    assert (channels.count("email"), channels.count("messenger")) == (6, 3)


def test_the_order_of_its_files_does_not_matter(conversations):
    payloads = [payload for _, payload in read_payloads(INBOX)]
    assert normalize(*reversed(payloads), adapters=ADAPTERS) == conversations


def test_its_files_arrive_again_without_a_trace(conversations):
    assert normalize(INBOX, INBOX / "messenger", adapters=ADAPTERS) == conversations


def test_replies_that_sort_before_their_mails_stand_after_them(conversations):
    assert told(by_subject(conversations, "khai trương")) == [
        ("inbound", "Chào Hoa Sen,\n\nCông ty m"),
        ("outbound", "Chào chị Hà,\n\nMỗi lẵng 8"),
        ("inbound", "Mình đã chuyển 850.000đ,"),
    ]
    assert told(by_subject(conversations, "Wholesale")) == [
        ("inbound", "Hi there,\n\nWe run a 30-s"),
        ("outbound", "Hello Oliver,\n\nYes, we s"),
        ("inbound", "Perfect. Please send 5 k"),
    ]
    assert told(by_subject(conversations, "héo")) == [
        ("inbound", "Shop ơi,\n\nBó hồng mình đ"),
        ("outbound", "Chào chị Linh,\n\nBên em r"),
    ]


def test_quotations_and_signatures_are_apart_from_what_was_written(conversations):
    answer = by_subject(conversations, "khai trương").messages[1]
    assert "đã viết" not in answer.text
    assert "văn phòng mới" in answer.quoted
    assert answer.signature == "Mai Anh\nHoa Sen - hoa tươi và trà"


def test_attachments_are_described(conversations):
    [picture] = by_subject(conversations, "khai trương").messages[2].attachments
    [prices] = by_subject(conversations, "Wholesale").messages[1].attachments
    assert (picture.kind, picture.filename, picture.media_type) == (
        "image",
        "biên-lai.png",
        "image/png",
    )
    assert (prices.filename, prices.media_type) == ("price-list-2025-10.pdf", "application/pdf")
    assert prices.size == 566


def test_the_bytes_of_an_attachment_are_found_by_its_address(conversations):
    [picture] = by_subject(conversations, "khai trương").messages[2].attachments
    payloads = {payload.digest: payload for _, payload in read_payloads(INBOX)}
    data = payloads[picture.source.digest].part(picture.source.pointer)
    assert data.startswith(b"\x89PNG")
    assert len(data) == picture.size


def test_an_old_charset_is_read(conversations):
    text = by_subject(conversations, "Wholesale").messages[2].text
    assert text.startswith(
        "Perfect. Please send 5 kg to start, invoice to Harbour Café Ltd. £42 is"
    )


def test_an_automatic_answer_is_marked(conversations):
    mail, answer = by_subject(conversations, "Báo giá").messages
    assert (mail.automatic, answer.automatic) == (None, "out_of_office")


def test_a_mail_of_html_alone_has_a_text(conversations):
    text = by_subject(conversations, "héo").messages[0].text
    assert "đơn HS-20417) giao tới đã héo gần một nửa 😭" in text
    assert "margin" not in text


def test_a_line_that_the_archive_quoted_is_as_it_was_sent(conversations):
    assert (
        "\nFrom our side a plain ribbon" in by_subject(conversations, "Mid-Autumn").messages[0].text
    )


def test_a_chat_is_told_as_it_went(conversations):
    chat = with_customer(conversations, "5501")
    assert told(chat) == [
        ("inbound", "Shop ơi, còn hoa hướng d"),
        ("outbound", "Hoa Sen xin chào! Nhân v"),
        ("inbound", "Mình muốn đặt 1 bó hướng"),
        ("outbound", "Dạ còn ạ! 4 giờ chiều ma"),
        ("inbound", ""),
        ("inbound", "Giống ảnh này nha shop"),
    ]
    assert [one.origin for one in chat.messages if one.direction == "outbound"] == [
        "own_app",
        "native",
    ]


def test_an_edit_that_came_before_its_message_counts(conversations):
    edited = with_customer(conversations, "5501").messages[2]
    assert edited.text.startswith("Mình muốn đặt 1 bó hướng dương 🌻, giao chiều mai")
    assert [one.text[-31:] for one in edited.edits] == ["chiều nay lúc 4 giờ ở Phú Nhuận"]


def test_a_message_that_was_taken_back_before_it_came_has_no_text(conversations):
    deleted = with_customer(conversations, "5501").messages[4]
    assert (deleted.state, deleted.text) == ("deleted", None)


def test_reactions_and_receipts_find_their_message(conversations):
    answer = with_customer(conversations, "5501").messages[3]
    assert [one.emoji for one in answer.reactions] == ["❤️"]
    assert {one.kind for one in answer.receipts} == {"delivered", "read"}


def test_a_sticker_that_is_sent_in_two_shapes_is_one(conversations):
    sticker = with_customer(conversations, "1264").messages[-1]
    assert [one.kind for one in sticker.attachments] == ["sticker"]


def test_a_customer_out_of_an_advertisement_is_known_as_such(conversations):
    first, *_ = with_customer(conversations, "1264").messages
    assert (first.referral.source, first.action.kind) == ("ADS", "postback")


def test_a_consent_is_a_notice(conversations):
    [notice] = with_customer(conversations, "1264").notices
    assert (notice.kind, notice.consent.state) == ("consent", "granted")


def test_an_unknown_item_is_kept_by_its_address_and_the_others_live(conversations):
    chat = with_customer(conversations, "0023")
    assert [one.kind for one in chat.notices] == ["unrecognised"]
    assert "two boxes of lotus tea" in chat.messages[3].text


def test_a_body_that_was_delivered_twice_counts_once(conversations):
    texts = [one.text for one in with_customer(conversations, "0023").messages]
    assert len([one for one in texts if one.startswith("Of course!")]) == 1


def test_only_the_notes_for_people_are_passed_over():
    skipped: list[Place] = []
    list(list_files(INBOX, on_skip=skipped.append))
    assert [Path(one.path).name for one in skipped] == ["README.md"]
