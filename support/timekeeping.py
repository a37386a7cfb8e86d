"""What a step does to a ticket's clocks: they start, stand still, go on, stop (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chat.people import PersonId
from support.clocks import NO_CLOCKS, Call, Clocks, Kind, Level, Run
from support.settings import SupportSettings
from support.states import State
from support.targets import Policy, Target, read_policies
from support.tickets import Ticket
from worktime.calendar import Calendar
from worktime.clock import due, elapsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A clock that stopped because what it waited for happened: how long it took, and whether that was in time."""

    kind: Kind
    ticket: str
    person: PersonId | None
    department: str
    started_at: datetime
    at: datetime
    took: timedelta
    budget: timedelta

    @property
    def met(self) -> bool:
        """Whether the promise was kept."""
        return self.took <= self.budget


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A ticket with its clocks as they are after a step, and what the step brought to an end."""

    ticket: Ticket
    measures: tuple[Measure, ...] = ()


class Timekeeper:
    """Clocks by the calendar and the policies of the settings."""

    def __init__(
        self, settings: SupportSettings, calendar: Calendar, named: Mapping[str, Calendar] | None = None
    ) -> None:
        self._settings = settings
        self.calendar = calendar
        self._named = named or {}
        self._always = Calendar(zone=calendar.zone)
        self._policies = read_policies(settings.policies)

    def policy(self, ticket: Ticket) -> Policy | None:
        """The first policy that fits."""
        return next(
            (
                policy
                for policy in self._policies
                if policy.fits(
                    priority=int(ticket.priority),
                    department=ticket.department,
                    tags=ticket.tags,
                    language=ticket.language,
                    platform=ticket.origin.platform,
                )
            ),
            None,
        )

    def calendar_of(self, clocks: Clocks) -> Calendar:
        """The calendar by which a ticket's time counts: that of its policy."""
        policy = next((one for one in self._policies if one.text == clocks.policy), None)
        if policy is None:
            return self.calendar
        return self._always if policy.always else self._named.get(policy.calendar, self.calendar)

    def begun(self, ticket: Ticket) -> Ticket:
        """A new ticket with its clocks running from its opening."""
        return self.stepped(None, ticket, ticket.opened_at).ticket

    def stepped(self, before: Ticket | None, after: Ticket, now: datetime) -> Timed:
        """The clocks after a step: `before` is None at the opening."""
        policy = self.policy(after)
        old = before.clocks if before else NO_CLOCKS
        clocks = self.reckoned(old, policy, now)
        calendar = self.calendar_of(clocks)
        measures: list[Measure] = []
        for kind in Kind:
            run, wanted = clocks.run(kind), _wanted(kind, before, after)
            if run is not None and wanted is None:
                measure = _measure(run, calendar, before or after, after, now)
                measures += [measure] if measure else []
                clocks = replace(clocks, runs=tuple(one for one in clocks.runs if one is not run))
            elif run is None and wanted is not None:
                target = promise_of(policy, kind)
                if target is not None:
                    clocks = clocks.with_run(_started(kind, target, calendar, wanted))
        held = after.state.waits or not after.state.is_open
        runs = (one.paused(calendar, now) if held else one.resumed(calendar, now) for one in clocks.runs)
        clocks = replace(clocks, runs=tuple(runs))
        clocks = replace(clocks, call=_standing(clocks, before, after))
        first = clocks.run(Kind.FIRST)
        due_at = first.due_at if first and first.due_at else after.first_due_at
        return Timed(ticket=replace(after, clocks=clocks, first_due_at=due_at), measures=tuple(measures))

    def reckoned(self, clocks: Clocks, policy: Policy | None, now: datetime) -> Clocks:
        """The clocks under the policy that fits now: another one changes what was promised, not what was used."""
        text = policy.text if policy else ""
        if clocks.policy == text:
            return clocks
        old, changed = self.calendar_of(clocks), replace(clocks, policy=text)
        new = self.calendar_of(changed)
        runs: list[Run] = []
        for run in clocks.runs:
            target = promise_of(policy, run.kind)
            if target is not None:
                run = run.paused(old, now) if old is not new else run
                runs.append(run.rebudgeted(new, budget_of(target, new, run.started_at), now))
        return replace(changed, runs=tuple(runs))

    def rings_at(self, clocks: Clocks) -> datetime | None:
        """When somebody is to be called next: a share of a clock is used up, or a call was not answered."""
        calendar = self.calendar_of(clocks)
        moments = [
            at
            for run in clocks.runs
            for percent in self._shares
            if percent > run.warned and (at := run.reaches(calendar, percent)) is not None
        ]
        if clocks.call and clocks.call.rises_at:
            moments.append(clocks.call.rises_at)
        return min(moments, default=None)

    @property
    def _shares(self) -> Sequence[int]:
        settings = self._settings
        return sorted({*settings.warn_assignee, settings.warn_second, settings.warn_manager})

    def _level(self, percent: int) -> Level:
        if percent >= self._settings.warn_manager:
            return Level.MANAGER
        return Level.SECOND if percent >= self._settings.warn_second else Level.ASSIGNEE

    def rung(self, clocks: Clocks, now: datetime) -> tuple[Clocks, Call | None]:
        """The clocks after ringing at `now`, and the call to be made (None: nothing to tell anybody)."""
        calendar = self.calendar_of(clocks)
        fresh: Call | None = None
        for run in clocks.runs:
            passed = [p for p in self._shares if p > run.warned and _is_past(run.reaches(calendar, p), now)]
            if passed:
                percent = max(passed)
                clocks = clocks.with_run(replace(run, warned=percent))
                if fresh is None or percent > fresh.percent:
                    fresh = Call(kind=run.kind, percent=percent, level=self._level(percent))
        standing = clocks.call
        if fresh is None and standing and _is_past(standing.rises_at, now) and standing.level.above:
            fresh = replace(standing, level=standing.level.above)
        if fresh is None:
            return clocks, None
        call = replace(fresh, rises_at=self._rises(fresh, calendar, now))
        return replace(clocks, call=call), call

    def _rises(self, call: Call, calendar: Calendar, now: datetime) -> datetime | None:
        """A reminder before the last warning needs no answer; everything later goes up when nobody answers."""
        if call.level.above is None or call.percent < max(self._settings.warn_assignee):
            return None
        return due(calendar, now, self._settings.unacknowledged)

    def snoozed(self, clocks: Clocks, now: datetime) -> Clocks:
        """Somebody will look at it later: the call goes up only when that time is over, too."""
        if clocks.call is None or clocks.call.level.above is None:
            return clocks
        calendar = self.calendar_of(clocks)
        rises = due(calendar, now, self._settings.alert_snooze + self._settings.unacknowledged)
        return replace(clocks, call=replace(clocks.call, rises_at=rises))


