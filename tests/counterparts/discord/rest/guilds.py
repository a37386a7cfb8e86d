"""Guilds: the guild itself, its audit log and its roles."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.counterparts.discord.audit import Deed, record
from tests.counterparts.discord.guilds import Guild
from tests.counterparts.discord.refusals import Form, Refusal, missing_permissions, number
from tests.counterparts.discord.rest.asks import NOTHING, Ask, Reply, Route, ok
from tests.counterparts.discord.rights import EVERY_RIGHT, Right, guild_rights
from tests.counterparts.discord.roles import Role
from tests.counterparts.discord.shapes import Json

INCIDENTS = ("invites_disabled_until", "dms_disabled_until")
LONGEST_PAUSE = timedelta(hours=24)


def read(ask: Ask) -> Reply:
    """The guild, with counts on request."""
    guild = ask.guild()
    shown = guild.json()
    if ask.query.get("with_counts") in ("1", "true"):
        shown |= {"approximate_member_count": len(guild.members), "approximate_presence_count": 0}
    return ok(shown)


def pause(ask: Ask) -> Reply:
    """Pauses invites or direct messages, at most for a day; null ends a pause, what is left out stays."""
    guild = ask.guild()
    _needs(ask, guild, Right.MANAGE_GUILD)
    form, now = Form(), ask.world.now()
    for name in INCIDENTS:
        until = ask.body.get(name)
        if until is not None and not now < datetime.fromisoformat(until) <= now + LONGEST_PAUSE:
            form.fault(name, "INVALID_INCIDENT_TIME", "must be within the next 24 hours")
    form.done()
    guild.incidents = dict.fromkeys(INCIDENTS) | (guild.incidents or {}) | ask.body
    ask.world.emit("GUILD_UPDATE", guild.json(), guild=guild)
    return ok(guild.incidents)


def audit_log(ask: Ask) -> Reply:
    """Newest first, or oldest first with `after`; by person, by deed."""
    guild = ask.guild()
    _needs(ask, guild, Right.VIEW_AUDIT_LOG)
    limit = number(ask.query, "limit", 50, 1, 100)
    by, deed = ask.query.get("user_id"), ask.query.get("action_type")
    entries = [one for one in guild.audit_log if by in (None, str(one.by))]
    entries = [one for one in entries if deed in (None, str(int(one.deed)))]
    if "before" in ask.query:
        entries = [one for one in entries if one.id < int(ask.query["before"])]
    if "after" in ask.query:
        chosen = [one for one in entries if one.id > int(ask.query["after"])][:limit]
    else:
        chosen = entries[::-1][:limit]
    named = {one.by for one in chosen} | {one.target for one in chosen if one.target is not None}
    empty: Json = {
        key: []
        for key in (
            "integrations",
            "webhooks",
            "guild_scheduled_events",
            "threads",
            "application_commands",
            "auto_moderation_rules",
        )
    }
    users = [ask.world.accounts[one].json() for one in sorted(named) if one in ask.world.accounts]
    return ok(empty | {"audit_log_entries": [one.json() for one in chosen], "users": users})


def roles(ask: Ask) -> Reply:
    """All roles."""
    return ok([role.json() for role in ask.guild().roles.values()])


def one_role(ask: Ask) -> Reply:
    """One role."""
    return ok(ask.role(ask.guild()).json())


def create_role(ask: Ask) -> Reply:
    """A new role at the bottom."""
    guild = ask.guild()
    _needs(ask, guild, Right.MANAGE_ROLES)
    _check(ask, guild)
    role = Role(
        id=ask.world.snowflakes.new(),
        guild=guild,
        name="new role",
        permissions=guild.everyone.permissions,
        position=1,
    )
    role.update(ask.body)
    guild.roles[role.id] = role
    _announce(ask, guild, role, Deed.ROLE_CREATE, "GUILD_ROLE_CREATE")
    return ok(role.json())


def change_role(ask: Ask) -> Reply:
    """Changes a role below the bot's own."""
    guild = ask.guild()
    role = _below(ask, guild)
    _check(ask, guild)
    role.update(ask.body)
    _announce(ask, guild, role, Deed.ROLE_UPDATE, "GUILD_ROLE_UPDATE")
    return ok(role.json())


def delete_role(ask: Ask) -> Reply:
    """Deletes a role below the bot's own."""
    guild = ask.guild()
    role = _below(ask, guild)
    if role.managed or role is guild.everyone:
        raise Refusal(400, 50028, "Invalid role")
    del guild.roles[role.id]
    for member in guild.members.values():
        member.roles = [one for one in member.roles if one is not role]
    ask.world.emit("GUILD_ROLE_DELETE", {"guild_id": str(guild.id), "role_id": str(role.id)}, guild=guild)
    record(guild, Deed.ROLE_DELETE, by=ask.me.id, target=role.id, reason=ask.reason)
    return NOTHING


def _needs(ask: Ask, guild: Guild, right: Right) -> None:
    if right not in guild_rights(guild, ask.mine(guild)):
        raise missing_permissions()


def _below(ask: Ask, guild: Guild) -> Role:
    _needs(ask, guild, Right.MANAGE_ROLES)
    role = ask.role(guild)
    if role.position >= ask.mine(guild).top_role.position and guild.owner_id != ask.me.id:
        raise missing_permissions()
    return role


def _check(ask: Ask, guild: Guild) -> None:
    form = Form()
    form.longest("name", ask.body.get("name"), 100)
    form.done()
    wanted = ask.body.get("permissions")
    held = guild_rights(guild, ask.mine(guild))
    if wanted is not None and Right(int(wanted)) & EVERY_RIGHT & ~held:
        raise missing_permissions()


def _announce(ask: Ask, guild: Guild, role: Role, deed: Deed, event: str) -> None:
    ask.world.emit(event, {"guild_id": str(guild.id), "role": role.json()}, guild=guild)
    record(guild, deed, by=ask.me.id, target=role.id, reason=ask.reason)


ROUTES = (
    Route("GET", "/guilds/{guild_id}", read),
    Route("PUT", "/guilds/{guild_id}/incident-actions", pause),
    Route("GET", "/guilds/{guild_id}/audit-logs", audit_log),
    Route("GET", "/guilds/{guild_id}/roles", roles),
    Route("POST", "/guilds/{guild_id}/roles", create_role),
    Route("GET", "/guilds/{guild_id}/roles/{role_id}", one_role),
    Route("PATCH", "/guilds/{guild_id}/roles/{role_id}", change_role),
    Route("DELETE", "/guilds/{guild_id}/roles/{role_id}", delete_role),
)
