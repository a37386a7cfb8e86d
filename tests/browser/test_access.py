"""Whoever sees little, hears the page, or has no mouse: the accessibility guidelines (WCAG 2.2 AA) in every state."""

from __future__ import annotations

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ViewportSize, expect

from tests.browser.conftest import NARROW, Running, Visitor, pick

expect.set_options(timeout=20_000)

pytestmark = pytest.mark.asyncio(loop_scope="module")

ZOOMED = ViewportSize(width=640, height=400)
"""A window of 1,280 by 800 pixels at 200 %."""

SMALLEST = ViewportSize(width=320, height=256)
"""The same at 400 %, to which pages must still fit (1.4.10)."""

ALSO = ("target-size", "label-content-name-mismatch", "focus-order-semantics")
"""Rules of axe-core that are off unless asked for."""

FAINT = """() => {
  const linear = (one) => (one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((one) => linear(one / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [bright, dark] = [light(one), light(other)].sort((a, b) => b - a);
    return (bright + 0.05) / (dark + 0.05);
  };
  const ground = (one) => {
    const colour = getComputedStyle(one).backgroundColor;
    return colour.startsWith("rgba(") ? ground(one.parentElement) : colour;
  };
  const found = [];
  for (const box of document.querySelectorAll("textarea, input")) {
    if (!box.checkVisibility()) continue;
    const words = contrast(getComputedStyle(box, "::placeholder").color, ground(box));
    const edge = contrast(getComputedStyle(box).borderTopColor, ground(box.parentElement));
    if (words < 4.5 || edge < 3) found.push(`${words.toFixed(1)} ${edge.toFixed(1)} ${box.outerHTML.slice(0, 80)}`);
  }
  return found;
}"""
"""Boxes whose hint (4.5 to 1) or edge (3 to 1, 1.4.11) is too faint, which axe-core does not look at."""

UNMARKED = """() => {
  const one = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  const seen = one.getBoundingClientRect();
  const shown = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && seen.width >= 24 && seen.height >= 20;
  if (one === document.body) return "";
  return shown ? one.id || one.className || one.textContent : `UNMARKED ${one.outerHTML.slice(0, 80)}`;
}"""


