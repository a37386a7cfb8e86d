"""What a message is up to: a question, a complaint and its tone, what is at stake, the wish for a human."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chat.people import Language
from language.excerpt import excerpt
from language.fold import Folded, fold
from language.lanes import without_addresses
from language.lexicon import Cue, Role, Words, cue_marks, cue_words, question_words, spelt_for_cues
from language.remembered import remembered

__all__ = [
    "Cue",
    "Role",
    "Signal",
    "Tone",
    "asks_for_human",
    "complaint_tone",
    "cues_of",
    "looks_like_question",
    "stakes",
]

_SAID = re.compile(r"[^\W_].*[^\W_]", re.DOTALL)
"""Two letters or digits: a lone question mark asks nothing."""

_WHOLE = re.compile(
    r"\W*(?:(?:(?:人工呢?|客服|管理员?|真人){1,4}|(?:an? )?(?:human|agent|support|admin|moderator)|mods?)"
    r"(?:\W+|$)){1,4}"
    r"(?:(?:now|asap|right now|please|pls)\W*)?"
)
"""Words that ask for a person only when they are the whole message, called once or again and again."""

_CALL = 24
"""Characters of such a message with all its marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A cue found at `text[start:end]` of the original, in code points."""

    cue: Cue
    weight: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """How much a text sounds like a complaint (0 to 1), and each cue that spoke for it or against it."""

    score: float
    signals: tuple[Signal, ...] = ()


@remembered
def looks_like_question(text: str, language: Language | None) -> bool:
    """Whether somebody seems to ask something, with or without its mark; None tries both languages."""
    spelt = spelt_for_cues(fold(without_addresses(excerpt(text).text)))
    if not _SAID.search(spelt):
        return False
    if "?" in spelt:
        return True
    languages = question_words()
    asked = languages.values() if language is None else (languages[language],)
    return any(questions.in_text(spelt) for questions in asked)


def complaint_tone(text: str, language: Language | None) -> Tone:
    """Whether somebody complains, with the evidence; None reads both word lists.

    Complaint cues add up as independent chances would; relief cues (laughter, praise, solved) scale down.
    """
    calm, relief = 1.0, 1.0
    signals = []
    for words, signal in _found(text, language, (Role.COMPLAINT, Role.RELIEF)):
        signals.append(signal)
        if words.role is Role.RELIEF:
            relief *= words.weight
        else:
            calm *= 1 - words.weight
    return Tone(score=round((1 - calm) * relief, 4), signals=tuple(signals))


def stakes(text: str, language: Language | None) -> tuple[Signal, ...]:
    """What may be at risk (money, law, safety), whoever says it and however calmly."""
    return tuple(signal for _, signal in _found(text, language, (Role.STAKE,)))


def asks_for_human(text: str, language: Language | None) -> Signal | None:
    """The words by which somebody asks for a person, if there are any."""
    if len(text) <= _CALL and _WHOLE.fullmatch(fold(text)):
        return Signal(cue=Cue.HUMAN, weight=1.0, start=0, end=len(text))
    return next((signal for _, signal in _found(text, language, (Role.HUMAN,))), None)


def _found(text: str, language: Language | None, roles: tuple[Role, ...]) -> Iterator[tuple[Words, Signal]]:
    cues = [cue for cue in cues_of(text, language) if cue[0].role in roles]
    if not cues:
        return
    shown = excerpt(text)
    folded = Folded(shown.text)
    for words, (first, last) in cues:
        start, end = folded.span(first, last)
        place = {"start": shown.position(start), "end": shown.position(end - 1) + 1}
        yield words, Signal(cue=words.cue, weight=words.weight, **place)


@remembered
def cues_of(text: str, language: Language | None) -> tuple[tuple[Words, tuple[int, int]], ...]:
    """Every cue of a text, in the order of the lists, with the place in the folded text where it stands first."""
    spelt = spelt_for_cues(fold(excerpt(text).text))
    likely = cue_marks(language).may_be_in(spelt)
    if not likely:
        return ()
    words, cues = cue_words(), []
    phrases: dict[int, set[str]] = {}
    for at, phrase in likely:
        phrases.setdefault(at, set()).add(phrase)
    for at in sorted(phrases):
        found = words[at].phrases[language].first(spelt, frozenset(phrases[at]))
        if found:
            cues.append((words[at], found))
    return tuple(cues)
