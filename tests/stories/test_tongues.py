"""Whoever writes in one language is answered in it, also when they only press or give a bare command."""

from __future__ import annotations

from tests.stories.test_faq import stocked
from tests.world import Town


async def test_a_press_is_answered_in_the_language_of_the_words_before(town: Town) -> None:
    await stocked(town)
    ann = await town.member("Ann")
    foreign = town.pick(zh="How do I get a refund?", en="怎么退款？")
    await ann.says(foreign)
    heard = await town.garden.heard("faq.answer.sourced")
    await ann.presses("faq.helpful", on=heard)
    await ann.told("faq.vote.thanks", words=town.pick(zh="Thanks", en="谢谢"))
    await ann.commands("help", place=ann.private)
    await ann.private.heard(
        "handlers.help.row", words=town.pick(zh="Show the commands", en="查看您可以使用的命令")
    )
    await town.passes(hours=13)
    await ann.presses("faq.unhelpful", on=heard)
    await ann.told("faq.vote.sorry", words=town.pick(zh="抱歉", en="Sorry"))
