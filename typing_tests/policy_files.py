"""The types of what reads policies, facts and calendars."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import assert_type

from omnidesk.policy import (
    BusinessCalendar,
    Decision,
    Facts,
    Item,
    Policy,
    builtin_policies,
    builtin_policy,
    combine,
    deadline,
    decide,
    dump_facts,
    load_facts,
    load_policy,
    print_policy,
    read_policy,
    vietnam_calendar,
)

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def policies(file: Path, item: Item) -> None:
    assert_type(read_policy(file), Policy)
    policy = load_policy(b"", name="own.toml")
    assert_type(policy, Policy)
    assert_type(print_policy(policy), str)
    assert_type(builtin_policies(), tuple[str, ...])
    whole = combine([policy, builtin_policy("gdpr")], id="all", version="1", title="All")
    calendar = vietnam_calendar(range(2025, 2028))
    assert_type(decide(item, whole, Facts(), now=NOW, calendars=[calendar]), Decision)


def facts(file: Path) -> None:
    with file.open() as lines:
        known = load_facts(lines)
    assert_type(known, Facts)
    assert_type(dump_facts(known), Iterator[str])


def calendars(calendar: BusinessCalendar) -> None:
    assert_type(calendar.is_working_day(date(2026, 3, 2)), bool)
    assert_type(calendar.next_working_day(date(2026, 3, 1)), date | None)
    assert_type(calendar.amended(holidays=[date(2026, 3, 2)]), BusinessCalendar)
    assert_type(deadline(NOW, "P2BD", calendar, late=True), datetime | None)
