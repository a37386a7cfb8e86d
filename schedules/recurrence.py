"""The next time in a zone: once, daily, weekly, monthly, every so often, by cron fields, by RRULE (pure).

Arithmetic is done on wall times without any zone, where no hour is missing or doubled; only then is each wall time put
into the zone. So a clock change can neither loop nor double: a wall time that occurs twice means its first occurrence,
one that is skipped comes due later by as much as the clock jumped. The key is the wall time that clocks really show:
each is used once. How late is too late is the caller's to judge.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from chat.text import Text
from language.fold import fold
from schedules.cron import BadField, CronFields, crontab_fields, named_fields
from schedules.description import described, described_expression
from schedules.phrases import Kind, Misread, Phrase, Trouble, read_phrase
from schedules.rules import Rule, looks_like_rule, read_rule

__all__ = ["Kind", "Occurrence", "Problem", "Recurrence", "Trouble", "next_after"]

_LONGEST = 400
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - wall times have no zone
_TICK = timedelta(microseconds=1)
_LATELY = timedelta(hours=25)
"""Longer than any jump of a clock: Samoa once skipped a whole day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time: the instant in UTC, and its wall time without offset, unique within a recurrence."""

    at: datetime
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a text is no recurrence."""

    why: Trouble
    part: str

    @property
    def text(self) -> Text:
        """The reason, for whoever wrote it."""
        return Text(f"schedules.recurrence.problem.{self.why.value}", {"part": self.part})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """When something happens, in the wall time of a zone that is named elsewhere.

    `source` is the canonical text, which is what is stored: parsing it gives an equal recurrence.
    """

    kind: Kind
    source: str
    phrase: Phrase | None = None
    cron: tuple[CronFields, ...] = ()
    rule: Rule | None = None

    @staticmethod
    def parse(text: str) -> Recurrence | Problem:
        """`daily 09:00`, `每周一、三 9点半`, `monthly last 18:00`, `2026-12-01 09:00`, `*/30`, `every 2 hours`.

        Also `cron minute=0 hour=9-18 day_of_week=mon-fri`, `cron 0 9 * * 1-5`, `DTSTART:20260105T090000 RRULE:…`.
        """
        written = " ".join(fold(text[: _LONGEST + 1]).split())
        if len(text) > _LONGEST or not written:
            return Problem(why=Trouble.UNREADABLE, part=written[:60])
        found = _read(written)
        if isinstance(found, Misread):
            return Problem(why=found.why, part=found.part)
        if next(found.walls(_EPOCH), None) is None:
            return Problem(why=Trouble.NEVER, part=found.source)
        return found

    @property
    def description(self) -> Text:
        """What was understood, for people."""
        return described(self.phrase) if self.phrase else described_expression(self.kind, self.source)

    def walls(self, after: datetime) -> Iterator[datetime]:
        """The wall times after one (both without zone), in order, each once."""
        if self.phrase and self.phrase.on:
            once = datetime.combine(self.phrase.on, self.phrase.times[0])
            yield from (once,) if once > after else ()
        elif self.rule:
            yield from self.rule.walls(after)
        else:
            last = after
            for wall in heapq.merge(*(_cron_walls(fields, after) for fields in self.cron)):
                if wall > last:
                    yield wall
                    last = wall


def next_after(recurrence: Recurrence, zone: ZoneInfo, after: datetime) -> Occurrence | None:
    """The first occurrence later than the instant `after` (aware); None when there is none any more.

    Skipped wall times come due after the jump and may so pass others by: all that could be next are compared.
    """
    here = _wall(after, zone)
    jumped = here - _wall(after - _LATELY, zone) - _LATELY
    best: datetime | None = None
    for wall in recurrence.walls(here - max(jumped, timedelta())):
        if best and wall > _wall(best, zone):
            break
        at = wall.replace(tzinfo=zone).astimezone(UTC)
        if at > after and (best is None or at < best):
            best = at
    if best is None:
        return None
    return Occurrence(at=best, key=_wall(best, zone).isoformat(timespec="minutes"))


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)


def _read(written: str) -> Recurrence | Misread:
    if looks_like_rule(written):
        rule = read_rule(written)
        return rule if isinstance(rule, Misread) else Recurrence(kind=Kind.RULE, source=str(rule), rule=rule)
    if written.startswith("cron "):
        return _read_cron(written.removeprefix("cron "))
    phrase = read_phrase(written)
    if isinstance(phrase, Misread):
        return phrase
    return Recurrence(kind=phrase.kind, source=str(phrase), phrase=phrase, cron=_fields(phrase))


def _read_cron(written: str) -> Recurrence | Misread:
    fields = named_fields(written) if "=" in written else crontab_fields(written)
    if isinstance(fields, BadField):
        return Misread(why=Trouble.FIELD, part=fields.part)
    cron = fields if isinstance(fields, tuple) else (fields,)
    for one in cron:
        try:
            _trigger(one)
        except ValueError:
            return Misread(why=Trouble.FIELD, part=str(one))
    source = written if isinstance(fields, tuple) else str(fields)
    return Recurrence(kind=Kind.CRON, source=f"cron {source}", cron=cron)


def _fields(phrase: Phrase) -> tuple[CronFields, ...]:
    """One set of fields for each time of day; a one-off needs none."""
    if phrase.kind is Kind.EVERY:
        hours = phrase.minutes // 60
        if not hours:
            return (CronFields(minute=f"*/{phrase.minutes}"),)
        return (CronFields(hour="0" if hours == 24 else f"*/{hours}", minute="0"),)
    daily = tuple(CronFields(hour=str(moment.hour), minute=str(moment.minute)) for moment in phrase.times)
    match phrase.kind:
        case Kind.DAILY:
            return daily
        case Kind.WEEKLY:
            return tuple(replace(fields, day_of_week=",".join(phrase.days)) for fields in daily)
        case Kind.MONTHLY:
            return tuple(replace(fields, day=",".join(phrase.days)) for fields in daily)
        case _:
            return ()


@lru_cache(maxsize=512)
def _trigger(fields: CronFields) -> CronTrigger:
    """APScheduler's arithmetic in UTC, standing for wall time: there no hour is missing or doubled."""
    return CronTrigger(timezone=UTC, **fields.given())


def _cron_walls(fields: CronFields, after: datetime) -> Iterator[datetime]:
    wall: datetime | None = after
    while wall is not None:
        found: datetime | None = _trigger(fields).get_next_fire_time(None, wall.replace(tzinfo=UTC) + _TICK)
        wall = found.replace(tzinfo=None) if found else None
        if wall is not None:
            yield wall
