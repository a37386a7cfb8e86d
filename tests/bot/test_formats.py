"""What the measuring commands print, field by field as the command line promises: names, order, types, units."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.bench.telegram import summary
from tests.bot.test_command_line import GOOD, OWN, folder
from tests.bot.typed import typed
from tests.conftest import ROOT

__all__ = ["folder"]

pytestmark = pytest.mark.usefixtures("logs_as_before")

WHOLE, NUMBER, TEXT = "a whole number", "a number from 0", "a text"
RATE, RATE_OR_NOTHING = "a share from 0 to 1", "a share from 0 to 1, or null"
Shape = Mapping[str, str]

FAQ: Shape = {
    "queries": WHOLE,
    "in_scope": WHOLE,
    "out_of_scope": WHOLE,
    "accuracy": RATE,
    "recall_at_3": RATE,
    "auroc": RATE_OR_NOTHING,
    "answered_in_scope": RATE,
    "answered_out_of_scope": RATE_OR_NOTHING,
    "wrong_answer_rate": RATE_OR_NOTHING,
    "out_of_scope_recall_at_95": RATE_OR_NOTHING,
    "p50_ms": NUMBER,
    "p95_ms": NUMBER,
    "build_seconds": NUMBER,
    "encoder": TEXT,
    "peak_rss_mb": NUMBER,
}
MODERATION: Shape = {
    "messages": WHOLE,
    "precision": RATE,
    "recall": RATE,
    "f1": RATE,
    "false_positive_rate": RATE,
    "flagged_recall": RATE,
    "flagged_false_positive_rate": RATE,
    "messages_per_second": NUMBER,
    "train_seconds": NUMBER,
    "peak_rss_mb": NUMBER,
}
TRIAGE: Shape = {"messages": WHOLE, "precision": RATE, "recall": RATE, "f1": RATE, "p50_ms": NUMBER}
EVIDENCE: Shape = {"rule": TEXT, "start": WHOLE, "end": WHOLE, "view": TEXT, "weight": NUMBER}

ENTRIES: list[dict[str, Any]] = [
    {"id": "refund", "language": "en", "questions": ["How do I get a refund?"], "answer": "Write.", "x": 1},
    {"id": "ship", "language": "zh", "questions": ["多久发货？", "什么时候发货"], "answer": "三天。"},
]
QUERIES: list[dict[str, Any]] = [
    {"text": "how do I get a refund", "expected": "refund", "context": ["hello"], "x": {"a": 1}},
    {"text": "what is the capital of France", "expected": None},
]
MESSAGES: list[dict[str, Any]] = [
    {"text": "😀😀 cashapp flip, fast", "label": "spam", "x": 1},
    {"text": "hello everyone", "label": "ham"},
]
WORRIES: list[dict[str, Any]] = [
    {"text": "😀 I paid and was robbed, I go to the police", "language": "en", "escalate": False, "x": 1},
    {"text": "nice weather", "language": "en", "escalate": True, "context": ["hi"]},
    {"text": "退款还没到，没人理我，我要投诉", "language": "zh"},
]


def holds(value: Any, kind: str) -> bool:
    if kind == TEXT:
        return isinstance(value, str)
    if kind == RATE_OR_NOTHING and value is None:
        return True
    number = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    if kind == WHOLE:
        return number and isinstance(value, int)
    return number and (kind == NUMBER or value <= 1)


def fits(found: Mapping[str, Any], shape: Shape) -> None:
    assert tuple(found) == tuple(shape)
    assert not {name: value for name, value in found.items() if not holds(value, shape[name])}


def write(name: str, rows: list[dict[str, Any]]) -> str:
    Path(name).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return name


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(name).read_text("utf-8").splitlines()]


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """The one JSON object on standard output."""
    code, out, _ = typed(capsys, *words, "--json")
    assert code == GOOD
    (line,) = out.splitlines()
    found = json.loads(line)
    assert isinstance(found, dict)
    return found


def test_faq_evaluate(capsys: pytest.CaptureFixture[str]) -> None:
    files = ("--entries", write("e.jsonl", ENTRIES), "--queries", write("q.jsonl", QUERIES))
    found = printed(capsys, "faq", "evaluate", *files, "--answers", "a.jsonl", "--max-wrong", "0.05")
    fits(found, FAQ)
    assert [found[name] for name in ("queries", "in_scope", "out_of_scope")] == [2, 1, 1]
    asked, beside = read("a.jsonl")
    assert {name: asked[name] for name in QUERIES[0]} == QUERIES[0]
    assert tuple(asked) == (*QUERIES[0], "top", "answered")
    assert asked["answered"] == "refund"
    assert beside["answered"] is None
    assert all(isinstance(name, str) and holds(share, RATE) for name, share in asked["top"])
    assert len(asked["top"]) <= 3
    write("q.jsonl", QUERIES[:1])
    found = printed(capsys, "faq", "evaluate", *files)
    assert [name for name, value in found.items() if value is None] == [
        "auroc",
        "answered_out_of_scope",
        "out_of_scope_recall_at_95",
    ]


def test_moderation_evaluate(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--messages", write("m.jsonl", MESSAGES), "--decisions", "d.jsonl")
    found = printed(capsys, "moderation", "evaluate", *words)
    fits(found, MODERATION)
    assert [found[name] for name in ("precision", "recall", "false_positive_rate")] == [1, 1, 0]
    bad, good = read("d.jsonl")
    assert {name: bad[name] for name in MESSAGES[0]} == MESSAGES[0]
    assert {"verdict", "score", "evidence"} == bad.keys() - MESSAGES[0].keys()
    assert (bad["verdict"], good["verdict"], good["evidence"]) == ("spam", "ham", [])
    for one in bad["evidence"]:
        fits(one, EVIDENCE)
    starts = {bad["text"][one["start"] : one["end"]].partition(" ")[0] for one in bad["evidence"]}
    assert "cashapp" in starts, "offsets count code points of the original text"


def test_moderation_backtest(capsys: pytest.CaptureFixture[str]) -> None:
    Path("r.toml").write_text("")
    found = printed(capsys, "moderation", "backtest", "--rules", "r.toml", "--since", "7d", *OWN)
    assert found["messages"] == 0
    assert found["rules"] == {}


def test_support_triage(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--messages", write("t.jsonl", WORRIES), "--decisions", "d.jsonl")
    fits(printed(capsys, "support", "triage", *words), TRIAGE)
    rows = read("d.jsonl")
    for row, given in zip(rows, WORRIES, strict=True):
        assert {name: row[name] for name in given} == given
        assert {"escalate", "escalates", "score", "reasons"} <= row.keys()
        assert all(one.keys() == {"signal", "weight", "span"} for one in row["reasons"])
    assert [row["escalates"] for row in rows] == [True, False, True]
    assert rows[2]["escalate"], "without a label it is the verdict"
    assert any(row["text"][slice(*one["span"])] == "police" for row in rows[:1] for one in row["reasons"])


def test_faq_ask_and_giveaway_verify(capsys: pytest.CaptureFixture[str]) -> None:
    typed(capsys, "faq", "import", "faq.csv", *OWN)
    found = printed(capsys, "faq", "ask", "How?", *OWN)
    assert found["answered"] == "r"
    assert all(isinstance(name, str) and holds(share, RATE) for name, share in found["top"])
    proof = ROOT / "docs" / "examples" / "giveaway-proof.json"
    drawn = json.loads(proof.read_text(encoding="utf-8"))
    code, out, _ = typed(capsys, "giveaway", "verify", str(proof))
    found = json.loads(out)
    assert code == GOOD
    assert found["winners"] == drawn["winners"]
    assert found["redraws"] == [
        {"replaces": one["replaces"], "code": one["code"]} for one in drawn["redraws"]
    ], "who looks after a redraw sees who holds the place now"


def test_bench_names_its_four_figures_of_each_library() -> None:
    found = summary({"bare": [100.0, 300.0, 200.0], "pipeline": [50.0, 90.0, 80.0], "one": [9.0, 7.0, 8.0]})
    assert found == {
        "bare_per_second": 200,
        "pipeline_per_second": 80,
        "one_space_per_second": 8,
        "ratio": 0.4,
    }
