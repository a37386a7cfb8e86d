"""What every test may ask for: the suite's size, system packages, and the development data beside the project."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

FULL = os.environ.get("STEWARD_SUITE", "small") == "full"
ROOT = Path(__file__).resolve().parent.parent

LONGEST_FIRST = {folder: rank for rank, folder in enumerate(("chaos", "browser", "bot", "counterparts"))}
"""Folders of tests/ whose single files take long."""

PIECE = "[piece"
"""Begins the parameters of a test that was cut into pieces, each of which any worker may take."""

settings.register_profile(
    "small",
    max_examples=50,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "full",
    max_examples=1_000,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("full" if FULL else "small")


class FilesAndPieces(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """A worker takes a file at a time, but of a test in pieces one piece."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if PIECE in nodeid else super()._split_scope(nodeid)


def pytest_collection() -> None:
    """Thousands of tests are found, and nothing of that is garbage: what is found is not looked through meanwhile."""
    gc.disable()


def pytest_collection_finish() -> None:
    """From here on garbage is looked for as ever."""
    gc.enable()


@pytest.fixture(scope="module", autouse=True)
def what_lives_is_kept() -> None:
    """What is there when a file begins (modules, thousands of tests) stays: no collection of garbage looks at it again.

    Steward collects when it has read or learned something, which took seconds among the million objects of a suite.
    """
    gc.collect()
    gc.freeze()


def count(small: int, full: int) -> int:
    """How many rounds, rows or examples: `small` in ./scripts/test, `full` in ./scripts/test --full."""
    return full if FULL else small


def pieces(number: int) -> pytest.MarkDecorator:
    """Cut a long test into parts with `piece` from 0: each is a test of its own, for whichever worker is free."""
    return pytest.mark.parametrize("piece", range(number), ids=(PIECE[1:] + "{}").format)


def system_package(name: str, *binaries: str) -> Path:
    """The first of the binaries that is there. Without any, the test is skipped; where CI=true it fails.

    `name` is Debian's package, each binary a command or an absolute pattern such as `/usr/lib/postgresql/*/bin/initdb`.
    """
    for binary in binaries:
        found = _find(binary)
        if found is not None:
            return found
    missing = f"needs {' or '.join(binaries)}: apt-get install {name}"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


def _find(binary: str) -> Path | None:
    if binary.startswith("/"):
        newest_last = sorted(path for path in Path("/").glob(binary[1:]) if os.access(path, os.X_OK))
        return newest_last[-1] if newest_last else None
    found = shutil.which(binary)
    return Path(found) if found else None


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """A file or folder of the development data beside the project, by its path there; skipped where it is absent."""

    def find(path: str) -> Path:
        found = ROOT.parent / "shared" / path
        if not found.exists():
            pytest.skip(f"needs ../shared/{path}, which does not come with the project")
        return found

    return find


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What tests measured and want read (`record_property("says", …)`), from whichever process they ran in."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name == "says" and getattr(report, "when", "") == "call":
                    terminalreporter.write_line(str(value))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FilesAndPieces | None:
    """Who takes what next, where files are dealt out."""
    return FilesAndPieces(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes a core longest begins first, so that both end together; tests marked `full` wait for the full size."""
    items.sort(key=_turn)
    if FULL:
        return
    waits = pytest.mark.skip(reason="only in ./scripts/test --full")
    for item in items:
        if item.get_closest_marker("full"):
            item.add_marker(waits)


def _turn(item: pytest.Item) -> int:
    if PIECE in item.name:
        return 100  # small parts, of which both workers have some to the end
    return LONGEST_FIRST.get(item.path.relative_to(ROOT).parts[1], 99)
