"""The installation's secret, and a key of its own for each purpose."""

from __future__ import annotations

import hashlib
import hmac

from bot.storage.store import Store
from chat.decision import Write
from chat.ports import Chance


def derive(secret: bytes, purpose: str) -> bytes:
    """A key of its own for each purpose, from the installation's secret."""
    return hmac.digest(secret, purpose.encode(), hashlib.sha256)


async def read_secret(store: Store, chance: Chance) -> bytes:
    """The installation's secret, made at the first start."""
    await store.write([[Write("installation.set", {"name": "secret", "value": chance.token(32)})]])
    for row in await store.rows("installation.all"):
        if row["name"] == "secret":
            return bytes(row["value"])
    raise RuntimeError("the store did not keep the installation's secret")
