"""One queue over two platforms: the staff space that does not hold the cards hears one line of each ticket."""

from __future__ import annotations

from bot.places import Place
from chat.actions import OpenThread, Post
from chat.people import Space, SpaceKind
from tests.bot.recorder import Recorder
from tests.world import Town

FAR = Space("tower", "desk", kind=SpaceKind.STAFF)


async def test_the_other_staff_space_hears_of_it_in_one_line_without_the_matter(town: Town) -> None:
    tower = Recorder("tower")
    town.app.platforms.by_name["tower"] = tower
    town.app.outbox.serve(tower)
    near = (town.garden.space, town.staff.space)
    town.app.places.configure([Place(space=one) for one in (*near, FAR)])
    town.app.places.home_platform = "tower"
    ann, bob = await town.member("Ann"), await town.member("Bob")
    await ann.commands("human", town.pick(zh="我的订单有问题", en="my order looks wrong"))
    made = [one.action for one in tower.done]
    assert [type(one) for one in made[:2]] == [OpenThread, Post]
    assert {one.to.id for one in made if isinstance(one.to, Space)} == {"desk"}
    line = await town.staff.heard("support.line.elsewhere", number="#1", name="Ann", platform="Tower")
    assert town.pick(zh="订单", en="order") not in line.text
    assert len([one for one in await town.messages(town.staff.space) if "#1" in one.text]) == 1
    await bob.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    await town.staff.heard("support.line.elsewhere", number="#2", name="Bob")
