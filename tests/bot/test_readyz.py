"""What a monitor reads at /readyz."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from bot.metrics import Metrics
from bot.storage.disk import ROOM
from bot.web import make_web
from tests.bot import outbox_handlers
from tests.bot.desk import desk

MORE_THAN_ANY = 1 << 62
"""Bytes that no disk has."""


@pytest.mark.parametrize(("room", "store", "status"), [(ROOM, "ok", 200), (MORE_THAN_ANY, "full", 503)])
async def test_a_full_disk_shows_before_a_write_fails(
    tmp_path: Path, room: int, store: str, status: int
) -> None:
    async with desk(tmp_path, outbox_handlers) as one:
        one.tower.ready = True
        web = httpx.ASGITransport(app=make_web(one.app, Metrics(one.app), room=room))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=web, base_url="http://steward") as client:
            answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()["store"]) == (status, store)
