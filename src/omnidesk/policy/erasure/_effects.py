"""What applying a plan asks the store to do, one thing after another."""

from __future__ import annotations

from typing import ClassVar, Literal, TypeAlias

from omnidesk.model import Conversation, Time
from omnidesk.model._base import Noun
from omnidesk.policy._facts import Fact
from omnidesk.policy.erasure._plan import ERASED
from omnidesk.policy.erasure._tombstones import Tombstone


class Restriction(Noun):
    """A mark to record: an item stays, and may be used for certain purposes only."""

    _shown: ClassVar[frozenset[str]] = frozenset()

    item: str
    """The item's id."""
    purposes: tuple[str, ...] = ()
    """What it may still be used for; none is for nothing."""
    rules: tuple[str, ...] = ()
    """What keeps it."""
    at: Time
    """From when on (UTC)."""


class Rewritten(Noun):
    """A conversation to store in place of the one that was read."""

    _shown: ClassVar[frozenset[str]] = frozenset()

    step: Literal["copies", "items"]
    """`copies`: what others quote of what goes. `items`: what goes."""
    conversation: Conversation
    """What is left. If it has no entries, nothing is, and the store may drop it."""
    items: tuple[str, ...] = ()
    """The items that were changed."""


class Removal(Noun):
    """
    Something to remove outside the conversations: a raw payload, a file, somebody else's copy.

    Record it when it is asked for, do it, and record that it is confirmed. The fact of a confirmed
    removal tells the next plan that the item is gone.
    """

    _shown: ClassVar[frozenset[str]] = frozenset({"digest", "holder"})

    kind: Literal["payload", "file", "external"]
    """
    `payload`: raw bytes by their digest. `file`: an attachment or recording. `external`: what
    another holder has.
    """
    item: str
    """The item's id, or the subject's."""
    digest: str | None = None
    """For a `payload` its digest; for a `file` the SHA-256 of its bytes, if it is known."""
    holder: str | None = None
    """Who has it, if that is not the desk: the channel's platform, or one of `holders`."""
    reference: str | None = None
    """The holder's own id for it. It may be personal: forget it when the removal is confirmed."""
    state: Literal["requested", "confirmed"] = "requested"
    """How far it has come."""
    at: Time
    """Since when (UTC)."""

    def confirm(self, at: Time) -> Removal:
        """Return the receipt: that it is done. It no longer has the holder's id."""
        return self.model_copy(update={"state": "confirmed", "at": at, "reference": None})

    @property
    def fact(self) -> Fact:
        """
        That it is gone, for the facts.

        Raises:
            ValueError: If it is not confirmed.
        """
        if self.state != "confirmed":
            raise ValueError("not confirmed yet: confirm() it when it is done")
        return Fact(kind=ERASED, at=self.at, item=self.item, name=self.holder)


Effect: TypeAlias = Restriction | Rewritten | Removal | Tombstone
"""What a store carries out."""


class Dropped(Noun):
    """An entry of a plan that is not applied, and why."""

    _shown: ClassVar[frozenset[str]] = frozenset()

    item: str
    """The item's id."""
    reason: Literal["held", "kept", "not_due", "changed", "review", "gone"]
    """
    `held`: a hold keeps it now. `kept`: something else does, and be it that all that tells who
    somebody is stands in what is kept. `not_due`: nothing demands it yet, or any more. `changed`:
    it is not what it was, or another action is asked for. `review`: nobody has approved it. `gone`:
    it is not there.
    """
