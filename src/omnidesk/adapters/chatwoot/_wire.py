"""
What chatwoot sends, in chatwoot's words: its webhooks and the pages of its API.

Only what is read stands here. Fields follow `webhook_data`, `push_event_data` and the views of the
models in <https://github.com/chatwoot/chatwoot>, and the guides that name them. The same message
has a word as `message_type` and an ISO time in a webhook, and numbers for both on a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field, ValidationError, WrapValidator

from omnidesk.adapters._wire import Flag, VendorId, Wire

if TYPE_CHECKING:
    from pydantic import ValidatorFunctionWrapHandler


def _or_nothing(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    """Pass over what is not as expected."""
    try:
        return handler(value)
    except ValidationError:
        return None


_LOOSE = WrapValidator(_or_nothing)
# Whoever uses chatwoot's API may put what they like into `content_attributes` and the like: what
# stands there under a known name and is something else costs nobody a message.
LooseText = Annotated[str | None, _LOOSE]
LooseId = Annotated[VendorId | None, _LOOSE]
LooseNumber = Annotated[float | None, _LOOSE]


def _to_private(value: object) -> bool | None:
    """Read `private`: true, false, or anything else, of which nobody knows what it means."""
    if value is True or value in ("true", 1, "1"):
        return True
    return False if value is False or value in ("false", 0, "0") else None


Private = Annotated[bool | None, BeforeValidator(_to_private)]
"""Whether a message is a note: `None` if that is not told beyond doubt."""


class Account(Wire):
    """`account`: whose chatwoot it is."""

    id: VendorId | None = None


class Inbox(Wire):
    """`inbox`: one channel of the account."""

    id: VendorId | None = None


class Person(Wire):
    """`sender`, `meta.sender`, `meta.assignee`, a contact: somebody on either side."""

    id: VendorId | None = None
    type: LooseText = None
    """`contact`, `user`, `agent_bot`, `captain_assistant`. A contact's in a webhook has none."""
    name: LooseText = None
    email: LooseText = None
    phone_number: LooseText = None
    identifier: LooseId = None
    """What a site of ours calls a contact, by `setUser` or the API."""


class Team(Wire):
    """`meta.team`."""

    name: LooseText = None


class Body(Wire):
    """`text_content` and `html_content` of a mail: three views of the same."""

    full: LooseText = None
    reply: LooseText = None
    quoted: LooseText = None
    """Against its name: the text with the quotation trimmed off."""


class Mail(Wire):
    """`content_attributes.email`: a mail that came in."""

    subject: LooseText = None
    message_id: LooseText = None
    """Without angle brackets."""
    in_reply_to: LooseText = None
    to: object = None
    cc: object = None
    text_content: Annotated[Body | None, _LOOSE] = None
    html_content: Annotated[Body | None, _LOOSE] = None
    auto_reply: Flag = False


class Attributes(Wire):
    """`content_attributes`: what a kind of content has beside its text."""

    deleted: Flag = False
    deleted_by_contact: Flag = False
    """Of some editions: the contact took it back on WhatsApp, and agents still see it."""
    is_edited: Flag = False
    previous_content: LooseText = None
    edited_at: object = None
    """Of some editions: milliseconds, while all else counts seconds."""
    is_unsupported: Flag = False
    is_reaction: Flag = False
    """Of some editions: the content is the sign, `in_reply_to` what it is put to."""
    external_echo: object = None
    external_error: LooseText = None
    external_created_at: object = None
    automation_rule_id: object = None
    in_reply_to: LooseId = None
    in_reply_to_external_id: LooseId = None
    story_id: LooseId = None
    story_url: LooseText = None
    items: Annotated[list[object] | None, _LOOSE] = None
    submitted_values: object = None
    submitted_email: LooseText = None
    email: Annotated[Mail | None, _LOOSE] = None
    to_emails: object = None
    cc_emails: object = None
    bcc_emails: object = None


class Additional(Wire):
    """`additional_attributes` of a message and of a conversation."""

    campaign_id: object = None
    referer: LooseText = None
    """The page that a visitor was on."""
    mail_subject: LooseText = None


class ContactInbox(Wire):
    """`contact_inbox`: a contact as one inbox knows them."""

    contact_id: LooseId = None
    source_id: LooseId = None
    """The visitor's session on a site; with other channels, the id that these have."""
    hmac_verified: Flag = False
    """Our server has proved to chatwoot who they are: see `signatures.chatwoot_identity`."""


class Meta(Wire):
    """`meta` of a conversation, and of a page of messages."""

    sender: Annotated[Person | None, _LOOSE] = None
    contact: Annotated[Person | None, _LOOSE] = None
    """Of a page of messages: the same as `sender` elsewhere."""
    assignee: Annotated[Person | None, _LOOSE] = None
    team: Annotated[Team | None, _LOOSE] = None
    channel: LooseText = None
    """Of a conversation on a page; a webhook has it beside `meta`."""
    hmac_verified: Flag = False
    """As in `contact_inbox`, which pages do not have."""


