"""People: what a person in the town can do, as a client would let them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests.counterparts.discord import branching, joining, sanctions
from tests.counterparts.discord.channels import Channel, Kind
from tests.counterparts.discord.members import Member
from tests.counterparts.discord.messages import Message
from tests.counterparts.discord.operating import Operator
from tests.counterparts.discord.refusals import NotAllowed
from tests.counterparts.discord.rights import Right
from tests.counterparts.discord.roles import Role
from tests.counterparts.discord.threads import Thread
from tests.counterparts.discord.webhooks import Invite


@dataclass(slots=True, kw_only=True, eq=False)
class Person(Operator):
    """One account, at home in one guild. Every verb is refused (NotAllowed) where a client would refuse it."""

    @property
    def is_silenced(self) -> bool:
        """Whether a timeout runs."""
        return self.member.is_timed_out(self.world.now())

    @property
    def is_banned(self) -> bool:
        """Whether home keeps the person out."""
        return self.id in self.guild.bans

    def closes_dms(self) -> None:
        """Accepts private messages no longer: the bot gets 50007."""
        self.account.accepts_private = False

    def opens_dms(self) -> None:
        """Accepts them again."""
        self.account.accepts_private = True

    def opens_thread(self, where: Channel | Message, name: str, *, private: bool = False) -> Thread:
        """Opens a thread in a channel or on a message."""
        kind = Kind.PRIVATE_THREAD if private else Kind.PUBLIC_THREAD
        parent, on = (where.channel, where) if isinstance(where, Message) else (where, None)
        self._needs(parent, Right.CREATE_PRIVATE_THREADS if private else Right.CREATE_PUBLIC_THREADS)
        plan = branching.Plan(name=name, kind=kind)
        return self._allowed(lambda: branching.open_thread(self.world, parent, self.account, plan, on=on))

    def joins_thread(self, thread: Thread) -> None:
        """Steps into a thread."""
        branching.let_in(self.world, thread, self.account)

    def joins(self, *, invite: Invite | str | None = None) -> Member:
        """Becomes a member at home, perhaps by an invite; nobody comes in while invites are paused."""
        paused = (self.guild.incidents or {}).get("invites_disabled_until")
        if paused is not None and datetime.fromisoformat(paused) > self.world.now():
            raise NotAllowed(f"{self.guild.name} has paused its invites")
        if invite is not None:
            self.world.invites[invite if isinstance(invite, str) else invite.code].uses += 1
        return joining.join(self.world, self.guild, self.account)

    def leaves(self) -> None:
        """Leaves home."""
        joining.leave(self.world, self.guild, self.member.account)

    def bans(self, other: Person, *, reason: str | None = None, sweep_seconds: int = 0) -> None:
        """Bans somebody by hand."""
        target = other.member if other.is_member else None
        self._allowed(lambda: sanctions.check_power(self.member, Right.BAN_MEMBERS, target))
        sanctions.ban(
            self.world, self.guild, other.account, by=self.id, sweep_seconds=sweep_seconds, reason=reason
        )

    def unbans(self, other: Person, *, reason: str | None = None) -> None:
        """Lifts a ban by hand."""
        self._allowed(lambda: sanctions.check_power(self.member, Right.BAN_MEMBERS, None))
        sanctions.unban(self.world, self.guild, other.id, by=self.id, reason=reason)

    def kicks(self, other: Person, *, reason: str | None = None) -> None:
        """Removes somebody by hand."""
        self._allowed(lambda: sanctions.check_power(self.member, Right.KICK_MEMBERS, other.member))
        sanctions.kick(self.world, other.member, by=self.id, reason=reason)

    def times_out(self, other: Person, until: datetime | None, *, reason: str | None = None) -> None:
        """Silences somebody by hand until a moment; None lifts it."""
        self._allowed(lambda: sanctions.check_power(self.member, Right.MODERATE_MEMBERS, other.member))
        self._allowed(lambda: sanctions.check_timeout(self.world, other.member, until))
        sanctions.time_out(self.world, other.member, until, by=self.id, reason=reason)

    def takes_nick(self, nick: str | None) -> None:
        """Calls itself otherwise here."""
        sanctions.rename(self.world, self.member, nick, by=self.id)

    def gets_roles(self, *roles: Role) -> None:
        """Somebody (the owner) sets the person's roles."""
        sanctions.set_roles(self.world, self.member, list(roles), by=self.guild.owner_id)

    def sees(self, channel: Channel) -> bool:
        """Whether the person can look into a channel."""
        return self.world.sees(self.account, channel)
