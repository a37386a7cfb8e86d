"""Interactions → events: slash commands, message menus, pressed buttons, submitted forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.adapters.discord.interactions import Press, read_form_id
from bot.adapters.discord.receive import Receiver
from bot.letters import whole
from chat.events import ButtonPressed, CommandGiven, Event, FormSubmitted
from chat.messages import MessageRef
from chat.people import Space, Speaker


class Asked:
    """Makes events of what waits for an answer; `menus` names the command of each message menu."""

    def __init__(self, receiver: Receiver, menus: Mapping[str, str]) -> None:
        self._receiver = receiver
        self._menus = menus

    def event(self, interaction: Press) -> Event | None:
        """A slash command, a message menu, a pressed button or a submitted form."""
        name = str(interaction.id)
        space = self._receiver.space(interaction.channel, interaction.user.id)
        if space is None:
            return None
        data: Mapping[str, Any] = interaction.data or {}
        match interaction.type:
            case discord.InteractionType.application_command:
                return self._command(interaction, space, data, name)
            case discord.InteractionType.component:
                message = interaction.message
                return ButtonPressed(
                    **self._common(interaction, space),
                    payload=str(data.get("custom_id", "")),
                    interaction=name,
                    message=MessageRef(space, str(message.id)) if message else None,
                )
            case discord.InteractionType.modal_submit:
                return self._form(interaction, space, data, name)
            case _:
                return None

    def _common(self, interaction: Press, space: Space) -> dict[str, Any]:
        return {
            "key": f"discord:interaction:{interaction.id}",
            "at": interaction.created_at,
            "space": space,
            "by": self._receiver.speaker(interaction.user, locale=str(interaction.locale)),
        }

    def _command(self, interaction: Press, space: Space, data: Mapping[str, Any], name: str) -> Event:
        common = self._common(interaction, space)
        target = data.get("target_id")
        if target is not None:
            found = data.get("resolved", {}).get("messages", {}).get(str(target))
            message = self._resolved(interaction, found)
            return CommandGiven(
                **common,
                name=self._menus.get(str(data["name"]), str(data["name"])),
                interaction=name,
                about=self._receiver.message(message, space) if message else None,
                about_by=self._receiver.speaker(message.author) if message else None,
            )
        arguments = {str(one["name"]): whole(str(one["value"])) for one in data.get("options", ())}
        words = " ".join(arguments.values())
        return CommandGiven(
            **common,
            name=str(data["name"]),
            words=words,
            arguments=arguments,
            about_by=self._chosen(interaction, data),
            interaction=name,
        )

    def _chosen(self, interaction: Press, data: Mapping[str, Any]) -> Speaker | None:
        """The one person whom an option names, as Discord tells them along."""
        users = list(data.get("resolved", {}).get("users", {}).values())
        if len(users) != 1:
            return None
        guild = interaction.guild
        member = guild.get_member(int(users[0]["id"])) if guild else None
        return self._receiver.speaker(member or discord.User(state=interaction._state, data=users[0]))

    def _resolved(self, interaction: Press, data: Any) -> discord.Message | None:
        """The message of a menu command, from what Discord sent along."""
        if data is None or not isinstance(interaction.channel, discord.abc.Messageable):
            return None
        channel: Any = interaction.channel
        return discord.Message(state=interaction._state, channel=channel, data=data)

    def _form(self, interaction: Press, space: Space, data: Mapping[str, Any], name: str) -> Event | None:
        form = read_form_id(str(data.get("custom_id", "")))
        if form is None:
            return None
        return FormSubmitted(
            **self._common(interaction, space),
            form=form[0],
            subject=form[1],
            dialogue=form[2],
            values=dict(_values(data.get("components", ()))),
            interaction=name,
        )


def _values(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Custom id → value of every input, whether in action rows or labels."""
    found = []
    for row in rows:
        inner = [*row.get("components", ()), *([row["component"]] if "component" in row else [])]
        found += [
            (str(one["custom_id"]), whole(str(one.get("value", "")))) for one in inner if "custom_id" in one
        ]
    return found
