"""What a test may depend on: a skip says what to install, and CI accepts none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import FULL, count, system_package


def test_a_missing_system_package_skips_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"needs no-such-program.*: apt-get install nothing"):
        system_package("nothing", "no-such-program", "/usr/lib/no-such/*/bin/program")


def test_in_ci_a_missing_system_package_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt-get install nothing"):
        system_package("nothing", "no-such-program")


def test_the_first_program_that_is_there_is_found(tmp_path: Path) -> None:
    program = tmp_path
    for version in ("14", "15"):
        program = tmp_path / version / "bin" / "initdb"
        program.parent.mkdir(parents=True)
        program.touch(mode=0o755)
    assert system_package("nothing", "no-such-program", f"{tmp_path}/*/bin/initdb") == program


def test_the_suite_has_one_size() -> None:
    assert count(small=3, full=500) == (500 if FULL else 3)


def test_absent_development_data_skips(shared: Callable[[str], Path]) -> None:
    with pytest.raises(pytest.skip.Exception, match="no/such/file"):
        shared("no/such/file")


def test_development_data_lies_beside_the_project(
    shared: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.conftest.ROOT", tmp_path / "project")
    data = tmp_path / "shared" / "data"
    data.mkdir(parents=True)
    assert shared("data") == data
