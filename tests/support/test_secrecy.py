"""Whatever happens, a note never leaves the staff space and a reply reaches nobody but its member."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from bot.adapters.local.receive import Refusal
from bot.adapters.local.town import STAFF
from chat.actions import Button
from chat.people import Space
from support.lines import Kind
from support.tickets import State
from tests.conftest import count, pieces
from tests.support.office import OfficeDriver, office
from tests.support.timesheet import check_clocks, led_to
from tests.towns.memory import MemoryDatabase
from tests.world import Person, Said, Town, empty_town

ACTS = (
    "whisper", "ask", "ask_in_public", "complain", "edit_whisper", "shut", "unshut", "member_presses", "note",
    "note_form", "reply_to_copy", "reply_command", "reply_form", "reply_to_anything", "edit_staff", "delete", "claim",
    "release", "close", "close_form", "reopen", "unsend", "wait", "wait_long", "lose_thread", "show", "crash",
    "snooze", "waiting", "resume", "transfer", "junk", "clear", "merge", "split", "tag", "later", "anyway", "drop",
    "rush", "publish", "switch", "answer_ended", "macro", "fault", "block",
)  # fmt: skip
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""A crash here is the death of the process, which loses nothing that was written: the disk need not be waited for."""
ON_FILE = 10
"""Every so many pieces work through the product's own threads on a file; the others are as sure and twice as fast."""
FAULTS = ("lost", "later", "no")
PRESSABLE = ("support.withdraw", "support.reopen", "support.fetch")


