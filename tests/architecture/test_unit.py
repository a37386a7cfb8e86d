"""The systemd unit of the documentation: the same in both languages, understood by systemd, true to the exit codes."""

from __future__ import annotations

import configparser
import getpass
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

UNIT = re.compile(r"```ini\n(\[Unit\].*?)```", re.DOTALL)


def unit(page: str) -> str:
    (found,) = UNIT.findall((ROOT / "docs" / page).read_text("utf-8"))
    return str(found)


def test_the_unit_runs_what_there_is_and_gives_up_only_where_trying_again_is_vain() -> None:
    assert unit("running.md") == unit("running.zh.md")
    parsed = configparser.ConfigParser(interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read_string(unit("running.md"))
    service = parsed["Service"]
    program, *options = service["ExecStart"].removeprefix("/opt/steward/").split()
    assert (ROOT / program).is_file()
    assert options == ["--config", "/opt/steward/config.toml"]
    assert service["Restart"] == "on-failure"
    assert service["RestartPreventExitStatus"] == "2", "1 is a database that is away, too"
    assert int(service["TimeoutStopSec"]) > 10, "SIGTERM may take ten seconds"


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("needs systemd-analyze, which systems without systemd do not have")
    file = tmp_path / "steward.service"
    here = (
        unit("running.md")
        .replace("/opt/steward", str(ROOT))
        .replace("User=steward", f"User={getpass.getuser()}")
    )
    file.write_text(here, "utf-8")
    checked = subprocess.run(
        [analyze, "verify", "--man=no", str(file)], capture_output=True, text=True, check=False
    )
    about_ours = [line for line in checked.stderr.splitlines() if "steward" in line]
    assert (checked.returncode, about_ours) == (0, [])
