"""discord.py's objects → events."""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import discord

from bot.adapters.discord.settings import DiscordSettings
from bot.adapters.discord.strangers import Strangers
from bot.adapters.discord.words import message_of
from bot.inbox import COMMUNITY
from bot.letters import whole
from chat.commands import read_order
from chat.events import (
    CommandGiven,
    Event,
    MemberJoined,
    MemberLeft,
    MessageBlocked,
    MessageEdited,
    MessagePosted,
    MessageRemoved,
    ReactionChanged,
    RoleChanged,
    TroubleArose,
)
from chat.messages import Message, MessageRef, ReplyTo
from chat.people import Identity, Space, SpaceKind, Speaker, Voice
from chat.ports import Clock

NAME = "discord"
POSTED = "discord:message:"
"""What the keys of new messages begin with."""
PARTNERS = 10_000
SPOKEN = (discord.MessageType.default, discord.MessageType.reply)


class Receiver:
    """Makes events; knows who we are, and whose direct messages a channel holds."""

    def __init__(self, clock: Clock, settings: DiscordSettings) -> None:
        self._clock = clock
        self.strangers = Strangers(settings, clock)
        self._partners: OrderedDict[int, int] = OrderedDict()
        self._banned: OrderedDict[tuple[int, int], None] = OrderedDict()
        self._count = itertools.count()
        self.me = ""
        self.main: Callable[[int], Space | None] = lambda guild: None
        self.find: Callable[[int], Any] = lambda channel: None
        self.wall: Callable[[int], str] = lambda rule: ""

    def space(self, channel: Any, user: int | None = None) -> Space | None:
        """The space of a channel: a thread in its parent, a direct message under the other person's id."""
        if isinstance(channel, discord.Thread):
            return Space(NAME, str(channel.parent_id), str(channel.id))
        if isinstance(channel, discord.DMChannel):
            return self._direct(channel, user)
        if isinstance(channel, discord.abc.GuildChannel):
            return Space(NAME, str(channel.id))
        return None

    def _direct(self, channel: discord.DMChannel, user: int | None) -> Space | None:
        """Events of direct messages do not say with whom; our own not even by their author."""
        known = self.find(channel.id)
        partner = channel.recipient or getattr(known, "recipient", None)
        if partner is not None:
            user = partner.id
        elif user is None or str(user) == self.me:
            user = self._partners.get(channel.id)
        if user is None:
            return None
        self._partners[channel.id] = user
        _trim(self._partners)
        return Space(NAME, str(user), kind=SpaceKind.PRIVATE)

    def posted(self, message: discord.Message) -> Event | None:
        """A new message, or the command that it is; what Discord itself says (joins, pins) is none."""
        space = self._space_of(message)
        if space is None:
            return None
        common: dict[str, Any] = {
            "key": f"{POSTED}{message.id}",
            "at": message.created_at,
            "space": space,
            "by": self.speaker(message.author, webhook=message.webhook_id is not None),
            "message": self.message(message, space),
        }
        order = read_order(message.content)
        if order is None or order.bot or common["by"].voice is not Voice.PERSON or message.message_snapshots:
            return MessagePosted(**common)
        about = _referenced(message.reference) if message.reference else None
        return CommandGiven(
            **common,
            name=order.name,
            words=order.words,
            about=self.message(about, space) if about else None,
            about_by=self.speaker(about.author, webhook=about.webhook_id is not None) if about else None,
        )

    def _space_of(self, message: discord.Message) -> Space | None:
        """Where something was said that others can read; None for system messages and ephemeral ones."""
        if message.type not in SPOKEN or message.flags.ephemeral:
            return None
        return self.space(message.channel, message.author.id)

    def edited(self, after: discord.Message, before: discord.Message | None) -> Event | None:
        """An edit of the author's own words; pins, embeds and suppression are none."""
        space = self._space_of(after)
        if space is None or after.edited_at is None:
            return None
        if before is not None and (before.content, before.edited_at) == (after.content, after.edited_at):
            return None
        if before is not None and before.content == after.content and not _lost_files(before, after):
            return None
        return MessageEdited(
            key=f"discord:edit:{after.id}:{after.edited_at.timestamp()}",
            at=after.edited_at,
            space=space,
            by=self.speaker(after.author, webhook=after.webhook_id is not None),
            message=self.message(after, space),
            before=self.message(before, space) if before is not None else None,
        )

    def removed(self, message: int, channel_id: int, channel: Any) -> Event | None:
        """A deleted message."""
        space = self.space(channel)
        if space is None and channel_id in self._partners:
            space = Space(NAME, str(self._partners[channel_id]), kind=SpaceKind.PRIVATE)
        if space is None:
            return None
        return MessageRemoved(
            key=f"discord:removed:{message}",
            at=self._clock.now(),
            space=space,
            message=MessageRef(space, str(message)),
        )

    def blocked(self, action: discord.AutoModAction) -> Event | None:
        """What AutoMod kept back; Discord gives it no id."""
        space, user = self.space(action.channel), action.member
        if space is None or user is None:
            return None
        return MessageBlocked(
            key=f"discord:blocked:{action.rule_id}:{action.user_id}:{self._moment()}",
            at=self._clock.now(),
            space=space,
            by=self.speaker(user),
            text=action.content,
            rule=self.wall(action.rule_id),
            found=action.matched_content or "",
        )

    def joined(self, member: discord.Member) -> Event | None:
        """A new member of the guild, told in its main space."""
        space = self.main(member.guild.id)
        at = member.joined_at or self._clock.now()
        if space is None:
            return None
        key = f"discord:joined:{member.guild.id}:{member.id}:{at.timestamp()}"
        return MemberJoined(key=key, at=at, space=space, by=self.speaker(member))

    def banned(self, guild: int, user: int) -> None:
        """Discord tells of a ban just before it tells that the member is gone."""
        self._banned[guild, user] = None
        _trim(self._banned)

    def left(self, guild: int, user: Any) -> Event | None:
        """Somebody is a member no more; Discord tells bans, but not kicks, from leaving."""
        removed = (guild, user.id) in self._banned
        self._banned.pop((guild, user.id), None)
        space, now = self.main(guild), self._clock.now()
        if space is None:
            return None
        key = f"discord:left:{guild}:{user.id}:{self._moment()}"
        return MemberLeft(key=key, at=now, space=space, by=self.speaker(user), removed=removed)

    def roles_changed(self, member: discord.Member) -> Event | None:
        """Other roles than before."""
        space, now = self.main(member.guild.id), self._clock.now()
        if space is None:
            return None
        key = f"discord:roles:{member.guild.id}:{member.id}:{self._moment()}"
        return RoleChanged(key=key, at=now, space=space, by=self.speaker(member))

    def reacted(self, payload: discord.RawReactionActionEvent, channel: Any, user: Any) -> Event | None:
        """A reaction, put or taken."""
        space, now = self.space(channel, payload.user_id), self._clock.now()
        if space is None or user is None:
            return None
        emoji = (str(payload.emoji),)
        is_new = payload.event_type == "REACTION_ADD"
        return ReactionChanged(
            key=f"discord:reaction:{payload.message_id}:{payload.user_id}:{payload.emoji}:{self._moment()}",
            at=now,
            space=space,
            by=self.speaker(user),
            message=MessageRef(space, str(payload.message_id)),
            added=emoji if is_new else (),
            removed=() if is_new else emoji,
        )

    def unreadable(self, kind: str, why: str) -> TroubleArose:
        """What came and could not be read: told once a day for each kind."""
        now = self._clock.now()
        return TroubleArose(
            key=f"discord:unreadable:{kind}:{now.date()}",
            at=now,
            space=COMMUNITY,
            code="unreadable",
            detail=f"Discord: {kind} ({why})",
        )

    def _moment(self) -> str:
        """A name for something to which Discord gives none: when it was heard, and as the how-manieth."""
        return f"{self._clock.now().timestamp()}:{next(self._count)}"

    def speaker(self, user: Any, *, webhook: bool = False, locale: str | None = None) -> Speaker:
        """Who acts, with their native roles where Discord told them."""
        voice = Voice.PERSON
        if str(user.id) == self.me:
            voice = Voice.SELF
        elif webhook or user.bot:
            voice = Voice.BOT
        roles = frozenset(str(role.id) for role in getattr(user, "roles", ()))
        return Speaker(
            identity=Identity(NAME, str(user.id)),
            name=whole(user.display_name),
            username=user.name,
            voice=voice,
            locale=locale,
            roles=roles,
        )

    def message(self, message: discord.Message, space: Space) -> Message:
        """The author's own words, or nothing but what they forwarded."""
        reference = message.reference
        read = message_of(message, space, self._reply(reference) if reference else None)
        return replace(read, names_us=any(one.target == self.me for one in read.mentions if one.target))

    def _reply(self, reference: discord.MessageReference) -> ReplyTo | None:
        if reference.message_id is None:
            return None
        found = _referenced(reference)
        if found is None:
            return ReplyTo(id=str(reference.message_id))
        author = self.speaker(found.author, webhook=found.webhook_id is not None)
        return ReplyTo(id=str(found.id), by=author.identity, voice=author.voice, text=whole(found.content))


def _referenced(reference: discord.MessageReference) -> discord.Message | None:
    resolved = reference.resolved
    return resolved if isinstance(resolved, discord.Message) else reference.cached_message


def _lost_files(before: discord.Message, after: discord.Message) -> bool:
    return len(before.attachments) != len(after.attachments)


def _trim(memory: OrderedDict[Any, Any]) -> None:
    while len(memory) > PARTNERS:
        memory.popitem(last=False)
