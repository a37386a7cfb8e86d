"""Reacting: giving and taking emoji under a message."""

from __future__ import annotations

from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.messages import Message
from tests.counterparts.discord.reactions import MOST_KINDS, Emoji, Reaction, too_many_kinds
from tests.counterparts.discord.shapes import Json
from tests.counterparts.discord.world import World


def reaction_to(message: Message, emoji: Emoji) -> Reaction | None:
    """The row of that emoji, if anybody gave it."""
    return next((one for one in message.reactions if one.emoji == emoji), None)


def react(world: World, message: Message, by: Account, emoji: Emoji) -> None:
    """Adds one; a second time changes nothing."""
    row = reaction_to(message, emoji)
    if row is None:
        if len(message.reactions) >= MOST_KINDS:
            raise too_many_kinds()
        row = Reaction(emoji=emoji)
        message.reactions.append(row)
    if by.id in row.by:
        return
    row.by.append(by.id)
    event = _event(message, emoji) | {"user_id": str(by.id), "burst": False, "type": 0}
    event["message_author_id"] = str(message.author.id)
    guild = message.channel.guild
    if guild is not None and by.id in guild.members:
        event["member"] = guild.members[by.id].json()
    world.emit("MESSAGE_REACTION_ADD", event, channel=message.channel)


def unreact(world: World, message: Message, by: int, emoji: Emoji) -> None:
    """Takes one away."""
    row = reaction_to(message, emoji)
    if row is None or by not in row.by:
        return
    row.by.remove(by)
    if not row.by:
        message.reactions.remove(row)
    event = _event(message, emoji) | {"user_id": str(by), "burst": False, "type": 0}
    world.emit("MESSAGE_REACTION_REMOVE", event, channel=message.channel)


def clear(world: World, message: Message, emoji: Emoji | None = None) -> None:
    """Takes away all, or all of one emoji."""
    message.reactions = [] if emoji is None else [one for one in message.reactions if one.emoji != emoji]
    if emoji is None:
        world.emit("MESSAGE_REACTION_REMOVE_ALL", _place(message), channel=message.channel)
    else:
        world.emit("MESSAGE_REACTION_REMOVE_EMOJI", _event(message, emoji), channel=message.channel)


def _event(message: Message, emoji: Emoji) -> Json:
    return _place(message) | {"emoji": emoji.json()}


def _place(message: Message) -> Json:
    place: Json = {"channel_id": str(message.channel.id), "message_id": str(message.id)}
    if message.channel.guild is not None:
        place["guild_id"] = str(message.channel.guild.id)
    return place
