"""A private PostgreSQL cluster on loopback, from Debian's binaries, never the packaged one."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from bot.storage.store import open_store
from tests.conftest import system_package

MODEL = "model"
_modelled: set[str] = set()
"""The clusters that have their model."""


@dataclass(frozen=True)
class Cluster:
    """A running cluster; `address` is without database name: `postgresql://steward@127.0.0.1:port/`."""

    address: str
    user: str
    control: list[object]
    options: str

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2].strip("/"))

    def crash(self) -> None:
        """End at once, as by a power cut: what was committed is found again by recovery."""
        _as(self.user, [*self.control, "-m", "immediate", "stop"])

    def start(self) -> None:
        """Run (again)."""
        _as(self.user, [*self.control, "-o", self.options, "start"])


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a running cluster, which nobody crashes: it need not wait for the disk."""
    with own_cluster("-c fsync=off -c full_page_writes=off") as running:
        yield running.address


@contextmanager
def own_cluster(more: str = "") -> Iterator[Cluster]:
    """A running cluster that may be crashed, with `more` options."""
    binaries = system_package("postgresql", "/usr/lib/postgresql/*/bin/initdb").parent
    folder = Path(tempfile.mkdtemp(prefix="steward-pg-"))
    user = _unprivileged()
    if user:
        shutil.chown(folder, user)
    folder.chmod(0o700)
    port = _free_port()
    data = folder / "data"
    _as(
        user,
        [binaries / "initdb", "-D", data, "-U", "steward", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"],
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} {more}"
    control: list[object] = [binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log"]
    running = Cluster(f"postgresql://steward@127.0.0.1:{port}/", user, control, options)
    running.start()
    try:
        yield running
    finally:
        running.crash()
        shutil.rmtree(folder, ignore_errors=True)


async def fresh_database(address: str, name: str, model: str = "template1") -> str:
    """A new database in the cluster, empty or a copy of its `model`; its `[store] url`."""
    connection = await asyncpg.connect(f"{address}postgres")
    await connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
    await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{model}"')
    await connection.close()
    return f"{address}{name}"


async def database_with_tables(address: str, name: str) -> str:
    """A new database with all tables, which are made once in a cluster (that takes a second) and copied then."""
    if address not in _modelled:
        store = await open_store(await fresh_database(address, MODEL), Path())
        await store.create()
        await store.close()
        _modelled.add(address)
    return await fresh_database(address, name, MODEL)


def _unprivileged() -> str:
    """Whom PostgreSQL runs as where we are root ("" = ourselves)."""
    if os.geteuid() != 0:
        return ""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _as(user: str, command: list[object]) -> None:
    words = [str(word) for word in command]
    if user:
        words = ["runuser", "-u", user, "--", *words]
    done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=60, cwd="/")
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stdout}{done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_database(address: str, name: str) -> str:
    """The same from outside a loop."""
    return asyncio.run(fresh_database(address, name))
