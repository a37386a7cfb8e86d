"""One handler that fails while a word stands in its book, and one that does not."""

from __future__ import annotations

from bot.markdown import plain
from chat.actions import Post
from chat.decision import Decision
from chat.events import MessagePosted
from chat.handler import Stage, handles
from chat.ports import Abilities


class Broken(RuntimeError):
    """A bug."""


@handles(Stage.GUARD)
async def fails(event: MessagePosted, *, abilities: Abilities) -> Decision | None:
    """Raises until the platform named "mended" is served."""
    if "break" not in event.message.text:
        return None
    if "mended" not in abilities.by_name:  # type: ignore[attr-defined]
        raise Broken(f"cannot: {event.message.text}")
    return Decision(reason="mended", actions=(Post(to=event.space, body=plain("mended")),))


@handles(Stage.ANSWER)
async def answers(event: MessagePosted) -> Decision:
    """Always works."""
    return Decision(reason="answers", actions=(Post(to=event.space, body=plain("answered")),))
