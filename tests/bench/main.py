"""`steward bench`: everything in one run, bare and through Steward by turns."""

from __future__ import annotations

import asyncio
import json
import logging
import resource
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import structlog

from tests.bench import discord, matcher, paths, telegram
from tests.bench.starting import starting
from tests.postgres import cluster, make_database

GOOD = 0
PATHS = {
    "one_space_per_second": (1_000, 1),
    "20_spaces_per_second": (4_000, 20),
    "200_spaces_per_second": (6_000, 200),
}
"""How many events in how many spaces."""


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
    rounds, count = (1, 800) if quick else (5, 2000)
    return {
        "telegram": await telegram.measure(rounds, count),
        "discord": await discord.measure(rounds, count),
        "matcher": matcher.matcher(),
        "faq": matcher.faq(),
        "store": await _store(quick),
        "start": await starting(1 if quick else 5),
    }


async def _store(quick: bool) -> dict[str, Any]:
    """Events a second over the whole path, durable, by the number of spaces, on both databases (median of three).

    PostgreSQL runs in a private cluster of this run; without its binaries those figures are null.
    """
    found: dict[str, Any] = await _paths(quick, "", lambda name: "sqlite:///bench.db")
    try:
        with cluster() as address:
            found |= await _paths(quick, "postgres_", partial(make_database, address))
    except pytest.skip.Exception:
        found |= dict.fromkeys(f"postgres_{name}" for name in PATHS)
    return found | {"peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


async def _paths(quick: bool, prefix: str, database: Callable[[str], str]) -> dict[str, int]:
    found = {}
    for name, (count, spaces) in PATHS.items():
        rates = []
        for turn in range(1 if quick else 3):
            url = await asyncio.to_thread(database, f"bench_{spaces}_{turn}")
            rates.append(await paths.per_second(count // (5 if quick else 1), spaces, url))
        found[f"{prefix}{name}"] = round(sorted(rates)[len(rates) // 2])
    return found
