"""What a desk sends and what for: classes of message, purposes, and consents that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from omnidesk.policy._base import NAME, Data
from omnidesk.policy._periods import Span
from omnidesk.policy._rules import Citation

if TYPE_CHECKING:
    from collections.abc import Mapping

Basis = Literal["consent", "contract", "reply", "law"]
"""
On what a class of message rests: a consent; a contract or other service; a question that it
answers; a duty to tell, or what a law lets through.
"""

Audience = Literal["everyone", "contract", "access"]
"""
To whom a class goes: anybody; those with a contract on the service that it is about; those who may
see what it is about, such as the colleagues who watch a ticket.
"""

AUDIENCES: Mapping[Audience, tuple[str, str]] = {
    "contract": ("contract_started", "contract_ended"),
    "access": ("access_granted", "access_ended"),
}
"""The facts that begin and end an audience's right to a message."""

Single = Literal["opt_out_confirmation", "registration"]
"""
What goes once: the confirmation of each refusal, and the one message by which Decree 91/2020 lets
an advertiser ask a number that is not on the do-not-call register.
"""


class MessageClass(Data):
    """A kind of message that a desk sends: why, from where, to whom."""

    id: str = Field(pattern=NAME)
    """Its name."""
    title: str | None = Field(default=None, min_length=1)
    """What it is, in English, as a recipient would say it: *invoices*."""
    title_vi: str | None = Field(default=None, min_length=1)
    """The same in Vietnamese."""
    purpose: str = Field(min_length=1)
    """What for, in the words of the ledger."""
    basis: Basis
    """On what it rests."""
    double_opt_in: bool = False
    """For `consent`: whether only a confirmed double opt-in counts."""
    opt_out: bool = True
    """Whether a recipient can refuse it. What rests on a consent always can be refused."""
    active: bool = True
    """Whether it is sent at present."""
    across: bool = False
    """For `reply`: whether what was asked by one channel may be answered by another."""
    reply_within: Span | None = None
    """For `reply`: for how long after the question the answer may come; `None` is for ever."""
    single: Single | None = None
    """Whether it goes once only, and after what."""
    channels: tuple[str, ...] = ()
    """By which channels it goes; none named is all of the policy's."""
    senders: tuple[str, ...] = ()
    """From which addresses it may go: whole addresses, `*@` and a domain, or `*` for any."""
    human: bool = False
    """Whether only a person writes it."""
    labels: tuple[str, ...] = ()
    """What must be written on it, such as `QC`: all of them."""
    footer: bool = False
    """Whether it must say how to opt out."""
    audience: Audience = "everyone"
    """To whom it goes."""
    minors: Literal["allowed", "guardian", "never"] = "never"
    """Whether it goes to minors: it does, with their guardian's consent, or not."""
    source: Citation | None = None
    """Where it stands that it is sent."""
    notes: str | None = None
    """Doubts, for whoever reads the policy."""

    @model_validator(mode="after")
    def _can_be_refused(self) -> MessageClass:
        if self.basis == "consent" and not self.opt_out:
            raise ValueError("what rests on a consent can be refused")
        if self.double_opt_in and self.basis != "consent":
            raise ValueError("double_opt_in is about a consent: the basis is another")
        if (self.across or self.reply_within) and self.basis != "reply":
            raise ValueError("across and reply_within are about an answer: the basis is another")
        if self.single and self.basis != "law":
            raise ValueError("what goes once rests on the law that lets it through (basis law)")
        if self.single == "opt_out_confirmation" and self.opt_out:
            raise ValueError("the confirmation of a refusal cannot be refused (opt_out = false)")
        if self.single == "registration" and not self.opt_out:
            raise ValueError("the registration message can be refused")
        return self


class Purpose(Data):
    """Something that a desk says it uses data for, whether it sends messages for it or not."""

    id: str = Field(pattern=NAME)
    """Its name, in the words of the ledger."""
    title: str | None = Field(default=None, min_length=1)
    """What it is, in English."""
    title_vi: str | None = Field(default=None, min_length=1)
    """The same in Vietnamese."""
    basis: Literal["consent", "contract", "reply", "law", "interest"]
    """On what it rests; `interest` is the desk's own, to which anybody may object."""
    opt_out: bool = True
    """Whether somebody can object to it."""
    sends: bool = True
    """Whether messages are sent for it. Then some class must be for it."""
    source: Citation | None = None
    """Where it stands."""
    notes: str | None = None
    """Doubts, for whoever reads the policy."""

    @model_validator(mode="after")
    def _can_be_refused(self) -> Purpose:
        if self.basis in ("consent", "interest") and not self.opt_out:
            raise ValueError("what rests on a consent or on one's own interest can be refused")
        return self


class ImpliedConsent(Data):
    """
    Something that a text takes for a consent, and that is none.

    It permits nothing: `form_events` makes a notice of each of these answers. It stands in a policy
    so that `lint_contact` says so.
    """

    id: str = Field(pattern=NAME)
    """Its name."""
    answer: Literal["left_empty", "preticked", "bundled", "browsed"]
    """What people did, in the words of `FormAnswer`."""
    purpose: tuple[str, ...] = ()
    """What the text takes it to allow; none named is everything."""
    source: Citation
    """Where it stands."""
    notes: str | None = None
    """Doubts, for whoever reads the policy."""
