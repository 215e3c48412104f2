"""Payment cards and secrets are found in what people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk.policy.disclosure import find_sensitive, mask_cards

VISA = "4111111111111111"


@pytest.mark.parametrize(
    "text",
    [
        VISA,
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111.1111.1111.1111",
        "4111\u00a01111\u00a01111\u00a01111",
        f"Thẻ {VISA}.",
        "5555555555554444",
        "2223003122003222",
        "378282246310005",
        "3782 822463 10005",
        "6011111111111117",
        "4222222222222",
        "9704 0000 0000 0018",
        f"hết hạn 12/27 {VISA} 12 27",
        "12 4111 1111 1111 1111 12 27",
    ],
)
def test_a_card_number_is_found_however_it_is_written(text):
    assert find_sensitive(text) == ("card_number",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4111111111111112",
        f"1{VISA}",
        f"{VISA}0000",
        "4111  1111  1111  1111",
        "0901112233",
        "+84 90 111 22 33",
        "0000000000000000",
        "1234567812345670",
        "Đơn hàng 2026-11-22 số 100200300",
    ],
)
def test_what_is_no_card_number_is_not_found(text):
    assert find_sensitive(text) == ()
    assert mask_cards(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("CVV: 123", "CVV: •••"),
        ("cvc2 là 1234.", "cvc2 là ••••."),
        ("Mã bảo mật thẻ: 987", "Mã bảo mật thẻ: •••"),
        ("csc=000", "csc=•••"),
    ],
)
def test_the_code_of_a_card_is_found_and_goes_whole(text, masked):
    assert find_sensitive(text) == ("card_code",)
    assert mask_cards(text) == masked


@pytest.mark.parametrize("text", ["CVV 12", "CVV 12345", "CVV\n123", "cvvx 123", "CV 123"])
def test_what_is_no_code_is_not_found(text):
    assert find_sensitive(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Mật khẩu: hoasen2026",
        "mat khau la hoasen",
        "password is swordfish",
        "PASSWORD=swordfish",
        "api_key = k-1",
        "access token: t-1",
    ],
)
def test_a_secret_is_found(text):
    assert find_sensitive(text) == ("secret",)


@pytest.mark.parametrize(
    "text",
    [
        "Tôi quên mật khẩu.",
        "reset my password",
        "password:",
        "Mật khẩu không đúng",
        "tokens: three",
    ],
)
def test_words_about_secrets_are_none(text):
    assert find_sensitive(text) == ()


def test_all_of_them_are_found_at_once():
    text = f"{VISA} CVV 123 mật khẩu: x"
    assert find_sensitive(text) == ("card_code", "card_number", "secret")


def test_two_numbers_in_one_run_are_both_masked():
    assert mask_cards(f"{VISA} 5555555555554444") == f"{'•' * 12}1111 {'•' * 12}4444"


def test_what_is_left_of_a_number_makes_no_number_with_what_follows():
    # 4242 and the nine digits after it have a check digit that is right, too.
    text = "4242424242424242 000000004"
    assert mask_cards(text) == f"{'•' * 16} {'•' * 5}0004"
    apart = "4242 4242 4242 4 2 4 2 000000004"
    assert mask_cards(apart) == "•••• •••• •••• • • • • •••••0004"


@pytest.mark.parametrize("text", ["cvv 4222222222222", "CVV 4111 1111 1111 1111"])
def test_what_is_left_of_a_number_is_no_code(text):
    assert find_sensitive(mask_cards(text)) == ()


@given(st.text(alphabet="0123456789 -.cvCV:mật", max_size=80))
def test_masking_keeps_the_length_and_leaves_no_card_number(text):
    masked = mask_cards(text)
    assert len(masked) == len(text)
    assert "card_number" not in find_sensitive(masked)
    assert "card_code" not in find_sensitive(masked)
    assert all(new in (old, "•") for old, new in zip(text, masked, strict=True))


@pytest.mark.parametrize("text", ["4" * 50_000, "4 " * 50_000, "cvv" * 30_000, "4111-" * 20_000])
def test_long_texts_are_looked_through_in_one_pass(text):
    assert len(mask_cards(text)) == len(text)
    find_sensitive(text)
