"""The fixtures for helpdesks' tests, and what they cost those who do not ask for them."""

import os
import subprocess
import sys
import textwrap
from datetime import UTC, datetime, timedelta, timezone
from importlib.metadata import entry_points

import pytest

from omnidesk import (
    Conversation,
    MessageEdited,
    MessagePosted,
    Payload,
    ReceiptReported,
    assemble,
    dump,
    load,
)
from omnidesk.testing import RECEIVED_AT, Clock, Factory, builtin_samples, make_conversation, plugin

pytest_plugins = ["omnidesk.testing.plugin"]

ENVIRONMENT = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


@pytest.fixture
def run(tmp_path):
    """Run a test file in a pytest of its own, with the plugin and without our configuration."""

    def call(code, *arguments):
        (tmp_path / "test_desk.py").write_text(textwrap.dedent(code), "utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir=."]
        return subprocess.run(
            [*command, "-p", "omnidesk.testing.plugin", *arguments],
            cwd=tmp_path,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
        )

    return call


# --- fixtures -------------------------------------------------------------------------------------


def test_a_conversation_is_the_one_that_the_factory_function_makes(omnidesk_conversation):
    assert omnidesk_conversation == make_conversation()


def test_the_factory_goes_by_the_clock(omnidesk_factory, omnidesk_clock):
    message = omnidesk_factory.message()
    assert message.sent_at == omnidesk_clock() == RECEIVED_AT + timedelta(minutes=1)


def test_samples_are_those_of_the_channel(omnidesk_samples):
    assert omnidesk_samples("messenger") == builtin_samples("messenger")


def test_every_public_fixture_begins_with_our_name():
    assert plugin.__all__
    assert [name for name in plugin.__all__ if not name.startswith("omnidesk_")] == []


# --- in a pytest of its own -----------------------------------------------------------------------


def test_a_strict_pytest_knows_the_mark_and_runs_each_sample_of_each_channel(run):
    done = run(
        """
        import pytest

        @pytest.mark.omnidesk_samples("live_chat", "web_form")
        def test_it(omnidesk_sample):
            assert omnidesk_sample.golden
        """,
        *("--strict-markers", "-vv", "-W", "error"),
    )
    expected = len(builtin_samples("live_chat")) + len(builtin_samples("web_form"))
    assert f"{expected} passed" in done.stdout
    assert "test_it[live_chat-" in done.stdout
    assert "test_it[web_form-" in done.stdout


def test_refused_payloads_are_asked_for(run):
    done = run(
        """
        import pytest

        @pytest.mark.omnidesk_samples("messenger", refused=True)
        def test_it(omnidesk_sample):
            assert omnidesk_sample.expects_error
        """,
    )
    refused = [one for one in builtin_samples("messenger") if one.expects_error]
    assert f"{len(refused)} passed" in done.stdout


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("", 'say of which channels: `@pytest.mark.omnidesk_samples("messenger")`'),
        ("@pytest.mark.omnidesk_samples()", "say of which channels"),
        ('@pytest.mark.omnidesk_samples("pigeon")', "no samples of that channel; there are some"),
    ],
)
def test_a_mark_that_names_no_channel_is_an_error_that_says_so(run, mark, said):
    done = run(f"import pytest\n{mark}\ndef test_it(omnidesk_sample): pass\n")
    assert said in done.stdout
    assert "1 error" in done.stdout


def test_nothing_of_omnidesk_is_loaded_before_a_fixture_is_used(run):
    done = run(
        """
        import sys

        def test_nothing():
            ours = {name for name in sys.modules if name.startswith("omnidesk")}
            assert ours == {"omnidesk", "omnidesk.testing", "omnidesk.testing.plugin"}
            assert "pydantic" not in sys.modules
        """,
    )
    assert "1 passed" in done.stdout, done.stdout


def test_a_conftest_that_names_the_plugin_is_enough(tmp_path):
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["omnidesk.testing.plugin"]\n')
    (tmp_path / "test_desk.py").write_text(
        "import pytest\n"
        '@pytest.mark.omnidesk_samples("web_form")\n'
        "def test_it(omnidesk_sample, omnidesk_conversation): pass\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "--strict-markers", "-W", "error"]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", "--rootdir=."],
        cwd=tmp_path,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"{len(builtin_samples('web_form'))} passed" in done.stdout, done.stdout


def test_every_fixture_works_for_those_who_load_the_plugin_alone(run):
    done = run(
        """
        def test_all(
            omnidesk_clock, omnidesk_conversation, omnidesk_factory, omnidesk_samples
        ):
            assert omnidesk_factory.clock is omnidesk_clock
            assert omnidesk_conversation.messages
            assert omnidesk_samples("zalo")
        """,
        *("-W", "error"),
    )
    assert "1 passed" in done.stdout, done.stdout


def test_no_run_loads_it_that_has_not_asked_for_it():
    # An entry point in `pytest11` costs every run on a machine: see benchmarks/bench_plugin.py.
    ours = [one for one in entry_points(group="pytest11") if one.module.startswith("omnidesk")]
    assert ours == []


