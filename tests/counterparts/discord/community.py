"""A community: a guild as the test's narrator furnishes it, who needs no rights for that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.counterparts.discord import joining
from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.channels import Channel, Kind, Overwrite
from tests.counterparts.discord.content import Draft
from tests.counterparts.discord.guilds import Guild
from tests.counterparts.discord.messages import Message
from tests.counterparts.discord.people import Person
from tests.counterparts.discord.posting import Byline, post
from tests.counterparts.discord.rights import MODERATOR, Right, guild_rights
from tests.counterparts.discord.roles import Role
from tests.counterparts.discord.shapes import Json
from tests.counterparts.discord.webhooks import Invite, Webhook

BOT_ROLE_POSITION = 100
"""As high as a careful owner drags the bot's role: above whatever is made without a position."""
Rights = Mapping[Role | Person, tuple[Right, Right]]
"""Overwrites: for a role or a person what is allowed and what is denied."""


@dataclass(slots=True, kw_only=True, eq=False)
class Community(Guild):
    """A guild that grows by being told."""

    def role(
        self,
        name: str,
        permissions: Right = Right.NONE,
        *,
        position: int | None = None,
        mentionable: bool = False,
        bot_id: int | None = None,
    ) -> Role:
        """A new role, above all earlier ones unless a position is given."""
        role = Role(
            id=self.world.snowflakes.new(),
            guild=self,
            name=name,
            permissions=permissions,
            position=len(self.roles) if position is None else position,
            mentionable=mentionable,
            bot_id=bot_id,
        )
        self.roles[role.id] = role
        self.world.emit("GUILD_ROLE_CREATE", self._role_event(role), guild=self)
        return role

    def changes_role(
        self, role: Role, *, permissions: Right | None = None, position: int | None = None
    ) -> None:
        """Gives a role other rights or another rank."""
        role.permissions = role.permissions if permissions is None else permissions
        role.position = role.position if position is None else position
        self.world.emit("GUILD_ROLE_UPDATE", self._role_event(role), guild=self)

    def _role_event(self, role: Role) -> Json:
        return {"guild_id": str(self.id), "role": role.json()}

    def text_channel(
        self, name: str, overwrites: Rights | None = None, *, parent: Channel | None = None
    ) -> Channel:
        """A new text channel."""
        return self._channel(name, Kind.TEXT, overwrites, parent)

    def announcement_channel(self, name: str, overwrites: Rights | None = None) -> Channel:
        """A new channel for announcements."""
        return self._channel(name, Kind.ANNOUNCEMENT, overwrites, None)

    def category(self, name: str, overwrites: Rights | None = None) -> Channel:
        """A new category."""
        return self._channel(name, Kind.CATEGORY, overwrites, None)

    def private_channel(self, name: str, *allowed: Role | Person) -> Channel:
        """A text channel that only the bot and those named can see."""
        view = Right.VIEW_CHANNEL
        rights: dict[Role | Person, tuple[Right, Right]] = {self.everyone: (Right.NONE, view)}
        rights |= dict.fromkeys((*allowed, self.bot_role), (view | Right.SEND_MESSAGES, Right.NONE))
        return self.text_channel(name, rights)

    def _channel(self, name: str, kind: Kind, rights: Rights | None, parent: Channel | None) -> Channel:
        channel = Channel(
            id=self.world.snowflakes.new(),
            kind=kind,
            guild=self,
            name=name,
            position=len(self.channels),
            parent_id=None if parent is None else parent.id,
        )
        for who, (allow, deny) in (rights or {}).items():
            member = isinstance(who, Person)
            channel.overwrites[who.id] = Overwrite(target=who.id, is_member=member, allow=allow, deny=deny)
        self.channels[channel.id] = self.world.channels[channel.id] = channel
        self.world.emit("CHANNEL_CREATE", channel.json(), guild=self)
        return channel

    def sets_rights(
        self, channel: Channel, who: Role | Person, *, allow: Right, deny: Right = Right.NONE
    ) -> None:
        """Changes an overwrite of a channel."""
        saw = self.world.bot_sees(channel)
        member = isinstance(who, Person)
        channel.overwrites[who.id] = Overwrite(target=who.id, is_member=member, allow=allow, deny=deny)
        self.world.emit("CHANNEL_UPDATE", channel.json(), guild=self)
        if not saw and self.world.bot_sees(channel):
            self._syncs_threads(channel)

    def _syncs_threads(self, channel: Channel) -> None:
        """The bot can now see a channel, and with it its active threads."""
        bot = self.world.bot
        threads = [one for one in self.active_threads if one.parent is channel and self.world.bot_sees(one)]
        event: Json = {
            "guild_id": str(self.id),
            "channel_ids": [str(channel.id)],
            "threads": [thread.json() for thread in threads],
            "members": [thread.member_json(bot.id) for thread in threads if bot.id in thread.joined],
        }
        self.world.emit("THREAD_LIST_SYNC", event, guild=self)

    @property
    def bot_role(self) -> Role:
        """The role that came with the bot."""
        return next(role for role in self.roles.values() if role.bot_id == self.world.bot.id)

    def member(
        self,
        name: str,
        roles: Sequence[Role] = (),
        *,
        bot: bool = False,
        locale: str = "en-US",
        shown_as: str | None = None,
        made_at: datetime | None = None,
    ) -> Person:
        """A new person who is a member already; the bot hears of the joining."""
        person = self.stranger(name, bot=bot, locale=locale, shown_as=shown_as, made_at=made_at)
        joining.join(self.world, self, person.account, tuple(roles))
        return person

    def stranger(
        self,
        name: str,
        *,
        bot: bool = False,
        locale: str = "en-US",
        shown_as: str | None = None,
        made_at: datetime | None = None,
    ) -> Person:
        """A new person who has not joined yet."""
        world = self.world
        account = world.account(name, bot=bot, locale=locale, shown_as=shown_as, made_at=made_at)
        return Person(world=world, account=account, guild=self)

    def stranger_joins(self, account: Account) -> Person:
        """An account known from elsewhere becomes a member."""
        joining.join(self.world, self, account)
        return self.person(account)

    def person(self, who: Account | int | str) -> Person:
        """An account known from elsewhere, or by its id, with its home here."""
        account = who if isinstance(who, Account) else self.world.accounts[int(who)]
        return Person(world=self.world, account=account, guild=self)

    @property
    def owner(self) -> Person:
        """Who owns the guild."""
        return self.person(self.world.accounts[self.owner_id])

    def welcomes_bot(self, permissions: Right = MODERATOR) -> None:
        """The bot joins, with a role of its own."""
        role = self.role(
            self.world.bot.username, permissions, position=BOT_ROLE_POSITION, bot_id=self.world.bot.id
        )
        joining.join(self.world, self, self.world.bot, (role,))
        self.world.application.guild_count += 1
        self.world.emit("GUILD_CREATE", self.event_json(joined=True), guild=self)

    def expels_bot(self) -> None:
        """The bot is removed."""
        joining.leave(self.world, self, self.world.bot)
        self.world.application.guild_count -= 1

    def goes_down(self) -> None:
        """An outage: the guild becomes unavailable."""
        self.world.emit("GUILD_DELETE", {"id": str(self.id), "unavailable": True}, guild=self)
        self.available = False

    def comes_back(self) -> None:
        """The outage is over."""
        self.available = True
        self.world.emit("GUILD_CREATE", self.event_json(), guild=self)

    def webhook(self, channel: Channel, name: str) -> Webhook:
        """A webhook that somebody else made."""
        number = self.world.snowflakes.new()
        token, creator = f"webhook-token-{number:x}", self.world.accounts[self.owner_id]
        made = Webhook(id=number, token=token, name=name, channel=channel, creator=creator)
        self.world.webhooks[number] = made
        return made

    def posts_by_webhook(self, webhook: Webhook, text: str) -> Message:
        """A message by a webhook."""
        byline = Byline(webhook_id=webhook.id)
        return post(self.world, webhook.channel, webhook.account, Draft(content=text), byline)

    def invite(self, channel: Channel, by: Person) -> Invite:
        """An invite that a person made."""
        code = f"invite{self.world.snowflakes.new():x}"
        made = Invite(code=code, channel=channel, inviter=by.account, made_at=self.world.now())
        self.world.invites[code] = made
        self.world.emit("INVITE_CREATE", made.event_json(), guild=self)
        return made

    def automod_acts(
        self, person: Person, channel: Channel, content: str, *, keyword: str | None = None, action: int = 1
    ) -> None:
        """AutoMod stepped in (1 block, 2 alert, 3 timeout): the event, as if a rule had matched.

        The bot hears of it only with MANAGE_GUILD.
        """
        if self.me is None or Right.MANAGE_GUILD not in guild_rights(self, self.me):
            return
        event: Json = {
            "guild_id": str(self.id),
            "action": {"type": action, "metadata": {}},
            "rule_id": str(self.world.snowflakes.new()),
            "rule_trigger_type": 1,
            "user_id": str(person.id),
            "channel_id": str(channel.id),
            "content": content,
            "matched_keyword": keyword,
            "matched_content": keyword,
        }
        self.world.emit("AUTO_MODERATION_ACTION_EXECUTION", event, guild=self)
