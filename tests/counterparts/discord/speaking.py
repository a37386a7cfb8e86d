"""Speaking: what a person says, changes, reacts to, within what a client would let them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from tests.counterparts.discord import pinning, posting, reacting, removal
from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.automod import verdict
from tests.counterparts.discord.channels import Channel
from tests.counterparts.discord.content import Draft, Upload
from tests.counterparts.discord.members import Member
from tests.counterparts.discord.messages import Message
from tests.counterparts.discord.polls import asked, checked
from tests.counterparts.discord.reactions import emoji_of
from tests.counterparts.discord.refusals import NotAllowed, Refusal
from tests.counterparts.discord.rights import Right, guild_rights
from tests.counterparts.discord.shapes import Json

if TYPE_CHECKING:
    from tests.counterparts.discord.guilds import Guild
    from tests.counterparts.discord.world import World

Files = Sequence[tuple[str, bytes]]
T = TypeVar("T")


@dataclass(slots=True, kw_only=True, eq=False)
class Speaker:
    """One account with a voice, at home in one guild."""

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
    def private(self) -> Channel:
        """The private chat with the bot."""
        return self.world.private_channel(self.account)

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

    def forwards(self, message: Message, channel: Channel) -> Message:
        """Shows a message in another place."""
        reference = {"type": 1, "channel_id": str(message.channel.id), "message_id": str(message.id)}
        return self._allowed(lambda: self._post(channel, Draft(reference=reference)))

    def asks(self, channel: Channel, question: str, *answers: str) -> Message:
        """Posts a poll."""
        return self._allowed(lambda: self._post(channel, Draft(poll=checked(asked(question, *answers)))))

    def _post(self, channel: Channel, draft: Draft) -> Message:
        if channel.guild is not None:
            posting.check_may_post(self.world, self.account, channel, draft)
            self._check_automod(channel, draft.content or "")
            self._check_slow_mode(channel)
        return posting.post(self.world, channel, self.account, draft)

    def _check_automod(self, channel: Channel, text: str) -> None:
        """A rule that blocks keeps the message from being posted; the bot hears of it with MANAGE_GUILD."""
        privileged = Right.MANAGE_GUILD in guild_rights(self.guild, self.member)
        if self.account.bot or privileged:
            return
        roles = {role.id for role in self.member.roles}
        found = verdict(self.guild.automod_rules.values(), text, roles=roles, channel=channel.home.id)
        if found is None:
            return
        event: Json = {
            "guild_id": str(self.guild.id),
            "action": {"type": 1, "metadata": {}},
            "rule_id": str(found.rule.id),
            "rule_trigger_type": found.rule.trigger,
            "user_id": str(self.id),
            "channel_id": str(channel.id),
            "content": text,
            "matched_keyword": found.keyword,
            "matched_content": found.found,
        }
        me = self.guild.me
        if me is not None and Right.MANAGE_GUILD in guild_rights(self.guild, me):
            self.world.emit("AUTO_MODERATION_ACTION_EXECUTION", event, guild=self.guild)
        raise Refusal(400, 200000, "Message was blocked by automatic moderation")

    def _check_slow_mode(self, channel: Channel) -> None:
        """Between two messages of one person so many seconds must lie; bots and the privileged are exempt."""
        exempt = self.account.bot or Right.BYPASS_SLOWMODE in self.world.rights(self.account, channel)
        if not channel.slow_mode or exempt:
            return
        wait = timedelta(seconds=channel.slow_mode)
        said = (one for one in reversed(channel.messages.values()) if one.author is self.account)
        latest = next(said, None)
        if latest is not None and self.world.now() - latest.at < wait:
            raise Refusal(429, 20016, "This action cannot be performed due to slowmode rate limit")

    def dm(self, text: str, *, files: Files = ()) -> Message:
        """Writes to the bot in private."""
        return self.says(self.private, text, files=files)

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

    def _can_see(self, message: Message) -> None:
        if message.is_ephemeral:
            shown_to = [one.by for one in self.world.interactions.values() if message in one.messages]
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
