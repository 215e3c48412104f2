"""Rows about what must be true: windows, ages, orders of channels, topics."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from omnidesk.policy._base import Data
from omnidesk.policy._periods import Span
from omnidesk.policy.contact._rows import Dated

Opens = Literal[
    "message",
    "ad_message",
    "postback",
    "opt_in",
    "follow",
    "open",
    "call",
    "call_consent",
]
"""
What somebody did: wrote; wrote first after they had followed an advertisement; pressed a button;
opted in; followed; opened the chat; called, or took a call; agreed to be called.
"""


class Opening(Data):
    """One way in which a window is open."""

    after: tuple[Opens, ...] = ()
    """What they must have done; none named is any of it."""
    length: Span | None = None
    """For how long since then; `None` is always, whatever they did."""
    purpose: tuple[str, ...] = ()
    """For which purposes; none named is all."""
    human: bool = False
    """Whether only for what a person writes."""
    template: bool = False
    """Whether only for templates that the platform has approved."""


class Window(Dated):
    """
    A platform lets messages through only in certain ways.

    A message passes if one of them is open. Where several windows apply it must pass all: one more
    never lets more through.
    """

    openings: tuple[Opening, ...] = ()
    """The ways; without any it is closed."""


class AgeLimit(Dated):
    """Up to which age somebody is a minor, who needs a guardian."""

    until: int = Field(ge=0, le=30)
    """The last age in completed years that is one: 15 is *under 16*, 16 is *16 or under*."""


class Order(Dated):
    """In which order channels are tried: a later one when the earlier have failed."""

    steps: tuple[tuple[str, ...], ...] = Field(min_length=1)
    """The channels of each step. A channel in no step is not concerned."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Order:
        named = [one for step in self.steps for one in step]
        if len(set(named)) < len(named) or not all(self.steps):
            raise ValueError("expected steps that name a channel, and each channel once")
        return self


class Route(Dated):
    """What becomes of a topic in a channel."""

    topic: tuple[str, ...] = Field(min_length=1)
    """The topics."""
    says: Literal["refuse", "redirect"]
    """Whether nothing about it goes out there, or it goes with the advice to move on."""
    instead: tuple[str, ...] = ()
    """The channels for it."""
