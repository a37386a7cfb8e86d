"""Whoever was away, reloads, presses twice or has two windows; and a Steward that was killed meanwhile."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, expect

from tests.browser.conftest import Running, Visitor, pick

expect.set_options(timeout=20_000)

pytestmark = pytest.mark.asyncio(loop_scope="module")

CHATTER = ("sun", "river", "bread", "train", "violin", "cloud", "stone", "lamp", "garden", "tea")


async def window(context: BrowserContext, steward: Running, language: str, who: str) -> Visitor:
    """A window of this browser, with somebody in the garden."""
    visitor = Visitor(page=await context.new_page())
    await visitor.opens(steward.url, language)
    await visitor.is_now(who)
    await visitor.goes("garden")
    return visitor


def chats(steward: Running, who: str, count: int) -> None:
    """Somebody says many things that have nothing to do with one another."""
    for index in range(count):
        words = f"{CHATTER[index % 10]} {CHATTER[(index * 7 + 3) % 10]} {index * 37}"
        assert steward.act(act="say", who=who, place="garden", text=words).status_code == 200


async def test_fifty_messages_wait_below_a_line(browser: Browser, steward: Running, language: str) -> None:
    context = await browser.new_context()
    early = await window(context, steward, language, "ann")
    await early.page.close()
    chats(steward, "rep", 25)
    chats(steward, "manager", 25)
    assert steward.act(act="say", who="ann", place="ann", text="/help").status_code == 200
    late = Visitor(page=await context.new_page())
    await late.page.add_init_script("sessionStorage.who ??= 'ann'")
    await late.opens(steward.url, language)
    line = late.page.locator("#messages .news")
    await expect(line).to_be_in_viewport()
    await expect(line).to_have_text(pick(language, "以下是新消息", "New since you were here"))
    assert await late.page.locator("#messages .news ~ .message").count() >= 50
    await expect(late.page.locator("[data-place=private] em")).to_be_visible()
    await late.page.locator("#below button").click()
    await expect(late.page.locator(".message").last).to_be_in_viewport()
    await expect(late.page.locator("#below button")).to_be_hidden()
    await late.page.reload()
    await expect(late.page.locator(".message").last).to_be_in_viewport()
    await expect(line).to_have_count(0)
    await context.close()


async def test_who_reads_further_up_is_not_moved(visitor: Visitor, steward: Running, language: str) -> None:
    await visitor.is_now("xiaoan")
    await visitor.goes("garden")
    chats(steward, "rep", 20)
    await expect(visitor.said("703")).to_be_visible()
    await visitor.page.locator("#messages").evaluate("one => { one.scrollTop = 40; }")
    await expect(visitor.page.locator("#below button")).to_be_visible()
    assert steward.act(act="say", who="rep", place="garden", text=f"news {language}").status_code == 200
    await expect(visitor.page.locator("#below button")).to_contain_text("↓ 1")
    read, leads = visitor.page.locator("#messages"), visitor.page.locator("#below button")
    lower, upper = await read.bounding_box(), await leads.bounding_box()
    assert lower is not None
    assert upper is not None
    assert lower["y"] + lower["height"] <= upper["y"], (
        "the arrow lies over what is read, and over its buttons"
    )
    assert await visitor.page.locator("#messages").evaluate("one => one.scrollTop") == 40


async def test_words_outlive_a_reload_with_what_they_answer(
    visitor: Visitor, steward: Running, language: str
) -> None:
    await visitor.is_now("rep")
    await visitor.goes("garden")
    first = pick(language, "谁在值班？", "who is on duty?")
    await visitor.says(first)
    await visitor.said(first).locator(".acts button").first.focus()
    await visitor.page.keyboard.press("Enter")
    await visitor.page.locator("#text").fill("half a thought")
    await visitor.page.reload()
    await expect(visitor.page.locator("#text")).to_have_value("half a thought")
    await expect(visitor.page.locator("#replying")).to_contain_text(first)
    await visitor.page.locator("#text").press("Enter")
    await expect(visitor.said("half a thought").locator(".quoted")).to_contain_text(first)
    await visitor.page.reload()
    await expect(visitor.said("half a thought")).to_be_visible()
    await expect(visitor.page.locator("#text")).to_have_value("")


async def test_what_is_sent_twice_in_haste_is_said_once(visitor: Visitor, language: str) -> None:
    words = pick(language, "急着发了两遍", "sent twice in haste")
    await visitor.is_now("rep")
    await visitor.goes("garden")
    box = visitor.page.locator("#text")
    await box.fill(words)
    await box.evaluate(
        """one => {
            for (const _ of [1, 2, 3]) one.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
        }"""
    )
    await expect(box).to_have_value("")
    await visitor.says("and once more")
    await expect(visitor.page.locator(".message", has_text=words)).to_have_count(1)
    await visitor.says(words)
    await expect(visitor.page.locator(".message", has_text=words)).to_have_count(2)


async def test_two_windows_of_one_person_read_together(
    browser: Browser, steward: Running, language: str
) -> None:
    context = await browser.new_context()
    one = await window(context, steward, language, "xiaoan")
    other = await window(context, steward, language, "xiaoan")
    await other.goes("private")
    await one.goes("private")
    assert (
        steward.act(act="say", who="rep", place="garden", text=f"both see it {language}").status_code == 200
    )
    await expect(one.page.locator("[data-place=garden] em")).to_have_text("1")
    await expect(other.page.locator("[data-place=garden] em")).to_have_text("1")
    await one.goes("garden")
    await expect(other.page.locator("[data-place=garden] em")).to_have_count(0)
    await one.says(f"from the one {language}")
    await other.goes("garden")
    await expect(other.said(f"from the one {language}")).to_be_visible()
    assert not one.troubles
    assert not other.troubles
    await context.close()


@pytest.mark.parametrize("end", ["answered", "left"])
async def test_a_form_that_ends_in_one_window_ends_in_the_others(
    browser: Browser, steward: Running, language: str, end: str
) -> None:
    context = await browser.new_context()
    one = await window(context, steward, language, "manager")
    other = await window(context, steward, language, "manager")
    await one.goes("staff")
    await one.says(pick(language, "/抽奖", "/giveaway"))
    for each in (one, other):
        await expect(each.page.locator("#form h3")).to_be_visible()
    if end == "answered":
        for name, words in (("prize", "a lamp"), ("places", "1"), ("ends", "2h")):
            await one.page.locator(f"#form [name={name}]").fill(words)
        await one.page.locator("#form button[type=submit]").click()
    else:
        await one.page.keyboard.press("Escape")
    for each in (one, other):
        await expect(each.page.locator("#form")).to_be_hidden()
    await expect(other.page.locator("#notice")).to_contain_text(
        pick(language, "另一个窗口", "another window")
    )
    await expect(one.page.locator("#notice")).to_be_empty()
    assert not one.troubles + other.troubles
    await context.close()


async def test_a_form_half_filled_in_stays_when_everything_is_read_anew(
    visitor: Visitor, language: str
) -> None:
    await visitor.is_now("manager")
    await visitor.goes("staff")
    await visitor.says(pick(language, "/抽奖", "/giveaway"))
    box = visitor.page.locator("#form input").first
    await box.fill("a lamp")
    async with visitor.page.expect_response(lambda answer: "/api/town" in answer.url):
        await visitor.page.locator("#language").evaluate("one => one.click()")
    await expect(visitor.page.locator("html")).to_have_attribute("lang", pick(language, "en", "zh"))
    await expect(box).to_have_value("a lamp")
    await visitor.page.keyboard.press("Escape")


async def test_a_killed_steward_loses_no_words_and_hears_none_twice(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "steward.toml").write_text(f"[web]\nport = {port}\n")
    first = Running.begin(tmp_path, "--config", "steward.toml")
    context = await browser.new_context()
    visitor = await window(context, first, language, "ann")
    await visitor.says(pick(language, "第一句", "the first thing"))
    first.process.kill()
    first.end()
    lost = pick(language, "连接断开了", "The connection was lost")
    await expect(visitor.page.locator("#notice")).to_contain_text(lost)
    box = visitor.page.locator("#text")
    await box.fill(pick(language, "第二句", "the second thing"))
    await box.press("Enter")
    await expect(visitor.page.locator("#notice")).to_contain_text(lost)
    await expect(box).to_have_value(pick(language, "第二句", "the second thing"))
    second = Running.begin(tmp_path, "--config", "steward.toml")
    try:
        await box.press("Enter")
        await expect(box).to_have_value("")
        await expect(visitor.page.locator("#notice")).to_be_empty()
        for words in (
            pick(language, "第一句", "the first thing"),
            pick(language, "第二句", "the second thing"),
        ):
            await expect(visitor.page.locator(".message.mine", has_text=words)).to_have_count(1)
    finally:
        second.end()
        await context.close()
