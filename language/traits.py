"""What a text shows to the model of concerns: its words and letters, its cues, its shape (pure)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from chat.people import Language
from language.cues import cues_of, looks_like_question
from language.excerpt import excerpt
from language.fold import fold

LONGEST = 400
"""Characters that are read: a complaint says so early, and nobody can buy work with length."""

_NUMBER = re.compile(r"\d+")
_PAUSE = re.compile(r"[\s,。.、;:~…]+")
_WORD = re.compile(r"[a-z]+|0|[?!]")
_LOUD = re.compile(r"!|[?!]{2}")
_SELF = {"zh": re.compile(r"我|咱|俺"), "en": re.compile(r"\b(?:i|im|ive|my|me|mine|we|our|us)\b")}
_US = {
    "zh": re.compile(r"你们|官方|客服|管理|平台|群主"),
    "en": re.compile(r"\b(?:you|your|youre|u|support|team|staff|mods?|admins?)\b"),
}
_OTHERS = {
    "zh": re.compile(r"他|她|朋友|同事|别人|隔壁|别家|老婆|老公|我妈|我爸"),
    "en": re.compile(r"\b(?:he|she|his|her|their|they|friend|another|other|someone|somebody|wife|brother)\b"),
}
_STEP = {"zh": 8, "en": 5}
_ENDINGS = ("ing", "ed", "es", "s")


def traits(text: str, language: Language) -> Mapping[str, float]:
    """Each trait with its strength: the words' together have length 3, each cue and each trait of shape counts 1."""
    read = excerpt(text).text[:LONGEST]
    spelt = fold(read).replace("'", "").replace("’", "")
    said = dict(_letters(spelt) if language == "zh" else _words(spelt))
    scale = 3 / (math.sqrt(sum(value * value for value in said.values())) or 1.0)
    found = {name: value * scale for name, value in said.items()}
    found.update((name, 1.0) for name in _shape(read, spelt, language))
    return found


def _shape(read: str, spelt: str, language: Language) -> Iterator[str]:
    for cue in cues_of(read, language):
        yield f"cue:{cue.value}"
    if looks_like_question(read, language):
        yield "is:question"
    if "?" in spelt:
        yield "is:marked"
    for name, pattern in (("loud", _LOUD), ("number", _NUMBER)):
        if pattern.search(spelt):
            yield f"is:{name}"
    for name, patterns in (("self", _SELF), ("us", _US), ("others", _OTHERS)):
        if patterns[language].search(spelt):
            yield f"is:{name}"
    length = len(spelt) if language == "zh" else spelt.count(" ") + 1
    yield f"is:length{min(4, length // _STEP[language])}"


def _letters(spelt: str) -> Iterator[tuple[str, float]]:
    """One to four neighbouring characters, with the edges of the text."""
    line = f"^{_PAUSE.sub(' ', _NUMBER.sub('0', spelt)).strip()}$"
    for size in (1, 2, 3, 4):
        for at in range(len(line) - size + 1):
            yield line[at : at + size], 0.5 if size == 1 else 1.0


def _words(spelt: str) -> Iterator[tuple[str, float]]:
    """One to three neighbouring words without endings, pairs with one between, and pieces of words for typos."""
    words = _WORD.findall(_NUMBER.sub("0", spelt))
    stems = ["^", *map(_stem, words), "$"]
    for at, stem in enumerate(stems):
        yield stem, 1.0
        if at + 1 < len(stems):
            yield f"{stem} {stems[at + 1]}", 1.0
        if at + 2 < len(stems):
            yield f"{stem} {stems[at + 1]} {stems[at + 2]}", 1.0
            yield f"{stem} * {stems[at + 2]}", 0.5
    for word in words:
        edged = f"<{word}>"
        for at in range(len(edged) - 3 if len(word) > 3 else 0):
            yield f"~{edged[at : at + 4]}", 0.4


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if len(word) > len(ending) + 3 and word.endswith(ending):
            return word.removesuffix(ending)
    return word
