"""
Applying a plan: every item is decided again, and what is still due goes, with its copies.

The order is what makes it safe to stop anywhere. Copies go first, while the words and names to look
for are still there. Payloads and files are asked for next, while the entries still name them. Then,
one conversation after another, its tombstones, and last the conversation itself without its items:
so whatever is gone has a tombstone, and whatever is not gone is found again by the next run.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from omnidesk.policy.erasure._effects import Dropped, Removal, Restriction, Rewritten
from omnidesk.policy.erasure._plan import Context
from omnidesk.policy.erasure._run import Run
from omnidesk.policy.erasure._tombstones import Tombstone, check_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from omnidesk.model import Conversation, Person
    from omnidesk.policy._calendar import BusinessCalendar
    from omnidesk.policy._facts import Facts
    from omnidesk.policy._rules import Policy
    from omnidesk.policy.erasure._effects import Effect
    from omnidesk.policy.erasure._plan import Plan


def apply(
    plan: Plan,
    conversations: Iterable[Conversation],
    policy: Policy,
    facts: Facts,
    *,
    now: datetime,
    key: bytes,
    approved: Iterable[str] = (),
    holders: Iterable[str] = (),
    waiting: Iterable[Tombstone] = (),
    people: Iterable[Person] = (),
    region: str | None = None,
    purposes: Iterable[str] = (),
    calendars: Iterable[BusinessCalendar] = (),
) -> Applied:
    """
    Apply a plan, as far as it still stands.

    Every item of the plan is decided again. What is held, kept, changed or not due any more is
    dropped; nothing is added. It is pure: it returns what is to be done. Carry the effects out in
    their order, and if you stop, run it again: the end is the same.

    Args:
        plan: What may go.
        conversations: All the conversations, each once. They are read three times, so this is a
            list, or what starts anew whenever it is iterated over: it may read from a store, and
            see there what was carried out already.
        policy: The rules.
        facts: What has happened.
        now: The present moment; aware.
        key: The desk's key for tombstones, at least 16 bytes. Keep it for as long as backups.
        approved: Items whose `review` somebody has decided: they are deleted.
        holders: Others who have copies of what people send, such as a provider of storage. Each
            gets an instruction for everybody whose identity goes.
        waiting: Tombstones of earlier plans. Of these, copies that had to wait (`waiting`) go as
            soon as nothing keeps what they stand in any more.
        people: As for `plan`.
        region: As for `plan`.
        purposes: As for `plan`.
        calendars: As for `plan`.

    Raises:
        ValueError: If `now` is naive or the key too short.
        TypeError: If `conversations` can be read only once.
    """
    if isinstance(conversations, Iterator):
        raise TypeError("conversations are read three times: give a list, or what can start anew")
    if now.utcoffset() is None:
        raise ValueError("now must be aware: say which zone it is in")
    context = Context(
        policy, facts, now, people=people, region=region, purposes=purposes, calendars=calendars
    )
    return Applied(
        plan,
        conversations,
        context,
        key=check_key(key),
        approved=frozenset(approved),
        holders=tuple(holders),
        waiting=tuple(waiting),
    )


class Applied:
    """
    What applying a plan comes to.

    Iterate over it for the effects in order. The properties gather them, for what fits in memory.
    """

    def __init__(
        self,
        plan: Plan,
        conversations: Iterable[Conversation],
        context: Context,
        *,
        key: bytes,
        approved: frozenset[str],
        holders: tuple[str, ...],
        waiting: tuple[Tombstone, ...],
    ) -> None:
        self._plan = plan
        self._conversations = conversations
        self._context = context
        self._key = key
        self._approved = approved
        self._holders = holders
        self._waiting = waiting
        self._dropped: tuple[Dropped, ...] | None = None

    def __repr__(self) -> str:
        return f"Applied({self._plan.digest[:19]}…)"

    def _run(self) -> Run:
        return Run(
            self._plan,
            self._context,
            key=self._key,
            approved=self._approved,
            holders=self._holders,
            waiting=self._waiting,
        )

    def __iter__(self) -> Iterator[Effect]:
        """Yield the effects in the order in which they are to be carried out."""
        run = self._run()
        for conversation in self._conversations:
            run.look(conversation)
        run.close()
        yield from run.restrictions
        for conversation in self._conversations:
            yield from run.copies(conversation)
        yield from run.removals()
        for conversation in self._conversations:
            yield from run.items(conversation)
        # Only the end shows of whom something that is kept still tells who they are.
        self._dropped = tuple(run.dropped.values())

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """All effects, in order."""
        return tuple(self)

    @cached_property
    def conversations(self) -> tuple[Conversation, ...]:
        """The conversations as they are in the end; those of which nothing is left are gone."""
        last = {
            effect.conversation.id: effect.conversation
            for effect in self.effects
            if isinstance(effect, Rewritten)
        }
        left = (last.get(one.id, one) for one in self._conversations)
        return tuple(one for one in left if one.entries or one.id not in last)

    @property
    def tombstones(self) -> tuple[Tombstone, ...]:
        """What to keep, so that nothing comes back."""
        return tuple(one for one in self.effects if isinstance(one, Tombstone))

    @property
    def removals(self) -> tuple[Removal, ...]:
        """What to remove elsewhere."""
        return tuple(one for one in self.effects if isinstance(one, Removal))

    @property
    def restrictions(self) -> tuple[Restriction, ...]:
        """What to mark."""
        return tuple(one for one in self.effects if isinstance(one, Restriction))

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        """What of the plan is not applied, and why."""
        if self._dropped is None:
            deque(self, maxlen=0)
        return self._dropped or ()
