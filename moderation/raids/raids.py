"""Raids: many strangers at once are noticed, met by levels, and told of on one card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from chat.actions import Action, Delete, Post
from chat.decision import Audit, Decision, Value, Write, answer
from chat.errors import SaidNo
from chat.events import (
    ButtonPressed,
    CommandGiven,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessagePosted,
    SpokenEvent,
)
from chat.people import PersonId, Rank, Space, SpaceKind
from chat.text import Text
from moderation.breaches import Mode
from moderation.desk import Desk
from moderation.raid_settings import Level, RaidSettings
from moderation.raids.boards import DOWN, UP, is_now
from moderation.raids.book import RaidBook
from moderation.raids.copies import Copies, deletions
from moderation.raids.crowd import Throng
from moderation.raids.door import Door
from moderation.raids.raid import Cause, Raid, raid_of
from moderation.raids.siege import Siege
from moderation.recent import Heard, Recent, key_of
from moderation.rights import Rights

_WARM = 5_000
_STALE = timedelta(minutes=10)
"""What happened before an outage of ours raises no alarm any more."""

_FIRST = {Cause.JOINS: Level.GATE, Cause.COPIES: Level.SLOW, Cause.BREAKERS: Level.SLOW}


class Raids:
    """Watches who comes and what many say alike; raises the level when it is too much, lowers it when asked."""

    def __init__(
        self,
        desk: Desk,
        rights: Rights,
        book: RaidBook,
        siege: Siege,
        door: Door,
        recent: Recent,
        copies: Copies,
    ) -> None:
        self._desk = desk
        self._rights = rights
        self._book = book
        self._siege = siege
        self._door = door
        self._recent = recent
        self._copies_of = copies
        self._joins = Throng()
        self._breakers = Throng()
        self._is_warm = False

    @property
    def _settings(self) -> RaidSettings:
        return self._desk.settings.raids

    async def joined(self, event: MemberJoined) -> Decision:
        """Somebody came in."""
        await self._warm_up()
        settings, space = self._settings, replace(event.space, thread=None)
        arrive: dict[str, Value] = {
            "platform": space.platform,
            "space": space.id,
            "person": event.by.person,
            "joined_at": event.at,
            "left_at": None,
        }
        whole = Decision(reason="moderation.arrived", writes=(Write("raids.arrive", arrive),))
        if settings.mode is Mode.OFF or event.by.standing.rank > Rank.MEMBER or not event.by.is_person:
            return whole
        if self._desk.clock.now() - event.at > _STALE or await self._is_welcome(event, space):
            return whole
        count = self._joins.add(space.lane, event.by.person, event.at, settings.joins_within)
        raid = await self._book.upon(space)
        if count >= settings.joins:
            self._joins.clear(space.lane)
            whole += await self._alarm(event, [space], Cause.JOINS)
        elif raid is not None:
            whole += self._siege.prolong(raid) + Decision(reason="", alarms=self._siege.touch(raid))
        closed = raid is not None and raid.level.height >= Level.GATE.height
        if raid is not None and closed:
            whole += await self._door.hold(space, event.by.person, raid)
        return whole

    async def _is_welcome(self, event: MemberJoined, space: Space) -> bool:
        """Whom a human let in is no part of a raid, and not asked again."""
        return await self._book.was_admitted(space, event.by.person, event.at - self._settings.hold)

    async def left(self, event: MemberLeft) -> Decision:
        """Somebody went."""
        values: dict[str, Value] = {
            "on": event.space.platform,
            "lane": event.space.id,
            "p": event.by.person,
            "at_": event.at,
        }
        gone = await self._door.left(event) or Decision(reason="")
        return Decision(reason="moderation.left", writes=(Write("raids.depart", values),)) + gone

    async def heard(self, event: MessagePosted | MessageEdited, decided: Decision | None) -> Decision | None:
        """What a message means beside the rules' own judgement of it."""
        settings = self._settings
        if decided is None or event.by.standing.rank > Rank.MEMBER:
            return decided
        heard = self._recent.known(key_of(event.message.ref))
        is_stale = self._desk.clock.now() - event.at > _STALE
        if heard is None or is_stale or event.space.kind is not SpaceKind.GROUP:
            return decided
        alike = await self._copies_of.of(event, heard)
        broke = any(isinstance(action, Delete) for action in decided.actions)
        raid = await self._book.upon(event.space)
        if settings.mode is Mode.OFF or (raid is None and not broke and len(alike) < settings.copies):
            return decided
        return await self._meet(event, decided, raid, alike)

    async def _meet(
        self,
        event: MessagePosted | MessageEdited,
        decided: Decision,
        raid: Raid | None,
        alike: dict[PersonId, Heard],
    ) -> Decision:
        settings, lane = self._settings, event.space.lane
        broke = any(isinstance(action, Delete) for action in decided.actions)
        copied = len(alike) >= settings.copies
        since = event.at - settings.newcomer
        is_new = (broke or copied) and await self._book.is_newcomer(event.by.person, since)
        whole = self._quieten(event, decided, raid) if raid else decided
        if broke and is_new:
            count = self._breakers.add(lane, event.by.person, event.at, settings.within)
            if count >= settings.breakers:
                self._breakers.clear(lane)
                whole += await self._alarm(event, [event.space], Cause.BREAKERS)
        if copied and is_new and not broke:
            whole += await self._copies(event, raid, alike)
        return whole

    async def _copies(
        self, event: MessagePosted | MessageEdited, raid: Raid | None, alike: dict[PersonId, Heard]
    ) -> Decision:
        """Newcomers say nearly the same: the copies go, their authors wait at the door."""
        since = event.at - self._settings.newcomer
        new = [
            one
            for one in alike.values()
            if one.by == event.by.person or await self._book.is_newcomer(one.by, since)
        ]
        if raid is None and len(new) < self._settings.copies:
            return Decision(reason="")
        if raid is None or raid.level is Level.WATCH:
            return await self._caught(event, new)
        return await self._again(event, raid, alike[event.by.person])

    async def _caught(self, event: SpokenEvent, new: Sequence[Heard]) -> Decision:
        """The copies so far begin a raid: they go, too, and their authors wait."""
        places = list({one.ref.space.lane: one.ref.space for one in new}.values())
        whole = await self._alarm(event, places, Cause.COPIES)
        begun = next((write.values for write in whole.writes if write.shape == "raids.begin"), None)
        if self._settings.mode is not Mode.ENFORCE or begun is None:
            return whole
        raid = raid_of({**begun, "taken": 0})
        for one in new:
            whole += await self._door.hold(replace(one.ref.space, thread=None), one.by, raid)
        took = Write("raids.took", {"key": raid.id, "count": len(new)})
        return replace(
            whole, actions=(*deletions(new), *whole.actions), writes=(*whole.writes, took), final=True
        )

    async def _again(self, event: SpokenEvent, raid: Raid, copy: Heard) -> Decision:
        """One more copy while the raid runs."""
        gone = Decision(
            reason="raid.copy",
            actions=deletions([copy]),
            writes=(Write("raids.took", {"key": raid.id, "count": 1}),),
            alarms=self._siege.touch(raid),
            audit=(Audit(code="raid.copy", subject=raid.id, data={"person": copy.by}),),
            final=True,
        )
        held = await self._door.hold(replace(event.space, thread=None), copy.by, raid)
        return gone + held + self._siege.prolong(raid)

    async def _alarm(self, event: SpokenEvent, spaces: Sequence[Space], cause: Cause) -> Decision:
        """A threshold was reached: a raid begins, reaches further, or goes up by a level."""
        settings, raid = self._settings, await self._book.ongoing(event.space.platform)
        if settings.mode is Mode.SHADOW:
            audit = Audit(code="raid.shadow", subject=event.space.lane, data={"cause": cause.value})
            return Decision(reason="raid.shadow", audit=(audit,))
        if settings.mode is Mode.REVIEW:
            if raid is not None:
                return self._siege.prolong(raid)
            return await self._siege.begin(event, spaces, Level.WATCH, cause)
        first = min(_FIRST[cause], settings.highest, key=lambda level: level.height)
        if raid is None:
            return await self._siege.begin(event, spaces, first, cause)
        known = {one.space.lane for one in await self._book.closed(raid.id)}
        reaches = any(space.lane not in known for space in spaces)
        wanted = max(first, raid.level if reaches else raid.level.up, key=lambda level: level.height)
        level = raid.level if wanted.height > settings.highest.height else wanted
        return await self._siege.to_level(event, raid, level, spaces=spaces)

    def _quieten(self, event: SpokenEvent, decided: Decision, raid: Raid) -> Decision:
        """During a raid one card tells of everything: no card a message, no line in public."""
        staff = self._desk.staff(event.space)
        kept: list[Action] = []
        for action in decided.actions:
            if isinstance(action, Post):
                if action.to == staff or (action.to == event.space and action.vanish is not None):
                    continue
                action = replace(action, otherwise=None)
            kept.append(action)
        count = sum(len(action.messages) for action in kept if isinstance(action, Delete))
        if not count and len(kept) == len(decided.actions):
            return decided
        took = (Write("raids.took", {"key": raid.id, "count": count}),) if count else ()
        return replace(
            decided,
            actions=tuple(kept),
            writes=(*decided.writes, *took),
            alarms=(*decided.alarms, *self._siege.touch(raid)),
        )

    async def order(self, event: CommandGiven, level: Level | None, lasting: timedelta | None) -> Decision:
        """A moderator sets a level by hand, or ends the raid (None). Raises SaidNo."""
        self._rights.must_be_person(event)
        spaces = [one for one in self._spaces(event) if await self._rights.is_moderator(event, one)]
        if not spaces:
            raise SaidNo(Text("moderation.refused.rank"))
        raid = await self._book.ongoing(spaces[0].platform)
        if level is None:
            if raid is None:
                raise SaidNo(Text("moderation.raid.none"))
            said = answer(event, Text("moderation.raid.done.over"))
            return await self._siege.end(event, raid) + Decision(reason="", actions=(said,))
        said = is_now(event, level)
        if raid is None:
            whole = await self._siege.begin(event, spaces, level, Cause.HAND, lasting=lasting)
        else:
            whole = await self._siege.to_level(event, raid, level, spaces=spaces, lasting=lasting)
        return whole + Decision(reason="", actions=(said,))

    def _spaces(self, event: SpokenEvent) -> list[Space]:
        """In public: there. From the staff's space: everywhere on that platform."""
        public = self._desk.directory.spaces()
        if event.space.kind not in (SpaceKind.STAFF, SpaceKind.PRIVATE):
            return [replace(event.space, thread=None)]
        return [one for one in public if one.platform == event.space.platform]

    async def press(self, event: ButtonPressed, kind: str, key: str) -> Decision:
        """A button under the card. Raises SaidNo."""
        self._rights.must_be_person(event)
        key, _, shown = key.partition(".")
        raid = await self._book.raid(key)
        if raid is None or raid.over:
            raise SaidNo(Text("moderation.raid.none"))
        if shown and shown != raid.level:
            raise SaidNo(await self.show(event))
        for one in await self._book.closed(key):
            if not await self._rights.is_moderator(event, one.space):
                raise SaidNo(Text("moderation.refused.rank"))
        if kind == UP:
            level = raid.level.up
        elif kind == DOWN and raid.level.height > Level.SLOW.height:
            level = raid.level.down
        else:
            said = answer(event, Text("moderation.raid.done.over"))
            return await self._siege.end(event, raid) + Decision(reason="", actions=(said,))
        said = is_now(event, level)
        return await self._siege.to_level(event, raid, level) + Decision(reason="", actions=(said,))

    async def show(self, event: SpokenEvent) -> Text:
        """How things stand."""
        raid = await self._book.ongoing(event.space.platform)
        if raid is None:
            return Text("moderation.raid.none")
        level = Text(f"moderation.raid.level.{raid.level}")
        return Text("moderation.raid.now", {"level": level, "since": raid.started_at, "at": raid.ends_at})

    async def _warm_up(self) -> None:
        """After a start: who joined shortly before it."""
        if self._is_warm:
            return
        self._is_warm = True
        within = self._settings.joins_within
        for space, person, at in await self._book.arrived(self._desk.clock.now() - within, _WARM):
            self._joins.add(space.lane, person, at, within)
