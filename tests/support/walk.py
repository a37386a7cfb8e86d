"""One ticket from the cry to the rating, as a town tells it: `python -m tests.support.walk` writes it into docs/."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.settings import Settings
from chat.actions import Button
from chat.people import Language, Space
from tests.conftest import ROOT
from tests.support.office import OfficeDriver, desk, inside
from tests.world import Heard, Person, Place, Town

PAGES = {"en": ROOT / "docs/behaviours/ticket-walk.md", "zh": ROOT / "docs/behaviours/ticket-walk.zh.md"}
OPENS, CLOSES = "```text\n", "```"
ZONE = ZoneInfo("Asia/Shanghai")
WORDS: dict[Language, dict[str, str]] = {
    "en": {"garden": "group", "staff": "staff space", "private": "private chat", "thread": "thread of #1"},
    "zh": {"garden": "群", "staff": "工作人员空间", "private": "私聊", "thread": "#1 的话题"},
}


class Walk:
    """Plays the acts and writes down who said what where, at which time of the day."""

    def __init__(self, town: Town, language: Language) -> None:
        self.town = town
        self.language = language
        self.said: list[str] = []
        self.ann: Person
        self.rae: Person

    def pick(self, *, zh: str, en: str) -> str:
        return self.town.pick(zh=zh, en=en)

    async def act(self, who: Person, place: str, words: str, deed: Coroutine[Any, Any, object]) -> object:
        """Somebody does something, and everything that is said thereupon."""
        self._line(WORDS[self.language][place], f"{who.name}: {words}")
        await self.town.note()
        done = await deed
        await self._heard()
        return done

    async def passes(self, **length: float) -> None:
        self.said.append("")
        await self.town.passes(**length)
        await self._heard()

    async def _heard(self) -> None:
        spaces = (
            self.town.garden.space,
            self.town.staff.space,
            self.ann.private.space,
            self.rae.private.space,
        )
        for space in spaces:
            for one in await self.town.messages(space, since_act=True):
                labels = " | ".join(self.label(button) for button in one.buttons)
                words = " ⏎ ".join(line for line in one.text.splitlines() if line.strip())
                self._line(self._name(one.space), f"Steward: {words}" + (f" {{{labels}}}" if labels else ""))

    def label(self, button: Button) -> str:
        """What stands on a button."""
        if isinstance(button.label, str):
            return button.label
        return self.town.app.texts.render(button.label, self.language).plain

    def _name(self, space: Space) -> str:
        words = WORDS[self.language]
        if space.is_private:
            name = self.ann.name if space.id == self.ann.native else self.rae.name
            return f"{words['private']} {name}"
        if space.id == self.town.garden.space.id:
            return words["garden"]
        return words["thread"] if space.thread else words["staff"]

    def _line(self, place: str, words: str) -> None:
        at = self.town.clock.now().astimezone(ZONE)
        self.said.append(f"{at:%H:%M} [{place}] {words}")


async def walk(folder: Path, language: Language) -> str:
    """The whole walk, a line for everything that is said."""
    values = {"community": {"name": "Garden", "language": language, "timezone": "Asia/Shanghai"}}
    town = Town(OfficeDriver(), language, folder, Settings.model_validate(values))
    await town.open()
    try:
        told = Walk(town, language)
        await _walk(told)
        return "\n".join(told.said) + "\n"
    finally:
        await town.close()


async def _walk(told: Walk) -> None:
    town, pick = told.town, told.pick
    ann, rae = told.ann, told.rae = await town.member("Ann"), await town.representative("Rae")
    cry = pick(
        zh="付款三天了还没到账，订单 77881234，没人管吗？",
        en="I was charged twice for order 77881234 and nobody answers me!",
    )
    await told.act(ann, "garden", cry, ann.says(cry))
    await told.passes(minutes=31)
    here: Place = await desk(town)
    await _press(told, rae, "support.claim")
    note = pick(zh="查到了：支付那边卡住了", en="found it: the payment got stuck")
    await told.act(rae, "thread", note, rae.says(note, place=here))
    reply = pick(
        zh="您好，款已找到，十分钟内到账。", en="Hello, we found your payment; it arrives within ten minutes."
    )
    copy = inside(here, await town.staff.heard("support.line.member"))
    answers = pick(zh="（回复成员的消息）", en="(in reply to the member's message) ")
    await told.act(rae, "thread", answers + reply, rae.says(reply, place=here, reply_to=copy))
    thanks = pick(zh="到账了，谢谢！", en="It is there, thank you!")
    await told.act(ann, "private", thanks, ann.whispers(thanks))
    reason = pick(zh="已到账", en="arrived")
    await told.act(rae, "thread", f"/close {reason}", rae.commands("close", reason, place=here))
    await told.passes(minutes=6)
    shown, _ = await town.button("support.rate", None, ann)
    best = shown.buttons[4]
    await told.act(ann, "private", f"{{{told.label(best)}}}", _presses(town, ann, shown, best))


async def _press(told: Walk, who: Person, kind: str) -> None:
    shown, button = await told.town.button(kind, None, who)
    await told.act(who, "thread", f"{{{told.label(button)}}}", _presses(told.town, who, shown, button))


async def _presses(town: Town, who: Person, shown: Heard, button: Button) -> None:
    async with town.act():
        await town.driver.press(who.native, shown.space, shown.id, button.payload)


def main() -> None:
    """Write both pages anew."""
    for language, page in PAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            told = asyncio.run(walk(Path(folder), language))  # type: ignore[arg-type]
        before, _, rest = page.read_text("utf-8").partition(OPENS)
        page.write_text(f"{before}{OPENS}{told}{CLOSES}{rest.partition(CLOSES)[2]}", "utf-8", newline="\n")


if __name__ == "__main__":
    main()
