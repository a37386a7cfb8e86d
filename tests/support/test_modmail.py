"""Threads of Modmail become closed tickets, each once."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.modmail_desk import import_modmail
from bot.offline import opened
from chat.errors import Unusable
from support.lines import Kind
from support.modmail import read_logs

AVATAR = "https://cdn.discordapp.com/embed/avatars/0.png"
ANN = {"id": "11", "name": "ann", "discriminator": "0", "avatar_url": AVATAR, "mod": False}
BOB = {"id": "12", "name": "bob", "discriminator": "0", "avatar_url": AVATAR, "mod": False}
RAE = {"id": "22", "name": "rae", "discriminator": "0", "avatar_url": AVATAR, "mod": True}
PICTURE = {"id": 99, "filename": "parcel.png", "is_image": True, "size": 12, "url": f"{AVATAR}?parcel"}


def a_message(
    author: dict[str, Any], content: str, minute: int, kind: str = "thread_message"
) -> dict[str, Any]:
    return {
        "timestamp": f"2025-03-01 10:{minute:02}:00.000000",
        "message_id": str(minute),
        "author": author,
        "content": content,
        "type": kind,
        "attachments": [],
    }


def a_log(**changes: object) -> dict[str, Any]:
    """A document of Modmail's collection `logs`, with every key that its versions 3 and 4 write."""
    log = {
        "_id": "abc",
        "key": "abc",
        "open": False,
        "channel_id": "71",
        "guild_id": "70",
        "bot_id": "69",
        "title": None,
        "nsfw": False,
        "created_at": "2025-03-01 10:00:00.000000",
        "closed_at": "2025-03-01 11:00:00.000000",
        "recipient": ANN,
        "creator": ANN,
        "closer": RAE,
        "close_message": "solved",
        "messages": [
            a_message(ANN, "我的订单没有到", 0),
            a_message(RAE, "VIP", 1, "internal"),
            a_message(RAE, "it is on its way", 2, "anonymous"),
            a_message(RAE, "", 3),
        ],
    }
    return {**log, **changes}


def test_who_could_read_what_is_kept() -> None:
    (log,) = read_logs(json.dumps([a_log()]))
    assert [one.kind for one in log.spoken] == [Kind.MEMBER, Kind.NOTE, Kind.REPLY]
    assert (log.name, log.reason, log.was_open) == ("ann", "solved", False)
    wrapped = a_log(created_at={"$date": "2025-03-01T10:00:00Z"}, closed_at=None, open=True)
    (again,) = read_logs(json.dumps(wrapped))
    assert again.opened_at == log.opened_at
    assert again.closed_at == log.spoken[-1].at


def test_what_the_versions_write_is_read() -> None:
    """Moments with and without zone and fraction, edited words, pictures, others in the thread, all kinds of notes."""
    said = [
        a_message(ANN, "look", 0) | {"attachments": [PICTURE], "edited": True},
        a_message(BOB, "I have it, too", 1) | {"timestamp": "2025-03-01 11:01:00+01:00"},
        a_message(RAE, "stale", 2, "system") | {"timestamp": "2025-03-01 10:02:00"},
        a_message(RAE, "known to us", 3, "note"),
    ]
    aware = a_log(
        messages=said,
        close_message=None,
        created_at="2025-03-01 10:00:00+00:00",
        closed_at="2025-03-01 11:00:00.5+00:00",
    )
    (log,) = read_logs(json.dumps(aware))
    assert [(one.kind, one.name) for one in log.spoken] == [
        (Kind.MEMBER, "ann"), (Kind.MEMBER, "bob"), (Kind.NOTE, "rae"), (Kind.NOTE, "rae"),
    ]  # fmt: skip
    assert "parcel.png" in log.spoken[0].text
    assert [one.at.minute for one in log.spoken] == [0, 1, 2, 3]
    assert (log.reason, log.closed_at - log.opened_at) == ("", timedelta(hours=1, microseconds=500_000))


@pytest.mark.parametrize("text", ["{", '[{"key": "x"}]', "[1]", json.dumps([a_log(created_at="soon")])])
def test_what_is_no_log_is_refused(text: str) -> None:
    with pytest.raises(Unusable) as wrong:
        read_logs(text)
    assert wrong.value.text.args.get("log", wrong.value.text.args.get("line")) == 1


async def test_a_file_is_imported_once(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[store]\nurl = "sqlite:///town.db"\n[platforms.local]\nenabled = true\n', "utf-8")
    file = tmp_path / "logs.json"
    file.write_text("\n".join(json.dumps(a_log(key=key)) for key in ("one", "two")), "utf-8")
    said: list[str] = []
    for _ in range(2):
        assert await import_modmail(file, config, said.append) == 0
    assert said == [
        "logs.json: 2 imported, 0 known already, 0 were still open",
        "logs.json: 0 imported, 2 known already, 0 were still open",
    ]
    async with opened(config, lock=False) as app:
        (ticket,) = await app.store.rows("support.numbered", wanted=1)
        assert (ticket["state"], ticket["close_reason"], ticket["tags"]) == ("closed", "solved", "modmail")
        assert ticket["language"] == "zh"
        lines = await app.store.rows("support.lines", of=ticket["id"])
        assert [line["kind"] for line in lines] == ["member", "note", "reply"]
        assert await app.people.name(ticket["person"]) == "ann"
        assert await app.people.name(ticket["closed_by_person"]) == "rae"
