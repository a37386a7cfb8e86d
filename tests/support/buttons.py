"""Every button of the desk, and how people come to see it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast, get_args, get_type_hints

from bot.app import HANDLERS
from bot.wiring import find_functions
from chat.decision import Write
from chat.events import ButtonPressed
from chat.handler import Registered
from support.states import State
from tests.support.timesheet import led_to
from tests.world import Heard, Person, Place, Town

ROOMS = ("support.", "feedback.")
NEWS = ("support.news", "support.reply", "support.rating", "support.opened", "feedback.told")
"""What a member hears in private of what happened; a form asked as a dialogue is no news."""
NAMES = ("Ann", "Bob", "Cat", "Dan", "Eve", "Fay", "Gus", "Hal")
TROUBLES = {
    "zh": (
        "重复扣费没人管吗？？？",
        "快递丢了半个月，太差劲了！！！",
        "账号被盗，钱没了，快处理！！！",
        "商品是坏的，还不给退款！！！",
    ),
    "en": (
        "I was charged twice and nobody answers me???",
        "my parcel is lost for two weeks, this is terrible!!!",
        "my account was stolen and the money is gone, help me now!!!",
        "the thing is broken and you refuse the refund, awful!!!",
    ),
}
SETTINGS = {
    "support": {
        "departments": [{"name": "billing", "zh": "财务", "en": "Billing"}],
        "categories": [{"name": "refund", "zh": "退款", "en": "Refunds", "department": "billing"}],
    }
}


def kinds() -> set[str]:
    """Every kind of button that a handler of the desk takes, as the code has it."""
    found = set()
    for function in (one for package in HANDLERS for one in find_functions(package)):
        first = next(iter(get_type_hints(function).values()))
        if ButtonPressed in (get_args(first) or (first,)):
            topics = cast(Registered, function).__steward__.topics
            found |= {one for one in topics if one.startswith(ROOMS)}
    return found


@dataclass(frozen=True)
class Shown:
    """A button before somebody's eyes: `by` may press it, `number` is the ticket that it is about (0 = none)."""

    kind: str
    on: Heard
    by: Person
    member: Person
    number: int = 0


class Office:
    """A town in which two representatives work; each ticket is of a member of its own."""

    def __init__(self, town: Town, rae: Person, ray: Person) -> None:
        self.town = town
        self.rae = rae
        self.ray = ray
        self.members = 0
        self.entry = False

    @classmethod
    async def opened(cls, town: Town) -> Office:
        return cls(town, await town.representative("Rae"), await town.representative("Ray"))

    async def member(self) -> Person:
        self.members += 1
        return await self.town.member(NAMES[self.members - 1])

    async def asked(self) -> tuple[Person, int]:
        """Somebody new wants a human: the ticket's number."""
        ann = await self.member()
        await ann.commands("human", self.town.pick(zh="我的订单有问题", en="my order looks wrong"))
        return ann, await self.last()

    async def last(self) -> int:
        number = 0
        while await self.town.rows("support.numbered", wanted=number + 1):
            number += 1
        return number

    async def ticket(self, number: int) -> Mapping[str, Any]:
        return (await self.town.rows("support.numbered", wanted=number))[0]

    async def place(self, number: int) -> Place:
        row = await self.ticket(number)
        return Place(self.town, replace(self.town.driver.staff, thread=row["card_thread"]))

    async def order(self, who: Person, name: str, words: str, number: int) -> None:
        await who.commands(name, words, place=await self.place(number))

    async def seen(self, kind: str, by: Person, member: Person, number: int = 0) -> Shown:
        """The newest message with that button; on a ticket's card, when it has one."""
        places = (self.town.staff.space, self.town.garden.space, by.private.space)
        shown = [one for space in places for one in await self.town.messages(space)]
        having = [one for one in shown if any(button.kind == kind for button in one.buttons)]
        own = [one for one in having if number and re.search(rf"#{number}\b", one.text)]
        return Shown(kind, (own or having)[-1], by, member, number)

    async def on_card(self, kind: str, *orders: tuple[str, str]) -> Shown:
        """A button of a fresh ticket's card, after Rae's orders."""
        ann, number = await self.asked()
        for name, words in orders:
            await self.order(self.rae, name, words, number)
        return await self.seen(kind, self.rae, ann, number)

    async def records(self, number: int) -> Sequence[Mapping[str, Any]]:
        rows = await self.town.rows("audit.subject", s=(await self.ticket(number))["id"])
        return sorted(rows, key=lambda one: one["id"])

    async def state(self, shown: Shown) -> tuple[object, ...]:
        """All that a press might change for somebody: tickets, what the member was told, feedback."""
        tickets = [dict(await self.ticket(one + 1)) for one in range(await self.last())]
        steps = [one["code"] for one in await self.records(shown.number)] if shown.number else []
        private = await self.town.messages(shown.member.private.space)
        heard = [one.id for one in private if one.key.startswith(NEWS)]
        public = [one.id for one in await self.town.messages(self.town.garden.space)]
        items = [dict(one) for one in await self.town.rows("feedback.open", department_="product")]
        return tickets, steps, heard, public, items

    async def press(self, shown: Shown, by: Person) -> None:
        """A press is always answered, whatever comes of it."""
        await by.presses(shown.kind, on=shown.on)
        rows = [one for one in await self.town.rows("outbox.all") if one["seq"] > self.town.noted]
        assert any(one["state"] == "done" for one in rows), f"{shown.kind}: no answer to {by.name}"
        assert not await self.town.rows("parked.open")

    async def legal(self) -> None:
        """Every ticket is where its audited steps led it."""
        for number in range(1, await self.last() + 1):
            row = await self.ticket(number)
            assert led_to(await self.records(number)) == row["state"], f"#{number}"
            assert State(row["state"]).is_open == (row["closed_at"] is None)

    async def lose(self, who: Person) -> None:
        await self.town.app.committer.commit([Write("role.take", {"p": who.person, "r": "representative"})])


