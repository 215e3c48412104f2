"""What a customer has answered to a form, a choice or a survey: it stands at the question."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pydantic import ValidationError

from omnidesk.adapters._contacts import read_email
from omnidesk.adapters.chatwoot import _wire as wire
from omnidesk.adapters.chatwoot._desk import Place
from omnidesk.adapters.chatwoot._words import CONTACT
from omnidesk.events import IdentityLinked, MessagePosted
from omnidesk.model import Action, IdentityLink, Message, Rating, Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from omnidesk.adapters.chatwoot._desk import Frame
    from omnidesk.events import Event

_LOWEST, _HIGHEST = 1.0, 5.0
"""The survey's faces."""
_MOST = 1_000


def read_answers(
    read: wire.Message, attributes: wire.Attributes, frame: Frame, place: Place
) -> Iterator[Event]:
    """
    Yield what was answered to a message, as a message of the customer's.

    Chatwoot keeps the answer with the question. It is other words, of somebody else, and of a time
    that nobody tells.
    """
    survey = _survey(attributes.submitted_values)
    if survey is not None:
        yield _answer(read, frame, place, text=survey.feedback_message, rating=_rating(survey))
    values = _values(attributes.submitted_values)
    if values:
        lines = [_line(one) for one in values]
        text = "\n".join([one for one in lines if one])
        yield _answer(read, frame, place, text=text, action=_action(values))
    if attributes.submitted_email:
        yield _answer(read, frame, place, text=attributes.submitted_email)
        yield from _linked(attributes.submitted_email, read, frame, place)


def _answer(
    read: wire.Message,
    frame: Frame,
    place: Place,
    *,
    text: str | None,
    rating: Rating | None = None,
    action: Action | None = None,
) -> Event:
    answer_id = place.side.derive("msg", "answer", read.id)
    return MessagePosted(
        **place.shared(None, "message_posted", "answer", read.id),
        message=Message(
            id=answer_id,
            author=frame.customer,
            direction="inbound",
            visibility="private",
            text=(text or "").strip() or None,
            reply_to=Reference(id=read.id),
            rating=rating,
            action=action,
        ),
        visibility="private",
    )


def _survey(value: object) -> wire.Survey | None:
    try:
        found = wire.Submission.model_validate(value).csat_survey_response
    except ValidationError:
        return None
    is_empty = found is None or (found.rating is None and not found.feedback_message)
    return None if is_empty else found


def _rating(survey: wire.Survey) -> Rating | None:
    if survey.rating is None or not _LOWEST <= survey.rating <= _HIGHEST:
        return None
    return Rating(value=survey.rating, lowest=_LOWEST, highest=_HIGHEST)


def _values(value: object) -> list[wire.Value]:
    items = cast("list[object]", value) if isinstance(value, list) else []
    found: list[wire.Value] = []
    for one in items[:_MOST]:
        try:
            found.append(wire.Value.model_validate(one))
        except ValidationError:
            continue
    return [one for one in found if one.title or one.name or one.value]


def _line(value: wire.Value) -> str | None:
    """Write a choice as what was shown, and a field as its name and what was filled in."""
    if value.title or not value.name:
        return value.title or value.value
    return f"{value.name}: {value.value}" if value.value else None


def _action(values: list[wire.Value]) -> Action | None:
    (first, *others) = values
    if others or first.name or not first.title:
        return None
    return Action(kind="quick_reply", payload=first.value, title=first.title)


def _linked(text: str, read: wire.Message, frame: Frame, place: Place) -> Iterator[Event]:
    """Tie an address to the contact who has just given it as theirs."""
    address = read_email(text.strip())
    contact = frame.desk.identity(frame.contact, CONTACT) if frame.contact is not None else None
    if address is None or contact is None or contact.scope is None:
        return
    link = IdentityLink(identities=(contact, address), evidence="submitted")
    apart = Place(frame.desk.whole_account(contact.scope), (), place.pointer)
    yield IdentityLinked(
        **apart.shared(None, "identity_linked", "submitted", read.id, contact.value, address.value),
        link=link,
    )
