"""Help of the command line in the language of the terminal: the framework's pages, in words of ours."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chat.people import Language
from chat.text import Text

if TYPE_CHECKING:
    from cyclopts.help import HelpEntry, HelpPanel
    from rich.console import Console, ConsoleOptions

_HELP = "bot.cli.help."


@dataclass(frozen=True, slots=True)
class Spoken:
    """A help formatter that says the words of the program in one of two languages. Nothing is loaded until it is asked.

    What a command does stands in its docstring; `bot.cli.help` holds the same sentence with its Chinese, as a catalogue
    of messages does. What an option means stands in `bot.cli.option` under the option's name.
    """

    environment: Mapping[str, str]

    @property
    def language(self) -> Language:
        """That of the terminal."""
        from bot.faults import language_for

        return language_for(None, self.environment)

    def __call__(self, console: Console, options: ConsoleOptions, panel: HelpPanel) -> None:
        """One panel: commands, or parameters."""
        from cyclopts.help import DefaultFormatter

        entries = [self._entry(one) for one in panel.entries]
        title = self.said(str(panel.title))
        DefaultFormatter()(console, options, panel.copy(entries=entries, title=title))

    def render_usage(self, console: Console, options: ConsoleOptions, usage: Any) -> None:
        """The first line."""
        from rich.text import Text as Styled

        del options
        words = str(usage).removeprefix("Usage: ").replace("COMMAND", self._frame("command"))
        words = words.replace("OPTIONS", self._frame("options"))
        console.print(Styled(self._frame("usage", words)))

    def render_description(self, console: Console, options: ConsoleOptions, description: Any) -> None:
        """What the command does."""
        del options
        source = _source(description)
        if source:
            console.print(self.said(source), markup=False, highlight=False)
            console.print()

    def said(self, english: str) -> str:
        """A sentence of the catalogue in the terminal's language; one that is not there as it is."""
        from bot.texts import load_texts

        if self.language == "en":
            return english
        found = load_texts(("bot",))
        return next((one["zh"] for key, one in found.items() if _is(key, one["en"], english)), english)

    def _entry(self, entry: HelpEntry) -> HelpEntry:
        source = self.said(_source(entry.description)) or self._option(entry)
        default = None if entry.default == "False" else entry.default
        if self.language == "en":
            return entry.copy(description=source, default=default)
        notes = [source] if source else []
        if entry.choices:
            notes.append(self._frame("choices", ", ".join(entry.choices)))
        if default is not None:
            notes.append(self._frame("default", default))
        if entry.required:
            notes.append(self._frame("required"))
        return entry.copy(description="".join(notes), choices=None, default=None, required=False)

    def _option(self, entry: HelpEntry) -> str:
        from bot.complaint import told
        from bot.texts import load_texts

        name = entry.names[0].lstrip("-").replace("-", "_") if entry.names else ""
        key = f"bot.cli.option.{name}"
        return told(Text(key), self.language) if key in load_texts(("bot",)) else ""

    def _frame(self, name: str, value: str = "") -> str:
        from bot.complaint import told

        return told(Text(f"bot.cli.frame.{name}", {"value": value}), self.language)


def _is(key: str, known: str, english: str) -> bool:
    return key.startswith(_HELP) and known == english


def _source(renderable: Any) -> str:
    """The words of what the framework made of a docstring."""
    inner = getattr(renderable, "primary_renderable", renderable)
    words = getattr(inner, "markup", None) or getattr(inner, "plain", None) or (inner or "")
    return " ".join(str(words).split())


def in_the_terminals_language() -> Spoken:
    """The formatter of the program."""
    return Spoken(os.environ)
