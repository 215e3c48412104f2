"""No `repr` of what the mail reader makes shows what stands in a mail."""

import collections.abc
import dataclasses
import datetime as dt
import importlib
import inspect
import pkgutil
import types
import typing
import uuid
from collections.abc import Callable

import pytest
from pydantic import BaseModel

import omnidesk._containers
import omnidesk._mime
import omnidesk.adapters.email
from omnidesk._payload import Payload
from omnidesk.adapters.email import Email, Mail, MailOptions
from omnidesk.testing import builtin_samples

MARK = "zqzqz"

# What an application configures, in words of its own; secrets have a test of their own.
CONFIGURED = {"Email", "MailOptions", "OptOutAddress", "ReplyTokens", "Desk", "Limits"}
# Fields whose strings are of tables of ours, or positions.
SHOWN = {"adapter", "charset", "code", "defects", "digest", "kind", "language", "letter", "method"}
SHOWN |= {"path", "pointer", "signatures", "where"}
# What holds words of ours and nothing from a mail.
OURS = {"Reason", "Words", "ForwardWords", "QuoteWords", "Phrases"}


def modules():
    for package in (omnidesk._containers, omnidesk._mime, omnidesk.adapters.email):
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def is_record(one):
    return dataclasses.is_dataclass(one) or issubclass(one, (BaseModel,)) or is_named_tuple(one)


def is_named_tuple(one):
    return issubclass(one, tuple) and hasattr(one, "_fields")


MODULES = list(modules())
RECORDS = sorted(
    {
        one
        for module in MODULES
        for one in vars(module).values()
        if inspect.isclass(one) and one.__module__ == module.__name__ and is_record(one)
    },
    key=lambda one: f"{one.__module__}.{one.__qualname__}",
)
# Annotations name what is imported for type checkers only.
NAMES = {name: one for module in MODULES for name, one in vars(module).items()}
NAMES |= {name: getattr(typing, name) for name in ("Any", "ClassVar")}
NAMES |= {name: getattr(collections.abc, name) for name in collections.abc.__all__}
NAMES |= {"datetime": dt.datetime, "date": dt.date, "re": importlib.import_module("re")}
NAMES |= {name: getattr(omnidesk.model, name) for name in omnidesk.model.__all__}


def example(kind):
    """Make a value of a type, with the mark wherever there is text."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return example(arguments[0])
    if origin is typing.Literal:
        return arguments[0]
    if origin in (types.UnionType, typing.Union):
        return example(next(one for one in arguments if one is not type(None)))
    if origin is tuple:
        return tuple(example(one) for one in arguments if one is not Ellipsis)
    if origin in (list, set, frozenset):
        return origin([example(arguments[0])])
    if origin in (dict, collections.abc.Mapping):
        return {example(arguments[0]): example(arguments[1])}
    if inspect.isclass(kind) and is_record(kind):
        return build(kind)
    if kind in (omnidesk._mime.MimePart, Payload):
        return PART if kind is omnidesk._mime.MimePart else PAYLOAD
    return SIMPLE[kind]() if kind in SIMPLE else Marked()


PAYLOAD = Payload(f"Content-Type: {MARK}/{MARK}\nSubject: {MARK}\n\n{MARK}\n".encode())
PART = PAYLOAD.mime()


class Marked:
    """Stands for anything else, and shows the mark if it is shown."""

    def __repr__(self):
        return MARK


SIMPLE: dict[object, Callable[[], object]] = {
    str: lambda: MARK,
    bytes: MARK.encode,
    bool: lambda: True,
    int: lambda: 7,
    float: lambda: 0.5,
    uuid.UUID: lambda: uuid.UUID(int=7),
    dt.datetime: lambda: dt.datetime(2026, 1, 2, tzinfo=dt.UTC),
    dt.date: lambda: dt.date(2026, 1, 2),
}


def build(record):
    hints = typing.get_type_hints(record, globalns=NAMES, include_extras=True)
    values = {name: example(hints[name]) for name in fields(record)}
    values |= {
        name: SHOWN_EXAMPLES.get(type(one), one) for name, one in values.items() if name in SHOWN
    }
    if issubclass(record, BaseModel):
        return record.model_construct(**values)
    return record(**values)


SHOWN_EXAMPLES: dict[object, object] = {str: "of ours", tuple: ()}


def fields(record):
    if issubclass(record, BaseModel):
        return record.model_fields
    if is_named_tuple(record):
        return record._fields
    return [one.name for one in dataclasses.fields(record) if one.init]


@pytest.mark.parametrize(
    "record",
    [one for one in RECORDS if one.__name__ not in CONFIGURED | OURS],
    ids=lambda one: f"{one.__module__.rpartition('email.')[2]}.{one.__name__}",
)
def test_a_record_shows_nothing_that_a_mail_says(record):
    if is_named_tuple(record) and not inspect.getfile(record).endswith(".py"):
        pytest.skip("compiled: there are no types to make an example by")
    built = build(record)
    assert MARK not in repr(built)
    assert MARK not in str(built)


def test_a_mail_and_its_parts_show_nothing_of_them():
    assert MARK not in repr(PART)
    assert MARK not in repr(Mail(PART, size=7))


def test_the_records_of_the_reader_are_found():
    names = {one.__name__ for one in RECORDS}
    assert {"Address", "Body", "Segment", "Bounce", "Invite", "Envelope"} <= names
    assert names > CONFIGURED | OURS


# Text itself, and ids.
PLAIN = {"text", "html_safe", "preview", "subject", "message_id", "in_reply_to", "references"}


@pytest.mark.parametrize("sample", builtin_samples("email"), ids=lambda one: one.name)
def test_what_is_read_of_a_sample_shows_nothing_of_it(sample):
    mail = Mail.parse(sample.payload.body, options=MailOptions())
    words = {word for word in (mail.text or "").split() if len(word) > 8}
    shown = " ".join(
        repr(getattr(mail, name))
        for name, one in inspect.getmembers(Mail)
        if isinstance(one, property) or hasattr(one, "attrname")
        if name not in PLAIN
    )
    assert not {word for word in words if word in shown}
    assert not any(one.address in shown for one in mail.from_ if one.address)
    shown = " ".join(map(repr, Email().parse(sample.payload)))
    assert not {word for word in words if word in shown}
