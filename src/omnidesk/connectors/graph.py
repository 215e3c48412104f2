"""
Flows that pull from Meta's Graph API: conversations and messages, comments and replies, profiles.

What they give has the ids that webhooks have, so that both fold into one. Every page has a cursor
to go on from, and no address that Meta gives is ever followed: those hold the token.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from omnidesk.adapters.meta import (
    InstagramComments,
    PageComments,
    PulledInstagramMessages,
    PulledMessages,
)
from omnidesk.connectors._answers import answered
from omnidesk.connectors._flow import Page
from omnidesk.connectors._graph_access import HOST, VERSION, GraphAccess, Platform
from omnidesk.connectors._graph_errors import read_body
from omnidesk.connectors._graph_pages import pages
from omnidesk.connectors._graph_profile import Profile, profile

if TYPE_CHECKING:
    from omnidesk.adapters import Adapter
    from omnidesk.connectors._flow import Flow, Request

__all__ = [
    "HOST",
    "VERSION",
    "GraphAccess",
    "Platform",
    "Profile",
    "comments",
    "conversations",
    "instagram_comments",
    "message",
    "messages",
    "posts",
    "profile",
    "replies",
]

_PARTIES: Mapping[Platform, str] = {"messenger": "{id,name}", "instagram": "{id,username}"}

_MESSAGE = (
    "id,created_time,from,to,message,attachments,shares{id,link,name,description},reactions,"
    "is_unsupported"
)
_MESSAGES: Mapping[Platform, str] = {
    "messenger": f"{_MESSAGE},sticker",
    "instagram": f"{_MESSAGE},story",
}
_POST = (
    "id,from{id,name},message,created_time,is_hidden,permalink_url,"
    "attachments{type,title,description,url,media,target}"
)
_COMMENT = "id,from{id,name},message,created_time,parent{id},attachment,is_hidden,permalink_url"
_INSTAGRAM_REPLY = "id,text,timestamp,username,from{id,username},hidden,parent_id"
_INSTAGRAM_COMMENT = f"{_INSTAGRAM_REPLY},media{{id,media_product_type}}"

_NEWEST = 20
"""Messages of each conversation on a page of conversations: what Meta gives details of."""

_PACE = timedelta(milliseconds=500)
"""
"Conversations API: your app can make 2 calls per second" for each page or professional account.

