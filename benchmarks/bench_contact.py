"""
Send decisions: how many a second over a ledger of a million events, and first allowed moments.

The million is compared with a thousand in the same run, and with a scan of the same million, which
is what a ledger without an index does. Facts grow with the ledger: each recipient has had messages.
"""

from datetime import UTC, datetime, timedelta
from time import perf_counter

from benchmarks._timing import compare, table
from omnidesk.policy import BusinessCalendar, Fact, Facts
from omnidesk.policy.consent import ConsentEvent, Ledger
from omnidesk.policy.contact import (
    ContactPolicy,
    MessageClass,
    SendRequest,
    may_send,
    next_allowed,
)

START = datetime(2026, 9, 1, tzinfo=UTC)
NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)
NIGHT = datetime(2026, 11, 3, 16, tzinfo=UTC)
KINDS = ("notice_shown", "given", "withdrawn", "given")
ASKED = 1_000
TET = BusinessCalendar(
    id="vietnam",
    zone="Asia/Ho_Chi_Minh",
    first=datetime(2026, 1, 1, tzinfo=UTC).date(),
    last=datetime(2027, 12, 31, tzinfo=UTC).date(),
)
POLICY = ContactPolicy(
    id="desk",
    use=("vietnam", "meta", "whatsapp", "zalo", "europe", "united_states", "mail"),
    register_channels=("sms", "call"),
    classes=(
        MessageClass(
            id="offer",
            purpose="marketing",
            basis="consent",
            senders=("*",),
            labels=("QC",),
            footer=True,
        ),
    ),
)


def subject(number):
    return f"subject_{number:032x}"


def events(size):
    """Four events a person, as a newsletter brings them."""
    for number in range(size // 4):
        for day, kind in enumerate(KINDS):
            yield ConsentEvent(
                kind=kind,
                subject=subject(number),
                at=START + timedelta(days=day),
                purpose="marketing",
                channel="sms",
                signal="form",
            )


def facts(people):
    """Give each person a check of the register, and two messages that they got yesterday."""
    for number in range(people):
        yield Fact(kind="register_checked", at=START, subject=subject(number), name="clear")
        for hours in (20, 30):
            at = NOON - timedelta(hours=hours)
            yield Fact(kind="message_sent", at=at, subject=subject(number), name=f"sms/m{hours}")


def requests(people):
    """Ask about people all over the ledger, not about neighbours."""
    return [
        SendRequest(
            subject=subject(number % people),
            channel="sms",
            message_class="offer",
            sender="HOASEN",
            region="VN",
            zone="Asia/Ho_Chi_Minh",
            age="adult",
            labels=("QC",),
            footer=True,
        )
        for number in range(0, ASKED * 7919, 7919)
    ]


def deciding(ledger, known, people):
    asked = requests(people)

    def ask():
        for one in asked:
            assert may_send(one, ledger, known, POLICY, now=NOON, calendars=[TET]).go == "allow"

    return ask


def waiting(ledger, known, people):
    asked = requests(people)

    def ask():
        for one in asked:
            assert next_allowed(one, ledger, known, POLICY, now=NIGHT, calendars=[TET]) is not None

    return ask


def scanning(ledger, people):
    """Answer as a ledger without an index does: it looks at every event. One question is enough."""
    everything = list(ledger)
    wanted = requests(people)[-1].subject

    def ask():
        mine = Ledger(one for one in everything if one.subject == wanted)
        state = mine.state(wanted, now=NOON, purpose="marketing", channel="sms")
        assert state.allows

    return ask


def main():
    made, ledgers = [], {}
    for size in (1_000, 1_000_000):
        people = size // 4
        start = perf_counter()
        ledger, known = Ledger(events(size)), Facts(facts(people))
        made.append((f"{size:,} events, {len(known):,} facts", f"{perf_counter() - start:.1f}"))
        ledgers[size] = ledger, known, people
    table("Ledgers and facts", ("", "seconds to make"), made)
    subjects = {
        f"{name}, {size:,} events": make(*parts)
        for name, make in (("decisions", deciding), ("first moments", waiting))
        for size, parts in ledgers.items()
    }
    ledger, _, people = ledgers[1_000_000]
    subjects["scan of 1,000,000 events"] = scanning(ledger, people)
    times = compare(subjects, rounds=5)
    each = {
        name: seconds / (1 if name.startswith("scan") else ASKED) for name, seconds in times.items()
    }
    rows = [(name, f"{1 / one:,.0f}", f"{one * 1e6:,.1f}") for name, one in each.items()]
    table("Asking", ("", "a second", "microseconds each"), rows)
    small, large = each["decisions, 1,000 events"], each["decisions, 1,000,000 events"]
    ratios = [
        ("a million events to a thousand", f"{large / small:.2f}"),
        ("a scan of a million to a decision", f"{each['scan of 1,000,000 events'] / large:,.0f}"),
    ]
    table("Times as long", ("", "ratio"), ratios)


if __name__ == "__main__":
    main()
