"""What Meta wants to hear of a request to delete data, and what the person may read about it."""

from __future__ import annotations

import hmac
import json
from base64 import b32encode
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from omnidesk.events import RightsRequested

RightsState: TypeAlias = Literal["received", "erased", "restricted", "kept"]
"""How far a request has come: nobody has decided, all is erased, kept and shut away, or kept."""

StatusLanguage: TypeAlias = Literal["en", "vi"]
"""The languages that a status can be told in."""

_CODE_LENGTH = 20  # of 5 bits each: nobody guesses another person's code


@dataclass(frozen=True, slots=True, repr=False)
class RightsAnswer:
    """
    The answer to a data deletion callback.

    Args:
        url: Where the person can see how the request stands.
        confirmation_code: The code that names the request there.
    """

    url: str
    confirmation_code: str

    @property
    def body(self) -> bytes:
        """The body of the HTTP answer: JSON, to be sent with status 200."""
        return json.dumps({"url": self.url, "confirmation_code": self.confirmation_code}).encode()


def answer_rights_request(
    request: RightsRequested, *, key: str | bytes, status_url: str
) -> RightsAnswer:
    """
    Answer a data deletion callback.

    The code is an HMAC of the event's id: the same request always has the same code, nothing has to
    be stored to find it again, and without the key nobody can tell who is behind it.

    Source: <https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback>.

    Args:
        request: The event that `MetaCallbacks` has read.
        key: A secret of yours, kept for as long as codes are to hold; not the app's secret.
        status_url: The address of your status page. The code is added to its query as `code`.

    Raises:
        ValueError: If the key is empty, or `status_url` is no address on the web.
    """
    if not key:
        raise ValueError("key is empty")
    place = urlsplit(status_url)
    if place.scheme not in ("http", "https") or not place.netloc:
        raise ValueError("status_url: expected an address that starts with https://")
    secret = key.encode() if isinstance(key, str) else key
    signed = b"omnidesk confirmation code\0" + request.id.encode()
    code = b32encode(hmac.digest(secret, signed, "sha256")).decode()[:_CODE_LENGTH]
    query = urlencode([*parse_qsl(place.query, keep_blank_values=True), ("code", code)])
    return RightsAnswer(url=urlunsplit(place._replace(query=query)), confirmation_code=code)


@dataclass(frozen=True, slots=True, repr=False)
class RightsStatus:
    """
    How a request stands, as a policy has decided.

    Args:
        state: How far it has come.
        reason: Why, in the reader's language: the law that obliges, the contract that runs. Owed to
            the person wherever something is kept.
        on: The day of the decision, in the zone of the reader.

    Raises:
        ValueError: If something is kept and no reason is given.
    """

    state: RightsState
    reason: str | None = None
    on: date | None = None

    def __post_init__(self) -> None:
        """Refuse to keep something without a reason."""
        if self.state in ("restricted", "kept") and not self.reason:
            raise ValueError("a person whose data is kept is owed a reason")


class StatusText(NamedTuple):
    """
    A status in words.

    Args:
        title: A heading.
        text: One or a few sentences.
    """

    title: str
    text: str


_SAID: Mapping[StatusLanguage, Mapping[RightsState, StatusText]] = {
    "en": {
        "received": StatusText(
            "Request received",
            "We have received your request to delete your data. This page will say when it is "
            "decided.",
        ),
        "erased": StatusText("Data deleted", "We have deleted your data."),
        "restricted": StatusText(
            "Data kept for one purpose only",
            "We may not delete all of your data yet. What is left is hidden and is used for the "
            "purpose below alone. It will be deleted as soon as that ends.",
        ),
        "kept": StatusText("Data kept", "We have not deleted your data."),
    },
    "vi": {
        "received": StatusText(
            "Đã nhận yêu cầu",
            "Chúng tôi đã nhận yêu cầu xóa dữ liệu của bạn. Trang này sẽ thông báo khi có quyết "
            "định.",
        ),
        "erased": StatusText("Đã xóa dữ liệu", "Chúng tôi đã xóa dữ liệu của bạn."),
        "restricted": StatusText(
            "Dữ liệu chỉ được giữ cho một mục đích",
            "Chúng tôi chưa được phép xóa toàn bộ dữ liệu của bạn. Phần còn lại đã được ẩn và chỉ "
            "dùng cho mục đích dưới đây. Dữ liệu sẽ được xóa ngay khi mục đích đó chấm dứt.",
        ),
        "kept": StatusText("Dữ liệu được giữ lại", "Chúng tôi không xóa dữ liệu của bạn."),
    },
}

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def describe_rights_status(status: RightsStatus, *, language: StatusLanguage = "en") -> StatusText:
    """Say how a request stands, in plain words that Meta accepts as human readable."""
    title, text = _SAID[language][status.state]
    if status.reason:
        text += f" {'Reason' if language == 'en' else 'Lý do'}: {status.reason.rstrip('.')}."
    if status.on is not None:
        text += f" {_date(status.on, language)}."
    return StatusText(title, text)


def render_rights_status(
    status: RightsStatus, *, confirmation_code: str, language: StatusLanguage = "en"
) -> str:
    """
    Render how a request stands as a small HTML page, for whoever has no page of their own.

    Everything is escaped; the page loads nothing and asks robots to leave it out.
    """
    title, text = map(escape, describe_rights_status(status, language=language))
    label = "Confirmation code" if language == "en" else "Mã xác nhận"
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="robots" content="noindex">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{text}</p>\n"
        f"<p>{label}: <code>{escape(confirmation_code)}</code></p>\n</body>\n</html>\n"
    )


def _date(on: date, language: StatusLanguage) -> str:
    if language == "en":
        return f"Decided on {on.day} {_MONTHS[on.month - 1]} {on.year}"
    return f"Ngày quyết định: {on.day:02}/{on.month:02}/{on.year}"
