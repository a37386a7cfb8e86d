"""The repository as the rules read it: its files, its modules, its settings."""

from __future__ import annotations

import ast
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {"__pycache__", "build", "data", "dist"}
"""Folders that hold nothing written by people; those whose name starts with a dot are left out too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A Python file: its path from the root, its text and its syntax tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def package(self) -> str:
        """The top-level folder."""
        return self.path.split("/")[0]


@cache
def settings() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def layers() -> list[str]:
    """The packages that the import contract puts into an order, from the top down."""
    contracts = settings()["tool"]["importlinter"]["contracts"]
    (drawn,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [name.strip(" ()") for layer in drawn for name in layer.split("|")]


def files(*endings: str) -> Iterator[Path]:
    """Every file written by people, or those with one of the endings."""
    for folder, below, names in os.walk(ROOT):
        here = Path(folder)
        below[:] = sorted(name for name in below if _ours(here / name))
        for name in sorted(names):
            if not endings or name.endswith(endings):
                yield here / name


def _ours(folder: Path) -> bool:
    if folder.parent == ROOT:
        return folder.name == ".ci" or not (folder.name.startswith(".") or folder.name in NOT_OURS)
    return folder.name != "__pycache__" and not folder.name.startswith(".")


@cache
def modules(*, with_tests: bool = False) -> tuple[Module, ...]:
    """Every module of the product, on request those of the tests too."""
    wanted = {*layers(), "tests"} if with_tests else set(layers())
    found = []
    for path in files(".py"):
        relative = path.relative_to(ROOT)
        if relative.parts[0] in wanted:
            text = path.read_text(encoding="utf-8")
            found.append(Module(path=relative.as_posix(), text=text, tree=ast.parse(text, str(relative))))
    return tuple(found)
