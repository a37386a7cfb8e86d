"""Application commands: registering and reading them, globally and per guild."""

from __future__ import annotations

from collections.abc import Callable

from tests.counterparts.discord.commands import Command
from tests.counterparts.discord.refusals import unknown
from tests.counterparts.discord.rest.asks import NOTHING, Ask, Handler, Reply, Route, ok


def _scope(ask: Ask) -> int | None:
    if ask.number("application_id") != ask.world.application.id:
        raise unknown("Application")
    return ask.guild().id if "guild_id" in ask.named else None


def _localised(ask: Ask) -> bool:
    return ask.query.get("with_localizations") in ("1", "true")


def every(ask: Ask) -> Reply:
    """What is registered."""
    found = ask.world.commands.of(_scope(ask))
    return ok([command.json(localised=_localised(ask)) for command in found])


def overwrite(ask: Ask) -> Reply:
    """Replaces all of a scope."""
    made = ask.world.commands.overwrite(_scope(ask), ask.items)
    return ok([command.json() for command in made])


def create(ask: Ask) -> Reply:
    """Adds one, or replaces the one of its name."""
    command, is_new = ask.world.commands.put(_scope(ask), ask.body)
    return Reply(status=201 if is_new else 200, body=command.json())


def _with_one(act: Callable[[Ask, Command], Reply]) -> Handler:
    def handler(ask: Ask) -> Reply:
        return act(ask, ask.world.commands.one(_scope(ask), ask.number("command_id")))

    return handler


def _read(_: Ask, command: Command) -> Reply:
    return ok(command.json())


def _change(ask: Ask, command: Command) -> Reply:
    return ok(ask.world.commands.change(command.guild_id, command.id, ask.body).json())


def _delete(ask: Ask, command: Command) -> Reply:
    ask.world.commands.drop(command.guild_id, command.id)
    return NOTHING


SCOPES = (
    "/applications/{application_id}/commands",
    "/applications/{application_id}/guilds/{guild_id}/commands",
)
ROUTES = tuple(
    route
    for scope in SCOPES
    for route in (
        Route("GET", scope, every),
        Route("PUT", scope, overwrite),
        Route("POST", scope, create),
        Route("GET", scope + "/{command_id}", _with_one(_read)),
        Route("PATCH", scope + "/{command_id}", _with_one(_change)),
        Route("DELETE", scope + "/{command_id}", _with_one(_delete)),
    )
)
