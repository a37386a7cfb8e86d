"""Whatever arrives, nothing crashes and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest

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


async def test_a_message_of_100_kilobytes(bench: Bench) -> None:
    bench.server.inject(update(bench, text="好" * 100_000))
    assert len((await bench.only(MessagePosted)).message.text) == 100_000


async def test_halves_of_surrogate_pairs_become_harmless(bench: Bench) -> None:
    bench.server.inject(update(bench, text="a\ud83d😀b\ude00"))
    found = await bench.only(MessagePosted)
    assert found.message.text == "a\ufffd😀b\ufffd"
    found.message.text.encode()


async def test_a_nul_becomes_harmless(bench: Bench) -> None:
    bench.server.inject(update(bench, text="a\x00b \\u0000 c"))
    assert (await bench.only(MessagePosted)).message.text == "a\ufffdb \\u0000 c"


async def test_an_unknown_kind_is_stored_and_tells_nothing(bench: Bench) -> None:
    bench.server.inject({"hologram": {"id": 1}})
    await bench.none()
    assert len(bench.stored) == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"update_id": "seven", "message": {"text": "x"}},
        {"message": {"text": "no chat, no date"}},
        {"message": "a word"},
        {"message": {"message_id": 1, "date": "soon", "chat": {"id": 5, "type": "private"}, "text": "x"}},
        {"chat_member": {}},
        {"callback_query": {"id": "1", "data": "x", "message": {"chat": {}}}},
    ],
)
async def test_a_malformed_update_is_stored_and_raises_when_read(
    bench: Bench, broken: dict[str, Any]
) -> None:
    bench.server.inject(broken)
    bench.ann.says(bench.garden, "and on it goes")
    await bench.server.wait_for(lambda: bench.server.updates.pending == 0)
    bad, good = bench.stored
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        bench.telegram.decode(bad.payload)
    assert len(bench.telegram.decode(good.payload)) == 1


async def test_repeated_and_backward_updates_keep_their_names(bench: Bench) -> None:
    first = bench.ann.says(bench.garden, "one")
    await bench.events(1)
    number = int(bench.stored[0].key.rpartition(":")[2])
    bench.server.inject({"update_id": number, "message": first.json()})
    bench.ann.says(bench.garden, "two")
    found = await bench.events(2)
    assert [one.message.text for one in found] == ["one", "two"]


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
