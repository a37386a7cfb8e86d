"""Members of a guild: reading, changing, timeouts, roles, kick and ban."""

from __future__ import annotations

from datetime import datetime

from tests.counterparts.discord import sanctions
from tests.counterparts.discord.guilds import Guild
from tests.counterparts.discord.members import Member
from tests.counterparts.discord.refusals import Form, missing_permissions, number, unknown
from tests.counterparts.discord.rest.asks import NOTHING, Ask, Reply, Route, ok
from tests.counterparts.discord.rights import Right, guild_rights, outranks
from tests.counterparts.discord.roles import Role
from tests.counterparts.discord.shapes import ids

MOST_AT_ONCE = 200


def read(ask: Ask) -> Reply:
    """One member."""
    return ok(ask.member(ask.guild()).json())


def everyone(ask: Ask) -> Reply:
    """Members by id, page by page."""
    limit, after = number(ask.query, "limit", 1, 1, 1000), int(ask.query.get("after", 0))
    members = sorted(ask.guild().members.values(), key=lambda member: member.id)
    return ok([member.json() for member in members if member.id > after][:limit])


def search(ask: Ask) -> Reply:
    """Members whose name or nickname begins so."""
    limit, query = number(ask.query, "limit", 1, 1, 1000), ask.query.get("query", "").lower()
    found = [
        member.json()
        for member in ask.guild().members.values()
        if any((name or "").lower().startswith(query) for name in (member.account.username, member.nick))
    ]
    return ok(found[:limit])


def change(ask: Ask) -> Reply:
    """Nickname, roles, timeout: each by its own right, and only below the bot."""
    guild = ask.guild()
    member, mine, body = ask.member(guild), ask.mine(guild), ask.body
    form = Form()
    form.longest("nick", body.get("nick"), 32)
    form.done()
    if "nick" in body:
        sanctions.check_power(mine, Right.MANAGE_NICKNAMES, member)
    roles = None if body.get("roles") is None else _roles(guild, body["roles"])
    if roles is not None:
        _check_roles(mine, member, roles)
    until = _until(body.get("communication_disabled_until"))
    if "communication_disabled_until" in body:
        sanctions.check_power(mine, Right.MODERATE_MEMBERS, member)
        sanctions.check_timeout(ask.world, member, until)
        sanctions.time_out(ask.world, member, until, by=ask.me.id, reason=ask.reason)
    if "nick" in body:
        sanctions.rename(ask.world, member, body["nick"], by=ask.me.id, reason=ask.reason)
    if roles is not None:
        sanctions.set_roles(ask.world, member, roles, by=ask.me.id, reason=ask.reason)
    return ok(member.json())


def change_own(ask: Ask) -> Reply:
    """The bot's own nickname."""
    guild = ask.guild()
    mine = ask.mine(guild)
    if Right.CHANGE_NICKNAME not in guild_rights(guild, mine):
        raise missing_permissions()
    if "nick" in ask.body:
        sanctions.rename(ask.world, mine, ask.body["nick"], by=ask.me.id, reason=ask.reason)
    return ok(mine.json())


