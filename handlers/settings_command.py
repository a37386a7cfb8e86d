"""Where what is set: the file, and what managers change in the chat."""

from __future__ import annotations

from chat.decision import Decision, answer
from chat.events import CommandGiven
from chat.handler import command
from chat.people import Rank
from chat.text import Text


@command("settings", zh="设置", room="handlers", rank=Rank.MANAGER)
async def settings_command(event: CommandGiven) -> Decision:
    """The places of settings; nothing is changed by it."""
    return Decision(reason="settings.shown", actions=(answer(event, Text("handlers.settings.where")),))
