"""The consent ledger: answers a second, in a small ledger and in one of a million events."""

from datetime import UTC, datetime, timedelta
from time import perf_counter

from benchmarks._timing import compare, table
from omnidesk.policy.consent import CEILINGS, ConsentEvent, Ledger

START = datetime(2026, 9, 1, tzinfo=UTC)
NOW = datetime(2027, 3, 1, tzinfo=UTC)
KINDS = ("notice_shown", "given", "withdrawn", "given")
ASKED = 2_000


def events(size):
    """Four events a person, as a newsletter brings them."""
    for number in range(size // 4):
        for day, kind in enumerate(KINDS):
            yield ConsentEvent(
                kind=kind,
                subject=f"subject_{number:032x}",
                at=START + timedelta(days=day),
                purpose="newsletter",
                channel="email",
                signal="form",
            )


def asking(ledger, size):
    subjects = [f"subject_{number % (size // 4):032x}" for number in range(0, ASKED * 7919, 7919)]

    def ask():
        for subject in subjects:
            ledger.state(subject, now=NOW, purpose="newsletter", channel="email", ceilings=CEILINGS)

    return ask


def main():
    rows = []
    subjects = {}
    for size in (1_000, 1_000_000):
        start = perf_counter()
        ledger = Ledger(events(size))
        seconds = perf_counter() - start
        rows.append((f"{len(ledger):,} events", f"{size / seconds:,.0f}"))
        subjects[rows[-1][0]] = asking(ledger, size)
    table("Events made and added a second", ("", "events/s"), rows)
    times = compare(subjects)
    found = [(name, f"{ASKED / seconds:,.0f}") for name, seconds in times.items()]
    table("Questions a second", ("a ledger of", "states/s"), found)


if __name__ == "__main__":
    main()
