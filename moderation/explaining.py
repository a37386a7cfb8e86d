"""What a member hears who asks why something was done to them: their case, and the way to appeal."""

from __future__ import annotations

from datetime import datetime, timedelta

from chat.decision import Decision, answer
from chat.events import MessagePosted
from chat.text import Text
from moderation import notices
from moderation.appealing import Appeals
from moderation.appeals import AppealState
from moderation.cases import Case, State
from moderation.desk import Desk

LATELY = timedelta(days=30)
"""A case that is older is not what somebody asks about."""


class Explaining:
    """Speaks of what stands; what was taken back needs no explanation."""

    def __init__(self, desk: Desk, appeals: Appeals) -> None:
        self._desk = desk
        self._appeals = appeals

    async def latest(self, event: MessagePosted) -> Decision | None:
        """The newest case that stands against the speaker; None when nothing does lately."""
        since = self._desk.clock.now() - LATELY
        for case in await self._desk.book.cases_of(event.by.person):
            if case.state is State.STANDING and case.opened_at > since:
                return await self._told(event, case)
        return None

    async def _told(self, event: MessagePosted, case: Case) -> Decision:
        appeal = await self._appeals.of(case)
        arguments: dict[str, int | datetime] = {"number": case.number}
        buttons = [notices.human_button(case)]
        if appeal is None:
            way = Text("moderation.own.appeal")
            buttons.insert(0, notices.appeal_button(case, event.by.person))
        elif appeal.state is AppealState.OPEN:
            way = Text("moderation.refused.appealed_already", {**arguments, "due": appeal.due_at})
        else:
            way = Text("moderation.refused.appeal_decided", arguments)
        said = answer(event, notices.lines([self._because(case), way]), buttons=(tuple(buttons),))
        return Decision(reason="moderation.explained", actions=(said,), final=True)

    def _because(self, case: Case) -> Text:
        place = self._desk.directory.title(case.space)
        arguments: dict[str, str | int | datetime | Text] = {
            "number": case.number,
            "at": case.opened_at,
            "place": notices.named(place),
            "penalty": notices.penalty_name(case.step),
        }
        if case.by is None:
            return Text("moderation.own.by_rule", {**arguments, "rule": self._desk.rule_title(case.rule)})
        if case.reason:
            return Text("moderation.own.because", {**arguments, "reason": case.reason})
        return Text("moderation.own.by_moderator", arguments)
