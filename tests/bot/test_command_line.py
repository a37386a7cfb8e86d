"""What an operator types: good and wrong words, each with its exit code and one line that says what is wrong."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import pty
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import main
from tests.bot.typed import typed
from tests.conftest import ROOT

pytestmark = pytest.mark.usefixtures("logs_as_before")

PROOF = ROOT / "docs" / "examples" / "giveaway-proof.json"
GOOD, BAD, UNUSABLE = 0, 1, 2
FILES = {
    "own.toml": "[platforms.local]\nenabled = true\n",
    "nowhere.toml": '[store]\nurl = "postgresql://steward@127.0.0.1:1/steward"\n[platforms.local]\nenabled = true\n',
    "no-database.toml": '[store]\nurl = "sqlite:///words.txt"\n[platforms.local]\nenabled = true\n',
    "misspelt.toml": '[community]\nnmae = "x"\n',
    "cut.toml": "[web]\nport = \n",
    "object.json": '{"a": 1}',
    "words.txt": "no JSON, and nothing else either " * 9,
    "faq.csv": "id,language,question,answer\nr,en,How?,So.\n",
    "messages.jsonl": '{"text": 1}\n',
}
OWN = ("--config", "own.toml")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "code", "names"),
    [
        (("sing",), UNUSABLE, "sing"),
        (("faq", "ask"), UNUSABLE, "--text"),
        (("faq", "export", "--format", "xml"), UNUSABLE, "xml"),
        (("run", "--config", "nothere.toml"), UNUSABLE, "nothere.toml"),
        (("run", "--config", "misspelt.toml"), BAD, 'community.nmae: unknown key; did you mean "name"?'),
        (("explain", "nothere.json"), UNUSABLE, "nothere.json: No such file"),
        (("explain", "object.json"), UNUSABLE, "object.json"),
        (("faq", "import", "nothere.csv", *OWN), UNUSABLE, "nothere.csv: No such file"),
        (("faq", "import", "words.txt", *OWN), UNUSABLE, ".jsonl"),
        (("moderation", "evaluate", "--messages", "messages.jsonl"), UNUSABLE, "row 1"),
        (("moderation", "backtest", "--since", "soon", *OWN), UNUSABLE, "--since soon"),
        (("support", "triage", "--messages", "words.txt"), UNUSABLE, "words.txt:1"),
        (("encoder", "add", "nothere"), UNUSABLE, "nothere"),
        (("giveaway", "verify", "nothere.json"), UNUSABLE, "nothere.json: No such file"),
        (("backup", "nodir/b.gz", *OWN), UNUSABLE, "nodir/b.gz: there is no folder nodir"),
        (("backup", "/dev/null", *OWN), UNUSABLE, "/dev/null: there is something that is no file"),
        (("backup", "b.gz", *OWN), BAD, "there is no database"),
        (("export", "out", *OWN), BAD, "there is no database"),
        (("check", "words.txt"), UNUSABLE, "not expected here: 'words.txt'. `steward check --help`"),
        (("bench", "--no-json"), UNUSABLE, "--no-json"),
        (("faq", "ask", "x", "--config", "cut.toml"), BAD, "cut.toml: syntax: line 2, column 8: "),
        (("run", "--config", "misspelt.toml"), BAD, "misspelt.toml: line 2: community.nmae"),
        (("explain", "words.txt"), UNUSABLE, "words.txt: no JSON"),
        (("support", "import", "object.json", *OWN), UNUSABLE, "log 1: there is no 'recipient' in it"),
        (("export", "own.toml", *OWN), UNUSABLE, "own.toml"),
        (("restore", "nothere.gz", *OWN), UNUSABLE, "nothere.gz: No such file"),
        (("restore", "words.txt", *OWN), UNUSABLE, "words.txt is no backup"),
        (("person", "export", "nobody", *OWN), UNUSABLE, "platform:id"),
        (("person", "export", "telegram:1", *OWN), BAD, "telegram:1: nobody known"),
        (("person", "erase", "telegram:1", *OWN), BAD, "telegram:1: nobody known"),
        (("check", "--config", "nowhere.toml"), BAD, "cannot be opened"),
        (("run", "--config", "nowhere.toml"), BAD, "cannot be opened"),
        (("run", "--config", "no-database.toml"), BAD, "file is not a database"),
        (("check", "--config", "no-database.toml"), BAD, "file is not a database"),
        (("try", "--script", "nothere.txt"), UNUSABLE, "steward: nothere.txt: No such file or directory"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else None,
)
def test_a_wrong_word_gets_one_line(
    capsys: pytest.CaptureFixture[str], words: Sequence[str], code: int, names: str
) -> None:
    ended, out, lines = typed(capsys, *words)
    assert (ended, out) == (code, "")
    (line,) = lines
    assert names in line


def test_what_is_right_says_what_was_done(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert typed(capsys, "faq", "import", "faq.csv", *OWN)[1].startswith('{"entries": 1, "added": 1')
    assert typed(capsys, "backup", "b.gz", *OWN)[1].startswith("b.gz: ")
    kept = folder / "data" / "rehearsal.before-restore.db"
    assert typed(capsys, "restore", "b.gz", *OWN)[1].splitlines() == [
        "b.gz: put back; waiting for a manager: 0",
        f"{kept}: the database that was there before",
    ]
    assert kept.is_file()
    assert typed(capsys, "export", "out", *OWN) == (GOOD, "out: written\n", [])
    code, out, _ = typed(capsys, "faq", "ask", "How?", "--json", *OWN)
    assert (code, json.loads(out)["answered"]) == (GOOD, "r")
    code, out, _ = typed(capsys, "faq", "ask", "xyzzy plugh", *OWN)
    assert code == BAD
    assert (folder / "out" / "faq_entries.jsonl").is_file()


def test_what_is_made_is_for_the_operators_eyes_alone(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    before = os.umask(0o022)
    try:
        typed(capsys, "faq", "import", "faq.csv", *OWN)
        typed(capsys, "backup", "b.gz", *OWN)
        typed(capsys, "restore", "b.gz", *OWN)
        typed(capsys, "export", "out", *OWN)
    finally:
        os.umask(before)
    made = ("data", "out", "b.gz", "data/rehearsal.before-restore.db")
    assert [(folder / name).stat().st_mode & 0o777 for name in made] == [0o700, 0o700, 0o600, 0o600]


def test_a_configuration_of_windows_is_read(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    text = FILES["own.toml"].replace("\n", "\r\n")
    (folder / "own.toml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert typed(capsys, "faq", "import", "faq.csv", *OWN)[0] == GOOD


def test_a_database_that_refuses_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    typed(capsys, "faq", "import", "faq.csv", *OWN)
    with closing(sqlite3.connect(folder / "data" / "rehearsal.db")) as database:
        database.execute("DROP TABLE persons")
    code, _, lines = typed(capsys, "backup", "b.gz", *OWN)
    assert (code, lines) == (BAD, ["steward: the database refused: no such table: persons"])
    assert not (folder / "b.gz").exists()


def test_a_backup_that_does_not_fit_leaves_the_one_before(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(capsys, "faq", "import", "faq.csv", *OWN)
    code, out, _ = typed(capsys, "backup", "b.gz", *OWN)
    assert (code, out.endswith("data/rehearsal.db\n")) == (GOOD, True)
    before = (folder / "b.gz").read_bytes()

    def full(path: Path, *_: object, **__: object) -> None:
        path.write_text("half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("bot.storage.backup.gzip.open", full)
    code, out, lines = typed(capsys, "backup", "b.gz", *OWN)
    assert (code, out, lines) == (UNUSABLE, "", ["b.gz: No space left on device"])
    assert (folder / "b.gz").read_bytes() == before
    assert not (folder / "b.gz.part").exists()


def test_what_would_reshape_a_store_waits_for_the_process_that_uses_it(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    typed(capsys, "faq", "import", "faq.csv", *OWN)
    database = folder / "data" / "rehearsal.db"
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    with Path(f"{database}.lock").open("w+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write("4711")
        held.flush()
        for words in (("backup", "b.gz"), ("check",)):
            code, _, lines = typed(capsys, *words, *OWN)
            assert (code, lines) == (BAD, [f"steward: process 4711 holds {database}: stop it first"])


def test_what_is_closed_before_the_start_is_not_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)  # as Python does for `… >&-`
    with pytest.raises(SystemExit) as ended:
        main(["giveaway", "verify", str(PROOF)])
    assert ended.value.code == GOOD


def test_a_reader_that_has_enough_ends_it_quietly() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "giveaway", "verify", str(PROOF)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    trouble = process.stderr.read()
    process.stderr.close()
    assert (process.wait(30), trouble) == (GOOD, b"")


@pytest.mark.parametrize("terminal", [True, False], ids=["a terminal", "a file"])
def test_a_locale_that_lacks_letters_ends_no_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, terminal: bool
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.GBK")
    ours, theirs = pty.openpty() if terminal else (-1, os.open(tmp_path / "shown", os.O_CREAT | os.O_RDWR))
    with os.fdopen(theirs, "w", encoding="ascii") as shown:
        monkeypatch.setattr(sys, "stdout", shown)
        with pytest.raises(SystemExit) as ended:
            main(["--help"])
        shown.flush()
        seen = os.read(ours, 10_000) if terminal else (tmp_path / "shown").read_bytes()
    assert ended.value.code == GOOD
    assert ("??" in seen.decode("ascii")) if terminal else ("命令" in seen.decode("utf-8"))
    if terminal:
        os.close(ours)
