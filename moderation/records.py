"""The record of a decision: everything that led to it, as plain data that can be replayed bit for bit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from language.utf16 import utf16_span
from moderation.breaches import Judgement
from moderation.rule import RuleSettings

_LENGTH = 16
_SHIPPED = ("lexicon/zh.toml", "lexicon/en.toml", "lexicon/model.tsv", "lexicon/sounds.tsv", "packs.toml")


@cache
def _shipped_hash() -> str:
    digest = hashlib.sha256()
    for name in _SHIPPED:
        digest.update(files("moderation").joinpath(name).read_bytes())
    return digest.hexdigest()


def version_of(settings: Mapping[str, RuleSettings]) -> str:
    """The name of a set of rules: the same for the same settings over the same shipped lists only."""
    table = {name: one.model_dump(mode="json") for name, one in sorted(settings.items())}
    canonical = json.dumps(table, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{_shipped_hash()}\n{canonical}".encode()).hexdigest()[:_LENGTH]


def record(judgement: Judgement, text: str, version: str) -> dict[str, Any]:
    """What was decided about a text and why: spans in code points and as (offset, length) in UTF-16 units."""
    return {
        "version": version,
        "verdict": judgement.mode.value,
        "breaches": [
            {
                "rule": breach.rule,
                "severity": breach.severity.value,
                "mode": breach.mode.value,
                "score": breach.score,
                "signals": [
                    {
                        "signal": one.signal,
                        "view": one.view.value,
                        "term": one.term,
                        "share": one.weight,
                        "span": [one.start, one.end],
                        "utf16": [*utf16_span(text, one.start, one.end)],
                    }
                    for one in breach.evidence
                ],
            }
            for breach in judgement.breaches
        ],
    }
