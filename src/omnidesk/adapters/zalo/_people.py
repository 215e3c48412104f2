"""What people do beside writing: they follow, submit, withdraw, allow calls, and call."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, cast

from omnidesk.adapters.zalo._desk import CHANNEL
from omnidesk.adapters.zalo._messages import group_thread, user_thread
from omnidesk.adapters.zalo._phones import phone_thread, read_phone
from omnidesk.adapters.zalo._times import as_stamp, read_count, read_time
from omnidesk.adapters.zalo._words import CALL_CONSENTS, CALLS, CONSENTS, NOTICES
from omnidesk.events import CallReported, ConsentSignalled, NoticePosted, RightsRequested
from omnidesk.model import (
    Consent,
    Durations,
    Leg,
    Notice,
    Participant,
    RightsRequest,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from omnidesk.adapters.zalo import _wire as wire
    from omnidesk.adapters.zalo._desk import Item
    from omnidesk.events import Event
    from omnidesk.model import Defect, Outcome


class Person(NamedTuple):
    """Somebody whom an event is about: by their id at the account, or by a number alone."""

    participant: Participant
    key: str
    thread: tuple[str, ...]


def person_of(item: Item) -> tuple[Person | None, tuple[Defect, ...]]:
    """Return whom an event without a message is about, wherever it says so."""
    user_id = _user_id(item)
    if user_id:
        user = item.desk.user(user_id, by_app=item.wire.user_id_by_app)
        return Person(user, user_id, user_thread(user_id)), ()
    phone, wrong = read_phone(item.wire.phone, "/phone")
    if phone is None:
        return None, wrong
    caller = Participant(role="customer", identities=(phone,))
    return Person(caller, phone.value, phone_thread(phone)), wrong


def _user_id(item: Item) -> str | None:
    body = item.wire
    follower = body.follower.id if body.follower else None
    data = body.data.user_id if body.data else None
    return follower or body.user_id or data or item.person


def notice_posted(item: Item) -> Iterator[Event]:
    """Read what happened without anybody saying it: one notice for each person of it."""
    body = item.wire
    thread: tuple[str, ...] = ()
    if body.group_id:
        thread = group_thread(body.group_id)
        members = dict.fromkeys(one.id for one in body.users or () if one.id)
        # Who a member of a group is to us, nobody says.
        people = [Person(item.desk.user(one, role="unknown"), one, thread) for one in members]
    elif body.tag is not None:
        tagged = dict.fromkeys(one for one in body.tag.user_ids or () if one)
        people = [Person(item.desk.user(one), one, user_thread(one)) for one in tagged]
    else:
        person, _ = person_of(item)
        people = [person] if person else []
    for person in people:
        yield _notice(item, person)
    if not people:
        yield _notice(item, None, thread=thread)
    if not body.group_id and body.tag is None:
        yield from item.links(_user_id(item))


def _notice(
    item: Item,
    person: Person | None,
    *,
    thread: tuple[str, ...] = (),
    text: str | None = None,
    defects: tuple[Defect, ...] = (),
) -> Event:
    kind = NOTICES[item.name]
    key = person.key if person else None
    keys = (item.same, key, item.wire.group_id, _what(item.wire), item.stamp)
    # Somebody who was given a label, or a role in a group, did nothing: it was done to them.
    acted = kind in _DEEDS
    user = person.participant if person else None
    shared = item.shared("notice_posted", *keys, thread=person.thread if person else thread)
    shared["defects"] += defects
    return NoticePosted(
        **shared,
        notice=Notice(
            id=item.desk.derive("notice", *keys),
            kind=kind,
            name=item.name,
            occurred_at=item.occurred_at,
            actor=user if acted else None,
            target=None if acted else user,
            text=text or _text(item.wire),
        ),
    )


_DEEDS = frozenset({"followed", "unfollowed", "opened", "form_submitted", "joined", "left"})


def _what(body: wire.Event) -> str | None:
    """Return what else tells one notice from another of the same moment."""
    return body.template_id or (body.tag.name if body.tag else None)


def _text(body: wire.Event) -> str | None:
    """Write down what a notice says, a line for each field, in Zalo's words for the fields."""
    data = body.data
    lines = {
        "source": body.source,
        "tag": body.tag.name if body.tag else None,
        "template_id": body.template_id,
        "status": _state(body.status),
        "quality": _state(body.quality),
        "quota": _state(body.quota),
        "reason": body.reason,
        "method": data.method if data else None,
        "message": data.message if data else None,
    }
    return as_lines(lines)


def _state(value: object) -> str | None:
    """Write down what is, and what was before if that is told: some fields are a word alone."""
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        before = next((one for key, one in fields.items() if key.startswith("prev_")), None)
        after = next((one for key, one in fields.items() if key.startswith("new_")), None)
        words = _word(before), _word(after)
        return f"{words[0] or '?'} → {words[1] or '?'}" if any(words) else None
    return _word(value)


def _word(value: object) -> str | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return as_stamp(value) if is_number or isinstance(value, str) else None


def as_lines(fields: dict[str, str | None]) -> str | None:
    """Write fields as lines; `None` if none of them says anything."""
    return "\n".join(f"{name}: {value}" for name, value in fields.items() if value) or None


# --- forms ----------------------------------------------------------------------------------------


def form_submitted(item: Item) -> Iterator[Event]:
    """Read the form that somebody filled in: a notice, and what their number links."""
    info, user_id = item.wire.info, item.person
    if info is None or not user_id:
        yield item.unrecognised("missing_id", "expected a person's id and an object at /info")
        return
    user = item.desk.user(
        user_id, by_app=item.wire.user_id_by_app, name=info.name, name_source="submitted"
    )
    person = Person(user, user_id, user_thread(user_id))
    phone, wrong = read_phone(info.phone, "/info/phone")
    yield _notice(item, person, text=_form(info), defects=wrong)
    yield from item.desk.linked(
        (item.desk.user_identity(user_id), phone),
        "submitted",
        occurred_at=item.occurred_at,
        defects=item.defects + wrong,
    )
    yield from item.links(user_id)


