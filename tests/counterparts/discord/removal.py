"""Removal: deleting one message, many at once, or all of one person's latest."""

from __future__ import annotations

from datetime import timedelta

from tests.counterparts.discord.audit import Deed, record
from tests.counterparts.discord.channels import Channel
from tests.counterparts.discord.messages import Message
from tests.counterparts.discord.refusals import Refusal, invalid_form
from tests.counterparts.discord.shapes import Json, ids
from tests.counterparts.discord.snowflakes import moment_of
from tests.counterparts.discord.world import World

OLDEST_IN_BULK = timedelta(days=14)
FEWEST, MOST = 2, 100


def delete(world: World, message: Message, *, by: int, reason: str | None = None) -> None:
    """Takes a message away; somebody else's leaves a line in the audit log."""
    channel = message.channel
    message.deleted = True
    channel.messages.pop(message.id, None)
    place: Json = {"channel_id": str(channel.id)}
    if channel.guild is not None and not message.is_ephemeral:
        place["guild_id"] = str(channel.guild.id)
    world.emit("MESSAGE_DELETE", {"id": str(message.id)} | place, channel=channel)
    if channel.guild is not None and by != message.author.id:
        options = {"channel_id": str(channel.id), "count": "1"}
        target = message.author.id
        record(channel.guild, Deed.MESSAGE_DELETE, by=by, target=target, reason=reason, options=options)


def bulk_delete(
    world: World, channel: Channel, wanted: list[int], *, by: int, reason: str | None = None
) -> None:
    """All or nothing: a wrong number, one repeated id or one old message fails the whole call."""
    if not FEWEST <= len(wanted) <= MOST:
        text = "Provided too few or too many messages to delete. Must provide at least 2 and at most 100 messages"
        raise Refusal(400, 50016, text)
    if len(set(wanted)) < len(wanted):
        raise invalid_form("messages", "SET_TYPE_CONTAINS_DUPLICATES", "The provided set contains duplicates")
    if any(world.now() - moment_of(one) > OLDEST_IN_BULK for one in wanted):
        raise Refusal(400, 50034, "You can only bulk delete messages that are under 14 days old.")
    gone = [channel.messages[one] for one in wanted if one in channel.messages]
    sweep(world, channel, gone)
    if channel.guild is not None and gone:
        options = {"count": str(len(gone))}
        target = channel.id
        record(channel.guild, Deed.MESSAGE_BULK_DELETE, by=by, target=target, reason=reason, options=options)


def sweep(world: World, channel: Channel, gone: list[Message]) -> None:
    """Takes messages away in one event."""
    for message in gone:
        message.deleted = True
        del channel.messages[message.id]
    event: Json = {"ids": ids(message.id for message in gone), "channel_id": str(channel.id)}
    if channel.guild is not None:
        event["guild_id"] = str(channel.guild.id)
    if gone:
        world.emit("MESSAGE_DELETE_BULK", event, channel=channel)
