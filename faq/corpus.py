"""The entries that can be asked for in one language, as rows: wordings sorted by entry, and answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from chat.people import Language
from faq.entries import LANGUAGES, Entry
from faq.postings import Numbers
from faq.wordings import tokens

_TELLING = 4
"""An answer of fewer words (“By card.”) says nothing about which questions it settles."""

_CLAUSE = re.compile(r"[.!?;,:](?:\s+|$)|\n")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Wording `n` asks for entry `owners[n]`; the wordings of entry `e` begin at `starts[e]`."""

    language: Language
    ids: tuple[str, ...]
    wordings: tuple[str, ...]
    owners: Numbers
    starts: Numbers
    answers: tuple[str, ...]

    @property
    def counts(self) -> Numbers:
        """How many wordings each entry has."""
        return np.bincount(self.owners, minlength=len(self.ids)).astype(np.int32)

    def of(self, entry: int) -> tuple[str, ...]:
        """An entry's wordings."""
        begin = int(self.starts[entry])
        end = int(self.starts[entry + 1]) if entry + 1 < len(self.ids) else len(self.wordings)
        return self.wordings[begin:end]

    def title(self, entry: int) -> str:
        """The entry's first wording."""
        return self.wordings[int(self.starts[entry])]

    def contexts(self, entry: int) -> tuple[str, ...]:
        """The sentences of an answer, each behind the entry's title: what a question about that part sounds like."""
        return tuple(f"{self.title(entry)} {one}" for one in parts(_SENTENCE, self.answers[entry]))

    def clauses(self, entry: int) -> tuple[str, ...]:
        """The clauses of an answer."""
        return tuple(parts(_CLAUSE, self.answers[entry]))

    def texts(self) -> tuple[str, ...]:
        """Everything that a sentence encoder must read, each once."""
        entries = range(len(self.ids))
        behind = [one for entry in entries for one in (*self.contexts(entry), *self.clauses(entry))]
        return tuple(dict.fromkeys((*self.wordings, *behind)))


def parts(split: re.Pattern[str], answer: str) -> list[str]:
    """The pieces of an answer that say something."""
    return [one.strip() for one in split.split(answer) if len(tokens(one)) >= 2]


def corpora(entries: Iterable[Entry]) -> Mapping[Language, Corpus]:
    """The corpus of each language in which questions are written; drafts and empty wordings are left out."""
    known = [one for one in entries if not one.draft]
    found = {language: _corpus(language, known) for language in LANGUAGES}
    return {language: one for language, one in found.items() if one.ids}


def _corpus(language: Language, entries: Iterable[Entry]) -> Corpus:
    ids, wordings, answers = list[str](), list[str](), list[str]()
    owners, starts = list[int](), list[int]()
    for entry in entries:
        asked = [one.text for one in entry.questions if one.language == language and one.key]
        if not asked:
            continue
        starts.append(len(wordings))
        owners += [len(ids)] * len(asked)
        wordings += asked
        ids.append(entry.id)
        answer = entry.answers.get(language, "")
        answers.append(answer if len(tokens(answer)) >= _TELLING else "")
    return Corpus(
        language=language,
        ids=tuple(ids),
        wordings=tuple(wordings),
        owners=np.asarray(owners, np.int32),
        starts=np.asarray(starts, np.int32),
        answers=tuple(answers),
    )
