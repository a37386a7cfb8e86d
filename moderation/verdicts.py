"""People's verdicts on the cases of a rule, its precision, and its own demotion when it is too often wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from chat.actions import Post, Priority
from chat.decision import Audit, Decision, Value, Write
from chat.people import PersonId
from chat.text import Text
from moderation import labels
from moderation.breaches import Mode
from moderation.cases import Case
from moderation.desk import Desk
from moderation.labels import Label
from moderation.modes import Chosen

MOST = 50
"""A rule is judged by its last verdicts: it may get better, and worse."""
LEAST = 10
"""Fewer verdicts say nothing about it."""
DEMOTED = "precision"
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How often a rule was right, of its last verdicts."""

    right: int = 0
    wrong: int = 0

    @property
    def count(self) -> int:
        """How many verdicts there are."""
        return self.right + self.wrong

    @property
    def precision(self) -> float | None:
        """The share of right ones, None without any."""
        return self.right / self.count if self.count else None

    def is_below(self, least: float) -> bool:
        """Whether it is known well enough to be too often wrong."""
        return self.count >= LEAST and self.right < least * self.count


class Verdicts:
    """Keeps what people say about cases that rules opened."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def record(self, rule: str, *, without: str = "") -> Record:
        """The last verdicts on a rule."""
        rows = await self._rows(rule, _EVER, without)
        right = sum(1 for row in rows if row)
        return Record(right=right, wrong=len(rows) - right)

    async def _rows(self, rule: str, since: datetime, without: str) -> list[bool]:
        rows = await self._desk.reader.rows("moderation.verdicts_of", of=rule, most=MOST)
        return [bool(row["is_right"]) for row in rows if row["at"] >= since and row["case"] != without]

    async def judged(self, case: Case, by: PersonId, *, right: bool) -> Decision:
        """Somebody decided about a case: it is remembered, teaches, and may demote its rule."""
        nothing = Decision(reason="")
        if not case.rule or case.by is not None:
            return nothing
        now = self._desk.clock.now()
        values: dict[str, Value] = {
            "case": case.id,
            "rule": case.rule,
            "is_right": int(right),
            "by_person": by,
            "at": now,
        }
        kept = await self._desk.book.kept(case)
        taught = labels.from_case(Label.SPAM if right else Label.HAM, case, kept, by, now)
        said = Decision(reason="", writes=(Write("moderation.judge_case", values), *taught))
        return said if right else said + await self._demotion(case, now)

    async def _demotion(self, case: Case, now: datetime) -> Decision:
        """Below its set precision a rule that acts by itself only asks any more. Counted since its mode was chosen."""
        await self._desk.refresh()
        rule = self._desk.rules.rules.get(case.rule)
        nothing = Decision(reason="")
        if rule is None or rule.settings.mode is not Mode.ENFORCE:
            return nothing
        chosen = self._desk.modes.chosen.get(case.rule)
        earlier = await self._rows(case.rule, chosen.at if chosen else _EVER, case.id)
        record = Record(right=sum(earlier), wrong=len(earlier) - sum(earlier) + 1)
        if not record.is_below(rule.settings.precision):
            return nothing
        demoted = Chosen(rule=case.rule, mode=Mode.REVIEW, at=now, reason=DEMOTED)
        arguments: dict[str, int | Text] = {"rule": rule.title, "right": record.right, "count": record.count}
        body = Text("moderation.demoted", arguments)
        staff = self._desk.staff(case.space)
        return Decision(
            reason="",
            actions=(Post(to=staff, body=body, urgency=Priority.STAFF),) if staff else (),
            writes=(demoted.write(),),
            audit=(
                Audit(
                    code="rule.demoted",
                    subject=case.rule,
                    data={"right": record.right, "count": record.count},
                ),
            ),
        )
