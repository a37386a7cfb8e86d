"""`/spam` and `/ham`: a moderator says what a message is; that, and only that, is what is learned from."""

from __future__ import annotations

from dataclasses import replace

from chat.actions import Capability, Delete, Post, Priority
from chat.decision import Audit, Decision, answer
from chat.errors import SaidNo
from chat.events import CommandGiven
from chat.people import PersonId, Space, SpaceKind
from chat.text import Mention, Text
from moderation import effects, labels, notices
from moderation.breaches import Severity
from moderation.cases import SPAM
from moderation.desk import Desk
from moderation.labels import Label
from moderation.rights import Rights
from moderation.rules.solicitation import Solicitation
from moderation.sanctions import Sanctions, Seen, Sentence, seen_about


class Teaching:
    """Spam goes, is an example, and counts as a serious breach. Ham is an example, no more. A ban teaches nothing."""

    def __init__(self, desk: Desk, rights: Rights, sanctions: Sanctions) -> None:
        self._desk = desk
        self._rights = rights
        self._sanctions = sanctions

    async def spam(self, event: CommandGiven) -> Decision:
        """The message the command was given on is spam. Raises SaidNo."""
        seen, author = await self._subject(event)
        spaces = await self._rights.grounds(event, author)
        desk, now = self._desk, self._desk.clock.now()
        total = await desk.total(author, now) + desk.ladder.points[Severity.SERIOUS]
        kept_out = await desk.book.kept_out(author, await desk.book.running(author))
        step = desk.open_to(desk.cautious(desk.ladder.step(total), spaces[0]), spaces[0], kept_out)
        sentence = Sentence(
            person=author, penalty=step.penalty, lasting=step.lasting, reason="", rule=SPAM, seen=seen
        )
        whole = await self._sanctions.carry_out(event, sentence, spaces)
        case = next(str(one.values["id"]) for one in whole.writes if one.shape == "moderation.open_case")
        taught = labels.teach(Label.SPAM, author, seen.ref, seen.text, event.by.person, now, case)
        return replace(
            whole,
            reason="moderation.spam",
            actions=(*whole.actions, *self._gone(event, seen, case)),
            writes=(*whole.writes, *((taught,) if seen.text.strip() else ())),
            audit=(*whole.audit, _audit(Label.SPAM, case)),
        )

    def promoted(self, space: Space, lessons: int) -> Decision:
        """The staff hear that a stronger model, learned from so many labels, has taken over."""
        staff = self._desk.staff(space)
        told = Text("moderation.promoted", {"lessons": lessons})
        return Decision(
            reason="moderation.promoted",
            actions=(Post(to=staff, body=told, urgency=Priority.STAFF),) if staff else (),
            audit=(Audit(code="rule.promoted", subject=Solicitation.name, data={"lessons": lessons}),),
        )

    def _gone(self, event: CommandGiven, seen: Seen, case: str) -> tuple[Delete, ...]:
        """The message, and the command that pointed at it."""
        if not self._desk.abilities.can(seen.ref.space, Capability.DELETE):
            return ()
        command = (event.message.ref,) if event.message and not event.interaction else ()
        refs = [ref for ref in (seen.ref, *command) if ref.space.lane == seen.ref.space.lane]
        return effects.gone(refs, case)

    async def ham(self, event: CommandGiven) -> Decision:
        """The message the command was given on is a good one. Raises SaidNo."""
        seen, author = await self._subject(event)
        if not seen.text.strip():
            raise SaidNo(Text("moderation.refused.no_words"))
        now = self._desk.clock.now()
        taught = labels.teach(Label.HAM, author, seen.ref, seen.text, event.by.person, now, None)
        name = await self._desk.directory.name(author)
        done = Text("moderation.done.ham", {"who": Mention(author, name or "—")})
        return Decision(
            reason="moderation.ham",
            actions=(answer(event, done),),
            writes=(taught,),
            audit=(_audit(Label.HAM, notices.ROOM),),
        )

    async def _subject(self, event: CommandGiven) -> tuple[Seen, PersonId]:
        self._rights.must_be_person(event)
        seen = seen_about(event)
        if seen is None or event.about_by is None or event.space.kind is not SpaceKind.GROUP:
            raise SaidNo(Text("moderation.refused.teach_what"))
        return seen, await self._desk.directory.person(event.about_by.identity)


def _audit(label: Label, subject: str) -> Audit:
    return Audit(code="message.taught", subject=subject, data={"label": label.value})
