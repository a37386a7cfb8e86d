"""What moderators do by hand: warn, mute, kick, ban, and lifting a mute or ban."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chat.actions import About, Action, Capability, Unban, Unmute
from chat.decision import Audit, Decision, Write, answer
from chat.errors import SaidNo
from chat.events import CommandGiven, SpokenEvent
from chat.messages import MessageRef
from chat.people import PersonId, Space
from chat.text import Mention, Text
from moderation import effects, notices
from moderation.breaches import Severity
from moderation.casebook import media_of, storable
from moderation.cases import SPAM, Case, Course, Running, State
from moderation.desk import Desk
from moderation.ladder import Penalty
from moderation.rights import Rights
from moderation.settings import LONGEST_MUTE, SHORTEST_MUTE

_LONGEST_REASON = 1_000
_SEVERITIES = {
    Penalty.NOTE: Severity.MINOR,
    Penalty.WARN: Severity.MODERATE,
    Penalty.MUTE: Severity.MODERATE,
    Penalty.REMOVE: Severity.SERIOUS,
    Penalty.BAN: Severity.SERIOUS,
}
_DONE = {
    Penalty.WARN: "moderation.done.warn",
    Penalty.REMOVE: "moderation.done.remove",
    Penalty.BAN: "moderation.done.ban",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The message because of which a moderator acts."""

    ref: MessageRef
    text: str
    media: str
    at: datetime


def seen_about(event: SpokenEvent) -> Seen | None:
    """The message that a command was given on."""
    if not isinstance(event, CommandGiven) or event.about is None or event.about_by is None:
        return None
    about = event.about
    return Seen(ref=about.ref, text=storable(about.text), media=media_of(about.attachments), at=event.at)


