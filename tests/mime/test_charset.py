"""Charsets: which one it is, how that is known, and how sure it is."""

import base64
import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._mime import decode, parse_mime
from omnidesk._mime._charset import codec_name
from omnidesk._mime._detect import (
    Guess,
    detect,
    evident_vietnamese,
    font_charset,
    plausibility,
    sample_of,
)
from omnidesk._mime._repair import repaired
from omnidesk._mime._vietnamese import is_syllable, read_vietnamese, stray_marks

SET = Path(__file__).parent / "sets" / "charset" / "texts.jsonl"
TEXTS = [json.loads(line) for line in SET.read_text("utf-8").splitlines()]
# What is read wrongly, and left so: Hungarian's `ű` and `ő` are French letters, and the label says
# so; one Polish letter is a French one too; half-width kana are what other charsets look like in
# Shift_JIS.
MISSED = {"windows-1250": 1, "ISO-8859-2": 1, "Shift_JIS": 1}

ALPHABET = [
    unicodedata.normalize("NFC", base + tone)
    for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
] + ["đ", "Đ"]


def bytes_of(row):
    return base64.b64decode(row["bytes"])


def tcvn3(text):
    return written(text, "tcvn3")


def written(text, charset):
    """Write a text in one of the two charsets that have a byte for each letter."""
    letters = {read_vietnamese(bytes([code]), charset): code for code in range(255, 0, -1)}
    letters |= {chr(code): code for code in range(0x20, 0x7F)}
    return bytes(letters[char] for char in text)


def taken_for_1252(text):
    return "".join(
        chr(byte) if byte in b"\x81\x8d\x8f\x90\x9d" else bytes([byte]).decode("cp1252")
        for byte in text.encode()
    )


def double(text):
    return taken_for_1252(text).encode()


# --- the labelled set -----------------------------------------------------------------------------


def test_the_labelled_texts_are_read_as_they_were_written():
    wrong = Counter(
        row["group"] for row in TEXTS if decode(bytes_of(row), row["declared"]).text != row["text"]
    )
    assert wrong == MISSED


def test_the_labelled_set_is_large_enough_to_say_something():
    vietnamese = [row for row in TEXTS if set(row["text"]) & set("ơưđảạặẩ")]
    assert len(TEXTS) >= 240
    assert len(vietnamese) >= 100


def test_what_is_read_wrongly_is_never_reported_with_full_confidence():
    for row in TEXTS:
        found = decode(bytes_of(row), row["declared"])
        if found.text != row["text"]:
            assert found.confidence < 0.9


@pytest.mark.parametrize("row", TEXTS, ids=[f"{at}-{row['group']}" for at, row in enumerate(TEXTS)])
def test_a_text_cut_anywhere_is_still_a_text(row):
    data = bytes_of(row)
    for end in range(0, len(data), 5):
        found = decode(data[:end], row["declared"])
        assert 0 <= found.confidence <= 1
        assert unicodedata.is_normalized("NFC", found.text)


