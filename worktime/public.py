"""Public holidays of a country, and the weekend days that are worked instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from chat.errors import Unfit
from worktime.hours import DAY


@dataclass(frozen=True, slots=True)
class PublicDays:
    """One country's year: `off` = public holidays, `made_up` = weekend days on which people work."""

    off: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()


@lru_cache(maxsize=64)
def public_days(country: str, year: int) -> PublicDays:
    """The public holidays of a year. `country` is `CN`, `DE` or with a subdivision `DE-BY`. Raises ValueError."""
    import holidays

    code, _, subdivision = country.partition("-")
    try:
        found = holidays.country_holidays(code, subdiv=subdivision or None, years=year)
    except NotImplementedError as error:
        raise Unfit("language.unfit.country", country=country) from error
    off = frozenset(day for day in found if day.year == year)
    made_up = frozenset(day for day in getattr(found, "weekend_workdays", ()) if day.year == year)
    return PublicDays(off=_with_weekends(off, made_up) if made_up else off, made_up=made_up)


def _with_weekends(off: frozenset[date], made_up: frozenset[date]) -> frozenset[date]:
    """Where weekends are worked instead, a holiday is one stretch: the weekend days that touch it are part of it."""
    found = set(off)
    waiting = list(off)
    while waiting:
        day = waiting.pop()
        for other in (day - DAY, day + DAY):
            if other.weekday() > 4 and other.year == day.year and other not in found | made_up:
                found.add(other)
                waiting.append(other)
    return frozenset(found)
