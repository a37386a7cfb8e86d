"""The scripts make their environment once, and say in one line what is missing."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

SCRIPTS = ("bench", "check", "encoder", "hf", "lock", "run", "test")
TOOLS = ("cat", "cksum", "dirname", "mkdir", "rm", "sh")


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_plain_sh(name: str) -> None:
    script = ROOT / "scripts" / name
    assert script.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    assert script.stat().st_mode & stat.S_IXUSR
    subprocess.run(["sh", "-n", script], check=True)


def test_nothing_is_forced_upon_the_system() -> None:
    text = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "scripts").iterdir() if path.is_file()
    )
    assert "--break-system-packages" not in text
    assert "--user" not in text
    assert "UV_PYTHON_DOWNLOADS=never" in text


def test_ci_runs_what_everybody_runs() -> None:
    script = ROOT / ".ci" / "run"
    lines = script.read_text(encoding="utf-8").splitlines()
    assert script.stat().st_mode & stat.S_IXUSR
    assert lines[-2:] == ["./scripts/check", "./scripts/test"], "pytest's closing line is the last one"
    assert "set -euo pipefail" in lines
    text = "\n".join(lines)
    assert text.index("apt-get update") < text.index("apt-get install")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The scripts in a folder whose name has a space, with a PATH of nothing but a few tools."""
    place = tmp_path / "a place"
    for folder in ("scripts", "requirements"):
        shutil.copytree(ROOT / folder, place / folder)
    shutil.copy(ROOT / "pyproject.toml", place)
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in TOOLS:
        (tools / tool).symlink_to(str(shutil.which(tool)))
    return place


def start(
    checkout: Path, script: str, *arguments: str, path: str | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "scripts" / script, *arguments],
        env={"HOME": str(checkout), "PATH": path or str(checkout.parent / "tools")},
        cwd=checkout.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def put(checkout: Path, name: str, *lines: str) -> None:
    """A program in the PATH."""
    program = checkout.parent / "tools" / name
    program.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    program.chmod(0o755)


def put_uv(checkout: Path) -> None:
    """A uv that writes down its calls and makes what the scripts look for."""
    venv = checkout / ".venv"
    put(
        checkout,
        "uv",
        '[ "$1" = --version ] && exit 0',
        f'echo "$*" >>"{checkout.parent}/calls"',
        f'[ "$1" = venv ] || exit 0; mkdir -p "{venv}/bin"',
        f'printf \'#!/bin/sh\\nexec "%s" "$@"\\n\' \'{sys.executable}\' >"{venv}/bin/python"',
        f'printf \'#!/bin/sh\\necho "steward $*"\\n\' >"{venv}/bin/steward"',
        f'"{shutil.which("chmod")}" +x "{venv}/bin/python" "{venv}/bin/steward"',
    )


def calls(checkout: Path) -> Iterator[str]:
    log = checkout.parent / "calls"
    if log.exists():
        yield from log.read_text(encoding="utf-8").splitlines()


def test_an_old_python_is_told_in_one_line(checkout: Path) -> None:
    put(checkout, "python3", 'case "$2" in *platform*) echo 3.9.2 ;; *) exit 1 ;; esac')
    told = start(checkout, "run")
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == "steward: needs Python 3.11 or newer in PATH (python3 here: 3.9.2)\n"


def test_a_missing_venv_is_told_in_one_line(checkout: Path) -> None:
    blocked = checkout.parent / "blocked"
    blocked.mkdir()
    (blocked / "ensurepip.py").write_text("raise ImportError\n", encoding="utf-8")
    put(checkout, "python3", f'PYTHONPATH="{blocked}" exec "$0.real" "$@"')
    put(
        checkout,
        "python3.real",
        f'case "$2" in *executable*) echo "{checkout.parent}/tools/python3"; exit ;; esac',
    )
    with (checkout.parent / "tools" / "python3.real").open("a", encoding="utf-8") as program:
        program.write(f'exec "{sys.executable}" "$@"\n')
    told = start(checkout, "run")
    assert (told.returncode, told.stdout) == (1, "")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert (
        told.stderr
        == f"steward: needs uv, or Python's venv to get it: install the package python{version}-venv\n"
    )


