"""Invoking: a person's slash command, menu, press, choice or form becomes an interaction for the bot."""

from __future__ import annotations

from collections.abc import Mapping

from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.channels import Channel
from tests.counterparts.discord.commands import Command, CommandKind
from tests.counterparts.discord.components import SELECTS, Part, every_part
from tests.counterparts.discord.forms import filled
from tests.counterparts.discord.interactions import Interaction, InteractionKind
from tests.counterparts.discord.messages import Message
from tests.counterparts.discord.options import Resolved, given_options, nested, parent_guild, path_of
from tests.counterparts.discord.refusals import NotAllowed
from tests.counterparts.discord.rights import Right
from tests.counterparts.discord.shapes import Json
from tests.counterparts.discord.world import World

LARGEST_UPLOAD = 10 * 1024 * 1024


def slash(
    world: World, by: Account, channel: Channel, words: str, values: Mapping[str, object]
) -> Interaction:
    """A slash command such as `faq add`, with its options."""
    name, *rest = words.split()
    command = _command(world, by, channel, CommandKind.SLASH, name)
    chain, known = path_of(command, rest)
    resolved = Resolved(world=world, channel=channel)
    given = given_options(known, values, resolved)
    data = _data(command) | {"options": nested(chain, given)}
    return _sent(world, InteractionKind.COMMAND, by, channel, data | _objects(resolved))


def autocomplete(
    world: World, by: Account, channel: Channel, words: str, values: Mapping[str, object]
) -> Interaction:
    """Typing into an option; the last value given is the one being typed."""
    name, *rest = words.split()
    command = _command(world, by, channel, CommandKind.SLASH, name)
    chain, known = path_of(command, rest)
    resolved = Resolved(world=world, channel=channel)
    given = given_options(known, values, resolved, focused=list(values)[-1])
    data = _data(command) | {"options": nested(chain, given)}
    return _sent(world, InteractionKind.AUTOCOMPLETE, by, channel, data)


def message_menu(world: World, by: Account, message: Message, name: str) -> Interaction:
    """A context menu command on a message."""
    command = _command(world, by, message.channel, CommandKind.MESSAGE_MENU, name)
    resolved = Resolved(world=world, channel=message.channel)
    data = _data(command) | {"target_id": resolved.message(message)}
    return _sent(world, InteractionKind.COMMAND, by, message.channel, data | _objects(resolved))


def user_menu(world: World, by: Account, channel: Channel, target: Account, name: str) -> Interaction:
    """A context menu command on a person."""
    command = _command(world, by, channel, CommandKind.USER_MENU, name)
    resolved = Resolved(world=world, channel=channel)
    data = _data(command) | {"target_id": resolved.account(target)}
    return _sent(world, InteractionKind.COMMAND, by, channel, data | _objects(resolved))


def press(world: World, by: Account, message: Message, which: str | int) -> Interaction:
    """A press on a button, named by custom_id, label or place."""
    buttons = [part for part in every_part(message.components) if part["type"] == Part.BUTTON]
    button = _picked(buttons, which)
    if button.get("disabled") or "custom_id" not in button:
        raise NotAllowed(f"the button {which!r} cannot be pressed")
    return _used(world, by, message, button, {})


def press_as_shown_before(world: World, by: Account, message: Message, custom_id: str) -> Interaction:
    """A press on a button that an edit may have taken away a moment ago."""
    return _used(world, by, message, {"type": Part.BUTTON, "custom_id": custom_id, "id": 1}, {})


def choose(
    world: World, by: Account, message: Message, which: str | int, chosen: list[object]
) -> Interaction:
    """A choice in a menu: values or labels of options, or people, roles and channels."""
    menus = [part for part in every_part(message.components) if part["type"] in SELECTS]
    menu = _picked(menus, which)
    resolved = Resolved(world=world, channel=message.channel)
    if menu["type"] == Part.STRING_SELECT:
        values = [_option_value(menu, one) for one in chosen]
    else:
        values = [resolved.thing(one) for one in chosen]
    if menu.get("disabled") or not menu["min_values"] <= len(values) <= menu["max_values"]:
        raise NotAllowed(f"{len(values)} cannot be chosen in {which!r}")
    return _used(world, by, message, menu, {"values": values} | _objects(resolved))


