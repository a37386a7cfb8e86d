"""Rules are measured on labelled messages and rehearsed on history by the same path that judges for real."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from moderation.backtest import backtest
from moderation.breaches import Mode
from moderation.lab import evaluate, read_rules
from moderation.settings import ModerationSettings
from tests.moderation.desk import ANN, BO, MO, START, Desk

ROWS: list[dict[str, str | int]] = [
    {"text": "😀 guaranteed profit", "label": "spam", "id": 7},
    {"text": "crypto signals here", "label": "spam"},
    {"text": "come to the meeting", "label": "spam"},
    {"text": "good morning", "label": "ham"},
    {"text": "有人刷单返利被骗吗", "label": "ham"},
]
KEYS = {
    "messages",
    "precision",
    "recall",
    "f1",
    "false_positive_rate",
    "flagged_recall",
    "flagged_false_positive_rate",
    "messages_per_second",
    "train_seconds",
    "peak_rss_mb",
}


def test_figures_follow_their_definitions() -> None:
    figures = evaluate(ROWS).figures
    assert set(figures) == KEYS
    assert (figures["messages"], figures["precision"], figures["recall"]) == (5, 0.5, 0.3333)
    assert (figures["f1"], figures["false_positive_rate"]) == (0.4, 0.5)
    assert (figures["flagged_recall"], figures["flagged_false_positive_rate"]) == (0.6667, 0.5)


def test_decisions_keep_the_row_and_point_into_its_text() -> None:
    decided = [one.as_json() for one in evaluate(ROWS).decisions]
    assert [one["verdict"] for one in decided] == ["spam", "review", "ham", "ham", "spam"]
    assert decided[0]["id"] == 7
    for found in decided[0]["evidence"]:
        assert set(found) == {"rule", "start", "end", "view", "weight"}
    (listed,) = [one for one in decided[0]["evidence"] if one["rule"] == "words"]
    assert str(ROWS[0]["text"])[listed["start"] : listed["end"]] == "guaranteed profit"
    json.dumps(decided)


def test_messages_do_not_influence_each_other() -> None:
    rows = [{"text": "the same long sentence once more", "label": "ham"}] * 50
    assert {one.verdict for one in evaluate(rows).decisions} == {"ham"}


def test_nothing_to_judge_is_no_error() -> None:
    assert evaluate([]).figures["f1"] == 0.0


def test_a_rules_file_has_the_keys_of_the_section() -> None:
    assert read_rules('[rules.words]\nmode = "review"').rule_settings()["words"].mode is Mode.REVIEW
    assert (
        read_rules('[moderation.rules.words]\nmode = "review"').rule_settings()["words"].mode is Mode.REVIEW
    )
    with pytest.raises(ValueError, match="wrods"):
        read_rules('[rules.wrods]\nmode = "review"')


async def test_history_is_rehearsed_with_concentration_and_samples(desk: Desk) -> None:
    off = ModerationSettings.model_validate(
        {"rules": {"words": {"mode": "off"}, "solicitation": {"mode": "off"}}}
    )
    desk.moderation.settings = off
    for person, text in ((ANN, "guaranteed profit"), (ANN, "guaranteed roi"), (BO, "aimbot"), (BO, "hello")):
        await desk.says(person, text)
        desk.passes(minutes=30)
    report = backtest(
        ModerationSettings().rule_settings(), await desk.rows("moderation.history", since=START)
    )
    assert report["messages"] == 4
    words = report["rules"]["words"]
    assert (words["hits"], words["people"], words["on_staff"]) == (3, 2, 0)
    assert words["concentration"] == 0.6667
    assert words["samples"][0]["text"] == "guaranteed profit"


async def test_a_backtest_tells_trusted_overturned_and_what_would_change(desk: Desk) -> None:
    await desk.says(ANN, "guaranteed profit")
    assert await desk.commits(await desk.moderation.undo(desk.command(MO, "undo"), 1))
    for _ in range(4):
        desk.passes(hours=21)
        await desk.says(BO, f"good morning, it is {desk.clock.moment:%H}")
    desk.passes(hours=1)
    await desk.says(BO, "some lorem for everybody")
    rules = {"rules": {"words": {"forbidden": ["lorem"], "packs": []}, "solicitation": {"mode": "off"}}}
    report = await desk.moderation.rulings.backtest(ModerationSettings.model_validate(rules), START)
    words = report["rules"]["words"]
    assert (words["hits"], words["on_trusted"], words["overturned"]) == (1, 1, 0)
    harder, milder = report["difference"]["harder"], report["difference"]["milder"]
    assert [one["text"] for one in harder["samples"]] == ["some lorem for everybody"]
    assert [one["text"] for one in milder["samples"]] == ["guaranteed profit"]
    now = await desk.moderation.rulings.backtest(None, START)
    assert now["rules"]["words"]["overturned"] == 1
    assert "difference" not in now


def test_shipped_rules_find_spam_and_spare_ordinary_chat(shared: Callable[[str], Path]) -> None:
    gold = shared("data/moderation/gold/dev.jsonl").read_text(encoding="utf-8").splitlines()
    decided = [one.as_json() for one in evaluate([json.loads(line) for line in gold]).decisions]

    def shares(kind: str, *languages: str) -> tuple[float, float]:
        mine = [r["verdict"] for r in decided if r["kind"] == kind and r["language"] in languages]
        return mine.count("spam") / len(mine), 1 - mine.count("ham") / len(mine)

    for kind, languages, acted, flagged in (
        ("plain-spam", ("zh", "en"), 0.85, 0.95),
        ("evasive-spam", ("zh",), 0.65, 0.85),
        ("evasive-spam", ("en",), 0.7, 0.88),
    ):
        assert shares(kind, *languages) >= (acted, flagged)
        assert shares(kind, *languages)[1] >= flagged
    for kind, acted, flagged in (("benign", 0.005, 0.03), ("benign-trap", 0.02, 0.08)):
        assert shares(kind, "zh", "en")[0] <= acted
        assert shares(kind, "zh", "en")[1] <= flagged


def test_sentences_nothing_was_fitted_on_are_told_apart() -> None:
    path = Path(__file__).with_name("sentences.toml")
    for name, texts in tomllib.loads(path.read_text(encoding="utf-8")).items():
        figures = evaluate([{"text": text, "label": "spam"} for text in texts]).figures
        acted, flagged = float(figures["recall"] or 0), float(figures["flagged_recall"] or 0)
        if name.startswith("ham"):
            assert acted == 0
            assert flagged <= 0.1
        else:
            assert acted >= 0.65
            assert flagged >= 0.85


def test_shipped_rules_spare_questions(shared: Callable[[str], Path]) -> None:
    texts = []
    for path, key in (("data/faq/lcqmc/queries_dev.jsonl", "text"), ("data/faq/gold/queries.jsonl", "text")):
        texts += [json.loads(line)[key] for line in shared(path).read_text(encoding="utf-8").splitlines()]
    figures = evaluate([{"text": text, "label": "ham"} for text in texts]).figures
    assert float(figures["false_positive_rate"] or 0) <= 0.002
    assert float(figures["flagged_false_positive_rate"] or 0) <= 0.01
