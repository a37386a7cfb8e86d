"""Whether a message needs a human: named signals with weights, each shown with its reason (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from chat.people import Language
from language.company import longs_for_company
from language.concern import Concern, Reading, concern_of
from language.cues import (
    Cue,
    Role,
    Tone,
    asks_for_human,
    complaint_tone,
    cues_of,
    looks_like_question,
    stakes,
)
from language.greetings import seeks_company
from language.insults import is_mere_insult
from language.relief import RELIEF, is_relieved, only_thanks_relieve
from language.similar import gist, resembles
from support.references import may_name_an_order, order_in, references
from support.settings import TriageSettings
from support.tickets import Priority
from support.wanting import asks_or_lacks

ALIKE = 0.8
"""Resemblance from which two messages of one person ask the same."""

LOUD = 0.65
"""Complaint tone from which the words alone leave little doubt."""

_LETTER = re.compile(r"[^\W_]")
_CLAIM = re.compile(
    r"[$¥€£]\s?\d|\d\s*(?:块|元|刀|美元|dollars?|euros?|bucks)"
    r"|(?:\d+|[一二两三四五六七八九十半]+)\s*(?:千|百|万)?\s*(?:天|周|个?星期|个?月|小时|块|元|days?|weeks?|months?|hours?)"
    r"|到现在|至今|上周|上个?月|昨天|前天|\bago\b|\byesterday\b|\blast (?:week|month)\b|\bsince\b"
    r"|还给我|给我退|退给我|\bplease\b|\bi (?:want|need)\b",
    re.IGNORECASE,
)
"""How long, how much, or to be paid back: what somebody adds who has a claim and no mere question."""

_ATTEMPT = re.compile(
    r"\btried (?:it|that|this|them|all|everything|again|twice|\w+ times)\b|\bdid (?:exactly |just )?(?:what|as) "
    r"|\bfollowed (?:your|the|those|these|all|every)\b"
    r"|\b(?:answer|that|this|it|link|steps?|guide|fix) (?:did|does)(?:n['’]?t| not) (?:help|work|fix|solve)"
    r"|[按照]着?(?:你|您|上面|机器人|教程|步骤|说的|回答)|试了.{0,8}(?:还是|也|都|没)|(?:都|也|已经)试过|试过了.{0,6}(?:还|也|没|不)"
    r"|(?:回答|方法|办法|答案|步骤|教程).{0,4}(?:没用|没有用|不行|不管用|没解决)",
    re.IGNORECASE,
)
"""What was answered has been tried."""

_SENTENCE = re.compile(r"[.!?](?=\s)|[。！？\n]")

_TELLING = (Role.HUMAN, Role.STAKE)
"""Roles of cues that speak for a human however calmly they are said."""
_GRAVE = {Concern.SAFETY: "safety", Concern.MONEY: "money"}
_TOLD = frozenset((Concern.HUMAN, *_GRAVE))
"""Concerns that have a signal of their own."""

_FORMAL = re.compile(
    r"(?<![不别])(?:我?要|想|去)投诉|投诉你|\b(?:file|filing|make|making|lodge|raise) (?:a|an official) complaint",
    re.IGNORECASE,
)
_FORMAL_WORDS = ("投诉", "complaint")


class Sign(StrEnum):
    """What can speak for a human; the word of `support.signal.<sign>`."""

    EXPLICIT = "explicit"
    MONEY = "money"
    LEGAL = "legal"
    SAFETY = "safety"
    ORDER = "order"
    COMPLAINT = "complaint"
    DISPLEASED = "displeased"
    REPEATED = "repeated"
    SEVERAL = "several"
    UNANSWERED = "unanswered"
    DOUBT = "doubt"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One signal: what it weighs and where it stands in the text (code points; None = in earlier messages)."""

    signal: Sign
    weight: float
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The sum of the signals; `escalates` when it reaches the threshold."""

    score: float = 0.0
    reasons: tuple[Reason, ...] = ()
    escalates: bool = False
    priority: Priority = Priority.ORDINARY


CALM = Verdict()


def with_reasons(verdict: Verdict, more: Sequence[Reason], weights: TriageSettings) -> Verdict:
    """The same, with what is known beside the words."""
    return _summed((*verdict.reasons, *more), weights) if more else verdict


def judge(
    text: str, language: Language | None, earlier: Sequence[str] = (), settings: TriageSettings | None = None
) -> Verdict:
    """The verdict on a message, `earlier` being what the same person said before (oldest first)."""
    weights = settings or TriageSettings()
    if next(islice(_LETTER.finditer(text), weights.shortest - 1, None), None) is None and "?" not in text:
        return CALM
    if is_mere_insult(text):
        return CALM
    reading, said = concern_of(text, language), tuple(one for one in earlier if one.strip())
    if _says_nothing(text, language, reading, weights):
        heard = _Heard(reading=reading, tone=Tone(score=0.0), relieved=False, earlier=said)
        return _summed(_repeated(text, language, heard, weights), weights) if said else CALM
    tone = complaint_tone(text, language)
    heard = _Heard(reading=reading, tone=tone, relieved=is_relieved(tone), earlier=said)
    reasons = (
        *_explicit(text, language, heard, weights),
        *_at_stake(text, language, heard, weights),
        *_order(text, weights),
        *_complaint(text, language, heard, weights),
        *_attempt(text, heard, weights),
        *_repeated(text, language, heard, weights),
    )
    return _summed(reasons, weights)


def _summed(found: Iterable[Reason], weights: TriageSettings) -> Verdict:
    reasons = tuple(found)
    score = round(sum(reason.weight for reason in reasons), 4)
    return Verdict(
        score=score,
        reasons=reasons,
        escalates=score >= weights.threshold,
        priority=_priority(reasons, weights),
    )


def _says_nothing(text: str, language: Language | None, reading: Reading, weights: TriageSettings) -> bool:
    """Whether nothing below can find a reason: no telling cue, no number, no word of complaint, and little trouble."""
    return (
        reading.trouble < min(weights.sure, weights.likely, weights.felt) / 2
        and not may_name_an_order(text)
        and not any(words.role in _TELLING for words, _ in cues_of(text, language))
        and asks_for_human(text, language) is None
        and not any(word in text.lower() for word in _FORMAL_WORDS)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """What a message sounds like, and what its author said before."""

    reading: Reading
    tone: Tone
    relieved: bool
    """Laughter, praise, somebody else's trouble, a trouble that is over."""
    earlier: tuple[str, ...]

    def is_own(self, chance: float) -> bool:
        """Whether it is likely enough that the author is in trouble; more is asked where there is relief."""
        return self.reading.trouble >= (chance + 1) / 2 if self.relieved else self.reading.trouble >= chance


