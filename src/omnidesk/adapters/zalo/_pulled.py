"""What the API of an Official Account answers: the same messages under other names."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pydantic import ValidationError

from omnidesk.adapters.zalo import _wire as wire
from omnidesk.adapters.zalo._attachments import as_coordinates, plain, read_object
from omnidesk.adapters.zalo._desk import CHANNEL, Desk
from omnidesk.adapters.zalo._messages import user_thread
from omnidesk.adapters.zalo._phones import read_phone
from omnidesk.adapters.zalo._times import read_time
from omnidesk.adapters.zalo._words import ERRORS, PULLED_ATTACHMENTS
from omnidesk.errors import PayloadError
from omnidesk.events import MessagePosted, NoticePosted
from omnidesk.model import Message, Notice, Participant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from omnidesk._payload import JSON, Payload
    from omnidesk.events import Event
    from omnidesk.model import Attachment, Direction


def is_pulled(body: JSON) -> bool:
    """Tell whether JSON is a page of the API that has something of ours in it."""
    if isinstance(body, dict):
        fields = cast("dict[str, JSON]", body)
        body = fields.get("data") if "error" in fields else None
    if isinstance(body, list):
        items = cast("list[JSON]", body)
        return (
            bool(items) and isinstance(items[0], dict) and {"message_id", "from_id"} <= {*items[0]}
        )
    return isinstance(body, dict) and {"user_id", "display_name"} <= {*body}


def read_pulled(
    payload: Payload, body: JSON, oa_ids: tuple[str, ...], app_id: str | None
) -> Iterable[Event]:
    """
    Read a page of the API.

    Raises:
        PayloadError: If it is an error, or none of the pages that are read.
    """
    pointer, data = "", body
    if isinstance(body, dict):
        fields = cast("dict[str, JSON]", body)
        _refuse_error(payload, fields)
        pointer, data = "/data", fields.get("data")
    if isinstance(data, list):
        return _messages(payload, cast("list[JSON]", data), pointer, oa_ids)
    if isinstance(data, dict):
        return _user(payload, cast("dict[str, JSON]", data), oa_ids, app_id)
    raise PayloadError(
        "expected an event_name, or data: a list of messages or a user",
        channel=CHANNEL,
        pointer=pointer,
        digest=payload.digest,
    )


def _refuse_error(payload: Payload, fields: dict[str, JSON]) -> None:
    """Raise what the API answers with HTTP status 200 when it has failed."""
    code = fields.get("error")
    pointer = "/error"
    if code is None and "error_name" in fields:
        pointer = "/error_name"  # the token's server
    elif code is None or str(code) == "0":
        return
    known = ERRORS.get(str(code)) if isinstance(code, (int, str)) else None
    raise PayloadError(
        f"expected an answer, got an error{f': {known}' if known else ''}",
        channel=CHANNEL,
        pointer=pointer,
        digest=payload.digest,
    )


# --- messages -------------------------------------------------------------------------------------


def _messages(
    payload: Payload, items: list[JSON], pointer: str, oa_ids: tuple[str, ...]
) -> Iterator[Event]:
    desks: dict[str, Desk] = {}
    seen: set[str] = set()
    for index, raw in enumerate(items):
        event = _message(payload, raw, f"{pointer}/{index}", oa_ids, desks)
        if event.id not in seen:
            seen.add(event.id)
            yield event


def _message(
    payload: Payload, raw: JSON, pointer: str, oa_ids: tuple[str, ...], desks: dict[str, Desk]
) -> Event:
    nobody = Desk(payload, oa_ids[0] if len(oa_ids) == 1 else "")
    try:
        read = payload.validate(wire.PulledMessage, raw, pointer=pointer)
    except PayloadError as error:
        expected = f"{error.reason} at {error.pointer}"
        return nobody.unrecognised("invalid", pointer=pointer, expected=expected)
    account = _account(read, oa_ids)
    if not read.message_id or not read.from_id or not read.to_id or not account:
        expected = f"expected ids of a message and both ends, and src or oa_ids, at {pointer}"
        return nobody.unrecognised("missing_id", pointer=pointer, expected=expected)
    desk = desks.setdefault(account, Desk(payload, account))
    is_outbound = account == read.from_id
    other, name = (
        (read.to_id, read.to_display_name)
        if is_outbound
        else (read.from_id, read.from_display_name)
    )
    user = desk.user(other, name=name, name_source="vendor")
    direction: Direction = "outbound" if is_outbound else "inbound"
    sent_at, defects = read_time(read.time, f"{pointer}/time")
    shared = desk.shared(
        "message_posted",
        read.message_id,
        thread=user_thread(other),
        occurred_at=sent_at,
        pointer=pointer,
        defects=defects,
    )
    return MessagePosted(
        **shared,
        message=Message(
            id=read.message_id,
            author=desk.business if is_outbound else user,
            to=(user,) if is_outbound else (desk.business,),
            direction=direction,
            visibility="private",
            sent_at=sent_at,
            text=read.message or None,
            attachments=_attachments(read, desk, pointer),
            state="unsupported" if read.type == "nosupport" else "live",
            defects=defects,
        ),
        visibility="private",
    )


def _account(read: wire.PulledMessage, oa_ids: tuple[str, ...]) -> str | None:
    """Find out which end is the account: one of ours, or the one that `src` says."""
    ours = {one for one in (read.from_id, read.to_id) if one in oa_ids}
    if len(ours) == 1:
        return ours.pop()
    if read.src in (0, 1):
        return read.from_id if read.src == 0 else read.to_id
    return None


def _attachments(read: wire.PulledMessage, desk: Desk, pointer: str) -> tuple[Attachment, ...]:
    kind = PULLED_ATTACHMENTS.get(read.type or "")
    if kind is None:
        unheard_of = read.type not in (None, "text", "nosupport")
        return (plain("unknown", desk, pointer, read.url),) if unheard_of else ()
    if kind == "link" and read.links:
        return tuple(
            _link(raw, desk, f"{pointer}/links/{index}") for index, raw in enumerate(read.links)
        )
    attachment = plain(kind, desk, pointer, read.url)
    more: dict[str, object] = {
        "thumbnail_url": read.thumb or None,
        "description": read.description or None,
        "media_type": "image/gif" if read.type == "gif" else None,
    }
    if kind == "location":
        more["coordinates"] = as_coordinates(_place(read.location))
    return (attachment.model_copy(update=more),)


def _link(raw: object, desk: Desk, pointer: str) -> Attachment:
    try:
        read = wire.PulledLink.model_validate(raw)
    except ValidationError:
        return plain("link", desk, pointer, None)
    more = {
        "title": read.title or None,
        "thumbnail_url": read.thumb or None,
        "description": read.description or None,
    }
    return plain("link", desk, pointer, read.url).model_copy(update=more)


def _place(location: object) -> wire.Coordinates | None:
    fields = read_object(location) if isinstance(location, str) else location
    try:
        return wire.Coordinates.model_validate(fields)
    except ValidationError:
        return None


# --- users ----------------------------------------------------------------------------------------


def _user(
    payload: Payload, data: dict[str, JSON], oa_ids: tuple[str, ...], app_id: str | None
) -> Iterator[Event]:
    desk = Desk(payload, oa_ids[0] if len(oa_ids) == 1 else "", app_id=app_id)
    try:
        read = payload.validate(wire.PulledUser, data, pointer="/data")
    except PayloadError as error:
        expected = f"{error.reason} at {error.pointer}"
        yield desk.unrecognised("invalid", pointer="/data", expected=expected)
        return
    if not read.user_id or not desk.account:
        expected = "expected an id at /data/user_id, and one id in oa_ids: a page names no account"
        yield desk.unrecognised("missing_id", pointer="/data", expected=expected)
        return
    by_app = read.user_id_by_app
    user = desk.user(read.user_id, by_app=by_app, name=read.display_name, name_source="profile")
    yield _profile(desk, user, read.user_id)
    ours = desk.user_identity(read.user_id)
    yield from desk.linked((ours, desk.app_identity(by_app)), "platform", pointer="/data")
    external = desk.external_identity(read.user_external_id)
    yield from desk.linked((ours, external), "platform", pointer="/data")
    number = read.shared_info.phone if read.shared_info else None
    phone, defects = read_phone(number, "/data/shared_info/phone")
    yield from desk.linked((ours, phone), "submitted", pointer="/data", defects=defects)


def _profile(desk: Desk, user: Participant, user_id: str) -> Event:
    """Return the notice that carries a name: nothing happened, and a page says no time."""
    which = ("user_detail", user_id)
    return NoticePosted(
        **desk.shared("notice_posted", *which, thread=user_thread(user_id), pointer="/data"),
        notice=Notice(
            id=desk.derive("notice", *which), kind="other", name="user_detail", target=user
        ),
    )