# --- how it was chosen ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "label", "charset", "how", "defects"),
    [
        (b"abc", None, "ascii", "utf8", ()),
        (b"abc", "utf-8", "ascii", "declared", ()),
        (b"\xef\xbb\xbf\xc3\xa9", None, "utf-8", "bom", ()),
        (b"\xef\xbb\xbf\xc3\xa9\xe1\xbb", None, "utf-8", "utf8", ("charset_undecodable",)),
        ("é".encode("utf-16"), None, "utf-16", "bom", ()),
        ("é".encode("utf-32"), None, "utf-32", "bom", ()),
        (b"\xff\xfea", None, "cp1252", "fallback", ("charset_assumed",)),
        ("あ".encode("iso2022_jp"), None, "iso2022_jp", "escape", ()),
        (b"+AOk-", "utf-7", "utf-7", "declared", ()),
        ("é".encode(), "utf-8", "utf-8", "declared", ()),
        ("é".encode(), None, "utf-8", "utf8", ()),
        ("é".encode(), "iso-8859-1", "utf-8", "utf8", ("charset_wrong",)),
        ("Её".encode("cp1251"), "windows-1251", "cp1251", "declared", ()),
        ("Её нет".encode(), "windows-1251", "utf-8", "utf8", ("charset_wrong",)),
        ("Ελλάδα".encode("cp1253"), "windows-1253", "cp1253", "declared", ()),
        ("Ελλάδα, καλημέρα".encode("cp1253"), None, "cp1253", "detected", ("charset_assumed",)),
        ("Teşekkür, iyi ki varsın".encode("cp1254"), None, "cp1254", "detected",
         ("charset_assumed",)),
        ("שלום".encode("iso8859-8"), "iso-8859-8", "iso8859-8", "declared", ()),
        ("日本".encode("cp932"), "shift_jis", "cp932", "declared", ()),
        (double("Đã giao hàng"), "utf-8", "utf-8", "repaired", ("charset_repaired",)),
        (double("Đã giao hàng"), "latin1", "utf-8", "repaired",
         ("charset_wrong", "charset_repaired")),
        ("Trần Hươ".encode()[:-1], "x", "utf-8", "utf8",
         ("charset_unknown", "charset_undecodable")),
        (b"\xc9\xcf\xba\xa3\xff", "gb2312", "gb18030", "declared", ("charset_undecodable",)),
        (b"\x81\x8d\x8f", None, "cp1252", "fallback", ("charset_undecodable",)),
        (b"\xf7", None, "cp1252", "fallback", ("charset_assumed",)),
        (b"\xf7", "x-nobody-knows", "cp1252", "fallback", ("charset_unknown",)),
        (b"h\0i\0t\0x", "utf-16le", "utf-16-le", "declared", ("charset_undecodable",)),
        (b"\x00\xd8" * 9, "utf-16le", "cp1252", "detected", ("charset_wrong",)),
    ],
)  # fmt: skip
def test_the_choice_is_recorded_with_its_reason(data, label, charset, how, defects):
    found = decode(data, label)
    assert (found.charset, found.how, found.defects) == (charset, how, defects)


def test_confidence_follows_the_proof():
    ladder = [
        decode("é".encode(), "utf-8"),
        decode("Où est ma commande ?".encode("cp1252"), "windows-1252"),
        decode("Le café crème, où ?".encode("cp1252")),
        decode(b"\xf7"),
    ]
    assert [one.how for one in ladder] == ["declared", "declared", "detected", "fallback"]
    assert sorted((one.confidence for one in ladder), reverse=True) == [
        one.confidence for one in ladder
    ]


def test_a_label_is_believed_where_another_reading_is_no_better():
    assert decode(b"\xf7", "koi8-r").how == "declared"
    assert decode("đôi đũa".encode("cp1258", "ignore"), "windows-1258").charset == "cp1258"


def test_a_western_label_is_not_believed_for_vietnamese_that_is_half_western():
    found = decode("Traû lôøi: Baùo giaù maùy in".encode("cp1252"), "iso-8859-1")
    assert (found.text, found.how) == ("Trả lời: Báo giá máy in", "evident")


def test_chinese_that_is_utf8_by_chance_here_and_there_is_chinese():
    assert decode("退款什么时候到账？".encode("gb18030")).text == "退款什么时候到账？"
    assert decode("密碼忘記了，無法登入".encode("big5")).text == "密碼忘記了，無法登入"


def test_a_wrong_label_of_another_vietnamese_charset_is_found_out():
    found = decode(tcvn3("Đơn hàng đã được giao"), "windows-1258")
    assert (found.text, found.how) == ("Đơn hàng đã được giao", "evident")
    assert found.defects == ("charset_wrong",)


def test_a_text_whose_tail_is_damaged_is_read_as_far_as_its_sample_says():
    korean = "안녕하세요. 주문한 상품이 아직 도착하지 않았습니다. ".encode("cp949") * 700
    found = decode(korean + b"\xff")
    assert (found.charset, found.how) == ("cp949", "detected")
    assert found.text.endswith("\ufffd")
    assert found.defects == ("charset_assumed", "charset_undecodable")


def test_a_guess_that_fits_only_the_sample_is_dropped():
    korean = "안녕하세요. 주문한 상품이 아직 도착하지 않았습니다. ".encode("cp949") * 700
    found = decode(korean + b"\xff" * 200_000)
    assert (found.charset, found.how) == ("cp1252", "fallback")


def test_vietnamese_that_no_codec_reads_to_its_end_is_read_as_far_as_it_goes():
    vni = "Ñôn haøng cuûa toâi chöa ñöôïc giao ".encode("cp1252") * 700
    found = decode(vni + b"\x81")
    assert found.text.endswith("được giao \ufffd")
    assert (found.charset, found.how) == ("vni", "evident")
    assert found.defects == ("charset_assumed", "charset_undecodable")


