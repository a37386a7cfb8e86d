"""Taking back: undoing a case with all that it did, and penalties that end by themselves or could not begin."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chat.actions import Action, Capability, Post, Priority
from chat.decision import Alarm, Audit, Decision, Write, answer
from chat.errors import SaidNo
from chat.events import ActionDone, ActionFailed, SpokenEvent, TimerRang
from chat.people import PersonId
from chat.text import Mention, Text
from moderation import appeal_cards, appeals, cards, effects, labels, notices, reposts
from moderation.appeals import AppealState
from moderation.casebook import storable
from moderation.cases import SPAM, Case, Course, State, Told
from moderation.desk import Desk
from moderation.ladder import Penalty
from moderation.reports import RULE
from moderation.rights import Rights
from moderation.verdicts import Verdicts

_QUIET = timedelta(hours=1)
"""The staff hear of the same failure in the same space once in this time."""

_UNKNOWN = "person.unknown"
"""Of somebody without an account, whose data was erased: the platform's own timer ends what still runs, or a person
who reads in the list of bans what nobody else knows any more.
"""

_FAILURES = {
    "Delete": "moderation.failed.delete",
    "Mute": "moderation.failed.mute",
    "Remove": "moderation.failed.remove",
    "Ban": "moderation.failed.ban",
    "Unmute": "moderation.failed.unmute",
    "Unban": "moderation.failed.unban",
}


class Reversals:
    """Undo, the end of penalties, and what the outbox tells about acts."""

    def __init__(self, desk: Desk, rights: Rights, verdicts: Verdicts) -> None:
        self._desk = desk
        self._rights = rights
        self._verdicts = verdicts
        self._told: dict[tuple[str, str, str], datetime] = {}

    async def undo(self, event: SpokenEvent, case: Case, reason: str) -> Decision:
        """Restore every effect: mutes, bans, points; tell the member. Raises SaidNo."""
        await self._rights.may_settle(event, case)
        return await self.restore(event, case, reason)

    async def restore(
        self, event: SpokenEvent, case: Case, reason: str, *, told: Text | None = None
    ) -> Decision:
        """The same for somebody whose right to do so was checked; the member hears `told`."""
        if case.state is not State.STANDING:
            raise SaidNo(Text("moderation.refused.settled", {"number": case.number}))
        desk, now = self._desk, self._desk.clock.now()
        after = case.settled(State.UNDONE, event.by.person, storable(reason[:1_000]), now)
        running = await desk.book.running(case.person)
        ended = [one for one in running if one.case == case.id]
        whole = effects.lift(ended, running, Course.LIFTED, f"#{case.number}", now)
        name = await desk.directory.name(case.person)
        done = Text("moderation.done.undo", {"number": case.number, "who": Mention(case.person, name or "—")})
        learned = await self._learned(case, event.by.person)
        return replace(
            whole,
            reason="moderation.undo",
            actions=(
                *whole.actions,
                await self._notice(after, told),
                *await self._again(case),
                *await self._card(after, event),
                *await self._appeal_card(after, event, name),
                answer(event, done),
                *learned.actions,
            ),
            writes=(
                await desk.book.turn(case.person),
                Write("moderation.change_case", after.changes(), expect=1),
                *whole.writes,
                *learned.writes,
                *await desk.trusts.restored(case.person, case.id, now),
                appeals.close(case, AppealState.CLOSED, event.by.person, "", now),
            ),
            alarms=(*whole.alarms, Alarm(kind=appeals.DUE, subject=case.id, at=None)),
            audit=(
                Audit(
                    code="case.undone",
                    subject=case.id,
                    data={"number": case.number, "penalties": len(ended), "points": case.points},
                ),
                *learned.audit,
            ),
        )

    async def _learned(self, case: Case, by: PersonId) -> Decision:
        """What a rule took for spam is ham, who reported it was wrong; what was taught by hand was never taught."""
        if case.by is None:
            judged = await self._verdicts.judged(case, by, right=False)
            overturned = (Write("moderation.overturn_reports", {"of": case.id}),) if case.rule == RULE else ()
            return replace(judged, writes=(*judged.writes, *overturned))
        return Decision(reason="", writes=labels.unlearned(await self._desk.book.kept(case)))

    async def _again(self, case: Case) -> tuple[Post, ...]:
        """What was taken down is said again, as far as a platform lets another account do so."""
        taken_down = case.by is None or case.rule == SPAM
        if not taken_down or not self._desk.abilities.can(case.space, Capability.DELETE):
            return ()
        kept = await self._desk.book.kept(case)
        name = await self._desk.directory.name(case.person)
        return reposts.again(case, kept, name, self._desk.clock.now())

    async def _notice(self, case: Case, told: Text | None) -> Post:
        desk = self._desk
        listener = await desk.listener(case, case.space)
        back = case.penalty in (Penalty.REMOVE, Penalty.BAN)
        body = told or Text(
            "moderation.undone.come_back" if back else "moderation.undone.private",
            {"number": case.number, "place": notices.named(desk.directory.title(case.space))},
        )
        who = Mention(case.person, listener.name or "—")
        short = Text("moderation.undone.public", {"who": who, "number": case.number})
        return notices.told(case, listener, body, short, desk.settings.public_notice)

    async def _card(self, case: Case, event: SpokenEvent) -> tuple[Action, ...]:
        where = await self._desk.book.card(case)
        if where is None:
            return ()
        who = cards.member(case.person, await self._desk.directory.name(case.person))
        return (cards.settled(case, where, who, event.by.name),)

    async def _appeal_card(self, case: Case, event: SpokenEvent, name: str) -> tuple[Action, ...]:
        """Whoever takes a case back has granted what was appealed."""
        where = await self._desk.book.card_of(appeal_cards.key(case))
        return (appeal_cards.settled(case, where, name, event.by.name, ""),) if where else ()

    async def ends(self, event: TimerRang) -> Decision | None:
        """A mute or ban is over, unless it was lifted, or another case still holds it."""
        penalty = await self._desk.book.penalty(event.subject)
        now = self._desk.clock.now()
        if penalty is None or penalty.state is not Course.RUNNING:
            return None
        if penalty.ends_at is None or penalty.ends_at > now:
            return None
        running = await self._desk.book.running(penalty.person)
        whole = effects.lift([penalty], running, Course.ENDED, "", now)
        audit = Audit(code=f"penalty.ended.{penalty.kind}", subject=penalty.case, data={})
        return replace(whole, reason="moderation.penalty_ended", audit=(audit,))

    async def done(self, event: ActionDone) -> Decision | None:
        """What was learned from an act that happened: the card's message, how the member was told."""
        what, _, key = event.about.subject.partition(":") if event.about else ("", "", "")
        now = self._desk.clock.now()
        match what:
            case "card" if event.ids and event.verb == "Post":
                values = {
                    "case": key,
                    "platform": event.space.platform,
                    "space": event.space.id,
                    "thread": event.space.thread,
                    "message": event.ids[0],
                    "at": now,
                }
                return Decision(reason="moderation.card", writes=(Write("moderation.card_is", values),))
            case "notice":
                how = Told.PRIVATE if event.space.is_private else Told.PUBLIC
                return _told(key, how)
            case "penalty" if event.verb == "Remove":
                return Decision(reason="moderation.removed", writes=(_ended(key, Course.ENDED, self._desk),))
            case _:
                return None

    async def failed(self, event: ActionFailed) -> Decision | None:
        """An act that could not be done is recorded and the staff hear of it, never silence."""
        what, _, key = event.about.subject.partition(":") if event.about else ("", "", "")
        if what == "notice":
            return _told(key, Told.NOT)
        if event.verb not in _FAILURES:
            return None
        writes = (_ended(key, Course.FAILED, self._desk),) if what == "penalty" else ()
        audit = Audit(
            code="act.failed",
            subject=key,
            data={"verb": event.verb, "why": event.why, "outcome": event.outcome},
        )
        return Decision(
            reason="moderation.act_failed",
            actions=await self._alert(event, key),
            writes=writes,
            audit=(audit,),
        )

    async def _alert(self, event: ActionFailed, key: str) -> tuple[Action, ...]:
        desk, now = self._desk, self._desk.clock.now()
        staff = desk.staff(event.space)
        name = (event.space.lane, event.verb, event.why)
        last = self._told.get(name)
        person = event.person
        is_erased = event.why == _UNKNOWN and (person is None or not await desk.directory.identities(person))
        if is_erased and event.verb == "Unban":
            return await self._still_banned(event, key)
        if is_erased or staff is None or (last is not None and now - last < _QUIET):
            return ()
        self._told[name] = now
        who = await desk.directory.name(event.person) if event.person else ""
        arguments = {
            "who": cards.member(event.person, who) if event.person else "—",
            "place": notices.named(desk.directory.title(event.space)),
            "why": event.why,
        }
        return (Post(to=staff, body=Text(_FAILURES[event.verb], arguments), urgency=Priority.STAFF),)

    async def _still_banned(self, event: ActionFailed, key: str) -> tuple[Action, ...]:
        """Nobody knows any more whose ban is to end: whoever sees the platform's own list does it by hand."""
        staff = self._desk.staff(event.space)
        penalty = await self._desk.book.penalty(key)
        case = await self._desk.book.case(penalty.case if penalty else key)
        if staff is None or case is None:
            return ()
        place = notices.named(self._desk.directory.title(event.space))
        body = Text("moderation.failed.unban_erased", {"place": place, "number": case.number})
        return (Post(to=staff, body=body, urgency=Priority.STAFF),)


def _told(key: str, how: Told) -> Decision:
    write = Write("moderation.told", {"key": key, "how": how.value})
    return Decision(reason=f"moderation.told.{how}", writes=(write,))


def _ended(key: str, course: Course, desk: Desk) -> Write:
    return Write("moderation.end_penalty", {"key": key, "to": course.value, "at_": desk.clock.now()})
