"""Characters taken apart: 亻尔 for 你, put together again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial

from language.disguise import tables
from language.reading import Places, Reading

PARTS = "彳亻氵扌讠钅忄饣犭礻衤刂卩阝艹辶宀丩亍攵纟糸冂氐厶ム爫彐"
"""Parts of characters that nobody writes alone."""

_SPLIT = re.compile(f"[{PARTS}白禾](?:(?<=[{PARTS}])|(?<=白)勺|(?<=禾)斗)")


def has_parts(folded: str) -> bool:
    """Whether parts of characters stand there that nobody writes alone."""
    return _SPLIT.search(folded) is not None


@cache
def _pairs() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Where two parts follow one another, and the character that they make."""
    made = {entry[1:]: entry[0] for entry in tables()["parts"]["pairs"].split()}
    seconds: dict[str, str] = {}
    for pair in made:
        seconds[pair[0]] = seconds.get(pair[0], "") + pair[1]
    return re.compile("|".join(f"{first}[{rest}]" for first, rest in seconds.items())), made


def assembled(said: Reading, folded: str) -> Reading | None:
    """The letters alone (`said`) with parts put together to the character that they make; None where there are none."""
    pattern, made = _pairs()
    text, count = pattern.subn(lambda pair: made[pair[0]], said.text)
    return Reading(text, folded, partial(_places, said)) if count else None


def _places(said: Reading, _folded: str) -> Places:
    """Where each letter stands; one that was put together stands where both its parts do."""
    starts, ends = said.places
    begins: list[int] = []
    stops: list[int] = []
    last = 0
    for pair in _pairs()[0].finditer(said.text):
        at = pair.start()
        begins += starts[last : at + 1]
        stops += ends[last:at]
        stops.append(ends[at + 1])
        last = at + 2
    return [*begins, *starts[last:]], [*stops, *ends[last:]]
