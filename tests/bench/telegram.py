"""python-telegram-bot alone, and Steward on it, over a real socket with the same recorded updates."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from telegram import Update
from telegram.ext import Application, ContextTypes, TypeHandler

from bot.adapters.telegram.connect import Telegram
from bot.adapters.telegram.settings import TelegramSettings
from bot.system import SystemClock
from chat.people import Space
from tests.bench.counterpart import Counterpart, counterpart
from tests.bench.mixture import UNCOUNTED, Kind, Recorded, questions, record
from tests.bench.steward import Marks, steward
from tests.counterparts.telegram.town import TOKEN

SPACES = 100
FIRST_CHAT = -1_001_000_000_000
APART = 0.04
"""Seconds between an answer and the next question: a bot may send 30 messages a second, and Steward holds back more."""


def chat_id(space: int) -> int:
    """The supergroup of that number."""
    return FIRST_CHAT - space


def updates(count: int, spaces: int, first: int) -> list[dict[str, Any]]:
    """The recording as Telegram's updates, numbered from `first`."""
    now = int(SystemClock().now().timestamp())
    return [_update(one, first + one.number, now - one.ago) for one in record(count, spaces)]


def _update(one: Recorded, number: int, now: int) -> dict[str, Any]:
    user = {
        "id": 5_000_000 + one.person,
        "is_bot": False,
        "first_name": f"P{one.person}",
        "language_code": "zh-hans" if one.number % 2 else "en",
    }
    chat = {"id": chat_id(one.space), "type": "supergroup", "title": f"Garden {one.space}"}
    message = {"message_id": 10 + one.number, "date": now, "chat": chat, "from": user, "text": one.text}
    if one.kind is Kind.JOIN:
        left = {"user": user, "status": "left"}
        there = {"user": user, "status": "member"}
        change = {"chat": chat, "from": user, "date": now, "old_chat_member": left, "new_chat_member": there}
        return {"update_id": number, "chat_member": change}
    if one.kind is Kind.PRESS:
        press = {"id": str(number), "from": user, "chat_instance": "1", "data": "faq.helpful:x:ezzzzAAAAAAAA"}
        return {"update_id": number, "callback_query": {**press, "message": message}}
    return {"update_id": number, "message": message}


