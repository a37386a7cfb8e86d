"""What is written from the code: the example configuration, tables for readers, and all prose on two pages."""

from __future__ import annotations

import ast
import inspect
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any, Literal

import chat.actions
import chat.events
from bot.app import HANDLERS
from bot.config_example import Setting, tables, write_example, write_schema
from bot.wiring import find_functions
from chat.actions import Action, Sanction
from chat.events import Event, SpokenEvent
from chat.handler import Command
from tests.architecture.prose import texts
from tests.architecture.tree import ROOT, layers, modules

Language = Literal["zh", "en"]
ENDINGS: Mapping[Language, str] = {"en": ".md", "zh": ".zh.md"}
ABSTRACT = (Action, Sanction, Event, SpokenEvent)
NOTE: Mapping[Language, str] = {
    "zh": "<!-- 由 scripts/documents 从代码生成，请不要直接修改。 -->",
    "en": "<!-- Written by scripts/documents from the code: change it there. -->",
}


def writers() -> dict[str, Callable[[], str]]:
    """What writes each generated file, by its path from the root."""
    found: dict[str, Callable[[], str]] = {
        "config.example.toml": write_example,
        "config.schema.json": write_schema,
    }
    for language, ending in ENDINGS.items():
        found[f"docs/commands{ending}"] = partial(write_commands, language)
        found[f"docs/settings{ending}"] = partial(write_settings, language)
        found[f"docs/events-and-actions{ending}"] = partial(write_happenings, language)
        found[f"tests/architecture/prose.{language}.md"] = partial(write_prose, language)
    return found


def documents() -> dict[str, str]:
    """Every generated file by its path from the root."""
    return {path: write() for path, write in writers().items()}


@cache
def descriptions() -> Mapping[str, Mapping[str, Any]]:
    """docs/descriptions.toml: by language, by kind, by name."""
    return tomllib.loads((ROOT / "docs/descriptions.toml").read_text(encoding="utf-8"))


def described(language: Language, kind: str, name: str, english: str = "") -> str:
    """What a thing means: in English from the code, else from the descriptions ("" while nobody wrote it)."""
    if language == "en" and english:
        return english
    return str(descriptions()[language].get(kind, {}).get(name, ""))


def word(language: Language, name: str) -> str:
    """A word that the pages themselves use."""
    return str(descriptions()[language]["words"][name])


def page(language: Language, name: str, rows: Iterable[str]) -> str:
    """A whole page: title, note, opening words, then what was found."""
    said = descriptions()[language]["pages"][name]
    lines = [f"# {said['title']}", "", NOTE[language], "", said["opening"].strip(), "", *rows]
    return "\n".join(lines).rstrip() + "\n"


