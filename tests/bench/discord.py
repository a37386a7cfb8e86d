"""discord.py alone, and Steward on it, over TLS with the same prepared gateway events."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
from pydantic import SecretStr

from bot.adapters.discord.connect import Discord
from bot.adapters.discord.rehearsal import make_connector
from bot.adapters.discord.settings import DiscordSettings
from chat.people import Space
from tests.bench.counterpart import Counterpart, counterpart
from tests.bench.mixture import UNCOUNTED, Kind, questions, record
from tests.bench.steward import Marks, steward
from tests.bench.telegram import quantiles, summary

SPACES = 100
TALKERS, OFFENDERS = 1000, 2500
"""Members who speak in turn, so many that nobody floods though all is said within seconds; and members who each break
a rule once in all runs: Steward mutes them, and the counterpart does not forget.
"""


def settings(town: Counterpart) -> DiscordSettings:
    """Settings that reach the counterpart with the unmodified SDK."""
    return DiscordSettings(
        token=SecretStr(town.addresses["token"]),
        resolve_to=f"127.0.0.1:{town.addresses['port']}",
        ca_file=town.addresses["certificate"],
    )


def acts(
    count: int, channels: list[str], members: list[str], offenders: Iterator[str], spaces: int
) -> list[dict[str, Any]]:
    """The recording's messages as acts of members; what breaks a rule is said by the next of the offenders."""
    return [
        {
            "act": "says",
            "by": next(offenders) if one.kind is Kind.SPAM else members[one.number % TALKERS],
            "channel": channels[one.space % spaces],
            "text": one.text,
        }
        for one in record(count, spaces)
        if one.kind not in (Kind.JOIN, Kind.PRESS)
    ]


async def _until(holds: Callable[[], bool]) -> None:
    """Neither SDK tells when: it is asked."""
    while not holds():  # noqa: ASYNC110
        await asyncio.sleep(0.01)


async def bare(town: Counterpart, wanted: list[dict[str, Any]]) -> float:
    """Messages a second that the SDK receives, decodes and dispatches to one empty handler."""
    done, seen = asyncio.Event(), 0
    intents = discord.Intents.default()
    intents.message_content = intents.members = True

    class Client(discord.Client):
        async def on_message(self, message: discord.Message) -> None:
            nonlocal seen
            seen += 1
            if seen >= len(wanted):
                done.set()

    client = Client(intents=intents, connector=make_connector(settings(town)))
    running = asyncio.create_task(client.start(town.addresses["token"]))
    await asyncio.wait_for(_until(client.is_ready), 60)
    await town.post("prepare", wanted)
    begun = time.perf_counter()
    blast = asyncio.create_task(town.post("blast"))
    await asyncio.wait_for(done.wait(), 300)
    spent = time.perf_counter() - begun
    await blast
    await client.close()
    await asyncio.gather(running, return_exceptions=True)
    return len(wanted) / spent


async def through(town: Counterpart, wanted: list[dict[str, Any]], channels: list[str]) -> float:
    """Messages a second through to the commit."""
    with tempfile.TemporaryDirectory() as name:
        async with steward(Path(name), [Space("discord", one) for one in channels]) as app:
            platform = Discord(settings(town), handbook=app.commands, texts=app.texts, clock=app.system.clock)
            app.serve(platform)
            await app.start(ticks=False)
            await asyncio.wait_for(_until(lambda: platform.is_ready), 60)
            await app.settle()
            marks = Marks(app, "discord:message:")
            await town.post("prepare", wanted)
            begun = time.perf_counter()
            blast = asyncio.create_task(town.post("blast"))
            await marks.wait(len(wanted))
            spent = time.perf_counter() - begun
            await blast
            return len(wanted) / spent


async def replies(town: Counterpart, channels: list[str], members: list[str]) -> list[float]:
    """Milliseconds from a question's event to the arrival of its answer, one at a time, each in its own channel;
    the first `UNCOUNTED` only wake Steward.
    """
    await town.post("reset")
    asked: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        async with steward(Path(name), [Space("discord", one) for one in channels]) as app:
            platform = Discord(settings(town), handbook=app.commands, texts=app.texts, clock=app.system.clock)
            app.serve(platform)
            await app.start(ticks=False)
            await asyncio.wait_for(_until(lambda: platform.is_ready), 60)
            for number, text in enumerate(questions()):
                await app.settle()
                act = {
                    "act": "says",
                    "by": members[number],
                    "channel": channels[number],
                    "text": text,
                }
                said = await town.post("act", act)
                asked[said["id"]] = said["at"]
                await town.get(f"wait?calls={number + 1}")
    arrived = {str(one["reply_to"]): one["at"] for one in (await town.get("calls"))["calls"]}
    return [1000 * (arrived[message] - at) for message, at in asked.items()][UNCOUNTED:]


@asynccontextmanager
async def founded() -> AsyncIterator[tuple[Counterpart, list[str], list[str]]]:
    """A new town with its channels and members: what a raid closed in another stays there."""
    async with counterpart("tests.counterparts.discord") as town:
        made = await town.post("found", {"guilds": 1, "channels": SPACES, "members": TALKERS + OFFENDERS})
        yield town, made["guilds"][0]["channels"], made["guilds"][0]["members"]


async def measure(rounds: int, count: int) -> dict[str, float]:
    """Both by turns; medians."""
    found: dict[str, list[float]] = {"bare": [], "pipeline": [], "one": []}
    for _ in range(rounds):
        async with founded() as (town, channels, members):
            offenders = iter(members[TALKERS:])
            found["bare"].append(await bare(town, acts(count, channels, members, offenders, SPACES)))
            wanted = acts(count, channels, members, offenders, SPACES)
            found["pipeline"].append(await through(town, wanted, channels))
        async with founded() as (town, channels, members):
            few = acts(max(count // 4, 200), channels, members, iter(members[TALKERS:]), 1)
            found["one"].append(await through(town, few, channels))
    waits: list[float] = []
    for _ in range(rounds):
        async with founded() as (town, channels, members):
            waits += await replies(town, channels, members)
    return summary(found) | quantiles(waits)
