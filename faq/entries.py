"""An entry of the FAQ: the questions that it answers, its answer in each language, its source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from chat.messages import Carried
from chat.people import Language, PersonId, Rank, Space
from faq.terms import NO_TERMS, Terms
from faq.wordings import essence

LANGUAGES: tuple[Language, ...] = ("zh", "en")
LONGEST_NAME = 64
LONGEST_QUESTION = 300
LONGEST_ANSWER = 3000
LONGEST_SOURCE = 500
MOST_QUESTIONS = 1000
MOST_MEDIA = 5

_NAME = re.compile(r"[^\s`<>]+")
_ADDRESS = re.compile(r"https?://[^\s<>()\"\x00-\x1f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Question:
    """One way in which people ask."""

    language: Language
    text: str

    @property
    def key(self) -> str:
        """What is the same for two spellings of one question."""
        return essence(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What Steward knows about one thing.

    `name` is what editors call it, `id` the stored id ("" until stored), `revision` grows with every change.
    `negatives` are questions that it must not be given for, `media` addresses of pictures and files that go with the
    answer, `files` those that somebody sent in a chat. A draft is kept but never given.
    """

    name: str
    questions: tuple[Question, ...]
    answers: Mapping[Language, str]
    source: str = ""
    negatives: tuple[Question, ...] = ()
    media: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[Language, tuple[Carried, ...]] = field(default_factory=dict)
    terms: Terms = NO_TERMS
    draft: bool = False
    id: str = ""
    revision: int = 0
    changed_at: datetime | None = None

    def answer(self, language: Language) -> str:
        """The answer in that language, else in the one that there is."""
        return self.answers.get(language) or next((one for one in self.answers.values() if one), "")

    def spoken(self, language: Language) -> Language:
        """The language in which `answer` answers."""
        return language if self.answers.get(language) else next((one for one in self.answers), language)

    def attached(self, language: Language) -> tuple[Carried, ...]:
        """The files that go with `answer`."""
        return self.files.get(self.spoken(language), ())

    def rules_out(self, query: str) -> bool:
        """Whether an editor wrote that the entry is not for this question."""
        return bool(self.negatives) and essence(query) in {one.key for one in self.negatives}

    def serves(self, space: Space | None, rank: Rank, day: date) -> bool:
        """Whether it may be given there, to somebody of that rank, on that day."""
        return not self.draft and self.terms.holds(day) and self.terms.admits(space, rank)

    def title(self, language: Language) -> str:
        """The first question in that language, else the first of all."""
        fitting = (one.text for one in self.questions if one.language == language)
        return next(fitting, self.questions[0].text if self.questions else self.name)

    def same_as(self, other: Entry) -> bool:
        """Whether nothing that people wrote differs; files keep the order of questions within a language only."""
        return self._said == other._said

    @property
    def _said(self) -> tuple[object, ...]:
        asked, refused = (
            [[q for q in some if q.language == language] for language in LANGUAGES]
            for some in (self.questions, self.negatives)
        )
        media = {language: shown for language, shown in self.media.items() if shown}
        files = {language: sent for language, sent in self.files.items() if sent}
        return asked, refused, dict(self.answers), self.source, media, files, self.terms, self.draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One wording that an entry had: when it was stored and by whom (None = from a file)."""

    revision: int
    at: datetime
    by: PersonId | None
    draft: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an entry cannot be: a code (`answer.missing`) and what it is about."""

    code: str
    detail: str = ""


def faults(entry: Entry) -> tuple[Fault, ...]:
    """Everything that is wrong with an entry."""
    found: list[Fault] = []
    if (
        not _NAME.fullmatch(entry.name)
        or len(entry.name) > LONGEST_NAME
        or storable(entry.name) != entry.name
    ):
        found.append(Fault("id.bad", entry.name[:LONGEST_NAME]))
    if not entry.questions:
        found.append(Fault("question.missing"))
    if len(entry.questions) > MOST_QUESTIONS:
        found.append(Fault("question.many", str(MOST_QUESTIONS)))
    found += [
        Fault("question.long", one.text[:40]) for one in entry.questions if len(one.text) > LONGEST_QUESTION
    ]
    if not any(entry.answers.values()) and not entry.draft:
        found.append(Fault("answer.missing"))
    found += [
        Fault("answer.long", str(LONGEST_ANSWER))
        for one in entry.answers.values()
        if len(one) > LONGEST_ANSWER
    ]
    found += _media_faults(entry)
    found += _contradictions(entry)
    if entry.source and not is_address(entry.source):
        found.append(Fault("source.bad", entry.source[:40]))
    return tuple(found)


def _media_faults(entry: Entry) -> list[Fault]:
    bad = [one for shown in entry.media.values() for one in shown if not is_address(one)]
    many = any(
        len(entry.media.get(one, ())) + len(entry.files.get(one, ())) > MOST_MEDIA for one in LANGUAGES
    )
    return [Fault("media.bad", one[:40]) for one in bad] + [Fault("media.many", str(MOST_MEDIA))] * many


def _contradictions(entry: Entry) -> list[Fault]:
    own = {one.key for one in entry.questions}
    found = [Fault("negative.own", one.text[:40]) for one in entry.negatives if one.key in own]
    found += [
        Fault("question.long", one.text[:40]) for one in entry.negatives if len(one.text) > LONGEST_QUESTION
    ]
    terms = entry.terms
    if terms.valid_from and terms.valid_until and terms.valid_from > terms.valid_until:
        found.append(Fault("valid.backwards", terms.valid_until.isoformat()))
    return found


def is_address(text: str) -> bool:
    """Whether a text is a whole http(s) link of a length that is kept."""
    return len(text) <= LONGEST_SOURCE and bool(_ADDRESS.fullmatch(text))


def distinct(questions: Iterable[Question]) -> tuple[Question, ...]:
    """The questions that say something, without a second spelling of the same one, in order."""
    kept: dict[str, Question] = {}
    for one in questions:
        tidy = Question(one.language, " ".join(storable(one.text).split()))
        if tidy.key:
            kept.setdefault(tidy.key, tidy)
    return tuple(kept.values())


def storable(text: str) -> str:
    """The text without what no database holds: NUL, and halves of a character."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def doubled(entries: Iterable[Entry]) -> tuple[tuple[Question, Entry, Entry], ...]:
    """Questions that stand in two entries: typed verbatim, they could return only one of them."""
    owners: dict[str, Entry] = {}
    found = []
    for entry in entries:
        for question in entry.questions:
            owner = owners.setdefault(question.key, entry)
            if owner.name != entry.name:
                found.append((question, owner, entry))
    return tuple(found)
