"""The real program: one at a time, stops in time, refuses what it may not run."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from bot.config_file import BadSettings
from bot.plan import CannotStart, make_plan
from tests.bot.running import Program, free_port, run
from tests.conftest import ROOT

LOCAL = '[web]\nport = {port}\n[platforms.local]\nenabled = true\n[log]\nlevel = "debug"\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


SERVES = """
import asyncio, gc, os, signal, sys
from pathlib import Path
from bot.plan import make_plan
from bot.serve import serve

def told(line):
    print("kept", gc.get_freeze_count())
    os.kill(os.getpid(), signal.SIGTERM)

sys.exit(asyncio.run(serve(make_plan(Path("config.toml"), empty=True, rehearse=False), told)))
"""
"""Says how many objects no collection of garbage looks at any more, and stops."""


def test_what_is_there_at_the_start_is_left_out_of_collections(tmp_path: Path) -> None:
    """A collection among a hundred thousand objects holds everything up: the first question must not wait for it."""
    written(tmp_path, LOCAL.format(port=free_port()))
    program = [sys.executable, "-c", SERVES]
    ran = subprocess.run(
        program, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    kept = next(line for line in ran.stdout.splitlines() if line.startswith("kept"))
    assert int(kept.split()[1]) > 50_000


async def test_one_runs_a_second_says_so_and_sigterm_ends_the_first(tmp_path: Path) -> None:
    port = free_port()
    config = written(tmp_path, LOCAL.format(port=port))
    first = await Program(tmp_path, "run", "--config", str(config)).start()
    try:
        await first.says("steward.started")
        code, said = await run(tmp_path, "run", "--config", str(config))
        assert code == 1
        assert f"process {first.process.pid} holds" in said
        assert "Traceback" not in said
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as web:
            ready = await web.get("/readyz")
            assert (ready.status_code, ready.json()["ready"]) == (200, True)
            assert (await web.get("/metrics")).status_code == 200
            missing = await web.get("/nowhere")
            assert missing.status_code == 404
            assert "Traceback" not in missing.text
        asked = time.monotonic()
        first.asked_to_stop()
        assert await first.ends(20) == 0, first.said
        assert time.monotonic() - asked < 10
        assert "steward.stopped" in first.said
    finally:
        await first.kill()


async def test_a_port_in_use_is_one_line_and_exit_1(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    config = written(tmp_path, LOCAL.format(port=port))
    code, said = await run(tmp_path, "run", "--config", str(config))
    server.close()
    await server.wait_closed()
    assert code == 1
    assert f"port {port}" in said
    assert "Traceback" not in said


def plan(folder: Path, text: str, **environment: str) -> object:
    return make_plan(written(folder, text), empty=False, rehearse=False, environment=environment)


TELEGRAM = '[platforms.telegram]\ntoken = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"\n'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[web]\nhost = "0.0.0.0"\n', "loopback"),
        ('[web]\nhost = "example.com"\n', "loopback"),
        (TELEGRAM + "[platforms.local]\nenabled = true\n", "--rehearse"),
        ("[platforms.local]\nenabled = false\n", "no platform"),
        ("[platforms.telegram]\nspaces = [-1]\n", "STEWARD_PLATFORMS__TELEGRAM__TOKEN"),
        (TELEGRAM + "[platforms.discord]\nguilds = [1]\n", "platforms.discord has no token"),
    ],
)
def test_what_may_not_run_is_refused(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(CannotStart, match=why):
        plan(tmp_path, text)


def test_local_beside_a_real_platform_runs_only_when_rehearsing_on_loopback(tmp_path: Path) -> None:
    both = TELEGRAM + "[platforms.local]\nenabled = true\n"
    found = make_plan(written(tmp_path, both), empty=False, rehearse=True, environment={})
    assert (found.local, found.platforms, found.sample) == (True, ("telegram",), False)
    with pytest.raises(CannotStart, match="loopback"):
        make_plan(
            written(tmp_path, both + '[web]\nhost = "0.0.0.0"\n'), empty=False, rehearse=True, environment={}
        )


@pytest.mark.parametrize(
    ("text", "has_run", "store"),
    [
        ("", True, "steward.db"),
        ("", False, "rehearsal.db"),
        ("[platforms.local]\nenabled = true\n", True, "rehearsal.db"),
        ("[platforms.telegram]\nspaces = [-1]\n", False, "steward.db"),
        ("[platforms.local]\nenabled = false\n", False, "steward.db"),
    ],
)
def test_without_the_services_tokens_a_command_takes_the_communitys_store(
    tmp_path: Path, text: str, store: str, *, has_run: bool
) -> None:
    """A backup by cron has not the environment of the service, and a rehearsal may lie beside the community."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "rehearsal.db").touch()
    if has_run:
        (tmp_path / "data" / "steward.db").touch()
    path = written(tmp_path, text)
    found = make_plan(path, empty=True, rehearse=True, environment={}, offline=True)
    assert found.settings.store.url == f"sqlite:///data/{store}"


def test_a_token_in_the_environment_is_enough(tmp_path: Path) -> None:
    token = "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    found = plan(tmp_path, "", STEWARD_PLATFORMS__TELEGRAM__TOKEN=token)
    assert found.platforms == ("telegram",)  # type: ignore[attr-defined]
    assert not found.local  # type: ignore[attr-defined]
    assert token not in repr(found)


def test_a_broken_file_starts_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadSettings):
        plan(tmp_path, "[web\nport = 1")
