"""Webhooks of a channel and of a guild: making and listing them."""

from __future__ import annotations

from tests.counterparts.discord.audit import Deed, record
from tests.counterparts.discord.channels import Channel
from tests.counterparts.discord.guilds import Guild
from tests.counterparts.discord.refusals import Form, Refusal, missing_permissions
from tests.counterparts.discord.rest.asks import Ask, Reply, Route, ok
from tests.counterparts.discord.rights import Right, guild_rights
from tests.counterparts.discord.webhooks import Webhook

MOST = 15


def create(ask: Ask) -> Reply:
    """A new webhook."""
    channel, guild = ask.guild_channel()
    ask.needs(channel, Right.MANAGE_WEBHOOKS)
    form = Form()
    form.length("name", ask.body.get("name"), 1, 80)
    form.done()
    if len(_of(ask, channel)) >= MOST:
        raise Refusal(400, 30007, f"Maximum number of webhooks reached ({MOST})")
    number = ask.world.snowflakes.new()
    webhook = Webhook(
        id=number,
        token=f"webhook-token-{number:x}",
        name=ask.body["name"],
        channel=channel,
        creator=ask.me,
        application_id=ask.world.application.id,
    )
    ask.world.webhooks[number] = webhook
    event = {"guild_id": str(guild.id), "channel_id": str(channel.id)}
    ask.world.emit("WEBHOOKS_UPDATE", event, guild=guild)
    record(guild, Deed.WEBHOOK_CREATE, by=ask.me.id, target=number, reason=ask.reason)
    return ok(webhook.json())


def _of(ask: Ask, channel: Channel) -> list[Webhook]:
    return [one for one in ask.world.webhooks.values() if one.channel is channel]


def of_channel(ask: Ask) -> Reply:
    """Webhooks of one channel; the tokens of other applications stay hidden."""
    channel, _ = ask.guild_channel()
    ask.needs(channel, Right.MANAGE_WEBHOOKS)
    return ok([one.json(with_token=one.creator is ask.me) for one in _of(ask, channel)])


def of_guild(ask: Ask) -> Reply:
    """Webhooks of all channels."""
    guild: Guild = ask.guild()
    if Right.MANAGE_WEBHOOKS not in guild_rights(guild, ask.mine(guild)):
        raise missing_permissions()
    found = [one for one in ask.world.webhooks.values() if one.channel.guild is guild]
    return ok([one.json(with_token=one.creator is ask.me) for one in found])


ROUTES = (
    Route("POST", "/channels/{channel_id}/webhooks", create),
    Route("GET", "/channels/{channel_id}/webhooks", of_channel),
    Route("GET", "/guilds/{guild_id}/webhooks", of_guild),
)