# --- labels ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("VISCII", "viscii"),
        ("x-viet-viscii", "viscii"),
        ("csVISCII", "viscii"),
        ("TCVN-5712", "tcvn3"),
        ("x-viet-tcvn5712", "tcvn3"),
        ("TCVN5712-1:1993", "tcvn3"),
        ("x-viet-vni", "vni"),
        ("x-viet-vps", None),
    ],
)
def test_vietnamese_labels_are_known(label, name):
    assert codec_name(label) == name


# --- the tables -----------------------------------------------------------------------------------


def test_viscii_has_every_vietnamese_letter_once():
    text = read_vietnamese(bytes(range(256)), "viscii")
    assert {char for char in text if not char.isascii()} == {
        char for char in ALPHABET if not char.isascii()
    }
    assert len(set(text)) == 256


def test_tcvn3_has_every_vietnamese_letter_once():
    text = read_vietnamese(bytes(range(256)), "tcvn3")
    letters = {char for char in text if not char.isascii()}
    assert letters >= {char for char in ALPHABET if not char.isascii()}
    assert len(set(text)) == 256


def test_capitals_where_others_have_controls_are_read_where_declared():
    assert decode(b"\x06N", "viscii").text == "ẪN"
    assert decode(b"\x11NG", "tcvn").text == "ỨNG"
    assert decode(b"plain\r\n", "viscii").text == "plain\r\n"


@pytest.mark.parametrize(
    ("text", "vni"),
    [
        ("Đơn hàng của tôi", "Ñôn haøng cuûa toâi"),
        ("ĐƯỢC GIẢM GIÁ ỚT", "ÑÖÔÏC GIAÛM GIAÙ ÔÙT"),
        ("ẳ ẵ ẩ ễ ộ ỹ ỵ ĩ ỉ ị ì í", "aú aü aå eã oä yõ î ó æ ò ì í"),
        ("Ấy Ằng", "Aáy AÈng"),
        ("eờ", "eôø"),
        ("êă", "eâaê"),
        ("ưư oê yà", "öö oê yà"),
        ("uâ ơa", "uâ ôa"),
    ],
)
def test_vni_writes_marks_behind_their_letter(text, vni):
    assert unicodedata.normalize("NFC", read_vietnamese(vni.encode("cp1252"), "vni")) == text


def test_marks_without_their_letter_are_counted():
    assert stray_marks("Ñôn haøng".encode("cp1252")) == 0
    assert stray_marks("très à la mode".encode("cp1252")) == 2


# --- syllables ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    ["nghiêng", "Đơn", "HÀNG", "quyết", "giữa", "gì", "Hoà", "hòa", "ở", "khuya", "ừ", "toan"],
)
def test_vietnamese_syllables_are_recognised(word):
    assert is_syllable(word)


@pytest.mark.parametrize(
    "word", ["café", "très", "đôt", "hảt", "nghiêngs", "Größe", "ž", "ǻ", "b", "được giao"]
)
def test_other_words_are_no_syllables(word):
    assert not is_syllable(word)


# --- evident Vietnamese ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Très bien, où est la commande ? À côté",
        "Não há avião, pão, mãe",
        "Là où le thé né",
        "Bá Cà mo",
        "thé, là",
        "Pão é só à la carte, dá cá né",
        "El niño comió piñón",
        "Vår båt är på sjön",
        "50 °C – 3 m³ für 2 €",
        "§ 5 Abs. 2",
        "Nº 5, 1ª planta",
        "¡Hola!",
        "© 2026 Société — «Été»",
    ],
)
@pytest.mark.parametrize("label", [None, "iso-8859-1", "utf-8"])
def test_western_text_is_never_taken_for_another(text, label):
    data = text.encode("cp1252")
    assert evident_vietnamese(data) is None
    assert decode(data, label).text == text


def test_two_syllables_among_foreign_words_show_nothing():
    foreign = tcvn3("the quick brown fox jumps: hàng được")
    assert evident_vietnamese(foreign) is None
    assert evident_vietnamese(tcvn3("giao nhanh: hàng được")) == Guess("tcvn3", 0.75)


def test_a_font_speaks_for_its_charset():
    assert font_charset(b"<font face=.VnTime>") == "tcvn3"
    assert font_charset(b"<font face='VNI-Times'>") == "vni"
    assert font_charset(b"<a href=x.VnExpress.vn>") is None
    assert font_charset(b"<font face=Arial>") is None
    assert evident_vietnamese(tcvn3("hàng"), font="tcvn3") == Guess("tcvn3", 0.75)
    assert evident_vietnamese(tcvn3("hàng")) is None


