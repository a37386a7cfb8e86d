"""Scripts: the runs of one script in a text, and which language carries it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from chat.people import Language
from language.excerpt import excerpt
from language.remembered import remembered


class Script(StrEnum):
    """The writing of a run; OTHER is any further alphabet."""

    HAN = "han"
    KANA = "kana"
    HANGUL = "hangul"
    LATIN = "latin"
    DIGIT = "digit"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A run of one script: `text[start:end]`, in code points."""

    script: Script
    start: int
    end: int


_HAN = "々〆〇\u2e80-\u2fd5\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d\U0001b000-\U0001b16f"
_HANGUL = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb\uffa1-\uffdc"
_LATIN = "A-Za-zªº\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1d00-\u1d25\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a"
_RUN = re.compile(
    rf"(?P<han>[{_HAN}]+)"
    rf"|(?P<kana>[{_KANA}][{_KANA}\u3099\u309a\uff9e\uff9f]*)"
    rf"|(?P<hangul>[{_HANGUL}]+)"
    rf"|(?P<latin>[{_LATIN}][{_LATIN}\u0300-\u036f]*(?:['’][{_LATIN}]+)*)"
    r"|(?P<digit>\d+)"
    rf"|(?P<other>(?:(?![{_HAN}{_KANA}{_HANGUL}{_LATIN}])[^\W\d_])+)"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\b\w[\w-]{0,62}\.(?:com|cn|org|net|io|me|gg)\b\S*|[@/]\w+|:\w{1,32}:", re.ASCII
)
"""Links, mentions, commands and :emoji: names are typed in Latin letters whatever the language."""

_IN_ADDRESSES = re.compile(r"[.@/:]")
"""One of these is in each of them."""

_WORD = re.compile(r"[A-Za-z]")

_RARE = re.compile(rf"[^\x00-\x7f{_HAN}\u2010-\u2027\u3001-\u3003\u3008-\u301b]")
"""Neither ASCII, Han, nor their punctuation."""

_HANS = re.compile(f"[{_HAN}]+")
_PLAIN = re.compile("[a-z]+(?:['’][a-z]+)*")

_GRAMMAR = frozenset((
    "a", "an", "the", "is", "are", "am", "was", "were", "be", "been", "do", "does", "did", "don't",
    "doesn't", "didn't", "can", "could", "can't", "will", "would", "won't", "should", "i", "you", "he",
    "she", "it", "we", "they", "my", "your", "his", "her", "our", "their", "me", "him", "us", "them",
    "this", "that", "these", "those", "what", "which", "who", "where", "when", "why", "how", "to", "of",
    "in", "on", "at", "for", "from", "with", "by", "about", "and", "or", "but", "if", "not", "no",
    "there", "here", "have", "has", "had", "i'm", "it's",
))  # fmt: skip
"""English words that only an English sentence needs; a Chinese one borrows the others."""

_FOREIGN_LATIN = 0.15
"""Above this share of accented letters (and three of them) a Latin text is in another language."""

_KANA_SHARE = 0.25
"""Below it kana is decoration in a Chinese sentence, as の often is."""


def lanes(text: str) -> Iterator[Lane]:
    """The runs of letters and digits in order; spaces, punctuation and symbols belong to none."""
    for run in _RUN.finditer(text):
        yield Lane(script=Script(run.lastgroup or ""), start=run.start(), end=run.end())


def without_addresses(text: str) -> str:
    """The text with each link, mention, command and :emoji: name as one space."""
    return _ADDRESS.sub(" ", text) if _IN_ADDRESSES.search(text) else text


@remembered
def language_of(text: str) -> Language | None:
    """The language whose grammar carries the text, judged by its scripts; None when it is neither.

    A Chinese sentence with English nouns is Chinese, an English one that quotes Chinese words is English.
    Of a very long text only both ends are read.
    """
    shown = excerpt(text).text
    if shown.isascii():
        return "en" if _WORD.search(without_addresses(shown)) else None
    shown = without_addresses(unicodedata.normalize("NFKC", shown))
    return _by_runs(shown) if _RARE.search(shown) else _by_words(shown.lower())


def _by_words(shown: str) -> Language | None:
    """The same of a text in lower case whose only letters are Han and plain Latin ones: its runs need no counting."""
    han, words = len("".join(_HANS.findall(shown))), _PLAIN.findall(shown)
    if han:
        return _mixed(han, words)
    return "en" if words else None


def _by_runs(shown: str) -> Language | None:
    letters = dict.fromkeys(map(str, Script), 0)
    words: list[str] = []
    for run in _RUN.finditer(shown):
        script = run.lastgroup or ""
        letters[script] += run.end() - run.start()
        if script == "latin":
            words.append(run[0].lower())
    han, kana = letters["han"], letters["kana"]
    if kana > _KANA_SHARE * (han + kana):
        return None
    if letters["hangul"] + letters["other"] > han + letters["latin"]:
        return None
    if han:
        return _mixed(han, words)
    return "en" if words and not _accented(words) else None


def _mixed(han: int, words: list[str]) -> Language:
    if not _GRAMMAR.isdisjoint(words):
        return "en" if len(words) >= han else "zh"
    return "zh" if 3 * han >= len(words) else "en"


def _accented(words: list[str]) -> bool:
    letters = "".join(words)
    accented = sum(letter > "\x7f" and letter != "’" for letter in letters)
    return accented >= 3 and accented > _FOREIGN_LATIN * len(letters)