Scene = Callable[[Office], Awaitable[Shown]]
SCENES: dict[str, Scene] = {}


def scene(*names: str) -> Callable[[Callable[[Office, str], Awaitable[Shown]]], None]:
    """How buttons of these kinds come to be seen."""

    def add(make: Callable[[Office, str], Awaitable[Shown]]) -> None:
        for name in names:
            SCENES[name] = lambda office, name=name: make(office, name)  # type: ignore[misc]

    return add


@scene(*(f"support.{one}" for one in "claim reply note close macros transfer snooze".split()))
async def _(office: Office, kind: str) -> Shown:
    return await office.on_card(kind)


@scene("support.release")
async def _(office: Office, kind: str) -> Shown:
    ann, number = await office.asked()
    claim = await office.seen("support.claim", office.rae, ann, number)
    await office.rae.presses("support.claim", on=claim.on)
    return await office.seen(kind, office.rae, ann, number)


@scene("support.resume")
async def _(office: Office, kind: str) -> Shown:
    return await office.on_card(kind, ("snooze", "2h"))


@scene("support.clear")
async def _(office: Office, kind: str) -> Shown:
    return await office.on_card(kind, ("junk", ""))


@scene("support.unsend", "support.public")
async def _(office: Office, kind: str) -> Shown:
    return await office.on_card(kind, ("r", office.town.pick(zh="您好", en="hello there")))


@scene("support.hand", "support.give")
async def _(office: Office, kind: str) -> Shown:
    shown = await office.on_card("support.transfer")
    await office.rae.presses("support.transfer", on=shown.on)
    return await office.seen(kind, office.rae, shown.member, shown.number)


@scene("support.nap")
async def _(office: Office, kind: str) -> Shown:
    shown = await office.on_card("support.snooze")
    await office.rae.presses("support.snooze", on=shown.on)
    return await office.seen(kind, office.rae, shown.member, shown.number)


@scene("support.macro")
async def _(office: Office, kind: str) -> Shown:
    if not await office.town.rows("support.macros"):
        await office.rae.commands("macro", "soon", place=office.town.staff)
        await office.rae.fills("support.macro_words", zh="马上就好", en="soon done", then="", tags="")
    shown = await office.on_card("support.macros")
    await office.rae.presses("support.macros", on=shown.on)
    return await office.seen(kind, office.rae, shown.member, shown.number)


