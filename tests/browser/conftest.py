"""A running Steward, a browser, and a visitor on the page."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    ViewportSize,
    async_playwright,
    expect,
)

from tests.conftest import FULL, ROOT, system_package

IN_TURN = ("test_access.py", "test_return.py", "test_tour.py")
"""Of these tests the small size runs each in one language, the wide and the narrow page in another one."""

START = 60.0
WIDE, NARROW = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In the small size half of what is the same in both languages waits for the full size."""
    if FULL:
        return
    waits = [item for item in items if item.path.name in IN_TURN and not _has_its_turn(item)]
    config.hook.pytest_deselected(items=waits)
    items[:] = [item for item in items if item not in waits]


def _has_its_turn(item: pytest.Item) -> bool:
    params = item.callspec.params  # type: ignore[attr-defined]
    turn = zlib.crc32(getattr(item, "originalname", item.name).encode()) + (params.get("size") == NARROW)
    return (params["language"] == "zh") == bool(turn % 2)


def pick(language: str, zh: str, en: str) -> str:
    """What is said in the page's language."""
    return zh if language == "zh" else en


@dataclass(kw_only=True)
class Running:
    """One `steward run` in a folder of its own."""

    process: subprocess.Popen[str]
    folder: Path
    url: str = ""
    started: float = 0.0

    @classmethod
    def begin(cls, folder: Path, *options: str) -> Self:
        """Start it; returns when it has said its address."""
        log = (folder / "steward.log").open("w")
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run", *options],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        log.close()
        running = cls(process=process, folder=folder, started=began)
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], START)
        line = process.stdout.readline().strip() if ready else ""
        if not line.startswith("http://127.0.0.1:"):
            process.kill()
            process.wait()
            raise AssertionError(f"no address but {line!r}: {running.log}")
        running.url = line
        return running

    @property
    def log(self) -> str:
        """What it logged."""
        return (self.folder / "steward.log").read_text(encoding="utf-8")

    def end(self) -> tuple[int, float]:
        """SIGTERM; the exit code and how many seconds it took."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        asked = time.monotonic()
        try:
            code = self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            if self.process.stdout is not None:
                self.process.stdout.close()
        return code, time.monotonic() - asked

    def token(self) -> str:
        """What the page was given to act with."""
        found = re.search(r'name="steward-token" content="([0-9a-f]+)"', httpx.get(self.url).text)
        assert found is not None
        return found[1]

    def act(self, **what: object) -> httpx.Response:
        """What the page does when somebody does something."""
        return httpx.post(f"{self.url}/api/act", json=what, headers={"x-steward-token": self.token()})

    def town(self, who: str) -> dict[str, list[dict[str, object]]]:
        """What somebody sees."""
        found: dict[str, list[dict[str, object]]] = httpx.get(
            f"{self.url}/api/town", params={"who": who}
        ).json()
        return found


@dataclass(kw_only=True)
class Visitor:
    """Somebody in front of the page."""

    page: Page
    troubles: list[str] = field(default_factory=list)

    async def opens(self, url: str, language: str) -> None:
        """Come to the page in a language, as whoever the page proposes."""
        self.page.on("console", self._hears)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        chosen = f"sessionStorage.getItem('language') ?? sessionStorage.setItem('language', '{language}')"
        await self.page.add_init_script(chosen)
        await self.page.goto(url)
        await expect(self.page.locator(".person").first).to_be_visible()

    def _hears(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"{message.text} {message.location}")

    async def settles(self, name: str) -> None:
        """Move in as a new member."""
        await self.page.locator(".person.new").click()
        await self.page.locator("#mover input").fill(name)
        await self.page.locator("#mover button[type=submit]").click()
        chosen = self.page.locator(".person[aria-checked=true]")
        await expect(chosen).to_contain_text(name)

    async def is_now(self, who: str) -> None:
        """Be one of those who live here."""
        await self.page.locator(f".person[data-person={who}]").click()
        await expect(self.page.locator(f".person[data-person={who}]")).to_have_attribute(
            "aria-checked", "true"
        )

    async def goes(self, place: str) -> None:
        """Go to a place: garden, private, staff, or the id of a thread."""
        await self.page.locator(f"[data-place={place}]").click()

    async def says(self, text: str) -> None:
        """Say something here."""
        await self.page.locator("#text").fill(text)
        await self.page.locator("#text").press("Enter")
        await expect(self.page.locator("#text")).to_have_value("")

    def said(self, text: str) -> Locator:
        """The newest message that contains a text."""
        return self.page.locator(".message").filter(has_text=text).last

    @property
    def answer(self) -> Locator:
        """The newest message of Steward."""
        return self.page.locator(".message.bot").last


@pytest.fixture(scope="module")
def steward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A Steward for the tests of one file: its community goes on from test to test."""
    running = Running.begin(tmp_path_factory.mktemp("steward"))
    yield running
    code, _ = running.end()
    assert code == 0, running.log


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium, one for the tests of a file; every page of it is somebody else's."""
    chromium = system_package("chromium", "/usr/bin/chromium", "/usr/lib/chromium/chromium")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(chromium), args=arguments)
        yield browser
        await browser.close()


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """The language of the page."""
    return str(request.param)


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def size(request: pytest.FixtureRequest) -> ViewportSize:
    """A desktop, and a phone of 390 pixels."""
    size: ViewportSize = request.param
    return size


@pytest_asyncio.fixture(loop_scope="module")
async def visitor(browser: Browser, steward: Running, language: str) -> AsyncIterator[Visitor]:
    """A visitor at a desktop; the browser's console must stay silent."""
    page = await browser.new_page(viewport=WIDE)
    page.set_default_timeout(20_000)
    visitor = Visitor(page=page)
    await visitor.opens(steward.url, language)
    yield visitor
    await page.close()
    assert not visitor.troubles
