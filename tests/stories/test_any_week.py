"""Weeks that nobody wrote: people say, press, fill in and order what comes to mind, and nothing of Steward breaks."""

from __future__ import annotations

import random  # noqa: TID251  (the same week each time)
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
import structlog
from structlog.testing import LogCapture

import handlers
from bot.adapters.local.receive import Refusal
from bot.codec import decode
from chat.actions import ShowForm
from chat.people import Identity, SpaceKind
from tests.conftest import count
from tests.counterparts.discord.refusals import NotAllowed
from tests.counterparts.telegram.speaking import CannotSpeak
from tests.world import Heard, Person, Said, Town

WEEKS, STEPS = count(1, 6), 60
LATEST = 25
"""Among so many of the latest buttons one is pressed, among a third of so many messages one is changed."""

SAID = """
早上好|hello all|怎么退款？|How do I reset my password?|那手表呢？|what about the white one?
我要找人工|I want a human now|退钱！你们这群骗子|my order was charged twice!!! refund me
投诉客服态度差|傻逼|fuck you|我要自杀|删除我的所有数据|what do you know about me|免费领USDT 加微信 abc12345 稳赚不赔
Earn $500 a day, DM me on WhatsApp +1 555 0100|t.me/joinchat/AAAA|https://shop.example/join
@everyone hi|@Mo 你好|@Ann look|@Bo 1h spam|@Ann|@Cy|@Rep|@Boss|<b>hi</b> *x* _y_ `z` [l](javascript:1)
{name} {0} %s|null|/|//|/help|/帮助 抽奖|/nothing here|/ban@other_bot x|/skip|/cancel
。|?|1|2|3|-1|0|0.5|①|en|zh|off|on|all|yes|确认|取消
30m|1h|7d|off 1h|明天晚上八点|2026-01-01 10:00|2026-12-31 20:00|每天 9:00|daily 9:00|99999999999999999999
add|edit|remove|list|show|delete|approve|open|close|take|everything|export|import|csv
"""
WORDS = (
    *SAID.strip().replace("\n", "|").split("|"),
    *("\ud800x", "a\u200bb\u200b", "\u202eevil", "😀" * 50, "x" * 5000, "﷽" * 20),
)
SPANS = ({"seconds": 20}, {"minutes": 5}, {"minutes": 45}, {"hours": 6}, {"days": 1}, {"days": 3})


def every_command() -> list[str]:
    """The names of all commands that handlers declare."""
    found = set()
    for one in iter_modules(handlers.__path__):
        for thing in vars(import_module(f"handlers.{one.name}")).values():
            registered = getattr(thing, "__steward__", None)
            if registered is not None and registered.command is not None:
                found.add(registered.command.name)
    return sorted(found)


