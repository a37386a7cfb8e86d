"""What is wrong in a configuration is said with its place and in its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.attach import telegram_of
from bot.config_file import BadSettings, NoSettings, load_settings, read_settings
from bot.settings import Settings

OWNERS = {"STEWARD_COMMUNITY__OWNERS": "telegram:5"}


@pytest.mark.parametrize(
    ("text", "environment", "said"),
    [
        ("\n[web]\nprot = 1", {}, 'line 3: web.prot: unknown key; did you mean "port"?'),
        ("[comunity]\nname = 'x'", {}, 'line 1: comunity: unknown key; did you mean "community"?'),
        ("[community]\nowners = 7", {}, "line 2: community.owners: must be a list"),
        ("[privacy]\nkeep_messages = 'soon'", {}, "line 2: privacy.keep_messages: not a length of time"),
        ("[web]\nport = 'abc'", {}, "line 2: web.port: must be a valid integer"),
        ("[web]\nport = ", {}, "syntax: "),
        (
            "[store]\nurl = 'mysql://a:b@c/d'",
            {},
            "line 2: store.url: must begin with sqlite:// or postgresql://",
        ),
        ("[store]\nurl = 'steward.db'", {}, "line 2: store.url: must begin with sqlite:// or postgresql://"),
        ("[community]\nowners = []", OWNERS, "STEWARD_COMMUNITY__OWNERS: must be a list"),
        ("", {"STEWARD_WEB__PROT": "1"}, 'STEWARD_WEB__PROT: unknown key; did you mean "port"?'),
        ("[web]\nport = 80", {"STEWARD_WEB__PORT__X": "1"}, "STEWARD_WEB__PORT__X: web.port is no table"),
    ],
)
def test_a_fault_is_named_with_its_place(text: str, environment: dict[str, str], said: str) -> None:
    with pytest.raises(BadSettings) as bad:
        read_settings(text, environment)
    assert str(bad.value).startswith(said)
    assert len(bad.value.faults) == 1


CHINESE = "[community]\nlanguage = 'zh'\n"


@pytest.mark.parametrize(
    ("text", "environment", "said"),
    [
        (f"{CHINESE}[web]\nprot = 1", {}, '第 4 行: web.prot: 没有这个设置，是不是 "port"？'),
        ("[web]\nprot = 1", {"LANG": "zh_CN.UTF-8"}, '第 2 行: web.prot: 没有这个设置，是不是 "port"？'),
        (
            "[web]\nxyzzy = 1",
            {"LANG": "zh_TW"},
            "第 2 行: web.xyzzy: 没有这个设置，这里可以写：host, port, public_url",
        ),
        (f"{CHINESE}[web]\nport = 'abc'", {}, "第 4 行: web.port: 必须是整数"),
        (f"{CHINESE}[web]\nport = 70000", {}, "第 4 行: web.port: 不能大于 65535"),
        (
            f"{CHINESE}[log]\nlevel = 'loud'",
            {},
            "第 4 行: log.level: 只能是 'debug', 'info', 'warning', 'error' 之一",
        ),
        (f"{CHINESE}owners = 7", {"LANG": "en_GB"}, "第 3 行: community.owners: 必须是列表，例如 [1, 2]"),
        (
            f"{CHINESE}[platforms.local]\nenabled = 'perhaps'",
            {},
            "第 4 行: platforms.local.enabled: 必须是 true 或 false",
        ),
        (f"{CHINESE}[privacy]\nkeep_messages = 'soon'", {}, "第 4 行: privacy.keep_messages: 不是一段时间"),
        (f"{CHINESE}timezone = 'Mars'", {}, "第 3 行: community.timezone: 'Mars' 不是 IANA 时区"),
        (f"{CHINESE}[store]\nurl = 'x.db'", {}, "第 4 行: store.url: 必须以 sqlite:// 或 postgresql:// 开头"),
        (
            f"{CHINESE}[moderation.ladder]\nsteps = ['warn']",
            {},
            "第 4 行: moderation.ladder.steps: 'warn' 不是一级处罚",
        ),
        (
            f"{CHINESE}[support]\npolicies = ['P9: 1h / 1h / 1h']",
            {},
            "第 4 行: support.policies: 'P9: 1h / 1h / 1h' 里的 'P9' 不是条件",
        ),
        (
            f"{CHINESE}[support.calendar]\nhours = 'Mon 9-99'",
            {},
            "第 3 行: support.calendar: '9-99' 既不是日子",
        ),
        (
            f"{CHINESE}[support.calendar]\ncountry = 'XX'",
            {},
            "第 4 行: support.calendar.country: 不知道 'XX' 的公共假日",
        ),
        (f"{CHINESE}[faq]\nquiet_hours = '9'", {}, "第 4 行: faq.quiet_hours: 要写成 23:00-07:00"),
        (f"{CHINESE}[faq.compose]\nurl = 'x'", {}, "第 4 行: faq.compose.url: 不是地址"),
        ("[community]\ntimezone = 'Mars'", {}, "line 2: community.timezone: 'Mars' is not an IANA"),
        ("", {"LANG": "zh", "STEWARD_WEB__PROT": "1"}, 'STEWARD_WEB__PROT: 没有这个设置，是不是 "port"？'),
        (
            CHINESE,
            {"STEWARD_WEB": "", "STEWARD_COMMUNITY__LANGUAGE__X": "1"},
            "STEWARD_COMMUNITY__LANGUAGE__X: community.language 不是一个表",
        ),
        ("[web]\nprot = 1", {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "line 2: "),
        ("[community]\nlanguage = 'en'\nnmae = 1", {"LANG": "zh_CN.UTF-8"}, "line 3: "),
    ],
)
def test_a_fault_is_told_in_the_language_of_the_community_else_of_the_terminal(
    text: str, environment: dict[str, str], said: str
) -> None:
    with pytest.raises(BadSettings) as bad:
        read_settings(text, environment)
    assert str(bad.value).startswith(said)


def test_no_file_is_another_trouble_than_a_bad_one(tmp_path: Path) -> None:
    with pytest.raises(NoSettings, match="No such file"):
        load_settings(tmp_path / "none.toml", {})
    (tmp_path / "picture.toml").write_bytes(b"\x89PNG\xff")
    with pytest.raises(NoSettings):
        load_settings(tmp_path / "picture.toml", {})


def test_a_webhook_that_is_a_path_alone_lies_under_the_public_address() -> None:
    telegram = {"token": "1:a", "webhook_url": "/hook"}
    web = {"public_url": "https://garden.example/steward/"}
    settings = Settings.model_validate({"web": web, "platforms": {"telegram": telegram}})
    assert settings.platforms.telegram is not None
    reached = telegram_of(settings.platforms.telegram, settings.web.public_url)
    assert reached.webhook_url == "https://garden.example/steward/hook"
    with pytest.raises(ValidationError, match="public_url must say"):
        Settings.model_validate({"platforms": {"telegram": telegram}})
