"""Appeals in motion: asked by the member, decided by somebody else than the issuer, reminded of until then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chat.actions import About, Action, Edit, Form, Post, Priority, Private, ShowForm
from chat.actions import Field as Question
from chat.decision import Alarm, Audit, Decision, Write, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven, FormSubmitted, SpokenEvent, TimerRang
from chat.people import Duty, PersonId, Rank, Space
from chat.text import Text
from moderation import appeal_cards, appeals, notices
from moderation.appeals import DUE, Appeal, AppealState, appeal_of, is_holder, issuer_of
from moderation.casebook import storable
from moderation.cases import Case, State
from moderation.desk import Desk
from moderation.guesses import WITHIN, Guesses
from moderation.reversals import Reversals
from moderation.rights import Rights
from moderation.verdicts import Verdicts

FORM = "moderation.appeal"
REJECTION = "moderation.reject"
_LONGEST = 1_000
_MOST_REMINDERS = 3
_MOST_TOLD = 5


class Appeals:
    """One appeal a case. Granted means that everything the case did is taken back, wherever it was done."""

    def __init__(self, desk: Desk, rights: Rights, reversals: Reversals, verdicts: Verdicts) -> None:
        self._desk = desk
        self._rights = rights
        self._reversals = reversals
        self._verdicts = verdicts
        self._guesses = Guesses()

    async def of(self, case: Case) -> Appeal | None:
        """The appeal against a case."""
        row = await self._desk.reader.row("moderation.appeal_of", of=case.id)
        return appeal_of(row) if row else None

    async def against(self, case_id: str) -> tuple[Case, Appeal] | None:
        """A case by its id with the appeal against it, None when there is none."""
        case = await self._desk.book.case(case_id)
        appeal = await self.of(case) if case else None
        return (case, appeal) if case and appeal else None

    async def latest(self, event: SpokenEvent) -> Case:
        """The newest case that the speaker could appeal against. Raises SaidNo."""
        for case in await self._desk.book.cases_of(event.by.person):
            if case.state is State.STANDING and await self.of(case) is None:
                return case
        raise SaidNo(Text("moderation.refused.nothing_to_appeal"))

    async def ask(self, event: ButtonPressed | CommandGiven, case: Case, secret: str) -> Decision:
        """The form in which the member says why. Raises SaidNo."""
        await self._must_be_open(event, case, secret)
        subject = f"{case.number}-{secret}" if secret else str(case.number)
        question = Question(
            name="words", label=Text("moderation.appeal_form.words"), long=True, limit=_LONGEST
        )
        form = Form(
            name=FORM,
            subject=subject,
            title=Text("moderation.appeal_form.title", {"number": case.number}),
            fields=(question,),
        )
        show = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
        return Decision(reason="moderation.appeal_form", actions=(show,))

    async def open(
        self, event: CommandGiven | FormSubmitted, case: Case, secret: str, words: str
    ) -> Decision:
        """The member appeals. Raises SaidNo."""
        await self._must_be_open(event, case, secret)
        desk, now = self._desk, self._desk.clock.now()
        appeal = Appeal(
            case=case.id,
            person=event.by.person,
            words=storable(words.strip()[:_LONGEST]),
            origin=event.by.identity.platform,
            opened_at=now,
            due_at=now + desk.settings.appeals.due,
        )
        issuer = issuer_of(case)
        others = await self._rights.others(case)
        own = now + desk.settings.appeals.issuer_after
        if others or issuer is None:
            said = Text("moderation.appeal.opened", {"number": case.number, "due": appeal.due_at})
        else:
            arguments: dict[str, int | datetime] = {
                "number": case.number,
                "due": max(appeal.due_at, own),
                "own": own,
            }
            said = Text("moderation.appeal.opened_issuer", arguments)
        staff = desk.staff(case.space)
        cards = await self._cards(case, appeal, others, None if others or issuer is None else own)
        return Decision(
            reason="moderation.appealed",
            actions=(
                *cards,
                answer(event, said),
            ),
            writes=(Write("moderation.appeal", appeal.row(), expect=1),),
            alarms=(Alarm(kind=DUE, subject=case.id, at=appeal.due_at, space=staff),),
            audit=(Audit(code="appeal.opened", subject=case.id, data={"number": case.number}),),
        )

    async def _must_be_open(self, event: SpokenEvent, case: Case, secret: str) -> None:
        """An appeal can be made: by the right person, against what stands, once."""
        self._rights.must_be_person(event)
        now, person = self._desk.clock.now(), event.by.person
        if secret and person != case.person and not self._guesses.may_try(person, case, now):
            raise SaidNo(Text("moderation.refused.too_many_codes", {"within": WITHIN}))
        if not is_holder(case, person, secret):
            if secret:
                self._guesses.was_wrong(person, case, now)
            raise SaidNo(Text("moderation.refused.not_your_case", {"number": case.number}))
        if case.state is not State.STANDING:
            raise SaidNo(Text("moderation.refused.nothing_stands", {"number": case.number}))
        if (known := await self.of(case)) is not None:
            waits = known.state is AppealState.OPEN
            key = "moderation.refused.appealed_already" if waits else "moderation.refused.appeal_decided"
            raise SaidNo(Text(key, {"number": case.number, "due": known.due_at}))

    async def _cards(
        self, case: Case, appeal: Appeal, others: Sequence[PersonId], own: datetime | None
    ) -> list[Post]:
        """Among the staff; where they have no space, in the private chats of those who may decide, now or later."""
        desk = self._desk
        kept, issuer = await desk.book.kept(case), issuer_of(case)
        rule = Text("moderation.by_rule", {"rule": desk.rule_title(case.rule)})
        staff = desk.staff(case.space)
        told = others[:_MOST_TOLD] or ([issuer] if issuer else [])
        places = [staff] if staff else [Private(one) for one in told]
        only = others[:_MOST_TOLD] if staff and issuer and await self._is_higher(issuer, case) else ()
        return [
            appeal_cards.card(
                case,
                appeal,
                to,
                name=await desk.directory.name(case.person),
                place=desk.directory.title(case.space),
                text=kept[0].text if kept else "",
                by=notices.person(issuer, await desk.directory.name(issuer)) if issuer else rule,
                own=own,
                only=[notices.person(one, await desk.directory.name(one)) for one in only],
            )
            for to in places
        ]

    async def _is_higher(self, issuer: PersonId, case: Case) -> bool:
        """Whether the issuer's decision is not every moderator's to change."""
        return (await self._desk.directory.standing(issuer, case.space)).rank > Rank.STAFF

    async def _reviewable(self, event: SpokenEvent, case: Case) -> Appeal:
        appeal = await self.of(case)
        if appeal is None or appeal.state is not AppealState.OPEN:
            raise SaidNo(Text("moderation.refused.appeal_settled", {"number": case.number}))
        since = appeal.opened_at + self._desk.settings.appeals.issuer_after
        await self._rights.may_review(event, case, since=since)
        return appeal

    async def grant(self, event: ButtonPressed, case: Case) -> Decision:
        """The member was right: the case is taken back with all it did. Raises SaidNo."""
        appeal = await self._reviewable(event, case)
        now, place = self._desk.clock.now(), self._desk.directory.title(case.space)
        arguments = {"number": case.number, "place": notices.named(place)}
        told = Text("moderation.appeal.granted", arguments)
        whole = await self._reversals.restore(event, case, "", told=told)
        write = appeals.close(case, AppealState.GRANTED, event.by.person, "", now)
        return replace(
            whole,
            reason="moderation.appeal_granted",
            actions=(*whole.actions, *self._elsewhere(case, appeal, told)),
            writes=(replace(write, expect=1), *whole.writes),
            audit=(*whole.audit, _audit("appeal.granted", case)),
        )

    async def ask_reason(self, event: ButtonPressed, case: Case) -> Decision:
        """Why the case stands, in a form: the member is told. Raises SaidNo."""
        await self._reviewable(event, case)
        question = Question(name="words", label=Text("moderation.reject_form.words"), long=True, limit=500)
        form = Form(
            name=REJECTION,
            subject=str(case.number),
            title=Text("moderation.reject_form.title", {"number": case.number}),
            fields=(question,),
        )
        show = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
        return Decision(reason="moderation.reject_form", actions=(show,))

    async def reject(self, event: FormSubmitted, case: Case, words: str) -> Decision:
        """The case stands, and the member hears why. Raises SaidNo."""
        appeal = await self._reviewable(event, case)
        now, words = self._desk.clock.now(), storable(words.strip()[:_LONGEST])
        told = Text("moderation.appeal.rejected", {"number": case.number, "reason": words})
        write = appeals.close(case, AppealState.REJECTED, event.by.person, words, now)
        learned = await self._verdicts.judged(case, event.by.person, right=True)
        return Decision(
            reason="moderation.appeal_rejected",
            actions=(
                Post(to=Private(appeal.person, appeal.origin), body=told, about=_about(case)),
                *await self._settled(event, case, words),
                answer(event, Text("moderation.done.rejected", {"number": case.number})),
                *learned.actions,
            ),
            writes=(replace(write, expect=1), *learned.writes),
            alarms=(Alarm(kind=DUE, subject=case.id, at=None),),
            audit=(_audit("appeal.rejected", case), *learned.audit),
        )

    def _elsewhere(self, case: Case, appeal: Appeal, told: Text) -> tuple[Action, ...]:
        """Who appealed from another platform hears it there, too: the one they were banned from may not reach them."""
        if appeal.origin == case.space.platform and appeal.person == case.person:
            return ()
        return (Post(to=Private(appeal.person, appeal.origin), body=told, about=_about(case)),)

    async def _settled(self, event: SpokenEvent, case: Case, words: str) -> tuple[Edit, ...]:
        where = await self._desk.book.card_of(appeal_cards.key(case))
        if where is None:
            return ()
        name = await self._desk.directory.name(case.person)
        return (appeal_cards.settled(case, where, name, event.by.name, words),)

    async def is_due(self, event: TimerRang) -> Decision | None:
        """Nobody decided in time: managers hear of it, and the member that they did. Read afresh."""
        case = await self._desk.book.case(event.subject)
        appeal = await self.of(case) if case else None
        now = self._desk.clock.now()
        if case is None or appeal is None or appeal.state is not AppealState.OPEN or appeal.due_at > now:
            return None
        due = now + self._desk.settings.appeals.due
        staff = self._desk.staff(case.space)
        late = Text("moderation.appeal.late", {"number": case.number, "since": appeal.opened_at})
        actions: list[Action] = [Post(to=staff, body=late, urgency=Priority.STAFF)] if staff else []
        actions += [Post(to=Private(one), body=late) for one in await self._deciders(case, staff)]
        if appeal.reminders == 0:
            told = Text("moderation.appeal.still_open", {"number": case.number})
            actions.append(Post(to=Private(appeal.person, appeal.origin), body=told, about=_about(case)))
        again = appeal.reminders + 1 < _MOST_REMINDERS
        return Decision(
            reason="moderation.appeal_late",
            actions=tuple(actions),
            writes=(
                Write(
                    "moderation.remind_appeal",
                    {"of": case.id, "was": appeal.reminders, "due": due},
                    expect=1,
                ),
            ),
            alarms=(Alarm(kind=DUE, subject=case.id, at=due, space=staff),) if again else (),
            audit=(_audit("appeal.late", case),),
        )

    async def _deciders(self, case: Case, staff: Space | None) -> list[PersonId]:
        """The managers; where there are none, and no space of the staff, the moderators."""
        directory = self._desk.directory
        holders = [one for one in await directory.holders(Duty.MODERATOR, case.space) if one != case.person]
        found = [one for one in holders if (await directory.standing(one, case.space)).rank >= Rank.MANAGER]
        return (found or ([] if staff else holders))[:_MOST_TOLD]


def _about(case: Case) -> About:
    return About(notices.ROOM, f"appeal_said:{case.id}")


def _audit(code: str, case: Case) -> Audit:
    return Audit(code=code, subject=case.id, data={"number": case.number, "rule": case.rule})
