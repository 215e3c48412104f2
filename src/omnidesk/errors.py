"""
The exceptions that omnidesk raises.

```
OmnideskError
├── PayloadError        the bytes are not what the channel documents      (ValueError)
│   └── SignatureError  the bytes are not from whom they claim
├── ServiceError        a platform refused a request; says whether to wait, and how long
├── AdapterNotFound     no adapter answers to that name; lists those that do (LookupError)
├── SchemaError         a document that this omnidesk cannot read; says why  (ValueError)
├── MapError            a channel's map that cannot be read: line, what was expected (ValueError)
├── PolicyError         a policy that cannot be read: file, rule, what was expected (ValueError)
└── MissingExtra        names the extra to install                           (ImportError)
```

No message, attribute, note, cause or context of these ever holds a value from a payload: they are
made to be logged. What they carry instead is where to look: a channel, a pointer and a digest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import timedelta

__all__ = [
    "AdapterNotFound",
    "MapError",
    "MissingExtra",
    "OmnideskError",
    "PayloadError",
    "PolicyError",
    "SchemaError",
    "ServiceError",
    "ServiceProblem",
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


ServiceProblem = Literal[
    "token",
    "permission",
    "rate",
    "quota",
    "not_found",
    "disabled",
    "invalid",
    "unavailable",
    "undocumented",
]
"""
Why a platform refused: the access token is expired or revoked (`token`); the token may not do this
(`permission`); too many requests for now (`rate`) or for the day (`quota`); the thing is not there
(`not_found`), or its owner has switched it off (`disabled`); our request is wrong (`invalid`); the
platform has trouble of its own (`unavailable`); or it answers what it does not document.
"""


class ServiceError(OmnideskError):
    """
    A platform refused a request. Told apart by the platform's codes, never by its words.

    Args:
        service: The platform: `graph`, `zalo`, `youtube`, …
        problem: Why, in our own words.
        code: The platform's code for it, if it gave one: a number or a documented word.
        status: The HTTP status code. Some platforms refuse with 200.
        retry_after: How long to wait before the same request may succeed, if it may and the
            platform says so.
    """

    def __init__(
        self,
        service: str,
        problem: ServiceProblem,
        *,
        code: str | None = None,
        status: int | None = None,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(service, problem)
        self.service = service
        self.problem: ServiceProblem = problem
        self.code = code
        self.status = status
        self.retry_after = retry_after

    @property
    def passing(self) -> bool:
        """Whether the same request may succeed later, with nothing changed on our side."""
        return self.problem in ("rate", "quota", "unavailable")

    def __str__(self) -> str:
        code = f", code {self.code}" if self.code else ""
        status = f", status {self.status}" if self.status else ""
        wait = f"; wait {self.retry_after.total_seconds():g} s" if self.retry_after else ""
        return f"{self.service}: {self.problem}{code}{status}{wait}"

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions pickle by their positional arguments; ours are keyword-only.
        given = (self.service, self.problem, self.code, self.status, self.retry_after)
        return (_service_error, given)


def _service_error(
    service: str,
    problem: ServiceProblem,
    code: str | None,
    status: int | None,
    retry_after: timedelta | None,
) -> ServiceError:
    return ServiceError(service, problem, code=code, status=status, retry_after=retry_after)


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


class MapError(OmnideskError, ValueError):
    """The map of a channel that cannot be read: names the map, the line and what was expected."""


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
