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


async def test_a_form_with_a_wrong_answer_loses_nothing(town: Town) -> None:
    editor = await town.editor("Edda")
    asked, words_ = town.pick(zh="怎么改密码？", en="How do I change my password?"), f"answer_{town.language}"
    answered = town.pick(zh="在「设置」里改。", en="Under “settings”.")
    await editor.commands("faq", "add", place=town.staff)
    await editor.fills("faq.entry", questions=asked, **{words_: answered}, source="no address")
    await editor.told("faq.no.fault")
    assert await town.store.row("form.at", p=town.driver.platform, s=editor.native) is not None
    if not town.app.forms.native(editor.private.space):
        await editor.private.heard("bot.form.optional", step="4", kept="no address")
        await editor.whispers("https://example.com/help")
        await editor.private.heard("faq.saved.added")
    else:
        await editor.told("bot.form.kept")
        await editor.commands("faq", "add", place=town.staff)
        shown = await town.form("faq.entry", editor.person)
        assert shown is not None
        typed = {one.name: one.initial for one in shown.fields}
        assert (typed["questions"], typed[words_], typed["source"]) == (asked, answered, "no address")
        await editor.fills("faq.entry", **{**typed, "source": "https://example.com/help"})
        await editor.told("faq.saved.added")
    (row,) = await town.rows("faq.entries")
    assert all(one in str(dict(row)) for one in (asked, answered, "https://example.com/help"))
    assert await town.store.row("form.at", p=town.driver.platform, s=editor.native) is None
    await editor.commands("faq", "add", place=town.staff)
    again = await town.form("faq.entry", editor.person)
    assert again is None or not any(one.initial for one in again.fields)


async def test_what_a_refused_form_held_is_forgotten_after_half_an_hour(town: Town) -> None:
    editor = await town.editor("Edda")
    await editor.commands("faq", "add", place=town.staff)
    await editor.fills("faq.entry", questions="?", source="no address")
    await editor.told("faq.no.fault")
    await town.passes(minutes=31)
    await editor.commands("faq", "add", place=town.staff)
    again = await town.form("faq.entry", editor.person)
    if again is None:
        await editor.private.heard("bot.form.question", step="1")
    else:
        assert not any(one.initial for one in again.fields)
