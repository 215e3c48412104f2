"""
How fast is the policy engine: decisions a second while rules multiply, and what a plan remembers?

Rules that cannot apply to an item must cost it nothing: with a hundred times the rules, of which
three apply as before, a decision may take 1.5 times as long. A plan over a stream may grow with
what is due, and not with what is read.
"""

import sys
import tracemalloc
from datetime import UTC, datetime, timedelta
from itertools import islice
from time import process_time

from benchmarks._timing import growth_table, table
from omnidesk.model import Conversation, Identity, Message, Participant, Source
from omnidesk.policy import (
    Citation,
    EraseRule,
    Facts,
    Item,
    KeepRule,
    Policy,
    Rule,
    When,
    apply,
    decide,
    plan,
    reapply,
)
from omnidesk.policy.erasure._closure import Needles

START = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2027, 1, 1, tzinfo=UTC)
SOURCE = Citation(document="A made-up policy")
LIMIT = 1.5
KEY = b"a key of the desk's own"
LAN = Participant(identities=(Identity(scheme="email", value="lan@mail.example"),), name="Bùi Lan")
WORDS = "Tôi bị trừ tiền hai lần cho đơn này, xin hoàn lại giúp tôi trước thứ Sáu. "


def rules(count):
    """Three rules that speak about mail, and others that speak about other channels."""
    mail = When(category=("message",), channel=("email",))
    found = [
        Rule(id="mail", title="x", source=SOURCE, when=mail, erase=EraseRule(period="P2Y")),
        Rule(id="tax", title="x", source=SOURCE, force="law", when=mail,
             keep=KeepRule(period="P10Y", basis="tax")),
        Rule(id="all", title="x", source=SOURCE, erase=EraseRule(period="P3Y")),
    ]  # fmt: skip
    for number in range(count - 3):
        other = When(category=("message",), channel=(f"channel-{number}",))
        erase = EraseRule(period="P1Y")
        found.append(Rule(id=f"r{number}", title="x", source=SOURCE, when=other, erase=erase))
    return Policy(id="p", version="1", title="x", rules=tuple(found))


def items():
    """Yield items without an end, none of which is kept."""
    number = 0
    while True:
        number += 1
        yield Item(
            id=f"item_{number:032x}",
            category="message",
            channel="email",
            subjects=(f"subject_{number % 5000:032x}",),
            created_at=START + timedelta(minutes=number),
        )


