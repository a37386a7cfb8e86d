"""What a failed call means: it did not happen, it may have, it never will."""

from __future__ import annotations

from datetime import timedelta

from chat.actions import Ambiguous, Done, NotNow, Post, Refused
from tests.adapters.telegram.conftest import Bench, said


def post(bench: Bench, text: str = "hello") -> Post:
    return Post(to=bench.space, body=said(text))


async def test_a_flood_wait_is_kept(bench: Bench) -> None:
    bench.server.faults.next("sendMessage", "flood", retry_after=3600)
    outcome = await bench.do(post(bench))
    assert outcome == NotNow(timedelta(seconds=3600))
    assert not bench.garden.says_bot()


async def test_the_servers_trouble_leaves_it_open(bench: Bench) -> None:
    for status in (500, 502, 503):
        bench.server.faults.next("sendMessage", "server_error", status=status)
        assert isinstance(await bench.do(post(bench)), Ambiguous)
    bench.server.faults.next("sendMessage", "garbage")
    assert isinstance(await bench.do(post(bench)), Ambiguous)


async def test_a_connection_that_dies_leaves_it_open(bench: Bench) -> None:
    for kind in ("reset_before", "reset_after"):
        bench.server.faults.next("sendMessage", kind)
        outcome = await bench.do(post(bench))
        assert isinstance(outcome, Ambiguous)
        assert await bench.telegram.recover(bench.errand(post(bench))) is None
    assert len(bench.garden.says_bot()) == 1


async def test_nobody_at_the_door_means_that_nothing_left(bench: Bench) -> None:
    async with bench.server.outage():
        outcome = await bench.do(post(bench))
        assert isinstance(outcome, NotNow)
        assert outcome.why == "network"
    assert isinstance(await bench.do(post(bench)), Done)


async def test_texts_that_nobody_knows_are_still_a_no(bench: Bench) -> None:
    bench.server.faults.next("sendMessage", "bad_request", description="SOMETHING_NEW")
    assert await bench.do(post(bench)) == Refused("request.refused")
    bench.server.faults.next("sendMessage", "forbidden", description="for reasons")
    assert await bench.do(post(bench)) == Refused("forbidden")


async def test_a_place_that_never_was(bench: Bench) -> None:
    from chat.people import Space

    for place in ("-100999", "not a number"):
        assert await bench.do(Post(to=Space("telegram", place), body=said("x"))) == Refused("space.gone")


async def test_a_text_that_cannot_be_encoded_is_sent_cleaned(bench: Bench) -> None:
    done = await bench.do(post(bench, "half \ud83d here"))
    assert bench.garden.messages[int(done.ids[0])].text == "half \ufffd here"
