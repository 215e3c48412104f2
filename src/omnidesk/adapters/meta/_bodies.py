"""From each body that an item can have to the event that it reports: a table and its functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

from omnidesk.adapters.meta._attachments import read_attachments
from omnidesk.adapters.meta._item import as_stamp, participant, read_time
from omnidesk.adapters.meta._words import (
    ACCOUNT_LINKING,
    ENFORCEMENTS,
    OPT_IN_STATES,
    OPT_INS,
    PAGE_INBOX,
    REACTIONS,
)
from omnidesk.events import (
    ConsentSignalled,
    IdentityLinked,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    NoticePosted,
    ReactionChanged,
    ReceiptReported,
)
from omnidesk.model import (
    Action,
    Consent,
    IdentityLink,
    Message,
    Notice,
    Reference,
    Referral,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from omnidesk.adapters.meta import _wire as wire
    from omnidesk.adapters.meta._item import Item
    from omnidesk.events import Event
    from omnidesk.model import NoticeKind, Origin, Participant, ReceiptKind


def _message(body: wire.Message, item: Item) -> Event:
    mid = body.mid
    if not mid:
        return without_mid(item, "message")
    if body.is_deleted:
        return MessageDeleted(**item.shared("message_deleted", mid), message_id=mid)
    shared = item.shared("message_posted", mid)
    attachments, defects = read_attachments(body, item)
    shared["defects"] += defects
    # Most messages are text alone, and what is not given is not checked.
    more: _BeyondText = {} if body.model_fields_set <= _TEXT_ALONE else _beyond_text(body)
    return MessagePosted(
        **shared,
        message=Message(
            id=mid,
            author=item.author,
            to=item.addressees,
            direction=item.direction,
            origin=_origin(body.app_id, item) if item.direction == "outbound" else "unknown",
            visibility="private",
            sent_at=item.occurred_at,
            text=body.text or None,
            attachments=attachments,
            defects=shared["defects"],
            **more,
        ),
        visibility="private",
    )


_TEXT_ALONE = frozenset({"app_id", "is_echo", "mid", "text"})


class _BeyondText(TypedDict, total=False):
    reply_to: Reference | None
    action: Action | None
    referral: Referral | None
    state: Literal["live", "unsupported"]


def _beyond_text(body: wire.Message) -> _BeyondText:
    return {
        "reply_to": _reference(body.reply_to) if body.reply_to else None,
        "action": _action(body),
        "referral": _referral(body.referral) if body.referral else None,
        "state": "unsupported" if body.is_unsupported else "live",
    }


def _origin(app_id: str | None, item: Item) -> Origin:
    """Tell what sent an outbound message. Without knowing our own apps, another's is a guess."""
    if app_id == PAGE_INBOX or (app_id is None and item.page.product.app_of_echoes):
        return "native"
    if app_id is None:
        return "unknown"
    if app_id in item.page.own_apps:
        return "own_app"
    return "other_app" if item.page.own_apps else "unknown"


def _reference(body: wire.ReplyTo) -> Reference | None:
    if body.mid:
        return Reference(kind="message", id=body.mid)
    if body.story:
        return Reference(kind="story", id=body.story.id, url=body.story.url)
    return None


def _action(body: wire.Message) -> Action | None:
    if body.quick_reply:
        return Action(kind="quick_reply", payload=body.quick_reply.payload)
    if body.commands:
        return Action(kind="command", payload=body.commands[0].name)
    return None


def _referral(body: wire.Referral) -> Referral:
    context = body.ads_context_data
    return Referral(
        source=body.source,
        kind=body.type,
        ref=body.ref or None,
        ad_id=body.ad_id,
        url=body.referer_uri,
        post_id=context.post_id if context else None,
        product_id=_advertised(body),
    )


def _advertised(body: wire.Referral) -> str | None:
    """Return the product: Instagram's shop names it itself, an advertisement in its context."""
    if body.product and body.product.id:
        return body.product.id
    return body.ads_context_data.product_id if body.ads_context_data else None


