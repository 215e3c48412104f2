"""
One typed `Conversation` model out of raw e-mail, chat, comments and call records.

A `Payload` is parsed by an `Adapter` into events; events `assemble` into conversations. `normalize`
does it all at once. Every name loads its module when it is first used, so that importing omnidesk
costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from omnidesk._documents import (
        Document,
        dump,
        json_schema,
        load,
    )
    from omnidesk._explain import (
        Coverage,
        EventCoverage,
        FieldCoverage,
        explain,
    )
    from omnidesk._mime import (
        MimePart,
    )
    from omnidesk._normalize import (
        normalize,
    )
    from omnidesk._payload import (
        Payload,
    )
    from omnidesk.adapters import (
        Adapter,
        available_adapters,
        get_adapter,
        sniff,
    )
    from omnidesk.assembly import (
        Inbox,
        assemble,
        people,
    )
    from omnidesk.errors import (
        AdapterNotFound,
        MapError,
        MissingExtra,
        OmnideskError,
        PayloadError,
        PolicyError,
        SchemaError,
        ServiceError,
        SignatureError,
    )
    from omnidesk.events import (
        CallReported,
        ConsentSignalled,
        Event,
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
    from omnidesk.model import (
        SCHEMA_VERSION,
        About,
        Action,
        Attachment,
        Authentication,
        Call,
        Consent,
        Conversation,
        Coordinates,
        Defect,
        Durations,
        Edit,
        Entry,
        Identity,
        IdentityLink,
        Leg,
        Message,
        Money,
        Notice,
        Participant,
        Person,
        Rating,
        Reaction,
        Receipt,
        Reference,
        Referral,
        RightsRequest,
        Source,
        Time,
        Transcript,
        TreePosition,
        derive_id,
    )

__version__ = "0.1.0"

__all__ = [
    "SCHEMA_VERSION",
    "About",
    "Action",
    "Adapter",
    "AdapterNotFound",
    "Attachment",
    "Authentication",
    "Call",
    "CallReported",
    "Consent",
    "ConsentSignalled",
    "Conversation",
    "Coordinates",
    "Coverage",
    "Defect",
    "Document",
    "Durations",
    "Edit",
    "Entry",
    "Event",
    "EventCoverage",
    "FieldCoverage",
    "Identity",
    "IdentityLink",
    "IdentityLinked",
    "Inbox",
    "Leg",
    "MapError",
    "Message",
    "MessageDeleted",
    "MessageEdited",
    "MessageModerated",
    "MessagePosted",
    "MimePart",
    "MissingExtra",
    "Money",
    "Notice",
    "NoticePosted",
    "OmnideskError",
    "Participant",
    "Payload",
    "PayloadError",
    "Person",
    "PolicyError",
    "Rating",
    "Reaction",
    "ReactionChanged",
    "Receipt",
    "ReceiptReported",
    "Reference",
    "Referral",
    "RightsRequest",
    "RightsRequested",
    "SchemaError",
    "ServiceError",
    "SignatureError",
    "Source",
    "Time",
    "Transcript",
    "TreePosition",
    "Unrecognised",
    "__version__",
    "assemble",
    "available_adapters",
    "derive_id",
    "dump",
    "explain",
    "get_adapter",
    "json_schema",
    "load",
    "normalize",
    "people",
    "sniff",
]

_HOMES = {
    "About": "omnidesk.model",
    "Action": "omnidesk.model",
    "Adapter": "omnidesk.adapters",
    "AdapterNotFound": "omnidesk.errors",
    "Attachment": "omnidesk.model",
    "Authentication": "omnidesk.model",
    "Call": "omnidesk.model",
    "CallReported": "omnidesk.events",
    "Consent": "omnidesk.model",
    "ConsentSignalled": "omnidesk.events",
    "Conversation": "omnidesk.model",
    "Coordinates": "omnidesk.model",
    "Coverage": "omnidesk._explain",
    "Defect": "omnidesk.model",
    "Document": "omnidesk._documents",
    "Durations": "omnidesk.model",
    "Edit": "omnidesk.model",
    "Entry": "omnidesk.model",
    "Event": "omnidesk.events",
    "EventCoverage": "omnidesk._explain",
    "FieldCoverage": "omnidesk._explain",
    "Identity": "omnidesk.model",
    "IdentityLink": "omnidesk.model",
    "IdentityLinked": "omnidesk.events",
    "Inbox": "omnidesk.assembly",
    "Leg": "omnidesk.model",
    "MapError": "omnidesk.errors",
    "Message": "omnidesk.model",
    "MessageDeleted": "omnidesk.events",
    "MessageEdited": "omnidesk.events",
    "MessageModerated": "omnidesk.events",
    "MessagePosted": "omnidesk.events",
    "MimePart": "omnidesk._mime",
    "MissingExtra": "omnidesk.errors",
    "Money": "omnidesk.model",
    "Notice": "omnidesk.model",
    "NoticePosted": "omnidesk.events",
    "OmnideskError": "omnidesk.errors",
    "Participant": "omnidesk.model",
    "Payload": "omnidesk._payload",
    "PayloadError": "omnidesk.errors",
    "Person": "omnidesk.model",
    "PolicyError": "omnidesk.errors",
    "Rating": "omnidesk.model",
    "Reaction": "omnidesk.model",
    "ReactionChanged": "omnidesk.events",
    "Receipt": "omnidesk.model",
    "ReceiptReported": "omnidesk.events",
    "Reference": "omnidesk.model",
    "Referral": "omnidesk.model",
    "RightsRequest": "omnidesk.model",
    "RightsRequested": "omnidesk.events",
    "SCHEMA_VERSION": "omnidesk.model",
    "SchemaError": "omnidesk.errors",
    "ServiceError": "omnidesk.errors",
    "SignatureError": "omnidesk.errors",
    "Source": "omnidesk.model",
    "Time": "omnidesk.model",
    "Transcript": "omnidesk.model",
    "TreePosition": "omnidesk.model",
    "Unrecognised": "omnidesk.events",
    "assemble": "omnidesk.assembly",
    "available_adapters": "omnidesk.adapters",
    "derive_id": "omnidesk.model",
    "dump": "omnidesk._documents",
    "explain": "omnidesk._explain",
    "get_adapter": "omnidesk.adapters",
    "json_schema": "omnidesk._documents",
    "load": "omnidesk._documents",
    "normalize": "omnidesk._normalize",
    "people": "omnidesk.assembly",
    "sniff": "omnidesk.adapters",
}
"""The module that each public name lives in."""


def __getattr__(name: str) -> object:
    """Load a public name when it is first used (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'omnidesk' has no attribute {name!r}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