# --- the clock ------------------------------------------------------------------------------------


def test_a_clock_stands_still_until_it_is_told_to_go_on():
    clock = Clock()
    assert clock() == clock() == RECEIVED_AT
    assert clock.advance(timedelta(days=1)) == clock() == RECEIVED_AT + timedelta(days=1)


def test_a_clock_can_be_set_and_tells_utc():
    hanoi = datetime(2026, 3, 1, 7, tzinfo=timezone(timedelta(hours=7)))
    clock = Clock(hanoi)
    assert clock().isoformat() == "2026-03-01T00:00:00+00:00"
    earlier = datetime(2025, 1, 1, tzinfo=UTC)
    assert clock.set(earlier) == clock() == earlier
    assert repr(clock) == "Clock(2025-01-01T00:00:00+00:00)"


def test_a_clock_takes_no_time_without_a_zone():
    with pytest.raises(ValueError, match="with its zone"):
        Clock(datetime(2026, 1, 1))  # noqa: DTZ001 - naive on purpose
    with pytest.raises(ValueError, match="with its zone"):
        Clock().set(datetime(2026, 1, 1))  # noqa: DTZ001 - it is what is refused


# --- the factory ----------------------------------------------------------------------------------


def made(factory):
    """Make one of everything."""
    return (
        factory.customer(),
        factory.message(),
        factory.answer(),
        factory.call(),
        factory.conversation(),
        factory.event(MessagePosted),
        factory.event(MessageEdited, message_id="m-1"),
        factory.payload({"chào": "shop"}),
    )


def test_two_factories_make_the_same_in_the_same_order():
    assert made(Factory()) == made(Factory())


def test_no_two_things_of_a_factory_are_equal():
    factory = Factory()
    assert [
        one for one, other in zip(made(factory), made(factory), strict=True) if one == other
    ] == []


def test_ids_count_and_time_goes_by():
    factory = Factory()
    first, second = factory.message("Còn hàng không ạ?"), factory.answer("Dạ còn ạ")
    assert (first.id, second.id) == ("m-1", "m-2")
    assert (first.direction, second.direction) == ("inbound", "outbound")
    assert first.sent_at is not None
    assert second.sent_at == first.sent_at + timedelta(minutes=1)
    assert (first.text, second.text) == ("Còn hàng không ạ?", "Dạ còn ạ")


def test_fields_can_be_given():
    factory = Factory()
    assert factory.message("Hỏi", id="m-x").id == "m-x"
    assert factory.answer(origin="native").origin == "native"
    assert factory.customer(name="Phạm Văn An").name == "Phạm Văn An"
    assert factory.call(outcome="missed").outcome == "missed"
    assert factory.event(MessagePosted, channel="zalo").channel == "zalo"
    assert factory.event(ReceiptReported, kind="failed").kind == "failed"


def test_texts_of_a_conversation_are_said_by_turns():
    conversation = Factory().conversation("Size M còn không?", "Dạ còn ạ", "Mình lấy một cái")
    assert [one.direction for one in conversation.messages] == ["inbound", "outbound", "inbound"]
    first, _, last = conversation.messages
    assert first.author == last.author == conversation.participants[0]


def test_a_conversation_takes_entries_as_they_are():
    factory = Factory()
    missed = factory.call(outcome="missed")
    conversation = factory.conversation(missed, "Gọi lại giúp mình", "Dạ vâng", account="shop")
    assert conversation.entries[0] == missed
    assert [one.direction for one in conversation.messages] == ["inbound", "outbound"]
    assert conversation.account == "shop"


def test_conversations_of_a_factory_are_of_different_customers():
    factory = Factory()
    one, other = factory.conversation(), factory.conversation()
    assert one.id != other.id
    assert one.participants[0] != other.participants[0]


def test_what_a_factory_makes_can_be_stored():
    conversation = Factory().conversation()
    assert load(dump(conversation), Conversation) == conversation


def test_events_of_a_factory_add_up():
    factory = Factory()
    posted = factory.event(MessagePosted)
    edited = factory.event(MessageEdited, message_id=posted.message.id, text="Size L ạ")
    (conversation,) = assemble([edited, posted])
    assert conversation.messages[0].text == "Size L ạ"


@pytest.mark.parametrize(
    ("body", "expected"),
    [(b"\xff", b"\xff"), ("chào", "chào".encode()), ({"a": "ạ"}, '{"a": "ạ"}'.encode())],
)
def test_a_payload_is_of_bytes_of_text_or_of_json(body, expected):
    payload = Factory().payload(body, x_token="t-1")
    assert isinstance(payload, Payload)
    assert (payload.body, payload.headers["x-token"]) == (expected, "t-1")


def test_a_factory_says_what_time_it_is():
    assert repr(Factory()) == "Factory(Clock(2026-01-02T03:04:05+00:00))"
