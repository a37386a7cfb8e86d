"""People whom nobody ever heard: they were there before Steward and said nothing since."""

from __future__ import annotations

import pytest

from chat.people import Duty, Identity, Space, SpaceKind
from tests.world import Person, Place, Town

NOBODY = "999999999999999999"
"""A number that no account has."""


async def test_who_never_spoke_is_muted_by_name_and_banned_by_number(town: Town) -> None:
    native = await town.driver.resident("Lurk", town.language, staff=False)
    mo = await town.moderator("Mo")
    await mo.commands("mute", "@Lurk 2h")
    await mo.told("moderation.done.for_a_while", who="Lurk")
    assert town.driver.muted(native)
    assert await town.rows("people.identity", p=town.driver.platform, i=native)
    await mo.commands("ban", native if native.isdigit() else f"{town.driver.platform}:{native}")
    assert town.driver.banned(native)


async def test_whom_no_platform_knows_is_not_said_to_be_banned_in_silence(town: Town) -> None:
    mo = await town.moderator("Mo")
    await mo.commands("ban", f"{NOBODY} spam", place=town.staff)
    await town.staff.heard("moderation.failed.ban", who=NOBODY)


@pytest.mark.parametrize("whom", ["http://example.org", "12:30", "①", "elsewhere:12"])
async def test_what_is_no_account_is_nobody(town: Town, whom: str) -> None:
    mo = await town.moderator("Mo")
    await mo.says(f"/ban {whom} spam")
    await town.garden.heard("bot.command.nobody", name=whom)
    assert not await town.rows("moderation.cases")


async def test_a_member_makes_nobody_known_by_asking(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.says(f"/strikes {NOBODY}")
    await ann.told("moderation.refused.not_your_record")
    assert not await town.rows("people.identity", p=town.driver.platform, i=NOBODY)


@pytest.mark.parametrize("number", ["①", "＃１", "#1"])
async def test_numbers_are_read_as_people_write_them(town: Town, number: str) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await mo.commands("warn", f"@{ann.name} x")
    await mo.whispers(f"/case {number}")
    await mo.private.heard("moderation.view.lines")


async def test_a_length_that_is_too_long_is_no_reason(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await mo.says(f"/mute @{ann.name} 99999999999999999999h")
    await town.garden.heard("bot.command.usage")
    assert not town.muted(ann)


async def test_an_owner_who_never_spoke_hears_what_waits_too_long(town: Town) -> None:
    native = await town.driver.resident("Olga", town.language, staff=False)
    town.app.people.owners = frozenset({f"{town.driver.platform}:{native}"})
    olga = Place(town, Space(town.driver.platform, native, kind=SpaceKind.PRIVATE))
    ann = await town.member("Ann")
    await ann.commands("human", town.pick(zh="我的订单没到", en="my order never arrived"))
    await town.passes(hours=4)
    await olga.heard("support.call.in_private")


async def test_a_channel_that_speaks_in_the_group_is_banned_by_reply_and_told_in_public(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    said = await ann.sends("channel", "hello from us")
    if said is None:
        return
    await mo.commands("ban", "spam", reply_to=said)
    await mo.told("moderation.done.ban", who="Ads")
    await town.garden.heard("moderation.public.because", who="Ads")
    await mo.says("/strikes", reply_to=said)
    await mo.private.heard("moderation.view.lines", who="Ads")
    ended = [(row["verb"], row["state"]) for row in await town.rows("outbox.all")]
    assert ("Ban", "done") in ended


async def test_the_first_press_of_somebody_opens_a_form(town: Town) -> None:
    editor = await town.editor("Edda")
    native = await town.driver.resident("Lurk", town.language, staff=False)
    lurk = Person(town, "Lurk", native, await town.app.people.person(Identity(town.driver.platform, native)))
    await editor.commands("qa")
    await editor.fills("campaigns.qa", title="Roadmap", intro="", ends="")
    await lurk.presses("campaigns.ask")
    await lurk.fills("campaigns.ask", question=town.pick(zh="支持暗色模式吗？", en="Is there a dark mode?"))
    await lurk.told("campaigns.qa.received")


async def test_who_takes_a_ticket_is_called_as_they_are_called_now(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.commands("human", town.pick(zh="我的订单没到", en="my order never arrived"))
    await town.driver.rename(rae.native, "Rachel")
    await rae.presses("support.claim")
    await ann.private.heard("support.news.claimed", name="Rachel")


async def test_who_gets_a_role_by_number_is_known_by_name(town: Town) -> None:
    native = await town.driver.resident("Lurk", town.language, staff=True)
    olga = await town.owner("Olga")
    whom = native if native.isdigit() else "@Lurk"  # a resident of the local town has no number
    await olga.commands("role", f"{whom} moderator", place=town.staff)
    (row,) = await town.rows("people.identity", p=town.driver.platform, i=native)
    assert row["name"] == "Lurk"


async def test_an_owner_of_the_configuration_who_never_spoke_has_a_name(town: Town) -> None:
    native = await town.driver.resident("Olga", town.language, staff=False)
    town.app.people.owners = frozenset({f"{town.driver.platform}:{native}"})
    (olga,) = await town.app.people.holders(Duty.MODERATOR)
    assert await town.app.people.name(olga) == "Olga"
