"""A changed configuration file: applied while Steward runs, or refused as a whole; the staff hears which."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Protocol

import structlog

from bot.changes import changed, named, secrets_of, waits
from bot.config_file import BadSettings
from bot.journal import set_up_logs
from bot.plan import CannotStart, Plan, make_plan, text_of
from bot.settings import Settings

LOOK_EVERY = 2_000
"""Milliseconds after which the configuration file is read even when nothing told of a change."""

log = structlog.get_logger()


class Running(Protocol):
    """The installation that a changed file is for."""

    plan: Plan
    started: Settings
    """With what it was started: what only a restart can change is still as it stands there."""

    async def apply(self, settings: Settings) -> None:
        """Put changed settings in force; those that are read at the start alone wait for the next one."""

    async def tell(self, code: str, detail: str) -> None:
        """Let the staff know."""


async def watch(running: Running, path: Path) -> None:
    """Look at the file until cancelled.

    Editors replace files, which ends a watch, and a change may come before the watch does: the text decides.
    """
    from watchfiles import awatch

    seen = running.plan.source
    async for _ in awatch(path, step=200, yield_on_timeout=True, rust_timeout=LOOK_EVERY):
        source = await asyncio.to_thread(text_of, path)
        if source is not None and source != seen:
            seen = source
            await reload(running, path)


async def reload(running: Running, path: Path) -> None:
    """Put the file in force as it stands now; one with which Steward would not start changes nothing.

    What only a restart can change is told, and so is what was applied: by its keys, never its values.
    """
    plan = running.plan
    try:
        settings = make_plan(path, empty=not plan.sample, rehearse=plan.rehearse).settings
    except (BadSettings, CannotStart) as trouble:
        log.error("config.refused", why=str(trouble))
        await running.tell("config_bad", str(trouble))
        return
    secrets = [*secrets_of(running.started), *secrets_of(settings)]  # the old ones may still be in use
    set_up_logs(settings.log.level, settings.log.format, secrets)
    at_once = [key for key in changed(plan.settings, settings) if not waits(key)]
    waiting = [key for key in changed(running.started, settings) if waits(key)]
    await running.apply(settings)
    log.info("config.applied", keys=at_once, needs_restart=waiting)
    if at_once:
        await running.tell("config_applied", named(at_once))
    if waiting:
        await running.tell("config_restart", named(waiting))