def _postback(body: wire.Postback, item: Item) -> Event:
    # Meta shows the title as what the person said. On standby the payload is left out.
    mid = body.mid or item.derive(
        "msg", "postback", item.person, item.stamp, body.payload, body.title
    )
    return MessagePosted(
        **item.shared("message_posted", mid),
        message=Message(
            id=mid,
            author=item.author,
            to=item.addressees,
            direction=item.direction,
            visibility="private",
            sent_at=item.occurred_at,
            text=body.title or None,
            action=Action(kind="postback", payload=body.payload, title=body.title),
            referral=_referral(body.referral) if body.referral else None,
            defects=item.defects,
        ),
        visibility="private",
    )


def _edit(body: wire.Edit, item: Item) -> Event:
    if not body.mid:
        return without_mid(item, "message_edit")
    version = _version(body.num_edit)
    # An edit without a number is told from another by when it was made: what it says must not
    # stand in an id, not even hashed, since an id outlives an erasure.
    which = (str(version),) if version is not None else (None, item.stamp)
    return MessageEdited(
        **item.shared("message_edited", body.mid, *which),
        message_id=body.mid,
        version=version,
        text=body.text,
        author=item.author,
        direction=item.direction,
    )


def _version(value: object) -> int | None:
    if isinstance(value, str) and len(value) <= 9 and value.isascii() and value.isdigit():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9:
        return value
    return None


def _reaction(body: wire.Reaction, item: Item) -> Event:
    if not body.mid:
        return without_mid(item, "reaction")
    action = REACTIONS.get(body.action or "")
    if action is None:
        return item.unrecognised("unknown_kind", name="reaction")
    which = (body.mid, item.person, item.direction, action, item.stamp, body.reaction, body.emoji)
    return ReactionChanged(
        **item.shared("reaction_changed", *which),
        message_id=body.mid,
        actor=item.author,
        action=action,
        emoji=body.emoji,
        name=body.reaction,
    )


def _delivery(body: wire.Delivery, item: Item) -> Event:
    return _receipt("delivered", tuple(body.mids or ()), body.watermark, item)


def _read(body: wire.Read, item: Item) -> Event:
    return _receipt("read", (body.mid,) if body.mid else (), body.watermark, item)


def _receipt(kind: ReceiptKind, mids: tuple[str, ...], watermark: object, item: Item) -> Event:
    key = "delivery" if kind == "delivered" else "read"
    if not mids and watermark is None:
        place = f"{item.source.pointer}/{key}"
        return item.unrecognised("missing_id", expected=f"expected mids or a watermark at {place}")
    until, defects = read_time(watermark, f"{item.source.pointer}/{key}/watermark")
    which = (kind, item.person, item.direction, as_stamp(watermark), *mids)
    shared = item.shared("receipt_reported", *which)
    shared["defects"] += defects
    return ReceiptReported(
        **shared, kind=kind, actor=item.author, message_ids=mids, watermark=until
    )


def _opt_in(body: wire.OptIn, item: Item) -> Event:
    subject, thread = item.customer, item.thread
    if subject is None and body.user_ref:
        subject, thread = item.page.visitor(body.user_ref)
    token = body.notification_messages_token or body.one_time_notif_token
    # The page writes STOP_NOTIFICATIONS in one place and STOP NOTIFICATIONS in another.
    status = (body.notification_messages_status or "").replace(" ", "_") or None
    pointer = f"{item.source.pointer}/optin/token_expiry_timestamp"
    expires_at, defects = read_time(body.token_expiry_timestamp, pointer)
    which = (*thread, body.type, status, token, body.payload, body.ref, item.stamp)
    shared = item.shared("consent_signalled", *which)
    shared["thread"] = thread
    shared["defects"] += defects
    return ConsentSignalled(
        **shared,
        consent=Consent(
            # A kind of opt-in that we do not know is never taken for a yes.
            state=OPT_IN_STATES.get(status, "unknown") if body.type in OPT_INS else "unknown",
            purpose=body.title or body.payload or body.ref,
            channel=item.page.channel,
            signal=OPT_INS.get(body.type, "opt_in"),
            subject=subject,
            token=token,
            frequency=body.notification_messages_frequency,
            expires_at=expires_at,
        ),
    )


