"""
Support hours and waits: deadlines beside businesstimedelta's, and how time grows.

The peer adds working hours to a moment, too; it knows rules by the day of the week and holidays.
"""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

from benchmarks._timing import compare, growth_table, table
from omnidesk.model import Conversation, Identity, Message, Participant
from omnidesk.policy import BusinessCalendar, Citation
from omnidesk.policy.service import (
    OpenTime,
    ResponseTime,
    ServicePolicy,
    SupportClock,
    SupportHours,
    service_report,
    waits,
)

ZONE = "Asia/Ho_Chi_Minh"
START = datetime(2026, 3, 2, 1, tzinfo=UTC)
SPANS = (timedelta(minutes=30), timedelta(hours=4), timedelta(hours=24), timedelta(hours=80))
HOLIDAYS = (*(date(2026, 2, day) for day in range(16, 21)), date(2026, 4, 30))
CALENDAR = BusinessCalendar(
    id="vietnam", zone=ZONE, first=date(2026, 1, 1), last=date(2040, 12, 31), holidays=HOLIDAYS
)
SOURCE = Citation(document="benchmark")
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")
HOURS = SupportHours(
    id="office",
    zone=ZONE,
    times=(OpenTime(days=WEEK, opens=time(8), closes=time(17)),),
    closed_on="vietnam",
    source=SOURCE,
)
POLICY = ServicePolicy(
    id="desk",
    version="1",
    title="A desk",
    hours=(HOURS,),
    responses=(
        ResponseTime(
            id="four-hours",
            answers="every",
            clock="support_hours",
            target=timedelta(hours=1),
            limit=timedelta(hours=4),
            source=SOURCE,
        ),
    ),
)
LAN = Participant(role="customer", identities=(Identity(scheme="email", value="lan@mail.example"),))
AGENT = Participant(role="agent")


def moments():
    return [START + timedelta(minutes=37 * number) for number in range(500)]


def ours():
    clock = SupportClock([HOURS], [CALENDAR])
    return [clock.due(at, span) for at in moments() for span in SPANS]


def theirs():
    """Return what the peer says of the same, or `None` if it is not installed."""
    with suppress(ImportError):
        import businesstimedelta
        import pytz

        there = pytz.timezone(ZONE)
        days = businesstimedelta.WorkDayRule(
            start_time=time(8), end_time=time(17), working_days=range(5), tz=there
        )
        off = businesstimedelta.HolidayRule(dict.fromkeys(HOLIDAYS, "off"), tz=there)
        rules = businesstimedelta.Rules([days, off])

        def read():
            return [
                at + businesstimedelta.BusinessTimeDelta(rules, timedelta=span)
                for at in moments()
                for span in SPANS
            ]

        return read
    return None


def conversation(number, turns):
    """Return a chat in which each question is answered, some too late."""
    start = START + timedelta(hours=number % 200)
    entries = []
    for turn in range(turns):
        asked = start + timedelta(days=turn)
        late = timedelta(minutes=7 * (number % 70))
        for who, direction, at in (
            (LAN, "inbound", asked),
            (AGENT, "outbound", asked + late),
        ):
            entries.append(
                Message(
                    id=f"m{number}.{turn}.{direction}", author=who, direction=direction, sent_at=at
                )
            )
    return Conversation(id=f"conv_{number}", channel="chat", account="desk", entries=tuple(entries))


def speed():
    subjects = {"omnidesk": ours}
    peer = theirs()
    if peer is not None:
        same = [one.astimezone(UTC) for one in peer()] == ours()
        print(f"Both say the same of all: {same}")
        subjects["businesstimedelta"] = peer
    times = compare(subjects, rounds=5)
    count = len(moments()) * len(SPANS)
    rows = [
        (name, f"{count / seconds:,.0f}", f"{seconds / times['omnidesk']:.1f}")
        for name, seconds in times.items()
    ]
    table(f"Support hours: {count} deadlines", ("what", "a second", "times omnidesk's time"), rows)
    many = [conversation(number, 3) for number in range(2_000)]
    now = START + timedelta(days=60)

    def judge():
        return waits(many, POLICY, now=now, calendars=[CALENDAR])

    found = judge()
    report = compare(
        {
            "waits": judge,
            "report": lambda: service_report(found, first=START, before=now),
        },
        rounds=5,
    )
    rows = [(name, f"{len(found) / seconds:,.0f}") for name, seconds in report.items()]
    table(f"Waits: {len(found)} in {len(many)} conversations", ("what", "waits a second"), rows)


def judging(many):
    now = START + timedelta(days=4_000)
    return lambda: waits(many, POLICY, now=now, calendars=[CALENDAR])


def growths():
    clock = SupportClock([HOURS], [CALENDAR])

    def elapsing(days):
        end = START + timedelta(days=days)
        return lambda: [clock.elapsed(START, end) for _ in range(20)]

    growth_table(
        "Service: growth with the size of the input",
        [
            (
                "conversations",
                100,
                lambda size: judging([conversation(one, 3) for one in range(size)]),
            ),
            ("turns of one conversation", 200, lambda size: judging(conversation(1, size))),
            ("days between two moments", 200, elapsing),
        ],
    )


def main():
    speed()
    growths()


if __name__ == "__main__":
    main()
