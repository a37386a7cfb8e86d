"""Who cuts an advertisement into crumbs is read whole, and all of it goes."""

from __future__ import annotations

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
