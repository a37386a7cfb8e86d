"""Commands that nobody may give, that nobody knows, and that are written wrongly."""

from __future__ import annotations

from tests.world import Town


async def test_an_unknown_command_in_private_is_told_the_nearest(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.whispers("/lnk")
    await ann.private.heard("bot.command.unknown_near", near="/link")
    editor = await town.editor("Edda")
    await editor.says("/posts", place=town.staff)
    await town.staff.heard("bot.command.unknown_near", near="/post")
    await editor.says("/play song", place=town.staff)
    await town.staff.silent()


async def test_an_order_without_its_command_is_told_the_command(town: Town) -> None:
    mia, ann = await town.manager("Mia"), await town.member("Ann")
    for typed, near in (
        ("/gaps", "/faq gaps"),
        ("/gasp", "/faq gaps"),
        ("/缺口", "/常见问题 缺口"),
        ("/setings", "/settings"),
        ("/set", "/settings"),
        ("/reroll 1", "/giveaway reroll"),
    ):
        await mia.whispers(typed)
        await mia.private.heard("bot.command.unknown_near", near=near)
        await mia.says(typed, place=town.staff)
        await town.staff.heard("bot.command.unknown_near", near=near)
    await ann.whispers("/gaps")
    await ann.private.heard("bot.command.unknown", command="/gaps")


async def test_a_manager_is_shown_where_settings_stand(town: Town) -> None:
    mia, ann = await town.manager("Mia"), await town.member("Ann")
    await mia.whispers(town.pick(zh="/设置", en="/settings"))
    await mia.told("handlers.settings.where", rules=town.pick(zh="/规则", en="/rule"))
    await ann.whispers("/settings")
    await ann.told("bot.command.not_allowed")


async def test_nothing_is_cancelled_where_nothing_is_asked(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.whispers("/cancel")
    await ann.private.heard("bot.form.nothing_open")


async def test_an_unknown_command_in_the_garden_is_somebody_elses(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.says("/play song")
    await town.garden.silent()


async def test_a_member_may_not_give_roles(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.commands("role", "@Ann manager")
    await ann.told("bot.command.not_allowed")
    assert not await town.rows("role.all")


async def test_a_manager_gives_and_takes_a_role_below_their_own(town: Town) -> None:
    mia, ann = await town.manager("Mia"), await town.member("Ann")
    await mia.commands("role", "@Ann moderator")
    await mia.told("bot.role.given")
    assert {row["role"] for row in await town.rows("role.all") if row["person"] == ann.person} == {
        "moderator"
    }
    await mia.commands("role", "@Ann manager")
    await mia.told("bot.role.not_above")
    await mia.commands("role", "@Ann -moderator")
    await mia.told("bot.role.taken")
    assert not [row for row in await town.rows("role.all") if row["person"] == ann.person]
