"""What penalties do: the acts, their rows, and the alarms that end them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from chat.actions import About, Action, Ban, Delete, Mute, Remove, Unban, Unmute
from chat.decision import Alarm, Decision, Write
from chat.messages import MessageRef
from chat.people import PersonId, Space
from chat.ports import Ids
from moderation.casebook import of_kind
from moderation.cases import Case, Course, Running, stands
from moderation.ladder import Penalty
from moderation.notices import ROOM

ENDS = "moderation.penalty_ends"
"""The alarm that ends a mute or ban, also where the platform's own timer does. Late = it ends late."""


def take_down(refs: Iterable[MessageRef], case: Case) -> tuple[Delete, ...]:
    """One Delete for each place where messages of a case are."""
    return gone(refs, case.id)


def gone(refs: Iterable[MessageRef], case: str) -> tuple[Delete, ...]:
    """The same by the case's id."""
    by_space: dict[Space, list[str]] = {}
    for ref in filter(lambda one: stands(one.id), dict.fromkeys(refs)):
        by_space.setdefault(ref.space, []).append(ref.id)
    about = About(ROOM, f"delete:{case}")
    return tuple(Delete(to=space, messages=tuple(ids), about=about) for space, ids in by_space.items())


def begin(
    case: Case, spaces: Iterable[Space], running: Sequence[Running], ids: Ids, now: datetime
) -> Decision:
    """Put the penalty of a case into force in these spaces. A longer mute or ban that already runs is not cut short."""
    whole = Decision(reason="")
    if case.penalty in (Penalty.NOTE, Penalty.WARN):
        return whole
    for space in spaces:
        space = replace(space, thread=None)
        until = None if case.lasting is None else now + case.lasting
        penalty = Running(
            id=ids.new(),
            case=case.id,
            person=case.person,
            kind=case.penalty,
            space=space,
            starts_at=now,
            ends_at=until,
        )
        alarms = (Alarm(kind=ENDS, subject=penalty.id, at=until, space=space),) if until else ()
        whole += Decision(
            reason="",
            actions=(_act(penalty, case, of_kind(penalty.kind, running, space)),),
            writes=(Write("moderation.begin_penalty", penalty.row(), expect=1),),
            alarms=alarms,
        )
    return replace(whole, reason="")


def _act(penalty: Running, case: Case, others: Sequence[Running]) -> Action:
    about, why = About(ROOM, f"penalty:{penalty.id}"), f"#{case.number} {case.rule}".strip()
    match penalty.kind:
        case Penalty.MUTE:
            ends = [one.ends_at for one in (penalty, *others) if one.ends_at is not None]
            return Mute(to=penalty.space, person=case.person, until=max(ends), why=why, about=about)
        case Penalty.BAN:
            until = [one.ends_at for one in (penalty, *others)]
            ends = [end for end in until if end is not None]
            last = max(ends) if len(ends) == len(until) else None
            return Ban(to=penalty.space, person=case.person, until=last, why=why, about=about)
        case _:
            return Remove(to=penalty.space, person=case.person, why=why, about=about)


def lift(
    ended: Sequence[Running], running: Sequence[Running], course: Course, why: str, now: datetime
) -> Decision:
    """End penalties, of one person or several; what another case of theirs still holds stays in force (a mute until
    that one's end).
    """
    names = {one.id for one in ended}
    writes, alarms = [], []
    actions: dict[tuple[PersonId, str, object], Action] = {}
    for penalty in ended:
        writes.append(
            Write("moderation.end_penalty", {"key": penalty.id, "to": course.value, "at_": now}, expect=1)
        )
        if penalty.ends_at is not None and course is Course.LIFTED:
            alarms.append(Alarm(kind=ENDS, subject=penalty.id, at=None))
        others = [
            one
            for one in running
            if one.id not in names
            and (one.person, one.kind, one.space.lane) == (penalty.person, penalty.kind, penalty.space.lane)
        ]
        action = _undo(penalty, others, why)
        if action is not None:  # one is enough, however many penalties end there
            actions.setdefault((penalty.person, action.verb, action.to), action)
    return Decision(reason="", actions=tuple(actions.values()), writes=tuple(writes), alarms=tuple(alarms))


def _undo(penalty: Running, others: Sequence[Running], why: str) -> Action | None:
    about = About(ROOM, f"lift:{penalty.id}")
    match penalty.kind:
        case Penalty.MUTE if others:
            ends = [one.ends_at for one in others if one.ends_at is not None]
            if not ends or (penalty.ends_at is not None and max(ends) >= penalty.ends_at):
                return None
            return Mute(to=penalty.space, person=penalty.person, until=max(ends), why=why, about=about)
        case Penalty.MUTE:
            return Unmute(to=penalty.space, person=penalty.person, why=why, about=about)
        case Penalty.BAN:
            return None if others else Unban(to=penalty.space, person=penalty.person, why=why, about=about)
        case _:
            return None
