"""People: what a person in the town can do, as a client would let them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from tests.counterparts.discord import (
    branching,
    invoking,
    joining,
    pinning,
    posting,
    reacting,
    removal,
    sanctions,
)
from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.channels import Channel, Kind
from tests.counterparts.discord.content import Draft, Upload
from tests.counterparts.discord.interactions import Interaction
from tests.counterparts.discord.members import Member
from tests.counterparts.discord.messages import Message
from tests.counterparts.discord.reactions import emoji_of
from tests.counterparts.discord.refusals import NotAllowed, Refusal
from tests.counterparts.discord.rights import Right
from tests.counterparts.discord.roles import Role
from tests.counterparts.discord.shapes import Json
from tests.counterparts.discord.threads import Thread
from tests.counterparts.discord.webhooks import Invite

if TYPE_CHECKING:
    from tests.counterparts.discord.guilds import Guild
    from tests.counterparts.discord.world import World

Files = Sequence[tuple[str, bytes]]
T = TypeVar("T")


@dataclass(slots=True, kw_only=True, eq=False)
class Person:
    """One account, at home in one guild. Every verb is refused (NotAllowed) where a client would refuse it."""

    world: World
    account: Account
    guild: Guild

    @property
    def id(self) -> int:
        """The account's id."""
        return self.account.id

    @property
    def name(self) -> str:
        """The account's name."""
        return self.account.username

    @property
    def mention(self) -> str:
        """How a message names the person."""
        return self.account.mention

    @property
    def member(self) -> Member:
        """The membership at home."""
        if self.id not in self.guild.members:
            raise NotAllowed(f"{self.name} is no member")
        return self.guild.members[self.id]

    @property
    def is_member(self) -> bool:
        """Whether there is one."""
        return self.id in self.guild.members

    def says(
        self,
        channel: Channel,
        text: str = "",
        *,
        reply_to: Message | None = None,
        pings_replied: bool = True,
        files: Files = (),
        embeds: Sequence[Json] = (),
    ) -> Message:
        """Posts a message."""
        uploads = [
            Upload(index=number, filename=name, content=data) for number, (name, data) in enumerate(files)
        ]
        draft = Draft(content=text, uploads=uploads, embeds=[{"type": "rich", **one} for one in embeds])
        if reply_to is not None:
            draft.reference = {"message_id": str(reply_to.id)}
            parse = ["users", "roles", "everyone"]
            draft.allowed_mentions = {"parse": parse, "replied_user": pings_replied}
        return self._allowed(lambda: self._post(channel, draft))

    def _post(self, channel: Channel, draft: Draft) -> Message:
        if channel.guild is not None:
            posting.check_may_post(self.world, self.account, channel, draft)
        return posting.post(self.world, channel, self.account, draft)

    def dm(self, text: str, *, files: Files = ()) -> Message:
        """Writes to the bot in private."""
        return self.says(self.private, text, files=files)

    @property
    def private(self) -> Channel:
        """The private chat with the bot."""
        return self.world.private_channel(self.account)

    def closes_dms(self) -> None:
        """Accepts private messages no longer: the bot gets 50007."""
        self.account.accepts_private = False

    def opens_dms(self) -> None:
        """Accepts them again."""
        self.account.accepts_private = True

    def edits(self, message: Message, text: str) -> Message:
        """Changes an own message."""
        if message.author is not self.account:
            raise NotAllowed("only own messages can be edited")
        return posting.edit(self.world, message, Draft(content=text))

    def deletes(self, message: Message) -> None:
        """Takes away a message, an own one or by MANAGE_MESSAGES."""
        if message.author is not self.account:
            self._needs(message.channel, Right.MANAGE_MESSAGES)
        removal.delete(self.world, message, by=self.id)

    def reacts(self, message: Message, emoji: str) -> None:
        """Gives an emoji."""
        self._needs(message.channel, Right.READ_MESSAGE_HISTORY)
        found = emoji_of(emoji)
        if reacting.reaction_to(message, found) is None:
            self._needs(message.channel, Right.ADD_REACTIONS)
        reacting.react(self.world, message, self.account, found)

    def unreacts(self, message: Message, emoji: str) -> None:
        """Takes it back."""
        reacting.unreact(self.world, message, self.id, emoji_of(emoji))

    def pins(self, message: Message) -> None:
        """Pins a message."""
        self._needs(message.channel, Right.PIN_MESSAGES)
        pinning.pin(self.world, message, self.account)

    def types(self, channel: Channel) -> None:
        """Is seen typing."""
        event: Json = {
            "channel_id": str(channel.id),
            "user_id": str(self.id),
            "timestamp": int(self.world.now().timestamp()),
        }
        if channel.guild is not None:
            event |= {"guild_id": str(channel.guild.id), "member": self.member.json()}
        self.world.emit("TYPING_START", event, channel=channel)

    def slash(self, channel: Channel, command: str, /, **options: object) -> Interaction:
        """Gives a slash command; `faq add` names a subcommand, options take the names in any language."""
        given = {name: _plain(value) for name, value in options.items()}
        return invoking.slash(self.world, self.account, channel, command, given)

    def completes(self, channel: Channel, command: str, /, **options: object) -> Interaction:
        """Types into the last option named, and waits for suggestions."""
        given = {name: _plain(value) for name, value in options.items()}
        return invoking.autocomplete(self.world, self.account, channel, command, given)

    def message_menu(self, message: Message, name: str) -> Interaction:
        """Uses a command from a message's menu."""
        return invoking.message_menu(self.world, self.account, message, name)

    def user_menu(self, channel: Channel, target: Person, name: str) -> Interaction:
        """Uses a command from a person's menu."""
        return invoking.user_menu(self.world, self.account, channel, target.account, name)

    def presses(self, message: Message, which: str | int) -> Interaction:
        """Presses a button: by custom_id, by label or by place."""
        self._can_see(message)
        return invoking.press(self.world, self.account, message, which)

    def chooses(self, message: Message, which: str | int, *chosen: object) -> Interaction:
        """Chooses in a menu."""
        self._can_see(message)
        return invoking.choose(self.world, self.account, message, which, [_plain(one) for one in chosen])

    def submits(self, opener: Interaction, answers: Json | None = None, /, **fields: object) -> Interaction:
        """Fills in the form that the interaction opened: by custom_id or label, as a mapping or as keywords."""
        return invoking.submit(self.world, self.account, opener, (answers or {}) | fields)

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
        """Becomes a member at home, perhaps by an invite."""
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

    def gets_roles(self, *roles: Role) -> None:
        """Somebody (the owner) sets the person's roles."""
        sanctions.set_roles(self.world, self.member, list(roles), by=self.guild.owner_id)

    def sees(self, channel: Channel) -> bool:
        """Whether the person can look into a channel."""
        return self.world.sees(self.account, channel)

    def _can_see(self, message: Message) -> None:
        if message.is_ephemeral:
            shown_to = {
                one.by
                for one in self.world.interactions.values()
                if message in (one.original, *one.followups)
            }
            if self.account not in shown_to:
                raise NotAllowed(f"{self.name} does not see this message")
        elif message.channel.guild is not None:
            self._needs(message.channel, Right.VIEW_CHANNEL)

    def _needs(self, channel: Channel, right: Right) -> None:
        if right not in self.world.rights(self.account, channel):
            raise NotAllowed(f"{self.name} lacks {right.name} in {channel.name}")

    def _allowed(self, act: Callable[[], T]) -> T:
        try:
            return act()
        except Refusal as refusal:
            raise NotAllowed(f"{self.name}: {refusal}") from refusal


def _plain(value: object) -> object:
    return value.account if isinstance(value, Person) else value
