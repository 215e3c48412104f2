"""Records of mod_xml_cdr: read without a document type, without entities, and bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.parsers import expat

from omnidesk.adapters.calls._exchange import CHANNEL
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from omnidesk._payload import JSON

_LARGEST = 1 << 22
_DEEPEST = 24
_MOST_ELEMENTS = 50_000
_LONGEST_VALUE = 4_096


def read_cdr(text: str, digest: str) -> dict[str, JSON]:
    """
    Read a record, in the shape that mod_json_cdr gives it.

    Args:
        text: The XML.
        digest: The payload's address, for the error.

    Raises:
        PayloadError: If it is no such record, or has a document type declaration, which could
            declare entities, or is larger than 4 MiB, nested too deep, or has too many elements.
    """
    reader = _Reader()
    problem: str | None = None
    if len(text) > _LARGEST:
        problem = "expected a record of at most 4 MiB"
    else:
        try:
            reader.parser.Parse(text, True)
        except _Refused as refused:
            problem = refused.reason
        except (expat.ExpatError, ValueError):
            problem = "expected XML"
    if problem is not None:
        # Outside the handler: expat's error knows the input, and must not be our context.
        raise PayloadError(problem, channel=CHANNEL, digest=digest)
    return {"variables": reader.variables, "callflow": reader.flows, "app_log": reader.log}


class _Refused(Exception):  # noqa: N818 - it ends the reading, and leaves this module never
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Reader:
    """Handlers for expat: no tree is built, and only known values are kept."""

    def __init__(self) -> None:
        self.variables: dict[str, JSON] = {}
        self.flows: list[JSON] = []
        self.log: list[JSON] = []
        self._path: list[str] = []
        self._elements = 0
        self._flow: dict[str, dict[str, JSON]] = {}
        self._pieces: list[str] = []
        self._length = 0
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _doctype(self, *_: object) -> None:
        # Entities are declared here and nowhere else: without it, nothing can grow or be fetched.
        raise _Refused("expected a record without a document type declaration")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        self._elements += 1
        if len(self._path) == 1 and name != "cdr":
            raise _Refused("expected a cdr")
        if len(self._path) > _DEEPEST:
            raise _Refused("expected a record that is nested less deep")
        if self._elements > _MOST_ELEMENTS:
            raise _Refused("expected fewer elements")
        self._pieces, self._length = [], 0
        if self._path == ["cdr", "callflow"]:
            self._flow = {"caller_profile": {}, "times": {}}
            self.flows.append(self._flow)
        elif name == "application" and self._path[1:2] == ["app_log"]:
            names = ("app_name", "app_data")
            self.log.append({one: attributes.get(one, "")[:_LONGEST_VALUE] for one in names})

    def _end(self, name: str) -> None:
        inside = self._path[1:-1]
        self._path.pop()
        value = "".join(self._pieces).strip()
        self._pieces, self._length = [], 0
        if inside == ["variables"]:
            # Each variable is encoded as in a query, but for spaces.
            self.variables.setdefault(name, unquote(value))
        elif inside in (["callflow", "caller_profile"], ["callflow", "times"]):
            self._flow[inside[1]].setdefault(name, value)

    def _text(self, text: str) -> None:
        if self._length < _LONGEST_VALUE:
            self._pieces.append(text[: _LONGEST_VALUE - self._length])
            self._length += len(text)
