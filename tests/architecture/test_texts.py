"""What Steward says, it says in Chinese and in English, in full, and nothing is written that nobody says."""

from __future__ import annotations

import re
import tomllib

import pytest

from bot.markdown import parse
from tests.architecture.prose import (
    CATALOGUE,
    DESCRIPTION,
    families,
    leaves,
    named_keys,
    placeholders,
    speakers,
    spoken,
    texts,
)
from tests.architecture.tree import ROOT, modules

LANGUAGES = {"zh", "en"}
SAME_IN_BOTH: dict[str, str] = {}
"""Keys whose words are the same in both languages, and why."""

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")
GLUED = re.compile(r"[\u3400-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u3400-\u9fff]")
HALF_WIDTH = re.compile(r"[\u3400-\u9fff][,;:!?()]|[,;!?()][\u3400-\u9fff]|[\u3400-\u9fff]\.(?!\.)")
NOT_WORDS = re.compile(r"`[^`]*`|\{[a-z_]+\}|https?://\S+|\]\([^)]*\)")
LABEL = re.compile(r"\b(?:label|title)=Text\(\s*\"([a-z_.]+)\"")
DESCRIPTION_LIMIT = 100
"""Characters of a slash command's description (Discord's application command structure)."""


def words(template: str) -> str:
    """The template without code, addresses and placeholders."""
    return NOT_WORDS.sub("", template)


def test_texts_lie_beside_the_code_that_says_them() -> None:
    there = {path for path in ROOT.glob("*/**/texts.toml") if ".venv" not in path.parts}
    assert there <= set(speakers().values())


def test_a_key_holds_both_languages_and_nothing_else() -> None:
    broken = [
        key
        for key, leaf in texts().items()
        if not isinstance(leaf, dict)
        or leaf.keys() != LANGUAGES
        or not all(isinstance(said, str) and said.strip() for said in leaf.values())
    ]
    assert not broken


def test_both_languages_have_the_same_placeholders() -> None:
    assert not [key for key, leaf in texts().items() if placeholders(leaf["zh"]) != placeholders(leaf["en"])]


def test_every_brace_is_a_placeholder() -> None:
    assert not [
        key
        for key, leaf in texts().items()
        for said in leaf.values()
        if said.count("{") != len(re.findall(r"\{[a-z_]+\}", said)) or said.count("}") != said.count("{")
    ]


def test_each_language_is_itself() -> None:
    mixed = []
    for key, leaf in texts().items():
        if key in SAME_IN_BOTH:
            assert leaf["zh"] == leaf["en"], f"{key} differs now: take it off the list"
            continue
        zh, en = words(leaf["zh"]), words(leaf["en"])
        if HAN.search(en) or (LATIN.search(zh) and not HAN.search(zh)):
            mixed.append(key)
    assert not mixed


def test_chinese_is_set_as_chinese() -> None:
    badly_set = {
        key: found[0]
        for key, leaf in texts().items()
        for found in [
            GLUED.search(NOT_WORDS.sub("`", leaf["zh"])) or HALF_WIDTH.search(NOT_WORDS.sub("`", leaf["zh"]))
        ]
        if found
    }
    assert not badly_set, "a space between 中文 and Latin or digits, full-width punctuation"


def test_a_label_needs_no_markup() -> None:
    labels = {found for module in modules() for found in LABEL.findall(module.text)}
    styled = [
        key
        for key in labels
        for said in texts()[key].values()
        for block in parse(said).blocks
        if any(span.bold or span.italic or span.code or span.link for span in block.spans)
    ]
    assert len(labels) > 50
    assert not styled, "forms and buttons show plain words: stars and backticks get lost"


def test_every_key_is_said() -> None:
    silent = [
        key
        for key in texts()
        if key not in named_keys()
        and not DESCRIPTION.fullmatch(key)
        and not CATALOGUE.fullmatch(key)
        and not any(re.fullmatch(family, key) for family in families())
    ]
    assert not silent, "nothing in the code names them"


def test_everything_said_is_written() -> None:
    unwritten = [
        f"{said.place}: {said.pattern}"
        for said in spoken()
        if not any(re.fullmatch(said.pattern, key) for key in texts())
    ]
    assert not unwritten


def test_every_placeholder_is_given() -> None:
    missing = [
        f"{said.place}: {', '.join(sorted(lacking))}"
        for said in spoken()
        if said.constant and said.arguments is not None
        for key in texts()
        if re.fullmatch(said.pattern, key)
        for lacking in [placeholders(texts()[key]["zh"]) - said.arguments]
        if lacking
    ]
    assert not missing


def test_descriptions_of_commands_fit() -> None:
    assert not [
        key
        for key, leaf in texts().items()
        if DESCRIPTION.fullmatch(key) and any(len(said) > DESCRIPTION_LIMIT for said in leaf.values())
    ]


@pytest.mark.parametrize(
    ("zh", "fault"),
    [
        ("请在10分钟内发送 `/link`。", "在1"),
        ("用Telegram登录", "用T"),
        ("好的,已取消。", "的,"),
        ("已取消.", "消."),
        ("请用 `/link {code}`，10 分钟内有效（一次）。", None),
        ("共{count}条", None),
        ("请稍候...", None),
    ],
)
def test_the_typography_rule_sees(zh: str, fault: str | None) -> None:
    plain = NOT_WORDS.sub("`", zh)
    found = GLUED.search(plain) or HALF_WIDTH.search(plain)
    assert (found[0] if found else None) == fault


def test_groups_and_leaves_are_told_apart() -> None:
    table = tomllib.loads('[a.b]\nzh = "一"\n[a.c.d]\nzh = "二"\nen = "two"\n')
    assert dict(leaves(table, "faq")) == {
        "faq.a.b": {"zh": "一"},
        "faq.a.c.d": {"zh": "二", "en": "two"},
    }
