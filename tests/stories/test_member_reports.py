"""Members call moderators: a report is weighed by how often its author was right, and nobody is flooded."""

from __future__ import annotations

import pytest

from tests.stories.test_rule_warnings import case, numbers
from tests.world import Person, Said, Town


async def rude(town: Town, who: Person, which: int = 0) -> Said:
    """Say something that no rule knows."""
    await town.passes(minutes=3)
    zh = ("你们都是傻子", "滚远点吧你", "真想骂人呢")
    en = ("you are all fools", "get lost, you", "what an idiot")
    return await who.says(town.pick(zh=zh[which], en=en[which]))


async def test_a_reported_message_is_looked_at_and_the_reporter_hears_the_end(town: Town) -> None:
    ann, bo, mo = await town.member("Ann"), await town.member("Bo"), await town.moderator("Mo")
    said = await rude(town, ann)
    why = town.pick(zh="骂人", en="an insult")
    await bo.commands("report", reply_to=said)
    await bo.told("bot.command.not_allowed", meant="/flag")
    await bo.commands("flag", why, reply_to=said)
    await bo.told("moderation.done.report")
    await town.garden.not_heard("moderation.done.report")
    card = await town.staff.heard("moderation.card.reported", number="#1", who="Ann", reason=why)
    assert not town.deleted(said)
    await bo.commands("flag", reply_to=said)
    await bo.told("moderation.refused.reported_already")
    await town.garden.not_heard("moderation.refused.reported_already")
    await mo.presses("moderation.uphold", on=card)
    assert town.deleted(said)
    await ann.private.heard("moderation.notice.whole", number="#1")
    await bo.private.heard("moderation.report_right")
    row = await case(town)
    assert (row["rule"], row["state"], row["settled_by_person"]) == ("reports", "standing", mo.person)


async def test_a_false_reporter_weighs_less_and_needs_others(town: Town) -> None:
    ann, bo, cy = await town.member("Ann"), await town.member("Bo"), await town.member("Cy")
    mo = await town.moderator("Mo")
    await bo.commands("flag", reply_to=await rude(town, ann))
    await mo.presses("moderation.dismiss")
    said = await rude(town, ann, 1)
    await bo.commands("flag", reply_to=said)
    assert await numbers(town) == [1]
    await cy.commands("flag", reply_to=said)
    await town.staff.heard("moderation.card.reported", number="#2", weight="1.667")
    weights = [row["weight"] for row in await town.rows("moderation.reports_by", p=bo.person)]
    assert weights == [1.0, 0.667]
    own = await cy.says(town.pick(zh="我自己说的", en="my own words"))
    await cy.commands("flag", reply_to=own)
    await cy.told("moderation.refused.yourself")
    await cy.commands("flag", reply_to=await mo.says(town.pick(zh="大家好", en="hello all")))
    await cy.told("moderation.refused.report_staff")
    await cy.commands("flag")
    await cy.told("moderation.refused.report_what")


@pytest.mark.settings({"moderation": {"trust": {"days": 1}, "reports": {"threshold": 1.5}}})
async def test_who_has_earned_trust_calls_a_moderator_alone_and_a_newcomer_does_not(town: Town) -> None:
    ann, bo, cy = await town.member("Ann"), await town.member("Bo"), await town.member("Cy")
    await bo.says(town.pick(zh="早上好", en="good morning"))
    await town.passes(hours=21)
    await bo.says(town.pick(zh="今天天气真好", en="what a fine day"))
    said = await rude(town, ann)
    await cy.commands("flag", reply_to=said)
    await cy.told("moderation.done.report")
    assert await numbers(town) == []
    await bo.commands("flag", reply_to=await rude(town, ann, 1))
    await town.staff.heard("moderation.card.reported", number="#1", weight="1.5")
