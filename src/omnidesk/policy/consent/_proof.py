"""What a desk shows to demonstrate a consent: the events, the words, and hashes over both."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar

from omnidesk.model import Time
from omnidesk.model._base import Noun
from omnidesk.policy.consent._events import ConsentEvent, wording_digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from omnidesk.policy.consent._ledger import Ledger

_START = "sha256:" + "0" * 64


class ProofEntry(Noun):
    """One event, and the hash over it and all before it."""

    _shown: ClassVar[frozenset[str]] = frozenset({"digest"})

    event: ConsentEvent
    """The event."""
    digest: str
    """`sha256:…` over the digest of the entry before it and the event's JSON."""


class ProofBundle(Noun):
    """
    All that a ledger knows about somebody, in order of time, so that it can be checked.

    The hashes show that nothing was changed or left out since the last one was written down
    somewhere else: they are no signature. Keep `digest` where the bundle is not.
    """

    _shown: ClassVar[frozenset[str]] = frozenset({"digest"})

    subject: str
    """Whose consent."""
    made_at: Time
    """When the bundle was made (UTC)."""
    entries: tuple[ProofEntry, ...] = ()
    """The events in order of time, each with its hash."""
    wordings: tuple[str, ...] = ()
    """The words that they were shown, each as its events' `wording` digests it."""
    missing: tuple[str, ...] = ()
    """Digests of words that nobody handed over: what is proved without them is less."""
    digest: str
    """The hash over all entries."""

    def is_whole(self) -> bool:
        """Tell whether hashes, subject and words are those of the events."""
        digests = [one.digest for one in self.entries]
        shown = {one.event.wording for one in self.entries if one.event.wording}
        words = {wording_digest(one) for one in self.wordings}
        return (
            digests == _chain(one.event for one in self.entries)
            and self.digest == (digests[-1] if digests else _START)
            and all(one.event.subject == self.subject for one in self.entries)
            and words.isdisjoint(self.missing)
            and words | set(self.missing) == shown
        )


def prove(
    ledger: Ledger, subject: str, *, now: datetime, wordings: Iterable[str] = ()
) -> ProofBundle:
    """
    Put together what a ledger knows about somebody.

    Args:
        ledger: The ledger.
        subject: Whose consent.
        now: The present moment; aware. Later events are left out.
        wordings: The texts of notices and questions; those that no event refers to are left out.

    Raises:
        ValueError: If `now` is naive.
    """
    if now.utcoffset() is None:
        raise ValueError("now must be aware: say which zone it is in")
    events = [one for one in ledger.about(subject) if one.at <= now]
    shown = {one.wording for one in events if one.wording}
    words = {wording_digest(one): one for one in wordings}
    digests = _chain(events)
    return ProofBundle(
        subject=subject,
        made_at=now,
        entries=tuple(
            ProofEntry(event=event, digest=digest)
            for event, digest in zip(events, digests, strict=True)
        ),
        wordings=tuple(words[one] for one in sorted(shown & words.keys())),
        missing=tuple(sorted(shown - words.keys())),
        digest=digests[-1] if digests else _START,
    )


def _chain(events: Iterable[ConsentEvent]) -> list[str]:
    before, found = _START, list[str]()
    for event in events:
        line = f"{before}\n{event.model_dump_json(exclude_none=True)}"
        before = f"sha256:{sha256(line.encode('utf-8', 'surrogatepass')).hexdigest()}"
        found.append(before)
    return found
