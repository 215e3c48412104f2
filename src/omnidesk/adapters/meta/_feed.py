"""From a change on a page to the events that it reports: posts, comments, reactions, reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from omnidesk.adapters.meta import _feed_wire as wire
from omnidesk.adapters.meta._account import Branch, Place, branch, identity_of
from omnidesk.adapters.meta._expiry import expires_at
from omnidesk.adapters.meta._feed_words import (
    DEEDS,
    FOLLOWING,
    ITEMS_NOT_READ,
    LIVE_STATUSES,
    REACTIONS,
    RECOMMENDATIONS,
    SUBJECTS,
    Subject,
)
from omnidesk.events import (
    MessageDeleted,
    MessageEdited,
    MessageModerated,
    MessagePosted,
    ReactionChanged,
)
from omnidesk.model import About, Attachment, Defect, Message, Rating, Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from omnidesk.adapters.meta._account import Account
    from omnidesk.events import Event
    from omnidesk.model import AttachmentKind, Direction, Participant


class Target(NamedTuple):
    """What a change is about: the message, what it hangs on, and where it stands."""

    subject: Subject
    id: str
    about: About | None
    branch: Branch


def read_feed(value: wire.Value, place: Place) -> Iterator[Event]:
    """Read a value of the fields `feed`, `group_feed` and `mention`."""
    item = value.item or _told_by_ids(value)
    subject = SUBJECTS.get(item or "")
    if (value.item, value.verb) in FOLLOWING and not (value.post_id or value.comment_id):
        yield _following(value, place)
    elif subject is None or item is None:
        name = item if item in ITEMS_NOT_READ else None
        yield place.unrecognised("unknown_kind", name=name)
    elif subject == "review":
        yield from read_review(value, place)
    else:
        target = _target(value, subject, place.account)
        if target is None:
            yield place.without_id(_ID_KEYS[subject], item)
        elif subject == "reaction":
            yield _reaction(value, item, target, place)
        else:
            yield from _written(value, item, target, place)


def read_review(value: wire.Value, place: Place) -> Iterator[Event]:
    """Read a value of the field `ratings`, where comments and likes hang on reviews."""
    if value.item not in (None, "rating"):
        yield from read_feed(value, place)
        return
    review_id = value.open_graph_story_id
    if not review_id and value.reviewer_id:
        # Somebody has one review of a page.
        review_id = place.account.derive("msg", "review", value.reviewer_id)
    if not review_id:
        yield place.without_id("open_graph_story_id", "rating")
        return
    about = About(kind="page", id=place.account.id)
    yield from _written(value, "rating", Target("review", review_id, about, _review(value)), place)


def read_lead(value: wire.Lead, place: Place) -> Iterator[Event]:
    """Read a value of the field `leadgen`: that a form was sent, whose answers must be pulled."""
    if not value.leadgen_id:
        yield place.without_id("leadgen_id", "leadgen")
        return
    thread = (f"lead:{value.leadgen_id}",)
    yield place.notice("form_submitted", "leadgen", thread, value.leadgen_id)


def read_live_video(value: wire.LiveVideo, place: Place) -> Iterator[Event]:
    """Read a value of the field `live_videos`: that one has begun, ended, or was planned."""
    if not value.id:
        yield place.without_id("id", "live_videos")
        return
    name = value.status if value.status in LIVE_STATUSES else "live_videos"
    which = (value.id, value.status, place.stamp)
    yield place.notice("status_changed", name, (f"video:{value.id}",), *which)


def _told_by_ids(value: wire.Value) -> str | None:
    """Return what a `mention` without `item` is about."""
    return "comment" if value.comment_id else "post" if value.post_id else None


def _author(value: wire.Value, place: Place) -> tuple[Participant, Direction]:
    author = value.author or wire.Author()
    person_id = author.id or value.sender_id or value.reviewer_id or value.user_id
    name = author.name or value.sender_name or value.reviewer_name
    return place.account.author(person_id, name)


def _target(value: wire.Value, subject: Subject, account: Account) -> Target | None:
    """Find what a change is about. A reaction is about a comment, a post or a review."""
    url = value.post.permalink_url if value.post else None
    about = About(kind="post", id=value.post_id, url=url) if value.post_id else None
    if value.comment_id and subject != "post":
        stands = _comment_branch(value, account)
        return Target(subject, value.comment_id, about or _reviewed(value, account), stands)
    if subject == "comment":
        return None
    if value.post_id:
        return Target(subject, value.post_id, about, Branch((f"post:{value.post_id}",), None))
    if value.open_graph_story_id and subject == "reaction":
        about = _reviewed(value, account)
        return Target(subject, value.open_graph_story_id, about, _review(value))
    return None


def _comment_branch(value: wire.Value, account: Account) -> Branch:
    """Return where a comment stands: at the top if what it answers is a post or a review."""
    comment_id, parent_id = value.comment_id or "", value.parent_id
    # Ids of a page's posts are PAGE_POST, those of comments POST_COMMENT.
    top_level = parent_id is not None and (
        parent_id in (value.post_id, value.open_graph_story_id)
        or parent_id.startswith(f"{account.id}_")
    )
    stands = branch(comment_id, parent_id, top_level=top_level)
    if not value.open_graph_story_id:
        return stands
    # A review and the few comments on it are one conversation.
    return stands._replace(thread=(*_review(value).thread, *stands.thread))


def _reviewed(value: wire.Value, account: Account) -> About | None:
    return About(kind="page", id=account.id) if value.open_graph_story_id else None


def _review(value: wire.Value) -> Branch:
    known = value.open_graph_story_id
    key = f"review:{known}" if known else f"reviewer:{value.reviewer_id}"
    return Branch((key,), None)


def _written(value: wire.Value, item: str, target: Target, place: Place) -> Iterator[Event]:
    """Read what became of a post, a comment or a review."""
    thread, _ = target.branch
    match DEEDS.get(value.verb or ""):
        case "posted":
            yield from _posted(value, target, place)
        case "edited":
            yield _edited(value, target, place)
        case "deleted":
            shared = place.shared(thread, "message_deleted", target.id)
            yield MessageDeleted(**shared, message_id=target.id)
        case "hidden" | "live" as state:
            yield moderated(target.id, state, thread, place)
        case _:
            yield place.unrecognised("unknown_kind", name=item)


def moderated(
    message_id: str, state: Literal["hidden", "live"], thread: tuple[str, ...], place: Place
) -> Event:
    """Return that a message was hidden or shown again."""
    return MessageModerated(
        **place.shared(thread, "message_moderated", message_id, state, place.stamp),
        message_id=message_id,
        state=state,
    )


def _posted(value: wire.Value, target: Target, place: Place) -> Iterator[Event]:
    author, direction = _author(value, place)
    thread, tree = target.branch
    shared = place.shared(thread, "message_posted", target.id)
    attachments, defects = _attachments(value, place)
    rating, more = _rating(value, place) if target.subject == "review" else (None, ())
    shared["defects"] += defects + more
    text = value.review_text if target.subject == "review" else value.message
    parent_id = tree.parent_id if tree else None
    # A post may be there for those alone to whom it is advertised.
    is_public = value.published not in (0, "0")
    yield MessagePosted(
        **shared,
        message=Message(
            id=target.id,
            author=author,
            direction=direction,
            sent_at=place.occurred_at,
            text=text or None,
            attachments=attachments,
            reply_to=Reference(id=parent_id) if parent_id else None,
            tree=tree,
            rating=rating,
            defects=shared["defects"],
        ),
        about=target.about,
        visibility="public" if is_public else "unknown",
    )
    if value.is_hidden:
        yield moderated(target.id, "hidden", thread, place)


def _edited(value: wire.Value, target: Target, place: Place) -> Event:
    author, direction = _author(value, place)
    # What it says must not stand in an id, not even hashed, since an id outlives an erasure.
    shared = place.shared(target.branch.thread, "message_edited", target.id, place.stamp)
    attachments, defects = _attachments(value, place)
    shared["defects"] += defects
    text = value.message
    if target.subject == "review":
        text = value.review_text
        if value.rating is not None or value.recommendation_type:
            # An edit has no room for a score; the payload has it.
            shared["defects"] += (Defect(code="rating_left_out", pointer=place.pointer),)
    return MessageEdited(
        **shared,
        message_id=target.id,
        text=text,
        attachments=attachments or None,
        author=author,
        direction=direction,
    )


def _reaction(value: wire.Value, item: str, target: Target, place: Place) -> Event:
    action = REACTIONS.get(value.verb or "")
    if action is None:
        return place.unrecognised("unknown_kind", name=item)
    actor, _ = _author(value, place)
    name = value.reaction_type or ("like" if item == "like" else None)
    which = (target.id, identity_of(actor), action, name, place.stamp)
    return ReactionChanged(
        **place.shared(target.branch.thread, "reaction_changed", *which),
        message_id=target.id,
        actor=actor,
        action=action,
        name=name,
    )


def _following(value: wire.Value, place: Place) -> Event:
    actor, _ = _author(value, place)
    kind, name = FOLLOWING[value.item, value.verb]
    # It belongs to no conversation: nothing ties it to what the person says.
    return place.notice(kind, name, (), identity_of(actor), place.stamp, actor=actor)


def _rating(value: wire.Value, place: Place) -> tuple[Rating | None, tuple[Defect, ...]]:
    thumb = RECOMMENDATIONS.get((value.recommendation_type or "").lower())
    if thumb is not None:
        return Rating(value=thumb, lowest=0.0, highest=1.0), ()
    stars = value.rating
    if isinstance(stars, (int, float)) and not isinstance(stars, bool) and 1 <= stars <= 5:
        return Rating(value=float(stars), lowest=1.0, highest=5.0), ()
    if stars is None and not value.recommendation_type:
        return None, ()
    key = "rating" if stars is not None else "recommendation_type"
    return None, (Defect(code="rating_unreadable", pointer=f"{place.pointer}/{key}"),)


def _attachments(
    value: wire.Value, place: Place
) -> tuple[tuple[Attachment, ...], tuple[Defect, ...]]:
    """
    Read what hangs on a post or a comment.

    A `link` is what a post shares; for a post of a photo or video it is the address of its bytes.
    """
    urls: dict[tuple[AttachmentKind, str], str | None] = {}
    defects: list[Defect] = []
    if value.link:
        kind = _LINKS.get(value.item or "", "link")
        urls[kind, value.link] = {"image": value.photo_id, "video": value.video_id}.get(kind)
    if value.photo:
        urls.setdefault(("image", value.photo), value.photo_id)
    for index, photo in enumerate(value.photos or ()):
        if isinstance(photo, str):
            urls.setdefault(("image", photo), None)
        else:
            pointer = f"{place.pointer}/photos/{index}"
            defects.append(Defect(code="attachment_invalid", pointer=pointer))
    if value.video:
        urls.setdefault(("video", value.video), value.video_id)
    attachments = [linked(kind, url, id=which) for (kind, url), which in urls.items()]
    return tuple(attachments), tuple(defects)


def linked(
    kind: AttachmentKind,
    url: str | None,
    *,
    id: str | None = None,  # noqa: A002 - as the field of the attachment
    title: str | None = None,
    description: str | None = None,
    thumbnail_url: str | None = None,
) -> Attachment:
    """Return an attachment behind an address, with the time at which the address expires."""
    return Attachment(
        kind=kind,
        id=id,
        title=title,
        description=description,
        url=url,
        thumbnail_url=thumbnail_url,
        expires_at=expires_at(url) if url else None,
        availability="ok" if url else "unknown",
    )


_ID_KEYS: Mapping[Subject, str] = {
    "comment": "comment_id",
    "post": "post_id",
    "reaction": "post_id",
}
"""Where an item says what it is about."""

_LINKS: Mapping[str, AttachmentKind] = {"photo": "image", "video": "video"}
"""What the `link` of an item leads to, if not to a page of the web."""