def _explicit(
    text: str, language: Language | None, heard: _Heard, weights: TriageSettings
) -> Iterable[Reason]:
    """Words that call, unless what stands around them is as calm as a quotation or a joke, or longs for company."""
    found = asks_for_human(text, language)
    alone = found is not None and (found.start, found.end) == (0, len(text))
    if not alone and (heard.reading.trouble < weights.felt / 4 or (found and longs_for_company(text))):
        found = None
    if found and (not heard.relieved or heard.is_own(weights.likely) or only_thanks_relieve(text, language)):
        yield Reason(signal=Sign.EXPLICIT, weight=weights.explicit, span=(found.start, found.end))
    elif (
        heard.reading.gravest is Concern.HUMAN
        and heard.is_own(weights.likely)
        and (heard.is_own(weights.sure) or not seeks_company(text))
    ):
        yield Reason(signal=Sign.EXPLICIT, weight=weights.explicit, span=(0, len(text)))


def _at_stake(
    text: str, language: Language | None, heard: _Heard, weights: TriageSettings
) -> Iterable[Reason]:
    """The gravest stake, at full weight only with a sign that it is the member's own trouble."""
    found = {signal.cue: signal for signal in stakes(text, language)}
    cue = next((cue for cue in (Cue.SAFETY, Cue.LEGAL, Cue.MONEY) if cue in found), None)
    if cue is None:
        grave = _GRAVE.get(heard.reading.gravest)
        if grave and heard.is_own(weights.sure):
            yield Reason(signal=Sign(grave), weight=weights.grave, span=(0, len(text)))
        return
    signal = found[cue]
    is_bare_topic = cue is Cue.MONEY and (signal.start, signal.end) == (0, len(text))
    own = (
        heard.is_own(weights.sure if is_bare_topic else weights.felt)
        or (bool(_CLAIM.search(text)) and heard.is_own(weights.felt / 2))
        or (not heard.relieved and _is_told(text, signal.start, language, weights))
    )
    weight = weights.grave if own else weights.mentioned
    yield Reason(signal=Sign(cue.value), weight=weight, span=(signal.start, signal.end))


