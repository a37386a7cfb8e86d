"""Who sets up a bot is told beforehand, in both languages, of every right that the doctor would miss later."""

from __future__ import annotations

import re

import pytest

from tests.architecture.prose import texts
from tests.architecture.tree import ROOT

CHINESE = re.compile(r"「(?P<zh>[^」]+)」（(?P<en>[A-Z][A-Za-z ]+)）权限")
PAGES = ("README{}.md", "docs/platforms/{{platform}}{}.md")
INTENTS = ("Server Members", "Message Content")
TELEGRAM = {
    "can_delete_messages": ("delete messages", "删除消息"),
    "can_restrict_members": ("ban users", "封禁用户"),
    "can_pin_messages": ("pin messages", "置顶消息"),
    "can_invite_users": ("invite users", "邀请用户"),
    "can_manage_topics": ("manage topics", "管理话题"),
}
"""Rights of groups, by the words that Telegram's apps use; those of channels are told where channels are."""

CHANNELS_ONLY = {"can_edit_messages", "can_post_messages"}


def pages(platform: str, ending: str) -> list[str]:
    """What somebody who starts reads, its line breaks and stars taken out."""
    found = [ROOT / page.format(ending).format(platform=platform) for page in PAGES]
    return [re.sub(r"[\s*]+", " ", path.read_text(encoding="utf-8")) for path in found]


def missed(platform: str) -> dict[str, str]:
    """What the doctor says in Chinese of each right, by its name."""
    start = f"bot.doctor.{platform}.lacks_"
    return {key.removeprefix(start): leaf["zh"] for key, leaf in texts().items() if key.startswith(start)}


@pytest.mark.parametrize("ending", ["", ".zh"])
def test_every_permission_on_discord_is_named_before_it_is_missed(ending: str) -> None:
    names = [found.groups() for said in missed("discord").values() if (found := CHINESE.search(said))]
    assert len(names) == len(missed("discord")) > 10
    for page in pages("discord", ending):
        assert not [one for one in INTENTS if one not in page]
        assert not [(zh, en) for zh, en in names if en not in page and not (ending and zh in page)]


@pytest.mark.parametrize("ending", ["", ".zh"])
def test_every_right_on_telegram_is_named_before_it_is_missed(ending: str) -> None:
    assert set(missed("telegram")) == set(TELEGRAM) | CHANNELS_ONLY
    for page in pages("telegram", ending):
        assert "/setprivacy" in page
        assert not [name for name, said in TELEGRAM.items() if said[bool(ending)] not in page]
