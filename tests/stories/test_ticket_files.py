"""Files travel with the words, both ways, as long as they are not too large."""

from __future__ import annotations

import pytest

from tests.stories.test_ticket_work import inside
from tests.stories.tickets import desk, ticket
from tests.world import Heard, Person, Town

SHOT = b"%PDF-1.4 a screenshot"
LABEL = b"%PDF-1.4 a label"


async def uploads(
    town: Town, who: Person, data: bytes, *, on: Heard | None = None, name: str = "shot.pdf"
) -> None:
    """Somebody sends a file, in private or in reply."""
    space, replied = (on.space, on.id) if on else (who.private.space, None)
    async with town.act():
        await town.driver.send_file(who.native, space, name, data, replied)


async def test_a_file_reaches_the_staff_and_one_comes_back(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    here = await desk(town)
    await uploads(town, ann, SHOT)
    assert town.driver.files(here.space) == [SHOT]
    copy = inside(here, await town.staff.heard("support.line.member"))
    await uploads(town, rae, LABEL, on=copy)
    await ann.private.heard("support.reply.body")
    assert town.driver.files(ann.private.space) == [LABEL]
    assert (await ticket(town))["state"] == "pending_member"
    await rae.presses("support.unsend")
    await rae.told("support.done.unsend")
    gone = [one for one in await town.messages(ann.private.space) if one.key == "support.reply.body"]
    assert not gone


@pytest.mark.settings({"support": {"largest_file": 5}})
async def test_a_file_that_is_too_large_stays_behind_and_everybody_knows(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    here = await desk(town)
    await uploads(town, ann, SHOT, name="document.pdf")
    assert town.driver.files(here.space) == []
    await town.staff.heard("support.line.member", name="document.pdf")
    await ann.private.heard("support.no.too_large")
