"""`omnidesk consent why`."""

import json
import sys
from datetime import UTC, datetime

import pytest

from omnidesk._documents import dump
from omnidesk.model import Identity, Participant, Person
from omnidesk.policy import Fact, dump_facts, subject_id
from omnidesk.policy.consent import ConsentEvent, dump_ledger
from omnidesk.testing import make_conversation, make_message, make_source

POLICY = """
id = "hoasen"
controller = "hoasen"
use = ["vietnam", "zalo"]

[[classes]]
id = "offer"
purpose = "marketing"
basis = "consent"
senders = ["*@hoasen.example"]

[[classes]]
id = "answer"
purpose = "support"
basis = "reply"
senders = ["*"]
minors = "allowed"

[[routes]]
id = "technical"
channel = "zalo"
topic = ["technical"]
says = "redirect"
instead = ["email"]
source = { document = "Hoa Sen's page on support" }
"""
ZALO = Identity(scheme="zalo", value="4339000000000018433", scope="2197000000000001873")
MAIL = Identity(scheme="email", value="lan@khach.example")
LAN = Participant(role="customer", identities=(ZALO,))
GIVEN = ConsentEvent(
    kind="given",
    subject=subject_id(MAIL),
    at=datetime(2026, 9, 1, 9, tzinfo=UTC),
    purpose="marketing",
    signal="form",
)
ASKED = datetime(2026, 11, 1, 9, tzinfo=UTC)
NIGHT = "2026-11-01T23:00+07:00"
OFFER = (
    *("--channel", "sms", "--class", "offer", "--sender", "news@hoasen.example"),
    *(
        "--region",
        "VN",
        "--zone",
        "Asia/Ho_Chi_Minh",
        "--age",
        "adult",
        "--label",
        "QC",
        "--footer",
    ),
)
ANSWER = (
    *("--channel", "zalo", "--class", "answer", "--sender", "2197000000000001873", "--human"),
    *("--region", "VN", "--zone", "Asia/Ho_Chi_Minh"),
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "contact.toml").write_text(POLICY, encoding="utf-8")
    write(tmp_path, "ledger.jsonl", dump_ledger([GIVEN]))
    return tmp_path


