"""Operating the bot: commands, menus, buttons and forms, as a client offers them."""

from __future__ import annotations

from dataclasses import dataclass

from tests.counterparts.discord import invoking
from tests.counterparts.discord.channels import Channel
from tests.counterparts.discord.interactions import Interaction
from tests.counterparts.discord.messages import Message
from tests.counterparts.discord.shapes import Json
from tests.counterparts.discord.speaking import Speaker


@dataclass(slots=True, kw_only=True, eq=False)
class Operator(Speaker):
    """A speaker who uses what the bot offers."""

    def slash(self, channel: Channel, command: str, /, **options: object) -> Interaction:
        """Gives a slash command; `faq add` names a subcommand, options take the names in any language."""
        given = {name: _plain(value) for name, value in options.items()}
        return invoking.slash(self.world, self.account, channel, command, given)

    def completes(self, channel: Channel, command: str, /, **options: object) -> Interaction:
        """Types into the last option named, and waits for suggestions."""
        given = {name: _plain(value) for name, value in options.items()}
        return invoking.autocomplete(self.world, self.account, channel, command, given)

    def message_menu(self, message: Message, name: str) -> Interaction:
        """Uses a command from a message's menu."""
        return invoking.message_menu(self.world, self.account, message, name)

    def user_menu(self, channel: Channel, target: Speaker, name: str) -> Interaction:
        """Uses a command from a person's menu."""
        return invoking.user_menu(self.world, self.account, channel, target.account, name)

    def presses(self, message: Message, which: str | int) -> Interaction:
        """Presses a button: by custom_id, by label or by place."""
        self._can_see(message)
        return invoking.press(self.world, self.account, message, which)

    def presses_as_shown_before(self, message: Message, custom_id: str) -> Interaction:
        """Presses a button that the message may no longer have: the client has not heard of the change yet."""
        self._can_see(message)
        return invoking.press_as_shown_before(self.world, self.account, message, custom_id)

    def chooses(self, message: Message, which: str | int, *chosen: object) -> Interaction:
        """Chooses in a menu."""
        self._can_see(message)
        return invoking.choose(self.world, self.account, message, which, [_plain(one) for one in chosen])

    @property
    def open_form(self) -> Interaction | None:
        """The interaction whose form is open before the person, the latest if several are."""
        own = [one for one in self.world.interactions.values() if one.by is self.account and one.modal]
        return own[-1] if own else None

    @property
    def whispers(self) -> list[Message]:
        """Ephemeral messages that only this person sees, oldest first."""
        own = [one for one in self.world.interactions.values() if one.by is self.account]
        return [message for one in own for message in one.messages if message.is_ephemeral]

    def submits(self, opener: Interaction, answers: Json | None = None, /, **fields: object) -> Interaction:
        """Fills in the form that the interaction opened: by custom_id or label, as a mapping or as keywords."""
        return invoking.submit(self.world, self.account, opener, (answers or {}) | fields)


def _plain(value: object) -> object:
    return value.account if isinstance(value, Speaker) else value
