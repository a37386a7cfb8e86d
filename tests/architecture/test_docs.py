"""The documents say what is there: in both languages, without a dead link, and as the code says it today."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclopts import App
from jsonschema import Draft202012Validator

import chat.actions
import chat.events
from bot.cli import cli
from bot.config_example import tables
from bot.config_file import read_settings
from bot.settings import Settings
from chat.actions import Action
from chat.events import Event
from tests.architecture.documents import (
    ENDINGS,
    audit_families,
    classes,
    commands,
    descriptions,
    metrics,
    writers,
)
from tests.architecture.prose import texts
from tests.architecture.test_texts import GLUED, HALF_WIDTH
from tests.architecture.tree import ROOT, files

ONE_LANGUAGE = {
    "CHANGELOG.md": "follows the commits, which are English",
    "CONTRIBUTING.md": "for people who read the code, which is English",
    "docs/glossary.md": "both languages in one table",
    "tests/architecture/prose.en.md": "its other half is prose.zh.md",
    "tests/architecture/prose.zh.md": "its other half is prose.en.md",
}
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"!?\[[^\]\n]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def pages() -> dict[str, str]:
    """Every Markdown file by its path from the root."""
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files(".md")}


def documents_for_people() -> dict[str, str]:
    """The pages without those that show texts or samples as they are."""
    return {path: words for path, words in pages().items() if not path.startswith("tests/")}


def plain(words: str) -> str:
    """A page without code."""
    return CODE.sub("`", FENCE.sub("", words))


def anchors(words: str) -> set[str]:
    """What the headings of a page are called in links."""
    spoken = (
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(words)
    )
    return set(spoken)


def test_no_page_holds_both_sides_of_a_merge() -> None:
    pages = [path for path in ROOT.rglob("*.md") if not {".venv", "data"} & {*path.relative_to(ROOT).parts}]
    assert [
        path for path in pages if re.search(r"^(<{7} |>{7} )", path.read_text("utf-8"), re.MULTILINE)
    ] == []


@pytest.mark.parametrize("path", writers())
def test_what_is_written_from_the_code_is_current(path: str) -> None:
    there = ROOT / path
    current = there.read_text(encoding="utf-8") if there.is_file() else ""
    assert current == writers()[path](), f"{path} is stale: run ./scripts/documents"


def test_everything_has_its_chinese_description() -> None:
    zh = descriptions()["zh"]
    wanted = {
        "tables": {one.path for one in tables()},
        "settings": {setting.path for one in tables() for setting in one.settings},
        "events": set(classes(chat.events, Event)),
        "actions": set(classes(chat.actions, Action)),
        "metrics": {name for name, _, _ in metrics()},
        "audit": set(audit_families()),
    }
    for kind, names in wanted.items():
        assert not names - zh[kind].keys(), f"docs/descriptions.toml: [zh.{kind}] lacks these"
        assert not zh[kind].keys() - names, f"docs/descriptions.toml: [zh.{kind}] describes what is gone"
    assert descriptions()["en"]["audit"].keys() == audit_families(), "docs/descriptions.toml: [en.audit]"


def test_everything_has_its_english_description() -> None:
    lacking = [setting.path for one in tables() for setting in one.settings if not setting.description]
    lacking += [name for name, said in classes(chat.events, Event).items() if not said]
    lacking += [name for name, said in classes(chat.actions, Action).items() if not said]
    assert not lacking


@pytest.mark.parametrize("ending", ENDINGS.values())
def test_every_command_is_on_the_page(ending: str) -> None:
    words = pages()[f"docs/commands{ending}"]
    assert not [one.name for one in commands() if f"`/{one.name}" not in words or f"`/{one.zh}`" not in words]


def command_line(app: App = cli, before: str = "steward") -> Iterator[str]:
    """Every command of the program, as it is typed."""
    for name in app:
        if not name.startswith("-"):
            below = list(command_line(app[name], f"{before} {name}"))
            yield from below or [f"{before} {name}"]


@pytest.mark.parametrize("ending", ENDINGS.values())
def test_every_command_of_the_program_is_explained(ending: str) -> None:
    words = pages()[f"docs/running{ending}"]
    typed = list(command_line())
    assert "steward faq import" in typed
    assert not [command for command in typed if f"`{command}" not in words]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_text_is_shown_to_its_reader(language: str) -> None:
    words = (ROOT / f"tests/architecture/prose.{language}.md").read_text(encoding="utf-8")
    assert not [key for key in texts() if f"`{key}`" not in words]


def test_the_example_is_the_defaults() -> None:
    assert read_settings((ROOT / "config.example.toml").read_text(encoding="utf-8"), {}) == Settings()


def test_every_line_of_the_example_may_be_uncommented() -> None:
    source = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    live = "\n".join(
        line.removeprefix("# ") for line in source.splitlines() if re.match(r"# (\[|\w+ = )|\[", line)
    )
    read = read_settings(live, {})
    for one in tables():
        for setting in one.settings:
            if setting.is_unset:
                continue
            value: object = read
            for step in setting.path.split("."):
                value = getattr(value, step)
            assert value == setting.default, setting.path


def test_the_schema_knows_the_example() -> None:
    schema = json.loads((ROOT / "config.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert validator.is_valid(tomllib.loads((ROOT / "config.example.toml").read_text(encoding="utf-8")))
    assert validator.is_valid({"web": {"port": 8090}, "privacy": {"keep_messages": "30d"}})
    assert not validator.is_valid({"web": {"porte": 8090}})
    assert not validator.is_valid({"web": {"port": "high"}})


def test_every_page_is_there_in_both_languages() -> None:
    found = {path for path in documents_for_people() if path not in ONE_LANGUAGE}
    alone = set()
    for path in found:
        other = path[:-6] + ".md" if path.endswith(".zh.md") else path[:-3] + ".zh.md"
        if other not in found:
            alone.add(path)
    assert not alone
    assert not [path for path in ONE_LANGUAGE if path not in pages()]


def test_both_languages_have_the_same_chapters_of_generated_and_handwritten_pages() -> None:
    uneven = {}
    for path, words in documents_for_people().items():
        if path.endswith(".zh.md"):
            english = pages()[path[:-6] + ".md"]
            counts = [len(HEADING.findall(FENCE.sub("", page))) for page in (words, english)]
            if counts[0] != counts[1]:
                uneven[path] = counts
    assert not uneven


def test_every_link_leads_somewhere() -> None:
    dead = []
    for path, words in documents_for_people().items():
        for target in LINK.findall(plain(words)):
            if target.startswith(("http://", "https://", "mailto:")):
                continue
            name, _, anchor = target.partition("#")
            there = (ROOT / path).parent / name if name else ROOT / path
            if not there.exists() or (anchor and anchor not in anchors(there.read_text(encoding="utf-8"))):
                dead.append(f"{path}: {target}")
    assert not dead


def test_every_page_for_people_can_be_reached() -> None:
    for start in ("README.md", "README.zh.md"):
        seen: set[Path] = set()
        waiting = [ROOT / start]
        while waiting:
            here = waiting.pop()
            if here in seen or here.suffix != ".md":
                continue
            seen.add(here)
            for target in LINK.findall(plain(here.read_text(encoding="utf-8"))):
                there = (here.parent / target.partition("#")[0]).resolve()
                if "://" not in target and there.is_file():
                    waiting.append(there)
        ending = ".zh.md" if start.endswith(".zh.md") else ".md"
        ours = {
            path
            for path in documents_for_people()
            if path.startswith("docs/")
            and path.endswith(ending)
            and (ending == ".zh.md" or ".zh." not in path)
        }
        assert not ours - {path.relative_to(ROOT).as_posix() for path in seen}, f"not reached from {start}"


def test_chinese_pages_are_set_as_chinese() -> None:
    badly_set = {}
    for path, words in documents_for_people().items():
        if path.endswith(".zh.md"):
            said = re.sub(r"\]\([^)\s]*\)|https?://\S+", "`", plain(words)).replace("**", "").replace("`", "")
            found = [one[0] for rule in (GLUED, HALF_WIDTH) for one in rule.finditer(said)]
            if found:
                badly_set[path] = found[:8]
    assert not badly_set


@pytest.mark.parametrize("picture", sorted((ROOT / "docs/pictures").glob("*")))
def test_pictures_are_small(picture: Path) -> None:
    assert picture.suffix in (".png", ".svg")
    assert picture.stat().st_size <= 200_000