def _until(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _roles(guild: Guild, wanted: list[str]) -> list[Role]:
    roles = [guild.roles.get(int(one)) for one in wanted]
    if any(role is None for role in roles):
        raise unknown("Role")
    return [role for role in roles if role is not None]


def _check_roles(mine: Member, member: Member, wanted: list[Role]) -> None:
    touched = [role for role in {*wanted, *member.roles} if (role in wanted) != (role in member.roles)]
    if Right.MANAGE_ROLES not in guild_rights(mine.guild, mine):
        raise missing_permissions()
    if any(role.managed or role.position >= mine.top_role.position for role in touched):
        raise missing_permissions()


def add_role(ask: Ask) -> Reply:
    """Gives one role below the bot's own."""
    guild = ask.guild()
    member, role = ask.member(guild), ask.role(guild)
    wanted = [*(one for one in member.roles if one is not role), role]
    _check_roles(ask.mine(guild), member, wanted)
    sanctions.set_roles(ask.world, member, wanted, by=ask.me.id, reason=ask.reason)
    return NOTHING


def take_role(ask: Ask) -> Reply:
    """Takes one role."""
    guild = ask.guild()
    member, role = ask.member(guild), ask.role(guild)
    wanted = [one for one in member.roles if one is not role]
    _check_roles(ask.mine(guild), member, wanted)
    sanctions.set_roles(ask.world, member, wanted, by=ask.me.id, reason=ask.reason)
    return NOTHING


def kick(ask: Ask) -> Reply:
    """Removes a member below the bot."""
    guild = ask.guild()
    member = ask.member(guild)
    sanctions.check_power(ask.mine(guild), Right.KICK_MEMBERS, member)
    sanctions.kick(ask.world, member, by=ask.me.id, reason=ask.reason)
    return NOTHING


def bans(ask: Ask) -> Reply:
    """Bans by user id, page by page."""
    guild = ask.guild()
    _needs_ban(ask, guild)
    limit = number(ask.query, "limit", 1000, 1, 1000)
    listed = [guild.bans[one] for one in sorted(guild.bans)]
    if "after" in ask.query:
        listed = [one for one in listed if one.account.id > int(ask.query["after"])]
    if "before" in ask.query:
        listed = [one for one in listed if one.account.id < int(ask.query["before"])]
    return ok([one.json() for one in listed[:limit]])


def one_ban(ask: Ask) -> Reply:
    """Whether somebody is banned."""
    guild = ask.guild()
    _needs_ban(ask, guild)
    found = guild.bans.get(ask.number("user_id"))
    if found is None:
        raise unknown("Ban")
    return ok(found.json())


def ban(ask: Ask) -> Reply:
    """Bans a member below the bot, or anybody who is no member."""
    guild, account = ask.guild(), ask.account()
    sanctions.check_power(ask.mine(guild), Right.BAN_MEMBERS, guild.members.get(account.id))
    sanctions.ban(ask.world, guild, account, by=ask.me.id, sweep_seconds=_sweep(ask), reason=ask.reason)
    return NOTHING


def _sweep(ask: Ask) -> int:
    """Seconds of messages to delete, in the body (older clients: days) or in the query."""
    for source in (ask.body, ask.query):
        if source.get("delete_message_seconds") is not None:
            return int(source["delete_message_seconds"])
        if source.get("delete_message_days") is not None:
            return int(source["delete_message_days"]) * 86_400
    return 0


def unban(ask: Ask) -> Reply:
    """Lifts a ban."""
    guild = ask.guild()
    _needs_ban(ask, guild)
    sanctions.unban(ask.world, guild, ask.number("user_id"), by=ask.me.id, reason=ask.reason)
    return NOTHING


def bulk_ban(ask: Ask) -> Reply:
    """Bans up to two hundred; who stands too high is left out."""
    guild = ask.guild()
    mine = ask.mine(guild)
    _needs_ban(ask, guild)
    if Right.MANAGE_GUILD not in guild_rights(guild, mine):
        raise missing_permissions()
    wanted = [int(one) for one in ask.body["user_ids"]][:MOST_AT_ONCE]
    able = [one for one in wanted if one in ask.world.accounts and _below(mine, guild, one)]
    for one in able:
        account, by = ask.world.accounts[one], ask.me.id
        sanctions.ban(ask.world, guild, account, by=by, sweep_seconds=_sweep(ask), reason=ask.reason)
    return ok({"banned_users": ids(able), "failed_users": ids(one for one in wanted if one not in able)})


def _below(mine: Member, guild: Guild, account_id: int) -> bool:
    member = guild.members.get(account_id)
    return member is None or outranks(mine, member)


def _needs_ban(ask: Ask, guild: Guild) -> None:
    if Right.BAN_MEMBERS not in guild_rights(guild, ask.mine(guild)):
        raise missing_permissions()


ONE = "/guilds/{guild_id}/members/{user_id}"
BANNED = "/guilds/{guild_id}/bans"
ROUTES = (
    Route("GET", "/guilds/{guild_id}/members", everyone),
    Route("GET", "/guilds/{guild_id}/members/search", search),
    Route("PATCH", "/guilds/{guild_id}/members/@me", change_own),
    Route("GET", ONE, read),
    Route("PATCH", ONE, change),
    Route("DELETE", ONE, kick),
    Route("PUT", ONE + "/roles/{role_id}", add_role),
    Route("DELETE", ONE + "/roles/{role_id}", take_role),
    Route("GET", BANNED, bans),
    Route("GET", BANNED + "/{user_id}", one_ban),
    Route("PUT", BANNED + "/{user_id}", ban),
    Route("DELETE", BANNED + "/{user_id}", unban),
    Route("POST", "/guilds/{guild_id}/bulk-ban", bulk_ban),
)
