"""The door: who asks to join, or came during a raid, waits until a human decides; nobody slips in unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from chat.actions import About, Action, AnswerJoin, Capability, Mute, Post, Private, Remove, Unmute
from chat.decision import Alarm, Audit, Decision, Value, Write, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven, JoinRequested, MemberLeft, TimerRang
from chat.people import PersonId, Space
from chat.text import Mention, Text
from moderation.casebook import of_kind
from moderation.desk import Desk
from moderation.ladder import Penalty
from moderation.notices import ROOM, named
from moderation.raid_settings import Level, Requests
from moderation.raids.boards import Boards, door_board
from moderation.raids.book import RaidBook
from moderation.raids.raid import Caller, Raid
from moderation.rights import Rights

HOLD = "moderation.hold_ends"
"""The alarm at which somebody held is free again, by the platform's own timer. Late = the door shows them longer."""
DOOR = "moderation.door_card"
"""The alarm that brings the door's card up to date."""

_MOST_AT_ONCE = 100
_SOON = timedelta(seconds=3)


class Door:
    """A queue of callers, on one card for each platform."""

    def __init__(self, desk: Desk, rights: Rights, book: RaidBook, boards: Boards) -> None:
        self._desk = desk
        self._rights = rights
        self._book = book
        self._boards = boards

    async def asked(self, event: JoinRequested) -> Decision | None:
        """Somebody asks to join. Only a calm space whose door stands open lets them in without a human."""
        requests = self._desk.settings.door.requests
        wait = AnswerJoin(to=event.space, person=event.by.person, request=event.request, admitted=None)
        if requests is Requests.LEAVE:
            return Decision(reason="door.left_alone", actions=(wait,))
        raid = await self._book.upon(event.space)
        if requests is Requests.ADMIT and (raid is None or raid.level.height < Level.GATE.height):
            return Decision(
                reason="door.admitted",
                actions=(replace(wait, admitted=True),),
                audit=(Audit(code="door.admitted", subject=event.by.person),),
            )
        if await self._book.waits(event.space, event.by.person) is not None:
            return Decision(reason="door.waits_already", actions=(wait,))
        caller = self._caller(event.space, event.by.person, event.request, raid)
        return Decision(
            reason="door.waits",
            actions=(wait,),
            writes=(Write("raids.call", caller.row(), expect=1),),
            alarms=(self._card(caller.space.platform),),
            audit=(Audit(code="door.asked", subject=event.by.person),),
        )

    async def hold(self, space: Space, person: PersonId, raid: Raid) -> Decision:
        """A newcomer of a raid may not speak until a human decides, or the time is over."""
        if not self._desk.abilities.can(space, Capability.MUTE):
            return Decision(reason="door.cannot_hold")
        if await self._book.waits(space, person) is not None:
            return Decision(reason="door.held_already")
        running = await self._desk.book.running(person)
        if space.lane in await self._desk.book.kept_out(person, running):
            return Decision(reason="door.kept_out")
        until = self._desk.clock.now() + self._desk.settings.raids.hold
        others = [one.ends_at for one in of_kind(Penalty.MUTE, running, space) if one.ends_at]
        caller = self._caller(space, person, "", raid)
        about = About(ROOM, f"door:{caller.id}")
        told = Post(
            to=Private(person, space.platform),
            body=Text(
                "moderation.door.told", {"place": named(self._desk.directory.title(space)), "until": until}
            ),
            about=about,
        )
        mute = Mute(to=space, person=person, until=max([until, *others]), why="raid", about=about)
        return Decision(
            reason="door.held",
            actions=(mute, told),
            writes=(Write("raids.call", caller.row(), expect=1),),
            alarms=(
                Alarm(kind=HOLD, subject=caller.id, at=until, space=space),
                self._card(space.platform),
            ),
            audit=(Audit(code="door.held", subject=person, data={"raid": raid.id}),),
        )

    def _caller(self, space: Space, person: PersonId, request: str, raid: Raid | None) -> Caller:
        return Caller(
            id=self._desk.ids.new(),
            space=replace(space, thread=None),
            person=person,
            request=request,
            raid=raid.id if raid else None,
            at=self._desk.clock.now(),
        )

    def _card(self, platform: str) -> Alarm:
        """Many callers within a moment are one change of the card."""
        return Alarm(kind=DOOR, subject=platform, at=self._desk.clock.now() + _SOON)

    async def left(self, event: MemberLeft) -> Decision | None:
        """Whoever leaves waits no more."""
        if await self._book.waits(event.space, event.by.person) is None:
            return None
        values: dict[str, Value] = {
            "on": event.space.platform,
            "lane": event.space.id,
            "p": event.by.person,
            "at_": self._desk.clock.now(),
        }
        return Decision(
            reason="door.gone",
            writes=(Write("raids.withdraw", values),),
            alarms=(self._card(event.space.platform),),
        )

    async def hold_ends(self, event: TimerRang) -> Decision | None:
        """The mute ran out: there is nothing to decide any more."""
        found = await self._book.caller(event.subject)
        if found is None or found[1] != "waiting":
            return None
        caller, _ = found
        return Decision(
            reason="door.hold_over",
            writes=(self._settled(caller, "gone", None),),
            alarms=(self._card(caller.space.platform),),
        )

    async def refresh(self, platform: str) -> Decision:
        """The card as it is now."""
        return await self._boards.door(platform, await self._book.waiting(platform))

    async def show(self, event: CommandGiven) -> Decision:
        """The card anew at the bottom of the staff's space. Raises SaidNo when nobody waits."""
        platform = event.space.platform
        waiting = await self._book.waiting(platform)
        if not waiting:
            raise SaidNo(Text("moderation.door.nobody"))
        drop = Write("raids.unboard", {"key": door_board(platform)})
        now = self._desk.clock.now()
        return Decision(
            reason="door.shown",
            actions=(answer(event, Text("moderation.door.shown", {"count": len(waiting)})),),
            writes=(drop,),
            alarms=(Alarm(kind=DOOR, subject=platform, at=now),),
        )

    async def settle(self, event: ButtonPressed, key: str, *, admitted: bool) -> Decision:
        """A moderator decides about one. Raises SaidNo."""
        self._rights.must_be_person(event)
        found = await self._book.caller(key)
        if found is None or found[1] != "waiting":
            raise SaidNo(Text("moderation.door.settled"))
        caller, _ = found
        if not await self._rights.is_moderator(event, caller.space):
            raise SaidNo(Text("moderation.refused.rank"))
        name = await self._desk.directory.name(caller.person)
        done = "moderation.door.admitted" if admitted else "moderation.door.refused"
        said = answer(event, Text(done, {"who": Mention(caller.person, name or "—")}))
        return await self._decide(event, [caller], said, admitted=admitted)

    async def settle_all(self, event: ButtonPressed, platform: str, *, admitted: bool) -> Decision:
        """A moderator decides about everybody who waits, at most a hundred at once. Raises SaidNo."""
        self._rights.must_be_person(event)
        waiting = [
            one
            for one in (await self._book.waiting(platform))[:_MOST_AT_ONCE]
            if await self._rights.is_moderator(event, one.space)
        ]
        if not waiting:
            raise SaidNo(Text("moderation.door.nobody"))
        done = "moderation.door.all_admitted" if admitted else "moderation.door.all_refused"
        said = answer(event, Text(done, {"count": len(waiting)}))
        return await self._decide(event, waiting, said, admitted=admitted)

    async def _decide(
        self, event: ButtonPressed, callers: Sequence[Caller], said: Action, *, admitted: bool
    ) -> Decision:
        state = "admitted" if admitted else "refused"
        acts = [await self._act(one, admitted=admitted) for one in callers]
        platform, done = callers[0].space.platform, {one.id for one in callers}
        left = [one for one in await self._book.waiting(platform) if one.id not in done]
        card = await self._boards.door(platform, left)
        return Decision(
            reason=f"door.{state}",
            actions=(*acts, said, *card.actions),
            writes=(*(self._settled(one, state, event.by.person) for one in callers), *card.writes),
            alarms=tuple(Alarm(kind=HOLD, subject=one.id, at=None) for one in callers if not one.asked),
            audit=tuple(Audit(code=f"door.{state}", subject=one.person) for one in callers),
        )

    async def _act(self, caller: Caller, *, admitted: bool) -> Action:
        about, space, person = About(ROOM, f"door:{caller.id}"), caller.space, caller.person
        if caller.asked:
            return AnswerJoin(to=space, person=person, request=caller.request, admitted=admitted, about=about)
        if not admitted:
            return Remove(to=space, person=person, why="raid", about=about)
        return await self._free(space, person, about)

    async def _free(self, space: Space, person: PersonId, about: About) -> Action:
        """A mute that a case gave goes on."""
        others = [
            one.ends_at
            for one in of_kind(Penalty.MUTE, await self._desk.book.running(person), space)
            if one.ends_at
        ]
        if others:
            return Mute(to=space, person=person, until=max(others), why="raid", about=about)
        return Unmute(to=space, person=person, why="raid", about=about)

    def _settled(self, caller: Caller, state: str, by: PersonId | None) -> Write:
        values: dict[str, Value] = {"key": caller.id, "to": state, "at_": self._desk.clock.now(), "who": by}
        return Write("raids.settle", values, expect=1)
