"""A newcomer with a phone finds every behaviour on the first screen, and sees it at work within a minute."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser.conftest import NARROW, Running, Visitor, pick

expect.set_options(timeout=20_000)

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_everything_is_tried_from_the_first_screen(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    steward = Running.begin(tmp_path)
    page = await browser.new_page(viewport=NARROW)
    visitor = Visitor(page=page)
    form, seen = page.locator("#form h3"), page.locator(".message.bot").last
    shown: list[Locator] = [
        visitor.said(pick(language, "7 天内", "7 days")).locator(".quoted"),
        seen.filter(has_text="#1"),
        page.locator("#back em"),
        form,
        form,
        form,
        seen.locator("img"),
        seen.filter(has_text=pick(language, "/人工", "/human")),
    ]
    try:
        await visitor.opens(steward.url, language)
        steps = page.locator("#tour button")
        await expect(steps).to_have_count(len(shown))
        for index, result in enumerate(shown):
            if await page.locator("#back").is_visible():
                await page.locator("#back").click()
            await expect(steps.nth(index)).to_be_in_viewport(ratio=1)
            await steps.nth(index).click()
            await expect(page.locator("#text")).not_to_have_value("")
            await expect(page.locator("#text")).to_be_focused()
            await page.locator("#send").click()
            await expect(result).to_be_visible()
            if result is form:
                await page.keyboard.press("Escape")
                await expect(form).to_be_hidden()
        assert not visitor.troubles
    finally:
        await page.close()
        steward.end()
