"""Channels: reading, changing, deleting, their overwrites, typing and invites."""

from __future__ import annotations

from tests.counterparts.discord import branching
from tests.counterparts.discord.audit import Deed, change, record
from tests.counterparts.discord.channels import Channel, Kind, Overwrite
from tests.counterparts.discord.guilds import Guild
from tests.counterparts.discord.refusals import Form, Refusal, missing_permissions, unknown
from tests.counterparts.discord.rest.asks import NOTHING, Ask, Reply, Route, ok
from tests.counterparts.discord.rights import Right
from tests.counterparts.discord.shapes import Json
from tests.counterparts.discord.threads import Thread
from tests.counterparts.discord.webhooks import Invite

LONGEST_SLOW_MODE = 21_600
MOST_IN_CATEGORY = 50


def read(ask: Ask) -> Reply:
    """One channel or thread."""
    channel = ask.channel()
    return ok(channel.json(seen_by=ask.me.id) if isinstance(channel, Thread) else channel.json())


def edit(ask: Ask) -> Reply:
    """Changes a channel or a thread."""
    channel, guild = ask.guild_channel()
    _check(ask.body)
    if isinstance(channel, Thread):
        _may_change_thread(ask, channel)
        branching.change_thread(ask.world, channel, ask.body, by=ask.me.id, reason=ask.reason)
        return ok(channel.json(seen_by=ask.me.id))
    ask.needs(channel, Right.MANAGE_CHANNELS)
    if "permission_overwrites" in ask.body:
        ask.needs(channel, Right.MANAGE_ROLES)
    changes = _change(channel, ask.body)
    _announce(ask, guild, channel, Deed.CHANNEL_UPDATE, "CHANNEL_UPDATE", changes)
    return ok(channel.json())


def _check(body: Json) -> None:
    form = Form()
    if body.get("name") is not None:
        form.length("name", body["name"], 1, 100)
    form.longest("topic", body.get("topic"), 1024)
    slow = body.get("rate_limit_per_user")
    if slow is not None and not 0 <= slow <= LONGEST_SLOW_MODE:
        form.fault("rate_limit_per_user", "NUMBER_TYPE_RANGE", "int value should be between 0 and 21600.")
    form.done()


def _may_change_thread(ask: Ask, thread: Thread) -> None:
    """Threads are changed by MANAGE_THREADS, less by their owner; an archived one must first be reopened."""
    rights = ask.world.rights(ask.me, thread)
    manages = Right.MANAGE_THREADS in rights
    reopens = ask.body.get("archived") is False
    if thread.archived and not reopens and set(ask.body) - {"archived", "locked"}:
        raise Refusal(400, 50083, "Thread is archived")
    only_for_managers = {"locked", "rate_limit_per_user"} & set(ask.body) or (thread.locked and reopens)
    if manages or (reopens and set(ask.body) == {"archived"} and not only_for_managers):
        return
    if only_for_managers or thread.owner_id != ask.me.id:
        raise missing_permissions()


def _change(channel: Channel, body: Json) -> list[Json]:
    before = channel.json()
    channel.name = body.get("name") or channel.name
    channel.topic = body.get("topic", channel.topic)
    channel.nsfw = bool(body.get("nsfw", channel.nsfw))
    channel.position = channel.position if body.get("position") is None else body["position"]
    if body.get("rate_limit_per_user") is not None:
        channel.slow_mode = body["rate_limit_per_user"]
    if "parent_id" in body:
        channel.parent_id = None if body["parent_id"] is None else int(body["parent_id"])
    if body.get("permission_overwrites") is not None:
        listed = [overwrite_of(int(one["id"]), one) for one in body["permission_overwrites"]]
        channel.overwrites = {one.target: one for one in listed}
    after = channel.json()
    return [change(key, before[key], after[key]) for key in after if before[key] != after[key]]


def overwrite_of(target: int, body: Json) -> Overwrite:
    """Reads an overwrite."""
    return Overwrite(
        target=target,
        is_member=body.get("type") == 1,
        allow=Right(int(body.get("allow") or 0)),
        deny=Right(int(body.get("deny") or 0)),
    )


def create(ask: Ask) -> Reply:
    """A new channel in a guild."""
    guild = ask.guild()
    if Right.MANAGE_CHANNELS not in ask.world.rights(ask.me, _anywhere(guild)):
        raise missing_permissions()
    form = Form()
    form.length("name", ask.body.get("name"), 1, 100)
    form.done()
    _check(ask.body)
    channel = Channel(
        id=ask.world.snowflakes.new(),
        kind=Kind(ask.body.get("type") or 0),
        guild=guild,
        name=ask.body["name"],
        position=len(guild.channels),
    )
    _change(channel, ask.body)
    guild.channels[channel.id] = ask.world.channels[channel.id] = channel
    _announce(ask, guild, channel, Deed.CHANNEL_CREATE, "CHANNEL_CREATE", [])
    return Reply(status=201, body=channel.json())


def _anywhere(guild: Guild) -> Channel:
    """A channel without overwrites: what holds there holds in the guild."""
    return Channel(id=0, kind=Kind.TEXT, guild=guild)