class Story:
    """One sequence of acts in a town; every word of a note or a reply carries a mark of its own."""

    def __init__(
        self, town: Town, driver: OfficeDriver, members: list[Person], staff: tuple[Person, Person]
    ) -> None:
        self.town = town
        self.driver = driver
        self.members = members
        self.rae, self.ray = staff
        self.marks = 0
        self.written: list[Said] = []
        self.whispered: dict[str, list[Said]] = {one.native: [] for one in members}

    def mark(self, what: str) -> str:
        self.marks += 1
        return f"{what}mark{self.marks}x"

    async def act(self, name: str, who: int, which: int) -> None:
        step: Callable[[Person, int], Awaitable[None]] = getattr(self, name)
        owed = len(self.driver.faults)
        try:
            await step(self.members[who % len(self.members)], which)
        except Refusal:  # the platform itself does not let them: nothing happened
            return
        finally:
            if len(self.driver.faults) < owed:  # what is tried again is over before anybody looks
                await self.town.passes(seconds=30)

    async def whisper(self, ann: Person, _: int) -> None:
        self.whispered[ann.native].append(await ann.whispers("and another thing"))

    async def ask(self, ann: Person, _: int) -> None:
        await ann.whispers("I want to talk to a human")

    async def ask_in_public(self, ann: Person, which: int) -> None:
        await ann.commands("human", "my order" if which % 2 else "")

    async def complain(self, ann: Person, _: int) -> None:
        await ann.says("I was charged twice and nobody answers me???")

    async def edit_whisper(self, ann: Person, which: int) -> None:
        said = self.whispered[ann.native]
        if said:
            await ann.edits(said[which % len(said)], f"changed my mind {which}")

    async def shut(self, ann: Person, _: int) -> None:
        await ann.closes_private()

    async def unshut(self, ann: Person, _: int) -> None:
        await ann.opens_private()

    async def member_presses(self, ann: Person, which: int) -> None:
        await self._press(ann, PRESSABLE[which % 3], which, (self.town.garden.space, ann.private.space))

    async def note(self, _: Person, which: int) -> None:
        place = await self._place(which)
        if place is not None and place.thread:
            await self._say(self.mark("note"), place, None)

    async def note_form(self, _: Person, which: int) -> None:
        await self._form("support.note", self.mark("note"), which)

    async def reply_form(self, ann: Person, which: int) -> None:
        await self._form("support.reply", self.mark("reply"), which)

    async def close_form(self, _: Person, which: int) -> None:
        await self._form("support.close", "done", which)

    async def reply_to_copy(self, _: Person, which: int) -> None:
        lines = [line for line in await self._lines() if line["kind"] == "member" and line["copy_message"]]
        if lines:
            line = lines[which % len(lines)]
            place = replace(STAFF, thread=line["copy_thread"])
            await self._say(self.mark("reply"), place, line["copy_message"])

    async def reply_to_anything(self, _: Person, which: int) -> None:
        """A reply to one of Steward's other messages in the staff space, or to somebody's own, is a note or nothing."""
        copies = {line["copy_message"] for line in await self._lines() if line["kind"] == "member"}
        shown = [one for one in await self.town.messages(STAFF) if one.id not in copies]
        if shown:
            one = shown[which % len(shown)]
            saying = self.driver.town.sayings[int(one.id)]
            await self._say(self.mark("note"), saying.space, one.id)

    async def reply_command(self, _: Person, which: int) -> None:
        place = await self._place(which)
        if place is not None:
            async with self.town.act():
                await self.town.driver.command(self.rae.native, place, "r", self.mark("reply"), None)

    async def edit_staff(self, _: Person, which: int) -> None:
        """New words for a note stay a note, new words for a reply go where the reply went."""
        if not self.written:
            return
        said = self.written[which % len(self.written)]
        rows = await self.town.rows("support.line_said", platform="local", space=STAFF.id, message=said.id)
        kind = rows[0]["kind"] if rows else "note"
        await self.rae.edits(said, self.mark("reply" if kind == Kind.REPLY else "note"))

    async def delete(self, _: Person, which: int) -> None:
        place = await self._place(which)
        if place is not None:
            async with self.town.act():
                await self.town.driver.command(self.rae.native, place, "delete", "", None)

    async def claim(self, _: Person, which: int) -> None:
        await self._press(self.rae, "support.claim", which, (STAFF,))

    async def release(self, _: Person, which: int) -> None:
        await self._press(self.rae, "support.release", which, (STAFF,))

    async def unsend(self, _: Person, which: int) -> None:
        await self._press(self.rae, "support.unsend", which, (STAFF,))

    async def close(self, _: Person, which: int) -> None:
        place = await self._place(which)
        if place is not None:
            async with self.town.act():
                await self.town.driver.command(self.rae.native, place, "close", "done", None)

    async def reopen(self, _: Person, which: int) -> None:
        number = which % 4 + 1
        await self.rae.commands("reopen", str(number), place=self.town.staff)

    async def _order(self, name: str, words: str, which: int, who: Person | None = None) -> None:
        place = await self._place(which)
        if place is not None:
            async with self.town.act():
                native = (who or self.rae).native
                await self.town.driver.command(native, place, name, words, None)

    async def snooze(self, _: Person, which: int) -> None:
        await self._order("snooze", "10m" if which % 2 else "2h", which)

    async def waiting(self, _: Person, which: int) -> None:
        await self._order("waiting", "", which)

    async def resume(self, _: Person, which: int) -> None:
        await self._order("resume", "", which)

    async def transfer(self, _: Person, which: int) -> None:
        await self._order("transfer", "billing" if which % 2 else "@Rae", which)

    async def junk(self, _: Person, which: int) -> None:
        await self._order("junk", "", which)

    async def clear(self, _: Person, which: int) -> None:
        await self._press(self.rae, "support.clear", which, (STAFF,))

    async def merge(self, _: Person, which: int) -> None:
        await self._order("merge", str(which // 2 % 4 + 1), which)

    async def tag(self, _: Person, which: int) -> None:
        await self._order("tag", f"t{which} -t{which - 1}", which)

    async def split(self, _: Person, which: int) -> None:
        lines = [line for line in await self._lines() if line["kind"] == "member" and line["copy_message"]]
        if lines:
            line = lines[which % len(lines)]
            place = replace(STAFF, thread=line["copy_thread"])
            async with self.town.act():
                await self.town.driver.command(self.rae.native, place, "split", "", line["copy_message"])

    async def later(self, _: Person, which: int) -> None:
        await self._order("later", f"10m {self.mark('reply')}", which)

    async def rush(self, _: Person, which: int) -> None:
        """A second representative answers at the same moment."""
        await self._order("r", self.mark("reply"), which)
        await self._order("r", self.mark("reply"), which, self.ray)

    async def anyway(self, _: Person, which: int) -> None:
        await self._press(self.ray, "support.anyway", which, (STAFF,))

    async def drop(self, _: Person, which: int) -> None:
        await self._press(self.ray, "support.drop", which, (STAFF,))

    async def publish(self, _: Person, which: int) -> None:
        await self._press(self.rae, "support.public", which, (STAFF,))

    async def switch(self, ann: Person, which: int) -> None:
        await self._press(ann, "support.to", which, (ann.private.space,))

    async def answer_ended(self, ann: Person, which: int) -> None:
        """The member replies to something that Steward once said to them."""
        shown = await self.town.messages(ann.private.space)
        if shown:
            self.whispered[ann.native].append(
                await ann.whispers("about that", reply_to=shown[which % len(shown)])
            )

    async def macro(self, _: Person, which: int) -> None:
        if not await self.town.rows("support.macros"):
            before = len(self.driver.town.forms)
            await self.rae.commands("macro", "done", place=self.town.staff)
            if len(self.driver.town.forms) == before:  # a bad day: the form was not shown
                return
            await self.rae.fills("support.macro_words", en="all done, {name}", then="close", tags="done")
        await self._order("m", "done", which)

    async def fault(self, _: Person, which: int) -> None:
        self.driver.faults += [FAULTS[which % 3]] * (1 + which // 3)

    async def block(self, ann: Person, which: int) -> None:
        if which % 2:
            await self.rae.commands("block", f"@{ann.name} 1h rude", place=self.town.staff)
        else:
            await self.rae.commands("unblock", f"@{ann.name}", place=self.town.staff)

    async def show(self, _: Person, which: int) -> None:
        await self.rae.commands("ticket", str(which % 4 + 1), place=self.town.staff)

    async def wait(self, _: Person, __: int) -> None:
        await self.town.passes(minutes=13)

    async def wait_long(self, _: Person, __: int) -> None:
        await self.town.passes(days=8)

    async def lose_thread(self, _: Person, which: int) -> None:
        alive = [name for name in self.driver.town.threads if "deleted" not in name]
        if alive:
            await self.driver.drop_thread(replace(STAFF, thread=alive[which % len(alive)]))

    async def crash(self, _: Person, __: int) -> None:
        await self.town.crash()

    async def _say(self, words: str, place: Space, reply_to: str | None) -> None:
        async with self.town.act():
            message = await self.town.driver.say(self.rae.native, place, words, reply_to)
        self.written.append(Said(place, message))

    async def _place(self, which: int) -> Space | None:
        rows = await self.town.rows("support.numbered", wanted=which % 4 + 1)
        return replace(STAFF, thread=rows[0]["card_thread"]) if rows else None

    async def _lines(self) -> list:
        return [
            line
            for row in await self._tickets()
            for line in await self.town.rows("support.lines", of=row["id"])
        ]

    async def _tickets(self) -> list:
        """Every ticket there is: their numbers have no gap."""
        found: list = []
        while row := await self.town.rows("support.numbered", wanted=len(found) + 1):
            found += row
        return found

    async def _press(self, who: Person, kind: str, which: int, places: Sequence[Space]) -> bool:
        shown: list[tuple[str, Button]] = [
            (one.id, button)
            for place in places
            for one in await self.town.messages(place)
            for button in one.buttons
            if button.kind == kind
        ]
        if not shown:
            return False
        message, button = shown[which % len(shown)]
        async with self.town.act():
            await self.town.driver.press(who.native, STAFF, message, button.payload)
        return True

    async def _form(self, form: str, words: str, which: int) -> None:
        before = len(self.driver.town.forms)
        if await self._press(self.rae, form, which, (STAFF,)) and len(self.driver.town.forms) > before:
            await self.rae.fills(form, text=words)

    async def check(self) -> None:
        """No note outside the staff space, no reply before other eyes, no ticket lost or doubled."""
        tickets = {row["id"]: row for row in await self._tickets()}
        owners = {one.person: one.native for one in self.members}
        for saying in self.driver.town.sayings.values():
            if saying.author != "steward" or saying.space.id == STAFF.id:
                continue
            words = saying.body.plain
            assert "notemark" not in words, f"a note was said in {saying.space}"
            if "replymark" in words and saying.body.said != "support.reply.public":
                assert saying.space.is_private, f"a reply was said in {saying.space}"
        for line in await self._lines():
            if line["kind"] == "reply" and line["copy_space"]:
                assert line["copy_space"] == owners[tickets[line["ticket"]]["person"]]
        keys = [(row["person"], row["topic"]) for row in tickets.values() if State(row["state"]).is_open]
        assert len(keys) == len(set(keys))
        assert not await self.town.rows("parked.open")
        await self._check_records(tickets)

    async def _check_records(self, tickets: dict) -> None:
        """The audit tells every ticket's way from its opening to where it stands, and how long it was whose turn."""
        for name, row in tickets.items():
            records = sorted(await self.town.rows("audit.subject", s=name), key=lambda one: one["id"])
            assert led_to(records) == row["state"]
            measures = await self.town.rows("support.measures_of", of=name)
            check_clocks(row, measures, records, self.town.clock.now())


async def tell(acts: list[tuple[str, int, int]], database: MemoryDatabase | None) -> None:
    if database is not None:
        database.become(await empty_town())
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        driver = OfficeDriver()
        async with office(Path(folder), driver, database=database) as town:
            members = [await town.member("Ann"), await town.member("Bob")]
            staff = (await town.representative("Rae"), await town.representative("Ray"))
            story = Story(town, driver, members, staff)
            for name, who, which in acts:
                await story.act(name, who, which)
            await town.passes(hours=3)
            await story.check()


@cache
def _memory() -> MemoryDatabase:
    """One for all sequences of this process: each begins by holding an empty town."""
    return MemoryDatabase("secrecy")


_act = st.tuples(st.sampled_from(ACTS), st.integers(0, 1), st.integers(0, 7))
_begun = st.lists(_act, min_size=3, max_size=30).map(lambda acts: [("ask", 0, 0), ("complain", 1, 1), *acts])


_tried = settings(
    max_examples=count(8, 50),
    phases=(Phase.explicit, Phase.generate),  # a town for each step of shrinking would take minutes
    suppress_health_check=[HealthCheck.too_slow],
)


@pieces(count(1, 200))
@_tried
@given(acts=_begun)
@example(
    acts=[("complain", 1, 0), ("shut", 1, 0), ("reply_command", 0, 0), ("unshut", 1, 0), ("whisper", 1, 0)]
)
@example(
    acts=[("complain", 0, 0), ("note", 0, 0), ("edit_staff", 0, 0), ("lose_thread", 0, 0), ("complain", 0, 0)]
)
def test_no_note_reaches_a_member_and_no_reply_the_wrong_one(
    piece: int, acts: list[tuple[str, int, int]]
) -> None:
    asyncio.run(tell(acts, None if piece % ON_FILE == ON_FILE - 1 else _memory()))
