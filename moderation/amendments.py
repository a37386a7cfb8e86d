"""What a moderator changes about a case afterwards: its reason, notes and penalty; the audit keeps what was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from chat.actions import Action
from chat.decision import Alarm, Audit, Decision, Value, Write, answer
from chat.errors import SaidNo
from chat.events import CommandGiven
from chat.people import PersonId, Space
from chat.text import Mention, Text
from language.durations import parse_duration
from language.first_word import first_word
from moderation import effects, notices
from moderation.casebook import storable
from moderation.cases import Case, Course, Running, State
from moderation.desk import Desk
from moderation.ladder import Penalty
from moderation.rights import Rights
from moderation.sanctions import Sentence, must_fit

LONGEST_NOTE = 1_000
_PENALTIES: Mapping[str, Penalty] = {
    **{one.value: one for one in (Penalty.NOTE, Penalty.WARN, Penalty.MUTE, Penalty.BAN)},
    "记录": Penalty.NOTE,
    "警告": Penalty.WARN,
    "禁言": Penalty.MUTE,
    "封禁": Penalty.BAN,
}
"""What a penalty can become; nobody is put out by a change of the record."""


class Amendments:
    """Changes cases that stand. Who may settle a case may change it; a note is changed by whoever wrote it."""

    def __init__(self, desk: Desk, rights: Rights) -> None:
        self._desk = desk
        self._rights = rights

    async def reword(self, event: CommandGiven, case: Case, words: str) -> Decision:
        """Another reason. Raises SaidNo."""
        await self._rights.may_settle(event, case)
        values: dict[str, Value] = {
            "key": case.id,
            "was": case.revision,
            "words": storable(words[:LONGEST_NOTE]),
        }
        return Decision(
            reason="moderation.reworded",
            actions=(answer(event, Text("moderation.done.reason", {"number": case.number})),),
            writes=(Write("moderation.reword", values, expect=1),),
            audit=(
                Audit(
                    code="case.reworded", subject=case.id, data={"number": case.number, "was": case.reason}
                ),
            ),
        )

    async def note(self, event: CommandGiven, case: Case, words: str) -> Decision:
        """One more note."""
        values: dict[str, Value] = {
            "id": self._desk.ids.new(),
            "case": case.id,
            "by_person": event.by.person,
            "text": storable(words[:LONGEST_NOTE]),
            "at": self._desk.clock.now(),
        }
        return Decision(
            reason="moderation.note",
            actions=(answer(event, Text("moderation.done.note", {"number": case.number})),),
            writes=(Write("moderation.note", values),),
            audit=(Audit(code="case.noted", subject=case.id, data={"number": case.number}),),
        )

    async def renote(self, event: CommandGiven, case: Case, words: str) -> Decision:
        """Other words for the speaker's own newest note. Raises SaidNo."""
        self._rights.must_be_person(event)
        notes = await self._desk.book.notes(case)
        mine = next((one for one in reversed(notes) if one["by_person"] == event.by.person), None)
        if mine is None:
            raise SaidNo(Text("moderation.refused.no_note", {"number": case.number}))
        values: dict[str, Value] = {
            "key": mine["id"],
            "was": mine["text"],
            "words": storable(words[:LONGEST_NOTE]),
        }
        return Decision(
            reason="moderation.renoted",
            actions=(answer(event, Text("moderation.done.renote", {"number": case.number})),),
            writes=(Write("moderation.renote", values, expect=1),),
            audit=(
                Audit(
                    code="case.renoted", subject=case.id, data={"number": case.number, "was": mine["text"]}
                ),
            ),
        )

    async def repenalise(self, event: CommandGiven, case: Case, words: str) -> Decision:
        """Another penalty, in force at once where the old one was; points stay. It is the speaker's decision from then
        on, too. Raises SaidNo.
        """
        await self._rights.may_settle(event, case)
        if case.state is not State.STANDING:
            raise SaidNo(Text("moderation.refused.settled", {"number": case.number}))
        penalty, lasting = self._read(words)
        must_fit(Sentence(person=case.person, penalty=penalty, lasting=lasting, reason=""))
        desk, now = self._desk, self._desk.clock.now()
        running = await desk.book.running(case.person)
        ended = [one for one in running if one.case == case.id]
        spaces = list(dict.fromkeys(one.space for one in ended)) or [case.space]
        self._must_be_able(penalty, spaces)
        kept_out = await desk.book.kept_out(case.person, [one for one in running if one.case != case.id])
        if penalty is Penalty.MUTE and all(space.lane in kept_out for space in spaces):
            raise SaidNo(Text("moderation.refused.banned_already"))
        after = replace(
            case,
            penalty=penalty,
            lasting=lasting,
            settled_by=event.by.person,
            settled_reason="",
            changed_at=now,
        )
        whole = self._exchange(after, ended, running, spaces)
        name = await desk.directory.name(case.person)
        named = notices.penalty_name(after.step)
        data: dict[str, str | int] = {"number": case.number, "was": _spelt(case), "is": _spelt(after)}
        who = Mention(case.person, name or "—")
        done = Text("moderation.done.repenalised", {"number": case.number, "who": who, "penalty": named})
        return replace(
            whole,
            reason="moderation.repenalised",
            actions=(
                *whole.actions,
                await self._notice(after, spaces[0], named),
                answer(event, done),
            ),
            writes=(
                await desk.book.turn(case.person),
                Write("moderation.change_case", after.changes(), expect=1),
                *whole.writes,
            ),
            audit=(Audit(code="case.repenalised", subject=case.id, data=data),),
        )

    def _read(self, words: str) -> tuple[Penalty, timedelta | None]:
        """`mute 2h`, `ban`, `warn`, `note`, or the same in Chinese. Raises SaidNo."""
        first, rest = first_word(words)
        penalty = _PENALTIES.get(first.lower())
        lasting = parse_duration(rest) if rest else None
        is_odd = bool(rest) and (lasting is None or penalty not in (Penalty.MUTE, Penalty.BAN))
        if penalty is None or is_odd:
            raise SaidNo(Text("moderation.refused.which_penalty"))
        if penalty is Penalty.MUTE and lasting is None:
            lasting = self._desk.settings.mute
        return penalty, lasting

    def _must_be_able(self, penalty: Penalty, spaces: Sequence[Space]) -> None:
        for space in spaces:
            if not self._desk.able(penalty, space):
                place = notices.named(self._desk.directory.title(space))
                raise SaidNo(Text("moderation.refused.unable", {"place": place}))

    def _exchange(
        self, after: Case, ended: Sequence[Running], running: Sequence[Running], spaces: Sequence[Space]
    ) -> Decision:
        """The old penalties end, the new ones begin; of one kind, the new one alone is told to the platform."""
        desk, now = self._desk, self._desk.clock.now()
        others = [one for one in running if one not in ended]
        lifted = effects.lift(ended, running, Course.LIFTED, f"#{after.number}", now)
        begun = effects.begin(after, spaces, others, desk.ids, now)
        is_same = all(one.kind is after.penalty for one in ended)
        actions: tuple[Action, ...] = (*(() if is_same else lifted.actions), *begun.actions)
        alarms: tuple[Alarm, ...] = (*lifted.alarms, *begun.alarms)
        return Decision(reason="", actions=actions, writes=(*lifted.writes, *begun.writes), alarms=alarms)

    async def _notice(self, case: Case, space: Space, penalty: Text) -> Action:
        desk = self._desk
        listener = await desk.listener(case, space)
        place = notices.named(desk.directory.title(space))
        body = Text("moderation.amended.private", {"number": case.number, "place": place, "penalty": penalty})
        who = Mention(PersonId(case.person), listener.name or "—")
        short = Text("moderation.amended.public", {"number": case.number, "who": who, "penalty": penalty})
        vanish = desk.settings.public_notice
        return notices.told(case, listener, body, short, vanish, appealable=True)


def _spelt(case: Case) -> str:
    length = f" {int(case.lasting.total_seconds())}s" if case.lasting is not None else ""
    return f"{case.penalty}{length}"
