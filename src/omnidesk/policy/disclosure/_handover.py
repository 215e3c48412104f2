"""When a firm changes hands: what goes along with the data, so that a no stays a no."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar

from omnidesk.model._base import Noun
from omnidesk.policy._facts import Fact, Facts
from omnidesk.policy.consent import ConsentEvent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from omnidesk.policy.consent import Ledger

_HOLDS = ("hold_placed", "hold_released")


class Handover(Noun):
    """The consents, refusals, holds and requests that go along with people's data."""

    _shown: ClassVar[frozenset[str]] = frozenset()

    subjects: tuple[str, ...]
    """Whose, sorted."""
    consents: tuple[ConsentEvent, ...] = ()
    """All that the ledger has about them, in order of time."""
    facts: tuple[Fact, ...] = ()
    """All facts about them, and the holds on items and on the whole desk, in order of time."""

    @property
    def digest(self) -> str:
        """Its address: the same things have the same."""
        lines = [*self.subjects, "", *sorted(one.id for one in self.consents)]
        lines.append(Facts(self.facts).digest)
        text = "\n".join(f"{len(one)}:{one}" for one in lines)
        return f"sha256:{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def hand_over(subjects: Iterable[str], ledger: Ledger, facts: Facts) -> Handover:
    """
    Collect what has to go along with people's data to a new controller.

    Whoever receives it adds it to a ledger and facts of their own, and every consent, opt-out and
    hold stands there as it stood here.

    Args:
        subjects: Whose data goes.
        ledger: The consents.
        facts: The facts.
    """
    those = tuple(sorted(set(subjects)))
    members = frozenset(those)
    return Handover(
        subjects=those,
        consents=tuple(event for subject in those for event in ledger.about(subject)),
        facts=tuple(
            fact
            for fact in facts
            if fact.subject in members or (fact.subject is None and fact.kind in _HOLDS)
        ),
    )
