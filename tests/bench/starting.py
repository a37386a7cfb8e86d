"""From the command to the first answer, and what the program then weighs: the local platform, its database ready."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import httpx

from tests.bot.running import free_port
from tests.conftest import ROOT

PATIENCE = 60.0
ANN, QUESTION = "ann", "How do I get a refund?"


async def starting(rounds: int) -> dict[str, float | None]:
    """Seconds from exec to the first answer (median), resident megabytes after it (largest; null but on Linux)."""
    with tempfile.TemporaryDirectory() as name:
        ready = Path(name) / "ready"
        ready.mkdir()
        await _life(ready)
        lives = [await _life(shutil.copytree(ready, Path(name) / str(number))) for number in range(rounds)]
    seconds = sorted(one for one, _ in lives)
    weights = [weight for _, weight in lives if weight is not None]
    return {
        "cold_start_seconds": round(seconds[len(seconds) // 2], 3),
        "resident_mb": max(weights) if weights else None,
    }


async def _life(folder: Path) -> tuple[float, int | None]:
    port = free_port()
    (folder / "config.toml").write_text(f'[web]\nport = {port}\n[log]\nlevel = "error"\n', "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", "--config", "config.toml",
        cwd=folder, env=environment, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE):
            spent = await _first_answer(port, begun)
        return spent, _resident(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def _first_answer(port: int, begun: float) -> float:
    """Ask as soon as somebody opens the door, and look until an answer to this very question stands there."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as web:
        known = len(await _answers(web))
        token = re.search(r'content="([0-9a-f]{48})"', (await web.get("/")).text)
        assert token is not None
        act = {"act": "say", "who": ANN, "place": ANN, "text": QUESTION}
        (await web.post("/api/act", json=act, headers={"x-steward-token": token[1]})).raise_for_status()
        while len(await _answers(web)) <= known:  # noqa: ASYNC110  (another process: it is asked)
            await asyncio.sleep(0.005)
        return time.perf_counter() - begun


async def _answers(web: httpx.AsyncClient) -> list[object]:
    """What Steward has said to Ann, once there is a town and she lives in it."""
    while True:
        try:
            town = await web.get("/api/town", params={"who": ANN})
            if town.status_code == httpx.codes.OK:
                said = town.json()["messages"]
                return [one for one in said if one["place"] == ANN and one.get("bot")]
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.005)


def _resident(pid: int) -> int | None:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text("utf-8"))
    return int(found[1]) // 1024 if found else None
