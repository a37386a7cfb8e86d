"""Whether a message needs a human: named signals with weights, each shown with its reason (pure)."""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict, cast

from chat.people import Language
from language.cues import Cue, Tone, asks_for_human, complaint_tone, looks_like_question, stakes
from language.lanes import language_of
from language.similar import gist, resemblance
from support.settings import TriageSettings
from support.tickets import Priority

ALIKE = 0.8
"""Resemblance from which two messages of one person ask the same."""

FELT = 0.3
"""Complaint tone from which a cue counts as trouble of one's own; laughter and 隔壁 push it below."""

_ORDER = re.compile(
    r"(?<![\w.])(?=\w*\d{6})[A-Za-z]{0,4}[-_#]?\d\w{6,24}(?![\w.])|订单号?\s*[:：#]?\s*\w*\d{4,}"
)
_OWN = re.compile(r"我|咱|俺|\b(?:i|i'm|i've|my|me|mine|we|our|us)\b", re.IGNORECASE)
_CLAIM = re.compile(
    r"[$¥€£]\s?\d|\d\s*(?:块|元|刀|美元|dollars?|euros?|bucks)"
    r"|(?:\d+|[一二两三四五六七八九十半]+)\s*(?:千|百|万)?\s*(?:天|周|个?星期|个?月|小时|块|元|days?|weeks?|months?|hours?)"
    r"|到现在|至今|上周|上个?月|昨天|前天|\bago\b|\byesterday\b|\blast (?:week|month)\b|\bsince\b"
    r"|还给我|给我退|退给我|\bplease\b|\bi (?:want|need)\b",
    re.IGNORECASE,
)
"""How long, how much, or to be paid back: what somebody adds who has a claim and no mere question."""

_TROUBLE = frozenset((Cue.IGNORED, Cue.WAITING, Cue.AGAIN, Cue.BROKEN, Cue.ANGER, Cue.DEMAND))
_RELIEF = frozenset((Cue.JOKING, Cue.SETTLED, Cue.PRAISE, Cue.ELSEWHERE))
_FORMAL = re.compile(
    r"(?<![不别])(?:我?要|想|去)投诉|投诉你|\b(?:file|filing|make|making|lodge|raise) (?:a|an official) complaint",
    re.IGNORECASE,
)


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


def judge(
    text: str, language: Language | None, earlier: Sequence[str] = (), settings: TriageSettings | None = None
) -> Verdict:
    """The verdict on a message, `earlier` being what the same person said before (oldest first)."""
    weights = settings or TriageSettings()
    if sum(character.isalnum() for character in text[:200]) < weights.shortest and "?" not in text:
        return CALM
    tone = complaint_tone(text, language)
    reasons = [
        *_explicit(text, language, weights),
        *_at_stake(text, language, tone, weights),
        *_order(text, weights),
        *_tone(text, tone, weights),
        *_repeated(text, language, tone, earlier, weights),
    ]
    score = round(sum(reason.weight for reason in reasons), 4)
    return Verdict(
        score=score,
        reasons=tuple(reasons),
        escalates=score >= weights.threshold,
        priority=_priority(reasons, weights),
    )


def _explicit(text: str, language: Language | None, weights: TriageSettings) -> Iterable[Reason]:
    found = asks_for_human(text, language)
    if found:
        yield Reason(signal=Sign.EXPLICIT, weight=weights.explicit, span=(found.start, found.end))


def _at_stake(text: str, language: Language | None, tone: Tone, weights: TriageSettings) -> Iterable[Reason]:
    """The gravest stake, at full weight only with a sign that it is the member's own trouble."""
    found = {signal.cue: signal for signal in stakes(text, language)}
    cue = next((cue for cue in (Cue.SAFETY, Cue.LEGAL, Cue.MONEY) if cue in found), None)
    if cue is None:
        return
    own = _troubled(tone) or _ORDER.search(text) or _speaks_of_self(cue, text, language, tone)
    signal = found[cue]
    weight = weights.grave if own else weights.mentioned
    yield Reason(signal=Sign(cue.value), weight=weight, span=(signal.start, signal.end))


def _troubled(tone: Tone) -> bool:
    return tone.score >= FELT and any(signal.cue in _TROUBLE for signal in tone.signals)


def _speaks_of_self(cue: Cue, text: str, language: Language | None, tone: Tone) -> bool:
    """Whether somebody at risk speaks, rather than somebody who asks or chats about it."""
    if any(signal.cue in _RELIEF for signal in tone.signals) or not (_OWN.search(text) or cue is Cue.MONEY):
        return False
    if cue is Cue.SAFETY:
        return True
    if looks_like_question(text, language):
        return False
    return cue is Cue.LEGAL or bool(_CLAIM.search(text))


def _order(text: str, weights: TriageSettings) -> Iterable[Reason]:
    found = _ORDER.search(text)
    if found:
        yield Reason(signal=Sign.ORDER, weight=weights.order, span=found.span())