async def violations(visitor: Visitor) -> list[str]:
    """What breaks the guidelines now."""
    rules = {one: {"enabled": True} for one in ALSO}
    found = (await Axe().run(visitor.page, options={"resultTypes": ["violations"], "rules": rules})).response
    broken = [
        f"{one['id']} {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
    return broken + await visitor.page.evaluate(FAINT)


async def test_no_state_of_the_page_breaks_the_guidelines(
    browser: Browser, steward: Running, language: str, size: ViewportSize
) -> None:
    page = await browser.new_page(viewport=size, reduced_motion="reduce")
    visitor = Visitor(page=page)
    await visitor.opens(steward.url, language)

    async def back() -> None:
        if size == NARROW:
            await page.locator("#back").click()

    async def holds(state: str) -> None:
        await page.emulate_media(color_scheme="light")
        assert await violations(visitor) == [], f"{state}, {language}, {size['width']}, light"
        await page.emulate_media(color_scheme="dark")
        assert await violations(visitor) == [], f"{state}, {language}, {size['width']}, dark"

    await holds("who and where")
    name = f"{pick(language, '小观', 'Vera')}{size['width']}"
    await visitor.settles(name)
    await page.locator(".person.new").click()
    await expect(page.locator("#mover h3")).to_be_visible()
    await holds("moving in")
    await page.keyboard.press("Escape")
    await visitor.goes("garden")
    await visitor.says(pick(language, "怎么退款？", "How do I get a refund?"))
    await expect(visitor.answer.locator(".keys")).to_be_visible()
    await (
        visitor.said(pick(language, "怎么退款", "get a refund"))
        .locator(".bubble")
        .click(position={"x": 4, "y": 4})
    )
    await holds("an answer, and what can be done with a message")
    await back()
    await visitor.goes("private")
    await visitor.says(pick(language, "/人工 包裹破了", "/human my parcel arrived torn"))
    await expect(visitor.answer).to_contain_text("#")
    await page.locator("#text").fill("/")
    await expect(page.locator("#suggestions button").first).to_be_visible()
    await holds("suggestions")
    await page.locator("#text").fill("")
    await back()
    await visitor.is_now("rep")
    await page.locator("#places .thread button", has_text=name).last.click()
    await expect(visitor.page.locator("#audience")).to_be_visible()
    await holds("a ticket's thread")
    await visitor.says(pick(language, "/关闭 已经解决", "/close solved"))
    await back()
    closed = page.locator("#places .closed button", has_text=name)
    await expect(closed).to_contain_text(pick(language, "已关闭", "closed"))
    await holds("a closed thread")
    await visitor.is_now("manager")
    await visitor.goes("staff")
    await visitor.says(pick(language, "/抽奖", "/giveaway"))
    await expect(page.locator("#form h3")).to_be_visible()
    await holds("a form")
    await page.keyboard.press("Escape")
    assert not visitor.troubles
    await page.close()


@pytest.mark.parametrize("small", [ZOOMED, SMALLEST], ids=["200%", "400%"])
async def test_it_is_used_at_twice_and_four_times_the_size(
    browser: Browser, steward: Running, language: str, small: ViewportSize
) -> None:
    page = await browser.new_page(viewport=small)
    visitor = Visitor(page=page)
    await visitor.opens(steward.url, language)
    await visitor.is_now("ann")
    await visitor.goes("garden")
    words = pick(language, f"放大到 {small['width']}", f"made large, {small['width']}")
    await visitor.says(words)
    assert await page.evaluate("document.documentElement.scrollWidth") <= small["width"]
    read = await page.locator("#messages").bounding_box()
    assert read is not None
    assert read["height"] >= small["height"] / 2, "too little can be read at once"
    react = visitor.said(words).locator(".acts button").nth(1)
    await react.focus()
    await page.keyboard.press("Enter")
    await expect(visitor.said(words).locator(".reactions button")).to_be_visible()
    await page.close()


async def test_every_stop_of_the_keyboard_shows_where_it_is(visitor: Visitor) -> None:
    await visitor.is_now("ann")
    await visitor.goes("garden")
    await visitor.says("where am I")
    await visitor.page.locator("#skip").focus()
    stops = []
    for _ in range(200):
        await visitor.page.keyboard.press("Tab")
        stops.append(str(await visitor.page.evaluate(UNMARKED)))
        if stops[-1] == "send":
            break
    assert not [one for one in stops if one.startswith("UNMARKED")]
    order = [one for one in ("language", "text", "send") if one in stops]
    assert [stops.index(one) for one in order] == sorted(stops.index(one) for one in order)
    assert order == ["language", "text", "send"]


async def test_what_is_drawn_anew_leaves_the_keyboard_where_it_was(
    visitor: Visitor, steward: Running, language: str
) -> None:
    await visitor.is_now("ann")
    person = visitor.page.locator(".person[data-person=xiaoan]")
    await person.focus()
    await visitor.page.keyboard.press("Enter")
    await expect(person).to_have_attribute("aria-checked", "true")
    await expect(person).to_be_focused()
    await visitor.goes("garden")
    words = pick(language, "键盘在哪里", "where is my keyboard")
    await visitor.says(words)
    react = visitor.said(words).locator(".acts button").nth(1)
    await react.focus()
    await visitor.page.keyboard.press("Enter")
    await expect(visitor.said(words).locator(".reactions button")).to_be_visible()
    await expect(visitor.said(words).locator(".reactions button")).not_to_be_focused()
    assert await visitor.page.evaluate("document.activeElement.closest('.message') !== null")


async def test_what_others_say_is_read_out_and_nothing_twice(
    visitor: Visitor, steward: Running, language: str
) -> None:
    heard = visitor.page.locator("#heard[role=log] p")
    await visitor.is_now("xiaoan")
    await visitor.goes("garden")
    await expect(heard).to_have_count(0)
    await visitor.says(pick(language, "大家中午好", "good noon everybody"))
    chinese, english = f"吃饭了吗 {language}", f"lunch anybody {language}"
    for words in (chinese, english):
        assert steward.act(act="say", who="rep", place="garden", text=words).status_code == 200
        await expect(heard.last).to_contain_text(words)
    assert await heard.count() == 2
    spoken = visitor.said(chinese).locator(".body p")
    assert await spoken.evaluate("one => one.closest('[lang]').lang") == "zh"
    await visitor.goes("private")
    await expect(heard).to_have_count(0)
    assert steward.act(act="say", who="rep", place="garden", text=f"{english}?").status_code == 200
    await expect(heard.last).to_contain_text(pick(language, "1 条未读", "1 unread"))
    await expect(visitor.page).to_have_title(pick(language, "(1) Steward 群管家", "(1) Steward"))


async def test_a_refused_form_says_so_before_the_eyes(visitor: Visitor, language: str) -> None:
    await visitor.is_now("manager")
    await visitor.goes("staff")
    await visitor.says(pick(language, "/抽奖", "/giveaway"))
    boxes = visitor.page.locator("#form input[required], #form textarea[required]")
    await expect(boxes.first).to_be_visible()
    for index in range(await boxes.count()):
        await boxes.nth(index).fill("   ")
    await visitor.page.locator("#form button[type=submit]").click()
    await expect(visitor.page.locator("#form [role=alert]")).to_have_text(
        pick(language, "还有必填项没有填写", "Something that is needed is missing")
    )
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.page.locator("#form")).to_be_hidden()
    assert visitor.troubles == [one for one in visitor.troubles if "409" in one], visitor.troubles
    visitor.troubles.clear()
