"""`steward person export|erase`: what is kept about one person, handed out or removed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from bot.app import App
from bot.complaint import told
from bot.desk import UnusableFile
from bot.faults import language_of
from bot.offline import opened
from chat.people import Identity
from chat.text import Text


async def export_person(
    account: str, config: Path | None, say: Callable[[str], None], complain: Callable[[str], None]
) -> int:
    """`steward person export platform:id`: JSON on stdout; 1 nobody known. Raises UnusableFile for no account."""
    identity = _identity(account)
    async with opened(config, lock=False) as app:
        person = await app.people.person(identity)
        if not await app.people.identities(person):
            complain(_nobody(account, app))
            return 1
        say(json.dumps(await app.privacy.export(person), ensure_ascii=False, indent=1))
    return 0


async def erase_person(
    account: str, config: Path | None, say: Callable[[str], None], complain: Callable[[str], None]
) -> int:
    """`steward person erase platform:id`: 0 erased, 1 nobody known. Raises UnusableFile for no account."""
    identity = _identity(account)
    async with opened(config, lock=True) as app:
        person = await app.people.person(identity)
        if not await app.people.identities(person):
            complain(_nobody(account, app))
            return 1
        await app.committer.commit(await app.privacy.erase(person))
        say(told(Text("bot.cli.done.erased", {"account": account}), language_of(app.settings, os.environ)))
    return 0


def _nobody(account: str, app: App) -> str:
    facts = {"account": account, "place": app.store.place}
    return told(Text("bot.cli.done.nobody", facts), language_of(app.settings, os.environ))


def _identity(account: str) -> Identity:
    platform, colon, native = account.partition(":")
    if not (platform and colon and native):
        raise UnusableFile(Text("bot.cli.no.account", {"account": account}))
    return Identity(platform, native)
