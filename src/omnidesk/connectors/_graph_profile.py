"""Who somebody is who has written to us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from omnidesk.adapters._wire import VendorId, Wire
from omnidesk.connectors._answers import answered
from omnidesk.connectors._graph_access import Platform
from omnidesk.connectors._graph_errors import read_body
from omnidesk.events import NoticePosted
from omnidesk.model import Identity, Notice, Participant, Source, derive_id

if TYPE_CHECKING:
    from omnidesk.connectors._flow import Flow
    from omnidesk.connectors._graph_access import GraphAccess


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Profile:
    """
    What Meta tells about somebody who has written to us. Its `repr` shows none of it.

    Args:
        platform: Where they have written.
        person_id: Who: an id within the account.
        account_id: The page or professional account that knows them by this id.
        name: The name that they show, if they let us see it.
        first_name: Its first part, as they gave it; Messenger only.
        last_name: Its last part.
        username: What they are called on Instagram.
        picture_url: Where their picture is. The address expires after a few days.
        source: The answer that said so.
    """

    platform: Platform
    person_id: str
    account_id: str
    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    picture_url: str | None = None
    source: Source

    def __repr__(self) -> str:
        return f"Profile({self.platform})"

    def participant(self) -> Participant:
        """Return them as a participant, with a name that was fetched."""
        name = self.name or self.username
        identity = Identity(scheme=self.platform, value=self.person_id, scope=self.account_id)
        return Participant(
            role="customer",
            identities=(identity,),
            name=name,
            name_source="profile" if name else None,
        )

    def event(self) -> NoticePosted:
        """
        Return what brings their name into their conversation: a notice that they are the target of.

        Nothing happened, and the answer says no time. Asked for again, it is the same event.
        """
        which = (self.platform, "profile", self.account_id, self.person_id)
        return NoticePosted(
            id=derive_id("evt", *which),
            channel=self.platform,
            account=self.account_id,
            thread=(self.person_id,),
            source=self.source,
            notice=Notice(
                id=derive_id("notice", *which),
                kind="other",
                name="profile",
                target=self.participant(),
            ),
        )


def profile(
    access: GraphAccess, person_id: str, *, account_id: str, platform: Platform = "messenger"
) -> Flow[object, Profile]:
    """
    Ask who somebody is. Run it with `run`, which returns the `Profile`.

    Args:
        access: How we may ask.
        person_id: The sender's id in messages to this account.
        account_id: The page or professional account.
        platform: Which of the two.

    Raises:
        ServiceError: If Meta refuses: `not_found` if there is no profile that we may see.
        PayloadError: If the answer is not as documented.
    """
    response = answered((yield access.ask(person_id, fields=_PROFILE_FIELDS[platform])))
    read_body(response)
    payload = response.payload()
    read = payload.load(_Profile, channel=platform)
    return Profile(
        platform=platform,
        person_id=person_id,
        account_id=account_id,
        name=read.name or None,
        first_name=read.first_name or None,
        last_name=read.last_name or None,
        username=read.username or None,
        picture_url=read.profile_pic or None,
        source=Source(adapter=platform, digest=payload.digest, received_at=payload.received_at),
    )


_PROFILE_FIELDS: Mapping[Platform, str] = {
    "messenger": "name,first_name,last_name,profile_pic",
    "instagram": "name,username,profile_pic",
}


class _Profile(Wire):
    id: VendorId | None = None
    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    profile_pic: str | None = None
