"""Who cuts an advertisement into crumbs is read whole, and all of it goes."""

from __future__ import annotations

import pytest

from tests.world import Town


async def test_crumbs_of_an_advertisement_go_together(town: Town) -> None:
    ann = await town.member("Ann")
    said = []
    for piece in ("日赚", "五千", "稳赚", "不赔", "联系", "我吧"):
        await town.passes(seconds=2)
        said.append(await ann.says(piece))
    assert all(town.deleted(one) for one in said)
    cases = await town.rows("moderation.cases")
    assert {one["rule"] for one in cases} == {"solicitation"}
    assert [one["state"] for one in cases].count("standing") == 1


@pytest.mark.parametrize(
    "pieces",
    [
        ("make $900", "a week from home", "no experience needed", "just dm me"),
        ("my trading coach", "turns 200 into 2000", "in a day, guaranteed", "text me on whatsapp"),
        ("日赚五百不是梦", "在家就能做", "想做的加我微信"),
    ],
)
async def test_an_offer_in_short_messages_is_looked_at_as_a_whole(
    town: Town, pieces: tuple[str, ...]
) -> None:
    ann = await town.member("Ann")
    await town.moderator("Mo")
    for piece in pieces:
        await ann.says(piece)
        await town.passes(seconds=3)
    cases = await town.rows("moderation.cases")
    assert {one["rule"] for one in cases} == {"solicitation"}


@pytest.mark.parametrize(
    "pieces",
    [
        ("hey", "anyone selling a bike?", "I need one by Friday", "dm me"),
        ("Where to get those?", "I'm at home n ready...", "Ok. Me watching tv too.", "trust him. Bet you do"),
        ("who wants free pizza", "come to room 5", "it is getting cold"),
        ("周末有空吗", "一起打球", "老地方见"),
    ],
)
async def test_who_chats_in_short_messages_is_left_alone(town: Town, pieces: tuple[str, ...]) -> None:
    ann = await town.member("Ann")
    await town.moderator("Mo")
    for piece in pieces:
        await ann.says(piece)
        await town.passes(seconds=3)
    assert await town.rows("moderation.cases") == []
