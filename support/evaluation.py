"""Measures triage on labelled messages, as `steward support triage` prints it (pure)."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict, cast

from chat.errors import Unusable
from chat.people import Language
from chat.text import Text
from language.lanes import language_of
from support.settings import TriageSettings
from support.triage import Verdict, judge


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

    A row without a label counts as calm, unless no row has one: then there are no rates.

    `milliseconds` is a steadily growing clock. Raises Unusable naming the first row that is.
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
    known = any(label is not None for label in labels)
    pairs = [(one.escalates, bool(label)) for one, label in zip(verdicts, labels, strict=True) if known]
    summary: dict[str, int | float | None] = {"messages": len(messages), **_scores(pairs)}
    summary["p50_ms"] = round(statistics.median(times), 4) if times else None
    return Report(
        summary=summary,
        decisions=tuple(_row(message, one) for message, one in zip(messages, verdicts, strict=True)),
    )


def _usable(index: int, row: Mapping[str, object]) -> TriageRow:
    context = row.get("context")
    if not isinstance(row.get("text"), str):
        raise Unusable(Text("support.row.text", {"row": index}))
    if context is not None and not (
        isinstance(context, Sequence)
        and not isinstance(context, str)
        and all(isinstance(one, str) for one in context)
    ):
        raise Unusable(Text("support.row.context", {"row": index}))
    if not isinstance(row.get("escalate"), bool | None):
        raise Unusable(Text("support.row.escalate", {"row": index}))
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
