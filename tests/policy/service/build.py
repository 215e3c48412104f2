"""Short ways to say when a desk is there, who wrote to it, and what Hypothesis makes of both."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume
from hypothesis import strategies as st

from omnidesk.model import Call, Conversation, Identity, Message, Participant, Source
from omnidesk.policy import BusinessCalendar, Citation
from omnidesk.policy.service import (
    Closing,
    Department,
    OpenTime,
    Precedence,
    ResponseTime,
    ServicePolicy,
    SupportClock,
    SupportHours,
    Wait,
    waits,
)

SOURCE = Citation(document="A made-up page on support")
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
WEEK = (*WORKDAYS, "saturday", "sunday")
START = datetime(2026, 11, 2, 2, tzinfo=UTC)
"""A Monday, 09:00 in Vietnam."""


# --- hours ----------------------------------------------------------------------------------------


def at(text, zone="Asia/Ho_Chi_Minh"):
    """Return a moment as a clock on the wall shows it (`2026-11-02 09:00`)."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def times(opens, closes, *days):
    return OpenTime(
        days=days or WORKDAYS,
        opens=None if opens is None else time.fromisoformat(opens),
        closes=time.fromisoformat(closes),
    )


def hours(*rows, name="h", zone="Asia/Ho_Chi_Minh", **more):
    return SupportHours(id=name, zone=zone, times=rows, source=SOURCE, **more)


def always(name="h", zone="Asia/Ho_Chi_Minh", **more):
    return SupportHours(id=name, zone=zone, always=True, source=SOURCE, **more)


def calendar(first="2026-01-01", last="2026-12-31", *, name="vn", off=(), worked=()):
    return BusinessCalendar(
        id=name,
        zone="Asia/Ho_Chi_Minh",
        first=date.fromisoformat(first),
        last=date.fromisoformat(last),
        holidays=tuple(date.fromisoformat(day) for day in off),
        working_days=tuple(date.fromisoformat(day) for day in worked),
    )


OFFICE = hours(times("08:00", "17:00"), name="office")


def clock(*rows, calendars=()):
    return SupportClock(rows or (OFFICE,), calendars)


# --- policies -------------------------------------------------------------------------------------


def response(name="r", *, target=None, limit=None, **more):
    return ResponseTime(
        id=name,
        source=SOURCE,
        target=None if target is None else timedelta(minutes=target),
        limit=None if limit is None else timedelta(minutes=limit),
        **more,
    )


def first_come(*departments, before, name="p", **more):
    return Precedence(id=name, departments=departments, before=before, source=SOURCE, **more)


def department(name, *accounts):
    return Department(id=name, title=name.title(), accounts=accounts)


def policy(*rows, departments=(), **more):
    """Return a policy of rows of any kind; departments that rows name are there."""
    named = {name for row in rows for name in row.departments}
    named |= {name for row in rows if isinstance(row, Precedence) for name in row.before}
    known = {one.id for one in departments}
    fields = {
        "id": "mine",
        "version": "1",
        "title": "Mine",
        "departments": (*departments, *(department(name) for name in sorted(named - known))),
        "hours": tuple(row for row in rows if isinstance(row, SupportHours)),
        "responses": tuple(row for row in rows if isinstance(row, ResponseTime)),
        "precedence": tuple(row for row in rows if isinstance(row, Precedence)),
    }
    return ServicePolicy(**fields | more)


USUAL = policy(response(target=30, limit=240, answers="every"))
"""Every answer within half an hour, or at least within four hours."""


# --- conversations --------------------------------------------------------------------------------


def someone(role, value):
    return Participant(role=role, identities=(Identity(scheme="email", value=value),))


LAN = someone("customer", "lan@mail.example")
HOA = someone("agent", "hoa@hoasen.example")
BOT = someone("bot", "bot@hoasen.example")


def after(minutes):
    return None if minutes is None else START + timedelta(minutes=minutes)


