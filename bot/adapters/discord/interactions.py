"""Interactions that wait for an answer: their tokens live in memory only, three seconds for the first word."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import discord
import structlog

from bot.adapters.discord.errors import outcome_of
from bot.adapters.discord.markup import cut, to_markdown
from chat.actions import Acknowledge, Done, Form, Outcome, ShowForm, TooLate
from chat.text import Rich

DEFER_AFTER = 2.0
REMEMBERED = 2_000
LABEL = 45
Press = discord.Interaction[discord.Client]

log = structlog.get_logger()


@dataclass(slots=True)
class _Waiting:
    interaction: Press
    timer: asyncio.TimerHandle | None = None


class Interactions:
    """Keeps what arrived, defers it in time, and answers it once."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, _Waiting] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    def keep(self, interaction: Press, *, opens_form: bool) -> str:
        """Remember an interaction; unless it will open a form, it is deferred by itself two seconds from now."""
        name = str(interaction.id)
        waiting = _Waiting(interaction)
        self._waiting[name] = waiting
        while len(self._waiting) > REMEMBERED:
            self._waiting.popitem(last=False)
        if not opens_form:
            loop = asyncio.get_running_loop()
            waiting.timer = loop.call_later(DEFER_AFTER, self._spawn, lambda: self._defer(interaction))
        return name

    def _spawn(self, make: Callable[[], object]) -> None:
        task: asyncio.Task[None] = asyncio.ensure_future(make())  # type: ignore[arg-type]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _defer(self, interaction: Press) -> None:
        if interaction.response.is_done():
            return
        try:
            await _begin(interaction)
        except discord.HTTPException as error:
            log.warning("interaction.late", code=error.code)

    async def acknowledge(self, action: Acknowledge) -> Outcome:
        """Answer: shown to that person alone; with nothing to say, the waiting just ends."""
        waiting = self._take(action.interaction)
        if waiting is None:
            return TooLate()
        interaction = waiting.interaction
        text = to_markdown(action.body) if isinstance(action.body, Rich) else ""
        try:
            if text:
                await _say(interaction, text)
            else:
                await _end(interaction)
        except (discord.HTTPException, discord.InteractionResponded, OSError) as error:
            return outcome_of(error)
        return Done()

    async def show_form(self, action: ShowForm) -> Outcome:
        """A modal; it must be the first word, so a deferred interaction is too late for it."""
        waiting = self._take(action.interaction)
        if waiting is None or waiting.interaction.response.is_done():
            return TooLate("form.too_late")
        try:
            await waiting.interaction.response.send_modal(_modal(action.form))
        except (discord.HTTPException, discord.InteractionResponded, OSError) as error:
            return outcome_of(error)
        return Done((action.interaction,))

    def _take(self, name: str) -> _Waiting | None:
        waiting = self._waiting.pop(name, None)
        if waiting is not None and waiting.timer is not None:
            waiting.timer.cancel()
        if waiting is not None and waiting.interaction.is_expired():
            return None
        return waiting


def _is_press(interaction: Press) -> bool:
    return interaction.type is discord.InteractionType.component


async def _begin(interaction: Press) -> None:
    if _is_press(interaction):
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


async def _say(interaction: Press, text: str) -> None:
    if not interaction.response.is_done():
        await interaction.response.send_message(
            text, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
        )
    elif _is_press(interaction):
        await interaction.followup.send(text, ephemeral=True, allowed_mentions=discord.AllowedMentions.none())
    else:
        await interaction.edit_original_response(
            content=text, allowed_mentions=discord.AllowedMentions.none()
        )


async def _end(interaction: Press) -> None:
    """Leave nothing that hangs "thinking"."""
    if not interaction.response.is_done():
        await _begin(interaction)
    if not _is_press(interaction):
        await interaction.delete_original_response()


def _modal(form: Form) -> discord.ui.Modal:
    modal = discord.ui.Modal(title=cut(str(form.title), LABEL), custom_id=form_id(form), timeout=None)
    for field in form.fields[:5]:
        label = str(field.label)
        entry: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            label=cut(label, LABEL),
            custom_id=field.name,
            style=discord.TextStyle.paragraph if field.long else discord.TextStyle.short,
            required=field.required,
            default=field.initial or None,
            max_length=min(field.limit, 4000),
            placeholder=label[:100] if len(label) > LABEL else None,
        )
        modal.add_item(entry)
    modal.stop()
    return modal


def form_id(form: Form) -> str:
    """A modal's custom id carries the form's name and subject (≤ 100 characters)."""
    name = f"form:{form.name}:{form.subject}"
    if len(name) > 100:
        raise ValueError(f"form {form.name}: its subject is too long for Discord")
    return name


def read_form_id(custom_id: str) -> tuple[str, str] | None:
    """Name and subject of a form, None when the id is not ours."""
    kind, _, rest = custom_id.partition(":")
    name, colon, subject = rest.partition(":")
    return (name, subject) if kind == "form" and colon else None
