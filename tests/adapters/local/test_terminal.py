"""`steward try --script`: what is printed for what people do."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.adapters.local.terminal import chat, replay
from tests.conftest import ROOT


async def played(*lines: str) -> list[str]:
    said: list[str] = []
    assert await replay(lines, said.append) == 0
    return said


@pytest.mark.parametrize(
    ("question", "entry"), [("小安: 怎么退款？", "【示例】"), ("Ann: How do I get a refund?", "[Sample]")]
)
async def test_a_question_in_the_group_is_answered_with_buttons(question: str, entry: str) -> None:
    (said,) = await played(question)
    assert said.startswith(f"[garden] steward: {entry}")
    assert said.endswith("}")
    assert said.count(" | ") == 2


async def test_in_private_the_name_of_the_person_is_the_place() -> None:
    (said,) = await played("Ann> How do I get a refund?")
    assert said.startswith("[private Ann] steward: [Sample]")


async def test_the_first_button_thanks_and_only_the_presser_sees_it() -> None:
    said = await played("Ann: How do I get a refund?", "Ann!1")
    assert said[-1].startswith("[garden → Ann] steward: ")


async def test_advertising_is_deleted_and_its_author_muted_until_it_is_over() -> None:
    spam = "兼职刷单，日结 500，加 QQ 123456789"
    said = await played(f"小广: {spam}", "小广: 大家好", "+61m", "小广: 大家好")
    assert f"[garden] * delete 小广: {spam}" in said
    assert any(line.startswith("[garden] * mute 小广 until 2026-01-05 11:00") for line in said)
    assert [line for line in said if line.startswith("line ")] == ["line 2: the platform refuses: muted"]


async def test_an_edit_is_judged_as_what_it_says_now() -> None:
    spam = "Guaranteed profit! Double your bitcoin: http://bit.ly/free-btc"
    said = await played("Ann: hello everybody", f"Ann~ {spam}")
    assert f"[garden] * delete Ann: {spam}" in said


@pytest.mark.parametrize("representative", ["代表", "rep", "小岚"])
async def test_a_ticket_is_opened_claimed_and_its_clock_runs(representative: str) -> None:
    said = await played("Ann> /human my order never arrived", f"{representative}!1", "+5h")
    thread = next(line for line in said if line.startswith("[staff] * thread"))
    assert "my order never arrived" in thread
    claimed = next(number for number, line in enumerate(said) if f"→ {representative}]" in line)
    assert any(
        line.startswith("[private Ann] steward:") and representative in line for line in said[claimed:]
    )
    assert any(line.startswith(f"[private {representative}] steward:") for line in said[claimed:])
    assert any(line.startswith("[staff] steward:") for line in said[claimed:])


@pytest.mark.parametrize("manager", ["经理", "manager", "Morgan"])
async def test_a_giveaway_is_made_in_questions_and_drawn_in_time(manager: str) -> None:
    said = await played(
        f"{manager}: /giveaway",
        f"{manager}> T-shirt",
        f"{manager}> 1",
        f"{manager}> 30m",
        f"{manager}> /skip",
        f"{manager}> 跳过",
        f"{manager}!1",
        "Ann!1",
        "+31m",
    )
    assert not [line for line in said if line.startswith("line ")]
    assert any(line.startswith("[garden] steward:") and "T-shirt" in line for line in said)
    assert any(line.startswith("[garden]") and "Ann" in line for line in said[-6:])


async def test_twenty_members_are_no_raid_and_speak_freely() -> None:
    names = "Ada Bo Cy Dee Eli Fay Gus Hal Ida Jo Kit Lou".split()
    said = await played(*(f"{name}: {name.lower()} likes the colour of tree {name * 3}" for name in names))
    assert said == []


async def test_a_member_may_not_do_what_the_staff_does() -> None:
    said = await played("Bo: hello", "Ann: /ban @Bo spam")
    assert said
    assert not [line for line in said if "* ban" in line]


async def test_a_line_that_fails_is_said_and_the_script_goes_on() -> None:
    said = await played(
        "nonsense", "Ann!1", "Ann~ x", "+soon", "# fine", "Ann> How do I get a refund?", "Ann!9"
    )
    assert [line.partition(": ")[0] for line in said] == [
        "line 1",
        "line 2",
        "line 3",
        "line 4",
        "[private Ann] steward",
        "line 7",
    ]


async def test_the_same_script_says_the_same_twice() -> None:
    script = ("Ann: How do I get a refund?", "Ann!2", "+1h", "小安> 几点开门？")
    assert await played(*script) == await played(*script)


async def test_a_script_that_is_not_there_is_unusable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await chat(tmp_path / "none.txt") == 2
    captured = capsys.readouterr()
    assert not captured.out
    assert "none.txt" in captured.err


def test_the_command_prints_actions_only_and_leaves_nothing_behind(tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text("\ufeffAnn: How do I get a refund?\r\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "try", "--script", script.name],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1
    assert done.stdout.startswith("[garden] steward: [Sample]")
    assert [path.name for path in tmp_path.iterdir()] == ["script.txt"]


def _hears_interrupts() -> None:
    """As at a terminal, also where a shell runs this suite in the background and lets its children ignore them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Seat:
    """Somebody at a terminal in which `steward try` runs."""

    def __init__(self, folder: Path) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "try"],
            cwd=folder,
            env={"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "500", "LANG": "C.UTF-8"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_hears_interrupts,
        )
        os.close(theirs)
        self._shown = ""

    def types(self, line: str) -> None:
        os.write(self._ours, line.encode())

    def sees(self, text: str) -> None:
        """Wait until the terminal shows a text after what was seen before."""
        deadline = time.monotonic() + 40
        while text not in self._shown:
            ready, _, _ = select.select([self._ours], [], [], max(0, deadline - time.monotonic()))
            assert ready, self._shown
            self._shown += os.read(self._ours, 65536).decode(errors="replace")
        self._shown = self._shown.partition(text)[2]

    def leaves(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)


@pytest.fixture
def seat(tmp_path: Path) -> Iterator[Seat]:
    seat = Seat(tmp_path)
    yield seat
    seat.leaves()


def test_a_talk_goes_on_under_the_name_that_spoke_last_until_the_input_ends(seat: Seat) -> None:
    seat.sees("❯")
    seat.types("小安> 怎么退款？\n")
    seat.sees("[private 小安] steward: 【示例】")
    seat.sees("小安> ❯")
    seat.types("nobody!9\n")
    seat.sees("no button")
    seat.types("几点开门？\n")
    seat.sees("[private 小安] steward: 【示例】")
    seat.types("\x04")
    assert seat.process.wait(20) == 0


def test_an_interrupt_ends_the_talk(seat: Seat) -> None:
    seat.sees("❯")
    seat.process.send_signal(signal.SIGINT)
    assert seat.process.wait(20) == 0
