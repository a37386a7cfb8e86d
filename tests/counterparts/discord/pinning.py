"""Pinning: a message is marked, the channel says so, and no content changes."""

from __future__ import annotations

from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.audit import Deed, record
from tests.counterparts.discord.channels import Channel
from tests.counterparts.discord.messages import Message, MessageKind
from tests.counterparts.discord.posting import announce_change, deliver, refers_to
from tests.counterparts.discord.refusals import Refusal
from tests.counterparts.discord.shapes import Json, optional_moment
from tests.counterparts.discord.world import World

MOST_PINS = 250


def pin(world: World, message: Message, by: Account, reason: str | None = None) -> None:
    """Pins a message, posts the notice, and lets every reader know."""
    channel = message.channel
    if message.pinned_at is not None:
        return
    if len(channel.pinned()) >= MOST_PINS:
        raise Refusal(400, 30003, f"Maximum number of pins reached for the channel ({MOST_PINS})")
    message.pinned_at = channel.last_pin_at = world.now()
    announce_change(world, message)
    _announce_pins(world, channel)
    deliver(world, _notice(world, message, by))
    _record(message, Deed.MESSAGE_PIN, by, reason)


def unpin(world: World, message: Message, by: Account, reason: str | None = None) -> None:
    """Takes the mark away."""
    if message.pinned_at is None:
        return
    message.pinned_at = None
    announce_change(world, message)
    _announce_pins(world, message.channel)
    _record(message, Deed.MESSAGE_UNPIN, by, reason)


def _notice(world: World, message: Message, by: Account) -> Message:
    return Message(
        id=world.snowflakes.new(),
        channel=message.channel,
        author=by,
        at=world.now(),
        kind=MessageKind.PIN_NOTICE,
        reference=refers_to(message),
    )


def _announce_pins(world: World, channel: Channel) -> None:
    event: Json = {"channel_id": str(channel.id), "last_pin_timestamp": optional_moment(channel.last_pin_at)}
    if channel.guild is not None:
        event["guild_id"] = str(channel.guild.id)
    world.emit("CHANNEL_PINS_UPDATE", event, channel=channel)


def _record(message: Message, deed: Deed, by: Account, reason: str | None) -> None:
    guild = message.channel.guild
    if guild is not None:
        options = {"channel_id": str(message.channel.id), "message_id": str(message.id)}
        record(guild, deed, by=by.id, target=message.author.id, reason=reason, options=options)
