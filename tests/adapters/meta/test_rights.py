"""Who leaves an app or wants their data deleted, and what they and Meta are told."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk._payload import Payload
from omnidesk.adapters import Adapter
from omnidesk.adapters.meta import (
    MetaCallbacks,
    RightsStatus,
    answer_rights_request,
    describe_rights_status,
    render_rights_status,
)
from omnidesk.assembly import Inbox
from omnidesk.errors import PayloadError
from omnidesk.model import Identity

APP = "210000000000001"
CLAIMS = {"user_id": "9001", "algorithm": "HMAC-SHA256", "issued_at": 1760000000}


def posted(claims, *, signature="sig"):
    signed = urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return Payload(urlencode({"signed_request": f"{signature}.{signed}"}).encode())


def parse(payload, kind="data_deletion") -> list[Any]:
    return list(MetaCallbacks(kind=kind, app_id=APP).parse(payload))


# --- the callbacks --------------------------------------------------------------------------------


def test_it_is_an_adapter():
    assert isinstance(MetaCallbacks(kind="data_deletion", app_id=APP), Adapter)


@pytest.mark.parametrize(
    ("kind", "right"), [("data_deletion", "erase"), ("deauthorize", "withdraw")]
)
def test_a_callback_is_a_request_for_a_right(kind, right):
    (event,) = parse(posted(CLAIMS), kind)
    assert event.type == "rights_requested"
    assert (event.account, event.request.kind) == (APP, right)
    assert event.occurred_at == datetime(2025, 10, 9, 8, 53, 20, tzinfo=UTC)
    user = Identity(scheme="facebook_app_user", value="9001", scope=APP)
    assert event.request.subject.identities == (user,)


def test_a_request_belongs_to_no_conversation():
    inbox = Inbox()
    inbox.add(parse(posted(CLAIMS)))
    assert list(inbox.conversations) == []
    assert len(inbox.unplaced) == 1


def test_the_same_request_posted_again_is_the_same():
    assert parse(posted(CLAIMS))[0].id == parse(posted(CLAIMS, signature="other"))[0].id


def test_the_two_callbacks_are_two_requests():
    (deleted,), (left,) = parse(posted(CLAIMS)), parse(posted(CLAIMS), "deauthorize")
    assert deleted.id != left.id


def test_a_request_of_nobody_is_kept_as_not_understood():
    (event,) = parse(posted({"issued_at": 1760000000}))
    assert (event.type, event.reason) == ("unrecognised", "missing_id")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"user_id=9001",
        b"signed_request=a.e30&signed_request=a.e30",
        b"signed_request=",
        b"signed_request=a",
        b"signed_request=a.b",
        b"signed_request=a.W10",
        b"signed_request=a.eyJ1c2VyX2lkIjp7fX0",
        b"signed_request=%C3%A0.%C3%A0",
        b"signed_request=a.eyJpc3N1ZWRfYXQiOltdfQ",
    ],
)
def test_what_is_no_callback_is_refused(body):
    payload = Payload(body)
    with pytest.raises(PayloadError) as caught:
        parse(payload)
    assert (caught.value.channel, caught.value.digest) == ("meta", payload.digest)
    assert caught.value.__context__ is None


@given(st.binary())
def test_any_other_bytes_are_refused(body):
    with pytest.raises(PayloadError):
        parse(Payload(body))


def test_a_blank_app_is_the_callers_mistake():
    with pytest.raises(ValueError, match="app_id is blank"):
        MetaCallbacks(kind="data_deletion", app_id=" ")


# --- the answer -----------------------------------------------------------------------------------

PAGE = "https://hoasen.example/xoa-du-lieu"


def answer(claims=CLAIMS, key="made-up key", status_url=PAGE):
    (event,) = parse(posted(claims))
    return answer_rights_request(event, key=key, status_url=status_url)


def test_the_answer_is_what_meta_wants():
    answered = answer()
    assert json.loads(answered.body) == {
        "url": answered.url,
        "confirmation_code": answered.confirmation_code,
    }
    assert answered.url == f"{PAGE}?code={answered.confirmation_code}"
    assert len(answered.confirmation_code) == 20
    assert answered.confirmation_code.isalnum()


def test_the_same_request_has_the_same_code_and_another_has_not():
    codes = [
        answer(claims, key).confirmation_code
        for claims, key in [
            (CLAIMS, "made-up key"),
            (CLAIMS, b"made-up key"),
            (CLAIMS | {"user_id": "9002"}, "made-up key"),
            (CLAIMS, "another key"),
        ]
    ]
    assert codes[0] == codes[1]
    assert len(set(codes)) == 3


def test_the_code_is_added_to_a_query():
    answered = answer(status_url=f"{PAGE}?lang=vi&x=#top")
    assert answered.url == f"{PAGE}?lang=vi&x=&code={answered.confirmation_code}#top"


def test_an_answer_shows_nothing_in_its_repr():
    answered = answer()
    assert answered.confirmation_code not in repr(answered)


@pytest.mark.parametrize("key", ["", b""], ids=["text", "bytes"])
def test_an_empty_key_is_the_callers_mistake(key):
    with pytest.raises(ValueError, match="key is empty"):
        answer(key=key)


@pytest.mark.parametrize("url", ["", "hoasen.example", "ftp://hoasen.example/", "https:///x"])
def test_an_answer_without_an_address_is_the_callers_mistake(url):
    with pytest.raises(ValueError, match="status_url"):
        answer(status_url=url)


# --- the status -----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["received", "erased", "restricted", "kept"])
def test_every_state_is_told_in_both_languages(state):
    status = RightsStatus(state, reason="…" if state in ("restricted", "kept") else None)
    english = describe_rights_status(status)
    vietnamese = describe_rights_status(status, language="vi")
    assert english.text.isascii() or status.reason
    assert english.title != vietnamese.title
    assert english.text != vietnamese.text


@pytest.mark.parametrize(
    ("language", "end"),
    [
        ("en", "Reason: tax law, 10 years. Decided on 2 March 2026."),
        ("vi", "Lý do: tax law, 10 years. Ngày quyết định: 02/03/2026."),
    ],
)
def test_the_reason_and_the_day_are_told(language, end):
    status = RightsStatus("restricted", reason="tax law, 10 years.", on=date(2026, 3, 2))
    assert describe_rights_status(status, language=language).text.endswith(end)


@pytest.mark.parametrize("state", ["restricted", "kept"])
def test_nothing_is_kept_without_a_reason(state):
    with pytest.raises(ValueError, match="owed a reason"):
        RightsStatus(state)


def test_the_page_escapes_all_that_it_shows():
    page = render_rights_status(
        RightsStatus("kept", reason="<script>"), confirmation_code="<b>", language="vi"
    )
    assert '<html lang="vi">' in page
    assert "Dữ liệu được giữ lại" in page
    assert "&lt;script&gt;" in page
    assert "&lt;b&gt;" in page
    assert "<script" not in page


def test_the_page_names_its_code():
    page = render_rights_status(RightsStatus("received"), confirmation_code="ABC")
    assert "Confirmation code: <code>ABC</code>" in page
