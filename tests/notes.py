"""A channel of our own for tests: plain text, one message a payload."""

from dataclasses import dataclass

from omnidesk.adapters import _registry
from omnidesk.errors import PayloadError
from omnidesk.events import MessagePosted, Unrecognised
from omnidesk.testing import make_event, make_message, make_source


@dataclass(frozen=True)
class Notes:
    """Whatever starts with `note`; the last word is the thread."""

    account: str = "default"

    channel = "notes"
    mark = b"note"

    @classmethod
    def recognises(cls, payload):
        return payload.body.startswith(cls.mark)

    def parse(self, payload):
        text = payload.body.decode("utf-8", "replace")
        if "broken" in text:
            raise PayloadError("expected a note", channel=self.channel, digest=payload.digest)
        if "bent" in text:
            raise PayloadError("expected a straight note", channel=self.channel, pointer="/1")
        if "bug" in text:
            raise KeyError(text)
        place = {"channel": self.channel, "account": self.account, "id": text}
        if "strange" in text:
            source = make_source(pointer="/1" if "inside" in text else "")
            yield make_event(Unrecognised, **place, thread=(), source=source, reason="unknown_kind")
            return
        message = make_message(id=text, text=text)
        yield make_event(MessagePosted, **place, thread=(text.split()[-1],), message=message)


class Letters(Notes):
    """Another channel, which no note is of."""

    channel = "letters"
    mark = b"letter"


class Silent:
    """An adapter that cannot tell its payloads."""

    channel = "silent"

    def parse(self, payload):
        return ()


class Demanding(Silent):
    """An adapter that does not work without a configuration."""

    def __init__(self, token):
        self.token = token


class _Entry:
    def __init__(self, adapter):
        self._adapter = adapter

    def load(self):
        return self._adapter


def install(monkeypatch):
    """Make these the installed adapters, and no others."""
    names = {"demanding": Demanding, "letters": Letters, "notes": Notes, "silent": Silent}
    entries = {name: _Entry(adapter) for name, adapter in names.items()}
    monkeypatch.setattr(_registry, "_installed", lambda: entries)
