"""Who looks after an entry, also when nobody ever heard them; entries meant by numbers as people write them."""

from __future__ import annotations

import pytest

from chat.people import Space, SpaceKind
from tests.stories.test_faq import stocked
from tests.world import Place, Town


async def test_an_owner_who_never_spoke_is_reminded(town: Town) -> None:
    edda = await stocked(town)
    native = await town.driver.resident("Lurk", town.language, staff=False)
    await edda.commands("faq", "set 1　owner　@Lurk", place=town.staff)
    await edda.told("faq.saved.changed")
    await edda.commands("faq", "set 1 review 2026-11-24", place=town.staff)
    await edda.commands("faq", "show 1", place=town.staff)
    await edda.told("faq.entry.head", owner="Lurk")
    await town.passes(days=1)
    lurk = Place(town, Space(town.driver.platform, native, kind=SpaceKind.PRIVATE))
    await lurk.heard("faq.remind.review")


async def test_what_the_owner_cannot_be_told_the_staff_hears(town: Town) -> None:
    edda, olga = await stocked(town), await town.member("Olga")
    await edda.commands("faq", f"set 1 owner {town.driver.platform}:{olga.native}", place=town.staff)
    await edda.commands("faq", "set 1 review 2026-11-24", place=town.staff)
    await town.app.committer.commit(list(await town.app.privacy.erase(olga.person)))
    await town.passes(days=1)
    await town.staff.heard("faq.remind.review")


@pytest.mark.parametrize("whom", ["banana:42", "telegram:①", "@nobody", "12:30"])
async def test_who_is_no_account_owns_nothing(town: Town, whom: str) -> None:
    edda = await stocked(town)
    await edda.commands("faq", f"set 1 owner {whom}", place=town.staff)
    await edda.told("faq.no.value", value=whom)


@pytest.mark.parametrize("number", ["①", "＃１", "１", "#1"])
async def test_an_entry_is_meant_by_its_number_as_people_write_it(town: Town, number: str) -> None:
    edda = await stocked(town)
    await edda.commands("faq", f"show {number}", place=town.staff)
    await edda.told("faq.entry.head")
    await edda.commands("faq", f"set {number} chats Here")
    await edda.told("faq.saved.changed")
    await edda.commands("faq", f"restore {number} {number.lstrip('#')}", place=town.staff)
    await edda.told("faq.saved.restored")


async def test_only_the_words_of_people_are_learnt_and_without_the_name_of_steward(town: Town) -> None:
    await stocked(town)
    ann, rita = await town.member("Ann"), await town.representative("Rita")
    question = town.pick(zh="明天北京天气怎么样？", en="will it rain in Berlin tomorrow?")
    said = await ann.says(f"@Steward {question}")
    await rita.commands("learn", reply_to=await town.garden.heard("faq.unknown"))
    await rita.told("faq.no.answer_meant")
    answered = await rita.says(town.pick(zh="明天是晴天。", en="No, it stays dry."), reply_to=said)
    await rita.commands("learn", reply_to=answered)
    draft = await town.staff.heard("faq.draft.made", name="4", question=question)
    assert "Steward" not in draft.text
    assert "<@" not in draft.text
