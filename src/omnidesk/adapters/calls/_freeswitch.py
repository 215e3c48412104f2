"""FreeSWITCH: one record for each leg, as JSON or XML."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote

from omnidesk._payload import Payload
from omnidesk.adapters._clock import Clock
from omnidesk.adapters.calls._exchange import CHANNEL, Exchange
from omnidesk.adapters.calls._fields import text_of
from omnidesk.adapters.calls._freeswitch_record import Record
from omnidesk.adapters.calls._freeswitch_xml import read_cdr
from omnidesk.adapters.calls._parties import Numbering
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omnidesk._payload import JSON
    from omnidesk.events import Event

_MUST_BE_ENCODED = frozenset(' "#&+:;<=>?@[\\]^`{|}\r\n')
"""What FreeSWITCH encodes in a value, if it encodes values."""
_MOST_FLOWS = 1_000


@dataclass(frozen=True, kw_only=True)
class FreeSwitch:
    """
    Reads the records of FreeSWITCH's mod_json_cdr and mod_xml_cdr, and of FusionPBX.

    JSON, one record or a list; XML; and either as the form field `cdr` in which both are posted.
    Each leg has a record of its own, and all legs of a call fold into one, in any order.

    Args:
        account: Our side: a name for the exchange, or the domain of the tenant.
        numbering: How it writes numbers.
        clock: The zone of its times on the wall (`*_stamp`). Counts, which need none, are read
            where they are there.
    """

    channel = CHANNEL
    name = "freeswitch"

    account: str
    numbering: Numbering = field(default_factory=Numbering)
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether it is a record of FreeSWITCH's, or the form field with one."""
        start = payload.body[:65_536].lstrip(b"\xef\xbb\xbf \t\r\n")
        if start[:1] == b"<":
            return b"<cdr" in start[:1_000] and b"<variables>" in start
        if start[:1] in (b"{", b"["):
            return b'"variables"' in start and b'"uuid"' in start and b'"channel_data"' in start
        return start.startswith(b"cdr=")

    def parse(self, payload: Payload) -> Iterator[Event]:
        """
        Read one event out of each record.

        Raises:
            PayloadError: If it is none of these forms.
        """
        numbering = replace(self.numbering, scope=self.numbering.scope or self.account)
        exchange = Exchange(
            name=self.name, account=self.account, numbering=numbering, clock=self.clock
        )
        body, posted = _open(payload)
        if body[:1] == b"<":
            text = body.decode("utf-8", "replace")
            record = read_cdr(text, payload.digest)
            return iter((_record(exchange, "", record).report(payload),))
        return _read_json(exchange, payload, body, posted=posted)


def _open(payload: Payload) -> tuple[bytes, bool]:
    """Return the record, and whether it was posted as a field of a form."""
    body = payload.body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not body.startswith(b"cdr="):
        if body[:1] in (b"<", b"{", b"["):
            return body, False
        raise PayloadError(
            "expected JSON, XML, or the form field cdr", channel=CHANNEL, digest=payload.digest
        )
    given = body[4:]
    # Without encoding, the XML stands in the body as it is, though it has a form's type.
    if given[:1] not in (b"<", b"{", b"["):
        text = dict(payload.form(channel=CHANNEL)).get("cdr", "").lstrip()
        text = unquote(text) if text.startswith(("%3C", "%7B", "%3c", "%7b")) else text
        given = text.encode()
        if given[:1] not in (b"<", b"{"):
            given = _from_base64(text)
    return given, True


def _from_base64(text: str) -> bytes:
    try:
        # A plus sign that nobody encoded has become a space on its way through the form.
        return b64decode(text.replace(" ", "+"), validate=True).lstrip()
    except ValueError:
        return b""


def _read_json(
    exchange: Exchange, payload: Payload, body: bytes, *, posted: bool
) -> Iterator[Event]:
    value: JSON = None
    try:
        value = Payload(body).json(channel=CHANNEL) if posted else payload.json(channel=CHANNEL)
    except PayloadError as error:
        reason = error.reason
    else:
        reason = "expected a record with variables, or a list of them"
    if isinstance(value, dict):
        record = cast("dict[str, JSON]", value)
        if isinstance(record.get("variables"), dict):
            return iter((_record(exchange, "", record).report(payload),))
    if not isinstance(value, list) or not value:
        raise PayloadError(reason, channel=CHANNEL, digest=payload.digest)
    return _read_list(exchange, payload, cast("list[JSON]", value), posted=posted)


def _read_list(
    exchange: Exchange, payload: Payload, values: list[JSON], *, posted: bool
) -> Iterator[Event]:
    seen: set[str] = set()
    for number, value in enumerate(values):
        pointer = "" if posted else f"/{number}"
        record = cast("dict[str, JSON]", value) if isinstance(value, dict) else {}
        if not isinstance(record.get("variables"), dict):
            expected = "expected a record with variables"
            event: Event = exchange.unrecognised(payload, pointer, "invalid", expected=expected)
        else:
            event = _record(exchange, pointer, record).report(payload)
        if event.id not in seen:
            seen.add(event.id)
            yield event


def _record(exchange: Exchange, pointer: str, value: Mapping[str, JSON]) -> Record:
    given = cast("dict[str, JSON]", value["variables"])
    variables = {name: text_of(one) for name, one in given.items()}
    if not any(_MUST_BE_ENCODED.intersection(one) for one in variables.values()):
        # `encode-values` is on unless told otherwise: then none of these marks is left.
        variables = {name: unquote(one) for name, one in variables.items()}
    return Record(
        exchange,
        pointer,
        variables,
        tuple(_objects(value.get("callflow"))[:_MOST_FLOWS]),
        tuple(_apps(value.get("app_log"))),
    )


def _apps(log: JSON) -> Iterator[tuple[str, str]]:
    if isinstance(log, dict):
        log = cast("dict[str, JSON]", log).get("applications")
    for one in _objects(log):
        yield text_of(one.get("app_name")), text_of(one.get("app_data"))


def _objects(value: JSON) -> list[dict[str, JSON]]:
    items = cast("list[JSON]", value) if isinstance(value, list) else [value]
    return [cast("dict[str, JSON]", one) for one in items if isinstance(one, dict)]
