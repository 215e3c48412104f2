"""Finding adapters by name and by the shape of a payload."""

from importlib.metadata import EntryPoint

import pytest

from omnidesk import Adapter, AdapterNotFound, Payload, available_adapters, get_adapter, sniff
from omnidesk.adapters import _registry

MAIL = Payload(b"From: a@example.com\r\nTo: b@example.com\r\nSubject: x\r\n\r\nchao\r\n")
PAGE = Payload(b'{"object":"page","entry":[{"id":"1","messaging":[]}]}')


def test_the_built_in_adapters_are_found_by_name():
    built_in = ("email", "facebook", "messenger", "meta")
    assert set(built_in) <= set(available_adapters())
    for name in built_in:
        adapter = get_adapter(name)()
        assert isinstance(adapter, Adapter)
        assert adapter.channel == name


def test_a_name_that_nobody_answers_to_lists_those_that_do():
    with pytest.raises(AdapterNotFound, match=r"installed adapters: .*email.*messenger"):
        get_adapter("fax")


@pytest.mark.parametrize(
    ("payload", "name"),
    [
        (MAIL, "email"),
        (PAGE, "meta"),
        (Payload(b""), None),
        (Payload(b"{}"), None),
        (Payload(b"\x00\xff" * 50), None),
        (Payload(b'{"object":"instagram","entry":[]}'), "meta"),
    ],
)
def test_a_payload_is_recognised_by_its_shape_or_not_at_all(payload, name):
    assert sniff(payload) == name


class Anything:
    channel = "anything"

    def parse(self, payload):
        return ()

    @classmethod
    def recognises(cls, payload):
        return True


class Whole(Anything):
    covers = frozenset({"one", "three"})


class Boastful(Anything):
    covers = "one"


class Silent:
    channel = "silent"

    def parse(self, payload):
        return ()


@pytest.fixture
def installed(monkeypatch):
    """Pretend that other adapters are installed, each from a name in this module."""

    def install(**adapters):
        entries = {
            name: EntryPoint(name, f"{__name__}:{target}", _registry.GROUP)
            for name, target in adapters.items()
        }
        monkeypatch.setattr(EntryPoint, "load", lambda self: globals()[self.attr])
        monkeypatch.setattr(_registry, "_installed", lambda: entries)

    return install


def test_two_adapters_that_claim_a_payload_leave_it_unnamed(installed):
    installed(one="Anything", two="Anything")
    assert sniff(MAIL) is None


def test_an_adapter_that_covers_another_is_named_in_its_place(installed):
    installed(one="Anything", two="Whole")
    assert sniff(MAIL) == "two"


def test_an_adapter_that_covers_some_does_not_silence_the_rest(installed):
    installed(four="Anything", one="Anything", two="Whole")
    assert sniff(MAIL) is None


def test_what_is_covered_is_told_by_a_frozen_set_or_not_at_all(installed):
    installed(one="Anything", two="Boastful")
    assert sniff(MAIL) is None


def test_an_adapter_that_cannot_be_imported_stops_nobody(monkeypatch):
    entries = {
        "broken": EntryPoint("broken", "omnidesk.nowhere:Nowhere", _registry.GROUP),
        "older": EntryPoint("older", "omnidesk:Nowhere", _registry.GROUP),
        "one": EntryPoint("one", "omnidesk.adapters.email:Email", _registry.GROUP),
    }
    monkeypatch.setattr(_registry, "_installed", lambda: entries)
    assert sniff(MAIL) == "one"


def test_an_adapter_that_recognises_nothing_is_never_named(installed):
    installed(one="Anything", two="Silent")
    assert sniff(MAIL) == "one"
    assert available_adapters() == ("one", "two")