def _is_told(text: str, place: int, language: Language | None, weights: TriageSettings) -> bool:
    """Whether the sentence around a place tells by itself of the member's own trouble: a calm question beside it (“how
    do I reach a human?”) takes nothing from it.
    """
    ends = [0, *(found.end() for found in _SENTENCE.finditer(text)), len(text)]
    begin = max(end for end in ends if end <= place)
    end = min(end for end in ends if end > place)
    alone = text[begin:end].strip()
    return alone != text.strip() and concern_of(alone, language).trouble >= weights.felt


def _order(text: str, weights: TriageSettings) -> Iterable[Reason]:
    span = order_in(text)
    if span:
        yield Reason(signal=Sign.ORDER, weight=weights.order, span=span)


def _complaint(
    text: str, language: Language | None, heard: _Heard, weights: TriageSettings
) -> Iterable[Reason]:
    """A complaint, or a displeased word; shown where the strongest cue stands, else in the whole message."""
    told = weights.likely if heard.reading.gravest is Concern.HUMAN else weights.sure
    formal = _FORMAL.search(text) if any(word in text.lower() for word in _FORMAL_WORDS) else None
    if formal and (
        heard.is_own(weights.felt / 2) or not (heard.relieved or looks_like_question(text, language))
    ):
        yield Reason(signal=Sign.COMPLAINT, weight=weights.complaint, span=formal.span())
    elif heard.reading.gravest in _TOLD and heard.is_own(told):
        return
    elif heard.is_own(weights.sure) or (heard.tone.score >= LOUD and heard.is_own(weights.likely / 2)):
        yield Reason(signal=Sign.COMPLAINT, weight=weights.complaint, span=_strongest(text, heard.tone))
    elif heard.is_own(weights.likely):
        yield Reason(signal=Sign.DISPLEASED, weight=weights.displeased, span=_strongest(text, heard.tone))


def _attempt(text: str, heard: _Heard, weights: TriageSettings) -> Iterable[Reason]:
    """Doubt after an attempt: what was answered has been tried, and the trouble is still there."""
    found = _ATTEMPT.search(text) if heard.is_own(weights.felt) else None
    if found:
        yield Reason(signal=Sign.DOUBT, weight=weights.doubt, span=found.span())


def _strongest(text: str, tone: Tone) -> tuple[int, int]:
    spoke = [signal for signal in tone.signals if signal.cue not in RELIEF]
    if not spoke:
        return 0, len(text)
    found = max(spoke, key=lambda signal: signal.weight)
    return found.start, found.end


def _repeated(
    text: str, language: Language | None, heard: _Heard, weights: TriageSettings
) -> Iterable[Reason]:
    """Asked before in nearly the same words (each time weighs, twice at most), or displeased before and still; what
    asks for nothing, lacks nothing and tells of no trouble may be said again: a greeting, a check-in, small talk.
    """
    if not heard.earlier:
        return
    asked, numbers = gist(text), references(text)
    told = heard.is_own(weights.likely) or heard.tone.score > 0 or asks_or_lacks(text)
    wants = (told and heard.is_own(weights.felt / 2)) or looks_like_question(text, language)
    times = sum(
        (wants and resembles(asked, gist(before), ALIKE)) or not numbers.isdisjoint(references(before))
        for before in heard.earlier
    )
    still = heard.is_own(weights.likely) and any(
        concern_of(before, language).trouble >= weights.likely for before in heard.earlier
    )
    if times or still:
        yield Reason(signal=Sign.REPEATED, weight=round(weights.repeated * max(1, min(2, times)), 4))


def _priority(reasons: Sequence[Reason], weights: TriageSettings) -> Priority:
    grave = {reason.signal for reason in reasons if reason.weight >= weights.grave}
    if Sign.SAFETY in grave:
        return Priority.SAFETY
    if grave & {Sign.LEGAL, Sign.MONEY}:
        return Priority.MONEY
    return Priority.COMPLAINT if grave & {Sign.EXPLICIT, Sign.COMPLAINT} else Priority.ORDINARY
