"""
What does a record of a call cost, from the bytes to the assembled, typed call?

It is measured beside a plain `csv.DictReader` loop over the same table, in the same run. That loop
makes no numbers of texts, no times, no types and no calls of rows.

Aim: a table of calls within 15 times the loop, typed and assembled. Reading numbers
(`region="VN"`), Asterisk's event log and webhooks are shown beside it. And a call may have many
legs: the time must grow with them and not with their square.
"""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

from benchmarks._timing import compare, growth_table, table
from omnidesk._payload import Payload
from omnidesk.adapters.calls import AsteriskCel, CallTable, Clock, Numbering, Stringee
from omnidesk.assembly import assemble

ROWS, LEGS, PEOPLE = 4_000, 2, 500
START = datetime(2026, 3, 2, 1, tzinfo=UTC)
ZONE = timedelta(hours=7)
COLUMNS = "id,leg,src,dst,start,answer,end,duration,billsec,disposition,recording"
MAPPING = {
    "call_id": "id",
    "leg_id": "leg",
    "caller": "src",
    "callee": "dst",
    "started": "start",
    "answered": "answer",
    "ended": "end",
    "total": "duration",
    "talk": "billsec",
    "recording": "recording",
    "zone": "Asia/Ho_Chi_Minh",
    "outcome": {"column": "disposition", "words": {"ANSWERED": "answered", "NO ANSWER": "missed"}},
}


def number(person):
    return f"09{12_000_000 + person * 137:08}"


def wall(at):
    return (at + ZONE).strftime("%Y-%m-%d %H:%M:%S")


def row(call, leg, legs):
    """One telephone of a ring group; the last one answers."""
    start = START + timedelta(seconds=30 * call + leg)
    answered = leg == legs - 1
    end = start + timedelta(seconds=90 if answered else 9)
    return ",".join(
        [
            f"c{call}",
            f"c{call}.{leg}",
            number(call % PEOPLE),
            str(101 + leg % 800),
            wall(start),
            wall(start + timedelta(seconds=9)) if answered else "",
            wall(end),
            "90" if answered else "9",
            "81" if answered else "0",
            "ANSWERED" if answered else "NO ANSWER",
            f"https://ghiam.example/{call}.wav" if answered else "",
        ]
    )


def calls_csv(rows, legs=LEGS):
    lines = [row(number // legs, number % legs, legs) for number in range(rows)]
    return "\n".join([COLUMNS, *lines, ""]).encode()


STATES = (
    *(("CHAN_START", 0, 0), ("CHAN_START", 1, 1), ("ANSWER", 1, 5), ("ANSWER", 0, 5)),
    *(("BRIDGE_ENTER", 1, 5), ("BRIDGE_ENTER", 0, 5), ("BRIDGE_EXIT", 1, 65)),
    *(("BRIDGE_EXIT", 0, 65), ("HANGUP", 1, 65), ("CHAN_END", 1, 65), ("HANGUP", 0, 65)),
    *(("CHAN_END", 0, 65), ("LINKEDID_END", 0, 65)),
)
"""What Asterisk writes about one call of two channels."""


def calls_cel(records):
    lines = []
    for call in range(records // len(STATES)):
        at = START.timestamp() + call * 30
        linked = f"{at:.0f}.{call * 2}"
        for state, channel, seconds in STATES:
            who = number(call % PEOPLE) if channel == 0 else "101"
            name = "PJSIP/trunk-1" if channel == 0 else "PJSIP/101-2"
            extra = {"bridge_id": f"b{call}"} if "BRIDGE" in state else {}
            extra = {"hangupcause": 16} if state == "HANGUP" else extra
            told = json.dumps(extra).replace('"', '""') if extra else ""
            unique = linked if channel == 0 else f"{at:.0f}.{call * 2 + 1}"
            fields = [state, f"{at + seconds:.6f}", "", who, who, "", "", "101", "from-trunk"]
            fields += [name, "", "", "3", "", unique, linked, "", "", "", told]
            lines.append(",".join(f'"{field}"' for field in fields))
    return "\n".join([*lines, ""]).encode()


def webhooks(count):
    """What Stringee posts: three states of each call."""
    bodies = []
    for number_ in range(count):
        call, state = divmod(number_, 3)
        at = int(START.timestamp() * 1_000) + call * 30_000 + state * 10_000
        body = {
            "call_status": ("started", "answered", "ended")[state],
            "timestamp_ms": at,
            "call_id": f"call-vn-1-{call}",
            "from": {"number": f"84{number(call % PEOPLE)[1:]}", "type": "external"},
            "to": {"number": "agent_lan", "alias": "842473001234", "type": "internal"},
            "type": "stringee_call",
            **({"callType": "CALL", "duration": 20, "answerDuration": 10} if state == 2 else {}),
        }
        bodies.append(json.dumps(body, separators=(",", ":")).encode())
    return bodies


def loop(body):
    """Read the table as anybody would: a dict a row, kept by call."""
    found = {}
    for record in csv.DictReader(io.StringIO(body.decode())):
        found.setdefault(record["id"], []).append(record)
    return found


def tables(region):
    return CallTable.from_document({**MAPPING, "region": region}, account="pbx")


def main():
    body, cel, bodies = calls_csv(ROWS), calls_cel(ROWS), webhooks(ROWS)
    numbering = {region: Numbering(region=region) for region in (None, "VN")}
    subjects = {"csv.DictReader": lambda: loop(body)}
    for region, how in (("VN", "with numbers"), (None, "without")):
        reads = tables(region)
        subjects[f"CSV to events, {how}"] = lambda reads=reads: list(reads.parse(Payload(body)))
        subjects[f"CSV to calls, {how}"] = lambda reads=reads: assemble(reads.parse(Payload(body)))
        log = AsteriskCel(account="pbx", numbering=numbering[region], clock=Clock("UTC"))
        subjects[f"CEL to calls, {how}"] = lambda log=log: assemble(log.parse(Payload(cel)))
        hooks = Stringee(account="pbx", numbering=numbering[region])
        subjects[f"webhooks to calls, {how}"] = lambda hooks=hooks: assemble(
            event for one in bodies for event in hooks.parse(Payload(one))
        )
    times = compare(subjects, rounds=5)
    plain = times["csv.DictReader"]
    aims = {f"CSV to calls, {how}": "15.0" for how in ("with numbers", "without")}
    rows = [
        (
            name,
            f"{ROWS / seconds:,.0f}",
            f"{seconds / ROWS * 1e6:.1f}",
            f"{seconds / plain:.1f}",
            aims.get(name, ""),
        )
        for name, seconds in times.items()
    ]
    title = f"Calls: {ROWS:,} records, {LEGS} legs a call, {len(body) // ROWS} bytes a row"
    table(title, ("what", "records/s", "µs each", "times the loop", "aim"), rows)

    reads = tables("VN")

    def one_call(legs):
        single = calls_csv(legs, legs=legs)
        return lambda: assemble(reads.parse(Payload(single)))

    growth_table("Calls: one call with many legs", [("legs of a ring group", 250, one_call)])


if __name__ == "__main__":
    main()
