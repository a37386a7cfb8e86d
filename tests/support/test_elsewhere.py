"""One queue over two platforms: the card stands in one staff space, the other is pointed to it, files cross over."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.adapters.local.town import GARDEN, STAFF
from bot.places import Place
from chat.actions import Document, OpenThread, Post
from chat.decision import Write
from chat.people import Space, SpaceKind
from tests.bot.recorder import Recorder, name_of
from tests.support.office import NOON, OfficeDriver, desk, office
from tests.world import Town

FAR = Space("tower", "desk", kind=SpaceKind.STAFF)
SHOT = b"a screenshot"


def with_a_tower(town: Town) -> Recorder:
    """A second platform whose staff space is the home of all tickets."""
    tower = Recorder("tower")
    town.app.platforms.by_name["tower"] = tower
    town.app.outbox.serve(tower)
    town.app.places.configure([Place(space=GARDEN), Place(space=STAFF), Place(space=FAR)])
    town.app.places.home_platform = "tower"
    return tower


async def test_the_card_stands_at_home_and_the_other_staff_space_hears_of_it(tmp_path: Path) -> None:
    async with office(tmp_path, OfficeDriver()) as town:
        tower = with_a_tower(town)
        ann = await town.member("Ann")
        await ann.whispers("I want to talk to a human")
        made = [one.action for one in tower.done]
        assert [type(one) for one in made[:2]] == [OpenThread, Post]
        assert {one.to.id for one in made if isinstance(one.to, Space)} == {"desk"}
        row = (await town.rows("support.numbered", wanted=1))[0]
        assert row["card_platform"] == "tower"
        await town.staff.heard("support.line.elsewhere", number="#1", name="Ann", platform="Tower")
        assert len([one for one in await town.messages(STAFF) if "#1" in one.text]) == 1, "one line"


async def test_a_file_crosses_over_and_a_lost_one_is_said(tmp_path: Path) -> None:
    async with office(tmp_path, OfficeDriver()) as town:
        tower = with_a_tower(town)
        ann = await town.member("Ann")
        await ann.whispers("I want to talk to a human")
        async with town.act():
            await town.driver.send_file(ann.native, ann.private.space, "shot.png", SHOT, None)
        carried = [one.files for one in tower.done if one.files]
        assert carried == [(Document(data=SHOT, name="shot.png"),)]
        town.app.platforms.by_name["local"].fetch = tower.fetch  # type: ignore[method-assign]
        async with town.act():
            await town.driver.send_file(ann.native, ann.private.space, "lost.png", SHOT, None)
        assert len([one for one in tower.done if one.files]) == 1
        rows = [row for row in await town.store.rows("outbox.all") if row["why"] == "file.not_carried"]
        assert len(rows) == 1


async def test_a_reply_goes_where_the_member_can_still_be_reached(tmp_path: Path) -> None:
    async with office(tmp_path, OfficeDriver()) as town:
        tower = Recorder("tower")
        town.app.platforms.by_name["tower"] = tower
        town.app.outbox.serve(tower)
        ann, rae = await town.member("Ann"), await town.representative("Rae")
        meet = {
            "platform": "tower",
            "id": "ann-there",
            "person": ann.person,
            "name": "Ann",
            "username": None,
            "locale": None,
            "seen_at": NOON - timedelta(days=30),
        }
        await town.app.committer.commit([Write("people.meet", meet)])
        await ann.commands("human", "my order is late")
        await ann.closes_private()
        await rae.commands("r", "it is on its way", place=await desk(town))
        (there,) = [one.action for one in tower.done if isinstance(one.action, Post)]
        assert there.to == Space("tower", "ann-there", kind=SpaceKind.PRIVATE)
        assert "it is on its way" in name_of(tower.done[-1])
        await town.garden.not_heard("support.reply.waits")
        await town.staff.heard("support.delivered.plain")
