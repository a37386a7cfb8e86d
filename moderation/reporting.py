"""Members point at a message: their reports are weighed, moderators are called, and those who were right hear of it."""

from __future__ import annotations

from chat.actions import Action, Capability, Delete, Post, Private
from chat.decision import Audit, Decision, Value, Write, answer
from chat.errors import SaidNo
from chat.events import CommandGiven
from chat.messages import Message
from chat.people import PersonId, Rank, SpaceKind, Voice
from chat.text import Text
from moderation import cards, notices
from moderation.breaches import CLEAN, Severity
from moderation.casebook import storable
from moderation.cases import Case, State
from moderation.desk import Desk
from moderation.ladder import Penalty
from moderation.reports import RULE, STALE, Report, Reporter, report_of

_LONGEST_REASON = 500
_MOST_THANKED = 5


class Reports:
    """Weighs reports. A card is made once a message's reports weigh enough; nothing happens to anybody before."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def report(self, event: CommandGiven, reason: str) -> Decision:
        """One member's report on the message the command was given on; a no, too, is for that member alone."""
        try:
            return await self._reported(event, reason)
        except SaidNo as no:
            said = self._discreetly(event, no.text)
            return Decision(reason=f"said_no.{no.text.key}", actions=said, final=True)

    async def _reported(self, event: CommandGiven, reason: str) -> Decision:
        message, author = await self._subject(event)
        desk, me = self._desk, event.by.person
        known = [
            report_of(row)
            for row in await desk.reader.rows(
                "moderation.reports_on", on=message.space.platform, lane=message.space.id, key=message.id
            )
        ]
        if any(one.by == me for one in known):
            raise SaidNo(Text("moderation.refused.reported_already"))
        mine = await self._reporter(me)
        if mine.lately >= desk.settings.reports.most:
            within = desk.settings.reports.within
            raise SaidNo(Text("moderation.refused.too_many_reports", {"most": mine.lately, "within": within}))
        is_staff = event.by.standing.rank > Rank.MEMBER
        weight = max(mine.weight, desk.settings.reports.threshold) if is_staff else mine.weight
        report = Report(
            by=me,
            weight=weight,
            reason=storable(reason[:_LONGEST_REASON]),
            state="open",
            case=next((one.case for one in known if one.case), None),
        )
        written = Write("moderation.report", self._row(report, message, author), expect=1)
        audit = Audit(code="message.reported", subject=report.case or message.id, data={"weight": weight})
        thanks = self._discreetly(event, Text("moderation.done.report"))
        said = Decision(reason="moderation.reported", actions=thanks, writes=(written,), audit=(audit,))
        total = sum(one.weight for one in known if one.state == "open") + weight
        if report.case is not None or total < desk.settings.reports.threshold:
            return said
        return said + await self._open(event, message, author, [*known, report], total)

    async def _subject(self, event: CommandGiven) -> tuple[Message, PersonId]:
        """The message and its author, who must be a member and somebody else."""
        if not event.by.is_person:
            raise SaidNo(Text("moderation.refused.not_a_person"))
        if event.about is None or event.about_by is None or event.space.kind is not SpaceKind.GROUP:
            raise SaidNo(Text("moderation.refused.report_what"))
        if event.about_by.voice not in (Voice.PERSON, Voice.CHANNEL):
            raise SaidNo(Text("moderation.refused.report_whom"))
        author = await self._desk.directory.person(event.about_by.identity)
        if author == event.by.person:
            raise SaidNo(Text("moderation.refused.yourself"))
        if (await self._desk.directory.standing(author, event.space)).rank > Rank.MEMBER:
            raise SaidNo(Text("moderation.refused.report_staff"))
        return event.about, author

    async def _reporter(self, person: PersonId) -> Reporter:
        desk, now = self._desk, self._desk.clock.now()
        row = await desk.reader.row(
            "moderation.reporter", p=person, since=now - STALE, lately=now - desk.settings.reports.within
        )
        trusted = await desk.is_trusted(person)
        if row is None:
            return Reporter(trusted=trusted)
        return Reporter(right=row["right"], wrong=row["wrong"], lately=row["lately"], trusted=trusted)

    def _row(self, report: Report, message: Message, author: PersonId) -> dict[str, Value]:
        return {
            "platform": message.space.platform,
            "space": message.space.id,
            "message": message.id,
            "by_person": report.by,
            "person": author,
            "weight": report.weight,
            "reason": report.reason,
            "state": report.state,
            "case": report.case,
            "at": self._desk.clock.now(),
        }

    async def _open(
        self, event: CommandGiven, message: Message, author: PersonId, reports: list[Report], total: float
    ) -> Decision:
        """The card that moderators decide on, with the message kept as evidence."""
        desk, now = self._desk, self._desk.clock.now()
        case = Case(
            id=desk.ids.new(),
            number=await desk.book.next_number(),
            person=author,
            state=State.REVIEW,
            rule=RULE,
            severity=Severity.MODERATE,
            points=0,
            penalty=Penalty.NOTE,
            lasting=None,
            hits=1,
            reason="",
            by=None,
            space=message.space,
            message=message.id,
            opened_at=now,
            changed_at=now,
        )
        joined = {"on": message.space.platform, "lane": message.space.id, "key": message.id, "of": case.id}
        scene = cards.Scene(
            name=await desk.directory.name(author) or (event.about_by.name if event.about_by else ""),
            place=desk.directory.title(message.space),
            rule=desk.rule_title(RULE),
            text=message.text,
            findings=(),
            total=await desk.total(author, now),
        )
        staff = desk.staff(message.space)
        why = next((one.reason for one in reversed(reports) if one.reason), "")
        card = staff and cards.reported(case, scene, staff, count=len(reports), weight=total, reason=why)
        return Decision(
            reason="moderation.review.reports",
            actions=(card,) if card else (),
            writes=(
                await desk.book.turn(author),
                Write("moderation.open_case", case.row(), expect=1),
                desk.book.keep(case, message, CLEAN, event.at),
                Write("moderation.join_reports", joined),
            ),
            audit=(Audit(code="case.review", subject=case.id, data={"number": case.number, "rule": RULE}),),
        )

    def _discreetly(self, event: CommandGiven, said: Text) -> tuple[Action, ...]:
        """Only the reporter sees it, and where the platform shows the command to all, it goes."""
        in_public = event.space.kind is SpaceKind.GROUP and event.by.is_person
        if event.interaction or event.message is None or not in_public:
            return (answer(event, said),)
        public = Post(to=event.space, body=said, vanish=self._desk.settings.public_notice)
        private = Post(to=Private(event.by.person, event.by.identity.platform), body=said, otherwise=public)
        if not self._desk.abilities.can(event.space, Capability.DELETE):
            return (private,)
        return (Delete(to=event.space, messages=(event.message.id,)), private)

    async def settled(self, case: Case, *, right: bool) -> Decision:
        """Moderators decided about a reported message: reporters' records, and a word to those who were right."""
        if case.rule != RULE:
            return Decision(reason="")
        rows = await self._desk.reader.rows("moderation.reports_in", of=case.id)
        state = "right" if right else "wrong"
        thanked = [PersonId(row["by_person"]) for row in rows if right and row["state"] == "open"]
        place = notices.named(self._desk.directory.title(case.space))
        return Decision(
            reason="",
            actions=tuple(
                Post(
                    to=Private(one, case.space.platform),
                    body=Text("moderation.report_right", {"place": place}),
                )
                for one in thanked[:_MOST_THANKED]
            ),
            writes=(Write("moderation.settle_reports", {"of": case.id, "to": state}),),
        )
