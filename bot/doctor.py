"""`steward check`: the configuration, then every platform, named by the feature that each lack breaks."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bot.app import App
from bot.attach import attach_real
from bot.config_file import BadSettings, NoSettings
from bot.faults import language_of
from bot.keys import read_secret
from bot.plan import CannotStart, Plan, make_plan
from bot.platform import Finding
from bot.storage.disk import ROOM, is_short
from bot.storage.lock import StoreLock
from bot.storage.migrations import is_behind, migrate
from bot.storage.store import Store, open_store
from bot.system import System
from chat.people import Language
from chat.text import Text

GOOD, BAD, UNUSABLE = 0, 1, 2


async def examine(
    config: Path | None,
    say: Callable[[str], None],
    *,
    room: int = ROOM,
    environment: Mapping[str, str] = os.environ,
) -> int:
    """Print what is wrong; 1 when anything is an error, 2 when there is no such file. `room`: free bytes that do."""
    try:
        plan = make_plan(config, empty=True, rehearse=True, environment=environment)
    except (BadSettings, CannotStart) as trouble:
        say(str(trouble))
        return UNUSABLE if isinstance(trouble, NoSettings) else BAD
    store = await open_store(plan.settings.store.url, plan.base)
    holding = StoreLock(store.url)
    try:
        if await is_behind(store):
            await holding.take()
        await migrate(store)
        system = System()
        app = App(plan.settings, store, await read_secret(store, system.chance), system)
        await app.begin()
        found = [
            *await _platforms(plan, app),
            *await _rooms(app),
            *_disk(store, room),
            *_machine(),
            *_staff(plan),
            *_together(plan),
        ]
        _report(found, app, language_of(plan.settings, environment), say)
    finally:
        await store.close()
        await holding.release()
    return BAD if any(one.is_error for one in found) else GOOD


def _report(found: Sequence[Finding], app: App, language: Language, say: Callable[[str], None]) -> None:
    for one in found:
        mark = "✗" if one.is_error else "!"
        say(f"{mark} {app.texts.words(one.text, language)}")
    if not found:
        say(app.texts.words(Text("bot.doctor.well"), language))


async def _platforms(plan: Plan, app: App) -> list[Finding]:
    found: list[Finding] = []
    for attached in attach_real(plan.platforms, plan.settings, app):
        found += await attached.platform.examine()
        await attached.platform.close()
    return found


async def _rooms(app: App) -> list[Finding]:
    """What the rooms themselves notice (nobody to approve posts …)."""
    found = []
    for service in app.services.values():
        doctor = getattr(service, "doctor", None)
        if doctor is not None:
            found += [Finding(text=text, is_error=False) for text in await doctor()]
    return found


def _disk(store: Store, room: int) -> list[Finding]:
    folder = str(Path(store.place).parent)
    return [Finding(text=Text("bot.doctor.disk_full", {"folder": folder}))] if is_short(store, room) else []


def _machine() -> list[Finding]:
    from analytics.picture import cjk_font

    if cjk_font() is not None:
        return []
    return [Finding(text=Text("bot.doctor.no_font"), is_error=False)]


def _staff(plan: Plan) -> list[Finding]:
    """A staff space that is also a public one would show the desk to everybody."""
    found = []
    telegram, discord = plan.settings.platforms.telegram, plan.settings.platforms.discord
    if telegram and telegram.staff_chat in telegram.spaces:
        found.append(Finding(text=Text("bot.doctor.staff_is_public", {"platform": "Telegram"})))
    if discord and discord.staff_channel in discord.channels:
        found.append(Finding(text=Text("bot.doctor.staff_is_public", {"platform": "Discord"})))
    return found


def _together(plan: Plan) -> list[Finding]:
    """What starts only when it is asked for, or instead of what was meant."""
    if plan.path is not None and plan.rehearses and plan.settings.platforms.local.enabled is None:
        return [Finding(text=Text("bot.doctor.only_rehearsal"), is_error=False)]
    if plan.local and plan.platforms:
        return [Finding(text=Text("bot.doctor.rehearses_too"), is_error=False)]
    return []
