"""What a platform must let the people of a story do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.app import App
from bot.settings import Settings
from chat.actions import Form
from chat.people import Language, Space


class Driver(Protocol):
    """One platform's counterpart, acted upon by native ids. Every act returns when the platform has taken it."""

    platform: str
    garden: Space
    staff: Space

    def settings(self, settings: Settings) -> Settings:
        """The settings with what this platform needs."""

    async def open(self, app: App) -> None:
        """Attach the real adapter to the app (before it starts); places are configured. Called again after a crash."""

    async def close(self) -> None:
        """End the counterpart."""

    async def settle(self) -> None:
        """Wait until every native update was received, or may surely not come."""

    async def resident(self, name: str, language: Language, *, staff: bool) -> str:
        """A new person in the garden (and the staff space); returns the native id."""

    async def say(self, who: str, space: Space, text: str, reply_to: str | None) -> str:
        """A message; returns its native id."""

    async def send_file(self, who: str, space: Space, name: str, data: bytes, reply_to: str | None) -> str:
        """A message that is a file; returns its native id."""

    def files(self, space: Space) -> list[bytes]:
        """The bytes of the files that Steward sent there, oldest first."""

    async def command(self, who: str, space: Space, name: str, words: str, reply_to: str | None) -> None:
        """A command in the platform's own way (text, or slash); `@Name` in the words mentions that person."""

    async def edit(self, who: str, space: Space, message: str, text: str) -> None:
        """Change an own message."""

    async def erase(self, who: str, space: Space, message: str) -> bool:
        """Delete a message; False where no bot is told of that."""

    async def make_thread(self, name: str) -> Space:
        """Somebody opens a thread, or a topic, in the garden."""

    async def drop_thread(self, thread: Space) -> None:
        """Somebody deletes a thread with everything in it."""

    async def menu(self, who: str, space: Space, message: str, name: str) -> bool:
        """Give a command from a message's menu; False where messages have none."""

    async def react(self, who: str, space: Space, message: str, emoji: str) -> None:
        """Put a reaction on a message."""

    def reactions(self, space: Space, message: str) -> int:
        """How many reactions are to be seen on a message."""

    async def press(self, who: str, space: Space, message: str, payload: str) -> None:
        """Press a button."""

    async def fill(self, who: str, form: Form | None, values: Mapping[str, str]) -> None:
        """Answer the form last shown to that person (a modal, a page, or a dialogue: `form` is None there)."""

    async def rename(self, who: str, name: str) -> None:
        """Call oneself otherwise."""

    async def join(self, who: str) -> None:
        """Come (back) into the garden."""

    async def leave(self, who: str) -> None:
        """Leave the garden."""

    async def ask(self, who: str) -> bool:
        """Ask to be let into the garden; False where nobody can ask."""

    async def send(self, who: str, kind: str, text: str) -> str | None:
        """A forward, a contact, or a reply `elsewhere`, said in the garden; None where that cannot be."""

    def freedom(self) -> object:
        """How freely members speak in the garden and come into it: comparable."""

    async def close_private(self, who: str) -> None:
        """Block Steward, or close direct messages."""

    async def open_private(self, who: str) -> None:
        """Undo that."""

    def text(self, space: Space, message: str) -> str | None:
        """The plain text of a live message as the platform holds it, None when it is gone."""

    def notices(self, who: str) -> list[str]:
        """The texts that were acknowledged to that person alone (toasts, ephemeral messages), oldest first."""

    def muted(self, who: str) -> bool:
        """Whether that person may not speak in the garden now."""

    def banned(self, who: str) -> bool:
        """Whether that person may not come back."""

    def present(self, who: str) -> bool:
        """Whether that person is a member."""
