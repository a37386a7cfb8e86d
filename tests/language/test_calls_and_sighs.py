"""Calls for the staff, sighs for company, talk of people and bots, and troubles: sentences that no lesson says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chat.people import Language
from language.company import longs_for_company
from language.lanes import language_of
from language.lessons import lessons
from language.similar import gist
from language.teach import MOST
from support.triage import judge
from tests.conftest import count

HERE = Path(__file__).parent
OURS, OTHERS = "calls_and_sighs.jsonl", "other_voices.jsonl"
"""The second: insulting, elderly, Cantonese and traditional, mixed, misspelt, spoken and overly polite voices, of whose
sentences the other half is taught.
"""
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def said(language: Language, kind: str, file: str = OURS) -> list[str]:
    """The sentences of a kind: `call`, `sigh`, `talk` or `trouble`."""
    rows = map(json.loads, HERE.joinpath(file).read_text(encoding="utf-8").splitlines())
    return [row["text"] for row in rows if (row["language"], row["kind"]) == (language, kind)]


def opens(texts: list[str]) -> float:
    """The share of them that opens a ticket."""
    return sum(judge(one, language_of(one)).escalates for one in texts) / len(texts)


@pytest.mark.parametrize("file", [OURS, OTHERS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_none_of_them_is_a_lesson(language: Language, file: str) -> None:
    taught = {gist(lesson.text).letters for lesson in lessons(language, most=count(MOST, 400))}
    kinds = ("call", "sigh", "talk", "trouble")
    assert not [one for kind in kinds for one in said(language, kind, file) if gist(one).letters in taught]


@pytest.mark.parametrize(("language", "least"), [("zh", 0.7), ("en", 0.8)])
def test_calls_open_tickets(language: Language, least: float) -> None:
    assert opens(said(language, "call")) >= least


@pytest.mark.parametrize("language", LANGUAGES)
def test_sighs_open_none_and_are_mostly_known(language: Language) -> None:
    sighs = said(language, "sigh")
    assert opens(sighs) <= 0.05
    assert sum(map(longs_for_company, sighs)) >= 0.5 * len(sighs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_talk_of_people_and_bots_opens_hardly_any(language: Language) -> None:
    assert opens(said(language, "talk")) <= 0.1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_trouble_is_taken_for_a_sigh(language: Language) -> None:
    assert not [one for kind in ("call", "trouble") for one in said(language, kind) if longs_for_company(one)]


@pytest.mark.parametrize(("language", "least"), [("zh", 0.78), ("en", 0.7)])
def test_calls_in_other_voices_open_tickets_and_troubles_as_well(language: Language, least: float) -> None:
    assert opens(said(language, "call", OTHERS)) >= least
    assert opens(said(language, "trouble", OTHERS)) >= 0.7


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_voices_that_call_nobody_open_hardly_any(language: Language) -> None:
    sighs, talk = said(language, "sigh", OTHERS), said(language, "talk", OTHERS)
    assert opens(sighs) <= 0.05
    assert sum(map(longs_for_company, sighs)) >= 0.5 * len(sighs)
    assert opens(talk) <= 0.1
    others = [one for kind in ("call", "trouble") for one in said(language, kind, OTHERS)]
    assert sum(map(longs_for_company, others)) <= 0.05 * len(others)
