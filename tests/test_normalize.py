"""`normalize`: payloads, bytes and paths in, conversations out."""

import pytest
from tests.notes import Letters, Notes, Silent, install

from omnidesk._normalize import normalize
from omnidesk._payload import Payload
from omnidesk.errors import AdapterNotFound, PayloadError


@pytest.fixture(autouse=True)
def installed(monkeypatch):
    install(monkeypatch)


def texts(conversations):
    return sorted(message.text for one in conversations for message in one.messages)


def test_nothing_gives_nothing():
    assert normalize() == ()


def test_bytes_payloads_and_paths_add_up_to_conversations(tmp_path):
    (tmp_path / "b.txt").write_bytes(b"note 2 from a")
    found = normalize(
        b"note 1 from a", Payload(b"note 1 from b"), tmp_path, str(tmp_path / "b.txt")
    )
    assert texts(found) == ["note 1 from a", "note 1 from b", "note 2 from a"]
    assert len(found) == 2


def test_the_shape_of_a_payload_tells_its_adapter():
    found = normalize(b"letter a", b"note b")
    assert sorted(one.channel for one in found) == ["letters", "notes"]


def test_an_adapter_of_ones_own_is_asked_before_the_installed_ones():
    [found] = normalize(b"note a", adapters=[Letters("letters"), Notes("mine")])
    assert found.account == "mine"


def test_the_installed_ones_are_asked_for_what_ones_own_do_not_recognise():
    [found] = normalize(b"note a", adapters=[Silent(), Letters("letters")])
    assert found.account == "default"


def test_an_adapter_that_is_named_reads_everything():
    [found] = normalize(b"anything", adapter="notes")
    assert found.account == "default"


def test_an_adapter_that_is_named_takes_its_configuration_from_those_given():
    [found] = normalize(b"anything", adapter="notes", adapters=[Letters(), Notes("mine")])
    assert found.account == "mine"


def test_an_adapter_that_is_given_reads_everything():
    [found] = normalize(b"anything", adapter=Notes("given"))
    assert found.account == "given"


def test_an_adapter_that_nobody_installed_is_named():
    with pytest.raises(AdapterNotFound, match="demanding, letters, notes, silent"):
        normalize(b"note", adapter="pigeon")


def test_a_payload_that_nobody_recognises_is_raised():
    with pytest.raises(PayloadError) as caught:
        normalize(b"what is this")
    digest = Payload(b"what is this").digest
    assert str(caught.value) == (
        f"payload: no installed adapter recognises this payload; name one with adapter=… ({digest})"
    )


def test_a_payload_that_two_of_the_given_adapters_recognise_is_raised():
    with pytest.raises(PayloadError, match="several of the given adapters recognise"):
        normalize(b"note a", adapters=[Notes("one"), Notes("two")])


def test_the_first_payload_that_cannot_be_read_is_raised_with_its_place(tmp_path):
    file = tmp_path / "notes.jsonl"
    file.write_bytes(b"note a\nnote broken\n")
    with pytest.raises(PayloadError, match="expected a note") as caught:
        normalize(file)
    assert caught.value.__notes__ == [f"read from {file} line 2"]


def test_a_payload_in_memory_has_no_place():
    with pytest.raises(PayloadError) as caught:
        normalize(b"note broken")
    assert not hasattr(caught.value, "__notes__")


def test_a_path_that_is_not_there_is_raised(tmp_path):
    with pytest.raises(FileNotFoundError):
        normalize(tmp_path / "nowhere")


def test_nothing_is_printed(capfd):
    normalize(b"note a")
    assert capfd.readouterr() == ("", "")
