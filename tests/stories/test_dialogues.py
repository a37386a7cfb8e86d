"""What has begun in a language goes on in it to its end, whatever the app of the person says."""

from __future__ import annotations

from bot.codec import decode
from chat.actions import ShowForm
from chat.people import Language
from chat.text import Text
from tests.stories.test_faq import REFUND, stocked
from tests.world import Person, Town


def other(town: Town) -> Language:
    """The language that nobody's app speaks here."""
    return "en" if town.language == "zh" else "zh"


def words(town: Town, key: str, language: Language) -> str:
    """What a text says there."""
    return town.app.texts.words(Text(key), language)


async def asks_in_the_other_language(town: Town, ann: Person) -> None:
    questions = REFUND["questions"].splitlines()
    await ann.says(questions[2] if other(town) == "en" else questions[0])


async def test_a_press_is_answered_in_the_language_of_its_message(town: Town) -> None:
    await stocked(town)
    ann, bob = await town.member("Ann"), await town.member("Bob")
    await asks_in_the_other_language(town, ann)
    await ann.presses("faq.unhelpful")
    await ann.told("faq.vote.sorry", said=words(town, "faq.vote.sorry", other(town)))
    await ann.presses("support.human")
    assert [row["language"] for row in await town.rows("support.open")] == [other(town)]
    said = town.app.texts.words(Text("support.opened.group", {"number": 1, "expect": ""}), other(town))
    await ann.told("support.opened.group", said=said[:7])
    await ann.commands("language", town.language)
    await ann.presses("faq.helpful")
    await ann.told("faq.vote.thanks", said=words(town, "faq.vote.thanks", town.language))
    await bob.commands("privacy", "删除", place=bob.private)
    await bob.private.heard("handlers.privacy.confirm", said=words(town, "handlers.privacy.confirm", "zh"))
    await bob.presses("handlers.erase")
    await bob.told("handlers.privacy.erased_short", said=words(town, "handlers.privacy.erased_short", "zh"))
    await bob.private.heard("handlers.privacy.erased", said=words(town, "handlers.privacy.erased", "zh")[:8])


async def test_a_form_is_refused_in_the_language_of_its_questions(town: Town) -> None:
    mia = await town.manager("Mia")
    await mia.says("/抽奖", place=town.staff)
    opened = await town.store.row("form.at", p=town.driver.platform, s=mia.native)
    if opened is not None:
        assert opened["language"] == "zh"
    else:
        shown = [row["payload"] for row in await town.rows("outbox.all") if row["verb"] == ShowForm.__name__]
        assert [decode(one).language for one in shown] == ["zh"]
    if town.driver.platform == "discord":
        return  # a typed command opens no window there
    await mia.fills("campaigns.giveaway", prize="🎁", places="1", ends="nonsense")
    row = [one for one in await town.rows("outbox.all") if one["seq"] > town.noted][-1]
    assert row["said"].startswith("campaigns.")
    told = decode(row["payload"]).body.plain
    assert any("\u4e00" <= letter <= "\u9fff" for letter in told), told