def delete(ask: Ask) -> Reply:
    """Deletes a channel or thread; a private one is only closed."""
    channel = ask.channel()
    if channel.guild is None:
        return ok(channel.json())
    if isinstance(channel, Thread):
        ask.needs(channel, Right.MANAGE_THREADS)
        branching.delete_thread(ask.world, channel, by=ask.me.id, reason=ask.reason)
        return ok(channel.json())
    ask.needs(channel, Right.MANAGE_CHANNELS)
    _announce(ask, channel.guild, channel, Deed.CHANNEL_DELETE, "CHANNEL_DELETE", [])
    del channel.guild.channels[channel.id], ask.world.channels[channel.id]
    return ok(channel.json())


def _announce(ask: Ask, guild: Guild, channel: Channel, deed: Deed, event: str, changes: list[Json]) -> None:
    ask.world.emit(event, channel.json(), guild=guild)
    record(guild, deed, by=ask.me.id, target=channel.id, reason=ask.reason, changes=changes)


def list_of_guild(ask: Ask) -> Reply:
    """All channels, no threads."""
    return ok([channel.json() for channel in ask.guild().channels.values()])


def put_overwrite(ask: Ask) -> Reply:
    """Sets the rights of a role or member in a channel; nobody can give what it does not have."""
    channel, guild = ask.guild_channel()
    ask.needs(channel, Right.MANAGE_ROLES)
    overwrite = overwrite_of(ask.number("overwrite_id"), ask.body)
    if (overwrite.allow | overwrite.deny) & ~ask.world.rights(ask.me, channel):
        raise missing_permissions()
    deed = Deed.OVERWRITE_UPDATE if overwrite.target in channel.overwrites else Deed.OVERWRITE_CREATE
    channel.overwrites[overwrite.target] = overwrite
    _announce(ask, guild, channel, deed, "CHANNEL_UPDATE", [])
    return NOTHING


def delete_overwrite(ask: Ask) -> Reply:
    """Takes an overwrite away."""
    channel, guild = ask.guild_channel()
    ask.needs(channel, Right.MANAGE_ROLES)
    if channel.overwrites.pop(ask.number("overwrite_id"), None) is None:
        raise unknown("Permission Overwrite")
    _announce(ask, guild, channel, Deed.OVERWRITE_DELETE, "CHANNEL_UPDATE", [])
    return NOTHING


def typing(ask: Ask) -> Reply:
    """Is typing."""
    channel = ask.channel()
    ask.needs(channel, Right.SEND_MESSAGES)
    return NOTHING


def create_invite(ask: Ask) -> Reply:
    """A code into the channel."""
    channel, guild = ask.guild_channel()
    ask.needs(channel, Right.CREATE_INSTANT_INVITE)
    body = ask.body
    invite = Invite(
        code=f"i{ask.world.snowflakes.new():x}",
        channel=channel,
        inviter=ask.me,
        made_at=ask.world.now(),
        max_age=86_400 if body.get("max_age") is None else body["max_age"],
        max_uses=body.get("max_uses") or 0,
        temporary=bool(body.get("temporary")),
    )
    ask.world.invites[invite.code] = invite
    ask.world.emit("INVITE_CREATE", invite.event_json(), guild=guild)
    record(guild, Deed.INVITE_CREATE, by=ask.me.id, target=None, reason=ask.reason)
    return ok(invite.json())


def invites_of_channel(ask: Ask) -> Reply:
    """Codes into one channel."""
    channel, _ = ask.guild_channel()
    ask.needs(channel, Right.MANAGE_CHANNELS)
    return ok([one.json() for one in ask.world.invites.values() if one.channel is channel])


def invites_of_guild(ask: Ask) -> Reply:
    """Codes into any channel."""
    guild = ask.guild()
    if Right.MANAGE_GUILD not in ask.world.rights(ask.me, _anywhere(guild)):
        raise missing_permissions()
    return ok([one.json() for one in ask.world.invites.values() if one.channel.guild is guild])


def delete_invite(ask: Ask) -> Reply:
    """Ends a code."""
    invite = ask.world.invites.get(ask.named["code"])
    if invite is None or invite.channel.guild is None:
        raise unknown("Invite")
    ask.needs(invite.channel, Right.MANAGE_CHANNELS)
    del ask.world.invites[invite.code]
    event = {
        "code": invite.code,
        "channel_id": str(invite.channel.id),
        "guild_id": str(invite.channel.guild.id),
    }
    ask.world.emit("INVITE_DELETE", event, guild=invite.channel.guild)
    return ok(invite.json())


ROUTES = (
    Route("GET", "/channels/{channel_id}", read),
    Route("PATCH", "/channels/{channel_id}", edit),
    Route("DELETE", "/channels/{channel_id}", delete),
    Route("PUT", "/channels/{channel_id}/permissions/{overwrite_id}", put_overwrite),
    Route("DELETE", "/channels/{channel_id}/permissions/{overwrite_id}", delete_overwrite),
    Route("POST", "/channels/{channel_id}/typing", typing),
    Route("GET", "/guilds/{guild_id}/channels", list_of_guild),
    Route("POST", "/guilds/{guild_id}/channels", create),
    Route("POST", "/channels/{channel_id}/invites", create_invite),
    Route("GET", "/channels/{channel_id}/invites", invites_of_channel),
    Route("GET", "/guilds/{guild_id}/invites", invites_of_guild),
    Route("DELETE", "/invites/{code}", delete_invite),
)
