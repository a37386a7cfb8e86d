"""Every version is pinned and hashed, and no lock remembers where it came from."""

from __future__ import annotations

import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tree import ROOT, settings

LOCKS = ("dev", "run", "uv")


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def pins(name: str) -> dict[str, set[str]]:
    """Each package of a lock with the versions pinned (more than one where Python versions differ)."""
    found: dict[str, set[str]] = {}
    for line in lock(name).splitlines():
        if line and not line.startswith((" ", "#")):
            requirement = Requirement(line.rstrip(" \\"))
            (exactly,) = requirement.specifier
            assert exactly.operator == "=="
            found.setdefault(canonicalize_name(requirement.name), set()).add(exactly.version)
    return found


def inputs(name: str) -> list[Requirement]:
    text = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8")
    return [Requirement(line) for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_hashes_and_no_address(name: str) -> None:
    text = lock(name)
    for package in re.split(r"\n(?=[A-Za-z0-9])", text):
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", package), package.partition("\n")[0]
    assert "://" not in text
    assert not re.search(r"--(extra-)?index-url|--find-links|--trusted-host| @ ", text)


def test_the_development_lock_holds_the_run_time_lock() -> None:
    assert pins("run").items() <= pins("dev").items()


@pytest.mark.parametrize("name", ["dev", "run"])
def test_the_locks_fit_the_package(name: str) -> None:
    project = settings()["project"]["dependencies"] + settings()["build-system"]["requires"]
    wanted = (
        [Requirement(line) for line in project] + inputs("run") + (inputs("dev") if name == "dev" else [])
    )
    pinned = pins(name)
    for requirement in wanted:
        versions = pinned.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not locked: scripts/lock"
        assert all(requirement.specifier.contains(version) for version in versions), (
            f"{requirement}: scripts/lock"
        )


def test_the_build_backend_is_pinned_once() -> None:
    (backend,) = settings()["build-system"]["requires"]
    assert backend in {str(requirement) for requirement in inputs("run")}


def test_models_stay_out_of_the_locks() -> None:
    extra = {Requirement(line).name for line in settings()["project"]["optional-dependencies"]["hf"]}
    assert {"torch", "transformers"} == extra
    assert not extra & pins("dev").keys()
