"""What /case, /strikes and /why show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from chat.people import PersonId
from chat.text import Mention, Text
from moderation import notices
from moderation.breaches import Evidence
from moderation.cases import Case, Course, Kept, Running, State
from moderation.desk import Desk
from moderation.ladder import Strike
from moderation.naming import found

_STATES = {
    State.REVIEW: "moderation.state.review",
    State.STANDING: "moderation.state.standing",
    State.DISMISSED: "moderation.state.dismissed",
    State.UNDONE: "moderation.state.undone",
}
_COURSES = {
    Course.RUNNING: "moderation.course.running",
    Course.ENDED: "moderation.course.ended",
    Course.LIFTED: "moderation.course.lifted",
    Course.FAILED: "moderation.course.failed",
}
_MOST_LISTED = 10
_MOST_SAID = 2
_MOST_NOTES = 5
_MOST_FINDINGS = 6
_LONGEST_EVIDENCE = 350


class Views:
    """Reads cases for people. Who may see what is decided by the caller."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def newest(self) -> Text:
        """The last ten cases."""
        cases = await self._desk.book.newest()
        if not cases:
            return _none("any")
        lines = [Text("moderation.view.newest"), *[await self._line(case) for case in cases]]
        return notices.lines(lines)

    async def listed(self, person: PersonId | None, word: str) -> Text:
        """Cases about or decided by a person, those of a rule, or without either those that wait."""
        book = self._desk.book
        if person is not None:
            about = (await book.cases_of(person))[:_MOST_LISTED]
            by = await book.cases_by(person)
            parts = [*await self._titled("moderation.view.about", person, about)]
            parts += await self._titled("moderation.view.decided", person, by)
            return notices.lines(parts) if parts else _none("such")
        cases = await (book.cases_of_rule(word) if word else book.waiting())
        if not cases:
            return _none("such" if word else "waiting")
        title = (
            Text("moderation.view.of_rule", {"rule": self._desk.rule_title(word)})
            if word
            else Text("moderation.view.waiting")
        )
        return notices.lines([title, *[await self._line(case) for case in cases]])

    async def _titled(self, key: str, person: PersonId, cases: Sequence[Case]) -> list[Text]:
        if not cases:
            return []
        return [Text(key, {"who": await self._name(person)}), *[await self._line(case) for case in cases]]

    async def case(self, case: Case) -> Text:
        """All that is on record of one case."""
        parts = [await self._head(case)]
        if case.reason:
            parts.append(Text("moderation.view.reason", {"reason": case.reason}))
        parts += [self._course(penalty) for penalty in await self._desk.book.penalties(case)]
        parts += [_said(kept) for kept in (await self._desk.book.kept(case))[:_MOST_SAID]]
        for note in (await self._desk.book.notes(case))[-_MOST_NOTES:]:
            by = await self._name(PersonId(note["by_person"]))
            parts.append(Text("moderation.view.note", {"by": by, "text": note["text"], "at": note["at"]}))
        if case.settled_by is not None:
            by = await self._name(case.settled_by)
            key = "moderation.view.settled_because" if case.settled_reason else "moderation.view.settled"
            parts.append(Text(key, {"by": by, "reason": case.settled_reason, "at": case.changed_at}))
        return notices.lines(parts)

    async def _head(self, case: Case) -> Text:
        return Text(
            "moderation.view.case",
            {
                "number": case.number,
                "state": Text(_STATES[case.state]),
                "who": await self._name(case.person),
                "by": await self._by(case),
                "place": notices.named(self._desk.directory.title(case.space)),
                "at": case.opened_at,
                "penalty": notices.penalty_name(case.step),
                "points": f"{case.points:g}",
                "left": f"{self._left(case):.1f}",
                "hits": case.hits,
            },
        )

    def _course(self, penalty: Running) -> Text:
        return Text(
            "moderation.view.penalty",
            {
                "penalty": notices.penalty_name(penalty.step),
                "course": Text(_COURSES[penalty.state]),
                "place": notices.named(self._desk.directory.title(penalty.space)),
            },
        )

    async def why(self, case: Case) -> Text:
        """Which rule saw what, where in the text, and what the rule looks for."""
        all_kept = await self._desk.book.kept(case)
        parts = [Text("moderation.view.why", {"number": case.number, "by": await self._by(case)})]
        if case.reason:
            parts.append(Text("moderation.view.reason", {"reason": case.reason}))
        for kept in all_kept[:_MOST_SAID]:
            findings = kept.findings[:_MOST_FINDINGS]
            parts += [_said(kept), *(self._finding(kept, finding) for finding in findings)]
            parts += [*self._record(kept)]
        for name in dict.fromkeys(one.rule for kept in all_kept for one in kept.findings):
            rule = self._desk.rules.rules.get(name)
            if rule is not None:
                parts.append(Text("moderation.view.rule", {"rule": rule.title, "explained": rule.explain()}))
        return notices.lines(parts)

    def _record(self, kept: Kept) -> Iterator[Text]:
        """By which rules, and with which sums of signals: enough to decide it again."""
        if kept.version:
            scores = " · ".join(f"{rule} {score:g}" for rule, score in kept.scores.items()) or "—"
            yield Text("moderation.view.record", {"version": kept.version, "scores": scores})

    def _finding(self, kept: Kept, finding: Evidence) -> Text:
        return Text(
            "moderation.view.signal" if finding.signal else "moderation.view.finding",
            {
                "rule": self._desk.rule_title(finding.rule),
                "found": kept.text[finding.start : finding.end][:100] or "—",
                "start": finding.start,
                "end": finding.end,
                "term": found(finding) or "—",
                "signal": finding.signal,
                "share": f"{finding.weight:+.2g}",
            },
        )

    async def strikes(self, person: PersonId, *, own: bool) -> Text:
        """Points and cases of one person."""
        desk, now = self._desk, self._desk.clock.now()
        cases = [
            case for case in await desk.book.cases_of(person) if case.state is not State.REVIEW or not own
        ]
        if not cases:
            return Text("moderation.view.clean_own" if own else "moderation.view.clean")
        total = await desk.total(person, now)
        head = Text(
            "moderation.view.strikes_own" if own else "moderation.view.strikes",
            {
                "who": await self._name(person),
                "count": len(cases),
                "left": _left(total, now + desk.ladder.half_life),
                "further": notices.penalty_name(desk.ladder.outlook(total)),
            },
        )
        return notices.lines([head, *[await self._line(case) for case in cases[:_MOST_LISTED]]])

    async def _line(self, case: Case) -> Text:
        return Text(
            "moderation.view.line",
            {
                "number": case.number,
                "who": await self._name(case.person),
                "rule": Text("moderation.by_hand") if case.by else self._desk.rule_title(case.rule),
                "penalty": notices.penalty_name(case.step),
                "state": Text(_STATES[case.state]),
                "at": case.opened_at,
            },
        )

    async def _by(self, case: Case) -> Text | Mention:
        return await self._name(case.by) if case.by else self._desk.rule_title(case.rule)

    async def _name(self, person: PersonId) -> Mention:
        return Mention(person, await self._desk.directory.name(person) or "—")

    def _left(self, case: Case) -> float:
        if case.state is not State.STANDING:
            return 0.0
        strike = Strike(points=case.points, at=case.opened_at)
        return self._desk.ladder.left(strike, self._desk.clock.now())


def _left(total: float, half: datetime) -> Text:
    """How much weighs still, and until when it is half of that."""
    shown = f"{total:.1f}"
    if shown == "0.0":
        return Text("moderation.view.nothing_left", {"total": shown})
    return Text("moderation.view.left", {"total": shown, "half": half})


def _none(which: str) -> Text:
    """That there are no cases: any at all, such as were asked for, or waiting ones."""
    return Text("moderation.view.no_cases", {"none": Text(f"moderation.view.none.{which}")})


def _said(kept: Kept) -> Text:
    text = kept.text.strip()
    if not text:
        shown: str | Text = Text("moderation.no_text")
    else:
        shown = text if len(text) <= _LONGEST_EVIDENCE else f"{text[:_LONGEST_EVIDENCE]}…"
    return Text("moderation.view.said", {"text": shown, "at": kept.at})
