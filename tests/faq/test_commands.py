"""`steward faq …` as people call it: files in, one JSON object out, exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.faq_desk import import_faq
from bot.offline import opened

CSV = """id,language,question,answer
pay,en,how do I pay?,By card.
pay,zh,怎么付款？,刷卡。
ship,en,when will it ship?,Soon.
"""


@pytest.fixture
def config(tmp_path: Path) -> str:
    path = tmp_path / "config.toml"
    path.write_text('[store]\nurl = "sqlite:///steward.db"\n')
    return str(path)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def only_json(out: str) -> Any:
    return json.loads(out.strip().splitlines()[-1])


def test_import_ask_and_export(capsys: pytest.CaptureFixture[str], tmp_path: Path, config: str) -> None:
    file = tmp_path / "faq.csv"
    file.write_text(CSV)
    code, out, _ = run(capsys, "faq", "import", str(file), "--config", config)
    assert (code, only_json(out)) == (0, {"entries": 2, "added": 2, "changed": 0, "same": 0})
    code, out, _ = run(capsys, "faq", "ask", "how do I pay", "--json", "--config", config)
    assert (code, only_json(out)["answered"], only_json(out)["answer"]) == (0, "pay", "By card.")
    code, out, _ = run(capsys, "faq", "ask", "is it going to rain", "--json", "--config", config)
    assert (code, only_json(out)["answered"]) == (1, None)
    for form in ("jsonl", "csv", "md"):
        code, out, _ = run(capsys, "faq", "export", "--format", form, "--config", config)
        again = tmp_path / f"again.{form}"
        again.write_text(out)
        code, out, _ = run(capsys, "faq", "import", str(again), "--config", config)
        assert (code, only_json(out)["same"]) == (0, 2)


async def test_a_changed_file_lets_what_was_said_be_corrected(tmp_path: Path, config: str) -> None:
    file = tmp_path / "faq.csv"
    for words, rings in ((CSV, 0), (CSV.replace("By card.", "By card or in cash."), 1)):
        file.write_text(words)
        await import_faq(file, Path(config), lambda _: None)
        async with opened(Path(config), lock=False) as app:
            kinds = [row["kind"] for row in await app.store.rows("alarm.all")]
        assert kinds.count("faq.corrected") == rings


def test_an_export_keeps_every_term(capsys: pytest.CaptureFixture[str], tmp_path: Path, config: str) -> None:
    row = {
        "id": "pay",
        "language": "en",
        "questions": ["how do I pay?"],
        "answer": "By card.",
        "negatives": ["how much do I pay?"],
        "media": ["https://example.org/pay.png"],
        "files": ["telegram photo 2048 AgAC how to pay.png"],
        "department": "finance",
        "chats": "telegram:-100",
        "rank": "staff",
        "valid_from": "2026-01-01",
        "valid_until": "2099-12-31",
        "review_after": "2027-01-01",
        "draft": "yes",
    }
    file = tmp_path / "faq.jsonl"
    file.write_text(json.dumps(row))
    run(capsys, "faq", "import", str(file), "--config", config)
    _, out, _ = run(capsys, "faq", "export", "--format", "jsonl", "--config", config)
    assert only_json(out) == row
    file.write_text(json.dumps({**row, "owner": "somebody"}))
    code, _, err = run(capsys, "faq", "import", str(file), "--config", config)
    assert (code, "owner" in err) == (2, True)


def test_a_bad_file_changes_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path, config: str) -> None:
    file = tmp_path / "faq.csv"
    file.write_text(CSV + "bad,fr,quoi?,rien\n")
    code, out, err = run(capsys, "faq", "import", str(file), "--config", config)
    assert code == 2
    assert f"{file}:5:" in err
    code, out, _ = run(capsys, "faq", "export", "--config", config)
    assert (code, out.strip()) == (0, "")


def test_a_question_of_a_stored_entry_is_not_taken_away(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, config: str
) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(CSV)
    second.write_text("id,language,question,answer\nother,en,How do I pay,No.\n")
    assert run(capsys, "faq", "import", str(first), "--config", config)[0] == 0
    code, _, err = run(capsys, "faq", "import", str(second), "--config", config)
    assert (code, "(pay)" in err) == (2, True)


def test_evaluate_prints_one_object(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    entries, queries, answers = (tmp_path / name for name in ("e.jsonl", "q.jsonl", "out.jsonl"))
    entries.write_text(
        '{"id": "pay now", "language": "en", "questions": ["how do I pay"], "answer": "Card."}\n'
    )
    queries.write_text(
        '{"text": "How do I pay?", "expected": "pay now", "x": 1}\n{"text": "hi there", "expected": null}\n'
    )
    words = ("--entries", str(entries), "--queries", str(queries), "--answers", str(answers), "--json")
    code, out, _ = run(capsys, "faq", "evaluate", *words)
    assert (code, len(out.splitlines())) == (0, 1)
    assert (only_json(out)["accuracy"], only_json(out)["wrong_answer_rate"]) == (1.0, 0.0)
    first, second = (json.loads(line) for line in answers.read_text().splitlines())
    assert (first["answered"], first["x"], second["answered"]) == ("pay now", 1, None)


def test_what_cannot_be_used_ends_with_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    there = tmp_path / "e.jsonl"
    there.write_text('{"id": "a", "language": "en", "questions": ["q"], "answer": "x"}\n')
    words = ("--entries", str(there), "--queries")
    assert run(capsys, "faq", "evaluate", *words, str(tmp_path / "none.jsonl"))[0] == 2
    assert run(capsys, "faq", "evaluate", *words, str(there))[0] == 2
    assert run(capsys, "faq", "evaluate", *words, str(there), "--encoder", "nobody")[0] == 2
    assert run(capsys, "faq", "evaluate", "--what")[0] == 2
    assert run(capsys, "faq", "import", str(tmp_path / "x.pdf"))[0] == 2


def test_a_draw_is_verified_by_its_exit_code(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "docs/examples/giveaway-proof.json"
    assert run(capsys, "giveaway", "verify", str(example))[0] == 0
    proof = json.loads(example.read_text())
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps({**proof, "winners": proof["winners"][::-1]}))
    assert run(capsys, "giveaway", "verify", str(changed))[0] == 1
    del proof["secret"]
    changed.write_text(json.dumps(proof))
    assert run(capsys, "giveaway", "verify", str(changed))[0] == 2
    changed.write_text("{")
    assert run(capsys, "giveaway", "verify", str(changed))[0] == 2


def test_triage_and_rules_are_measured(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(
        '{"text": "let me talk to a human", "language": "en", "escalate": true, "label": "ham"}\n'
        '{"text": "nice weather", "language": "en", "escalate": false, "label": "ham"}\n'
    )
    code, out, _ = run(capsys, "support", "triage", "--messages", str(rows), "--json")
    assert (code, only_json(out)["recall"]) == (0, 1.0)
    decisions = tmp_path / "d.jsonl"
    code, out, _ = run(
        capsys, "moderation", "evaluate", "--messages", str(rows), "--decisions", str(decisions)
    )
    assert (code, only_json(out)["messages"]) == (0, 2)
    assert [json.loads(line)["verdict"] for line in decisions.read_text().splitlines()] == ["ham", "ham"]
    rows.write_text('{"text": "x", "label": "maybe"}\n')
    assert run(capsys, "moderation", "evaluate", "--messages", str(rows))[0] == 2


def test_stored_messages_are_judged_again(capsys: pytest.CaptureFixture[str], config: str) -> None:
    code, out, _ = run(capsys, "moderation", "backtest", "--since", "7d", "--config", config)
    assert (code, only_json(out)["messages"]) == (0, 0)
    assert run(capsys, "moderation", "backtest", "--since", "soon", "--config", config)[0] == 2
