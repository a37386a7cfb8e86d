"""discord.py's objects → events."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import discord

from bot.adapters.discord.interactions import Press, read_form_id
from chat.events import (
    ButtonPressed,
    CommandGiven,
    Event,
    FormSubmitted,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessagePosted,
    MessageRemoved,
    ReactionChanged,
    RoleChanged,
)
from chat.messages import Attachment, Entity, EntityKind, Media, Message, MessageRef, ReplyTo
from chat.people import Identity, Space, SpaceKind, Speaker, Voice
from chat.ports import Clock

NAME = "discord"
_LINK = re.compile(r"(?:https?://|discord\.gg/)[^\s<>\])}]+", re.IGNORECASE)
_MENTION = re.compile(r"<@!?(\d{5,20})>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b|<@&\d+>")


class Receiver:
    """Makes events; knows who we are, and in which space a guild's own events are told."""

    def __init__(self, clock: Clock, menus: Mapping[str, str]) -> None:
        self._clock = clock
        self._menus = menus
        self.me = ""
        self.main: dict[int, Space] = {}

    def space(self, channel: Any, user: int | None = None) -> Space | None:
        """The space of a channel: a thread in its parent, a direct message under the other person's id."""
        if isinstance(channel, discord.Thread):
            return Space(NAME, str(channel.parent_id), str(channel.id))
        if isinstance(channel, discord.DMChannel):
            other = channel.recipient.id if channel.recipient else user
            return Space(NAME, str(other), kind=SpaceKind.PRIVATE) if other else None
        if isinstance(channel, discord.abc.GuildChannel):
            return Space(NAME, str(channel.id))
        return None

    def posted(self, message: discord.Message) -> Event | None:
        """A new message; system messages (joins, pins) are none."""
        space = self.space(message.channel, message.author.id)
        if space is None or message.type not in (discord.MessageType.default, discord.MessageType.reply):
            return None
        return MessagePosted(
            key=f"discord:message:{message.id}",
            at=message.created_at,
            space=space,
            by=self.speaker(message.author, webhook=message.webhook_id is not None),
            message=self.message(message, space),
        )

    def edited(self, after: discord.Message, before: discord.Message | None) -> Event | None:
        """An edit of the author's own words; pins, embeds and suppression are none."""
        space = self.space(after.channel, after.author.id)
        if space is None or after.edited_at is None:
            return None
        if before is not None and before.content == after.content:
            return None
        return MessageEdited(
            key=f"discord:edit:{after.id}:{after.edited_at.timestamp()}",
            at=after.edited_at,
            space=space,
            by=self.speaker(after.author, webhook=after.webhook_id is not None),
            message=self.message(after, space),
            before=self.message(before, space) if before is not None else None,
        )

    def removed(self, message: int, channel: Any) -> Event | None:
        """A deleted message."""
        space = self.space(channel)
        if space is None:
            return None
        return MessageRemoved(
            key=f"discord:removed:{message}",
            at=self._clock.now(),
            space=space,
            message=MessageRef(space, str(message)),
        )

    def joined(self, member: discord.Member) -> Event | None:
        """A new member of the guild, told in its main space."""
        space = self.main.get(member.guild.id)
        at = member.joined_at or self._clock.now()
        if space is None:
            return None
        key = f"discord:joined:{member.guild.id}:{member.id}:{at.timestamp()}"
        return MemberJoined(key=key, at=at, space=space, by=self.speaker(member))

    def left(self, guild: int, user: Any) -> Event | None:
        """Somebody is a member no more; Discord does not say why."""
        space, now = self.main.get(guild), self._clock.now()
        if space is None:
            return None
        key = f"discord:left:{guild}:{user.id}:{now.timestamp()}"
        return MemberLeft(key=key, at=now, space=space, by=self.speaker(user))

    def roles_changed(self, member: discord.Member) -> Event | None:
        """Other roles than before."""
        space, now = self.main.get(member.guild.id), self._clock.now()
        if space is None:
            return None
        key = f"discord:roles:{member.guild.id}:{member.id}:{now.timestamp()}"
        return RoleChanged(key=key, at=now, space=space, by=self.speaker(member))

    def reacted(self, payload: discord.RawReactionActionEvent, channel: Any, user: Any) -> Event | None:
        """A reaction, put or taken."""
        space, now = self.space(channel, payload.user_id), self._clock.now()
        if space is None or user is None:
            return None
        emoji = (str(payload.emoji),)
        is_new = payload.event_type == "REACTION_ADD"
        return ReactionChanged(
            key=f"discord:reaction:{payload.message_id}:{payload.user_id}:{payload.emoji}:{now.timestamp()}",
            at=now,
            space=space,
            by=self.speaker(user),
            message=MessageRef(space, str(payload.message_id)),
            added=emoji if is_new else (),
            removed=() if is_new else emoji,
        )

    def interaction(self, interaction: Press, name: str) -> Event | None:
        """A slash command, a message menu, a pressed button or a submitted form."""
        space = self.space(interaction.channel, interaction.user.id)
        if space is None:
            return None
        data: Mapping[str, Any] = interaction.data or {}  # type: ignore[assignment]
        match interaction.type:
            case discord.InteractionType.application_command:
                return self._command(interaction, space, data, name)
            case discord.InteractionType.component:
                message = interaction.message
                return ButtonPressed(
                    **self._common(interaction, space),
                    payload=str(data.get("custom_id", "")),
                    interaction=name,
                    message=MessageRef(space, str(message.id)) if message else None,
                )
            case discord.InteractionType.modal_submit:
                return self._form(interaction, space, data, name)
            case _:
                return None

    def _common(self, interaction: Press, space: Space) -> dict[str, Any]:
        return {
            "key": f"discord:interaction:{interaction.id}",
            "at": interaction.created_at,
            "space": space,
            "by": self.speaker(interaction.user, locale=str(interaction.locale)),
        }

    def _command(self, interaction: Press, space: Space, data: Mapping[str, Any], name: str) -> Event:
        common = self._common(interaction, space)
        target = data.get("target_id")
        if target is not None:
            found = data.get("resolved", {}).get("messages", {}).get(str(target))
            message = self._resolved(interaction, found)
            return CommandGiven(
                **common,
                name=self._menus.get(str(data["name"]), str(data["name"])),
                interaction=name,
                about=self.message(message, space) if message else None,
                about_by=self.speaker(message.author) if message else None,
            )
        arguments = {str(one["name"]): str(one["value"]) for one in data.get("options", ())}
        words = " ".join(arguments.values())
        return CommandGiven(
            **common, name=str(data["name"]), words=words, arguments=arguments, interaction=name
        )

    def _resolved(self, interaction: Press, data: Any) -> discord.Message | None:
        """The message of a menu command, from what Discord sent along."""
        if data is None or not isinstance(interaction.channel, discord.abc.Messageable):
            return None
        channel: Any = interaction.channel
        return discord.Message(state=interaction._state, channel=channel, data=data)

    def _form(self, interaction: Press, space: Space, data: Mapping[str, Any], name: str) -> Event | None:
        form = read_form_id(str(data.get("custom_id", "")))
        if form is None:
            return None
        return FormSubmitted(
            **self._common(interaction, space),
            form=form[0],
            subject=form[1],
            values=dict(_values(data.get("components", ()))),
            interaction=name,
        )

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
            name=user.display_name,
            username=user.name,
            voice=voice,
            locale=locale,
            roles=roles,
        )

    def message(self, message: discord.Message, space: Space) -> Message:
        """The author's own words, apart from what was forwarded."""
        text = message.content
        snapshots = getattr(message, "message_snapshots", [])
        reference = message.reference
        forwarded = bool(snapshots) and not text
        return Message(
            id=str(message.id),
            space=space,
            text=text,
            entities=tuple(_entities(text)),
            attachments=tuple(_attachment(one) for one in message.attachments),
            reply_to=self._reply(reference) if reference and not forwarded else None,
            quoted="\n".join(one.content for one in snapshots)[:4000],
            forwarded=forwarded,
        )

    def _reply(self, reference: discord.MessageReference) -> ReplyTo | None:
        if reference.message_id is None:
            return None
        found = (
            reference.resolved
            if isinstance(reference.resolved, discord.Message)
            else reference.cached_message
        )
        if found is None:
            return ReplyTo(id=str(reference.message_id))
        author = self.speaker(found.author, webhook=found.webhook_id is not None)
        return ReplyTo(id=str(found.id), by=author.identity, voice=author.voice, text=found.content)