def _prior_message(body: wire.PriorMessage, item: Item) -> Event:
    # With another source, `identifier` is of a kind that Meta does not describe.
    if body.source != "checkbox_plugin" or not body.identifier or item.customer is None:
        return item.unrecognised("unknown_kind", name="prior_message")
    visitor, _ = item.page.visitor(body.identifier)
    return IdentityLinked(
        **item.shared("identity_linked", item.person, body.identifier),
        link=IdentityLink(
            identities=item.customer.identities + visitor.identities,
            evidence="platform",
            occurred_at=item.occurred_at,
        ),
    )


def _came_by(body: wire.Referral, item: Item) -> Event:
    which = (item.person, body.source, body.type, body.ref, body.ad_id, item.stamp)
    return notice(item, "referral", "referral", which, referral=_referral(body))


def _pass_thread(body: wire.ThreadControl, item: Item) -> Event:
    return _handover("pass_thread_control", body, item)


def _take_thread(body: wire.ThreadControl, item: Item) -> Event:
    return _handover("take_thread_control", body, item)


def _request_thread(body: wire.ThreadControl, item: Item) -> Event:
    return _handover("request_thread_control", body, item)


def _handover(name: str, body: wire.ThreadControl, item: Item) -> Event:
    before, after = body.previous_owner_app_id, body.new_owner_app_id or body.requested_owner_app_id
    return notice(
        item,
        "handover",
        name,
        (item.person, before, after, item.stamp),
        actor=_app(before),
        target=_app(after),
        text=body.metadata or None,
    )


def _app(app_id: str | None) -> Participant | None:
    """Return an app that answers for the page."""
    return participant("business", "facebook_app", app_id) if app_id else None


def _app_roles(_: wire.AppRoles, item: Item) -> Event:
    return notice(item, "handover", "app_roles", (item.person, item.stamp))


def _account_linking(body: wire.AccountLinking, item: Item) -> Event:
    kind = ACCOUNT_LINKING.get(body.status or "")
    if kind is None:
        return item.unrecognised("unknown_kind", name="account_linking")
    which = (item.person, body.status, item.stamp)
    return notice(item, kind, "account_linking", which, actor=item.customer)


def _policy_enforcement(body: wire.PolicyEnforcement, item: Item) -> Event:
    name = body.action if body.action in ENFORCEMENTS else "policy_enforcement"
    return notice(item, "enforcement", name, (body.action, item.stamp), text=body.reason or None)


def notice(
    item: Item,
    kind: NoticeKind,
    name: str | None,
    which: tuple[str | None, ...],
    *,
    actor: Participant | None = None,
    target: Participant | None = None,
    text: str | None = None,
    referral: Referral | None = None,
) -> Event:
    """Return something that happened; `which` tells it from others of its kind and name."""
    return NoticePosted(
        **item.shared("notice_posted", kind, name, *which),
        notice=Notice(
            id=item.derive("notice", kind, name, *which),
            kind=kind,
            name=name,
            occurred_at=item.occurred_at,
            actor=actor,
            target=target,
            text=text,
            referral=referral,
        ),
    )


def without_mid(item: Item, key: str) -> Event:
    """Return a body as one that lacks the id of the message that it is about."""
    place = f"{item.source.pointer}/{key}/mid"
    return item.unrecognised("missing_id", expected=f"expected an id at {place}")


# Any with reason: each function takes the body that `wire.Item` has under its key.
BUILDERS: Mapping[str, Callable[[Any, Item], Event]] = {
    "account_linking": _account_linking,
    "app_roles": _app_roles,
    "delivery": _delivery,
    "message": _message,
    "message_edit": _edit,
    "optin": _opt_in,
    "pass_thread_control": _pass_thread,
    "policy-enforcement": _policy_enforcement,
    "policy_enforcement": _policy_enforcement,
    "postback": _postback,
    "prior_message": _prior_message,
    "reaction": _reaction,
    "read": _read,
    "referral": _came_by,
    "request_thread_control": _request_thread,
    "take_thread_control": _take_thread,
}
"""By the key under which an item has its body."""
