"""The town of every story: on each platform, in each language."""

from __future__ import annotations

import importlib
import importlib.util
import os
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.settings import Settings
from chat.people import Language
from tests.conftest import FULL
from tests.towns.driver import Driver
from tests.world import Town

PLATFORMS = ("local", "telegram", "discord")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In the small size a story runs locally in both languages, on Telegram in one and on Discord in the other."""
    if FULL:
        return
    chosen = [(item, _belongs_to_small(item)) for item in items]
    config.hook.pytest_deselected(items=[item for item, belongs in chosen if not belongs])
    items[:] = [item for item, belongs in chosen if belongs]


def _belongs_to_small(item: pytest.Item) -> bool:
    chosen = getattr(getattr(item, "callspec", None), "params", {})
    platform, language = chosen.get("driver", "local"), chosen.get("language")
    if platform == "local" or language is None:
        return True
    first = "zh" if _turn(item) % 2 else "en"
    return bool((language == first) == (platform == "telegram"))


def _turn(item: pytest.Item) -> int:
    """A number by which stories take turns, the same in every run."""
    story = getattr(item, "originalname", item.name)
    return zlib.crc32(f"{item.path.name}:{story}".encode())


def make_driver(platform: str) -> Driver:
    """The driver of a platform."""
    if importlib.util.find_spec(f"tests.towns.{platform}") is None:
        pytest.skip(f"tests/towns/{platform}.py is not there yet")
    module = importlib.import_module(f"tests.towns.{platform}")
    driver: Driver = getattr(module, f"{platform.capitalize()}Driver")()
    return driver


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    """The language of the story."""
    return "zh" if request.param == "zh" else "en"


@pytest.fixture(params=PLATFORMS)
def driver(request: pytest.FixtureRequest) -> Driver:
    """The platform of the story."""
    return make_driver(request.param)


@pytest.fixture
def met(request: pytest.FixtureRequest, language: Language) -> bool:
    """Whether Steward has met the people of the story before it: in one of the languages, by turns.

    With STEWARD_STRANGERS=1 everybody is a stranger, with 0 nobody; otherwise each story is told both ways.
    """
    forced = os.environ.get("STEWARD_STRANGERS")
    if forced is not None:
        return forced == "0"
    met = language == ("zh" if _turn(request.node) // 2 % 2 else "en")
    if not met:
        request.node.add_report_section("setup", "town", "Steward has met nobody before this story.")
    return met


@pytest.fixture
async def town(
    request: pytest.FixtureRequest, driver: Driver, language: Language, met: bool, tmp_path: Path
) -> AsyncIterator[Town]:
    """A fresh town; `@pytest.mark.settings({...})` changes its settings."""
    marker = request.node.get_closest_marker("settings")
    values: dict[str, object] = {
        "community": {"name": "Garden", "language": language, "timezone": "Asia/Shanghai"}
    }
    if marker is not None:
        values |= marker.args[0]
    town = Town(driver, language, tmp_path, Settings.model_validate(values), met=met)
    await town.open()
    yield town
    await town.close()