def _form(info: wire.Info) -> str | None:
    full = info.full_address
    fields = {
        "name": info.name,
        "phone": info.phone,
        "user_dob": info.user_dob,
        "gender": info.gender,
        "address": info.address,
        "ward": info.ward,
        "district": info.district,
        "city": info.city,
        "user_address": full.user_address if full else None,
        "user_ward": full.user_ward if full else None,
        "user_city": full.user_city if full else None,
    }
    return as_lines(fields)


# --- consent and rights ---------------------------------------------------------------------------


def consent_signalled(item: Item) -> Iterator[Event]:
    """Read what allows or refuses: follow, unfollow, withdraw, the widget; and what else it is."""
    person, _ = person_of(item)
    if person is None:
        yield item.unrecognised("missing_id", "expected a person's id")
        return
    if item.name in NOTICES:
        yield _notice(item, person)
    if item.name == "user_withdraw":
        yield RightsRequested(
            **item.shared("rights_requested", person.key, item.stamp, thread=person.thread),
            # Zalo does not say which right it is, and asks for deletion whichever it is.
            request=RightsRequest(kind="erase", subject=person.participant),
        )
    state, purpose = CONSENTS[item.name]
    keys = (item.same, person.key, item.stamp)
    yield ConsentSignalled(
        **item.shared("consent_signalled", *keys, thread=person.thread),
        consent=Consent(
            state=state,
            purpose=purpose,
            channel=CHANNEL,
            signal=item.same,
            subject=person.participant,
        ),
    )
    yield from item.links(person.key)
    external = item.wire.data.user_external_id if item.wire.data else None
    theirs = item.desk.external_identity(external)
    yield from item.desk.linked((item.desk.user_identity(person.key), theirs), "platform")


def call_consent(item: Item) -> Iterator[Event]:
    """Read that the account asked whether it may call, or the answer; both say until when."""
    body = item.wire
    word = body.request_type if item.name == "oa_send_consent" else body.user_consent
    person, wrong = person_of(item)
    if person is None:
        yield item.unrecognised("missing_id", "expected a telephone number at /phone")
        return
    is_expiry = word == "EXPIRED"
    field = "create_time" if item.name == "oa_send_consent" else "confirmed_time"
    # A request that has run out did so now, not when it was made.
    moment = None if is_expiry else getattr(body, field)
    at, late = read_time(moment, f"/{field}")
    expires_at, odd = read_time(body.expired_time, "/expired_time")
    keys = (item.same, person.key, word, as_stamp(moment) or item.stamp)
    shared = item.shared("consent_signalled", *keys, thread=person.thread)
    shared["occurred_at"] = at or item.occurred_at
    shared["defects"] = item.defects + wrong + late + odd
    yield ConsentSignalled(
        **shared,
        consent=Consent(
            # A word that we do not know is never taken for a yes.
            state=CALL_CONSENTS.get(word or "", "unknown"),
            purpose="calls",
            channel=CHANNEL,
            signal="call_consent",
            subject=person.participant,
            expires_at=expires_at,
        ),
    )
    yield from item.links(_user_id(item))


# --- calls ----------------------------------------------------------------------------------------


def call_reported(item: Item) -> Iterator[Event]:
    """Read the record of a call that has ended."""
    body = item.wire
    person, wrong = person_of(item)
    if not body.call_id or person is None:
        yield item.unrecognised("missing_id", "expected a person and an id at /call_id")
        return
    direction, outcome = CALLS[item.name]
    started_at, odd = read_time(body.init_time, "/init_time")
    waited, talk = read_count(body.waiting_time), read_count(body.talk_time)
    # Seconds, beside two times in milliseconds.
    ring = waited * 1000 if waited is not None else None
    total = read_count(body.call_duration)
    ends = (item.desk.business, person.participant)
    caller, callee = ends if direction == "outbound" else ends[::-1]
    shared = item.shared("call_reported", item.same, body.call_id, thread=person.thread)
    shared["occurred_at"] = started_at or item.occurred_at
    shared["defects"] = item.defects + wrong + odd
    yield CallReported(
        **shared,
        call_id=body.call_id,
        direction=direction,
        leg=Leg(
            id=body.call_id,
            caller=None if direction == "unknown" else caller,
            callee=None if direction == "unknown" else callee,
            outcome=outcome or _outcome(talk),
            started_at=started_at,
            answered_at=_after(started_at, ring) if talk else None,
            ended_at=_after(started_at, total),
            durations=Durations(total=total, ring=ring, talk=talk),
            hangup_cause=body.status_code or None,
        ),
    )
    yield from item.links(_user_id(item))
    if body.user_id and body.phone:
        phone, _ = read_phone(body.phone, "/phone")
        yield from item.desk.linked((item.desk.user_identity(body.user_id), phone), "platform")


def _outcome(talk: int | None) -> Outcome:
    """Tell whether anybody talked. What the status codes mean, Zalo's pages do not say."""
    if talk is None:
        return "unknown"
    return "answered" if talk else "missed"


def _after(start: datetime | None, milliseconds: int | None) -> datetime | None:
    """Return a moment so long after another, if both are known and it is in the calendar."""
    if start is None or milliseconds is None or milliseconds > _LONGEST_CALL:
        return None
    return start + timedelta(milliseconds=milliseconds)


_LONGEST_CALL = 7 * 24 * 3600 * 1000
"""A week: what claims to be longer is no duration."""
