"""Invite links and requests to join."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.counterparts.telegram.wire import Json

if TYPE_CHECKING:
    from tests.counterparts.telegram.people import User

WRITE_WINDOW = 300
QUERY_LIFETIME = 10


@dataclass(slots=True, kw_only=True, eq=False)
class InviteLink:
    """One link into one chat."""

    url: str
    creator: User
    name: str | None = None
    expires: int = 0
    member_limit: int = 0
    by_request: bool = False
    primary: bool = False
    revoked: bool = False
    joined: int = 0

    def open(self, now: int) -> bool:
        full = self.member_limit and self.joined >= self.member_limit
        return not self.revoked and not full and (not self.expires or self.expires > now)

    def json(self) -> Json:
        body: Json = {
            "invite_link": self.url,
            "creator": self.creator.json(),
            "creates_join_request": self.by_request,
            "is_primary": self.primary,
            "is_revoked": self.revoked,
        }
        optional = {"name": self.name, "expire_date": self.expires, "member_limit": self.member_limit}
        return body | {name: value for name, value in optional.items() if value}


@dataclass(slots=True, kw_only=True, eq=False)
class JoinRequest:
    """A person who waits at the door; the bot may write to them for five minutes."""

    user: User
    date: int
    link: InviteLink | None = None
    query_id: str | None = None
