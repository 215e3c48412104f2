"""What Sunshine Conversations sends, in its own words (API v2)."""

from __future__ import annotations

from pydantic import ConfigDict, Field, FiniteFloat
from pydantic.alias_generators import to_camel

from omnidesk.adapters._wire import Flag, VendorId, Wire


class Resource(Wire):
    """The base: Sunshine writes `likeThis`."""

    model_config = ConfigDict(alias_generator=to_camel)


class Named(Resource):
    """An app, a conversation, a message by its id."""

    id: VendorId | None = None


class KnownIdentity(Resource):
    """One of `user.identities`."""

    type: str | None = None
    value: str | None = None


class User(Resource):
    """A person. Most payloads give the two ids alone; `includeFullUser` asks for more."""

    id: VendorId | None = None
    external_id: VendorId | None = None
    """What our own side calls them."""
    identities: list[object] | None = None


class Author(Resource):
    """Who said or did it."""

    type: str | None = None
    """`user` or `business`."""
    subtypes: list[object] | None = None
    """`AI` for what a machine has written."""
    user_id: VendorId | None = None
    user_external_id: VendorId | None = None
    """Only in pages."""
    display_name: str | None = None
    user: User | None = None


class Client(Resource):
    """The channel on which somebody writes, with their id there."""

    id: VendorId | None = None
    type: str | None = None
    integration_id: VendorId | None = None
    external_id: VendorId | None = None


class Source(Resource):
    """Where it came from."""

    type: str | None = None
    original_message_id: VendorId | None = None
    original_message_timestamp: object = None
    client: Client | None = None
    """Only with `includeFullSource`."""


class Coordinates(Resource):
    """Of a location; `long`, and not `lng`."""

    lat: FiniteFloat
    long: FiniteFloat


class Location(Resource):
    """What is at the coordinates."""

    name: str | None = None
    address: str | None = None


class FormField(Resource):
    """One of `fields` of an answered form."""

    name: str | None = None
    email: str | None = None


class Content(Resource):
    """`content`, of all types."""

    type: str | None = None
    text: str | None = None
    payload: str | None = None
    """Of a reply button that was pressed: what our side had put behind it."""
    media_url: str | None = None
    media_type: str | None = None
    media_size: object = None
    alt_text: str | None = None
    attachment_id: VendorId | None = None
    items: list[object] | None = None
    form_fields: list[object] | None = Field(default=None, validation_alias="fields")
    text_fallback: str | None = None
    coordinates: object = None
    location: Location | None = None


class Item(Resource):
    """One of `items` of a carousel or a list."""

    title: str | None = None
    description: str | None = None
    media_url: str | None = None


class Quoted(Resource):
    """`quotedMessage`: a message that Sunshine knows, or an id that only the channel knows."""

    type: str | None = None
    message: Named | None = None
    external_message_id: VendorId | None = None


class Message(Resource):
    """A message, in a webhook and in a pulled page."""

    id: VendorId | None = None
    received: object = None
    author: Author | None = None
    content: Content | None = None
    source: Source | None = None
    quoted_message: Quoted | None = None
    deleted: Flag = False


class Postback(Resource):
    """A button that was pressed, and that says nothing."""

    payload: str | None = None


class ReferralDetails(Resource):
    """What the channel knows of a referral."""

    source: str | None = None
    type: str | None = None
    ad_id: VendorId | None = None


class Referral(Resource):
    """How somebody came to the conversation."""

    code: str | None = None
    details: ReferralDetails | None = None


class Activity(Resource):
    """Of `conversation:read`."""

    author: Author | None = None


class Destination(Resource):
    """The channel that a message was sent to."""

    type: str | None = None


class Error(Resource):
    """Why a message could not be delivered."""

    code: str | None = None


class Merged(Resource):
    """Two of a kind that have become one."""

    surviving: User | None = None
    discarded: User | None = None


class Payload(Resource):
    """`payload`, of all events."""

    conversation: Named | None = None
    message: Message | None = None
    user: User | None = None
    source: Source | None = None
    postback: Postback | None = None
    referral: Referral | None = None
    activity: Activity | None = None
    client: Client | None = None
    reason: str | None = None
    destination: Destination | None = None
    error: Error | None = None
    merged_users: Merged | None = None
    merged_conversations: Merged | None = None


class Event(Resource):
    """One of `events`."""

    id: VendorId | None = None
    type: str | None = None
    created_at: object = None
    payload: Payload | None = None
