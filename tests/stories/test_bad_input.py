"""Whatever arrives, however the platform fails: nothing crashes or is lost, and the staff see what was not done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from chat.decision import Decision
from chat.events import Event, MessagePosted
from tests.stories.test_rule_warnings import scam
from tests.towns.faults import Faults, faults_of, words_of
from tests.world import Person, Town


@dataclass
class Scene:
    """A town, who is in it, and what Ann was heard saying since the case began."""

    town: Town
    ann: Person
    bob: Person
    eve: Person
    mo: Person
    seen: list[str] = field(default_factory=list)
    unread: int = 0
    copies: int = 0

    def note(self, event: Event, _: Decision) -> None:
        if isinstance(event, MessagePosted) and event.by.person == self.ann.person:
            self.seen.append(event.message.text)

    @property
    def faults(self) -> Faults:
        return faults_of(self.town.driver)

    async def begins(self) -> None:
        """What was said until now counts no more."""
        await self.town.note()
        self.seen.clear()
        self.copies = 0 if self.town.driver.platform == "local" else self.faults.copies(self.ann.native)

    async def staff_heard(self, key: str, times: int = 1, *words: str) -> None:
        said = await self.town.messages(self.town.staff.space, since_act=True)
        found = [one.text for one in said if one.key == key and all(word in one.text for word in words)]
        assert len(found) == times, [(one.key, one.text) for one in said]

    async def asks_for_help(self) -> None:
        await self.ann.commands("help", place=self.ann.private)

    def shown(self) -> int:
        """How many messages of Steward came to Ann's private chat since the case began."""
        return self.faults.copies(self.ann.native) - self.copies


Step = Callable[[Scene], Awaitable[None]]


async def says_far_too_much(scene: Scene) -> None:
    await words_of(scene.town.driver).raw(scene.ann.native, "好" * 100_000)


async def is_read_whole(scene: Scene) -> None:
    assert scene.seen == ["好" * 100_000]


async def says_broken_letters(scene: Scene) -> None:
    await words_of(scene.town.driver).raw(scene.ann.native, "a\ud83d😀b\ude00 c\x00d")


async def is_read_cleaned(scene: Scene) -> None:
    assert scene.seen == ["a\ufffd😀b\ufffd c\ufffdd"]


async def scam_is_gone_at_once(scene: Scene) -> None:
    await words_of(scene.town.driver).ghost(scene.eve.native, scam(scene.town))


async def is_a_case_and_no_alarm(scene: Scene) -> None:
    assert len(await scene.town.rows("moderation.cases")) == 1
    await scene.staff_heard("analytics.alert.failed", 0)
    await scene.eve.private.heard("moderation.notice.whole")


async def warns_who_has_blocked_us(scene: Scene) -> None:
    await scene.bob.closes_private()
    await scene.mo.commands("warn", f"@Bob {scene.town.pick(zh='请守规矩', en='keep the peace')}")


async def is_told_in_the_garden(scene: Scene) -> None:
    await scene.town.garden.heard("moderation.public.because")


async def tells_nonsense(scene: Scene) -> None:
    scene.unread = await scene.faults.nonsense()


async def is_skipped_and_told(scene: Scene) -> None:
    await scene.town.passes(hours=2)
    key = {"telegram": "bot.trouble.parked", "discord": "bot.trouble.unreadable"}[scene.town.driver.platform]
    told = [one for one in await scene.town.messages(scene.town.staff.space) if one.key == key]
    assert len(told) == scene.unread
    assert all("Error)" in one.text for one in told)


async def tells_of_a_novelty(scene: Scene) -> None:
    await scene.faults.novelty()


async def is_nothing(scene: Scene) -> None:
    assert not scene.seen
    assert not await scene.town.messages(scene.town.staff.space, since_act=True)


async def tells_twice(scene: Scene) -> None:
    await scene.ann.says("only once")
    await scene.faults.again()


async def is_heard_once(scene: Scene) -> None:
    assert scene.seen == ["only once"]