def _values(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Custom id → value of every input, whether in action rows or labels."""
    found = []
    for row in rows:
        inner = [*row.get("components", ()), *([row["component"]] if "component" in row else [])]
        found += [(str(one["custom_id"]), str(one.get("value", ""))) for one in inner if "custom_id" in one]
    return found


def _entities(text: str) -> list[Entity]:
    found = [
        Entity(kind=EntityKind.LINK, start=one.start(), end=one.end(), target=one[0])
        for one in _LINK.finditer(text)
    ]
    found += [
        Entity(kind=EntityKind.MENTION, start=one.start(), end=one.end(), target=one[1])
        for one in _MENTION.finditer(text)
    ]
    found += [
        Entity(kind=EntityKind.MENTION, start=one.start(), end=one.end()) for one in _EVERYONE.finditer(text)
    ]
    return sorted(found, key=lambda one: one.start)


def _attachment(attachment: discord.Attachment) -> Attachment:
    kind = (attachment.content_type or "").partition("/")[0]
    media = {"image": Media.PHOTO, "video": Media.VIDEO, "audio": Media.AUDIO}.get(kind, Media.DOCUMENT)
    return Attachment(media=media, ref=attachment.url, name=attachment.filename, size=attachment.size)


def at_of(message: discord.Message) -> datetime:
    """When it was last changed."""
    return message.edited_at or message.created_at
