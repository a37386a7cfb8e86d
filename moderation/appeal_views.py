"""What moderators see of all appeals: those that wait, and how many were granted, by rule and by moderator."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from chat.people import PersonId
from chat.text import Mention, Text
from moderation import notices
from moderation.appeals import Appeal, AppealState, appeal_of
from moderation.cases import Case
from moderation.desk import Desk


class AppealViews:
    """Reads appeals for people."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def lines(self) -> Text:
        """The open appeals, longest waiting first."""
        rows = await self._desk.reader.rows("moderation.appeals_open")
        if not rows:
            return Text("moderation.appeal.none")
        found = []
        for row in rows:
            case = await self._desk.book.case(row["case"])
            if case is not None:
                found.append(await self._line(case, appeal_of(row)))
        return notices.lines([Text("moderation.appeal.list"), *found])

    async def _line(self, case: Case, appeal: Appeal) -> Text:
        who = notices.person(case.person, await self._desk.directory.name(case.person))
        return Text(
            "moderation.appeal.line",
            {
                "number": case.number,
                "who": who,
                "words": notices.quoted(appeal.words[:100]),
                "due": appeal.due_at,
            },
        )

    async def overturned(self, lately: timedelta) -> Text:
        """How many appeals were granted, by rule and by moderator: for managers."""
        since = self._desk.clock.now() - lately
        rows = await self._desk.reader.rows("moderation.appeals_decided", since=since)
        counts: dict[tuple[str, str], Counter[bool]] = {}
        for row in rows:
            name = ("person", row["by_person"]) if row["by_person"] else ("rule", row["rule"])
            counts.setdefault(name, Counter())[row["state"] == AppealState.GRANTED] += 1
        if not counts:
            return Text("moderation.appeal.no_rates")
        found = [Text("moderation.appeal.rates", {"since": since})]
        for (kind, key), count in sorted(counts.items(), key=lambda one: -one[1][True] / one[1].total()):
            arguments: dict[str, str | int | Text | Mention] = {
                "who": self._desk.rule_title(key) if kind == "rule" else await self._named(PersonId(key)),
                "granted": count[True],
                "count": count.total(),
                "share": f"{count[True] / count.total():.0%}",
            }
            found.append(Text("moderation.appeal.rate", arguments))
        return notices.lines(found)

    async def _named(self, person: PersonId) -> Mention:
        return notices.person(person, await self._desk.directory.name(person))