class Week:
    """What the people of a town do by chance; `trail` tells it, the latest last."""

    def __init__(self, town: Town, seed: int, people: Sequence[Person]) -> None:
        self.town = town
        self.chance = random.Random(seed)
        self.people = people
        self.members = people[:3]
        self.said: list[tuple[Person, Said]] = []
        self.trail: list[str] = []
        self.commands = every_command()
        self.acts: dict[Callable[[Person], Awaitable[None]], int] = {
            self.speaks: 26,
            self.replies: 6,
            self.edits: 5,
            self.erases: 2,
            self.reacts: 3,
            self.presses: 24,
            self.orders: 26,
            self.fills: 14,
            self.comes_or_goes: 2,
            self.blocks: 2,
            self.sends: 2,
            self.waits: 8,
            self.crashes: 1,
        }

    async def step(self) -> None:
        """One thing happens; what a platform itself does not allow is no fault of Steward's."""
        acts, weights = zip(*self.acts.items(), strict=True)
        with suppress(Refusal, NotAllowed, CannotSpeak):
            await self.chance.choices(acts, weights)[0](self.chance.choice(self.people))

    def tell(self, who: Person, what: str, about: object = "") -> None:
        self.trail.append(f"{who.name} {what} {ascii(about)[:100]}")

    def words(self, most: int = 1) -> str:
        return " ".join(self.chance.choice(WORDS) for _ in range(self.chance.randint(min(most - 1, 1), most)))

    async def speaks(self, who: Person) -> None:
        places = [self.town.garden, self.town.garden, who.private]
        place = self.chance.choice(places if who in self.members else [*places, self.town.staff])
        text = self.words()
        self.tell(who, f"says in {place.space.kind}", text)
        self.said.append((who, await who.says(text, place=place)))

    async def replies(self, who: Person) -> None:
        heard = await self.heard(who)
        if heard:
            to, text = self.chance.choice(heard[-LATEST:]), self.words()
            self.tell(who, f"replies to {to.key}", text)
            self.said.append((who, await who.says(text, reply_to=to)))

    async def edits(self, who: Person) -> None:
        for own in self.own(who):
            text = self.words()
            self.tell(who, "edits", text)
            await who.edits(own, text)

    async def erases(self, who: Person) -> None:
        for own in self.own(who):
            self.tell(who, "erases")
            async with self.town.act():
                await self.town.driver.erase(who.native, own.space, own.id)

    async def reacts(self, who: Person) -> None:
        seen = [one for _, one in self.said[-LATEST:] if one.space.kind is SpaceKind.GROUP]
        live = [one for one in seen if not self.town.deleted(one)]
        if live:
            self.tell(who, "reacts")
            await who.reacts(self.chance.choice(live), self.chance.choice("👍👎🎉"))

    async def presses(self, who: Person) -> None:
        """Any button that is to be seen, and often twice."""
        shown = [(one, button) for one in await self.heard(who) for button in one.buttons if button.payload]
        if not shown:
            return
        on, button = self.chance.choice(shown[-LATEST:])
        for _ in range(self.chance.choice((1, 1, 2))):
            self.tell(who, f"presses {button.kind} on {on.key}")
            async with self.town.act():
                await self.town.driver.press(who.native, on.space, on.id, button.payload)

    async def orders(self, who: Person) -> None:
        places = [self.town.garden, self.town.garden, who.private]
        place = self.chance.choice(places if who in self.members else [*places, self.town.staff])
        name, words = self.chance.choice(self.commands), self.words(3)
        there = [
            one for _, one in self.said[-LATEST:] if one.space == place.space and not self.town.deleted(one)
        ]
        to = self.chance.choice(there) if there and self.chance.random() < 0.3 else None
        self.tell(who, f"orders /{name} in {place.space.kind}", words)
        await who.commands(name, words, place=place, reply_to=to)

    async def fills(self, _: Person) -> None:
        """Whoever was shown a form last."""
        for row in reversed(await self.town.rows("outbox.all")):
            action = decode(row["payload"]) if row["verb"] == "ShowForm" and row["payload"] else None
            if isinstance(action, ShowForm):
                who = next((one for one in self.people if one.person == action.person), None)
                if who is None:
                    return
                values = {one.name: self.words() for one in action.form.fields}
                self.tell(who, f"fills in {action.form.name}", values)
                with suppress(AssertionError):  # it may be closed by now
                    async with self.town.act():
                        await self.town.driver.fill(who.native, action.form, values)
                return

    async def comes_or_goes(self, _: Person) -> None:
        who = self.chance.choice(self.members)
        self.tell(who, "comes or goes")
        await (who.leaves() if self.town.present(who) else who.joins())

    async def blocks(self, who: Person) -> None:
        self.tell(who, "blocks or opens")
        await (who.closes_private() if self.chance.random() < 0.5 else who.opens_private())

    async def sends(self, who: Person) -> None:
        kind = self.chance.choice(("forward", "contact", "elsewhere"))
        self.tell(who, f"sends {kind}")
        await who.sends(kind, self.words())

    async def waits(self, who: Person) -> None:
        span = self.chance.choice(SPANS)
        self.tell(who, "waits", span)
        await self.town.passes(**span)

    async def crashes(self, _: Person) -> None:
        self.trail.append("Steward crashes")
        await self.town.crash()

    async def heard(self, who: Person) -> list[Heard]:
        """Steward's live messages where that person is."""
        places = [self.town.garden, who.private, *([] if who in self.members else [self.town.staff])]
        return [one for place in places for one in await self.town.messages(place.space)]

    def own(self, who: Person) -> list[Said]:
        """A message of theirs that is still there."""
        live = [one for by, one in self.said if by is who and not self.town.deleted(one)]
        return [self.chance.choice(live[-LATEST // 3 :])] if live else []


async def unmet(town: Town, name: str) -> Person:
    """Somebody who was there before Steward and has said nothing since."""
    native = await town.driver.resident(name, town.language, staff=False)
    return Person(town, name, native, await town.app.people.person(Identity(town.driver.platform, native)))


def complaints(logs: Sequence[Any]) -> list[Any]:
    """What Steward itself called an error."""
    return [one for one in logs if one["log_level"] in ("error", "critical")]


@pytest.mark.parametrize("seed", range(1, WEEKS + 1))
async def test_whatever_people_do_nothing_breaks(town: Town, seed: int) -> None:
    made = (town.member, "Ann"), (town.member, "Bo"), (partial(unmet, town), "Cy"), (town.moderator, "Mo")
    staff = (town.representative, "Rep"), (town.editor, "Ed"), (town.manager, "Boss"), (town.owner, "Own")
    week = Week(town, seed, [await make(name) for make, name in (*made, *staff)])
    log, before = LogCapture(), structlog.get_config()["processors"]
    structlog.configure(processors=[log])
    try:
        for _ in range(STEPS):
            await week.step()
            assert not await town.rows("parked.open"), (await town.rows("parked.open"), week.trail[-12:])
            assert not complaints(log.entries), (complaints(log.entries), week.trail[-12:])
        await town.passes(days=1)
    finally:
        structlog.configure(processors=before)
    assert len(week.trail) > STEPS / 2
    unfinished = [
        row for row in await town.rows("outbox.all") if row["state"] in ("sending", "unsure", "parked")
    ]
    assert not unfinished, (unfinished, week.trail[-12:])
    open_now = [(row["person"], row["topic"]) for row in await town.rows("support.open")]
    assert len(open_now) == len(set(open_now)), open_now
