"""
The exceptions that omnidesk raises.

```
OmnideskError
├── PayloadError        the bytes are not what the channel documents      (ValueError)
│   └── SignatureError  the bytes are not from whom they claim
├── AdapterNotFound     no adapter answers to that name; lists those that do (LookupError)
├── SchemaError         a document that this omnidesk cannot read; says why  (ValueError)
├── PolicyError         a policy that cannot be read: file, rule, what was expected (ValueError)
└── MissingExtra        names the extra to install                           (ImportError)
```

No message, attribute, note, cause or context of these ever holds a value from a payload: they are
made to be logged. What they carry instead is where to look: a channel, a pointer and a digest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "AdapterNotFound",
    "MissingExtra",
    "OmnideskError",
    "PayloadError",
    "PolicyError",
    "SchemaError",
    "SignatureError",
]


class OmnideskError(Exception):
    """The base of every exception that omnidesk raises on purpose."""


class PayloadError(OmnideskError, ValueError):
    """
    The bytes are not what the channel documents.

    Args:
        reason: What was expected, in our own words; never a value from the payload.
        channel: The channel that read the payload, or `None` before one is known.
        pointer: Where in the payload: a JSON Pointer (RFC 6901), a MIME part path (`"1.2"`) or a
            row (`"row=17"`). Empty means the payload as a whole.
        digest: The payload's address, `sha256:…`.
    """

    def __init__(
        self, reason: str, *, channel: str | None = None, pointer: str = "", digest: str = ""
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.channel = channel
        self.pointer = pointer
        self.digest = digest

    def __str__(self) -> str:
        place = f" at {self.pointer}" if self.pointer else ""
        address = f" ({self.digest})" if self.digest else ""
        return f"{self.channel or 'payload'}: {self.reason}{place}{address}"

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions pickle by their positional arguments; ours are keyword-only.
        return (_payload_error, (type(self), self.reason, self.channel, self.pointer, self.digest))


def _payload_error(
    kind: type[PayloadError], reason: str, channel: str | None, pointer: str, digest: str
) -> PayloadError:
    return kind(reason, channel=channel, pointer=pointer, digest=digest)


class SignatureError(PayloadError):
    """The bytes are not from whom they claim, or nothing proves that they are."""


class AdapterNotFound(OmnideskError, LookupError):
    """
    No installed adapter answers to that name.

    Args:
        name: The name that was asked for.
        available: The names that would have answered.
    """

    def __init__(self, name: str, *, available: Iterable[str] = ()) -> None:
        self.name = name
        self.available = tuple(sorted(available))
        known = ", ".join(self.available) or "none"
        super().__init__(f"no adapter is called {name!r}; installed adapters: {known}")


class SchemaError(OmnideskError, ValueError):
    """A document that this omnidesk cannot read: written by a newer one, or not one of ours."""


class PolicyError(OmnideskError, ValueError):
    """A policy that cannot be read: names the file, the rule and what was expected."""


class MissingExtra(OmnideskError, ImportError):
    """
    Something optional is not installed.

    Args:
        extra: The extra to install, as in `pip install "omnidesk[extra]"`.
        needed_for: What was being attempted.
    """

    def __init__(self, extra: str, *, needed_for: str) -> None:
        self.extra = extra
        super().__init__(f'{needed_for} needs an extra: pip install "omnidesk[{extra}]"')
