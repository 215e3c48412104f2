"""What somebody asks for, and what they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Self, TypeAlias

from pydantic import Field

from omnidesk.model import Time
from omnidesk.model._base import Noun
from omnidesk.policy._items import Category
from omnidesk.policy.disclosure._register import PlaceUse
from omnidesk.policy.disclosure._rows import Act, Subjects
from omnidesk.policy.disclosure._words import NEEDS, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from omnidesk.policy._decide import Decision
    from omnidesk.policy._items import Item

Permission: TypeAlias = Literal["allow", "deny"]
"""Yes or no. A disclosure is not put off: what is missing is something new."""

Sensitive: TypeAlias = Literal["secret", "card_number", "card_code"]
"""
What content holds beside what it is about: a password, token or key; the number of a payment
card; the code on its back, which nobody may keep.
"""


class Approval(Noun):
    """That somebody allows one exception: to whom, about whom, why, and until when."""

    _shown: ClassVar[frozenset[str]] = frozenset({"permit"})

    id: str = Field(min_length=1)
    """The desk's own. A fact `approval_revoked` of that name ends it."""
    permit: str
    """The permit that it is for (`Permit.id`)."""
    recipient: str = Field(min_length=1)
    """Who receives the data."""
    subjects: tuple[str, ...]
    """Whom the data is about."""
    reason: str = Field(min_length=1)
    """Why."""
    requested_by: str = Field(min_length=1)
    """Who asked for it."""
    approved_by: str = Field(min_length=1)
    """Who approved it: somebody else."""
    approved_at: Time
    """When (UTC)."""
    expires_at: Time
    """From when on it no longer counts (UTC)."""


class DisclosureRequest(Noun):
    """Somebody wants to see, use or receive something. What is `None` is not known."""

    _shown: ClassVar[frozenset[str]] = frozenset({"role", "act", "purpose", "channel", "region"})

    role: str
    """In which role of the policy (`Recipient.id`)."""
    recipient: str | None = None
    """Who, by the desk's own id; a sub-processor by its id in the register."""
    act: Act
    """What they want to do."""
    purpose: str
    """What for."""
    category: Category
    """With what kind of thing (`Item.category`)."""
    channel: str
    """From which channel (`Item.channel`)."""
    subjects: tuple[str, ...] = ()
    """Whose data it is (`Item.subjects`)."""
    about: Subjects | None = None
    """Whether those are people or firms."""
    contains: tuple[Sensitive, ...] | None = None
    """What was found in it (`find_sensitive`); `None` if nobody looked."""
    encrypted: bool | None = None
    """Whether it is encrypted on its way."""
    restricted_to: tuple[str, ...] | None = None
    """The purposes that a restriction leaves (`Decision.purposes`); `None` if there is none."""
    customer: str | None = None
    """The desk's customer whose data it is, by the desk's own id."""
    customer_country: str | None = None
    """Where that customer is (ISO 3166)."""
    region: str | None = None
    """Where the recipient has it: a country (ISO 3166), or a region of the policy."""
    use: PlaceUse | None = None
    """Whether it is stored there or only worked on."""
    case: str | None = None
    """The case in which a law requires it."""
    approval: Approval | None = None
    """The approval of an exception."""
    handover: str | None = None
    """The digest of what goes along (`Handover.digest`)."""

    @classmethod
    def from_item(
        cls,
        item: Item,
        *,
        role: str,
        act: Act,
        purpose: str,
        recipient: str | None = None,
        about: Subjects | None = None,
        contains: tuple[Sensitive, ...] | None = None,
        decision: Decision | None = None,
    ) -> Self:
        """
        Ask about an item, within what a decision of the retention policy leaves of its use.

        Args:
            item: What it is about.
            role: In which role.
            act: What they want to do.
            purpose: What for.
            recipient: Who.
            about: Whether its subjects are people or firms.
            contains: What was found in its content.
            decision: What `decide` says about the item; where it restricts the item, that counts.

        Raises:
            ValueError: If the decision is about another item.
        """
        if decision is not None and decision.item != item.id:
            raise ValueError("the decision is about another item")
        return cls(
            role=role,
            recipient=recipient,
            act=act,
            purpose=purpose,
            category=item.category,
            channel=item.channel,
            subjects=item.subjects,
            about=about,
            contains=contains,
            restricted_to=None if decision is None else decision.purposes,
        )


class MoveRequest(Noun):
    """Somebody wants to have a customer's data in some place. What is `None` is not known."""

    _shown: ClassVar[frozenset[str]] = frozenset({"customer_country", "to"})

    customer: str | None = None
    """The customer, by the desk's own id."""
    customer_country: str | None = None
    """Where the customer is (ISO 3166)."""
    to: str | None = None
    """Where to: a country (ISO 3166), or a region of the policy."""
    use: PlaceUse | None = None
    """Whether it is to lie there, or only to be worked on; `None` is both."""


class DisclosureAnswer(Noun):
    """What one gate says, and why."""

    _shown: ClassVar[frozenset[str]] = frozenset({"gate"})

    gate: str
    """Which gate."""
    go: Permission
    """What it says."""
    reasons: tuple[str, ...] = ()
    """Why not, in words of ours, sorted."""
    needs: tuple[str, ...] = ()
    """What would have to be shown, sorted."""
    rules: tuple[str, ...] = ()
    """The rows of the policy that settle it, sorted."""

    def words(self, language: Literal["en", "vi"] = "en") -> str:
        """Say in words why not; nothing if it lets it through."""
        said = [WORDS[one][language == "vi"] for one in self.reasons]
        said += [NEEDS[one][language == "vi"] for one in self.needs]
        return " ".join(said)


class Disclosure(Noun):
    """Whether something may be disclosed, and what every gate says."""

    _shown: ClassVar[frozenset[str]] = frozenset()

    go: Permission
    """Yes or no."""
    gates: tuple[DisclosureAnswer, ...]
    """What each gate says, by name."""

    @property
    def against(self) -> tuple[DisclosureAnswer, ...]:
        """The gates that do not let it through."""
        return tuple(one for one in self.gates if one.go == "deny")

    @property
    def permits(self) -> tuple[str, ...]:
        """The permits that it rests on, for the record; none if it is denied."""
        if self.go == "deny":
            return ()
        return tuple(rule for one in self.gates if one.gate == "permit" for rule in one.rules)

    def words(self, language: Literal["en", "vi"] = "en") -> tuple[str, ...]:
        """Say in words why not; nothing if it is allowed."""
        return tuple(one.words(language) for one in self.against)


def answer(
    gate: str, reasons: Iterable[str] = (), *, needs: Iterable[str] = (), rules: Iterable[str] = ()
) -> DisclosureAnswer:
    """Return what a gate says: no if it has any reason, yes without one."""
    why = tuple(sorted(set(reasons)))
    return DisclosureAnswer(
        gate=gate,
        go="deny" if why else "allow",
        reasons=why,
        needs=tuple(sorted(set(needs))),
        rules=tuple(sorted(set(rules))),
    )


def ask(gate: str, question: Callable[[], DisclosureAnswer]) -> DisclosureAnswer:
    """Ask a gate; what it cannot work out, such as a day beyond the calendar, denies."""
    try:
        return question()
    except (ArithmeticError, LookupError, ValueError):
        return answer(gate, ["error"])