def source(minutes):
    digest = f"sha256:{'0' * 64}"
    return Source(adapter="email", digest=digest, received_at=after(minutes))


def message(minutes, author=LAN, direction="inbound", *, name=None, received=None, **more):
    return Message(
        id=name or f"m{minutes}",
        author=author,
        direction=direction,
        sent_at=after(minutes),
        sources=() if received is None else (source(received),),
        **more,
    )


def ask(minutes, **more):
    return message(minutes, **more)


def answer(minutes, author=HOA, **more):
    return message(minutes, author, "outbound", **more)


def call(minutes, outcome, direction="inbound", *, answered=None, name=None, **more):
    return Call(
        id=name or f"k{minutes}",
        direction=direction,
        outcome=outcome,
        started_at=after(minutes),
        answered_at=after(answered),
        **more,
    )


def talk(*entries, name="c1", channel="email", account="support@hoasen.example", **more):
    return Conversation(id=name, channel=channel, account=account, entries=entries, **more)


def waits_of(*entries, rules=USUAL, now=10_000, closed=(), **more):
    """Return the waits of one conversation, so many minutes after the start."""
    closings = [Closing(conversation="c1", at=after(minutes)) for minutes in closed]
    return waits(talk(*entries), rules, now=after(now), closings=closings, **more)


def stretches(found):
    """Return when waits began and ended, in minutes after the start."""

    def minutes(moment):
        return None if moment is None else (moment - START) / timedelta(minutes=1)

    return [(minutes(one.began), minutes(one.ended)) for one in found]


def wait(name="e1", began=0, *, state="waiting", conversation="c1", channel="email", **more):
    given = {
        key: after(more.pop(key, None)) for key in ("ended", "target_at", "limit_at", "starts")
    }
    fields = {"rows": ("r",), "answer": None if given["ended"] is None else f"{name}-answer"}
    return Wait(
        conversation=conversation,
        channel=channel,
        entry=name,
        began=after(began),
        state=state,
        **given,
        **fields | more,
    )


# --- what Hypothesis makes ------------------------------------------------------------------------

QUARTERS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
DAYS = st.lists(st.sampled_from(WEEK), min_size=1, max_size=7, unique=True).map(tuple)


@st.composite
def open_times(draw):
    rows = []
    for number in range(draw(st.integers(1, 3))):
        opens, closes = draw(st.tuples(QUARTERS, QUARTERS))
        assume(opens != closes or closes == time())
        unsaid = number > 0 and draw(st.booleans())
        rows.append(OpenTime(days=draw(DAYS), opens=None if unsaid else opens, closes=closes))
    earliest = min(one.opens for one in rows if one.opens is not None)
    assume(earliest == time() or all(one.opens or one.closes != earliest for one in rows))
    return rows


MINUTES = st.integers(0, 400)
ENTRIES = st.one_of(
    st.builds(ask, MINUTES),
    st.builds(answer, MINUTES),
    st.builds(answer, MINUTES, st.just(BOT)),
    st.builds(ask, MINUTES, automatic=st.just("out_of_office")),
    st.builds(ask, MINUTES, received=MINUTES),
    st.builds(call, MINUTES, st.sampled_from(["missed", "cancelled", "voicemail"])),
    st.builds(call, MINUTES, st.just("answered"), answered=MINUTES),
    st.builds(call, MINUTES, st.sampled_from(["answered", "busy"]), st.just("outbound")),
)
"""Entries of which each has a time."""


@st.composite
def talks(draw, *, undated=False, name="c1"):
    """Conversations whose entries have ids of their own, in no order."""
    entries = draw(st.lists(ENTRIES, max_size=8))
    if undated:
        entries += draw(
            st.lists(st.sampled_from([ask(None), answer(None), call(None, "answered")]), max_size=3)
        )
    named = [one.model_copy(update={"id": f"e{number}"}) for number, one in enumerate(entries)]
    return talk(*named, name=name)