def submit(world: World, by: Account, opener: Interaction, answers: Mapping[str, object]) -> Interaction:
    """A filled form, sent off."""
    if opener.modal is None or opener.by is not by:
        raise NotAllowed("no form is open")
    data = {"custom_id": opener.modal["custom_id"], "components": filled(opener.modal, answers)}
    opener.modal = None
    return _sent(world, InteractionKind.FORM, by, opener.channel, data, message=opener.message, opener=opener)


def _picked(parts: list[Json], which: str | int) -> Json:
    if isinstance(which, int):
        if which >= len(parts):
            raise NotAllowed(f"there are only {len(parts)} to pick from")
        return parts[which]
    for key in ("custom_id", "label", "placeholder"):
        for part in parts:
            if part.get(key) == which:
                return part
    raise NotAllowed(
        f"{which!r} is not among {[part.get('label') or part.get('custom_id') for part in parts]}"
    )


def _option_value(menu: Json, wanted: object) -> str:
    for option in menu["options"]:
        if wanted in (option["value"], option["label"]):
            return str(option["value"])
    raise NotAllowed(f"{wanted!r} is no option")


def _used(world: World, by: Account, message: Message, part: Json, more: Json) -> Interaction:
    if message.deleted:
        raise NotAllowed("the message is gone")
    data = {"custom_id": part["custom_id"], "component_type": int(part["type"]), "id": part["id"]} | more
    return _sent(world, InteractionKind.COMPONENT, by, message.channel, data, message=message)


def _command(world: World, by: Account, channel: Channel, kind: CommandKind, name: str) -> Command:
    command = world.commands.found(parent_guild(channel), kind, name)
    if command is None:
        raise NotAllowed(f"no command {name!r} is registered here")
    if channel.guild is None and command.guild_id is None and not _works_in_private(command):
        raise NotAllowed(f"/{name} is not for private chats")
    rights = world.rights(by, channel)
    needed = Right(int(command.body.get("default_member_permissions") or 0)) | Right.USE_APPLICATION_COMMANDS
    if Right.VIEW_CHANNEL not in rights or (channel.guild is not None and needed not in rights):
        raise NotAllowed(f"{by.username} may not use {name!r} here")
    return command


def _works_in_private(command: Command) -> bool:
    contexts = command.body.get("contexts")
    return command.body.get("dm_permission") is not False and (contexts is None or 1 in contexts)


def _data(command: Command) -> Json:
    data: Json = {"id": str(command.id), "name": command.name, "type": int(command.kind)}
    return data if command.guild_id is None else data | {"guild_id": str(command.guild_id)}


def _objects(resolved: Resolved) -> Json:
    return {"resolved": resolved.objects} if resolved.objects else {}


def _sent(
    world: World,
    kind: InteractionKind,
    by: Account,
    channel: Channel,
    data: Json,
    *,
    message: Message | None = None,
    opener: Interaction | None = None,
) -> Interaction:
    number = world.snowflakes.new()
    interaction = Interaction(
        world=world,
        id=number,
        token=f"interaction-token-{number:x}",
        kind=kind,
        by=by,
        channel=channel,
        data=data,
        made_at=world.now(),
        message=message,
        opener=opener,
    )
    world.interactions[interaction.token] = interaction
    world.emit("INTERACTION_CREATE", _event(interaction), guild=channel.guild)
    return interaction


def _event(interaction: Interaction) -> Json:
    world, channel, by = interaction.world, interaction.channel, interaction.by
    rights = world.rights(by, channel)
    shown: Json = {
        "id": str(interaction.id),
        "application_id": str(world.application.id),
        "type": int(interaction.kind),
        "data": interaction.data,
        "token": interaction.token,
        "version": 1,
        "channel_id": str(channel.id),
        "channel": channel.json() | {"permissions": str(int(rights))},
        "app_permissions": str(int(world.rights(world.bot, channel))),
        "locale": by.locale,
        "entitlements": [],
        "authorizing_integration_owners": interaction.owners(),
        "context": 1 if channel.guild is None else 0,
        "attachment_size_limit": LARGEST_UPLOAD,
    }
    if interaction.message is not None:
        shown["message"] = interaction.message.json(reader=world.bot.id)
    if channel.guild is None:
        return shown | {"user": by.json()}
    guild = channel.guild
    return shown | {
        "guild_id": str(guild.id),
        "guild_locale": guild.locale,
        "guild": {"id": str(guild.id), "locale": guild.locale, "features": list(guild.features)},
        "member": guild.members[by.id].json(rights=rights),
    }