def write(folder, name, lines):
    (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def talk(folder, text, **more):
    given = {"id": "m1", "direction": "inbound", "author": LAN, "sent_at": ASKED}
    message = make_message(text=text, sources=(make_source(),), **{**given, **more})
    chat = make_conversation(id="conv_1", channel="zalo").model_copy(
        update={"entries": (message,), "participants": (LAN,)}
    )
    other = make_conversation(id="conv_2", channel="zalo")
    write(folder, "conversations.jsonl", [dump(chat), dump(other)])


def why(command, *more, subject="email:lan@khach.example", at=("--at", NIGHT)):
    return command("consent", "why", subject, "--policy", "contact.toml", *at, *more)


def rows(output):
    """What the gates say, by name."""
    return {
        words[0]: words[1]
        for line in output.splitlines()
        if len(words := line.split()) > 1 and words[1] in ("go", "wait", "no")
    }


def squeezed(text):
    return " ".join(text.split())


# --- what it says ---------------------------------------------------------------------------------


def test_it_says_what_every_gate_says_which_event_counts_and_when(command, folder):
    result = why(command, *OFFER, "--ledger", "ledger.jsonl")
    assert (result.code, result.errors) == (0, "")
    lines = result.output.splitlines()
    assert lines[:2] == [
        "Not yet: offer, sms, 2026-11-01 23:00 (Asia/Ho_Chi_Minh)",
        subject_id(MAIL),
    ]
    said = rows(result.output)
    assert said.pop("hours") == "wait"
    assert set(said.values()) == {"go"}
    assert {"basis", "caps", "labels", "minor", "sender"} <= set(said)
    assert squeezed(lines[3]) == ("hours wait It is not the time of day for it where they are.")
    assert squeezed(lines[4]) == "not before 2026-11-02 07:00 (Asia/Ho_Chi_Minh)"
    assert lines[-3:] == [
        "consent: agreed; marketing; 2026-09-01 16:00 (Asia/Ho_Chi_Minh); form",
        f"  {GIVEN.id}",
        "first moment: 2026-11-02 07:00 (Asia/Ho_Chi_Minh)",
    ]


def test_it_speaks_vietnamese(command, folder):
    output = why(command, *OFFER, "--language", "vi").output
    assert output.startswith("Không được gửi: offer, sms, ")
    assert "không  Người này chưa đồng ý." in output
    assert output.endswith("sự đồng ý: chưa có gì\nsớm nhất: không có, trừ khi có thay đổi\n")


def test_json_has_the_words_of_both_languages(command, folder):
    result = why(command, *OFFER, "--ledger", "ledger.jsonl", "--format", "json")
    said = json.loads(result.output)
    assert (said["go"], said["next_allowed"]) == ("defer", "2026-11-02T00:00:00Z")
    gates = {one["gate"]: one for one in said["gates"]}
    assert gates["hours"]["words"] == {
        "en": "It is not the time of day for it where they are.",
        "vi": "Chưa đến giờ được phép gửi ở nơi người nhận.",
    }
    assert "words" not in gates["basis"]
    assert said["consent"]["state"] == "given"
    assert said["consent"]["event"]["id"] == GIVEN.id
    assert said["request"]["message_class"] == "offer"


def test_a_class_that_the_policy_lacks_is_denied(command, folder):
    result = why(command, "--channel", "sms", "--class", "spam", "--format", "json")
    said = json.loads(result.output)
    assert (said["go"], said["consent"]) == ("deny", None)
    result = why(command, "--channel", "sms", "--class", "spam")
    assert rows(result.output) == {"class": "no"}
    assert "consent:" not in result.output


def test_a_withdrawal_names_the_event_and_where_it_was_read(command, folder):
    source = make_source()
    stop = GIVEN.model_copy(
        update={"kind": "withdrawn", "purpose": None, "at": ASKED, "source": source}
    )
    write(folder, "more.jsonl", dump_ledger([stop]))
    output = why(command, *OFFER, "--ledger", "ledger.jsonl", "--ledger", "more.jsonl").output
    assert rows(output)["basis"] == "no"
    assert "consent: took it back; everything; 2026-11-01 16:00" in output
    assert f"  {stop.id}\n  {source.adapter} {source.digest}" in output


def test_a_consent_that_ends_says_when(command, folder):
    ends = GIVEN.model_copy(update={"expires_at": datetime(2027, 9, 1, 9, tzinfo=UTC)})
    write(folder, "ledger.jsonl", dump_ledger([ends]))
    output = why(command, *OFFER, "--ledger", "ledger.jsonl").output
    assert "; form; until 2027-09-01 16:00 (Asia/Ho_Chi_Minh)\n" in output


# --- what counts ----------------------------------------------------------------------------------


def test_conversations_count(command, folder):
    talk(folder, "Áo này còn size M không shop?")
    answer = (*ANSWER, "--scope", ZALO.scope, "--conversations", "conversations.jsonl")
    result = why(command, *answer, subject=f"zalo:{ZALO.value}")
    assert result.output.startswith("It may go: answer, zalo, ")
    assert "until 2026-11-03 16:00 (Asia/Ho_Chi_Minh)" in result.output
    without = why(command, *ANSWER, subject=subject_id(ZALO))
    assert rows(without.output)["basis"] == "no"


def test_what_was_written_there_counts_although_it_is_in_no_ledger(command, folder):
    talk(folder, "Từ chối nhận tin")
    answer = (*ANSWER, "--conversations", "conversations.jsonl")
    result = why(command, *answer, subject=subject_id(ZALO))
    assert rows(result.output)["basis"] == "no"
    assert "consent: took it back; everything; hoasen; 2026-11-01 16:00" in result.output


def test_an_opt_out_by_another_word_is_pointed_out(command, folder):
    talk(folder, "Từ chối nhận tin khuyến mãi")
    offer = (*OFFER, "--conversations", "conversations.jsonl")
    result = why(command, *offer, subject=subject_id(ZALO))
    note = "they also took back promotion, which no class of the policy is for\n"
    assert note in result.output
    said = json.loads(why(command, *offer, "--format", "json", subject=subject_id(ZALO)).output)
    assert said["unmatched_purposes"] == ["promotion"]
    ours = ("--purpose", "promotion=marketing")
    result = why(command, *offer, *ours, subject=subject_id(ZALO))
    assert note not in result.output
    assert "consent: took it back; marketing; hoasen; " in result.output


def test_people_stand_for_their_identities_everywhere(command, folder):
    talk(folder, "Từ chối quảng cáo")
    person = Person(id="person_1", identities=(MAIL, ZALO), links=())
    write(folder, "people.jsonl", [dump(person)])
    fact = Fact(kind="do_not_contact", at=ASKED, subject=subject_id(ZALO))
    desk = Fact(kind="message_sent", at=ASKED, name="sms/1")
    write(folder, "facts.jsonl", dump_facts([fact, desk]))
    files = ("--people", "people.jsonl", "--facts", "facts.jsonl", "--ledger", "ledger.jsonl")
    result = why(command, *OFFER, *files)
    assert result.output.splitlines()[1] == "person_1"
    assert rows(result.output)["do_not_contact"] == "no"
    assert rows(result.output)["basis"] == "go"


def test_an_id_of_the_desks_own_may_look_like_an_identity(command, folder):
    own = GIVEN.model_copy(update={"subject": "crm:17"})
    write(folder, "ledger.jsonl", dump_ledger([own]))
    result = why(command, *OFFER, "--ledger", "ledger.jsonl", subject="crm:17")
    assert result.output.splitlines()[1] == "crm:17"
    assert rows(result.output)["basis"] == "go"


@pytest.mark.parametrize(
    ("age", "says"),
    [("adult", "go"), ("minor", "no"), ("17", "go"), ("15", "no"), ("2012-01-01", "no")],
)
def test_an_age_is_a_word_a_number_or_a_date(command, folder, age, says):
    output = why(command, *OFFER, "--ledger", "ledger.jsonl", "--age", age).output
    assert rows(output)["minor"] == says


def test_a_gate_may_know_a_better_channel(command, folder):
    output = why(command, *ANSWER, "--topic", "technical", subject=subject_id(ZALO)).output
    assert "better by email" in squeezed(output)


def test_without_the_holidays_a_day_that_may_be_one_is_denied(command, folder, monkeypatch):
    offer = (*OFFER, "--channel", "zalo", "--template", "--ledger", "ledger.jsonl")
    assert rows(why(command, *offer).output)["closed_days"] == "go"
    monkeypatch.setitem(sys.modules, "holidays", None)
    assert rows(why(command, *offer).output)["closed_days"] == "no"


def test_without_a_moment_it_is_the_present_one_and_times_are_in_utc(command, folder):
    result = why(command, "--channel", "sms", "--class", "spam", at=())
    assert result.output.splitlines()[0].endswith(" (UTC)")
    assert result.code == 0


def test_who_carries_it_is_asked_of_the_register(command, folder):
    by = (*OFFER, "--ledger", "ledger.jsonl", "--processor", "twilio")
    assert rows(why(command, *by).output)["processor"] == "no"
    asked = why(command, *by, "--disclosure", "liveagent", "--customer", "firm", "--format", "json")
    (found,) = (one for one in json.loads(asked.output)["gates"] if one["gate"] == "processor")
    assert found["reason"] == "processor_category"


def test_a_built_in_policy_is_called_by_its_name(command, folder):
    result = command(
        *("consent", "why", "subject_1", "--policy", "links", "--now", NIGHT),
        *("--channel", "email", "--class", "spam"),
    )
    assert (result.code, rows(result.output)) == (0, {"class": "no"})


# --- what is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--ledger", "bad.jsonl"], 'bad.jsonl, line 1: expected type "consent_event"'),
        (["--facts", "bad.jsonl"], 'bad.jsonl, line 1: expected type "fact"'),
        (["--conversations", "bad.jsonl"], "bad.jsonl line 1: not a document of omnidesk: "),
        (["--policy", "bad.jsonl"], "bad.jsonl: "),
        (["--policy", "lnks"], "lnks cannot be read: No such file or directory; built-in"),
        (["--disclosure", "lve"], "lve cannot be read: No such file or directory; built-in"),
    ],
)
def test_what_cannot_be_read_stops_it(command, folder, arguments, line):
    (folder / "bad.jsonl").write_bytes(b'{"type": "Lan"}\n')
    result = why(command, *OFFER, *arguments)
    assert (result.code, result.output) == (1, "")
    assert result.errors.startswith(f"omnidesk: {line}")
    assert "Lan" not in result.errors


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--purpose", "marketing"], "Invalid value for '--purpose': expected pairs of different"),
        (["--purpose", "=a"], "Invalid value for '--purpose': expected pairs of different words"),
        (["--age", "old"], "Invalid value for '--age': expected adult, minor, years such as 17"),
        (["--zone", "Hanoi"], "Invalid value for '--zone': no time zone is called 'Hanoi'"),
        (["--at", "now"], "Invalid value for '--now' / '--at': expected a time with its zone"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(command, folder, arguments, line):
    result = why(command, *OFFER, *arguments)
    assert (result.code, result.output) == (2, "")
    assert result.errors.startswith(f"omnidesk: {line}")