@scene("support.anyway", "support.drop")
async def _(office: Office, kind: str) -> Shown:
    shown = await office.on_card("support.note", ("r", office.town.pick(zh="您好", en="hello")))
    await office.order(office.ray, "r", office.town.pick(zh="我也来答", en="me, too"), shown.number)
    return replace(await office.seen(kind, office.ray, shown.member, shown.number), by=office.ray)


@scene("support.heard", "support.later")
async def _(office: Office, kind: str) -> Shown:
    ann, number = await office.asked()
    await office.town.passes(hours=2, minutes=1)
    return await office.seen(kind, office.rae, ann, number)


@scene("support.heard_all")
async def _(office: Office, kind: str) -> Shown:
    ann = [await office.asked() for _ in range(3 if office.members == 0 else 1)][-1][0]
    await office.town.passes(hours=2, minutes=1)
    return await office.seen(kind, office.rae, ann)


@scene("support.reopen")
async def _(office: Office, kind: str) -> Shown:
    shown = await office.on_card("support.note", ("close", "done"))
    return await office.seen(kind, shown.member, shown.member, shown.number)


@scene("support.rate")
async def _(office: Office, kind: str) -> Shown:
    words = office.town.pick(zh="您好", en="hello")
    shown = await office.on_card("support.note", ("r", words), ("close", "done"))
    await office.town.passes(minutes=6)
    return await office.seen(kind, shown.member, shown.member, shown.number)


@scene("support.rating_more")
async def _(office: Office, kind: str) -> Shown:
    shown = await SCENES["support.rate"](office)
    await shown.by.presses("support.rate", on=shown.on)
    return await office.seen(kind, shown.by, shown.by, shown.number)


@scene("support.withdraw")
async def _(office: Office, kind: str) -> Shown:
    ann = await office.member()
    await ann.says(TROUBLES[office.town.language][(office.members - 1) % 4])
    return await office.seen(kind, ann, ann, await office.last())


@scene("support.fetch")
async def _(office: Office, kind: str) -> Shown:
    ann, number = await office.asked()
    await ann.closes_private()
    await office.order(office.rae, "r", office.town.pick(zh="您好", en="hello"), number)
    await office.town.passes(seconds=5)
    await ann.opens_private()
    return await office.seen(kind, ann, ann, number)


@scene("support.to")
async def _(office: Office, kind: str) -> Shown:
    ann, number = await office.asked()
    other = office.town.pick(zh="发票抬头也错了", en="the invoice is wrong, too")
    await ann.whispers(other)
    copy = await office.town.staff.heard("support.line.member", text=other)
    place = await office.place(number)
    await office.rae.commands("split", place=place, reply_to=replace(copy, space=place.space))
    await office.town.passes(minutes=20)
    await ann.whispers(office.town.pick(zh="有消息了吗", en="how is it going"))
    return await office.seen(kind, ann, ann, number)


@scene("support.human")
async def _(office: Office, kind: str) -> Shown:
    question = office.town.pick(zh="怎么开发票？", en="Where do I get an invoice?")
    if not office.entry:
        editor = await office.town.editor("Edda")
        await editor.commands("faq", "add", place=office.town.staff)
        answers = {"answer_zh": "在订单页。", "answer_en": "On the order's page."}
        await editor.fills("faq.entry", questions=question, source="", **answers)
        office.entry = True
    ann = await office.member()
    await ann.whispers(question)
    return await office.seen(kind, ann, ann)


@scene("support.category")
async def _(office: Office, kind: str) -> Shown:
    ann = await office.member()
    await ann.commands("human", place=ann.private)
    return await office.seen(kind, ann, ann)


@scene("feedback.accepted", "feedback.declined", "feedback.shipped")
async def _(office: Office, kind: str) -> Shown:
    ann = await office.member()
    said = await ann.says(TROUBLES[office.town.language][(office.members - 1) % 4] + ann.name)
    await office.rae.commands("feedback", "product", reply_to=said)
    return await office.seen(kind, office.rae, ann)
