"""A moderator decides what a rule only suspected, or bans whom the ladder proposed to ban."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chat.actions import Capability, Edit, Post
from chat.decision import Audit, Decision, Write, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, SpokenEvent
from chat.messages import MessageRef
from chat.text import Text
from moderation import cards, effects, notices
from moderation.cases import Case, Kept, State, was_said
from moderation.desk import Desk
from moderation.ladder import Penalty
from moderation.reporting import Reports
from moderation.rights import Rights
from moderation.sanctions import Sanctions, Sentence
from moderation.verdicts import Verdicts


class Reviews:
    """The buttons under a card that are more than an undo. A case is settled once, whoever presses first."""

    def __init__(
        self, desk: Desk, rights: Rights, sanctions: Sanctions, verdicts: Verdicts, reports: Reports
    ) -> None:
        self._desk = desk
        self._rights = rights
        self._sanctions = sanctions
        self._verdicts = verdicts
        self._reports = reports

    async def uphold(self, event: ButtonPressed, case: Case) -> Decision:
        """The suspicion was right: the messages go, and what the ladder says follows. Raises SaidNo."""
        await self._must_wait(event, case)
        desk, now = self._desk, self._desk.clock.now()
        points = desk.ladder.points[case.severity]
        total = await desk.total(case.person, now) + points
        running = await desk.book.running(case.person)
        kept_out = await desk.book.kept_out(case.person, running)
        step = desk.open_to(desk.cautious(desk.ladder.step(total), case.space), case.space, kept_out)
        after = case.raised(case.severity, points, step).settled(State.STANDING, event.by.person, "", now)
        kept = await desk.book.kept(case)
        acts = effects.begin(after, [case.space], running, desk.ids, now)
        told = await self._notice(after, kept, total)
        learned = await self._learned(event, case, right=True)
        return Decision(
            reason="moderation.uphold",
            actions=(
                told,
                *effects.take_down((MessageRef(one.space, one.message) for one in kept), case),
                *acts.actions,
                *await self._card(after, event),
                answer(event, self._said(_upheld(case), after)),
                *learned.actions,
            ),
            writes=(
                await desk.book.turn(case.person),
                Write("moderation.change_case", after.changes(), expect=1),
                *acts.writes,
                *learned.writes,
                *await desk.trusts.flagged(case.person, case.id, now),
            ),
            alarms=acts.alarms,
            audit=(_audit("case.upheld", after), _audit("case.opened", after), *learned.audit),
        )

    async def dismiss(self, event: SpokenEvent, case: Case) -> Decision:
        """The suspicion was wrong: nothing happens, and that is recorded. Raises SaidNo."""
        await self._must_wait(event, case)
        after = case.settled(State.DISMISSED, event.by.person, "", self._desk.clock.now())
        learned = await self._learned(event, case, right=False)
        return Decision(
            reason="moderation.dismiss",
            actions=(
                *await self._card(after, event),
                answer(event, self._said("moderation.done.dismiss", after)),
                *learned.actions,
            ),
            writes=(Write("moderation.change_case", after.changes(), expect=1), *learned.writes),
            audit=(_audit("case.dismissed", after), *learned.audit),
        )

    async def confirm(self, event: ButtonPressed, case: Case) -> Decision:
        """What a rule did by itself was right: its record and the model learn of it. Raises SaidNo."""
        await self._rights.may_settle(event, case)
        if case.state is not State.STANDING or case.by is not None:
            raise SaidNo(Text("moderation.refused.settled", {"number": case.number}))
        learned = await self._learned(event, case, right=True)
        where = await self._desk.book.card(case)
        who = cards.member(case.person, await self._desk.directory.name(case.person))
        card = (cards.confirmed(case, where, who, event.by.name),) if where else ()
        return Decision(
            reason="moderation.confirm",
            actions=(*card, answer(event, self._said("moderation.done.confirm", case)), *learned.actions),
            writes=learned.writes,
            audit=(_audit("case.confirmed", case), *learned.audit),
        )

    async def _learned(self, event: SpokenEvent, case: Case, *, right: bool) -> Decision:
        """The rule's record, what its words teach, and those who reported it."""
        verdict = await self._verdicts.judged(case, event.by.person, right=right)
        return verdict + await self._reports.settled(case, right=right)

    async def ban(self, event: ButtonPressed, case: Case) -> Decision:
        """A human bans whom the ladder proposed to ban. Raises SaidNo."""
        await self._rights.may_settle(event, case)
        running = await self._desk.book.running(case.person)
        if any(one.kind is Penalty.BAN and one.space.lane == case.space.lane for one in running):
            raise SaidNo(Text("moderation.refused.banned_already"))
        if case.state is not State.STANDING:
            raise SaidNo(Text("moderation.refused.settled", {"number": case.number}))
        sentence = Sentence(person=case.person, penalty=Penalty.BAN, lasting=None, reason=f"#{case.number}")
        whole = await self._sanctions.carry_out(event, sentence, [replace(case.space, thread=None)])
        return replace(whole, actions=(*whole.actions, *await self._banned(case, whole, event)))

    async def _banned(self, case: Case, whole: Decision, event: ButtonPressed) -> tuple[Edit, ...]:
        where = await self._desk.book.card(case)
        opened = next(write for write in whole.writes if write.shape == "moderation.open_case")
        who = cards.member(case.person, await self._desk.directory.name(case.person))
        number = int(str(opened.values["number"]))
        return (cards.banned(case, where, who, event.by.name, number),) if where else ()

    async def _must_wait(self, event: SpokenEvent, case: Case) -> None:
        await self._rights.may_settle(event, case)
        if case.state is not State.REVIEW:
            raise SaidNo(Text("moderation.refused.settled", {"number": case.number}))

    async def _notice(self, case: Case, kept: Sequence[Kept], total: float) -> Post:
        desk, now = self._desk, self._desk.clock.now()
        listener = await desk.listener(case, case.space, kept[0].text if kept else "")
        rule = desk.rules.rules.get(case.rule)
        reason = rule.reason() if rule else desk.rule_title(case.rule)
        text = kept[0].text if kept else ""
        return notices.notice(
            case,
            listener,
            opening=notices.broken(
                case,
                desk.directory.title(case.space),
                reason,
                text,
                goes=desk.abilities.can(case.space, Capability.DELETE),
            ),
            until=now + case.lasting if case.lasting else None,
            short=notices.in_public(case, listener, reason),
            vanish=desk.settings.public_notice,
            outlook=desk.outlook(total, now),
        )

    async def _card(self, case: Case, event: SpokenEvent) -> tuple[Edit, ...]:
        where = await self._desk.book.card(case)
        who = cards.member(case.person, await self._desk.directory.name(case.person))
        return (cards.settled(case, where, who, event.by.name),) if where else ()

    def _said(self, key: str, case: Case) -> Text:
        return Text(key, {"number": case.number, "penalty": notices.penalty_name(case.step)})


def _upheld(case: Case) -> str:
    is_gone = was_said(case.message or "")
    return "moderation.done.uphold" if is_gone else "moderation.done.uphold_otherwise"


def _audit(code: str, case: Case) -> Audit:
    return Audit(
        code=code,
        subject=case.id,
        data={"number": case.number, "rule": case.rule, "penalty": case.penalty.value, "points": case.points},
    )
