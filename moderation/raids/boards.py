"""The one card of a raid and the one card of a door: posted once, then only edited."""

from __future__ import annotations

from collections.abc import Sequence

from chat.actions import About, Action, Button, Edit, Post, Priority
from chat.decision import Decision, Write, answer
from chat.events import ActionDone, ActionFailed, ButtonPressed, CommandGiven
from chat.messages import MessageRef
from chat.people import PersonId, Rank, Space
from chat.text import Mention, Text
from moderation.desk import Desk
from moderation.notices import ROOM, named
from moderation.raid_settings import Level
from moderation.raids.book import RaidBook
from moderation.raids.raid import Caller, Closed, Raid

UP, DOWN, OVER = "raid.up", "raid.down", "raid.over"
ADMIT, REFUSE = "door.admit", "door.refuse"
ADMIT_ALL, REFUSE_ALL = "door.admit_all", "door.refuse_all"
BOARD = "board:"
_SHOWN = 8
_WITH_BUTTONS = 4

Rows = tuple[tuple[Button, ...], ...]


def raid_board(raid: Raid) -> str:
    """The name of a raid's board."""
    return f"raid:{raid.id}"


def door_board(platform: str) -> str:
    """The name of a door's board."""
    return f"door:{platform}"


class Boards:
    """Shows boards in the staff's space."""

    def __init__(self, desk: Desk, book: RaidBook) -> None:
        self._desk = desk
        self._book = book

    async def raid(self, raid: Raid) -> Decision:
        """The raid's card as it is now; what nobody can read is not shown."""
        return await self._show(
            raid_board(raid), raid.platform, await self._raid_body(raid), self._raid_rows(raid)
        )

    async def door(self, platform: str, waiting: Sequence[Caller]) -> Decision:
        """The door's card; when nobody waits any more it says so, and the next one is a new card."""
        name = door_board(platform)
        if waiting:
            return await self._show(
                name, platform, await self._door_body(waiting), await self._door_rows(waiting)
            )
        shown = await self._book.board(name)
        if not isinstance(shown, MessageRef):
            return Decision(reason="")
        return Decision(
            reason="door.empty",
            actions=(Edit(to=shown.space, message=shown, body=Text("moderation.door.empty")),),
            writes=(Write("raids.unboard", {"key": name}),),
        )

    async def _show(self, name: str, platform: str, body: Text, buttons: Rows) -> Decision:
        shown = await self._book.board(name)
        if isinstance(shown, MessageRef):
            edit = Edit(to=shown.space, message=shown, body=body, buttons=buttons)
            return Decision(reason="board.edited", actions=(edit,))
        staff = self._desk.staff(Space(platform, ""))
        if shown or staff is None:
            return Decision(reason="")
        values = {
            "name": name,
            "platform": staff.platform,
            "space": staff.id,
            "thread": staff.thread,
            "message": None,
            "at": self._desk.clock.now(),
        }
        about = About(ROOM, f"{BOARD}{name}")
        post = Post(to=staff, body=body, buttons=buttons, urgency=Priority.STAFF, about=about)
        return Decision(
            reason="board.posted", actions=(post,), writes=(Write("raids.board", values, expect=1),)
        )

    def outcome(self, event: ActionDone | ActionFailed) -> Decision | None:
        """Where a board is, or that it could not be shown and may be tried again."""
        name = event.about.subject.removeprefix(BOARD) if event.about else ""
        if isinstance(event, ActionFailed):
            return Decision(reason="board.failed", writes=(Write("raids.unboard", {"key": name}),))
        if not event.ids:
            return None
        return Decision(
            reason="board.shown", writes=(Write("raids.board_is", {"key": name, "what": event.ids[0]}),)
        )

    async def _raid_body(self, raid: Raid) -> Text:
        settings = self._desk.settings.raids
        closed = await self._book.closed(raid.id)
        waiting = [one for one in await self._book.waiting(raid.platform) if one.raid == raid.id]
        return Text(
            "moderation.raid.card",
            {
                "place": self.places(closed),
                "cause": Text(f"moderation.raid.cause.{raid.cause}"),
                "level": Text(
                    "moderation.raid.level.over" if raid.over else f"moderation.raid.level.{raid.level}"
                ),
                "since": raid.started_at,
                "joined": await self._book.joined(raid, settings.joins_within),
                "taken": await self._book.taken(raid),
                "waiting": len(waiting),
                "outlook": await self._outlook(raid),
            },
        )

    async def _outlook(self, raid: Raid) -> Text:
        if not raid.over:
            return Text("moderation.raid.outlook.down", {"at": raid.ends_at})
        if raid.by is None:
            return Text("moderation.raid.outlook.over", {"at": raid.changed_at})
        who = Mention(raid.by, await self._desk.directory.name(raid.by) or "—")
        return Text("moderation.raid.outlook.lifted", {"at": raid.changed_at, "who": who})

    def places(self, closed: Sequence[Closed]) -> Text | str:
        """The names of spaces."""
        titles = [self._desk.directory.title(one.space) for one in closed]
        known = " · ".join(one for one in titles if one)
        return known or named("")

    def _raid_rows(self, raid: Raid) -> Rows:
        if raid.over:
            return ()
        shown = f"{raid.id}.{raid.level}"  # a second press, or one on an old card, means another step
        up = Button(label=Text("moderation.raid.button.up"), kind=UP, id=shown, only=Rank.STAFF, danger=True)
        down = Button(label=Text("moderation.raid.button.down"), kind=DOWN, id=shown, only=Rank.STAFF)
        over = Button(label=Text("moderation.raid.button.over"), kind=OVER, id=raid.id, only=Rank.STAFF)
        row = [
            one for one, fits in ((up, raid.level is not Level.LOCK), (down, raid.level.height > 1)) if fits
        ]
        return ((*row, over),)

    async def _door_body(self, waiting: Sequence[Caller]) -> Text:
        lines = [await self._line(one) for one in waiting[:_SHOWN]]
        body: Text = lines[-1]
        for line in reversed(lines[:-1]):
            body = Text("moderation.door.lines", {"first": line, "rest": body})
        return Text("moderation.door.card", {"count": len(waiting), "lines": body})

    async def _line(self, caller: Caller) -> Text:
        key = "moderation.door.asks" if caller.asked else "moderation.door.held"
        name = await self._desk.directory.name(caller.person)
        place = named(self._desk.directory.title(caller.space))
        return Text(key, {"who": Mention(caller.person, name or "—"), "place": place, "at": caller.at})

    async def _door_rows(self, waiting: Sequence[Caller]) -> Rows:
        rows = [await self._pair(one) for one in waiting[:_WITH_BUTTONS]]
        platform = waiting[0].space.platform
        admit = Button(
            label=Text("moderation.door.button.admit_all"), kind=ADMIT_ALL, id=platform, only=Rank.STAFF
        )
        refuse = Button(
            label=Text("moderation.door.button.refuse_all"),
            kind=REFUSE_ALL,
            id=platform,
            only=Rank.STAFF,
            danger=True,
        )
        return (*rows, (admit, refuse)) if len(waiting) > 1 else tuple(rows)

    async def _pair(self, caller: Caller) -> tuple[Button, ...]:
        name = {"who": _short(caller.person, await self._desk.directory.name(caller.person))}
        return (
            Button(
                label=Text("moderation.door.button.admit", name), kind=ADMIT, id=caller.id, only=Rank.STAFF
            ),
            Button(
                label=Text("moderation.door.button.refuse", name),
                kind=REFUSE,
                id=caller.id,
                only=Rank.STAFF,
                danger=True,
            ),
        )


def _short(person: PersonId, name: str) -> str:
    return (name or person)[:24]


def is_now(event: CommandGiven | ButtonPressed, level: Level) -> Action:
    """The answer to who changed the level."""
    return answer(event, Text("moderation.raid.done.set", {"level": Text(f"moderation.raid.level.{level}")}))
