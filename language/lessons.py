"""The sentences that the model of concerns is fitted on, written out from their patterns."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from importlib.resources import files

from chat.people import Language

_HEAD = re.compile(r"\[(\w+)\]")
_SPACE = re.compile(r"\s+")
_Choices = list[list["str | _Choices"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A sentence, what it calls for, and its share of the pattern on `line` that it was made from."""

    text: str
    concern: str
    line: int
    share: float


def lessons(language: Language, *, most: int) -> Iterator[Lesson]:
    """Up to `most` sentences of every pattern in `lessons.<language>.txt`, the same ones wherever it stands."""
    concern = ""
    lines = files("language").joinpath(f"lessons.{language}.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        pattern = line.strip()
        head = _HEAD.fullmatch(pattern)
        if head:
            concern = head[1]
        elif pattern and not pattern.startswith("#"):
            texts = _sentences(pattern, most)
            for text in texts:
                yield Lesson(text=text, concern=concern, line=number, share=1 / len(texts))


def _sentences(pattern: str, most: int) -> list[str]:
    choices, _ = _parsed(pattern, 0, nested=False)
    count = _count(choices)
    numbers = (_drawn(pattern, turn) % count for turn in range(most))
    return sorted({_SPACE.sub(" ", _nth(choices, one)).strip().replace(" ,", ",") for one in numbers})


def _drawn(seed: str, turn: int) -> int:
    """A number as good as any, the same every time: by the pattern, so that no lesson changes another one."""
    return int.from_bytes(blake2b(f"{seed}:{turn}".encode(), digest_size=12).digest())


def _parsed(pattern: str, at: int, *, nested: bool) -> tuple[_Choices, int]:
    """The choices from `at` on, and where they end."""
    choices: _Choices = [[]]
    while at < len(pattern):
        sign = pattern[at]
        if sign == "(":
            inner, at = _parsed(pattern, at + 1, nested=True)
            choices[-1].append(inner)
            continue
        at += 1
        if nested and sign == ")":
            break
        if nested and sign == "|":
            choices.append([])
        else:
            choices[-1].append(sign)
    return choices, at


def _count(choices: _Choices) -> int:
    """How many sentences the choices stand for."""
    return sum(math.prod(_count(part) for part in parts if not isinstance(part, str)) for parts in choices)


def _nth(choices: _Choices, number: int) -> str:
    """One of them, by its number."""
    for parts in choices:
        count = _count([parts])
        if number < count:
            break
        number -= count
    written = []
    for part in parts:
        if isinstance(part, str):
            written.append(part)
        else:
            number, one = divmod(number, _count(part))
            written.append(_nth(part, one))
    return "".join(written)