def _tone(text: str, tone: Tone, weights: TriageSettings) -> Iterable[Reason]:
    formal = _FORMAL.search(text)
    if formal and tone.score >= FELT:
        yield Reason(signal=Sign.COMPLAINT, weight=weights.complaint, span=formal.span())
        return
    if tone.score < weights.likely:
        return
    strongest = max(tone.signals, key=lambda signal: signal.weight)
    span = (strongest.start, strongest.end)
    ignored = any(signal.cue is Cue.IGNORED and tone.score >= signal.weight for signal in tone.signals)
    if ignored or tone.score >= weights.sure:
        yield Reason(signal=Sign.COMPLAINT, weight=weights.complaint, span=span)
    else:
        yield Reason(signal=Sign.DISPLEASED, weight=weights.displeased, span=span)


def _repeated(
    text: str, language: Language | None, tone: Tone, earlier: Sequence[str], weights: TriageSettings
) -> Iterable[Reason]:
    """Asked before in nearly the same words, or displeased before and displeased still."""
    if not earlier:
        return
    asked = gist(text)
    again = any(resemblance(asked, gist(before)) >= ALIKE for before in earlier if before.strip())
    still = tone.score >= weights.likely and any(
        complaint_tone(before, language).score >= weights.likely for before in earlier
    )
    if again or still:
        yield Reason(signal=Sign.REPEATED, weight=weights.repeated)


def _priority(reasons: Sequence[Reason], weights: TriageSettings) -> Priority:
    grave = {reason.signal for reason in reasons if reason.weight >= weights.grave}
    if Sign.SAFETY in grave:
        return Priority.SAFETY
    if grave & {Sign.LEGAL, Sign.MONEY}:
        return Priority.MONEY
    return Priority.COMPLAINT if grave & {Sign.EXPLICIT, Sign.COMPLAINT} else Priority.ORDINARY


def kept_reasons(verdict: Verdict) -> str:
    """The reasons as a ticket keeps them (JSON)."""
    return json.dumps([{"signal": one.signal.value, "weight": one.weight} for one in verdict.reasons])


def read_reasons(kept: str) -> tuple[Reason, ...]:
    """The reasons that a ticket kept."""
    return tuple(Reason(signal=Sign(one["signal"]), weight=one["weight"]) for one in json.loads(kept))


class TriageRow(TypedDict, total=False):
    """A labelled message of `steward support triage`; further keys are carried along."""

    text: str
    language: str
    context: Sequence[str]
    escalate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What `steward support triage` prints, and a row with its reasons for each message."""

    summary: Mapping[str, int | float | None]
    decisions: tuple[Mapping[str, object], ...]


def evaluate(
    rows: Iterable[Mapping[str, object]],
    *,
    milliseconds: Callable[[], float],
    settings: TriageSettings | None = None,
) -> Report:
    """Judge labelled messages with the shipped weights; labels are read after all verdicts stand.

    `milliseconds` is a steadily growing clock. Raises ValueError naming the first row that is unusable.
    """
    messages = [_usable(index, row) for index, row in enumerate(rows, 1)]
    verdicts: list[Verdict] = []
    times: list[float] = []
    for message in messages:
        begun = milliseconds()
        language = _language(message)
        verdicts.append(judge(message["text"], language, message.get("context") or (), settings))
        times.append(milliseconds() - begun)
    labels = [message.get("escalate") for message in messages]
    pairs = [(one.escalates, label) for one, label in zip(verdicts, labels, strict=True) if label is not None]
    summary: dict[str, int | float | None] = {"messages": len(messages), **_scores(pairs)}
    summary["p50_ms"] = round(statistics.median(times), 4) if times else None
    return Report(
        summary=summary,
        decisions=tuple(_row(message, one) for message, one in zip(messages, verdicts, strict=True)),
    )


def _usable(index: int, row: Mapping[str, object]) -> TriageRow:
    context = row.get("context")
    if not isinstance(row.get("text"), str):
        raise ValueError(f"row {index}: text is missing or no string")
    if context is not None and not (
        isinstance(context, Sequence)
        and not isinstance(context, str)
        and all(isinstance(one, str) for one in context)
    ):
        raise ValueError(f"row {index}: context is no list of strings")
    if not isinstance(row.get("escalate"), bool | None):
        raise ValueError(f"row {index}: escalate is neither true nor false")
    return cast(TriageRow, dict(row))


def _language(message: TriageRow) -> Language | None:
    match message.get("language"):
        case "zh":
            return "zh"
        case "en":
            return "en"
    return language_of(message["text"])


def _scores(pairs: Sequence[tuple[bool, bool]]) -> dict[str, float | None]:
    right = sum(said and label for said, label in pairs)
    said, labelled = sum(said for said, _ in pairs), sum(label for _, label in pairs)
    precision = right / said if said else None
    recall = right / labelled if labelled else None
    f1 = 2 * right / (said + labelled) if said + labelled else None
    return {
        name: None if value is None else round(value, 4)
        for name, value in (("precision", precision), ("recall", recall), ("f1", f1))
    }


def _row(message: TriageRow, verdict: Verdict) -> Mapping[str, object]:
    return {
        "escalate": verdict.escalates,
        **message,
        "escalates": verdict.escalates,
        "score": verdict.score,
        "reasons": [
            {"signal": one.signal.value, "weight": one.weight, "span": list(one.span) if one.span else None}
            for one in verdict.reasons
        ],
    }