def table(language: Language, kind: str, rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table under its heads."""
    heads = descriptions()[language]["heads"][kind]
    lines = [_row(heads), "|" + "---|" * len(heads)]
    return [*lines, *(_row(cells) for cells in rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


@cache
def commands() -> Sequence[Command]:
    """Every chat command, by room and name."""
    functions = [function for package in HANDLERS for function in find_functions(package)]
    found = [getattr(function, "__steward__").command for function in functions]  # noqa: B009 (mypy)
    return sorted((one for one in found if one), key=lambda one: (one.room, one.name))


def write_commands(language: Language) -> str:
    """docs/commands.md."""
    rows: list[str] = []
    for room in dict.fromkeys(one.room for one in commands()):
        here = [_command(one, language) for one in commands() if one.room == room]
        rows += [f"## {word(language, room)}", "", *table(language, "commands", here), ""]
    return page(language, "commands", rows)


def _command(one: Command, language: Language) -> tuple[str, ...]:
    called = {part.name: texts()[f"handlers.parameter.{part.name}"][language] for part in one.parameters}
    names = [
        f"<{called[part.name]}>" if part.required else f"[{called[part.name]}]" for part in one.parameters
    ]
    who = word(language, one.duty.value if one.duty else one.rank.name)
    where = word(language, one.where) if one.where else ""
    root = f"{one.room}.command.{one.name}"
    said = [str(texts()[f"{root}.summary"][language])]
    colon = "：" if language == "zh" else ": "
    said += [
        f"`{called[part.name]}`{colon}{texts()[f'{root}.{part.name}'][language]}" for part in one.parameters
    ]
    return f"`/{' '.join([one.name, *names])}`", f"`/{one.zh}`", who + where, "<br>".join(said)


def write_settings(language: Language) -> str:
    """docs/settings.md."""
    rows: list[str] = []
    for one in tables():
        meaning = described(language, "tables", one.path, one.meaning)
        here = [_setting(setting, language) for setting in one.settings]
        rows += [f"## [{one.path}]", "", meaning, "", *table(language, "settings", here), ""]
    return page(language, "settings", rows)


def _setting(one: Setting, language: Language) -> tuple[str, ...]:
    value = word(language, "unset") if one.is_unset else f"`{one.value}`"
    return f"`{one.name}`", value, described(language, "settings", one.path, one.description)


def classes(module: object, root: type) -> dict[str, str]:
    """The concrete classes of a module under a root, with the first paragraph of each docstring."""
    return {
        name: " ".join((inspect.getdoc(one) or "").split("\n\n")[0].split())
        for name, one in vars(module).items()
        if isinstance(one, type) and issubclass(one, root) and one not in ABSTRACT
    }


def write_happenings(language: Language) -> str:
    """docs/events-and-actions.md."""
    needs = {name: getattr(chat.actions, name).needs.value for name in classes(chat.actions, Action)}
    found: dict[str, list[tuple[str, ...]]] = {
        "events": [
            (f"`{name}`", described(language, "events", name, said))
            for name, said in classes(chat.events, Event).items()
        ],
        "actions": [
            (f"`{name}`", f"`{needs[name]}`", described(language, "actions", name, said))
            for name, said in classes(chat.actions, Action).items()
        ],
        "metrics": [
            (f"`{name}`", labels, described(language, "metrics", name, said))
            for name, labels, said in metrics()
        ],
        "audit": [(f"`{name}.…`", described(language, "audit", name)) for name in sorted(audit_families())],
    }
    rows = [
        line
        for kind, cells in found.items()
        for line in (f"## {word(language, kind)}", "", *table(language, kind, cells), "")
    ]
    return page(language, "happenings", rows)


@cache
def metrics() -> Sequence[tuple[str, str, str]]:
    """Name, labels, meaning of each metric, as `bot/metrics.py` declares them."""
    (source,) = (one for one in modules() if one.path == "bot/metrics.py")
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Counter", "Gauge", "Histogram"}:
            given = [ast.literal_eval(argument) for argument in node.args]
            labels = ", ".join(f"`{label}`" for label in given[2]) if len(given) > 2 else ""
            found.append((given[0], labels, given[1]))
    return found


@cache
def audit_families() -> frozenset[str]:
    """The first words of all audit codes: the constants that begin one, wherever an audit is made."""
    found = {"delivery"}  # handlers/deliveries.py takes its codes from the names of its facts
    for module in modules():
        if module.package in layers():
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Call) and "audit" in ast.unparse(node.func).lower():
                    found |= set(_families(node))
    return frozenset(found)


def _families(call: ast.Call) -> Iterator[str]:
    codes = [one.value for one in call.keywords if one.arg == "code"] or call.args[:1]
    for node in (inner for code in codes for inner in ast.walk(code)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            family, dot, _ = node.value.partition(".")
            if dot and family.isidentifier():
                yield family


def write_prose(language: Language) -> str:
    """All that Steward says in one language, for a native reader."""
    rows: list[str] = []
    for package in dict.fromkeys(key.partition(".")[0] for key in texts()):
        rows += [f"## {package}", ""]
        for key, said in texts().items():
            if key.startswith(f"{package}."):
                lines = str(said[language]).strip().splitlines()
                rows += [f"`{key}`", "", *(f"> {line}".rstrip() for line in lines), ""]
    return page(language, "prose", rows)


def main() -> None:
    """Write every generated file."""
    for path, words in documents().items():
        (ROOT / path).write_text(words, encoding="utf-8")


if __name__ == "__main__":
    main()
