"""Raising and lowering the level of a raid: what is closed, remembered before, and given back exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chat.actions import About, Action, Gate, Lock, Post, Priority, Restore, SlowMode, Survey
from chat.decision import Alarm, Audit, Decision, Write
from chat.events import ActionDone, ActionFailed, Event, SpokenEvent
from chat.people import PersonId, Space
from chat.text import Text
from moderation.desk import Desk
from moderation.notices import ROOM, named
from moderation.raid_settings import Level
from moderation.raids.boards import Boards
from moderation.raids.book import RaidBook
from moderation.raids.raid import Cause, Closed, Raid

CALM = "moderation.raid_calm"
"""The alarm that lowers a raid's level. Late = it is lowered late, never twice for one moment."""
CARD = "moderation.raid_card"
"""The alarm that brings the card up to date. Late = the card is."""

_ACT = "raid:"
_SURVEY = "survey:"
_FAILURES = {
    "SlowMode": "moderation.raid.failed.slow",
    "Gate": "moderation.raid.failed.gate",
    "Lock": "moderation.raid.failed.lock",
    "Restore": "moderation.raid.failed.restore",
    "AnswerJoin": "moderation.door.failed",
}


class Siege:
    """Decides what a level means in each space. One raid on a platform at a time."""

    def __init__(self, desk: Desk, book: RaidBook, boards: Boards) -> None:
        self._desk = desk
        self._book = book
        self._boards = boards
        self._touched: dict[str, datetime] = {}
        self._told: set[tuple[str, str, str]] = set()

    async def begin(
        self,
        event: Event,
        spaces: Sequence[Space],
        level: Level,
        cause: Cause,
        *,
        lasting: timedelta | None = None,
    ) -> Decision:
        """A raid begins: what is about to change is read first."""
        desk, now = self._desk, self._desk.clock.now()
        raid = Raid(
            id=desk.ids.new(),
            platform=spaces[0].platform,
            level=level,
            cause=cause,
            by=_by(event, cause),
            started_at=now,
            changed_at=now,
            ends_at=now + (lasting or desk.settings.raids.calm_after),
        )
        closed = [Closed(space=replace(space, thread=None)) for space in spaces]
        return await self._moved(
            Decision(
                reason=f"raid.begins.{cause}",
                actions=tuple(act for one in closed for act in self._enter(raid, one)),
                writes=(
                    Write("raids.begin", raid.row(), expect=1),
                    Write("raids.run", {"platform": raid.platform, "raid": raid.id}, expect=1),
                    *(_close(raid, one) for one in closed),
                ),
                audit=(_audit("raid.began", raid),),
            ),
            raid,
        )

    async def to_level(
        self,
        event: Event,
        raid: Raid,
        level: Level,
        *,
        spaces: Sequence[Space] = (),
        lasting: timedelta | None = None,
    ) -> Decision:
        """Another level, in the raid's spaces and in those that it has reached by now."""
        desk, now = self._desk, self._desk.clock.now()
        closed = await self._book.closed(raid.id)
        known = {one.space.lane for one in closed}
        fresh = [Closed(space=replace(one, thread=None)) for one in spaces if one.lane not in known]
        if level is raid.level and lasting is None:
            return self._reach(raid, fresh)
        ends_at = now + (lasting or desk.settings.raids.calm_after)
        by = event.by.person if isinstance(event, SpokenEvent) and event.by.is_person else None
        moved = raid.moved(level, by, now, ends_at)
        actions = [act for one in closed for act in self._between(raid, moved, one)]
        actions += [act for one in fresh for act in self._enter(moved, one)]
        return await self._moved(
            Decision(
                reason=f"raid.level.{level}",
                actions=tuple(actions),
                writes=(
                    Write("raids.change", moved.changes(), expect=1),
                    *(_close(raid, one) for one in fresh),
                ),
                audit=(_audit("raid.level", moved),),
            ),
            moved,
        )

    def _reach(self, raid: Raid, fresh: Sequence[Closed]) -> Decision:
        """The same level in more spaces. Many lanes tell this at once: it rests on the level alone, not on all that
        may have changed.
        """
        goes_on = self.prolong(raid)
        if not fresh:
            return goes_on
        reached = Decision(
            reason="raid.reaches",
            actions=tuple(act for one in fresh for act in self._enter(raid, one)),
            writes=(
                Write("raids.stays", {"key": raid.id, "at_level": raid.level.value}, expect=1),
                *(_close(raid, one) for one in fresh),
            ),
            alarms=self.touch(raid),
            audit=(_audit("raid.level", raid),),
        )
        return reached + goes_on

    async def end(self, event: Event, raid: Raid) -> Decision:
        """Everything is as before the raid."""
        by = event.by.person if isinstance(event, SpokenEvent) and event.by.is_person else None
        over = raid.ended(by, self._desk.clock.now())
        closed = await self._book.closed(raid.id) if raid.level is not Level.WATCH else ()
        card = await self._boards.raid(over)
        return Decision(
            reason="raid.over",
            actions=(*(self._restore(raid, one) for one in closed), *card.actions),
            writes=(
                Write("raids.change", over.changes(), expect=1),
                Write("raids.rest", {"key": raid.id}, expect=1),
                *card.writes,
            ),
            alarms=(
                Alarm(kind=CALM, subject=raid.id, at=None),
                Alarm(kind=CARD, subject=raid.id, at=None),
            ),
            audit=(_audit("raid.over", over),),
        )

    async def lower(self, event: Event, key: str) -> Decision | None:
        """It has been quiet: one level less, and from the lowest the end. Reads the raid afresh."""
        raid = await self._book.raid(key)
        if raid is None or raid.over or raid.ends_at > self._desk.clock.now():
            return None
        if raid.level.height <= Level.SLOW.height:
            return await self.end(event, raid)
        return await self.to_level(event, raid, raid.level.down)

    def prolong(self, raid: Raid) -> Decision:
        """It is not quiet yet; written only when half of the time is over, so that a flood costs little."""
        settings, now = self._desk.settings.raids, self._desk.clock.now()
        if raid.ends_at - now > settings.calm_after / 2:
            return Decision(reason="")
        moved = raid.moved(raid.level, raid.by, raid.changed_at, now + settings.calm_after)
        return Decision(
            reason="raid.goes_on",
            writes=(Write("raids.change", moved.changes(), expect=1),),
            alarms=(Alarm(kind=CALM, subject=raid.id, at=moved.ends_at),),
        )

    def touch(self, raid: Raid) -> tuple[Alarm, ...]:
        """The card is to be brought up to date, soon but not with every event."""
        now = self._desk.clock.now()
        if self._touched.get(raid.id, now) > now:
            return ()
        self._touched = {raid.id: now + self._desk.settings.raids.card_every}
        return (Alarm(kind=CARD, subject=raid.id, at=self._touched[raid.id]),)

    async def refresh(self, key: str) -> Decision | None:
        """Bring the card up to date."""
        raid = await self._book.raid(key)
        return await self._boards.raid(raid) if raid is not None and not raid.over else None

    async def _moved(self, whole: Decision, raid: Raid) -> Decision:
        """A new card is read from rows that are not there yet, so it is filled a moment later."""
        soon = self._desk.clock.now() + timedelta(seconds=1)
        return replace(
            whole,
            alarms=(
                Alarm(kind=CALM, subject=raid.id, at=raid.ends_at),
                Alarm(kind=CARD, subject=raid.id, at=soon),
            ),
        )

    def _enter(self, raid: Raid, closed: Closed) -> Iterable[Action]:
        if raid.level is Level.WATCH:
            return
        yield Survey(to=closed.space, about=About(ROOM, f"{_SURVEY}{raid.id}"))
        yield from self._acts(raid, closed.space, above=0)

    def _between(self, old: Raid, new: Raid, closed: Closed) -> Iterable[Action]:
        if old.level is Level.WATCH:
            yield from self._enter(new, closed)
        elif new.level.height > old.level.height:
            yield from self._acts(new, closed.space, above=old.level.height)
        elif new.level.height < old.level.height:
            yield self._restore(old, closed)
            yield from self._acts(new, closed.space, above=0)

    def _acts(self, raid: Raid, space: Space, *, above: int) -> Iterable[Action]:
        """What closes a space up to the raid's level; what a platform has not is left out."""
        settings, about = self._desk.settings.raids, About(ROOM, f"{_ACT}{raid.id}")
        steps: tuple[Action, ...] = (
            SlowMode(to=space, delay=settings.slow, about=about),
            Gate(to=space, closed=True, until=raid.changed_at + settings.hold, about=about),
            Lock(to=space, locked=True, about=about),
        )
        for action in steps[above : raid.level.height]:
            if self._desk.abilities.can(space, action.needs):
                yield action

    def _restore(self, raid: Raid, closed: Closed) -> Restore:
        return Restore(to=closed.space, snapshot=closed.snapshot, about=About(ROOM, f"{_ACT}{raid.id}"))

    async def outcome(self, event: ActionDone | ActionFailed) -> Decision | None:
        """A snapshot is kept; what could not be closed or given back is told to the staff, once."""
        what, _, key = event.about.subject.partition(":") if event.about else ("", "", "")
        if what == "survey":
            return _keep(event, key)
        shown = "restore_usual" if isinstance(event, ActionDone) and event.verb == "Restore" else ""
        if isinstance(event, ActionDone) and not (shown and event.degraded):
            return None
        name = (key, event.space.lane, event.verb)
        staff = self._desk.staff(event.space)
        if staff is None or name in self._told:
            return None
        self._told.add(name)
        why = event.why if isinstance(event, ActionFailed) else event.degraded
        text = "moderation.raid.failed.usual" if shown else _FAILURES[event.verb]
        body = Text(text, {"place": named(self._desk.directory.title(event.space)), "why": why})
        audit = Audit(code="act.failed", subject=key, data={"verb": event.verb, "why": why})
        return Decision(
            reason="raid.act_failed",
            actions=(Post(to=staff, body=body, urgency=Priority.STAFF),),
            audit=(audit,),
        )