def test_a_font_does_not_make_western_text_vietnamese():
    text = "<font face=.VnTime>Größe</font> für Øystein"
    assert decode(text.encode("cp1252"), "iso-8859-1").text == text


def test_what_tells_most_is_sampled_however_late_it_comes():
    late = b"x " * 60_000 + tcvn3("Đơn hàng đã được giao")
    assert len(sample_of(late)) < 500
    assert decode(late).text.endswith("Đơn hàng đã được giao")


# --- the detector ---------------------------------------------------------------------------------


def test_what_is_in_no_known_charset_is_not_guessed():
    assert detect(bytes(range(0x80, 0x100))) is None


def test_plausibility_is_told_only_for_charsets_whose_texts_are_known():
    assert plausibility("é".encode("cp1252"), "mac_roman") is None
    assert plausibility(b"\x81", "cp1252") == 0
    assert plausibility("naïve".encode("cp1252"), "cp1252") == 1
    assert plausibility(b"only ASCII", "cp1252") == 0.7
    assert plausibility(b"only ASCII", "cp1251") == 0
    assert plausibility(b"only ASCII", "cp874") == 0
    assert plausibility(b"only ASCII", "cp932") == 0


# --- encoded twice --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["Café", "Đơn hàng của tôi", "Größe — “gut”", "tiếng Việt 👍", "Mañana", "ĐỀ NGHỊ"],
)
def test_text_encoded_twice_is_repaired(text):
    once = taken_for_1252(text)
    assert repaired(once) == text
    assert decode(once.encode(), "utf-8").text == text


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "Ã",
        "IRMÃ…",
        "IRMÃ®",
        "NÃO",
        "Ã©",
        "Your mail shows Ã© where é should be",
        "Đơn hÃ ng",
        "Â©",
        "Ã© và ơ",
    ],
)
def test_what_may_have_been_meant_stays(text):
    assert repaired(text) is None
    assert decode(text.encode(), "utf-8").defects == ()


def test_a_second_encoding_of_a_font_s_letters_is_undone():
    text = "<font face='.VnTime'>Phiếu xuất kho</font>"
    shown = tcvn3(text).decode("cp1252")
    assert repaired(shown, font="tcvn3") == text
    assert repaired(shown) is None
    assert repaired("<font face='.VnTime'>Größe</font>", font="tcvn3") is None


@given(st.text())
def test_what_is_repaired_gives_the_same_bytes_again(text):
    once = text.encode().decode("latin-1")
    again = repaired(once)
    assert again is None or again == unicodedata.normalize("NFC", text)


# --- every input ----------------------------------------------------------------------------------

LABELS = ["utf-8", "latin1", "koi8-r", "windows-1258", "viscii", "vni", "tcvn3", "big5", "x", None]


@given(st.binary(), st.sampled_from(LABELS))
def test_every_input_gives_text_that_can_be_written(data, label):
    found = decode(data, label)
    found.text.encode()
    assert 0 <= found.confidence <= 1
    assert len(found.text) <= 3 * len(data) + 1


@given(st.text(st.sampled_from(ALPHABET)))
def test_every_vietnamese_letter_survives_viscii(text):
    assert read_vietnamese(written(text, "viscii"), "viscii") == text


# --- in mail --------------------------------------------------------------------------------------


def test_a_part_tells_how_its_charset_was_chosen():
    mail = parse_mime(b"Content-Type: text/plain\n\n" + tcvn3("Đơn hàng đã được giao\n"))
    found = mail.read_text()
    assert (found.charset, found.how, found.defects) == ("tcvn3", "evident", ("charset_assumed",))


def test_raw_headers_are_read_like_the_body_and_else_by_their_letters():
    subject = b"Subject: " + tcvn3("Đơn hàng đã được giao") + b"\n"
    assert parse_mime(subject + b"\n").header("subject") == "Đơn hàng đã được giao"
    big5 = "Subject: 訂單".encode("big5") + b"\nContent-Type: text/plain; charset=big5\n\n"
    assert parse_mime(big5).header("subject") == "訂單"


def test_raw_headers_with_escapes_or_encoded_twice_are_read():
    japanese = "Subject: ご注文の件".encode("iso2022_jp") + b"\n\n"
    assert parse_mime(japanese).header("subject") == "ご注文の件"
    assert parse_mime(b"Subject: " + double("Đã giao") + b"\n\n").header("subject") == "Đã giao"
