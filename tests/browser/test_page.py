"""A visitor tries everything once, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.async_api import Browser, FilePayload, ViewportSize, expect

from tests.browser.conftest import NARROW, WIDE, Running, Visitor, pick

expect.set_options(timeout=20_000)

pytestmark = pytest.mark.asyncio(loop_scope="module")


UNASSIGNED = "\U0001faff"
"""Kept for an emoji that does not exist yet."""


async def test_a_question_is_answered_and_the_answer_thanked(visitor: Visitor, language: str) -> None:
    await visitor.settles(pick(language, "小问", "Quinn"))
    await visitor.goes("garden")
    await visitor.says(pick(language, "怎么退款？", "When will my order ship?"))
    answer = visitor.page.locator(".message.bot").filter(has=visitor.page.locator(".quoted")).last
    await expect(answer.locator(".quoted")).to_contain_text(
        pick(language, "怎么退款", "When will my order ship")
    )
    await answer.locator(".keys button").first.click()
    await expect(visitor.page.locator(".message.only-you").last).to_be_visible()


async def test_spam_is_deleted_and_explained(visitor: Visitor, language: str) -> None:
    await visitor.settles(pick(language, "小广", "Spencer"))
    await visitor.goes("garden")
    chip = pick(language, "兼职刷单", "Guaranteed profit")
    await visitor.page.locator("#chips button", has_text=chip).click()
    await visitor.page.locator("#send").click()
    await expect(visitor.page.locator("[data-place=private] em")).to_be_visible()
    await expect(visitor.page.locator(".message.mine", has_text=chip)).to_have_count(0)
    await visitor.goes("private")
    await expect(visitor.answer).to_contain_text(chip)
    await visitor.goes("garden")
    await visitor.page.set_viewport_size(NARROW)
    await visitor.page.locator("#text").press("Escape")
    whole = await visitor.page.locator("#text").evaluate("one => one.scrollHeight <= one.offsetHeight")
    assert whole, "what the box says to somebody muted is cut off"
    await visitor.page.set_viewport_size(WIDE)
    await visitor.page.locator("#text").fill(pick(language, "大家好", "hello"))
    await visitor.page.locator("#text").press("Enter")
    await expect(visitor.page.locator("#notice")).not_to_be_empty()
    assert visitor.troubles == [one for one in visitor.troubles if "409" in one], visitor.troubles
    visitor.troubles.clear()


async def test_a_ticket_is_opened_claimed_and_answered(
    visitor: Visitor, steward: Running, language: str
) -> None:
    name = pick(language, "小求", "Hollis")
    trouble = pick(language, "我的包裹破了", "my parcel arrived torn")
    reply = pick(language, "我们马上补寄一份", "we are sending a new one today")
    await visitor.settles(name)
    await visitor.goes("private")
    await visitor.says(pick(language, "/人工 ", "/human ") + trouble)
    await expect(visitor.answer).to_contain_text("#")
    await visitor.is_now("rep")
    await visitor.page.locator("#places .thread button", has_text=name).last.click()
    card = visitor.page.locator(".message.bot").filter(has=visitor.page.locator(".keys")).first
    await card.locator(".keys button").first.click()
    await expect(visitor.page.locator(".message.only-you").last).to_be_visible()
    await visitor.says(f"/r {reply}")
    await expect(visitor.answer.locator(".quoted")).to_contain_text(reply)
    audience = visitor.page.locator("#audience button")
    await expect(audience.first).to_have_attribute("aria-checked", "true")
    note, further = pick(language, "又是这个快递", "that carrier again"), pick(language, "单号 7", "parcel 7")
    await visitor.says(note)
    await expect(visitor.answer).to_contain_text(name)
    await audience.last.click()
    await visitor.says(further)
    await expect(visitor.said(f"/r {further}")).to_be_visible()
    await visitor.is_now(next(str(one["id"]) for one in steward.town("rep")["people"] if one["name"] == name))
    await expect(visitor.page.locator("[data-place=private] em")).to_be_visible()
    await visitor.goes("private")
    await expect(visitor.page.locator("#audience")).to_be_hidden()
    await expect(visitor.said(reply)).to_be_visible()
    await expect(visitor.said(further)).to_be_visible()
    await expect(visitor.page.locator(".message", has_text=note)).to_have_count(0)


async def test_a_giveaway_is_entered_once(visitor: Visitor, language: str) -> None:
    await visitor.is_now(pick(language, "xiaoan", "ann"))
    await visitor.goes("garden")
    button = visitor.page.locator(".message.bot:not(:has(.quoted)) .keys button").first
    await button.click()
    told = visitor.page.locator(".message.only-you")
    await expect(told).to_have_count(1)
    await button.click()
    await expect(told).to_have_count(2)
    assert await told.nth(0).locator(".body").inner_text() != await told.nth(1).locator(".body").inner_text()


async def test_a_reaction_is_put_and_taken_away(visitor: Visitor, language: str) -> None:
    await visitor.is_now(pick(language, "xiaoan", "ann"))
    await visitor.goes("garden")
    words = pick(language, "今天天气真好", "what a lovely day")
    await visitor.says(words)
    message = visitor.said(words)
    await message.hover()
    await message.locator(".acts button").nth(1).click()
    shown = message.locator(".reactions button")
    await expect(shown).to_contain_text("1")
    await expect(shown).to_have_attribute("aria-pressed", "true")
    await shown.click()
    await expect(message.locator(".reactions button")).to_have_count(0)


async def test_a_sign_that_no_font_draws_leaves_its_words(visitor: Visitor, language: str) -> None:
    await visitor.is_now(pick(language, "xiaoan", "ann"))
    await visitor.goes("private")
    await visitor.says(f"/{UNASSIGNED} {pick(language, '你好', 'well')} 7 ✓")
    said = visitor.page.locator(".message.mine .body").last
    await expect(said).to_have_text(f"/{pick(language, '你好', 'well')} 7 ✓")


async def test_a_message_is_answered_edited_and_let_go_by_keyboard(visitor: Visitor, language: str) -> None:
    await visitor.is_now(pick(language, "xiaoan", "ann"))
    await visitor.goes("garden")
    first, second = pick(language, "早上好呀", "good mourning"), pick(language, "大家早", "good morning")
    await visitor.says(first)
    edit = visitor.said(first).locator(".acts button").last
    await edit.focus()
    await edit.press("Enter")
    await expect(visitor.page.locator("#replying")).to_be_visible()
    await visitor.page.locator("#text").press("Escape")
    await expect(visitor.page.locator("#replying")).to_be_hidden()
    await edit.press("Enter")
    await visitor.says(second)
    await expect(visitor.said(second)).to_be_visible()
    await expect(visitor.page.locator(".message.mine", has_text=first)).to_have_count(0)


async def test_words_not_yet_sent_wait_where_and_for_whom_they_were_written(
    visitor: Visitor, language: str
) -> None:
    box = visitor.page.locator("#text")
    await visitor.is_now("ann")
    await visitor.goes("garden")
    await visitor.says(pick(language, "晚上见", "see you tonight"))
    await box.fill(pick(language, "我想说", "what I mean is"))
    await visitor.goes("private")
    await expect(box).to_have_value("")
    await visitor.is_now("rep")
    await visitor.goes("garden")
    await expect(box).to_have_value("")
    await visitor.said(pick(language, "晚上见", "see you tonight")).locator(".acts button").first.focus()
    await visitor.page.keyboard.press("Enter")
    await box.fill(pick(language, "好的，", "fine, "))
    await visitor.is_now("ann")
    await expect(box).to_have_value(pick(language, "我想说", "what I mean is"))
    await expect(visitor.page.locator("#replying")).to_be_hidden()
    await visitor.is_now("rep")
    await expect(box).to_have_value(pick(language, "好的，", "fine, "))
    await expect(visitor.page.locator("#replying")).to_contain_text(
        pick(language, "晚上见", "see you tonight")
    )
    await box.press("Enter")
    await expect(visitor.page.locator(".message.mine .quoted").last).to_contain_text(
        pick(language, "晚上见", "see you tonight")
    )
    await visitor.goes("staff")
    await visitor.goes("garden")
    await expect(box).to_have_value("")


async def test_commands_are_suggested_and_chosen_by_keyboard(visitor: Visitor, language: str) -> None:
    box = visitor.page.locator("#text")
    await visitor.goes("garden")
    await box.fill("/")
    await expect(visitor.page.locator("#suggestions button").first).to_be_visible()
    await box.press("ArrowDown")
    await visitor.page.keyboard.press("ArrowDown")
    await visitor.page.keyboard.press("Enter")
    await expect(box).to_be_focused()
    assert (await box.input_value()).startswith("/")
    assert len(await box.input_value()) > 2


def enclosed(data: bytes) -> FilePayload:
    return FilePayload(name="entries.jsonl", mimeType="application/json", buffer=data)


async def test_a_file_of_entries_is_imported_in_the_chat(visitor: Visitor, language: str) -> None:
    page = visitor.page
    question = pick(language, "能带狗进店吗？", "May I bring my dog?")
    row = {"id": f"dogs-{language}", "language": language, "questions": [question], "answer": "42"}
    file = enclosed(json.dumps(row).encode())
    await visitor.is_now("rep")
    await visitor.goes("staff")
    await page.locator("#file").set_input_files(enclosed(b"x" * 1_000_001))
    await expect(page.locator("#notice")).to_contain_text("1 MB")
    await page.locator("#file").set_input_files(file)
    await expect(page.locator("#attached")).to_contain_text("entries.jsonl")
    await page.locator("#attached button").click()
    await expect(page.locator("#attached")).to_be_hidden()
    await page.locator("#file").set_input_files(file)
    await visitor.says(pick(language, "/常见问题 导入", "/faq import"))
    await expect(page.locator("#attached")).to_be_hidden()
    await expect(page.locator(".message.mine .file").last).to_contain_text("entries.jsonl")
    await visitor.is_now("ann")
    await visitor.goes("private")
    await visitor.says(question)
    await expect(visitor.answer).to_contain_text("42")


async def test_a_form_is_a_dialogue_that_escape_leaves_for_good(visitor: Visitor, language: str) -> None:
    dialogue = visitor.page.locator("dialog#form")
    await visitor.is_now("manager")
    await visitor.goes("staff")
    await visitor.says("/giveaway")
    await expect(dialogue.locator("h3")).to_have_text(pick(language, "新建抽奖", "New giveaway"))
    await visitor.page.keyboard.press("Escape")
    await visitor.is_now("rep")
    await visitor.is_now("manager")
    await visitor.goes("staff")
    await visitor.says(pick(language, "/抽奖", "/giveaway"))
    await expect(dialogue.locator("input, textarea").first).to_be_visible()
    await visitor.page.keyboard.press("Escape")
    await expect(dialogue).to_be_hidden()
    await visitor.is_now("rep")
    await visitor.is_now("manager")
    await expect(dialogue).to_be_hidden()


async def test_two_people_see_each_other_live(
    visitor: Visitor, browser: Browser, steward: Running, language: str
) -> None:
    other = Visitor(page=await browser.new_page())
    await other.opens(steward.url, language)
    await other.is_now("ann")
    await other.goes("garden")
    await visitor.settles(pick(language, "小见", "Sean"))
    await visitor.goes("garden")
    words = pick(language, "有人在吗，一起吃饭", "anyone here for lunch")
    await visitor.says(words)
    await expect(other.said(words)).to_be_visible()
    await expect(other.page.locator(".person", has_text=pick(language, "小见", "Sean")).first).to_be_visible()
    assert not other.troubles


async def test_it_fits_the_window(
    browser: Browser, steward: Running, language: str, size: ViewportSize, tmp_path: Path
) -> None:
    page = await browser.new_page(viewport=size)
    visitor = Visitor(page=page)
    await visitor.opens(steward.url, language)
    for place in ("garden", "private"):
        await page.screenshot(path=tmp_path / f"people-{language}-{size['width']}.png")
        await visitor.goes(place)
        await expect(page.locator("#messages li").first).to_be_visible()
        await page.screenshot(path=tmp_path / f"{place}-{language}-{size['width']}.png")
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], f"{place} is {wide} pixels wide"
        if await page.locator("#back").is_visible():
            await page.locator("#back").click()
    assert not visitor.troubles


async def test_on_a_phone_what_comes_elsewhere_shows_and_the_headline_leads_there(
    browser: Browser, steward: Running
) -> None:
    page = await browser.new_page(viewport=NARROW)
    visitor = Visitor(page=page)
    await visitor.opens(steward.url, "en")
    await expect(page.locator("#chat")).to_be_hidden()
    await visitor.is_now("ann")
    await visitor.goes("garden")
    await expect(page.locator("#side")).to_be_hidden()
    await expect(page.locator(".message").last).to_be_in_viewport()
    await expect(page.locator("#back em")).to_have_count(0)
    steward.act(act="say", who="ann", place="ann", text="/help")
    await expect(page.locator("#back em")).to_have_text("1")
    await page.locator("#place").click()
    await visitor.goes("private")
    await expect(page.locator("#back em")).to_have_count(0)
    assert not visitor.troubles


async def test_it_is_gone_through_by_keyboard_alone(visitor: Visitor) -> None:
    press = visitor.page.keyboard.press
    await press("Tab")
    await expect(visitor.page.locator("#skip")).to_be_focused()
    await press("Tab")
    await press("Tab")
    await press("ArrowRight")
    await expect(visitor.page.locator(".person").nth(1)).to_be_focused()
    await press("ArrowLeft")
    await press("ArrowLeft")
    await expect(visitor.page.locator(".person.new")).to_be_focused()
    await visitor.page.locator("#skip").focus()
    await press("Enter")
    await expect(visitor.page.locator("#text")).to_be_focused()


async def test_names_and_words_run_their_own_way(visitor: Visitor) -> None:
    await visitor.settles("אברהם")
    await visitor.goes("garden")
    await visitor.says("שלום לכולם, order #12")
    said = visitor.said("order #12").locator(".body p")
    assert await said.evaluate("one => getComputedStyle(one).direction") == "rtl"
