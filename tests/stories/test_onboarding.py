"""How an installation gets its owner, and which places it serves."""

from __future__ import annotations

from chat.people import Space
from tests.world import Town


async def test_the_code_from_the_server_makes_one_owner_once(town: Town) -> None:
    olga, ann = await town.member("Olga"), await town.member("Ann")
    code = town.app.claim_code.issue(town.app.system.chance, town.clock.now())
    await olga.whispers(f"/claim {code}")
    await olga.private.heard("bot.owner.claimed")
    await ann.whispers(f"/claim {code}")
    await ann.private.heard("bot.owner.wrong_code")
    owners = [row["person"] for row in await town.rows("role.all") if row["role"] == "owner"]
    assert owners == [olga.person]


async def test_the_code_ends_after_fifteen_minutes_and_after_five_wrong_tries(town: Town) -> None:
    olga = await town.member("Olga")
    late = town.app.claim_code.issue(town.app.system.chance, town.clock.now())
    await town.passes(minutes=16)
    await olga.whispers(f"/claim {late}")
    await olga.private.heard("bot.owner.wrong_code")
    code = town.app.claim_code.issue(town.app.system.chance, town.clock.now())
    for _ in range(5):
        await olga.whispers("/claim 0000000000")
    await olga.whispers(f"/claim {code}")
    assert not [row for row in await town.rows("role.all") if row["role"] == "owner"]


async def test_only_an_owner_adopts_and_leaves_a_place(town: Town) -> None:
    ann, olga = await town.member("Ann"), await town.owner("Olga")
    await ann.commands("adopt", "staff")
    await ann.told("bot.command.not_allowed")
    assert not await town.rows("place.all")
    await olga.commands("adopt")
    await olga.told("bot.place.adopted")
    (place,) = await town.rows("place.all")
    garden: Space = town.garden.space
    assert (place["platform"], place["id"], place["kind"]) == (garden.platform, garden.id, "group")
    await town.app.places.refresh()
    assert garden in town.app.places.adopted(garden.platform)
    await olga.commands("adopt", "leave")
    await olga.told("bot.place.left")
    assert not await town.rows("place.all")