def put_python(checkout: Path, folder: str, pace: int, *, complete: bool = True) -> Path:
    """A Python in a folder of its own, real but for how long it says that plain calls take."""
    place = checkout.parent / folder
    place.mkdir()
    program = place / "python3"
    lines = (
        "#!/bin/sh",
        f'case "$2" in *realpath*|*executable*) echo "{program}"; exit ;; *timeit*) echo {pace}; exit ;;',
        f"  *ensurepip*) exit {0 if complete else 1} ;; esac",
        f'exec "{sys.executable}" "$@"\n',
    )
    program.write_text("\n".join(lines), encoding="utf-8")
    program.chmod(0o755)
    return program


def chosen(checkout: Path, *programs: Path) -> str:
    """The Python that the environment is made with, where the PATH names these."""
    put_uv(checkout)
    path = ":".join(str(program.parent) for program in programs)
    done = start(checkout, "run", path=f"{path}:{checkout.parent / 'tools'}")
    assert done.returncode == 0, done.stderr
    return next(calls(checkout)).rpartition("--python ")[2].partition(" ")[0]


def test_a_clearly_quicker_python_is_taken(checkout: Path) -> None:
    slow, quick = put_python(checkout, "manager", 3_500), put_python(checkout, "system", 2_800)
    assert chosen(checkout, slow, quick) == str(quick)


@pytest.mark.parametrize(
    ("pace", "complete"), [(3_300, True), (2_800, False)], ids=["hardly quicker", "cannot make environments"]
)
def test_otherwise_the_first_python_stays(checkout: Path, pace: int, complete: bool) -> None:
    first, other = (
        put_python(checkout, "first", 3_500),
        put_python(checkout, "other", pace, complete=complete),
    )
    assert chosen(checkout, first, other) == str(first)


def test_the_pace_of_a_real_python_is_measured() -> None:
    """In microseconds: never nothing, and less than a second."""
    script = f'. "{ROOT}/scripts/environment"; pace "{sys.executable}"'
    told = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
    assert 0 < int(told.stdout) < 1_000_000


def test_a_first_start_installs_and_a_second_does_nothing(checkout: Path) -> None:
    put(checkout, "python3", f'exec "{sys.executable}" "$@"')
    put_uv(checkout)
    first = start(checkout, "run", "--config", "my config.toml")
    assert (first.returncode, first.stdout) == (0, "steward run --config my config.toml\n"), first.stderr
    made, installed, linked = calls(checkout)
    assert made.startswith("venv ")
    assert f"--require-hashes --no-build --compile-bytecode -r {checkout}/requirements/run.txt" in installed
    assert f"--no-deps --no-build-isolation --offline -e {checkout}" in linked

    second = start(checkout, "run")
    assert (second.stdout, second.stderr) == ("steward run\n", "")
    assert len(list(calls(checkout))) == 3


def test_the_development_environment_serves_to_run(checkout: Path) -> None:
    put(checkout, "python3", f'exec "{sys.executable}" "$@"')
    put_uv(checkout)
    assert start(checkout, "run").returncode == 0
    assert start(checkout, "bench", "--json").stdout == "steward bench --json\n"
    assert start(checkout, "run").stderr == ""
    assert [call for call in calls(checkout) if call.startswith("venv ")] == [next(calls(checkout))]
    assert sum("dev.txt" in call for call in calls(checkout)) == 1
    assert sum("run.txt" in call for call in calls(checkout)) == 1


def test_a_moved_folder_makes_its_environment_anew(checkout: Path) -> None:
    put(checkout, "python3", f'exec "{sys.executable}" "$@"')
    put_uv(checkout)
    assert start(checkout, "run").returncode == 0
    moved = checkout.rename(checkout.with_name("another place"))
    (checkout.parent / "calls").unlink()
    put_uv(moved)
    assert start(moved, "run").returncode == 0
    assert next(calls(moved)).startswith("venv --quiet --clear")


