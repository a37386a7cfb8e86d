"""Nothing in the repository bears a name twice, or a name that belongs to one machine only."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.app import HANDLERS
from bot.wiring import find_functions
from chat.handler import Command
from tests.architecture.prose import DESCRIPTION, speakers, texts
from tests.architecture.tree import ROOT, files, layers, modules

MACHINE_PATHS = re.compile(r"(?:^|[^.A-Za-z0-9_}])/(?:" + "|".join(["work", "farm", "root"]) + r")/")
REGISTRIES = [f"{host}.{end}" for host, end in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"))]
PICTURES = (".gif", ".ico", ".jpg", ".png", ".ttf", ".webp", ".woff2", ".zip")


def decorated(
    *names: str, within: str = ""
) -> Iterator[tuple[ast.AsyncFunctionDef | ast.FunctionDef, ast.Call]]:
    """Every function of the product (or of one package) under one of the decorators, with the decorator's call."""
    for module in (module for module in modules() if within in ("", module.package)):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef):
                for decorator in node.decorator_list:
                    if (
                        isinstance(decorator, ast.Call)
                        and isinstance(decorator.func, ast.Name)
                        and decorator.func.id in names
                    ):
                        yield node, decorator


def texts_of_files() -> Iterator[tuple[str, str]]:
    for path in files():
        if not path.name.endswith(PICTURES):
            yield path.relative_to(ROOT).as_posix(), _text(path)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def test_a_command_is_called_once() -> None:
    names = Counter[str]()
    for _, call in decorated("command"):
        names.update(_strings(call.args[:1]))
        names.update(_strings([word.value for word in call.keywords if word.arg == "zh"]))
    assert not [name for name, times in names.items() if times > 1]


def test_a_handler_is_called_once() -> None:
    names = Counter(function.name for function, _ in decorated("command", "handles"))
    assert not [name for name, times in names.items() if times > 1]


def test_a_command_is_described_where_it_says() -> None:
    described = {key for key in texts() if DESCRIPTION.fullmatch(key)}
    expected = {key for command in _commands() for key in _descriptions(command)}
    assert not expected - described, "these commands and parameters have no description"
    assert not described - expected, "these descriptions belong to no command"


def test_topics_begin_with_their_room() -> None:
    rooms = {*layers(), *speakers()}
    strays = [
        f"{function.name}: {topic}"
        for function, call in decorated("handles", within="handlers")
        for topic in _strings(call.args[1:])
        if topic.partition(".")[0] not in rooms
    ]
    assert not strays


def test_no_path_of_a_machine_is_named() -> None:
    found = [
        f"{name}:{number}"
        for name, text in texts_of_files()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE_PATHS.search(line)
    ]
    assert not found


def test_no_registry_is_named() -> None:
    assert not [name for name, text in texts_of_files() if any(host in text for host in REGISTRIES)]


def test_the_rules_for_paths_see() -> None:
    for line in ("cd /{}/main", '"/{}/x"', "/{}/.cache", "file:///{}/x"):
        assert MACHINE_PATHS.search(line.format("root"))
    for line in ("$root/.venv/bin", "../root/x", "https://example.org/framework/x"):
        assert not MACHINE_PATHS.search(line)


def _strings(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _commands() -> list[Command]:
    functions = [function for package in HANDLERS for function in find_functions(package)]
    registrations = [function.__steward__ for function in functions]  # type: ignore[attr-defined]
    return [one.command for one in registrations if one.command is not None]


def _descriptions(command: Command) -> set[str]:
    base = f"{command.room}.command.{command.name}"
    return {f"{base}.summary", *(f"{base}.{one.name}" for one in command.parameters)}
