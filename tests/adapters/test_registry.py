"""Finding adapters by name and by the shape of a payload."""

from importlib.metadata import EntryPoint

import pytest

from omnidesk import Adapter, AdapterNotFound, Payload, available_adapters, get_adapter, sniff
from omnidesk.adapters import _registry

MAIL = Payload(b"From: a@example.com\r\nTo: b@example.com\r\nSubject: x\r\n\r\nchao\r\n")
PAGE = Payload(b'{"object":"page","entry":[{"id":"1","messaging":[]}]}')


def test_the_built_in_adapters_are_found_by_name():
    assert {"email", "messenger"} <= set(available_adapters())
    for name in ("email", "messenger"):
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
        (PAGE, "messenger"),
        (Payload(b""), None),
        (Payload(b"{}"), None),
        (Payload(b"\x00\xff" * 50), None),
        (Payload(b'{"object":"instagram","entry":[]}'), None),
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
