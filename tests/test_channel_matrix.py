"""The matrix of adapters in the docs says what the samples prove, and nothing else."""

import re
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest

from omnidesk import available_adapters
from omnidesk.events import (
    CallReported,
    ConsentSignalled,
    IdentityLinked,
    MessageDeleted,
    MessageEdited,
    MessageModerated,
    MessagePosted,
    NoticePosted,
    ReactionChanged,
    ReceiptReported,
    RightsRequested,
    Unrecognised,
)
from omnidesk.model import Defect, Leg, Participant, Receipt
from omnidesk.testing import (
    builtin_samples,
    make_attachment,
    make_event,
    make_message,
    make_source,
)

TOOL = Path(__file__).parent.parent / "tools" / "channel_matrix.py"


@pytest.fixture(scope="module")
def matrix():
    return SimpleNamespace(**run_path(str(TOOL)))


@pytest.fixture(scope="module")
def proofs(matrix):
    return matrix.prove(available_adapters())


def test_the_page_is_what_the_samples_prove(matrix):
    fresh = matrix.page() == matrix.PAGE.read_text("utf-8")
    assert fresh, "docs/channels/matrix.md is stale: make matrix"


def test_every_sample_that_is_named_is_one_of_that_adapter(matrix, proofs):
    samples = {
        f"{folder.name}/{sample.name}": sample
        for folder in matrix.SAMPLES.iterdir()
        if folder.is_dir()
        for sample in builtin_samples(folder.name)
    }
    for adapter, proved in proofs.items():
        for name in {one for names in proved.values() for one in names}:
            readers = {event.source.adapter for event in samples[name].golden or ()}
            assert adapter in readers or samples[name].expects_error, name


def test_every_adapter_of_ours_has_a_column_and_a_section(matrix):
    text = matrix.PAGE.read_text("utf-8")
    for name in (one for names in matrix.families().values() for one in names):
        anchor = matrix._anchor(name)
        assert f"](#{anchor}) |" in text, name
        assert f"### {name} {{ #{anchor} }}" in text, name
        assert matrix._pages(name), name


def test_every_tick_names_a_sample(matrix):
    text = matrix.PAGE.read_text("utf-8")
    ticks = re.findall(r"\[✓\]\(#[\w-]+( \"[\w/.-]+( and \d+ more)?\")?\)", text)
    assert len(ticks) == text.count("✓")
    assert all(named for named, _ in ticks)


def test_an_adapter_without_a_sample_is_said_to_have_none(matrix):
    assert "nothing is claimed" in matrix._section("pigeon", {}, covered=[], pages=[])


def test_what_another_adapter_stands_in_for_is_said(matrix):
    section = matrix._section("meta", {}, covered=["facebook"], pages=[])
    assert "[facebook](#shown-facebook)" in section


@pytest.mark.parametrize(
    ("adapter", "page"),
    [("twilio", "[Calls: Twilio](calls-twilio.md)"), ("facebook", "(facebook.md)")],
)
def test_every_section_names_its_page(matrix, adapter, page):
    (link,) = matrix._pages(adapter)
    assert link.endswith(page)
    assert f"Its page: {link}." in matrix.PAGE.read_text("utf-8")


def posted(**fields):
    return make_event(MessagePosted, message=make_message(**fields))


@pytest.mark.parametrize(
    ("event", "what"),
    [
        (posted(), "text"),
        (posted(), "from customers"),
        (posted(state="edited"), "edits"),
        (posted(state="hidden"), "hidden, held, shown again"),
        (posted(receipts=(Receipt(kind="delivered"),)), "receipts: delivered"),
        (make_event(MessageEdited), "edits"),
        (make_event(MessageEdited, attachments=(make_attachment(),)), "images"),
        (make_event(MessageDeleted), "deletions"),
        (make_event(MessageModerated), "hidden, held, shown again"),
        (make_event(ReactionChanged), "reactions"),
        (make_event(ReceiptReported), "receipts: read"),
        (make_event(CallReported), "durations"),
        (make_event(CallReported, leg=Leg(id="l", outcome="missed")), "how they ended"),
        (make_event(ConsentSignalled), "consent and opting out"),
        (make_event(RightsRequested), "rights requests"),
        (make_event(IdentityLinked), "identity links"),
        (make_event(NoticePosted), "notices"),
        (make_event(Unrecognised), "unknown items are kept"),
        (make_event(MessageDeleted, defects=(Defect(code="odd"),)), "defects are named"),
    ],
)
def test_an_event_proves_what_it_says(matrix, event, what):
    assert what in set(matrix._proved(event))


def test_an_event_proves_nothing_that_it_does_not_say(matrix):
    silent = posted(text=None, direction="unknown", author=Participant(role="unknown"))
    assert set(matrix._proved(silent)) == set()


@pytest.mark.parametrize(("pointer", "there"), [("1.2", True), ("/entry/0", False), ("", False)])
def test_only_a_part_of_a_mail_holds_its_bytes(matrix, pointer, there):
    attachment = make_attachment(source=make_source(pointer=pointer))
    event = posted(attachments=(attachment,))
    assert ("their bytes, in the payload" in set(matrix._proved(event))) is there


def test_samples_that_show_little_else_stand_first(matrix):
    proved = {"text": {"a/long", "a/short"}, "edits": {"a/long"}}
    assert matrix._telling(proved, "text") == ["a/short", "a/long"]
