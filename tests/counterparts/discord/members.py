"""Members: an account within one guild."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.shapes import Json, ids, moment, optional_moment

if TYPE_CHECKING:
    from tests.counterparts.discord.guilds import Guild
    from tests.counterparts.discord.rights import Right
    from tests.counterparts.discord.roles import Role


@dataclass(slots=True, kw_only=True, eq=False)
class Member:
    """One membership: roles, nickname and, perhaps, a timeout."""

    guild: Guild
    account: Account
    joined_at: datetime
    roles: list[Role] = field(default_factory=list)
    nick: str | None = None
    timed_out_until: datetime | None = None
    pending: bool = False
    flags: int = 0

    @property
    def id(self) -> int:
        """The account's id."""
        return self.account.id

    @property
    def top_role(self) -> Role:
        """The role that decides who may act on whom."""
        return max([self.guild.everyone, *self.roles], key=lambda role: (role.position, -role.id))

    def is_timed_out(self, now: datetime) -> bool:
        """Whether a timeout runs."""
        return self.timed_out_until is not None and self.timed_out_until > now

    def json(self, *, user: bool = True, rights: Right | None = None) -> Json:
        """The member object; inside messages it comes without the user, inside interactions with rights."""
        shown: Json = {
            "avatar": None,
            "banner": None,
            "communication_disabled_until": optional_moment(self.timed_out_until),
            "flags": self.flags,
            "joined_at": moment(self.joined_at),
            "nick": self.nick,
            "pending": self.pending,
            "premium_since": None,
            "roles": ids(role.id for role in self.roles),
            "mute": False,
            "deaf": False,
        }
        if user:
            shown["user"] = self.account.json()
        if rights is not None:
            shown["permissions"] = str(int(rights))
        return shown
