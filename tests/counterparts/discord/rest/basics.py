"""The bot itself, other users, private channels, and where the gateway is."""

from __future__ import annotations

from tests.counterparts.discord import joining
from tests.counterparts.discord.refusals import Refusal, invalid_form, number, unknown
from tests.counterparts.discord.rest.asks import NOTHING, Ask, Reply, Route, ok
from tests.counterparts.discord.rights import guild_rights
from tests.counterparts.discord.shapes import Json

GATEWAY_URL = "wss://gateway.discord.gg"


def own_user(ask: Ask) -> Reply:
    """Who am I."""
    return ok(ask.me.private_json())


def change_own_user(ask: Ask) -> Reply:
    """Another name."""
    name = ask.body.get("username")
    if name is not None:
        if not 2 <= len(name) <= 32:
            raise invalid_form("username", "BASE_TYPE_BAD_LENGTH", "Must be between 2 and 32 in length.")
        ask.me.username = name
        ask.world.emit("USER_UPDATE", ask.me.private_json())
    return ok(ask.me.private_json())


def own_application(ask: Ask) -> Reply:
    """The application behind me."""
    return ok(ask.world.application.json())


def gateway(_: Ask) -> Reply:
    """Where to connect."""
    return ok({"url": GATEWAY_URL})


def gateway_for_bots(_: Ask) -> Reply:
    """The same with shards and the identifies left."""
    limit = {"total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1}
    return ok({"url": GATEWAY_URL, "shards": 1, "session_start_limit": limit})


def user(ask: Ask) -> Reply:
    """Any account."""
    return ok(ask.account().json())


def own_guilds(ask: Ask) -> Reply:
    """Guilds in which I am."""
    limit = number(ask.query, "limit", 200, 1, 200)
    shown: list[Json] = []
    for guild in sorted(ask.world.guilds.values(), key=lambda one: one.id):
        if guild.me is None or guild.id <= int(ask.query.get("after", 0)):
            continue
        shown.append(
            {
                "id": str(guild.id),
                "name": guild.name,
                "icon": None,
                "banner": None,
                "owner": guild.owner_id == ask.me.id,
                "permissions": str(int(guild_rights(guild, guild.me))),
                "features": list(guild.features),
            }
        )
    return ok(shown[:limit])


def leave_guild(ask: Ask) -> Reply:
    """I go."""
    joining.leave(ask.world, ask.guild(), ask.me)
    return NOTHING


def open_private_channel(ask: Ask) -> Reply:
    """The private channel with somebody; whether they take messages shows only on sending."""
    account = ask.world.accounts.get(int(ask.body.get("recipient_id") or 0))
    if account is None:
        raise unknown("User")
    if account.bot:
        raise Refusal(403, 50007, "Cannot send messages to this user")
    return ok(ask.world.private_channel(account).json())


ROUTES = (
    Route("GET", "/users/@me", own_user),
    Route("PATCH", "/users/@me", change_own_user),
    Route("GET", "/oauth2/applications/@me", own_application),
    Route("GET", "/applications/@me", own_application),
    Route("GET", "/gateway", gateway, open_to_all=True),
    Route("GET", "/gateway/bot", gateway_for_bots),
    Route("GET", "/users/@me/guilds", own_guilds),
    Route("DELETE", "/users/@me/guilds/{guild_id}", leave_guild),
    Route("POST", "/users/@me/channels", open_private_channel),
    Route("GET", "/users/{user_id}", user),
)
