"""`steward bench`: everything in one run, bare and through Steward by turns."""

from __future__ import annotations

import asyncio
import json
import logging
import resource
from collections.abc import Callable
from typing import Any

import structlog

from tests.bench import discord, matcher, paths, telegram

GOOD = 0


def run(*, as_json: bool, quick: bool, say: Callable[[str], None]) -> int:
    """Measure and tell; `quick` with fewer rounds and updates."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    report = asyncio.run(_measure(quick))
    if as_json:
        say(json.dumps(report, ensure_ascii=False))
        return GOOD
    for part, figures in report.items():
        say(f"{part}: " + ", ".join(f"{name} {value}" for name, value in figures.items()))
    return GOOD


async def _measure(quick: bool) -> dict[str, dict[str, Any]]:
    rounds, count = (1, 800) if quick else (5, 4000)
    return {
        "telegram": await telegram.measure(rounds, count),
        "discord": await discord.measure(rounds, count),
        "matcher": matcher.matcher(),
        "faq": matcher.faq(),
        "store": await _store(quick),
    }


async def _store(quick: bool) -> dict[str, Any]:
    """Events a second over the whole path, durable, by the number of spaces."""
    share = 5 if quick else 1
    return {
        "one_space_per_second": round(await paths.per_second(2_000 // share, 1)),
        "20_spaces_per_second": round(await paths.per_second(8_000 // share, 20)),
        "200_spaces_per_second": round(await paths.per_second(12_000 // share, 200)),
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
