"""Interactions that wait for an answer: their tokens live in memory only, three seconds for the first word."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

import discord
import structlog

from bot.adapters.discord.errors import ALREADY_ANSWERED, outcome_of
from bot.adapters.discord.markup import FORM, modal_of, to_markdown
from bot.texts import Texts
from chat.actions import Acknowledge, Ambiguous, Done, Outcome, ShowForm, TooLate
from chat.people import Language
from chat.text import Rich, Text

REMEMBERED = 2_000
Press = discord.Interaction[discord.Client]

log = structlog.get_logger()


@dataclass(slots=True)
class _Waiting:
    """One interaction: its timer, whether its "thinking" line still stands, whether a followup may be out."""

    interaction: Press
    timer: asyncio.TimerHandle | None = None
    thinking: bool = False
    doubtful: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def is_press(self) -> bool:
        return self.interaction.type is discord.InteractionType.component


class Interactions:
    """Keeps what arrived, defers it in time, and answers it."""

    defer_after, form_defer_after = 2.0, 2.6
    """Seconds. A form must be the first word: whoever may open one gets the longest that three seconds allow."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._waiting: OrderedDict[str, _Waiting] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    def keep(self, interaction: Press, *, opens_form: bool) -> None:
        """Remember an interaction; it is deferred by itself before its three seconds are over."""
        waiting = self._waiting[str(interaction.id)] = _Waiting(interaction)
        while len(self._waiting) > REMEMBERED:
            _, oldest = self._waiting.popitem(last=False)
            _stop(oldest)
        after = self.form_defer_after if opens_form else self.defer_after
        waiting.timer = asyncio.get_running_loop().call_later(after, self._begin_deferring, waiting)

    def close(self) -> None:
        """Nothing is deferred any more."""
        for waiting in self._waiting.values():
            _stop(waiting)
        for task in self._tasks:
            task.cancel()

    def _begin_deferring(self, waiting: _Waiting) -> None:
        task = asyncio.create_task(self._defer(waiting))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _defer(self, waiting: _Waiting) -> None:
        async with waiting.lock:
            if waiting.interaction.response.is_done():
                return
            try:
                await _begin(waiting)
            except (discord.DiscordException, OSError) as error:
                log.warning("discord.not_deferred", why=type(error).__name__)

    async def acknowledge(self, action: Acknowledge) -> Outcome:
        """Answer: shown to that person alone; with nothing to say, the waiting just ends."""
        waiting = self._waiting.get(action.interaction)
        if waiting is None or waiting.doubtful:
            return TooLate()
        _stop(waiting)
        text = to_markdown(action.body) if isinstance(action.body, Rich) else ""
        async with waiting.lock:
            try:
                await (_say(waiting, text) if text else _end(waiting))
            except (discord.DiscordException, OSError, TimeoutError) as error:
                return _outcome(waiting, error)
        return Done()

    async def show_form(self, action: ShowForm) -> Outcome:
        """A modal; it must be the first word, so whoever was deferred is asked to press again."""
        waiting = self._waiting.get(action.interaction)
        if waiting is None:
            return TooLate()
        _stop(waiting)
        async with waiting.lock:
            response = waiting.interaction.response
            try:
                if response.is_done():
                    await _say(waiting, self._too_late(action.language))
                    return TooLate("form.too_late")
                await response.send_modal(modal_of(action.form, action.language))
            except (discord.DiscordException, OSError, TimeoutError) as error:
                return _outcome(waiting, error)
        return Done((action.interaction,))

    def needs_slash(self, language: Language | None) -> str:
        """What is said to whoever typed a command that opens a form."""
        return self._texts.words(Text("bot.discord.form_needs_slash"), language or "en")

    def _too_late(self, language: Language | None) -> str:
        return self._texts.words(Text("bot.discord.form_too_late"), language or "en")


def _stop(waiting: _Waiting) -> None:
    if waiting.timer is not None:
        waiting.timer.cancel()


def _outcome(waiting: _Waiting, error: Exception) -> Outcome:
    """A first answer may be repeated (Discord refuses a second one); a followup, once in doubt, never is."""
    if isinstance(error, discord.HTTPException) and error.code == ALREADY_ANSWERED:
        return Done()
    outcome = outcome_of(error)
    if isinstance(outcome, Ambiguous) and waiting.interaction.response.is_done():
        waiting.doubtful = True
    return outcome


async def _begin(waiting: _Waiting) -> None:
    response = waiting.interaction.response
    if waiting.is_press:
        await response.defer()
    else:
        await response.defer(ephemeral=True, thinking=True)
        waiting.thinking = True


async def _say(waiting: _Waiting, text: str) -> None:
    interaction, nobody = waiting.interaction, discord.AllowedMentions.none()
    if not interaction.response.is_done():
        await interaction.response.send_message(
            text, ephemeral=True, suppress_embeds=True, allowed_mentions=nobody
        )
    elif waiting.thinking:
        await interaction.edit_original_response(content=text, allowed_mentions=nobody)
        waiting.thinking = False
    else:
        await interaction.followup.send(text, ephemeral=True, suppress_embeds=True, allowed_mentions=nobody)


async def _end(waiting: _Waiting) -> None:
    """Leave nothing that hangs "thinking"."""
    if not waiting.interaction.response.is_done():
        await _begin(waiting)
    if waiting.thinking:
        await waiting.interaction.delete_original_response()
        waiting.thinking = False


def read_form_id(custom_id: str) -> tuple[str, str, Language | None] | None:
    """Name, subject and language of a form, None when the id is not ours."""
    kind, _, rest = custom_id.partition(":")
    ours, _, spoken = kind.partition(".")
    name, colon, subject = rest.partition(":")
    language: Language | None = "zh" if spoken == "zh" else "en" if spoken == "en" else None
    return (name, subject, language) if ours == FORM and colon else None