def decisions(count):
    facts = Facts()
    rows, seconds = [], {}
    for size in (10, 100, 1_000):
        policy = rules(size)
        stream = items()
        for item in islice(stream, 1_000):
            decide(item, policy, facts, now=NOW)
        spent = 0.0
        for _ in range(count // 1_000):
            batch = list(islice(stream, 1_000))  # making items is not deciding about them
            start = process_time()
            for item in batch:
                decide(item, policy, facts, now=NOW)
            spent += process_time() - start
        seconds[size] = spent
        factor = spent / seconds[10]
        verdict = "ok" if factor <= LIMIT else "TOO SLOW"
        rows.append((f"{size:,}", f"{count:,}", f"{count / spent:,.0f}", f"{factor:.2f}", verdict))
    head = ("rules", "items", "decisions/s", "of 10 rules", f"<= {LIMIT}")
    table("decisions while rules multiply", head, rows)


def conversations(count, *, old=0):
    """Yield conversations; the first `old` of them are due."""
    for number in range(count):
        at = START - timedelta(days=4_000 if number < old else 0)
        digest = f"sha256:{number:064x}"
        said = Message(
            id=f"m{number}",
            author=LAN,
            text=f"{WORDS}{number}",
            sent_at=at,
            sources=(Source(adapter="email", digest=digest, received_at=at),),
        )
        yield Conversation(
            id=f"conv_{number:032x}",
            channel="email",
            account="a",
            participants=(LAN,),
            entries=(said,),
        )


def memory():
    policy, facts, rows = rules(10), Facts(), []
    for count, old in ((2_000, 0), (8_000, 0), (8_000, 800)):
        tracemalloc.start()
        start = process_time()
        made = plan(conversations(count, old=old), policy, facts, now=NOW)
        spent = process_time() - start
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        told = (f"{count:,}", f"{len(made.entries):,}", f"{peak / 1024:,.0f}", f"{spent:.1f}")
        rows.append(told)
    head = ("conversations streamed", "planned", "peak KiB", "seconds")
    table("what a plan remembers", head, rows)


def copying(make):
    def subject(size):
        needles = Needles()
        needles.add_participant(LAN, "lan")
        needles.add_words(WORDS * 3, None, "words")
        text = make(size)
        return lambda: needles.find(text, html=True, quoted=True)

    return subject


def erasing(size):
    """One message is erased, and everybody quotes it."""
    everything = [*conversations(1, old=1)]
    first = everything[0].entries[0]
    other = Participant(identities=(Identity(scheme="email", value="minh@firma.example"),))
    for number in range(size):
        at = NOW - timedelta(days=1)
        answer = Message(id=f"a{number}", author=other, text=f"> {first.text}", sent_at=at)
        one = everything[0].model_copy(
            update={"id": f"conv_{number}", "entries": (answer,), "participants": (other,)}
        )
        everything.append(one)
    policy = Policy(
        id="p",
        version="1",
        title="x",
        rules=(Rule(id="all", title="x", source=SOURCE, erase=EraseRule(period="P3Y")),),
    )
    made = plan(everything, policy, Facts(), now=NOW)
    return lambda: (
        apply(made, everything, policy, Facts(), now=NOW, key=b"0123456789abcdef").effects
    )


def one_thread(action):
    """Everybody writes something of their own in one thread, and all of it goes."""

    def make(size):
        people, said = [], []
        for number in range(size):
            identity = Identity(scheme="email", value=f"person-{number}@mail.example")
            people.append(Participant(identities=(identity,), name=f"Bùi Văn {number}"))
            said.append(
                Message(
                    id=f"m{number}",
                    author=people[-1],
                    sent_at=START,
                    subject=f"Đơn {number}",
                    text=f"{WORDS}{number}",
                )
            )
        thread = next(conversations(1)).model_copy(
            update={"entries": tuple(said), "participants": tuple(people)}
        )
        erase = EraseRule(period="P1D", action=action)
        rule = Rule(id="all", title="x", source=SOURCE, erase=erase)
        policy = Policy(id="p", version="1", title="x", rules=(rule,))
        made = plan([thread], policy, Facts(), now=NOW)

        def subject():
            done = apply(made, [thread], policy, Facts(), now=NOW, key=KEY)
            return reapply(done.tombstones, [thread], KEY)

        return subject

    return make


SHAPES = {
    "words that are copied": lambda n: WORDS * n,
    "words that are not": lambda n: "Bên mình sẽ kiểm tra ngay. " * n,
    "almost copies": lambda n: "Tôi bị trừ tiền hai lần " * n,
    "tags": lambda n: "<" * n,
    "entities": lambda n: "&" * n,
    "entities by number": lambda n: "&#84;" * n,
    "percent signs": lambda n: "%41" * n,
    "soft breaks": lambda n: "=\n" * n,
    "base64": lambda n: "QUFB" * n,
    "combining marks": lambda n: "e\u0301\u0323" * n,
    "quotes": lambda n: "> a\n" * n,
}


def main(count=1_000_000):
    decisions(count)
    memory()
    growth_table(
        "finding copies: growth with the text",
        [(name, 2_000, copying(make)) for name, make in SHAPES.items()],
    )
    growth_table(
        "applying and reapplying",
        [
            ("one message that everybody quotes", 50, erasing),
            ("a thread that goes", 50, one_thread("delete")),
            ("a thread that is anonymised", 50, one_thread("anonymise")),
        ],
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
