"""Texts and where code speaks them: the keys of every texts.toml, and the keys that the syntax trees name."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from bot.texts import PACKAGES
from tests.architecture.tree import ROOT, Module, modules

DESCRIPTION = re.compile(r"\w+\.command\.\w+\.\w+")
"""Keys that describe a command or a parameter: said by the platforms' menus, by the command's name."""
CATALOGUE = re.compile(r"bot\.cli\.help\.\w+")
"""Keys that are looked up by their English sentence: `tests/bot/test_spoken.py` sees that each is on a page of help."""

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One `Text(…)` in code: a pattern that its key matches, and its arguments where they stand there in full."""

    place: str
    pattern: str
    constant: bool
    arguments: frozenset[str] | None = field(default=None)


def leaves(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    """Every key with what it holds; a table that speaks no language is a group of keys."""
    for name, inner in table.items():
        key = f"{prefix}.{name}"
        if isinstance(inner, Mapping) and not inner.keys() & {"zh", "en"}:
            yield from leaves(inner, key)
        else:
            yield key, inner


@cache
def speakers() -> dict[str, Path]:
    """Where texts lie, by the first word of their keys."""
    return {
        package.rpartition(".")[2]: ROOT.joinpath(*package.split("."), "texts.toml") for package in PACKAGES
    }


@cache
def texts() -> Mapping[str, Any]:
    """Every key of every package's texts.toml."""
    found: dict[str, Any] = {}
    for speaker, source in speakers().items():
        if source.is_file():
            found.update(leaves(tomllib.loads(source.read_text(encoding="utf-8")), speaker))
    return found


def placeholders(template: str) -> set[str]:
    """The names in braces."""
    return set(PLACEHOLDER.findall(template))


@cache
def named_keys() -> frozenset[str]:
    """Every string constant of the product that could be a key: `package.name`."""
    shape = re.compile(rf"({'|'.join(speakers())})(\.\w+)+")
    return frozenset(
        node.value
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and shape.fullmatch(node.value)
    )


@cache
def families() -> frozenset[str]:
    """Patterns of f-strings that name keys from the second part on: `f"faq.why.{reason}"`, not `f"faq.{name}"`."""
    start = re.compile(rf"({'|'.join(speakers())})\.\w+")
    return frozenset(
        _pattern(node)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.JoinedStr) and start.match(_opening(node))
    )


def spoken() -> Iterator[Said]:
    """Every `Text(…)` whose key stands there as a string or f-string that begins with a package."""
    for module in modules():
        for node in ast.walk(module.tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Text"
                and node.args
            ):
                said = _said(module, node)
                if said is not None:
                    yield said


def _said(module: Module, call: ast.Call) -> Said | None:
    place = f"{module.path}:{call.lineno}"
    match call.args[0]:
        case ast.Constant(value=str(key)):
            return Said(place=place, pattern=re.escape(key), constant=True, arguments=_arguments(call))
        case ast.JoinedStr() as name if _opening(name).partition(".")[0] in speakers():
            return Said(place=place, pattern=_pattern(name), constant=False)
    return None


def _arguments(call: ast.Call) -> frozenset[str] | None:
    given = call.args[1] if len(call.args) > 1 else next((word.value for word in call.keywords), None)
    if given is None:
        return frozenset()
    if not isinstance(given, ast.Dict):
        return None
    names = [key.value for key in given.keys if isinstance(key, ast.Constant)]
    return frozenset(str(name) for name in names) if len(names) == len(given.keys) else None


def _opening(name: ast.JoinedStr) -> str:
    first = name.values[0] if name.values else None
    return str(first.value) if isinstance(first, ast.Constant) else ""


def _pattern(name: ast.JoinedStr) -> str:
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+" for part in name.values
    )