async def bare(server: Counterpart, batch: Sequence[dict[str, Any]]) -> float:
    """Updates a second that the SDK receives, decodes and dispatches to one empty handler."""
    await server.post("reset")
    await server.post("preload", batch)
    done = asyncio.Event()
    seen = 0

    async def empty(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        nonlocal seen
        seen += 1
        if seen == len(batch):
            done.set()

    application: Any = (
        Application.builder()
        .token(TOKEN)
        .base_url(server.addresses["url"])
        .base_file_url(server.addresses["file_url"])
        .build()
    )
    application.add_handler(TypeHandler(Update, empty))
    await application.initialize()
    await application.start()
    begun = time.perf_counter()
    await application.updater.start_polling(poll_interval=0.0, allowed_updates=Update.ALL_TYPES)
    await asyncio.wait_for(done.wait(), 300)
    spent = time.perf_counter() - begun
    await application.updater.stop()
    await application.stop()
    await application.shutdown()
    return len(batch) / spent


async def through(
    server: Counterpart, warm: Sequence[dict[str, Any]], batch: Sequence[dict[str, Any]], spaces: int
) -> float:
    """Updates a second through to the commit, by a Steward that has met its chats and people (`warm`) before."""
    await server.post("reset")
    await server.post("preload", warm)
    with tempfile.TemporaryDirectory() as name:
        places = [Space("telegram", str(chat_id(one))) for one in range(spaces)]
        async with steward(Path(name), places) as app:
            settings = TelegramSettings(
                token=SecretStr(TOKEN),
                base_url=server.addresses["url"],
                base_file_url=server.addresses["file_url"],
            )
            app.serve(Telegram(settings, handbook=app.commands, texts=app.texts, clock=app.system.clock))
            marks = Marks(app, "telegram:")
            await app.start(ticks=False)
            await marks.wait(len(warm))
            begun = time.perf_counter()
            await server.post("preload", batch)
            await marks.wait(len(warm) + len(batch))
            return len(batch) / (time.perf_counter() - begun)


async def replies(server: Counterpart, first: int) -> list[float]:
    """Milliseconds from the handing out of a question to the arrival of its answer, one at a time, each in its own
    group and `APART`, so that no pace holds an answer back. Somebody has spoken in every group before; the first
    `UNCOUNTED` only wake Steward.
    """
    await server.post("reset")
    asked = questions()
    with tempfile.TemporaryDirectory() as name:
        places = [Space("telegram", str(chat_id(one))) for one in range(len(asked))]
        async with steward(Path(name), places) as app:
            settings = TelegramSettings(
                token=SecretStr(TOKEN),
                base_url=server.addresses["url"],
                base_file_url=server.addresses["file_url"],
            )
            app.serve(Telegram(settings, handbook=app.commands, texts=app.texts, clock=app.system.clock))
            marks = Marks(app, "telegram:")
            await app.start(ticks=False)
            spoken = [Recorded(number, Kind.CHAT, number, number, "good", 0) for number in range(len(asked))]
            await server.post("preload", [_update(one, first + one.number, _now()) for one in spoken])
            await marks.wait(len(spoken))
            await server.get(f"wait?method=getChatAdministrators&calls={len(asked)}")
            first += len(spoken)
            for number, text in enumerate(asked):
                await app.settle()
                await asyncio.sleep(APART)
                one = Recorded(number, Kind.QUESTION, number, number, text, 0)
                await server.post("preload", [_update(one, first + number, _now())])
                await server.get(f"wait?method=sendMessage&calls={number + 1}")
    handed = (await server.get("deliveries"))["deliveries"]
    sends = [one for one in (await server.get("sends"))["sends"] if one["method"] == "sendMessage"]
    arrived = {str(one["chat_id"]): one["at"] for one in sends}
    return [
        1000 * (arrived[str(chat_id(number))] - handed[str(first + number)])
        for number in range(UNCOUNTED, len(asked))
    ]


def _now() -> int:
    return int(SystemClock().now().timestamp())


async def measure(rounds: int, count: int) -> dict[str, float]:
    """Both by turns; medians."""
    found: dict[str, list[float]] = {"bare": [], "pipeline": [], "one": []}
    async with counterpart("tests.counterparts.telegram") as server:
        first = 1_000
        for _ in range(rounds):
            found["bare"].append(await bare(server, updates(count, SPACES, first)))
            for name, size, spaces in (("pipeline", count, SPACES), ("one", max(count // 4, 200), 1)):
                warm = updates(size // 4, spaces, first + count)
                batch = updates(size, spaces, first + 2 * count)
                found[name].append(await through(server, warm, batch, spaces))
                first += 4 * count
        waits: list[float] = []
        for _ in range(rounds):
            waits += await replies(server, first)
    return summary(found) | quantiles(waits)


def summary(found: dict[str, list[float]]) -> dict[str, float]:
    """Medians, and the median of the ratios round by round."""
    ratios = [through / bare for through, bare in zip(found["pipeline"], found["bare"], strict=True)]
    return {
        "bare_per_second": round(median(found["bare"])),
        "pipeline_per_second": round(median(found["pipeline"])),
        "one_space_per_second": round(median(found["one"])),
        "ratio": round(median(ratios), 3),
    }


def quantiles(waits: Sequence[float]) -> dict[str, float]:
    """The median and the 95th percentile of replies' milliseconds."""
    ordered = sorted(waits)
    return {
        "reply_p50_ms": round(ordered[len(ordered) // 2], 2),
        "reply_p95_ms": round(ordered[int(len(ordered) * 0.95)], 2),
    }


def median(values: Sequence[float]) -> float:
    """The middle one."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