def acknowledged(clocks: Clocks) -> Clocks:
    """Somebody answered the call."""
    return replace(clocks, call=None)


def _is_past(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now


def _wanted(kind: Kind, before: Ticket | None, after: Ticket) -> datetime | None:
    """Since when a clock of that kind should be running, None when nothing is waited for."""
    match kind:
        case Kind.FIRST:
            return after.opened_at if after.first_reply_at is None and _goes_on(after) else None
        case Kind.NEXT:
            return after.asked_at if after.first_reply_at is not None and _goes_on(after) else None
        case Kind.RESOLUTION:
            again = before is not None and before.clocks.run(kind) is None
            counts = after.state.is_open or after.state is State.SPAM
            return after.opened_at if counts and not again else None


def _goes_on(ticket: Ticket) -> bool:
    """Whether an answer is still owed: a ticket that may be begun again keeps its clocks, standing still."""
    return ticket.state.is_open or ticket.state in (State.RESOLVED, State.SPAM)


def promise_of(policy: Policy | None, kind: Kind) -> Target | None:
    """What a policy promises for a clock, None when nothing."""
    if policy is None:
        return None
    return {Kind.FIRST: policy.first, Kind.NEXT: policy.next, Kind.RESOLUTION: policy.resolution}[kind]


def _started(kind: Kind, target: Target, calendar: Calendar, at: datetime) -> Run:
    due_at = target.due(calendar, at)
    return Run(
        kind=kind, started_at=at, budget=elapsed(calendar, at, due_at), since=at, due_at=due_at, warned=0
    )


def budget_of(target: Target, calendar: Calendar, at: datetime) -> timedelta:
    """The business time of a promise from a moment on. Raises NeverOpen."""
    return elapsed(calendar, at, target.due(calendar, at))


def _measure(run: Run, calendar: Calendar, before: Ticket, after: Ticket, now: datetime) -> Measure | None:
    """What is measured when a clock stops; nothing when what it waited for was dropped instead of done in time."""
    used = run.used(calendar, now)
    dropped = run.kind is not Kind.RESOLUTION and not after.state.waits and not after.state.is_open
    if after.merged_into is not None or (dropped and used <= run.budget):
        return None
    return Measure(
        kind=run.kind,
        ticket=after.id,
        person=after.assignee or before.assignee,
        department=after.department,
        started_at=run.started_at,
        at=now,
        took=used,
        budget=run.budget,
    )


def _standing(clocks: Clocks, before: Ticket | None, after: Ticket) -> Call | None:
    """The call that stands after a step: claiming, answering and ending a ticket answer it."""
    call = clocks.call
    if call is None or before is None:
        return call
    answered = after.assignee is not None and after.assignee != before.assignee
    run = clocks.run(call.kind)
    return None if answered or run is None or run.since is None else call