class Conversation(Wire):
    """A conversation: in a message's webhook, of its own, or on a page."""

    id: VendorId | None = None
    """Its number within the account, `display_id` in the code."""
    account_id: LooseId = None
    inbox_id: LooseId = None
    channel: LooseText = None
    """`Channel::WebWidget`, `Channel::Api`, `Channel::Email`, …"""
    status: LooseText = None
    created_at: object = None
    updated_at: object = None
    timestamp: object = None
    """When something last happened in it."""
    contact_last_seen_at: object = None
    additional_attributes: Annotated[Additional | None, _LOOSE] = None
    contact_inbox: Annotated[ContactInbox | None, _LOOSE] = None
    meta: Annotated[Meta | None, _LOOSE] = None
    messages: Annotated[list[object] | None, _LOOSE] = None
    """The last one, without notes and activities."""
    changed_attributes: Annotated[list[object] | None, _LOOSE] = None


class Message(Wire):
    """A message: a webhook's body, an entry of a page, or what the API answers to a new one."""

    id: VendorId | None = None
    content: str | None = None
    content_type: LooseText = None
    content_attributes: Annotated[Attributes | None, _LOOSE] = None
    additional_attributes: Annotated[Additional | None, _LOOSE] = None
    message_type: VendorId | None = None
    """A word in webhooks, 0 to 3 in pages."""
    private: Private = None
    status: LooseText = None
    source_id: LooseId = None
    created_at: object = None
    updated_at: object = None
    sender: Person | None = None
    sender_type: LooseText = None
    """Of pages: `Contact`, `User`, `AgentBot`, `Captain::Assistant`."""
    attachments: Annotated[list[object] | None, _LOOSE] = None
    """Read one by one: a strange attachment must not cost the text beside it."""
    account: Annotated[Account | None, _LOOSE] = None
    account_id: LooseId = None
    inbox: Annotated[Inbox | None, _LOOSE] = None
    inbox_id: LooseId = None
    conversation: Annotated[Conversation | None, _LOOSE] = None
    conversation_id: LooseId = None
    changed_attributes: Annotated[list[object] | None, _LOOSE] = None


class ContactName(Wire):
    """`meta` of an attached contact."""

    first_name: LooseText = Field(default=None, alias="firstName")
    last_name: LooseText = Field(default=None, alias="lastName")


class Attachment(Wire):
    """One of `attachments`."""

    id: VendorId | None = None
    file_type: str | None = None
    extension: LooseText = None
    content_type: LooseText = None
    data_url: LooseText = None
    thumb_url: LooseText = None
    file_size: object = None
    fallback_title: LooseText = None
    """A link's title, a place's name, a contact's telephone number."""
    meta: Annotated[ContactName | None, _LOOSE] = None
    coordinates_lat: LooseNumber = None
    coordinates_long: LooseNumber = None
    transcribed_text: LooseText = None
    """What was said in a recording, as a machine heard it."""


class Choice(Wire):
    """One of `items`: a card, a choice, an article, a field of a form."""

    title: LooseText = None
    label: LooseText = None
    name: LooseText = None
    description: LooseText = None
    media_url: LooseText = None
    link: LooseText = None


class Value(Wire):
    """One of `submitted_values`: what somebody chose or filled in."""

    name: LooseText = None
    """Of a field."""
    title: LooseText = None
    """Of a choice."""
    value: LooseId = None


class Survey(Wire):
    """`submitted_values.csat_survey_response`."""

    rating: LooseNumber = None
    feedback_message: LooseText = None


class Submission(Wire):
    """`submitted_values`, where it is an object."""

    csat_survey_response: Annotated[Survey | None, _LOOSE] = None


class Contact(Person):
    """The body of a webhook about a contact."""

    account: Annotated[Account | None, _LOOSE] = None
    changed_attributes: Annotated[list[object] | None, _LOOSE] = None


class InitiatedAt(Wire):
    """`event_info.initiated_at`."""

    timestamp: LooseText = None
    """By the visitor's own clock, in words: good to tell two apart, and for nothing else."""


class EventInfo(Wire):
    """`event_info` of an opened widget."""

    referer: LooseText = None
    initiated_at: Annotated[InitiatedAt | None, _LOOSE] = None


class Widget(Wire):
    """The body of `webwidget_triggered`: a visitor has opened the chat."""

    id: VendorId | None = None
    source_id: LooseId = None
    contact: Annotated[Person | None, _LOOSE] = None
    inbox: Annotated[Inbox | None, _LOOSE] = None
    account: Annotated[Account | None, _LOOSE] = None
    current_conversation: Annotated[Conversation | None, _LOOSE] = None
    event_info: Annotated[EventInfo | None, _LOOSE] = None


class Changed(Wire):
    """What one of `changed_attributes` was and is."""

    previous_value: object = None
    current_value: object = None
