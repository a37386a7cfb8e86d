"""The recorded mixture: 80 % chat, 10 % questions, 5 % rule hits, 5 % joins and presses, zh and en by turns."""

from __future__ import annotations

import random  # noqa: TID251  (a seeded recording, the same in every run)
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

WORDS = (
    "apple river window garden music coffee summer train book market evening friend photo recipe weather bicycle "
    "天气 今天 晚上 电影 周末 老师 朋友 手机 颜色 早饭 公园 照片 故事 机场 咖啡 下雨"
).split()
SPAM = ("日赚五千 加微信 abc{} 稳赚不赔", "Earn ${} a day from home, DM me on WhatsApp now")
PEOPLE = 400
UNCOUNTED = 8
"""Replies that are asked for before any is timed: connections are open, models and entries read."""
LASTS = 480
"""The recording lasts eight minutes of its people's time, so that nobody seems to flood."""


class Kind(StrEnum):
    """What one recorded thing is."""

    CHAT = "chat"
    QUESTION = "question"
    SPAM = "spam"
    JOIN = "join"
    PRESS = "press"


@dataclass(frozen=True)
class Recorded:
    """One thing that happens: who, where (numbers from 0), what."""

    number: int
    kind: Kind
    space: int
    person: int
    text: str
    ago: int


def record(count: int, spaces: int, seed: int = 5) -> Iterator[Recorded]:
    """The first `count` things of the recording."""
    chance = random.Random(seed)
    for number in range(count):
        drawn = chance.random()
        words = " ".join(chance.choice(WORDS) for _ in range(chance.randint(4, 12)))
        person, space, ago = chance.randrange(PEOPLE), number % spaces, LASTS - LASTS * number // count
        if drawn < 0.80:
            yield Recorded(number, Kind.CHAT, space, person, f"{words} {number}", ago)
        elif drawn < 0.90:
            entry = chance.randrange(500)
            text = f"{topic(entry)} 怎么办理？" if number % 2 else f"How do I arrange {topic(entry)}?"
            yield Recorded(number, Kind.QUESTION, space, person, text, ago)
        elif drawn < 0.95:
            yield Recorded(
                number, Kind.SPAM, space, PEOPLE + number, SPAM[number % 2].format(1000 + number), ago
            )
        else:
            kind = Kind.JOIN if drawn < 0.975 else Kind.PRESS
            yield Recorded(number, kind, space, 2 * PEOPLE + number, words, ago)


def topic(entry: int) -> str:
    """What the FAQ entry of that number is about."""
    first, second = WORDS[entry % len(WORDS)], WORDS[(entry // len(WORDS)) % len(WORDS)]
    return f"{first} {second} {entry}"


def questions() -> list[str]:
    """Questions that are answered for sure, each about other words, so that nobody takes them for copies."""
    firsts = range(len(WORDS))
    asked = [
        topic(first + first % 16 * len(WORDS)) for first in firsts if first + first % 16 * len(WORDS) < 500
    ]
    return [text for about in asked for text in (f"{about} 怎么办理？", f"How do I arrange {about}?")]


def entries(count: int = 500) -> list[dict[str, object]]:
    """FAQ entries as `steward faq import` reads them."""
    found: list[dict[str, object]] = []
    for entry in range(count):
        name = f"entry{entry}"
        found.append(
            {
                "id": name,
                "language": "zh",
                "questions": [f"{topic(entry)} 怎么办理？"],
                "answer": f"【{entry}】请看说明。",
            }
        )
        found.append(
            {
                "id": name,
                "language": "en",
                "questions": [f"How do I arrange {topic(entry)}?"],
                "answer": f"[{entry}] See the guide.",
            }
        )
    return found
