"""The consent ledger: answers a second, in a small ledger and in one of a million events."""

from datetime import UTC, datetime, timedelta
from time import perf_counter

from benchmarks._timing import compare, table
from omnidesk.policy import Facts
from omnidesk.policy.consent import CEILINGS, ConsentEvent, Ledger
from omnidesk.policy.contact import (
    PLATFORM_WINDOWS,
    VIETNAM_CAPS,
    VIETNAM_HOURS,
    ContactPolicy,
    MessageClass,
    SendRequest,
    may_send,
)

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


def sending(ledger, size):
    policy = ContactPolicy(
        id="p",
        classes=(
            MessageClass(
                id="news", purpose="newsletter", basis="consent", senders=("*@links.example",)
            ),
        ),
        hours=VIETNAM_HOURS,
        caps=VIETNAM_CAPS,
        windows=PLATFORM_WINDOWS,
    )
    requests = [
        SendRequest(
            subject=f"subject_{number % (size // 4):032x}",
            channel="email",
            message_class="news",
            sender="news@links.example",
            region="VN",
            zone="Asia/Ho_Chi_Minh",
            age="adult",
        )
        for number in range(0, ASKED * 7919, 7919)
    ]
    facts = Facts()

    def ask():
        for request in requests:
            assert may_send(request, ledger, facts, policy, now=NOW).go == "allow"

    return ask


def main():
    rows = []
    subjects, all_ = {}, {}
    for size in (1_000, 1_000_000):
        start = perf_counter()
        ledger = Ledger(events(size))
        seconds = perf_counter() - start
        rows.append((f"{len(ledger):,} events", f"{size / seconds:,.0f}"))
        subjects[rows[-1][0]] = asking(ledger, size)
        all_[rows[-1][0]] = ledger, size
    table("Events made and added a second", ("", "events/s"), rows)
    subjects |= {
        f"{name}, all gates": sending(ledger, size) for name, (ledger, size) in all_.items()
    }
    times = compare(subjects)
    found = [(name, f"{ASKED / seconds:,.0f}") for name, seconds in times.items()]
    table("Questions a second", ("a ledger of", "answers/s"), found)


if __name__ == "__main__":
    main()
