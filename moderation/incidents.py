"""What follows from a judgement: a case with its evidence, the message gone, the member told, the penalty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chat.actions import Action, Capability
from chat.decision import Audit, Decision, Value, Write
from chat.events import MessageEdited, MessagePosted
from chat.messages import MessageRef
from moderation import cards, effects, notices
from moderation.breaches import CLEAN, Breach, Judgement, Mode, Severity, View
from moderation.cases import Case, Running, State
from moderation.desk import Desk
from moderation.dossier import Dossier
from moderation.ladder import Penalty, Step

Spoken = MessagePosted | MessageEdited


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A step of the ladder for a breach, with the total that reached it."""

    step: Step
    points: float
    total: float
    proposes_ban: bool = False


class Incidents:
    """Turns judgements into decisions. One incident is one case and one strike, however many messages it has."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def follow(self, event: Spoken, judgement: Judgement, with_it: Sequence[MessageRef]) -> Decision:
        """What a breach leads to; `with_it` are messages that go together with this one (its album)."""
        match judgement.mode:
            case Mode.ENFORCE if not await self._spares(event, judgement):
                return await self._enforce(event, judgement, with_it)
            case Mode.ENFORCE:
                return await self._review(event, judgement)
            case Mode.REVIEW:
                return await self._review(event, judgement)
            case _:
                return _recorded(judgement)

    async def _spares(self, event: Spoken, judgement: Judgement) -> bool:
        """A trusted member is asked about first, unless it is serious, or a stream that has to be stopped."""
        if not (self._desk.settings.trust.spares and event.by.is_person):
            return False
        acting = [one for one in judgement.breaches if one.mode is Mode.ENFORCE]
        if any(one.severity is Severity.SERIOUS for one in acting):
            return False
        if any(found.view in (View.PACE, View.LIKENESS) for one in acting for found in one.evidence):
            return False
        return await self._desk.is_trusted(event.by.person)

    async def trail(self, event: Spoken, key: str) -> Decision | None:
        """A later part of an album whose earlier part was taken down goes too."""
        case = await self._desk.book.case(key)
        if case is None or case.state is not State.STANDING:
            return None
        keep = self._desk.book.keep(case, event.message, CLEAN, event.at)
        return Decision(
            reason="moderation.album",
            actions=effects.take_down([event.message.ref], case),
            writes=(keep,),
            final=True,
        )

    async def _enforce(self, event: Spoken, judgement: Judgement, with_it: Sequence[MessageRef]) -> Decision:
        desk, now, person = self._desk, self._desk.clock.now(), event.by.person
        dossier = await desk.dossier(person, State.STANDING)
        known, breach = dossier.incident, judgement.leading
        verdict = self._verdict(event, breach, dossier)
        if known is None:
            case = self._new(event, breach, verdict, desk.book.number_after(dossier.top_number))
        else:
            case = self._further(known, breach, verdict)
        is_harder = known is None or case.step.hardness > known.step.hardness
        record: list[Write] = [_join(known, now)] if known else []
        if known is None:
            record.append(Write("moderation.open_case", case.row(), expect=1))
        elif is_harder or case.points > known.points:
            record.append(Write("moderation.change_case", case.changes(), expect=1))
        if is_harder:
            record.append(dossier.next_turn())
        whole = Decision(
            reason=f"moderation.{breach.rule}",
            actions=effects.take_down([event.message.ref, *with_it, *judgement.also], case),
            writes=(*record, *await self._evidence(case, event, judgement)),
            audit=(_audit("case.joined" if known else "case.opened", case, judgement),),
            final=True,
        )
        if not is_harder:
            return whole
        return self._with_penalty(whole, case, event, judgement, verdict, dossier.running)

    def _verdict(self, event: Spoken, breach: Breach, dossier: Dossier) -> Verdict:
        """A channel's voice is nobody who could be held to account: its message goes, no more."""
        desk, known = self._desk, dossier.incident
        if not event.by.is_person:
            return Verdict(step=Step(points=0, penalty=Penalty.NOTE), points=0, total=0)
        points = desk.ladder.points[breach.severity]
        if known is not None:
            points = max(points, known.points)
        strikes = (one for key, one in dossier.strikes.items() if known is None or key != known.id)
        total = desk.ladder.total(strikes, desk.clock.now()) + points
        step = desk.ladder.step(total)
        return Verdict(
            step=desk.open_to(desk.cautious(step, event.space), event.space, _kept_out(dossier, event.at)),
            points=points,
            total=total,
            proposes_ban=step.penalty is Penalty.BAN,
        )

    def _further(self, known: Case, breach: Breach, verdict: Verdict) -> Case:
        """One more message of the incident: graver than before, or so many that it must be stopped?"""
        settings = self._desk.settings
        case = known.joined(self._desk.clock.now())
        steps = [known.step, verdict.step]
        if case.hits >= settings.burst and verdict.points:
            mute = Step(points=0, penalty=Penalty.MUTE, lasting=settings.burst_mute)
            steps.append(self._desk.feasible(mute, known.space))
        severity = max(known.severity, breach.severity, key=lambda one: one.gravity)
        return case.raised(severity, verdict.points, max(steps, key=lambda step: step.hardness))

    def _new(self, event: Spoken, breach: Breach, verdict: Verdict, number: int) -> Case:
        now = self._desk.clock.now()
        return Case(
            id=self._desk.ids.new(),
            number=number,
            person=event.by.person,
            state=State.STANDING,
            rule=breach.rule,
            severity=breach.severity,
            points=verdict.points,
            penalty=verdict.step.penalty,
            lasting=verdict.step.lasting,
            hits=1,
            reason="",
            by=None,
            space=event.space,
            message=event.message.id,
            opened_at=now,
            changed_at=now,
        )

    async def _evidence(self, case: Case, event: Spoken, judgement: Judgement) -> list[Write]:
        book = self._desk.book
        writes = [book.keep(case, event.message, judgement, event.at, version=self._desk.rules.version)]
        for ref in judgement.also:
            row = await book.said(ref)
            if row is not None:
                writes.append(book.keep_row(case, ref, row))
        return writes

    def _with_penalty(
        self,
        whole: Decision,
        case: Case,
        event: Spoken,
        judgement: Judgement,
        verdict: Verdict,
        running: Sequence[Running],
    ) -> Decision:
        """The notice leaves before a removal, after which nobody could be written to."""
        desk, now = self._desk, self._desk.clock.now()
        acts = effects.begin(case, [event.space], running, desk.ids, now)
        told = self._notice(case, event, judgement.leading, verdict)
        actions: Iterable[Action] = (told, *whole.actions, *acts.actions)
        card = self._card(case, event, judgement, verdict)
        return replace(
            whole,
            actions=(*actions, *card),
            writes=whole.writes + acts.writes,
            alarms=whole.alarms + acts.alarms,
        )

    def _notice(self, case: Case, event: Spoken, breach: Breach, verdict: Verdict) -> Action:
        desk, now = self._desk, self._desk.clock.now()
        listener = notices.Listener(
            person=case.person,
            name=event.by.name,
            space=event.space,
            reply_to=event.message.ref,
            is_person=event.by.is_person,
        )
        goes = desk.abilities.can(event.space, Capability.DELETE)
        place = desk.directory.title(event.space)
        return notices.notice(
            case,
            listener,
            opening=notices.broken(case, place, breach.reason, event.message.text, goes=goes),
            until=now + case.lasting if case.lasting else None,
            short=notices.in_public(case, listener, breach.reason),
            vanish=desk.settings.public_notice,
            outlook=desk.outlook(verdict.total, now),
        )

    def _card(self, case: Case, event: Spoken, judgement: Judgement, verdict: Verdict) -> tuple[Action, ...]:
        desk = self._desk
        staff = desk.staff(event.space)
        if staff is None or (
            case.penalty.weight < desk.settings.report_from.weight and case.state is not State.REVIEW
        ):
            return ()
        scene = cards.Scene(
            name=event.by.name,
            place=desk.directory.title(event.space),
            rule=desk.rule_title(case.rule),
            text=event.message.text,
            findings=judgement.evidence,
            total=verdict.total,
        )
        return (cards.card(case, scene, staff, proposes_ban=verdict.proposes_ban),)

    async def _review(self, event: Spoken, judgement: Judgement) -> Decision:
        """Nothing happens to the message until a moderator decides; a burst is one card."""
        desk, now, person = self._desk, self._desk.clock.now(), event.by.person
        breach = judgement.leading
        dossier = await desk.dossier(person, State.REVIEW)
        known = dossier.incident
        if known is not None:
            keep = desk.book.keep(known, event.message, judgement, event.at, version=desk.rules.version)
            return Decision(reason=f"moderation.review.{breach.rule}", writes=(_join(known, now), keep))
        total = desk.ladder.total(dossier.strikes.values(), now)
        verdict = Verdict(step=Step(points=0, penalty=Penalty.NOTE), points=0, total=total)
        number = desk.book.number_after(dossier.top_number)
        case = replace(self._new(event, breach, verdict, number), state=State.REVIEW)
        keep = desk.book.keep(case, event.message, judgement, event.at, version=desk.rules.version)
        return Decision(
            reason=f"moderation.review.{breach.rule}",
            actions=self._card(case, event, judgement, verdict),
            writes=(dossier.next_turn(), Write("moderation.open_case", case.row(), expect=1), keep),
            audit=(_audit("case.review", case, judgement),),
        )


