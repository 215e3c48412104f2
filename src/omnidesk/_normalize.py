"""From payloads, bytes or paths to conversations in one call, for people in a hurry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from omnidesk._payload import Payload
from omnidesk.adapters import Recognises, get_adapter, sniff
from omnidesk.assembly import Inbox
from omnidesk.connectors import read_payloads
from omnidesk.errors import PayloadError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator

    from omnidesk.adapters import Adapter
    from omnidesk.connectors import Place
    from omnidesk.model import Conversation

_NOBODY = "no installed adapter recognises this payload; name one with adapter=…"
_SEVERAL = "several of the given adapters recognise this payload; name one with adapter=…"


def normalize(
    *sources: Payload | bytes | str | os.PathLike[str],
    adapter: str | Adapter | None = None,
    adapters: Iterable[Adapter] = (),
) -> tuple[Conversation, ...]:
    """
    Turn payloads into conversations.

    All is read before anything is returned, and the first payload that cannot be read is raised. To
    go on past it, or to keep the events, call `parse` and `Inbox.add` yourself.

    Args:
        *sources: Payloads; bytes as received; or paths as `str` or path objects: files, folders,
            archives, JSON Lines, mbox and Maildir (see `connectors.read_payloads`).
        adapter: What reads all of them: an adapter, or the name of an installed one. `None` lets
            each payload's shape tell.
        adapters: Adapters with your configuration. They are asked before the installed ones, which
            have none: without own addresses, say, a mail has no direction.

    Returns:
        The conversations, as `assemble` orders them.

    Raises:
        PayloadError: If a payload cannot be read, or no adapter, or more than one, recognises it. A
            note says in which file.
        AdapterNotFound: If no adapter is called `adapter`.
        OSError: If a path cannot be read.

    Examples:
        ```python
        from omnidesk import normalize
        from omnidesk.adapters.email import Email

        normalize("inbox/", adapters=[Email(own_addresses=("support@hoasen.example",))])
        ```
    """
    choice = AdapterChoice(adapter, adapters)
    inbox = Inbox()
    for source in sources:
        for place, payload in _payloads(source):
            try:
                inbox.add(tuple(choice.of(payload).parse(payload)))
            except PayloadError as error:
                if place is not None:
                    error.add_note(f"read from {place}")
                raise
    return tuple(inbox.conversations)


class AdapterChoice:
    """
    Finds the adapter for each payload.

    Args:
        adapter: The one for all of them, or its name.
        adapters: Configured ones, asked before the installed ones.

    Raises:
        AdapterNotFound: If no adapter is called `adapter`.
    """

    def __init__(self, adapter: str | Adapter | None, adapters: Iterable[Adapter]) -> None:
        self._configured = tuple(adapters)
        self._defaults: dict[str, Adapter] = {}
        self._always = self._by_name(adapter) if isinstance(adapter, str) else adapter

    def of(self, payload: Payload) -> Adapter:
        """
        Return the adapter for a payload.

        Raises:
            PayloadError: If none, or more than one, recognises it.
        """
        if self._always is not None:
            return self._always
        claims = [
            one
            for one in self._configured
            if isinstance(one, Recognises) and one.recognises(payload)
        ]
        if len(claims) == 1:
            return claims[0]
        name = None if claims else sniff(payload)
        if name is None:
            raise PayloadError(_SEVERAL if claims else _NOBODY, digest=payload.digest)
        return self._by_name(name)

    def _by_name(self, name: str) -> Adapter:
        if name not in self._defaults:
            wanted = get_adapter(name)
            same = [one for one in self._configured if type(one) is wanted]
            self._defaults[name] = same[0] if same else wanted()
        return self._defaults[name]


def _payloads(
    source: Payload | bytes | str | os.PathLike[str],
) -> Iterator[tuple[Place | None, Payload]]:
    if isinstance(source, Payload):
        yield None, source
    elif isinstance(source, bytes):
        yield None, Payload(source)
    else:
        yield from read_payloads(source)
