"""The communities of our own invention that the shipped prior is fitted on: entries, and what is said among them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from chat.people import Language
from faq.entries import Entry, Question
from language.cues import looks_like_question

HERE = Path(__file__).parent
TOWNS: Mapping[Language, tuple[str, ...]] = {
    "zh": (
        *("carrier", "coffee", "game", "notes", "bike", "estate", "snack", "tool", "video"),
        *("vacuum", "clinic", "stay", "theatre", "driving"),
    ),
    "en": ("carrier", "coffee", "game", "notes", "vacuum", "festival", "hosting", "garden"),
}
PLAIN = frozenset((*TOWNS["zh"], *TOWNS["en"])) - {"carrier", "coffee", "game", "notes"}
"""Where near questions are what people ask anyway. Elsewhere they were thought up to be as near as can be: such ones
teach, and say nothing about how often answers are wrong.
"""


@dataclass(frozen=True)
class Community:
    """`asked` names the entry that settles a message; `near` asks for what none settles; `talk` wants no answer."""

    name: str
    entries: tuple[Entry, ...]
    asked: tuple[tuple[str, str], ...]
    near: tuple[str, ...]
    talk: tuple[str, ...]


def communities(language: Language) -> Iterator[Community]:
    """All of them; in the two older ones near questions and talk stand mixed."""
    for name in TOWNS[language]:
        town = tomllib.loads((HERE / "practice" / f"{name}.toml").read_text("utf-8"))[language]
        rows = town["entries"]
        yield Community(name, *_known(rows, language), tuple(town["unanswered"]), tuple(town["talk"]))
    own = tomllib.loads((HERE / "practice" / "school.toml").read_text("utf-8"))[language]
    gym = tomllib.loads((HERE / "samples.toml").read_text("utf-8"))[language]
    climbing = {
        name: {"questions": texts, "answer": own["gym_answers"][name], "asked": gym["asked"][name]}
        for name, texts in gym["entries"].items()
    }
    for name, rows, beside in (
        ("school", own["school"], [*own["unanswered"], *own["talk"]["school"]]),
        ("gym", climbing, [*gym["unanswered"], *own["talk"]["gym"]]),
    ):
        near = tuple(one for one in beside if looks_like_question(one, language))
        talk = tuple(one for one in beside if one not in near)
        yield Community(name, *_known(rows, language), near, talk)


@dataclass(frozen=True)
class Gathering:
    """People without entries: `asks` wants an answer from the staff, `talk` wants none."""

    name: str
    asks: tuple[str, ...]
    talk: tuple[str, ...]


def gatherings(language: Language) -> Iterator[Gathering]:
    """All of them: they teach the manner of asking alone."""
    written = tomllib.loads((HERE / "practice" / "chat.toml").read_text("utf-8"))[language]
    for name, said in written.items():
        yield Gathering(name, tuple(said["asks"]), tuple(said["talk"]))


def school(language: Language) -> Community:
    """The language school: few of its messages share a word with a wording."""
    return next(one for one in communities(language) if one.name == "school")


def entries_of(rows: dict[str, tuple[list[str], str]], language: Language) -> tuple[Entry, ...]:
    """Entries from their wordings and answers by name."""
    return tuple(
        Entry(
            name=name,
            id=name,
            questions=tuple(Question(language, one) for one in questions),
            answers={language: answer},
        )
        for name, (questions, answer) in rows.items()
    )


def _known(
    rows: dict[str, dict[str, object]], language: Language
) -> tuple[tuple[Entry, ...], tuple[tuple[str, str], ...]]:
    entries, asked = dict[str, tuple[list[str], str]](), list[tuple[str, str]]()
    for name, one in rows.items():
        questions, said = one["questions"], one["asked"]
        assert isinstance(questions, list)
        assert isinstance(said, list)
        entries[name] = questions, str(one["answer"])
        asked += [(text, name) for text in said]
    return entries_of(entries, language), tuple(asked)