def seen_in(event: SpokenEvent, person: PersonId) -> Seen | None:
    """The message that a command was given on, if that person wrote it: what others said is no evidence."""
    is_theirs = isinstance(event, CommandGiven) and event.about_by and event.about_by.person == person
    return seen_about(event) if is_theirs else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What a moderator orders: `lasting` None = no length (a warning, a kick, a ban for good).

    `rule` is SPAM when the message is taken down and taught, `seen` the message, where there is one.
    """

    person: PersonId
    penalty: Penalty
    lasting: timedelta | None
    reason: str
    rule: str = ""
    seen: Seen | None = None


class Sanctions:
    """Acts of moderators. Exactly what they say happens; it counts on the ladder for what rules decide later."""

    def __init__(self, desk: Desk, rights: Rights) -> None:
        self._desk = desk
        self._rights = rights

    async def punish(self, event: CommandGiven, sentence: Sentence) -> Decision:
        """A case by hand, everywhere the moderator may act. Raises SaidNo."""
        spaces = await self._rights.grounds(event, sentence.person)
        return await self.carry_out(event, sentence, spaces)

    async def carry_out(self, event: SpokenEvent, sentence: Sentence, spaces: Sequence[Space]) -> Decision:
        """The same in places that were checked before."""
        must_fit(sentence)
        self._must_be_able(sentence, spaces)
        desk, now = self._desk, self._desk.clock.now()
        running = await desk.book.running(sentence.person)
        spaces = await self._open(sentence, spaces, running)
        case = await self._case(event, sentence, spaces[0])
        total = await desk.total(sentence.person, now) + case.points
        acts = effects.begin(case, spaces, running, desk.ids, now)
        seen = sentence.seen or seen_in(event, case.person)
        listener = await desk.listener(case, spaces[0], seen.text if seen else "")
        told = notices.notice(
            case,
            listener,
            opening=self._opening(case, seen, spaces[0]),
            until=now + case.lasting if case.lasting else None,
            short=notices.in_public(case, listener, case.reason),
            vanish=desk.settings.public_notice,
            outlook=None if case.penalty is Penalty.BAN else desk.outlook(total, now),
        )
        writes = (await desk.book.turn(case.person), Write("moderation.open_case", case.row(), expect=1))
        return Decision(
            reason=f"moderation.{case.penalty}",
            actions=(told, *acts.actions, answer(event, self._done(case, listener.name, total))),
            writes=(
                *writes,
                *self._evidence(case, seen),
                *acts.writes,
                *await desk.trusts.flagged(case.person, case.id, now),
            ),
            alarms=acts.alarms,
            audit=(_audit("case.opened", case, spaces),),
        )

    async def _open(
        self, sentence: Sentence, spaces: Sequence[Space], running: Sequence[Running]
    ) -> Sequence[Space]:
        """Where a mute or a removal would not let in whom a ban keeps out. Raises SaidNo where that is nowhere."""
        if sentence.penalty not in (Penalty.MUTE, Penalty.REMOVE):
            return spaces
        kept_out = await self._desk.book.kept_out(sentence.person, running)
        found = [space for space in spaces if space.lane not in kept_out]
        if not found:
            raise SaidNo(Text("moderation.refused.banned_already"))
        return found

    def _must_be_able(self, sentence: Sentence, spaces: Sequence[Space]) -> None:
        """Refused with the place when the platform, or a missing right, does not allow it."""
        for space in spaces:
            if not self._desk.able(sentence.penalty, space):
                place = notices.named(self._desk.directory.title(space))
                raise SaidNo(Text("moderation.refused.unable", {"place": place}))

    async def _case(self, event: SpokenEvent, sentence: Sentence, space: Space) -> Case:
        now = self._desk.clock.now()
        severity = Severity.SERIOUS if sentence.rule == SPAM else _SEVERITIES[sentence.penalty]
        seen = sentence.seen or seen_in(event, sentence.person)
        return Case(
            id=self._desk.ids.new(),
            number=await self._desk.book.next_number(),
            person=sentence.person,
            state=State.STANDING,
            rule=sentence.rule,
            severity=severity,
            points=self._desk.ladder.points[severity],
            penalty=sentence.penalty,
            lasting=sentence.lasting,
            hits=1,
            reason=storable(sentence.reason.strip()[:_LONGEST_REASON]),
            by=event.by.person,
            space=space,
            message=seen.ref.id if seen else None,
            opened_at=now,
            changed_at=now,
        )

    def _opening(self, case: Case, seen: Seen | None, space: Space) -> Text:
        place = self._desk.directory.title(space)
        if case.rule != SPAM or seen is None:
            return notices.acted(place, case.reason)
        goes = self._desk.abilities.can(space, Capability.DELETE)
        return notices.broken(case, place, Text("moderation.spam_reason"), seen.text, goes=goes)

    def _evidence(self, case: Case, seen: Seen | None) -> tuple[Write, ...]:
        if seen is None:
            return ()
        row = {"text": seen.text, "media": seen.media, "at": seen.at}
        return (self._desk.book.keep_row(case, seen.ref, row),)

    def _done(self, case: Case, name: str, total: float) -> Text:
        arguments: dict[str, str | int | Text | Mention] = {
            "number": case.number,
            "who": Mention(case.person, name or "—"),
            "total": f"{total:.1f}",
            "further": notices.penalty_name(self._desk.ladder.outlook(total)),
        }
        if case.lasting is not None:
            arguments["penalty"] = notices.penalty_name(case.step)
            return Text("moderation.done.for_a_while", arguments)
        return Text(_DONE.get(case.penalty, "moderation.done.warn"), arguments)

    async def lift(self, event: CommandGiven, person: PersonId, kind: Penalty) -> Decision:
        """End a mute or a ban before its time; the case stands. Raises SaidNo."""
        desk, now = self._desk, self._desk.clock.now()
        spaces = await self._rights.grounds(event, person)
        lanes = {space.lane for space in spaces}
        running = await desk.book.running(person)
        ended = [one for one in running if one.kind is kind and one.space.lane in lanes]
        held = {one.space.lane for one in ended}
        whole = effects.lift(ended, running, Course.LIFTED, "", now)
        native = [space for space in spaces if space.lane not in held]
        name = await desk.directory.name(person)
        done = "moderation.done.unmute" if kind is Penalty.MUTE else "moderation.done.unban"
        return replace(
            whole,
            reason=f"moderation.lift.{kind}",
            actions=(
                *whole.actions,
                *(_release(kind, person, space) for space in native),
                answer(event, Text(done, {"who": Mention(person, name or "—")})),
            ),
            audit=(Audit(code=f"penalty.lifted.{kind}", subject=person, data={"spaces": len(spaces)}),),
        )


def _release(kind: Penalty, person: PersonId, space: Space) -> Action:
    """Where Steward knows of no penalty, somebody may have given one by the platform's own means."""
    about = About(notices.ROOM, "lift:")
    if kind is Penalty.MUTE:
        return Unmute(to=space, person=person, about=about)
    return Unban(to=space, person=person, about=about)


def must_fit(sentence: Sentence) -> None:
    """Whether every platform can do it for so long. Raises SaidNo."""
    length = sentence.lasting
    if sentence.penalty is Penalty.MUTE and not (length and SHORTEST_MUTE <= length <= LONGEST_MUTE):
        raise SaidNo(Text("moderation.refused.length", {"least": SHORTEST_MUTE, "most": LONGEST_MUTE}))
    if sentence.penalty is Penalty.BAN and length is not None and length < SHORTEST_MUTE:
        raise SaidNo(Text("moderation.refused.ban_length", {"least": SHORTEST_MUTE}))


def _audit(code: str, case: Case, spaces: Sequence[Space]) -> Audit:
    return Audit(
        code=code,
        subject=case.id,
        data={
            "number": case.number,
            "penalty": case.penalty.value,
            "points": case.points,
            "spaces": len(spaces),
        },
    )
