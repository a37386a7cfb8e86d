"""How every command is written, in the language of whoever asks."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest

from bot.adapters.discord.commands import definitions
from bot.commands import Commands, usage
from bot.texts import Texts, load_texts
from chat.handler import Command
from tests.architecture.documents import commands

LATIN = re.compile(r"[A-Za-z]")
PLACEHOLDER = re.compile(r"<([^>]+)>|\[([^\]]+)\]")


@pytest.mark.parametrize("order", commands(), ids=lambda one: one.name)
def test_what_follows_a_command_is_named_in_the_readers_language(order: Command) -> None:
    texts = Texts(load_texts(), ZoneInfo("UTC"))
    for language, called, foreign in (("zh", order.zh, LATIN), ("en", order.name, re.compile("[一-鿿]"))):
        said = texts.words(usage(order, called), "zh" if language == "zh" else "en")
        named = [one or other for one, other in PLACEHOLDER.findall(said)]
        assert f"/{called}" in said
        assert len(named) == len(order.parameters)
        assert len(set(named)) == len(named), "two words of one command are called alike"
        assert not [one for one in named if foreign.search(one)]


def test_chinese_clients_of_discord_show_the_same_names() -> None:
    texts = Texts(load_texts(), ZoneInfo("UTC"))
    known = {one.name: one for one in commands()}
    shown = {one["name"]: one for one in definitions(Commands(commands()), texts) if "options" in one}
    assert shown.keys() == known.keys()
    for name, one in shown.items():
        said = texts.words(usage(known[name]), "zh")
        named = {first or other for first, other in PLACEHOLDER.findall(said)}
        for locale in ("zh-CN", "zh-TW"):
            assert {option["name_localizations"][locale] for option in one["options"]} == named
