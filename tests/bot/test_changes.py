"""Which keys differ between two configurations, which of them wait for a restart, and which are secrets."""

from __future__ import annotations

from typing import Any

import pytest

from bot.changes import AT_START, MOST, changed, named, secrets_of, waits
from bot.config_file import read_settings
from bot.settings import Settings


def settings(text: str = "") -> Settings:
    return read_settings(text, {})


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", ()),
        ("# a remark\n[faq]\n", ()),
        ('[community]\nname = "Garden"\nowners = ["telegram:1"]', ("community.name", "community.owners")),
        ('[faq.compose]\nurl = "http://127.0.0.1/v1"\nmodel = "m"', ("faq.compose.url", "faq.compose.model")),
        ('[moderation.rules.flood]\nmode = "off"', ("moderation.rules.flood.mode",)),
        ('[platforms.telegram]\ntoken = "1:a"', ("platforms.telegram",)),
    ],
)
def test_the_keys_that_differ_are_named_as_they_are_written(text: str, keys: tuple[str, ...]) -> None:
    assert changed(settings(), settings(text)) == keys
    assert changed(settings(text), settings()) == keys


def test_values_are_never_named() -> None:
    old, new = (settings(f'[platforms.telegram]\ntoken = "1:{one}"') for one in ("canary", "other"))
    assert changed(old, new) == ("platforms.telegram.token",)


def test_every_key_that_waits_is_one() -> None:
    for key in AT_START:
        value: Any = settings()
        for step in key.split("."):
            assert step in type(value).model_fields
            value = getattr(value, step)
    assert waits("web.port")
    assert waits("community.timezone")
    assert waits("platforms.discord.roles.moderator")
    assert not waits("community.name")
    assert not waits("privacy.keep_messages")
    assert not waits("support.calendar.feed")


def test_many_keys_are_told_by_their_tables() -> None:
    assert named(["faq.night", "web.port"]) == "faq.night, web.port"
    many = [f"faq.k{number}" for number in range(MOST)]
    assert named([*many, "support.home"]) == "[faq], [support]"


def test_every_kind_of_secret_is_found() -> None:
    text = (
        '[platforms.telegram]\ntoken = "1:telegram"\nwebhook_secret = "hook"\n'
        '[platforms.discord]\ntoken = "discord"\n[faq.compose]\nkey = "model"\n'
        'url = "https://ann:pass@c.example/v1?key=of-the-model"\n'
        '[support.hooks]\naddresses = ["https://a.example/1"]\nsecret = "0123456789abcdef0123456789abcdef"\n'
        '[support.calendar]\nfeed = "https://d.example/closed/days.ics"\n'
        '[feedback]\nnotices = ["product mailto://b.example"]\n'
        '[store]\nurl = "postgresql://bob:word@e.example/steward?passfile=/hidden"\n'
    )
    assert sorted(secrets_of(settings(text))) == sorted(
        [
            "1:telegram",
            "hook",
            "discord",
            "model",
            "https://a.example/1",
            "0123456789abcdef0123456789abcdef",
            "product mailto://b.example",
            "mailto://b.example",
            "https://ann:pass@c.example/v1?key=of-the-model",
            "ann:pass",
            "key=of-the-model",
            "https://d.example/closed/days.ics",
            "/closed/days.ics",
            "bob:word",
            "passfile=/hidden",
        ]
    )
    assert secrets_of(settings()) == []
