"""Many newcomers whose names break one rule, one after the other: a case each, and one card for all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chat.actions import About, Acknowledge, Action, Button, Edit, Post, Priority
from chat.decision import Alarm, Decision, Value, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, SpokenEvent, TimerRang
from chat.messages import MessageRef
from chat.people import Rank, Space
from chat.ports import Row
from chat.text import Text
from moderation import cards
from moderation.cases import Case, State, case_of
from moderation.desk import Desk
from moderation.notices import ROOM, named, quoted
from moderation.reviews import Reviews

CROWD = "moderation.crowd_card"
"""The alarm that brings the card of a crowd up to date; its subject is the crowd's first case. Late = later."""
UPHOLD_ALL, DISMISS_ALL = "moderation.uphold_all", "moderation.dismiss_all"
_SOON = timedelta(seconds=3)
_ON_ITS_WAY = timedelta(minutes=1)
"""So long a card may take to arrive before another is sent."""
_LONGEST = timedelta(hours=1)
_SHOWN = 8
_MOST_AT_ONCE = 50
_MOST = 500


class Crowds:
    """A crowd is a run of cases of one rule in one space, each opened soon after the one before, while any waits.

    How soon is what makes one incident of several breaches (`[moderation] incident`). Who finds nobody waiting begins
    another crowd, with a card of its own, also before that card has arrived.
    """

    def __init__(self, desk: Desk, reviews: Reviews) -> None:
        self._desk = desk
        self._reviews = reviews

    async def gathered(self, event: SpokenEvent, whole: Decision) -> Decision:
        """What follows from somebody's name, without a card of its own where a crowd's tells of it."""
        opened = next((one.values for one in whole.writes if one.shape == "moderation.open_case"), None)
        if opened is None or opened["state"] != State.REVIEW.value:
            return whole
        crowd = await self._latest(str(opened["rule"]), event.space)
        if not _waiting(crowd):
            return whole
        card = Alarm(kind=CROWD, subject=crowd[0].id, at=self._desk.clock.now() + _SOON, space=event.space)
        kept = tuple(one for one in whole.actions if not _is_card(one))
        return replace(whole, actions=kept, alarms=(*whole.alarms, card))

    async def _latest(self, rule: str, space: Space) -> list[Case]:
        """The crowd that whoever comes now belongs to."""
        now = self._desk.clock.now()
        crowds = self._parted(await self._rows(rule, space, now - _LONGEST))
        return crowds[-1] if crowds and now - crowds[-1][-1].opened_at <= self._desk.settings.incident else []

    def _parted(self, rows: Sequence[Row]) -> list[list[Case]]:
        """The crowds that these cases make, in the order in which they were opened."""
        crowds: list[list[Case]] = []
        for row in rows:
            case = case_of(row)
            if not crowds or row["card"] is not None or self._is_apart(case, crowds[-1]):
                crowds.append([])
            crowds[-1].append(case)
        return crowds

    def _is_apart(self, case: Case, crowd: Sequence[Case]) -> bool:
        """Whether it came too late for the crowd, or found nobody of it waiting."""
        opened = case.opened_at
        return opened - crowd[-1].opened_at > self._desk.settings.incident or not any(
            one.state is State.REVIEW or one.changed_at > opened for one in crowd
        )

    async def _rows(self, rule: str, space: Space, since: datetime) -> Sequence[Row]:
        values: dict[str, Value] = {
            "of": rule,
            "on": space.platform,
            "lane": space.id,
            "since": since,
            "most": _MOST,
        }
        return await self._desk.reader.rows("moderation.cases_lately", **values)

    async def _since(self, first: Case) -> list[list[Case]]:
        """The crowd that a case belongs to, and those that came after it."""
        crowds = self._parted(await self._rows(first.rule, first.space, first.opened_at))
        while crowds and all(one.id != first.id for one in crowds[0]):
            del crowds[0]
        return crowds

    async def refresh(self, event: TimerRang) -> Decision | None:
        """The cards as the crowds are now."""
        first = await self._desk.book.case(event.subject)
        whole = Decision(reason="crowd.shown")
        for crowd in await self._since(first) if first else ():
            waiting = _waiting(crowd)
            if waiting and len(crowd) > 1:
                whole += await self._shown(crowd[0], waiting)
        return whole if whole.actions or whole.alarms else None

    async def _shown(self, first: Case, waiting: Sequence[Case]) -> Decision:
        """What brings a crowd's card up to date; one that has not arrived yet is waited for."""
        now = self._desk.clock.now()
        if await self._desk.book.card(first) is None and now - first.opened_at < _ON_ITS_WAY:
            again = Alarm(kind=CROWD, subject=first.id, at=now + _SOON, space=first.space)
            return Decision(reason="crowd.shown", alarms=(again,))
        return Decision(reason="crowd.shown", actions=await self._card(first, waiting))

    async def _card(self, first: Case, waiting: Sequence[Case]) -> tuple[Action, ...]:
        body, buttons = await self._body(first, waiting), _buttons(first)
        where = await self._desk.book.card(first)
        if where is not None:
            return (Edit(to=where.space, message=where, body=body, buttons=buttons),)
        staff, about = self._desk.staff(first.space), About(ROOM, f"card:{first.id}")
        post = (
            Post(to=staff, body=body, buttons=buttons, urgency=Priority.STAFF, about=about) if staff else None
        )
        return (post,) if post else ()

    async def _body(self, first: Case, waiting: Sequence[Case]) -> Text:
        lines = [await self._line(one) for one in waiting[:_SHOWN]]
        if len(waiting) > _SHOWN:
            lines.append(Text("moderation.card.crowd_more", {"count": len(waiting) - _SHOWN}))
        body = lines[-1]
        for line in reversed(lines[:-1]):
            body = Text("moderation.card.crowd_lines", {"first": line, "rest": body})
        place = named(self._desk.directory.title(first.space))
        facts = {"place": place, "rule": self._desk.rule_title(first.rule), "lines": body}
        return Text("moderation.card.crowd", {"count": len(waiting), **facts})

    async def _line(self, case: Case) -> Text:
        kept = await self._desk.book.kept(case)
        who = cards.member(case.person, await self._desk.directory.name(case.person))
        text = quoted(" · ".join(kept[0].text.splitlines()) if kept else "")
        return Text("moderation.card.crowd_line", {"number": case.number, "who": who, "text": text})

    async def uphold(self, event: ButtonPressed, first: Case) -> Decision:
        """All who still wait are what the rule took them for. Raises SaidNo."""
        return await self._settle(event, first, self._reviews.uphold, "moderation.done.crowd_upheld")

    async def dismiss(self, event: ButtonPressed, first: Case) -> Decision:
        """Nothing is wrong with any of them. Raises SaidNo."""
        return await self._settle(event, first, self._reviews.dismiss, "moderation.done.crowd_dismissed")

    async def _settle(
        self,
        event: ButtonPressed,
        first: Case,
        decide: Callable[[ButtonPressed, Case], Awaitable[Decision]],
        done: str,
    ) -> Decision:
        """At most fifty with one press; the card then shows those who are left."""
        waiting = _waiting(next(iter(await self._since(first)), ()))
        if not waiting:
            raise SaidNo(Text("moderation.refused.settled", {"number": first.number}))
        where = await self._desk.book.card(first)
        whole = Decision(reason="crowd.settled")
        for case in waiting[:_MOST_AT_ONCE]:
            one = await decide(event, case)
            actions = tuple(act for act in one.actions if not _is_told_below(act, where))
            whole += replace(one, actions=actions)
        left = waiting[_MOST_AT_ONCE:]
        count = len(waiting) - len(left)
        card = await self._card(first, left) if left else ()
        if where is not None and not left:
            card = (
                Edit(
                    to=where.space,
                    message=where,
                    body=Text("moderation.card.crowd_over", {"count": count, "by": event.by.name}),
                ),
            )
        said = answer(event, Text(done, {"count": count}))
        return whole + Decision(reason="crowd.settled", actions=(*card, said))


def _waiting(crowd: Sequence[Case]) -> list[Case]:
    """Who still waits, in the order in which they came."""
    return [one for one in crowd if one.state is State.REVIEW]


def _is_card(action: Action) -> bool:
    about = action.about if isinstance(action, Post) else None
    return about is not None and about.room == ROOM and about.subject.startswith("card:")


def _is_told_below(action: Action, card: MessageRef | None) -> bool:
    """What one case tells by itself, and the crowd for all: the answer to the press, and how the card looks now."""
    return isinstance(action, Acknowledge) or (isinstance(action, Edit) and action.message == card)


def _buttons(first: Case) -> tuple[tuple[Button, ...], ...]:
    key = str(first.number)
    uphold = Text("moderation.button.uphold_all")
    return (
        (
            Button(label=uphold, kind=UPHOLD_ALL, id=key, only=Rank.STAFF, danger=True),
            Button(label=Text("moderation.button.dismiss_all"), kind=DISMISS_ALL, id=key, only=Rank.STAFF),
        ),
    )