def _kept_out(dossier: Dossier, at: datetime) -> set[str]:
    """Out of which lanes bans keep somebody who said something at `at`, and was banned since."""
    return {one.space.lane for one in dossier.running if one.kind is Penalty.BAN and one.starts_at >= at}


def _join(known: Case, now: datetime) -> Write:
    """Counts one more message; unguarded but for the state, so that a burst over many spaces never clashes."""
    values: dict[str, Value] = {"key": known.id, "in_state": known.state.value, "at_": now}
    return Write("moderation.join_case", values, expect=1)


def _audit(code: str, case: Case, judgement: Judgement) -> Audit:
    return Audit(
        code=code,
        subject=case.id,
        data={
            "number": case.number,
            "rule": case.rule,
            "penalty": case.penalty.value,
            "points": case.points,
            "breaches": ",".join(one.rule for one in judgement.breaches),
        },
    )


def _recorded(judgement: Judgement) -> Decision:
    """A rule in shadow: what it would have found."""
    breach = judgement.leading
    first = breach.evidence[0]
    audit = Audit(
        code="rule.shadow",
        subject=breach.rule,
        data={"start": first.start, "end": first.end, "term": first.term},
    )
    return Decision(reason=f"moderation.shadow.{breach.rule}", audit=(audit,))
