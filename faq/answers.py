"""Answer, suggest, or be silent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from chat.actions import Button
from chat.messages import Message
from chat.people import Language, PersonId, Voice
from chat.text import Markdown, Text
from faq.entries import Entry
from faq.index import Finding
from faq.settings import FaqSettings
from language.cues import looks_like_question
from language.fold import fold
from language.lanes import language_of

RIVALS = 4
"""Once one entry comes near, its rivals are worth showing down to this part of the threshold."""

HINT = 0.3
"""From this chance that an entry settles it on, a bare word in a private chat (“refund”) is asked whether it means that
entry. Whether an answer is wanted is no question there: it was said to us."""

LABEL = 60
"""Characters of a question on a button."""


class Confidence(StrEnum):
    """What the best entry is good for."""

    SURE = "sure"
    NEAR = "near"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found for a message, best first; for SURE the first is the answer, for NEAR all are suggestions."""

    confidence: Confidence
    findings: tuple[Finding, ...] = ()

    @property
    def best(self) -> Finding | None:
        """The likeliest entry, if any came near."""
        return self.findings[0] if self.findings else None


def judge(found: Sequence[Finding], settings: FaqSettings, *, private: bool = False) -> Verdict:
    """Weigh what was found against the two thresholds; in a private chat more questions are meant for Steward."""
    if found and found[0].is_sure(settings.max_wrong_answer_rate, private=private):
        return Verdict(confidence=Confidence.SURE, findings=tuple(found))
    if found and found[0].probability >= settings.suggest_from and settings.suggestions:
        worth = [one for one in found if one.probability >= settings.suggest_from / RIVALS]
        return Verdict(confidence=Confidence.NEAR, findings=tuple(worth[: settings.suggestions]))
    return Verdict(confidence=Confidence.UNSURE, findings=tuple(found))


def query_of(message: Message) -> str:
    """What was asked: the author's own words without the names of people."""
    text = message.text
    for mention in sorted(message.mentions, key=lambda one: one.start, reverse=True):
        text = text[: mention.start] + " " + text[mention.end :]
    return text.strip()


def asks(text: str) -> bool:
    """Whether words in a group are a question."""
    return looks_like_question(text, language_of(text))


def is_small_talk(text: str) -> bool:
    """Whether words in a private chat are too few to be a request, such as a greeting or thanks."""
    letters = [one for one in fold(text) if one.isalnum()]
    return len(letters) < (5 if language_of(text) == "zh" else 12)


def hinted(verdict: Verdict, text: str, most: int) -> tuple[Finding, ...]:
    """The entries that a bare word in a private chat may mean."""
    if verdict.confidence is Confidence.NEAR:
        return verdict.findings
    worth = [one for one in verdict.findings if one.settles >= HINT] if is_small_talk(text) else []
    return tuple(worth[:most])


def is_between_people(message: Message, author: str) -> bool:
    """Whether a message answers somebody else, so that Steward would talk over them."""
    reply = message.reply_to
    if reply is None or reply.voice is Voice.SELF:
        return False
    return reply.by is None or reply.by.id != author


def answer_text(entry: Entry, language: Language, zone: ZoneInfo, words: str = "") -> Text:
    """The answer (or `words` made of it) with its media, its source, and the day on which it was last changed."""
    spoken = entry.spoken(language)
    links = [f"[🖼 {_file_name(one)}](<{one}>)" for one in entry.media.get(spoken, ())]
    said = "\n\n".join([words or entry.answer(language), *(links and [" · ".join(links)])])
    day = entry.changed_at.astimezone(zone).date().isoformat() if entry.changed_at else ""
    args: dict[str, str | Markdown] = {"answer": Markdown(said), "date": day}
    if entry.source:
        return Text("faq.answer.sourced", {**args, "source": entry.source})
    return Text("faq.answer.plain", args)


def corrected_text(entry: Entry, language: Language, zone: ZoneInfo) -> Text:
    """The same, under an answer that used to say something else."""
    return Text("faq.answer.corrected", {"answer": answer_text(entry, language, zone)})


def _file_name(address: str) -> str:
    name = unquote(urlsplit(address).path.rpartition("/")[2])
    return re.sub(r"[\[\]()<>*_`\\]", "", name)[:LABEL] or urlsplit(address).netloc


def answer_buttons(entry: Entry, answer_id: str) -> tuple[tuple[Button, ...], ...]:
    """👍, 👎 and “a human” under an answer."""
    return (
        (
            Button(label=Text("faq.button.helpful"), kind="faq.helpful", id=answer_id),
            Button(label=Text("faq.button.unhelpful"), kind="faq.unhelpful", id=answer_id),
            human_button(entry.id),
        ),
    )


def human_button(topic: str = "general") -> Button:
    """“A human”: the support desk hears it."""
    return Button(label=Text("faq.button.human"), kind="support.human", id=topic)


def suggestion_buttons(
    findings: Sequence[Finding], language: Language, asker: PersonId
) -> tuple[tuple[Button, ...], ...]:
    """One row for each entry that may be meant; “none of these”, which is the asker's, and the way to a human."""
    rows = tuple(
        (Button(label=_short(one.entry.title(language)), kind="faq.show", id=one.entry.id),)
        for one in findings
    )
    return (*rows, (Button(label=Text("faq.button.none"), kind="faq.none", only=asker), human_button()))


def _short(title: str) -> str:
    return title if len(title) <= LABEL else title[: LABEL - 1] + "…"
