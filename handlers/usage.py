"""How a command is written: its name, and what follows it, named in the language of whoever reads it."""

from __future__ import annotations

from chat.handler import Command, Parameter
from chat.text import Bilingual, Text


def written(command: Command, called: str | Bilingual) -> Text:
    """The line that shows how a command is typed, by the name that is `called`; `[…]` may be left out."""
    words = Text("handlers.usage.name", {"name": called})
    for parameter in command.parameters:
        key = "handlers.usage.required" if parameter.required else "handlers.usage.optional"
        words = Text(key, {"words": words, "name": name_of(parameter)})
    return words


def name_of(parameter: Parameter) -> Text:
    """What a parameter is called; what is typed there stays the same in every language."""
    return Text(f"handlers.parameter.{parameter.name}")
