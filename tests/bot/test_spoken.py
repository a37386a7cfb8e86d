"""The command line speaks Chinese where the terminal does, or the configuration; English otherwise."""

from __future__ import annotations

import fcntl
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli import cli
from bot.config_file import BadSettings, read_settings
from bot.texts import load_texts
from tests.architecture.test_docs import command_line
from tests.bot.typed import typed
from tests.conftest import ROOT

pytestmark = pytest.mark.usefixtures("logs_as_before")

HAN = re.compile(r"[\u3400-\u9fff]")
PHRASE = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
ROW = re.compile(r"│ [* ]*(--[\w-]+|[\w-]+)")
LOCALES = {"zh": "zh_CN.UTF-8", "en": "C"}
PAGES = ["steward", *command_line(), *(f"steward {name}" for name in cli if not name.startswith("-"))]


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder, and a terminal that speaks Chinese."""
    speaks(monkeypatch, "zh")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cut.toml").write_text("a = ")
    (tmp_path / "own.toml").write_text("[platforms.local]\nenabled = true\n")
    (tmp_path / "rules.toml").write_text('[rules.flood]\nmesages = 1\nwithin = "soon"\n[raids]\njoins = 0\n')
    (tmp_path / "faq.jsonl").write_text(
        '{"id": "a", "language": "en", "questions": ["Why?"], "answer": "So."}'
    )
    (tmp_path / "asked.jsonl").write_text('{"text": "Why?", "expected": "a"}\n{"text": "Why?"}')
    (tmp_path / "said.jsonl").write_text('{"text": "help"}\n{"text": "help", "escalate": 1}')
    (tmp_path / "logs.json").write_text('[{"key": "k", "recipient": {"id": "1"}}]')
    (tmp_path / "line.json").write_text('\n{"key": "k"')
    (tmp_path / "rows.jsonl").write_text('{"text": "help"}\n{"text": "help", ')
    (tmp_path / "deep.jsonl").write_text('{"text": ' + "[" * 100_000)
    (tmp_path / "huge.jsonl").write_text('{"text": ' + "1" * 5_000 + "}")
    (tmp_path / "entries.jsonl").write_text('{"id": "a"\n[1]')
    (tmp_path / "entries.csv").write_text('id,language,question,answer\na,en,"what?,x')
    (tmp_path / "script.txt").write_text("nonsense\nAnn!1\n")
    return tmp_path


def speaks(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", LOCALES[language])


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("page", sorted(set(PAGES)))
def test_every_page_of_help_is_in_one_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, page: str, language: str
) -> None:
    speaks(monkeypatch, language)
    code, out, err = typed(capsys, *page.split()[1:], "--help")
    assert (code, err) == (0, [])
    rows = [line for line in out.splitlines() if ROW.match(line)]
    assert rows
    if language == "zh":
        assert not PHRASE.findall(out.partition("\n")[2]), (
            "what the program says has no Chinese in bot.cli.help"
        )
        assert not [row for row in rows if not HAN.search(row)], "an option has no words in bot.cli.option"
        assert out.startswith(f"用法：{page}")
    else:
        assert not HAN.search(out)
        assert not [row for row in rows if not re.search(r"[a-z]{2,}[ .]", row.partition("  ")[2])]
        assert out.startswith(f"Usage: {page}")


def test_the_catalogue_holds_nothing_that_no_page_says(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    speaks(monkeypatch, "en")
    monkeypatch.setattr(cli, "console", Console(width=400))
    said = "".join(typed(capsys, *page.split()[1:], "--help")[1] for page in set(PAGES))
    texts = load_texts(("bot",))
    assert not [
        key
        for key, words in texts.items()
        if key.startswith(("bot.cli.help.", "bot.cli.option.")) and words["en"] not in said
    ]


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (("sing",), 2, "steward: 没有 sing 这个命令。写法见 `steward --help`。"),
        (("ru",), 2, "steward: 没有 ru 这个命令，是不是 run？写法见 `steward --help`。"),
        (("faq", "ask"), 2, "steward: 缺少 --text。写法见 `steward faq ask --help`。"),
        (
            ("run", "--confg", "x"),
            2,
            "steward: 没有 --confg 这个选项，是不是 --config？写法见 `steward run --help`。",
        ),
        (("run", "--qqqqqq"), 2, "steward: 没有 --qqqqqq 这个选项。写法见 `steward run --help`。"),
        (
            ("faq", "export", "--format", "xml"),
            2,
            "steward: --format 不能是 xml，可选：jsonl, csv, md。写法见 `steward faq export --help`。",
        ),
        (("check", "x"), 2, "steward: 这里不该有：x。写法见 `steward check --help`。"),
        (
            ("backup", "a", "--config", "x", "--config", "y"),
            2,
            "steward: --config 写了不止一次。写法见 `steward backup --help`。",
        ),
        (
            ("faq", "evaluate", "--entries", "a", "--queries", "b", "--max-wrong", "x"),
            2,
            "steward: --max-wrong 的值 x 不能用。写法见 `steward faq evaluate --help`。",
        ),
        (("run", "--config", "none.toml"), 2, "steward: none.toml: 没有这个文件或文件夹"),
        (("explain", "none.json"), 2, "steward: none.json：没有这个文件或文件夹"),
        (
            ("backup", "b.gz", "--config", "own.toml"),
            1,
            "steward: 没有 {here}/data/rehearsal.db 这个数据库：请用 --config 指明配置文件",
        ),
        (
            ("restore", "own.toml", "--config", "own.toml"),
            2,
            "own.toml 不是 Steward 的备份：Not a gzipped file (b'[p')",
        ),
        (
            ("person", "erase", "x", "--config", "own.toml"),
            2,
            "x：账号要写成 platform:id，例如 telegram:123456789",
        ),
        (
            ("moderation", "backtest", "--rules", "cut.toml"),
            2,
            "cut.toml：文件末尾：等号后面的值不对，文字要放在引号里（Invalid value）",
        ),
        (("moderation", "backtest", "--since", "soon"), 2, "--since soon：要写一段时间，例如 7d 或 24h"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else None,
)
def test_what_is_wrong_is_told_in_chinese(
    capsys: pytest.CaptureFixture[str], chinese: Path, words: tuple[str, ...], code: int, line: str
) -> None:
    assert typed(capsys, *words) == (code, "", [line.replace("{here}", str(chinese))])


EVALUATE = ("faq", "evaluate", "--entries", "faq.jsonl", "--queries", "asked.jsonl")
FAULTS = {
    "label": (
        ("moderation", "evaluate", "--messages", "said.jsonl", "--rules", "rules.toml"),
        (
            "said.jsonl：第 1 行：text 必须是文字，label 必须是 spam 或 ham",
            "said.jsonl: row 1: text must be a string, label spam or ham",
        ),
    ),
    "rules": (
        ("moderation", "backtest", "--rules", "rules.toml"),
        (
            "rules.toml: 第 3 行: rules.flood.within: 不是一段时间，可以写 30s、15m、4h、7d 或 1y",
            "rules.toml: line 3: rules.flood.within: not a length of time such as 30s, 15m, 4h, 7d or 1y",
        ),
        (
            'rules.toml: 第 2 行: rules.flood.mesages: 没有这个设置，是不是 "messages"？',
            'rules.toml: line 2: rules.flood.mesages: unknown key; did you mean "messages"?',
        ),
        (
            "rules.toml: 第 5 行: raids.joins: 不能小于 3",
            "rules.toml: line 5: raids.joins: must be greater than or equal to 3",
        ),
    ),
    "query": (
        EVALUATE,
        (
            "asked.jsonl：第 2 行：expected 既不是条目的编号，也不是 null",
            "asked.jsonl: row 2: expected is neither an id nor null",
        ),
    ),
    "encoder": (
        (*EVALUATE, "--encoder", "small"),
        (
            "steward：没有叫 small 的模型，现有：none",
            "steward: encoder small: there is none of that name; known: none",
        ),
    ),
    "triage": (
        ("support", "triage", "--messages", "said.jsonl"),
        (
            "said.jsonl：第 2 行：escalate 既不是 true 也不是 false",
            "said.jsonl: row 2: escalate is neither true nor false",
        ),
    ),
    **{
        name: (
            ("support", "triage", "--messages", f"{name}.jsonl"),
            (
                f"{name}.jsonl:{line}：不是 JSON（从第 {column} 个字符起）",
                f"{name}.jsonl:{line}: no JSON (from character {column} on)",
            ),
        )
        for name, line, column in (("rows", 2, 18), ("deep", 1, 1), ("huge", 1, 1))
    },
    "entries": (
        ("faq", "import", "entries.jsonl", "--config", "own.toml"),
        (
            "entries.jsonl:1: 不是有效的 JSON 对象（从第 11 个字符起）",
            "entries.jsonl:1: no valid JSON object (from character 11 on)",
        ),
        (
            "entries.jsonl:2: 不是有效的 JSON 对象（从第 1 个字符起）",
            "entries.jsonl:2: no valid JSON object (from character 1 on)",
        ),
    ),
    "cells": (
        ("faq", "import", "entries.csv", "--config", "own.toml"),
        (
            "entries.csv:2: 不是有效的 CSV：引号没有成对，或者一格太长",
            "entries.csv:2: no valid CSV: quotation marks do not fit, or a cell is too long",
        ),
    ),
    "log": (
        ("support", "import", "logs.json", "--config", "own.toml"),
        ("logs.json：第 1 个会话：缺少 'created_at'", "logs.json: log 1: there is no 'created_at' in it"),
    ),
    "no_log": (
        ("support", "import", "line.json", "--config", "own.toml"),
        (
            "line.json：第 2 行：不是 JSON（从第 12 个字符起）",
            "line.json: line 2: no JSON (from character 12 on)",
        ),
    ),
}
"""What is typed, and each line that is told, in Chinese and in English."""


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_within_a_file_is_told_in_both(
    capsys: pytest.CaptureFixture[str],
    chinese: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    language: str,
) -> None:
    speaks(monkeypatch, language)
    words, *lines = FAULTS[fault]
    told = [said[list(LOCALES).index(language)] for said in lines]
    assert typed(capsys, *words) == (2, "", told)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "zh",
            [
                "第 1 行：要写成 `名字: 话`、`名字> 话`、`名字!3`、`名字~ 话`、`+2h` 或 `# 注释`",
                "第 2 行：还没有给 Ann 看过按钮",
            ],
        ),
        (
            "en",
            [
                "line 1: expected `name: text`, `name> text`, `name!3`, `name~ text`, `+2h` or `# comment`",
                "line 2: no button was shown to Ann",
            ],
        ),
    ],
)
def test_what_a_line_of_a_script_cannot_do_is_told_in_both(
    capsys: pytest.CaptureFixture[str],
    chinese: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    told: list[str],
) -> None:
    speaks(monkeypatch, language)
    code, out, err = typed(capsys, "try", "--script", "script.txt")
    assert (code, out.splitlines(), err) == (0, told, [])


def test_to_know_its_commands_it_loads_no_settings_and_no_logs() -> None:
    """What prints help is loaded by those who ask; `structlog` comes after `rich` was kept out of it."""
    asked = "import bot.cli, sys; print(*{'pydantic', 'structlog', 'markdown_it'} & sys.modules.keys())"
    ran = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout == "\n"


def test_the_lock_and_a_newer_store(capsys: pytest.CaptureFixture[str], chinese: Path) -> None:
    assert typed(capsys, "faq", "export", "--config", "own.toml")[0] == 0
    database = chinese / "data" / "rehearsal.db"
    with Path(f"{database}.lock").open("w+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write("4711")
        held.flush()
        told = typed(capsys, "run", "--config", "own.toml")
        assert told == (1, "", [f"steward: 进程 4711 正在使用 {database}：请先停下它"])
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    code, _, (line,) = typed(capsys, "run", "--config", "own.toml")
    assert code == 1
    assert line.startswith(f"steward: {database} 是更新版本的 Steward 写的（版本 9999，")


def test_the_configuration_chooses_before_the_terminal(
    capsys: pytest.CaptureFixture[str], chinese: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (chinese / "en.toml").write_text('[community]\nlanguage = "en"\n[platforms.local]\nenabled = true\n')
    (line,) = typed(capsys, "export", "out", "--config", "en.toml")[2]
    assert line.startswith("steward: there is no database")
    speaks(monkeypatch, "en")
    (line,) = typed(capsys, "export", "out", "--config", "own.toml")[2]
    assert line.startswith("steward: there is no database")
    monkeypatch.setenv("STEWARD_COMMUNITY__LANGUAGE", "zh")
    (line,) = typed(capsys, "export", "out", "--config", "own.toml")[2]
    assert line.endswith("这个数据库：请用 --config 指明配置文件")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("a = ", "文件末尾：等号后面的值不对"),
        ("a = 1 b", "第 1 行第 7 列：这一行后面多了东西"),
        ("[a", "文件末尾：表头没有用 ] 结束"),
        ("a = 1\na = 2\n", "第 2 行第 6 列：同一个键或表写了两次"),
        ("a = [1", "文件末尾：列表没有用 ] 结束"),
        ("a = {b = 1", "文件末尾：行内表没有用花括号结束"),
        ("a = 'x", "文件末尾：引号没有成对"),
        ('a = "C:\\q"', "第 1 行第 10 列：引号里的反斜杠"),
        ("= 1", "第 1 行第 1 列：看不懂这一行"),
        ("a", "文件末尾：键后面缺少等号"),
        ('a = "x\ny"', "这里不能有这个字符"),
    ],
)
def test_a_file_that_is_no_toml(source: str, told: str) -> None:
    with pytest.raises(BadSettings) as wrong:
        read_settings(source, {"LANG": LOCALES["zh"]}, "f.toml")
    assert str(wrong.value).startswith("f.toml: syntax: ")
    assert told in str(wrong.value)
