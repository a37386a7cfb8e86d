"""The house has the rooms that its drawing shows, and every file says in one sentence what it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.tree import NOT_OURS, ROOT, Module, layers, modules, settings

BESIDE_THE_PACKAGES = {"docs", "requirements", "scripts", "tests"}
LONGEST = 300
LONGEST_TEST = 450
"""A test file is a list of sentences: it may go on longer than code that has to be held in mind."""
LONG = {
    "bot/storage/versions/0001_first_tables.py": "the first migration makes every table; the tool wrote it",
    "bot/storage/tables.py": "all SQL of bot/ stands in one place, as the drawing asks; it declares and does nothing",
    "chat/actions.py": "one class for each thing that can be done; apart, their shared vocabulary would be torn",
}
"""Files that may be longer, and why. The list only shrinks: a file that fits again leaves it."""

RUN_BY_PATH = {"bot/storage/alembic"}
"""Folders of scripts that a tool runs by their path: no packages."""

VAGUE_FILES = {"base", "common", "helper", "helpers", "manager", "misc", "shared", "util", "utils"}
VAGUE_CLASS = re.compile(r".(Manager|Helper|Helpers|Utils|Impl)$|^(Base|Abstract)[A-Z]")
MUTATORS = {
    "add",
    "append",
    "clear",
    "discard",
    "extend",
    "insert",
    "pop",
    "popitem",
    "remove",
    "setdefault",
    "update",
}
SECOND_SENTENCE = re.compile(r"[.!?] [A-Z]")


def test_every_top_level_folder_has_its_place() -> None:
    folders = {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and not path.name.startswith(".") and path.name not in NOT_OURS
    }
    unplaced = folders - BESIDE_THE_PACKAGES - set(layers())
    assert not unplaced, "name them in pyproject.toml: layers, root_packages, wheel"


def test_the_wheel_holds_every_package() -> None:
    wheel = settings()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert wheel == sorted(layers())


def test_the_contracts_look_at_every_package() -> None:
    there = {name for name in layers() if any((ROOT / name).rglob("*.py"))}
    drawn = settings()["tool"]["importlinter"]
    assert set(drawn["root_packages"]) == there
    by_module = {"bot"}  # tests/architecture/test_circles.py holds it module by module
    watched = {name for contract in drawn["contracts"] for name in contract.get("ancestors", ())}
    assert watched == there - by_module


def test_a_module_says_in_one_sentence_what_it_is() -> None:
    silent = [
        f"{module.path}: {sentence!r}"
        for module in modules(with_tests=True)
        for sentence in [(ast.get_docstring(module.tree) or "").split("\n\n")[0]]
        if not sentence.endswith((".", "。", ":", "?")) or SECOND_SENTENCE.search(sentence)
    ]
    assert not silent


def test_a_package_opens_without_doing_work() -> None:
    busy = [
        module.path
        for module in modules(with_tests=True)
        if module.path.endswith("__init__.py") and len(module.tree.body) > 1
    ]
    assert not busy, "an __init__.py holds its docstring, nothing else"


def test_every_folder_of_modules_is_a_package() -> None:
    folders = {module.path.rpartition("/")[0] for module in modules(with_tests=True)}
    folders -= RUN_BY_PATH
    assert not {folder for folder in folders if not (ROOT / folder / "__init__.py").is_file()}


def test_names_say_what_things_are() -> None:
    vague = [
        module.path
        for module in modules(with_tests=True)
        if module.path.rpartition("/")[2].removesuffix(".py") in VAGUE_FILES
    ]
    vague += [
        f"{module.path}: {node.name}"
        for module in modules(with_tests=True)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and VAGUE_CLASS.search(node.name)
    ]
    assert not vague


def test_nothing_global_changes() -> None:
    changed = [change for module in modules() for change in _global_changes(module)]
    assert not changed, "state belongs to an object that the composition root makes"


def test_files_stay_short() -> None:
    lengths = {module.path: module.text.count("\n") for module in modules(with_tests=True)}
    long = {path: length for path, length in lengths.items() if length > _longest(path)}
    assert not {path: length for path, length in long.items() if path not in LONG}, "split them by noun"
    assert not {path for path in LONG if path in lengths} - long.keys(), (
        "these fit again: take them off the list"
    )


def test_the_rule_for_globals_sees() -> None:
    def told(text: str) -> list[str]:
        return [
            what.partition(": ")[2]
            for what in _global_changes(Module(path="a.py", text="", tree=ast.parse(text)))
        ]

    assert told("seen = set()\ndef note(x):\n    seen.add(x)") == ["seen.add(…)"]
    assert told("cache: dict[str, int] = {}\ndef put(k):\n    cache[k] = 1") == ["cache[…] is set"]
    assert told("bot = None\ndef start():\n    global bot\n    bot = 1") == ["global bot"]
    assert told("UNITS = {}\ndef read(u):\n    found = {}\n    found[u] = UNITS[u]") == []


def _global_changes(module: Module) -> Iterator[str]:
    owned = {name for statement in module.tree.body for name in _bound(statement)}
    for node in ast.walk(module.tree):
        match node:
            case ast.Global():
                yield f"{module.path}:{node.lineno}: global {', '.join(node.names)}"
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) if (
                name in owned and method in MUTATORS
            ):
                yield f"{module.path}:{node.lineno}: {name}.{method}(…)"
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()) if name in owned:
                yield f"{module.path}:{node.lineno}: {name}[…] is set"


def _bound(statement: ast.stmt) -> Iterator[str]:
    """Names that a module-level statement binds to a container literal or to what a call makes."""
    match statement:
        case ast.Assign(targets=targets, value=value):
            named = targets
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            named = [target]
        case _:
            return
    if isinstance(
        value, ast.Dict | ast.List | ast.Set | ast.Call | ast.DictComp | ast.ListComp | ast.SetComp
    ):
        yield from (target.id for target in named if isinstance(target, ast.Name))


def _longest(path: str) -> int:
    return LONGEST_TEST if path.startswith("tests/") else LONGEST