def test_changed_locks_are_installed(checkout: Path) -> None:
    put(checkout, "python3", f'exec "{sys.executable}" "$@"')
    put_uv(checkout)
    assert start(checkout, "run").returncode == 0
    with (checkout / "requirements" / "run.txt").open("a", encoding="utf-8") as changed:
        changed.write("# a change\n")
    assert start(checkout, "run").returncode == 0
    assert not any(call.startswith("venv ") for call in list(calls(checkout))[3:])
    assert sum("run.txt" in call for call in calls(checkout)) == 2


def test_a_failed_installation_is_tried_again(checkout: Path) -> None:
    put(checkout, "python3", f'exec "{sys.executable}" "$@"')
    put_uv(checkout)
    working = (checkout.parent / "tools" / "uv").read_text(encoding="utf-8")
    put(checkout, "uv", 'case "$*" in *--require-hashes*) echo "no network" >&2; exit 2 ;; esac', working)
    put(checkout, "uname", "echo Linux riscv64")
    failed = start(checkout, "run")
    assert (failed.returncode, failed.stdout) == (1, "")
    *_, why, line = failed.stderr.splitlines()
    assert why == "no network"
    assert line.startswith(
        "steward: could not install what is pinned, as told above; there are files for Linux"
    )
    assert line.endswith("and this is Linux riscv64")
    put_uv(checkout)
    assert start(checkout, "run").stdout == "steward run\n"


def test_the_suite_has_two_sizes(checkout: Path) -> None:
    put(checkout, "python3", f'exec "{sys.executable}" "$@"')
    put_uv(checkout)
    start(checkout, "run")
    start(checkout, "bench")
    program = checkout / ".venv" / "bin" / "python"
    program.write_text('#!/bin/sh\necho "$STEWARD_SUITE $PWD $*"\n', encoding="utf-8")
    assert os.access(program, os.X_OK)
    assert (
        start(checkout, "test", "-k", "a b").stdout
        == f"small {checkout} -m pytest -n 2 --dist loadfile --no-loadscope-reorder -k a b\n"
    )
    assert start(checkout, "test", "-x", "--full").stdout == f"full {checkout} -m pytest -x\n"


def run_ci(checkout: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """`.ci/run` with scripts that only say that they were called."""
    (checkout / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", checkout / ".ci")
    for name in ("check", "test"):
        (checkout / "scripts" / name).write_text(f'#!/bin/sh\necho "{name} with CI=$CI"\n', encoding="utf-8")
    for tool in ("bash", "env", "grep", "id"):
        (checkout.parent / "tools" / tool).symlink_to(str(shutil.which(tool)))
    put(checkout, "sudo", "shift", 'exec "$@"')
    return subprocess.run(
        [checkout / ".ci" / "run"],
        env={"HOME": str(checkout), "PATH": str(checkout.parent / "tools"), **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_ci_installs_what_is_missing(checkout: Path) -> None:
    put(checkout, "dpkg-query", 'case "$*" in *postgresql*) printf installed ;; *) exit 1 ;; esac')
    put(checkout, "apt-get", 'echo "apt-get $*"')
    done = run_ci(checkout)
    assert done.returncode == 0, done.stderr
    updated, installed, checked, tested = done.stdout.splitlines()
    assert updated.startswith("apt-get update")
    assert installed.endswith(" chromium fonts-wqy-microhei")
    assert (checked, tested) == ("check with CI=true", "test with CI=true")


def test_ci_leaves_a_complete_system_alone(checkout: Path) -> None:
    put(checkout, "dpkg-query", "printf installed")
    done = run_ci(checkout, CI="false")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["check with CI=false", "test with CI=false"]


def test_ci_says_when_it_cannot_install(checkout: Path) -> None:
    put(checkout, "dpkg-query", "exit 1")
    put(checkout, "apt-get", '[ "$1" = update ]')
    done = run_ci(checkout)
    assert "apt-get could not install chromium postgresql fonts-wqy-microhei" in done.stderr
    assert done.stdout.splitlines() == ["check with CI=true", "test with CI=true"]