<https://developers.facebook.com/documentation/business-messaging/messenger-platform/overview/rate-limiting>,
updated 23 March 2026.
"""


def conversations(
    access: GraphAccess,
    account_id: str,
    *,
    platform: Platform = "messenger",
    page_id: str | None = None,
    own_ids: tuple[str, ...] = (),
    person_id: str | None = None,
    fields: str | None = None,
    whole: bool = True,
    page_size: int = 25,
    after: str | None = None,
) -> Flow[Page, None]:
    """
    Pull the conversations of a page or an Instagram account, the one that changed last first.

    Each page of conversations has the newest messages of each. Older ones follow as pages of
    messages, before the next conversations.

    Args:
        access: How we may ask.
        account_id: The page, or the professional account by the id that its webhooks have.
        platform: Which of the two.
        page_id: For Instagram with the token of a page: that page.
        own_ids: For Instagram: other ids under which our side may appear.
        person_id: Only the conversation with this person.
        fields: Which fields of a message to ask for, instead of all that are read. Meta refuses
            (`invalid`) a call for a field that it does not have for your kind of access.
        whole: Whether older messages are pulled. Without, stop at conversations that you know.
        page_size: Conversations on a page, 1 to 100.
        after: The cursor of the last page that was dealt with.

    Raises:
        ServiceError: If Meta refuses, or its paging leads nowhere.
        ValueError: If `after` is no cursor of this flow, or `page_size` is out of range.
    """
    adapter = _reads(platform, account_id, own_ids)
    limit = _limit(page_size)
    of_messages = fields or _MESSAGES[platform]
    of_conversations = (
        f"id,updated_time,participants{_PARTIES[platform]},"
        f"messages.limit({_NEWEST}){{{of_messages}}}"
    )

    def ask(token: str | None) -> Request:
        return access.ask(
            page_id or account_id,
            "conversations",
            platform=platform,
            user_id=person_id,
            fields=of_conversations,
            limit=limit,
            after=token,
        )

    return pages(
        ask,
        adapter,
        pace=_PACE,
        after=after,
        nested="messages" if whole else None,
        ask_nested=lambda branch: _messages(
            access, branch[0], of_messages, str(_NEWEST), branch[1]
        ),
    )


def messages(
    access: GraphAccess,
    conversation_id: str,
    *,
    account_id: str,
    platform: Platform = "messenger",
    own_ids: tuple[str, ...] = (),
    fields: str | None = None,
    page_size: int = 20,
    after: str | None = None,
) -> Flow[Page, None]:
    """
    Pull the messages of one conversation, the newest first.

    Meta says that it gives details of the newest 20 only. Of others it may give the id and the
    time; then they are `unsupported`.

    Args:
        access: How we may ask.
        conversation_id: The conversation (`t_…` on Messenger).
        account_id: The page, or the professional account by the id that its webhooks have.
        platform: Which of the two.
        own_ids: For Instagram: other ids under which our side may appear.
        fields: Which fields of a message to ask for, instead of all that are read. Meta refuses
            (`invalid`) a call for a field that it does not have for your kind of access.
        page_size: Messages on a page, 1 to 100.
        after: The cursor of the last page that was dealt with.

    Raises:
        ServiceError: If Meta refuses, or its paging leads nowhere.
        ValueError: If `after` is no cursor of this flow, or `page_size` is out of range.
    """
    limit = _limit(page_size)
    return pages(
        lambda token: _messages(
            access, conversation_id, fields or _MESSAGES[platform], limit, token
        ),
        _reads(platform, account_id, own_ids),
        pace=_PACE,
        after=after,
    )


def message(
    access: GraphAccess,
    message_id: str,
    *,
    account_id: str,
    platform: Platform = "messenger",
    own_ids: tuple[str, ...] = (),
    fields: str | None = None,
) -> Flow[Page, None]:
    """
    Pull one message: for addresses of its attachments that work again.

    Args:
        access: How we may ask.
        message_id: The message.
        account_id: The page, or the professional account by the id that its webhooks have.
        platform: Which of the two.
        own_ids: For Instagram: other ids under which our side may appear.
        fields: Which fields of a message to ask for, instead of all that are read. Meta refuses
            (`invalid`) a call for a field that it does not have for your kind of access.

    Raises:
        ServiceError: If Meta refuses.
    """
    response = answered((yield access.ask(message_id, fields=fields or _MESSAGES[platform])))
    read_body(response)
    yield Page(payload=response.payload(), adapter=_reads(platform, account_id, own_ids))


def posts(
    access: GraphAccess, page_id: str, *, page_size: int = 50, after: str | None = None
) -> Flow[Page, None]:
    """
    Pull the posts on a page, the newest first: the page's own, and those of visitors.

    Their ids are what `comments` takes.

    Args:
        access: How we may ask.
        page_id: The page.
        page_size: Posts on a page, 1 to 100.
        after: The cursor of the last page that was dealt with.

    Raises:
        ServiceError: If Meta refuses, or its paging leads nowhere.
        ValueError: If `after` is no cursor of this flow, or `page_size` is out of range.
    """
    limit = _limit(page_size)
    return pages(
        lambda token: access.ask(page_id, "feed", fields=_POST, limit=limit, after=token),
        PageComments(page_id=page_id),
        after=after,
    )


def comments(
    access: GraphAccess,
    post_id: str,
    *,
    page_id: str,
    newest_first: bool = False,
    page_size: int = 100,
    after: str | None = None,
) -> Flow[Page, None]:
    """
    Pull all comments on a post of a page, replies of every depth among them.

    Args:
        access: How we may ask.
        post_id: The post (`PAGE_POST`), or a photo or video of the page.
        page_id: The page.
        newest_first: Whether to begin with the newest, to stop at those that are known.
        page_size: Comments on a page, 1 to 100.
        after: The cursor of the last page that was dealt with.

    Raises:
        ServiceError: If Meta refuses, or its paging leads nowhere.
        ValueError: If `after` is no cursor of this flow, or `page_size` is out of range.
    """
    adapter = PageComments(page_id=page_id, post_id=post_id, with_parent=True)
    return _comments(access, post_id, adapter, page_size, after, newest_first=newest_first)


def replies(
    access: GraphAccess,
    comment_id: str,
    *,
    page_id: str,
    post_id: str | None = None,
    page_size: int = 100,
    after: str | None = None,
) -> Flow[Page, None]:
    """
    Pull the replies to one comment on a page's post, the oldest first.

    Args:
        access: How we may ask.
        comment_id: The comment.
        page_id: The page.
        post_id: The post that the comment is about, if you know it.
        page_size: Replies on a page, 1 to 100.
        after: The cursor of the last page that was dealt with.

    Raises:
        ServiceError: If Meta refuses, or its paging leads nowhere.
        ValueError: If `after` is no cursor of this flow, or `page_size` is out of range.
    """
    adapter = PageComments(page_id=page_id, post_id=post_id, with_parent=True)
    return _comments(access, comment_id, adapter, page_size, after)


def instagram_comments(
    access: GraphAccess,
    media_id: str,
    *,
    account_id: str,
    page_size: int = 50,
    after: str | None = None,
) -> Flow[Page, None]:
    """
    Pull the comments on a media of an Instagram account, with all replies.

    Replies beyond those that a page of comments shows follow as pages of replies.

    Args:
        access: How we may ask.
        media_id: The media.
        account_id: The professional account, by the id that its webhooks have.
        page_size: Comments on a page, 1 to 50.
        after: The cursor of the last page that was dealt with.

    Raises:
        ServiceError: If Meta refuses, or its paging leads nowhere.
        ValueError: If `after` is no cursor of this flow, or `page_size` is out of range.
    """
    limit = _limit(page_size, most=50)
    adapter = InstagramComments(account_id=account_id, media_id=media_id, with_parent=True)
    fields = f"{_INSTAGRAM_COMMENT},replies{{{_INSTAGRAM_REPLY}}}"
    return pages(
        lambda token: access.ask(media_id, "comments", fields=fields, limit=limit, after=token),
        adapter,
        after=after,
        nested="replies",
        ask_nested=lambda branch: access.ask(
            branch[0], "replies", fields=_INSTAGRAM_REPLY, limit="50", after=branch[1]
        ),
    )


def _reads(platform: Platform, account_id: str, own_ids: tuple[str, ...]) -> Adapter:
    if platform == "instagram":
        return PulledInstagramMessages(account_id, own_ids)
    return PulledMessages(account_id, own_ids)


def _messages(
    access: GraphAccess, conversation_id: str, fields: str, limit: str, token: str | None
) -> Request:
    return access.ask(conversation_id, "messages", fields=fields, limit=limit, after=token)


def _comments(
    access: GraphAccess,
    object_id: str,
    adapter: Adapter,
    page_size: int,
    after: str | None,
    *,
    newest_first: bool = False,
) -> Flow[Page, None]:
    limit = _limit(page_size)
    order = "reverse_chronological" if newest_first else "chronological"

    def ask(token: str | None) -> Request:
        # Without `stream`, Meta leaves out every reply.
        return access.ask(
            object_id,
            "comments",
            filter="stream",
            order=order,
            fields=_COMMENT,
            limit=limit,
            after=token,
        )

    return pages(ask, adapter, after=after)


def _limit(page_size: int, *, most: int = 100) -> str:
    if not 1 <= page_size <= most:
        raise ValueError(f"page_size is 1 to {most}")
    return str(page_size)
