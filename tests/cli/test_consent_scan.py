"""`omnidesk consent scan`."""

import json
from datetime import UTC, datetime

import pytest

from omnidesk._documents import dump
from omnidesk.events import ConsentSignalled, MessagePosted
from omnidesk.model import Consent, Identity, Notice, Participant, Person
from omnidesk.policy import subject_id
from omnidesk.policy.consent import consents_in, dump_ledger, load_ledger
from omnidesk.testing import make_conversation, make_event, make_message, make_source

AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
ZALO = Identity(scheme="zalo", value="4339000000000018433", scope="2197000000000001873")
LAN = Participant(role="customer", identities=(ZALO,))
SUBJECT = subject_id(ZALO)
WORDS = "Shop ơi, đừng gọi nữa nhé"


def conversation(*entries):
    return make_conversation(id="conv_1", channel="zalo").model_copy(update={"entries": entries})


def message(text, **more):
    given = {"id": "m7", "direction": "inbound", "author": LAN, "sent_at": AT}
    return make_message(text=text, sources=(make_source(),), **{**given, **more})


def follow(state="granted", **more):
    consent = Consent(state=state, signal="follow", purpose="messages", subject=LAN)
    return Notice(id="n1", kind="consent", occurred_at=AT, consent=consent, **more)


SAID = conversation(message("Xin chào", id="m1"), message(WORDS), follow())


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, SAID)
    return tmp_path


def write(folder, *documents, name="conversations.jsonl"):
    lines = "".join(f"{dump(one)}\n" for one in documents)
    (folder / name).write_text(lines, encoding="utf-8")


def ledger(folder, name="ledger.jsonl"):
    return load_ledger((folder / name).read_text("utf-8").splitlines())


def scan(command, *more):
    return command("consent", "scan", "conversations.jsonl", *more)


# --- what is listed -------------------------------------------------------------------------------


def test_it_lists_what_was_said_where_and_by_whom(command, folder):
    result = scan(command)
    assert (result.code, result.errors) == (
        0,
        "1 conversation; 2 findings; taken back or refused: 1\n",
    )
    assert result.output == (
        "conv_1 (zalo)\n"
        "  2026-11-01 09:00  opts out          call      text, vi 9–17\n"
        f"                    {SUBJECT}\n"
        "                    m7\n"
        "  2026-11-01 09:00  agreed            messages  follow\n"
        f"                    {SUBJECT}\n"
        "                    n1\n"
        "\n"
    )


def test_it_speaks_vietnamese(command, folder):
    result = scan(command, "--language", "vi")
    assert "  từ chối           call      text, vi 9–17\n" in result.output
    assert "  đồng ý            messages  follow\n" in result.output


def test_times_are_in_the_zone_that_is_asked_for(command, folder):
    assert "  2026-11-01 16:00  opts out" in scan(command, "--zone", "Asia/Ho_Chi_Minh").output


def test_nothing_that_a_person_wrote_is_shown(command, folder):
    for form in ("text", "jsonl"):
        result = scan(command, "--format", form)
        assert "đừng" not in result.output + result.errors


def test_the_words_are_shown_on_request(command, folder):
    assert "                    “đừng gọi”\n" in scan(command, "--text").output
    lines = scan(command, "--text", "--format", "jsonl").output.splitlines()
    first, second = map(json.loads, lines)
    assert first["words"] == ["đừng gọi"]
    assert "words" not in second


def test_words_do_nothing_to_the_terminal(command, folder):
    write(folder, conversation(message("Từ chối\x1b\nnhận tin", id="m\x1b[2J\n7")))
    result = scan(command, "--text")
    assert "\x1b" not in result.output
    assert "m␛[2J 7" in result.output


def test_each_finding_is_a_line_of_json_on_request(command, folder):
    result = scan(command, "--format", "jsonl")
    first, second = map(json.loads, result.output.splitlines())
    assert (first["conversation"], first["entry"]) == ("conv_1", "m7")
    assert (first["opt_out"]["scope"], first["opt_out"]["channels"]) == ("channel", ["call"])
    assert first["opt_out"]["evidence"] == [
        {"verdict": "opt_out", "start": 9, "end": 17, "language": "vi"}
    ]
    assert (second["found_in"], second["kind"], second["subjects"]) == (
        "signal",
        "given",
        [SUBJECT],
    )


def test_a_wholesale_opt_out_and_an_odd_signal_have_words_too(command, folder):
    entries = (
        message("Từ chối", author=Participant(role="customer"), sent_at=None, id="m2"),
        message("Phiền quá", id="m3"),
        follow("unknown").model_copy(update={"occurred_at": None}),
    )
    write(folder, conversation(*entries))
    said = scan(command).output
    assert "opts out          everything  text, vi 0–7\n" in said
    assert "nobody knows who said it: it is in no ledger\n" in said
    assert "may want out                  text, vi 0–9\n" in said
    assert "  -                 meaning unknown   messages    follow\n" in said