async def tells_backwards(scene: Scene) -> None:
    await scene.faults.backwards(scene.ann.native, ("first", "second"))


async def both_are_heard(scene: Scene) -> None:
    assert scene.seen == ["second", "first"]


async def tears_the_line(scene: Scene) -> None:
    await scene.ann.says("before")
    async with scene.faults.away():
        await scene.town.driver.say(scene.ann.native, scene.town.garden.space, "meanwhile", None)
    await scene.ann.says("after")


async def all_is_heard(scene: Scene) -> None:
    assert scene.seen == ["before", "meanwhile", "after"]


async def refuses_for_long(scene: Scene) -> None:
    scene.faults.slow(900)
    await scene.asks_for_help()


async def comes_after_the_wait(scene: Scene) -> None:
    await scene.town.passes(minutes=14)
    assert scene.shown() == 0
    await scene.town.passes(minutes=2)
    assert scene.shown() == 1


def fails(*, after: bool, torn: bool) -> Step:
    async def step(scene: Scene) -> None:
        scene.faults.torn(after=after) if torn else scene.faults.broken(after=after)
        await scene.asks_for_help()
        await scene.town.passes(minutes=1)

    return step


async def comes(scene: Scene) -> None:
    assert scene.shown() == 1


async def comes_though_perhaps_twice(scene: Scene) -> None:
    """Telegram has no key by which a repeat is known: twice is better than never."""
    assert scene.shown() == (2 if scene.town.driver.platform == "telegram" else 1)


async def takes_our_rights(scene: Scene) -> None:
    async with scene.faults.weak():
        await scene.town.passes(minutes=3)
        await scene.bob.says(scam(scene.town, 1))


async def is_told_what_was_not_done(scene: Scene) -> None:
    right = scene.town.pick(zh="没有所需的权限", en="lacks the right")
    await scene.staff_heard("moderation.failed.delete", 1, right)


@dataclass(frozen=True)
class Case:
    """What happens, what must hold, and whether it takes a line to another machine: the local town has none (what its
    page takes: browser/test_doors).
    """

    happens: Step
    holds: Step
    on_a_line: bool = True


CASES = (
    Case(says_far_too_much, is_read_whole, on_a_line=False),
    Case(says_broken_letters, is_read_cleaned, on_a_line=False),
    Case(scam_is_gone_at_once, is_a_case_and_no_alarm, on_a_line=False),
    Case(warns_who_has_blocked_us, is_told_in_the_garden, on_a_line=False),
    Case(tells_nonsense, is_skipped_and_told),
    Case(tells_of_a_novelty, is_nothing),
    Case(tells_twice, is_heard_once),
    Case(tells_backwards, both_are_heard),
    Case(tears_the_line, all_is_heard),
    Case(refuses_for_long, comes_after_the_wait),
    Case(fails(after=False, torn=False), comes),
    Case(fails(after=True, torn=False), comes_though_perhaps_twice),
    Case(fails(after=False, torn=True), comes),
    Case(fails(after=True, torn=True), comes_though_perhaps_twice),
    Case(takes_our_rights, is_told_what_was_not_done),
)


async def test_nothing_crashes_and_nothing_is_lost(town: Town) -> None:
    """One town meets everything; after each case it hears and answers as before."""
    ann, bob, eve = await town.member("Ann"), await town.member("Bob"), await town.member("Eve")
    scene = Scene(town, ann, bob, eve, await town.moderator("Mo"))
    town.app.pipeline.observed.append(scene.note)
    for number, case in enumerate(CASES):
        if case.on_a_line and town.driver.platform == "local":
            continue
        try:
            await scene.begins()
            await case.happens(scene)
            await town.settles()
            await case.holds(scene)
            await scene.begins()
            await ann.says(f"good day {number}")
            assert scene.seen == [f"good day {number}"]
        except (AssertionError, TimeoutError) as failure:
            failure.add_note(f"{case.happens.__qualname__} → {case.holds.__name__}")
            raise
    assert town.app.supervisors[town.driver.platform].is_ready
