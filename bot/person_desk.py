"""`steward person export|erase`: what is kept about one person, handed out or removed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from bot.offline import opened
from chat.people import Identity


async def export_person(account: str, config: Path | None, say: Callable[[str], None]) -> int:
    """`steward person export platform:id`: JSON on stdout; 2 when the account is not written so."""
    identity = _identity(account)
    if identity is None:
        return 2
    async with opened(config, lock=False) as app:
        person = await app.people.person(identity)
        say(json.dumps(await app.privacy.export(person), ensure_ascii=False, indent=1))
    return 0


async def erase_person(account: str, config: Path | None, say: Callable[[str], None]) -> int:
    """`steward person erase platform:id`: 0 erased, 1 nobody known, 2 not an account."""
    identity = _identity(account)
    if identity is None:
        return 2
    async with opened(config, lock=True) as app:
        person = await app.people.person(identity)
        if not await app.people.identities(person):
            say(f"{account}: nobody known")
            return 1
        await app.committer.commit(await app.privacy.erase(person))
        say(f"{account}: erased")
    return 0


def _identity(account: str) -> Identity | None:
    platform, colon, native = account.partition(":")
    return Identity(platform, native) if platform and colon and native else None