def test_what_says_nothing_has_no_lines(command, folder):
    write(folder, conversation(message("Xin chào")))
    result = scan(command)
    assert (result.code, result.output) == (0, "")
    assert result.errors == "1 conversation; 0 findings\n"


# --- what is read ---------------------------------------------------------------------------------


def test_several_files_and_standard_input_are_read(command, folder):
    write(folder, conversation(message("STOP")), name="more.jsonl")
    stdin = f"{dump(conversation(message('Từ chối')))}\n\n".encode()
    result = command("consent", "scan", "conversations.jsonl", "more.jsonl", "-", stdin=stdin)
    assert result.errors.startswith("3 conversations; 4 findings; ")


def test_events_are_read_too(command, folder):
    consent = follow().consent
    write(
        folder,
        make_event(MessagePosted, message=message(WORDS)),
        make_event(ConsentSignalled, consent=consent, occurred_at=AT),
    )
    result = scan(command, "--text")
    assert result.errors.startswith("0 conversations, 2 events; 2 findings; ")
    assert "“đừng gọi”" in result.output


def test_lines_that_cannot_be_read_are_listed_and_the_rest_is_scanned(command, folder):
    person = dump(Person(id="person_1", identities=(ZALO,), links=()))
    lines = f'{{"type": "Đừng"}}\n{person}\n{dump(SAID)}\n'
    (folder / "conversations.jsonl").write_text(lines, encoding="utf-8")
    result = scan(command, "--ledger", "ledger.jsonl")
    assert result.code == 1
    assert "conversations.jsonl line 1: not a document of omnidesk: " in result.errors
    assert (
        "conversations.jsonl line 2: expected a conversation or an event, got a person document\n"
        in result.errors
    )
    assert "Đừng" not in result.errors
    assert len(ledger(folder)) == 2


def test_people_are_who_they_are_said_to_be(command, folder):
    write(folder, Person(id="person_1", identities=(ZALO,), links=()), name="people.jsonl")
    result = scan(command, "--people", "people.jsonl")
    assert "                    person_1\n" in result.output
    assert SUBJECT not in result.output


def test_the_desk_has_its_own_words_for_purposes_and_topics(command, folder):
    write(folder, conversation(message("Từ chối nhận tin khuyến mãi"), follow()))
    ours = ("--purpose", "promotion=marketing", "--purpose", "messages=care")
    scan(command, *ours, "--ledger", "ledger.jsonl")
    assert [one.purpose for one in ledger(folder).about(SUBJECT)] == ["care", "marketing"]


# --- the ledger -----------------------------------------------------------------------------------


def test_the_ledger_gets_what_is_not_there(command, folder):
    result = scan(command, "--ledger", "ledger.jsonl", "--controller", "Hoa Sen")
    assert result.errors.endswith("\n  2 events added to ledger.jsonl\n")
    found = ledger(folder)
    assert [(one.kind, one.channel, one.controller) for one in found.about(SUBJECT)] == [
        ("given", "zalo", "Hoa Sen"),
        ("withdrawn", "call", "Hoa Sen"),
    ]
    before = (folder / "ledger.jsonl").read_bytes()
    again = scan(command, "--ledger", "ledger.jsonl", "--controller", "Hoa Sen")
    assert again.errors.endswith("\n  0 events added to ledger.jsonl\n")
    assert (folder / "ledger.jsonl").read_bytes() == before


def test_what_stands_in_a_ledger_is_never_written_anew(command, folder):
    scan(command, "--ledger", "ledger.jsonl")
    file = folder / "ledger.jsonl"
    file.write_bytes(file.read_bytes().rstrip())
    before = file.read_bytes()
    scan(command, "--ledger", "ledger.jsonl", "--controller", "Hoa Sen")
    assert file.read_bytes().startswith(before + b"\n")
    assert len(ledger(folder)) == 4


def test_a_ledger_that_cannot_be_read_stops_it(command, folder):
    (line, _) = dump_ledger(event for one in consents_in(SAID) for event in one.events)
    (folder / "ledger.jsonl").write_text(f"{line}\n{line[:40]}", encoding="utf-8")
    result = scan(command, "--ledger", "ledger.jsonl")
    assert (result.code, result.output) == (1, "")
    assert result.errors == (
        "omnidesk: ledger.jsonl, line 2: expected a consent event as a JSON object\n"
    )


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--ledger", "conversations.jsonl"], "Invalid value: conversations.jsonl is one of the"),
        (["--zone", "Hanoi"], "Invalid value for '--zone': no time zone is called 'Hanoi'"),
        (["--format", "csv"], "Invalid value for '--format': 'csv' is not one of"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(command, folder, arguments, line):
    result = scan(command, *arguments)
    assert (result.code, result.output) == (2, "")
    assert result.errors.startswith(f"omnidesk: {line}")
