"""What leaves: by priority, in order, once; what cannot leave says so."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.codec import encode
from bot.inbox import EVENTS, Delivery
from bot.markdown import plain
from chat.actions import (
    Action,
    Ambiguous,
    Ban,
    Button,
    Delete,
    Done,
    Edit,
    MadeBy,
    NotNow,
    OpenThread,
    Outcome,
    Post,
    Priority,
    Private,
    Refused,
    Repeat,
)
from chat.decision import Value, Write
from chat.errors import Clash
from chat.events import ButtonPressed
from chat.messages import MessageRef
from chat.people import Identity, PersonId, Space, Speaker
from chat.ports import Errand, Limit
from chat.text import Rich
from tests.bot import outbox_handlers
from tests.bot.desk import GARDEN, STAFF, YARD, Desk, build, desk
from tests.bot.recorder import Recorder, name_of
from tests.towns.clock import TownClock

SECOND = timedelta(seconds=1)


def say(words: str, to: Space = GARDEN, **options: object) -> Post:
    return Post(to=to, body=plain(words), **options)  # type: ignore[arg-type]


async def sends(one: Desk, *actions: Action, key: str = "tower:1") -> None:
    await one.hears(one.post(encode(actions), key=key))


async def queues(one: Desk, *actions: Action, key: str = "tower:1") -> None:
    """The same without waiting until they have left."""
    event = one.post(encode(actions), key=key)
    await one.app.inbox.append([Delivery(event.key, EVENTS, event.space.lane, encode(event))])
    await one.app.inbox.settle()


async def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.002)


async def outcomes(one: Desk) -> dict[str, str]:
    rows = [row for row in await one.rows("audit.all") if row["code"] == "tests.outcome"]
    return {row["subject"].removeprefix("tower:1/sends/"): json.loads(row["data"])["what"] for row in rows}


async def known(one: Desk, native: str) -> PersonId:
    """Somebody who has spoken."""
    await one.hears(one.post(encode(()), key=f"tower:known{native}", who=native))
    return await one.app.people.person(Identity("tower", native))


async def test_a_ban_leaves_at_once_while_two_hundred_deletes_wait(tmp_path: Path) -> None:
    slow = Recorder(limits=[Limit(count=1, per=SECOND, per_space=True, verbs=frozenset({"Delete"}))])
    async with desk(tmp_path, outbox_handlers, tower=slow) as one:
        person = await known(one, "66")
        await sends(
            one, *(Delete(to=GARDEN, messages=(str(number),)) for number in range(200)), key="tower:2"
        )
        assert len(slow.done) == 1
        await sends(one, Ban(to=GARDEN, person=person))
        assert [errand.action.verb for errand in slow.done] == ["Delete", "Ban"]
        assert slow.done[-1].account == "66"
        await one.passes(3 * SECOND)
        assert slow.said.count("Delete") == 4


async def test_order_is_kept_in_a_space_and_spaces_do_not_wait_for_each_other(tmp_path: Path) -> None:
    async with desk(tmp_path, outbox_handlers) as one:
        blocked = asyncio.Event()
        perform = one.tower.perform

        async def slow_garden(errand: Errand) -> Outcome:
            if errand.action.to == GARDEN:
                await blocked.wait()
            return await perform(errand)

        one.tower.perform = slow_garden  # type: ignore[method-assign]
        await queues(
            one, *(say(f"g{number}") for number in range(5)), *(say(f"y{n}", YARD) for n in range(5))
        )
        await until(lambda: len(one.tower.done) == 5)
        assert one.tower.said == [f"y{number}" for number in range(5)]
        blocked.set()
        await one.app.settle()
        assert one.tower.said[5:] == [f"g{number}" for number in range(5)]


async def test_a_newer_edit_replaces_the_unsent_older_ones(tmp_path: Path) -> None:
    pace = [Limit(count=1, per=SECOND, per_space=True)]
    async with desk(tmp_path, outbox_handlers, tower=Recorder(limits=pace)) as one:
        ref = MessageRef(GARDEN, "5")
        await sends(one, say("first"))
        for number in range(4):
            edit = Edit(to=GARDEN, message=ref, body=plain(f"edit {number}"))
            await sends(one, edit, key=f"tower:edit{number}")
        await one.passes(10 * SECOND)
        edits = [one_.action for one_ in one.tower.done if isinstance(one_.action, Edit)]
        bodies = [edit.body.plain for edit in edits if isinstance(edit.body, Rich)]
        assert bodies == ["edit 3"]


async def test_a_post_waits_for_its_thread_and_goes_there(tmp_path: Path) -> None:
    async with desk(tmp_path, outbox_handlers) as one:
        one.tower.answer = lambda errand: Done(("77",))
        await sends(one, OpenThread(to=GARDEN, title="card"), say("inside", thread=MadeBy("#0")))
        assert one.tower.done[1].action.to == Space("tower", "garden", "77")
        assert await outcomes(one) == {"0": "done", "1": "done"}


async def test_what_waits_for_something_refused_is_refused(tmp_path: Path) -> None:
    async with desk(tmp_path, outbox_handlers) as one:
        one.tower.answer = lambda errand: Refused("right.missing")
        await sends(one, OpenThread(to=GARDEN, title="card"), say("inside", thread=MadeBy("#0")))
        assert await outcomes(one) == {"0": "refused right.missing", "1": "refused forerunner.failed"}
        assert one.tower.said == ["OpenThread"]


async def test_the_fallback_is_said_when_the_first_is_refused(tmp_path: Path) -> None:
    async with desk(tmp_path, outbox_handlers) as one:
        person = await known(one, "8")

        def blocked(errand: Errand) -> Outcome:
            return Refused("person.blocked") if name_of(errand) == "private" else Done(("1",))

        one.tower.answer = blocked
        private = Private(person)
        await sends(one, Post(to=private, body=plain("private"), otherwise=say("public", vanish=30 * SECOND)))
        assert one.tower.said == ["private", "public"]
        await one.passes(31 * SECOND)
        assert one.tower.said == ["private", "public", "Delete"]
        assert await outcomes(one) == {"0/otherwise": "done", "0/otherwise/vanish": "done"}


async def test_the_notice_leaves_before_the_ban_but_holds_it_a_second_at_most(tmp_path: Path) -> None:
    slow = Recorder(
        limits=[Limit(count=1, per=timedelta(hours=1), per_space=True, verbs=frozenset({"Post"}))]
    )
    async with desk(tmp_path, outbox_handlers, tower=slow) as one:
        person = await known(one, "8")
        notice = Post(to=Private(person), body=plain("notice"), urgency=Priority.SANCTION)
        await sends(one, notice, Ban(to=GARDEN, person=person))
        assert slow.said == ["notice", "Ban"]
        await sends(one, notice, Ban(to=GARDEN, person=person), key="tower:2")
        assert slow.said == ["notice", "Ban"]
        await one.passes(SECOND)
        assert slow.said == ["notice", "Ban", "Ban"]


async def crashed_while_sending(tmp_path: Path, repeat: Repeat) -> Recorder:
    """A process that died after the platform was asked and before the answer was written."""
    tower = Recorder()
    tower.gate.clear()
    first = await build(tmp_path, outbox_handlers, tower=tower)
    action = Delete(to=GARDEN, messages=("1",)) if repeat is Repeat.SAFE else say("once", repeat_as=repeat)
    await queues(first, action)
    async with asyncio.timeout(10):
        while [row["state"] for row in await first.rows("outbox.all")] != ["sending"]:  # noqa: ASYNC110
            await asyncio.sleep(0.002)
    await first.app.abandon()
    return Recorder()


@pytest.mark.parametrize("repeat", [Repeat.SAFE, Repeat.NONCE, Repeat.RESEND])
async def test_after_a_crash_what_may_be_repeated_is(tmp_path: Path, repeat: Repeat) -> None:
    tower = await crashed_while_sending(tmp_path, repeat)
    tower.found = lambda errand: None
    async with desk(tmp_path, outbox_handlers, tower=tower) as one:
        await one.app.settle()
        assert len(tower.asked) == len(tower.done) == 1
        assert await outcomes(one) == {"0": "done"}


@pytest.mark.parametrize("repeat", list(Repeat))
async def test_after_a_crash_what_is_found_is_not_repeated(tmp_path: Path, repeat: Repeat) -> None:
    tower = await crashed_while_sending(tmp_path, repeat)
    tower.found = lambda errand: Done(("5",))
    async with desk(tmp_path, outbox_handlers, tower=tower) as one:
        await one.app.settle()
        assert tower.done == []
        assert await outcomes(one) == {"0": "done"}


async def pressed(one: Desk, kind: str, number: int = 1) -> None:
    """A manager presses the newest button of that kind in the staff space."""
    posts = [each.action for each in one.tower.done if isinstance(each.action, Post) and each.action.buttons]
    buttons: list[Button] = [each for line in posts[-1].buttons for each in line]
    (payload,) = [each.payload for each in buttons if each.kind == kind]
    press = ButtonPressed(
        key=f"tower:press{number}",
        at=one.clock.now(),
        space=STAFF,
        by=Speaker(identity=Identity("tower", "99"), name="Mia"),
        payload=payload,
        interaction=f"i{number}",
    )
    await one.hears(press)


async def with_manager(one: Desk) -> None:
    person = await known(one, "99")
    role = {"person": person, "role": "manager", "given_by_person": None, "at": one.clock.now()}
    await one.app.committer.commit([Write("role.give", role)])


def unsure(errand: Errand) -> Outcome:
    return Ambiguous() if name_of(errand) in ("winner", "OpenThread") else Done(("1",))


async def test_what_must_not_double_is_parked_once_and_sent_again_by_a_manager(tmp_path: Path) -> None:
    async with desk(tmp_path, outbox_handlers) as one:
        await with_manager(one)
        one.tower.answer, one.tower.found = unsure, lambda errand: None
        await sends(one, say("winner", repeat_as=Repeat.PARK))
        assert [row["state"] for row in await one.rows("outbox.parked")] == ["parked"]
        assert [row["said"] for row in await one.rows("outbox.all")].count("bot.trouble.unsure") == 1
        await pressed(one, "outbox.revive")
        assert one.tower.said.count("winner") == 2
        assert len(await one.rows("outbox.parked")) == 1, "unsure again: parked again and told again"
        assert [row["said"] for row in await one.rows("outbox.all")].count("bot.trouble.unsure") == 2
        one.tower.answer = lambda errand: Done(("1",))
        await pressed(one, "outbox.revive", 2)
        assert one.tower.said.count("winner") == 3
        assert not await one.rows("outbox.parked")
        await pressed(one, "outbox.revive", 3)
        assert one.tower.said.count("winner") == 3
        assert "bot.trouble.settled" in [row["said"] for row in await one.rows("outbox.all")]


async def test_what_a_manager_drops_takes_down_what_waited_for_it(tmp_path: Path) -> None:
    async with desk(tmp_path, outbox_handlers) as one:
        await with_manager(one)
        one.tower.answer, one.tower.found = unsure, lambda errand: None
        first = say("winner", repeat_as=Repeat.PARK)
        await sends(one, first, Edit(to=GARDEN, message=MadeBy("#0"), body=plain("changed")))
        assert [row["state"] for row in await one.rows("outbox.needing", made="tower:1/sends/0")] == ["held"]
        await pressed(one, "outbox.drop")
        assert not await one.rows("outbox.parked")
        assert not await one.rows("outbox.needing", made="tower:1/sends/0")
        assert (await outcomes(one))["1"] == "refused forerunner.failed"
        assert one.tower.said.count("winner") == 1


async def test_a_long_wait_is_kept_and_holds_back_only_its_space(tmp_path: Path) -> None:
    async with desk(tmp_path, outbox_handlers) as one:
        waits = [NotNow(timedelta(hours=1))]
        one.tower.answer = lambda errand: waits.pop() if waits else Done(("1",))
        await sends(one, say("first"), say("second"))
        assert one.tower.said == ["first"]
        await sends(one, say("elsewhere", YARD), key="tower:2")
        assert one.tower.said == ["first", "elsewhere"]
        await one.passes(timedelta(minutes=59))
        assert one.tower.said == ["first", "elsewhere"]
        await one.passes(timedelta(minutes=2))
        assert one.tower.said == ["first", "elsewhere", "first", "second"]


async def test_a_wait_for_the_whole_platform_holds_back_every_space(tmp_path: Path) -> None:
    async with desk(tmp_path, outbox_handlers) as one:
        waits = [NotNow(30 * SECOND, whole_platform=True)]
        one.tower.answer = lambda errand: waits.pop() if waits else Done(("1",))
        await sends(one, say("first"))
        await sends(one, say("elsewhere", YARD), key="tower:2")
        assert one.tower.said == ["first"]
        await one.passes(31 * SECOND)
        assert sorted(one.tower.said) == ["elsewhere", "first", "first"]


async def test_an_adapter_that_raises_fails_that_action_alone(tmp_path: Path) -> None:
    async with desk(tmp_path, outbox_handlers) as one:

        def torn(errand: Errand) -> Outcome:
            if name_of(errand) == "bad":
                raise KeyError("bug")
            return Done(("1",))

        one.tower.answer = torn
        await sends(one, say("bad"), say("good"))
        assert one.tower.said == ["bad", "good"]
        assert await outcomes(one) == {"0": "refused bug", "1": "done"}


async def test_a_row_that_another_process_claimed_is_left_alone(tmp_path: Path) -> None:
    tower = Recorder(limits=[Limit(count=1, per=SECOND, per_space=True)])
    async with desk(tmp_path, outbox_handlers, tower=tower) as one:
        await sends(one, say("first"), say("second"))
        theirs: dict[str, Value] = {
            "k": "tower:1/sends/1",
            "was": 0,
            "me": "another",
            "until": one.clock.now(),
            "at_": one.clock.now(),
        }
        assert await one.store.write([[Write("outbox.claim", theirs, expect=1)]]) == [None]
        await one.passes(5 * SECOND)
        assert tower.said == ["first"]
        row = await one.store.row("outbox.one", k="tower:1/sends/1")
        assert row is not None
        assert (row["owner"], row["fence"], row["state"]) == ("another", 1, "sending")


async def test_a_reply_that_nothing_keeps_is_claimed_with_the_commit_that_adds_it(tmp_path: Path) -> None:
    """One transaction less before it leaves. What must not appear twice, waits or comes second is claimed by itself."""
    limit = Limit(count=2, per=SECOND, per_space=True)
    async with desk(tmp_path, outbox_handlers, tower=Recorder(limits=[limit])) as one:
        claims = _noted(one, "outbox.claim")
        await sends(one, say("reply"), say("after it"), say("elsewhere", to=YARD), key="tower:1")
        assert claims == ["tower:1/sends/1"]
        await sends(one, say("too soon"), key="tower:2")
        await sends(one, say("once", to=STAFF, repeat_as=Repeat.PARK), key="tower:3")
        await one.passes(2 * SECOND)
        assert claims[1:] == ["tower:3/sends/0", "tower:2/sends/0"]
        assert sorted(one.tower.said) == ["after it", "elsewhere", "once", "reply", "too soon"]
        row = await one.store.row("outbox.one", k="tower:1/sends/0")
        assert row is not None
        assert (row["state"], row["fence"], row["attempts"]) == ("done", 1, 1)


async def test_what_was_claimed_with_its_commit_and_never_sent_leaves_after_a_restart(tmp_path: Path) -> None:
    async with desk(tmp_path, outbox_handlers) as one:
        asked = asyncio.Event()

        async def dies(errand: Errand) -> Outcome:
            asked.set()
            await asyncio.Event().wait()
            raise AssertionError

        one.tower.perform = dies  # type: ignore[method-assign]
        await queues(one, say("reply"))
        await asyncio.wait_for(asked.wait(), 10)
        row = await one.store.row("outbox.one", k="tower:1/sends/0")
        assert row is not None
        assert row["state"] == "sending"
    async with desk(tmp_path, outbox_handlers) as again:
        await again.app.settle()
        assert again.tower.said == ["reply"]


async def test_a_unit_that_clashes_does_not_keep_its_rows_from_being_claimed_later(tmp_path: Path) -> None:
    async with desk(tmp_path, outbox_handlers) as one:
        first = one.app.rows.add("a", say("a"))
        second = one.app.rows.add("b", say("b"))
        states = [write.values["state"] for write in (*first, *second)]
        assert states == ["sending", "new"]
        await one.app.committer.commit(second)
        await one.app.outbox.feed(second)
        assert [write.values["state"] for write in one.app.rows.add("c", say("c"))] == ["new"]
        await one.app.settle()
        assert [write.values["state"] for write in one.app.rows.add("d", say("d"))] == ["sending"]


class Striding(TownClock):
    """A clock that goes on a good deal between two looks at it."""

    def now(self) -> datetime:
        self.set(super().now() + 0.7 * SECOND)
        return super().now()


async def test_what_grows_ripe_between_two_looks_at_the_clock_still_leaves(tmp_path: Path) -> None:
    tower = Recorder(limits=[Limit(count=1, per=6 * SECOND, per_space=True)])
    async with desk(tmp_path, outbox_handlers, tower=tower, clock=Striding()) as one:
        async with asyncio.timeout(60):
            await queues(one, *(say(str(number)) for number in range(5)))
            while len(tower.said) < 5:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert tower.said == ["0", "1", "2", "3", "4"]


def _noted(one: Desk, shape: str) -> list[str]:
    """The keys of such writes from now on, in their order."""
    found: list[str] = []
    write = one.store.write

    async def noted(units: Sequence[Sequence[Write]]) -> list[Clash | None]:
        found.extend(str(each.values["k"]) for unit in units for each in unit if each.shape == shape)
        return await write(units)

    one.store.write = noted  # type: ignore[method-assign]
    return found
