"""A recurrence as a text key with arguments, for people to check what was understood (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from chat.text import Text
from schedules.cron import WEEKDAYS
from schedules.phrases import Kind, Phrase


def described(phrase: Phrase) -> Text:
    """What a phrase means, days spelt out: 工作日 shows itself as Monday to Friday."""
    times = _listed([f"{moment:%H:%M}" for moment in phrase.times])
    match phrase.kind:
        case Kind.ONCE:
            return Text("schedules.recurrence.once", {"date": str(phrase.on), "time": times})
        case Kind.DAILY:
            return Text("schedules.recurrence.daily", {"time": times})
        case Kind.WEEKLY:
            return Text("schedules.recurrence.weekly", {"days": _weekdays(phrase.days), "time": times})
        case Kind.MONTHLY:
            return Text(
                "schedules.recurrence.monthly",
                {"days": _listed([_date(day) for day in phrase.days]), "time": times},
            )
        case _:
            return _interval(phrase.minutes)


def described_expression(kind: Kind, source: str) -> Text:
    """Cron fields and RRULEs are shown as they are."""
    return Text(f"schedules.recurrence.{kind.value}", {"expression": source})


def _interval(minutes: int) -> Text:
    if minutes % 60:
        return Text("schedules.recurrence.minutes", {"number": minutes})
    return Text("schedules.recurrence.hours", {"number": minutes // 60})


def _weekdays(days: Sequence[str]) -> Text | str:
    first, last = WEEKDAYS.index(days[0]), WEEKDAYS.index(days[-1])
    if len(days) > 2 and last - first + 1 == len(days):
        return Text("schedules.recurrence.range", {"first": _weekday(days[0]), "last": _weekday(days[-1])})
    return _listed([_weekday(day) for day in days])


def _weekday(day: str) -> Text:
    return Text(f"schedules.recurrence.day.{day}")


def _date(day: str) -> Text:
    if day == "last":
        return Text("schedules.recurrence.last_day")
    if day.isdigit():
        return Text("schedules.recurrence.date", {"number": int(day)})
    which, weekday = day.split(" ")
    return Text(f"schedules.recurrence.nth.{which}", {"day": _weekday(weekday)})


def _listed(items: Sequence[Text | str]) -> Text | str:
    if len(items) < 2:
        return items[0] if items else ""
    return Text("schedules.recurrence.list", {"first": items[0], "rest": _listed(items[1:])})
