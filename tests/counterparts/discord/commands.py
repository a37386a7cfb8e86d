"""Application commands: what a bot has registered, globally and per guild."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from tests.counterparts.discord.command_rules import check_command, check_numbers
from tests.counterparts.discord.refusals import invalid_form, unknown
from tests.counterparts.discord.shapes import Json
from tests.counterparts.discord.snowflakes import Snowflakes


class CommandKind(IntEnum):
    """Command types by Discord's numbers."""

    SLASH = 1
    USER_MENU = 2
    MESSAGE_MENU = 3


@dataclass(slots=True, kw_only=True, eq=False)
class Command:
    """One registered command."""

    id: int
    version: int
    application_id: int
    guild_id: int | None
    body: Json

    @property
    def name(self) -> str:
        """Its name without localisation."""
        return str(self.body["name"])

    @property
    def kind(self) -> CommandKind:
        """Slash command or context menu."""
        return CommandKind(self.body.get("type") or 1)

    @property
    def options(self) -> list[Json]:
        """Its options, or its subcommands."""
        return list(self.body.get("options") or [])

    def names(self) -> set[str]:
        """The name in every language."""
        return {self.name, *(self.body.get("name_localizations") or {}).values()}

    def json(self, *, localised: bool = True) -> Json:
        """The command object."""
        rights = self.body.get("default_member_permissions")
        shown: Json = {
            "id": str(self.id),
            "application_id": str(self.application_id),
            "version": str(self.version),
            "default_member_permissions": None if rights is None else str(rights),
            "type": int(self.kind),
            "name": self.name,
            "description": self.body.get("description") or "",
            "contexts": self.body.get("contexts"),
            "integration_types": self.body.get("integration_types") or [0],
            "nsfw": bool(self.body.get("nsfw")),
        }
        if self.guild_id is None:
            shown["dm_permission"] = self.body.get("dm_permission") is not False
        else:
            shown["guild_id"] = str(self.guild_id)
        if self.options:
            shown["options"] = [_shown_option(option, localised) for option in self.options]
        return shown | (_localised(self.body) if localised else {})


def _localised(body: Json) -> Json:
    return {key: body.get(key) for key in ("name_localizations", "description_localizations")}


def _shown_option(option: Json, localised: bool) -> Json:
    hidden = ("options", "name_localizations", "description_localizations")
    shown = {key: value for key, value in option.items() if value is not None and key not in hidden}
    if localised:
        shown |= {key: value for key, value in _localised(option).items() if value is not None}
    if option.get("options"):
        shown["options"] = [_shown_option(inner, localised) for inner in option["options"]]
    if option.get("choices"):
        shown["choices"] = [{"name_localizations": None, **choice} for choice in option["choices"]]
    return shown


class CommandBook:
    """All commands of the application. Scope None is global, otherwise a guild's id."""

    def __init__(self, snowflakes: Snowflakes, application_id: int) -> None:
        self._snowflakes = snowflakes
        self._application_id = application_id
        self._scopes: dict[int | None, dict[int, Command]] = {}

    def of(self, scope: int | None) -> list[Command]:
        """What is registered in one scope."""
        return list(self._scopes.get(scope, {}).values())

    def one(self, scope: int | None, command_id: int) -> Command:
        """A command by its id."""
        command = self._scopes.get(scope, {}).get(command_id)
        if command is None:
            raise unknown("application command")
        return command

    def overwrite(self, scope: int | None, bodies: list[Json]) -> list[Command]:
        """Replaces a whole scope; a command that keeps kind and name keeps its id."""
        for index, body in enumerate(bodies):
            check_command(body, place=str(index))
        check_numbers(bodies)
        known = {(command.kind, command.name): command for command in self.of(scope)}
        made = [self._made(scope, body, known.get((_kind(body), body["name"]))) for body in bodies]
        self._scopes[scope] = {command.id: command for command in made}
        return made

    def put(self, scope: int | None, body: Json) -> tuple[Command, bool]:
        """Creates a command, or replaces the one of that kind and name; true when it is new."""
        check_command(body)
        held = self._scopes.setdefault(scope, {})
        old = next(
            (one for one in held.values() if (one.kind, one.name) == (_kind(body), body["name"])), None
        )
        command = self._made(scope, body, old)
        check_numbers([one.body for one in held.values() if one is not old] + [body])
        held[command.id] = command
        return command, old is None

    def change(self, scope: int | None, command_id: int, body: Json) -> Command:
        """Edits a command."""
        command = self.one(scope, command_id)
        merged = command.body | body
        check_command(merged)
        others = [one for one in self.of(scope) if one is not command]
        if any((one.kind, one.name) == (command.kind, merged["name"]) for one in others):
            text = "Application command names must be unique"
            raise invalid_form("name", "APPLICATION_COMMANDS_DUPLICATE_NAME", text)
        command.body, command.version = merged, self._snowflakes.new()
        return command

    def drop(self, scope: int | None, command_id: int) -> None:
        """Deletes a command."""
        self.one(scope, command_id)
        del self._scopes[scope][command_id]

    def found(self, guild_id: int | None, kind: CommandKind, name: str) -> Command | None:
        """What a person gets who types a name: the guild's own command before the global one."""
        scopes: Iterable[int | None] = (None,) if guild_id is None else (guild_id, None)
        for scope in scopes:
            for command in self.of(scope):
                if command.kind is kind and name in command.names():
                    return command
        return None

    def _made(self, scope: int | None, body: Json, old: Command | None) -> Command:
        return Command(
            id=self._snowflakes.new() if old is None else old.id,
            version=old.version if old is not None and old.body == body else self._snowflakes.new(),
            application_id=self._application_id,
            guild_id=scope,
            body=body,
        )


def _kind(body: Json) -> CommandKind:
    return CommandKind(body.get("type") or 1)
