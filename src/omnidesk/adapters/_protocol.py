"""What an adapter is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk._payload import Payload
    from omnidesk.events import Event


@runtime_checkable
class Adapter(Protocol):
    """
    Reads the payloads of one channel.

    An adapter is a frozen dataclass whose fields are its configuration: own addresses, a default
    telephone region, the time zone of a record. It holds no secret and reads neither clock nor
    network, so that a stored payload can be read again and gives the same.

    Write `channel` as a bare class attribute (`channel = "sms"`): every type checker takes that
    for this property.
    """

    @property
    def channel(self) -> str:
        """The channel's name, in lower case, such as `email` or `messenger`."""
        ...

    def parse(self, payload: Payload) -> Iterable[Event]:
        """
        Read the events out of a payload.

        One item that cannot be understood becomes `Unrecognised`, and the others live.

        Raises:
            PayloadError: If the envelope is broken beyond use. Nothing else, whatever the bytes.
        """
        ...


@runtime_checkable
class Recognises(Protocol):
    """An adapter class that can tell a payload of its own channel from its shape."""

    @classmethod
    def recognises(cls, payload: Payload) -> bool:
        """Tell whether the payload is of this channel. Cheap, and never raises."""
        ...