def is_raids(event: ActionDone | ActionFailed) -> bool:
    """Whether an outcome is about a raid's act, or about a request that was answered."""
    subject = event.about.subject if event.about else ""
    return subject.startswith((_ACT, _SURVEY)) or event.verb == "AnswerJoin"


def _keep(event: ActionDone | ActionFailed, key: str) -> Decision | None:
    found = event.ids[0] if isinstance(event, ActionDone) and event.ids else ""
    values = {"key": key, "on": event.space.platform, "lane": event.space.id, "found": found}
    return Decision(reason="raid.surveyed", writes=(Write("raids.snapshot", values),))


def _close(raid: Raid, closed: Closed) -> Write:
    space = closed.space
    return Write(
        "raids.close",
        {
            "raid": raid.id,
            "platform": space.platform,
            "space": space.id,
            "space_kind": space.kind.value,
            "snapshot": None,
        },
    )


def _by(event: Event, cause: Cause) -> PersonId | None:
    return event.by.person if cause is Cause.HAND and isinstance(event, SpokenEvent) else None


def _audit(code: str, raid: Raid) -> Audit:
    return Audit(
        code=code,
        subject=raid.id,
        data={"level": raid.level.value, "cause": raid.cause.value, "platform": raid.platform, "by": raid.by},
    )
