"""From what people fill in, rate and order to events; one body of these may give several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from omnidesk.adapters.meta import _wire as wire
from omnidesk.adapters.meta._bodies import notice, without_mid
from omnidesk.adapters.meta._words import MESSAGE_REQUESTS, SCORES, THUMBS
from omnidesk.events import IdentityLinked, MessagePosted
from omnidesk.model import Attachment, Identity, IdentityLink, Message, Rating, Reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from omnidesk.adapters.meta._item import Item
    from omnidesk.events import Event


def _feedback(body: wire.Feedback, item: Item) -> Iterator[Event]:
    """Read every answer of a feedback form as a message of its own: a score and some words."""
    answers = [
        (screen.screen_id, question, raw)
        for screen in body.feedback_screens or ()
        for question, raw in (screen.questions or {}).items()
    ]
    if not answers:
        yield _odd(item, "expected answers", "messaging_feedback")
    for number, (screen_id, question, raw) in enumerate(answers, 1):
        rating, words = _answer(raw)
        if rating is None and not words:
            yield _odd(item, f"expected a score or words in answer {number}", "messaging_feedback")
            continue
        # An answer has no id, and in Meta's sample no time: who answered which question is all
        # that tells it from another.
        which = (item.person, screen_id, question, item.stamp)
        yield _said(item, "messaging_feedback", which, rating=rating, text=words)


def _answer(raw: object) -> tuple[Rating | None, str | None]:
    """Return the score of an answer and what its author adds in words."""
    try:
        answer = wire.Answer.model_validate(raw)
    except ValidationError:
        return None, None
    if answer.type == "free_form":
        return None, answer.payload if isinstance(answer.payload, str) else None
    words = (answer.follow_up.payload or None) if answer.follow_up else None
    kind, score = answer.type or "", str(answer.payload)
    if kind not in SCORES or not (score.isascii() and score.isdigit() and len(score) <= 2):
        return None, words
    lowest, highest = SCORES[kind] or (None, None)
    return Rating(value=float(score), lowest=lowest, highest=highest), words


def _thumb(body: wire.ResponseFeedback, item: Item) -> Iterator[Event]:
    if not body.mid:
        yield without_mid(item, "response_feedback")
        return
    thumb = THUMBS.get(body.feedback or "")
    if thumb is None:
        yield item.unrecognised("unknown_kind", name="response_feedback")
        return
    yield _said(
        item,
        "response_feedback",
        (item.person, body.mid, item.stamp),
        rating=Rating(value=thumb, lowest=0, highest=1),
        reply_to=Reference(kind="message", id=body.mid),
    )


def _order(body: wire.Order, item: Item) -> Iterator[Event]:
    products = tuple(
        Attachment(kind="product", id=one.id or one.retailer_id, title=one.name or None)
        for one in body.products or ()
    )
    if not products and not body.note:
        yield _odd(item, "expected products", "order")
        return
    which = (item.person, item.stamp, *(one.id for one in products))
    yield _said(item, "order", which, text=body.note or None, attachments=products)


def _said(
    item: Item,
    kind: str,
    which: tuple[str | None, ...],
    *,
    text: str | None = None,
    rating: Rating | None = None,
    reply_to: Reference | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> Event:
    """Return what somebody said in a form that gives it no id of its own."""
    message_id = item.derive("msg", kind, *which)
    return MessagePosted(
        **item.shared("message_posted", message_id),
        message=Message(
            id=message_id,
            author=item.author,
            to=item.addressees,
            direction=item.direction,
            visibility="private",
            sent_at=item.occurred_at,
            text=text,
            rating=rating,
            reply_to=reply_to,
            attachments=attachments,
            defects=item.defects,
        ),
        visibility="private",
    )


def _customer_information(body: wire.CustomerInformation, item: Item) -> Iterator[Event]:
    name = "messaging_customer_information"
    which = (item.person, item.stamp)
    yield notice(item, "form_submitted", name, which, actor=item.customer)
    if item.customer is None:
        return
    responses = [one for screen in body.screens or () for one in screen.responses or ()]
    for number, response in enumerate(responses):
        identity = _submitted(response)
        if identity is not None:
            yield IdentityLinked(
                # What was filled in must not stand in an id, so the field does.
                **item.shared("identity_linked", name, *which, str(number), identity.scheme),
                link=IdentityLink(
                    identities=(*item.customer.identities, identity),
                    evidence="submitted",
                    occurred_at=item.occurred_at,
                ),
            )


def _submitted(response: wire.FormResponse) -> Identity | None:
    """Return the address that somebody filled in, if it is one beyond doubt."""
    value = (response.value or "").strip()
    match (response.key or "").lower():
        case "email":
            local, at, domain = value.partition("@")
            if local and at and "." in domain and "@" not in domain and value.split() == [value]:
                return Identity(scheme="email", value=value)
        case "phone" | "phone_number":
            # Without its country a number is somebody else's in the next one.
            number = "".join(one for one in value if one not in " -.()")
            digits = number.removeprefix("+")
            is_number = digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 15
            if number.startswith("+") and is_number:
                return Identity(scheme="phone", value=number)
        case _:
            pass
    return None


def _message_request(answer: str, item: Item) -> Iterator[Event]:
    if answer not in MESSAGE_REQUESTS:
        yield item.unrecognised("unknown_kind", name="message_request")
        return
    which = (item.person, answer, item.stamp)
    yield notice(item, "opened", "message_request", which, actor=item.customer)


def _game_play(_: wire.Bare, item: Item) -> Iterator[Event]:
    yield notice(item, "other", "game_play", (item.person, item.stamp), actor=item.customer)


def _payment(_: wire.Bare, item: Item) -> Iterator[Event]:
    return _paying("payment", item)


def _pre_checkout(_: wire.Bare, item: Item) -> Iterator[Event]:
    return _paying("pre_checkout", item)


def _checkout_update(_: wire.Bare, item: Item) -> Iterator[Event]:
    return _paying("checkout_update", item)


def _paying(name: str, item: Item) -> Iterator[Event]:
    # Addresses and payment credentials stay in the payload.
    yield notice(item, "order", name, (item.person, item.stamp), actor=item.customer)


def _odd(item: Item, expected: str, key: str) -> Event:
    return item.unrecognised("invalid", expected=f"{expected} at {item.source.pointer}/{key}")


# Any with reason: each function takes the body that `wire.Item` has under its key.
FORMS: Mapping[str, Callable[[Any, Item], Iterable[Event]]] = {
    "checkout_update": _checkout_update,
    "game_play": _game_play,
    "message_request": _message_request,
    "messaging_customer_information": _customer_information,
    "messaging_feedback": _feedback,
    "order": _order,
    "payment": _payment,
    "pre_checkout": _pre_checkout,
    "response_feedback": _thumb,
}
"""By the key under which an item has its body."""
