"""Options of a slash command: from a person's words to the values and resolved objects that Discord sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.attachments import Attachment
from tests.counterparts.discord.channels import Channel
from tests.counterparts.discord.commands import Command
from tests.counterparts.discord.guilds import Guild
from tests.counterparts.discord.messages import Message
from tests.counterparts.discord.refusals import NotAllowed
from tests.counterparts.discord.rights import EVERYONE, channel_rights
from tests.counterparts.discord.roles import Role
from tests.counterparts.discord.shapes import Json

if TYPE_CHECKING:
    from tests.counterparts.discord.world import World

SUBCOMMAND, GROUP, TEXT, WHOLE_NUMBER, YES_NO, USER, CHANNEL, ROLE, MENTIONABLE, DECIMAL, FILE = range(1, 12)


@dataclass(slots=True, kw_only=True)
class Resolved:
    """The objects behind the ids in an interaction."""

    world: World
    channel: Channel
    objects: dict[str, Json] = field(default_factory=dict)

    def _put(self, kind: str, key: int, shown: Json) -> str:
        self.objects.setdefault(kind, {})[str(key)] = shown
        return str(key)

    def account(self, account: Account) -> str:
        """A user, and the membership beside it when there is one."""
        guild = self.channel.guild
        member = None if guild is None else guild.members.get(account.id)
        if member is not None:
            rights = channel_rights(self.channel, member, self.world.now())
            self._put("members", account.id, member.json(user=False, rights=rights))
        return self._put("users", account.id, account.json())

    def place(self, channel: Channel) -> str:
        """A channel."""
        return self._put("channels", channel.id, channel.json() | {"permissions": str(int(EVERYONE))})

    def role(self, role: Role) -> str:
        """A role."""
        return self._put("roles", role.id, role.json())

    def message(self, message: Message) -> str:
        """A message, with its content whatever the intents."""
        return self._put("messages", message.id, message.json(reader=self.world.bot.id))

    def file(self, name: str, content: bytes) -> str:
        """An upload that belongs to the interaction."""
        made = Attachment(
            id=self.world.snowflakes.new(),
            channel_id=self.channel.id,
            filename=name,
            content=content,
            clock=self.world.clock,
            ephemeral=True,
        )
        self.world.files[made.path] = made
        return self._put("attachments", made.id, made.json())

    def thing(self, thing: object) -> str:
        """Any of them, by what it is."""
        if isinstance(thing, Account):
            return self.account(thing)
        if isinstance(thing, Role):
            return self.role(thing)
        if isinstance(thing, Channel):
            return self.place(thing)
        raise NotAllowed(f"{thing!r} cannot be chosen")


def path_of(command: Command, words: list[str]) -> tuple[list[Json], list[Json]]:
    """The chain of subcommands that the words name, and the options of the last."""
    chain: list[Json] = []
    options = command.options
    for word in words:
        step = next(
            (one for one in options if one["name"] == word and one["type"] in (SUBCOMMAND, GROUP)), None
        )
        if step is None:
            raise NotAllowed(f"/{command.name} has no subcommand {word}")
        chain.append(step)
        options = step.get("options") or []
    if any(one["type"] in (SUBCOMMAND, GROUP) for one in options):
        raise NotAllowed(f"/{command.name} needs one of its subcommands")
    return chain, options


def given_options(
    known: list[Json], values: Mapping[str, object], resolved: Resolved, *, focused: str | None = None
) -> list[Json]:
    """The options as they travel. An unfinished autocompletion is not checked."""
    by_name = {name: option for option in known for name in _names(option)}
    given: list[Json] = []
    for name, value in values.items():
        option = by_name.get(name)
        if option is None:
            raise NotAllowed(f"no option {name}")
        if focused is None:
            _check(option, value)
        shown: Json = {
            "name": option["name"],
            "type": option["type"],
            "value": _value(option, value, resolved),
        }
        given.append(shown | ({"focused": True} if name == focused else {}))
    missing = {option["name"] for option in known if option.get("required")} - {one["name"] for one in given}
    if missing and focused is None:
        raise NotAllowed(f"required: {', '.join(sorted(missing))}")
    return given


def _names(option: Json) -> set[str]:
    return {option["name"], *(option.get("name_localizations") or {}).values()}


def _check(option: Json, value: object) -> None:
    choices = option.get("choices")
    if choices and value not in [choice["value"] for choice in choices] + [
        choice["name"] for choice in choices
    ]:
        raise NotAllowed(f"{value!r} is none of the choices of {option['name']}")
    if isinstance(value, str) and option["type"] == TEXT:
        least, most = option.get("min_length") or 0, option.get("max_length") or 6000
        if not least <= len(value) <= most:
            raise NotAllowed(f"{option['name']} takes {least} to {most} letters")
    if isinstance(value, int | float) and option["type"] in (WHOLE_NUMBER, DECIMAL):
        least, most = option.get("min_value"), option.get("max_value")
        if (least is not None and value < least) or (most is not None and value > most):
            raise NotAllowed(f"{option['name']} is out of range")


def _value(option: Json, value: object, resolved: Resolved) -> object:
    kind = option["type"]
    if kind in (USER, CHANNEL, ROLE, MENTIONABLE):
        return resolved.thing(value)
    if kind == FILE:
        if not isinstance(value, tuple):
            raise NotAllowed("a file is (name, bytes)")
        return resolved.file(*value)
    for choice in option.get("choices") or []:
        if value == choice["name"]:
            return choice["value"]
    if kind == WHOLE_NUMBER and (isinstance(value, bool) or not isinstance(value, int)):
        raise NotAllowed(f"{option['name']} is a whole number")
    return value


def nested(chain: list[Json], given: list[Json]) -> list[Json]:
    """Wraps the options into the subcommands that lead to them."""
    for step in reversed(chain):
        given = [{"name": step["name"], "type": step["type"], "options": given}]
    return given


def parent_guild(channel: Channel) -> int | None:
    """Where commands are looked up."""
    guild: Guild | None = channel.guild
    return None if guild is None else guild.id
