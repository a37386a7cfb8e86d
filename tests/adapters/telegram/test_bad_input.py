"""What is odd in an update becomes harmless, what is broken raises (what becomes of it: stories/test_bad_input)."""

from __future__ import annotations

from json import dumps
from typing import Any

import pytest

from bot.adapters.telegram.memory import Memory
from bot.adapters.telegram.receive import Reader
from chat.events import MessagePosted
from chat.messages import EntityKind
from tests.adapters.telegram.conftest import Bench


def update(bench: Bench, **fields: Any) -> dict[str, Any]:
    return {
        "message": {
            "message_id": 9_000,
            "date": int(bench.clock().timestamp()),
            "chat": bench.garden.json(),
            "from": bench.ann.json(),
            **fields,
        }
    }


async def test_a_nul_becomes_harmless(bench: Bench) -> None:
    bench.server.inject(update(bench, text="a\x00b \\u0000 c"))
    assert (await bench.only(MessagePosted)).message.text == "a\ufffdb \\u0000 c"


async def test_an_unknown_kind_is_stored_and_tells_nothing(bench: Bench) -> None:
    bench.server.inject({"hologram": {"id": 1}})
    await bench.none()
    assert len(bench.stored) == 1


def test_what_is_malformed_raises_when_read() -> None:
    reader = Reader(4200, Memory(), lambda *_: frozenset())
    ann, chat = {"id": 5, "is_bot": False, "first_name": "Ann"}, {"id": 5, "type": "private"}
    whole: dict[str, Any] = {"message_id": 1, "date": 5, "chat": chat, "from": ann, "text": "x"}
    assert len(reader.decode(dumps({"update_id": 1, "message": whole}))) == 1
    broken: dict[str, Any]
    for broken in (
        {"update_id": "seven", "message": {"text": "x"}},
        {"message": {"text": "no chat, no date"}},
        {"message": "a word"},
        {"message": whole | {"date": "soon"}},
        {"chat_member": {}},
        {"callback_query": {"id": "1", "data": "x", "message": {"chat": {}}}},
    ):
        with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
            reader.decode(dumps({"update_id": 1} | broken))


async def test_marks_beyond_the_text_do_not_break_it(bench: Bench) -> None:
    marks = [{"type": "url", "offset": 3, "length": 400}]
    bench.server.inject(update(bench, text="😀 a.example", entities=marks))
    message = (await bench.only(MessagePosted)).message
    assert [one.kind for one in message.entities] == [EntityKind.LINK]
    assert all(one.end <= len(message.text) for one in message.entities)


async def test_an_article_as_deep_as_a_well_is_cut(bench: Bench) -> None:
    text: Any = "bottom"
    for _ in range(400):
        text = {"type": "bold", "text": text}
    blocks = [{"type": "paragraph", "text": "x" * 30_000}, {"type": "paragraph", "text": text}]
    bench.server.inject(update(bench, rich_message={"blocks": blocks}))
    assert len((await bench.only(MessagePosted)).message.text) == 20_000
