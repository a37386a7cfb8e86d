"""What is kept about a person: told, handed over, erased."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from bot.codec import decode
from chat.actions import Post
from tests.stories.test_faq import refund, stocked
from tests.world import Person, Town


async def handed_over(town: Town) -> list[Any]:
    """The data files that were sent."""
    posts = [decode(row["payload"]) for row in await town.rows("outbox.all") if row["payload"]]
    return [json.loads(one.document.data) for one in posts if isinstance(one, Post) and one.document]


async def stored_with(town: Town, word: str) -> list[str]:
    """The shapes of reads that still show a word."""
    shapes = ("people.everybody", "audit.all", "faq.entries", "role.all", "outbox.all", "support.open")
    return [shape for shape in shapes if any(word in str(dict(row)) for row in await town.rows(shape))]


async def erase(ann: Person) -> None:
    await ann.commands("privacy", "erase", place=ann.private)
    await ann.presses("handlers.erase")


async def test_privacy_says_what_is_kept_and_how_long(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.commands("privacy", place=ann.private)
    await ann.told(
        "handlers.privacy.kept",
        messages=town.pick(zh="30 天", en="30 days"),
        tickets=town.pick(zh="1 年", en="1 year"),
        audit=town.pick(zh="2 年", en="2 years"),
    )


async def test_who_asks_in_their_own_words_is_served_as_by_the_command(town: Town) -> None:
    ann, bob = await town.member("Ann"), await town.member("Bob")
    know = town.pick(zh="你们保存了我什么信息？", en="what do you know about me?")
    await ann.says(know)
    await town.garden.silent()
    await ann.whispers(know)
    await ann.private.heard("handlers.privacy.kept")
    await bob.says(town.pick(zh="麻烦把我的资料都删掉吧", en="please delete all my data"))
    await town.garden.heard("handlers.privacy.see_private")
    await bob.private.heard("handlers.privacy.confirm")
    await bob.presses("handlers.erase")
    await bob.private.heard("handlers.privacy.erased")
    assert not await town.rows("people.identities", p=bob.person)
    assert await town.rows("people.identities", p=ann.person)
    assert not await town.rows("support.open")


async def test_an_export_is_handed_over_in_private_only(town: Town) -> None:
    await stocked(town)
    ann, bob = await town.member("Ann"), await town.member("Bob")
    await ann.says(refund(town))
    await ann.presses("faq.helpful")
    await ann.commands("privacy", "export")
    await ann.told("handlers.privacy.see_private")
    await town.garden.not_heard("handlers.privacy.exported")
    await ann.private.heard("handlers.privacy.exported")
    [data] = await handed_over(town)
    assert data["person"] == ann.person
    assert [one["helpful"] for one in data["faq_votes"]] == [1]
    assert [one["way"] for one in data["faq_answers"]] == ["asked"]
    assert not [one for one in (bob.person, "Bob") if one in json.dumps(data)]


async def test_an_export_to_a_closed_private_chat_goes_nowhere_else(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.closes_private()
    await ann.commands("privacy", "export")
    await town.garden.heard("handlers.privacy.closed")
    await town.garden.not_heard("handlers.privacy.exported")


async def test_erasing_asks_first_then_removes_and_tells(town: Town) -> None:
    await stocked(town)
    ann = await town.member("Anastasia")
    await ann.says(refund(town))
    await ann.presses("faq.helpful")
    await ann.commands("privacy", "erase", place=ann.private)
    await ann.private.heard("handlers.privacy.confirm")
    assert await stored_with(town, "Anastasia")
    await ann.presses("handlers.erase")
    await ann.private.heard("handlers.privacy.erased")
    await ann.told("handlers.privacy.erased_short")
    assert not await town.rows("people.identities", p=ann.person)
    assert not await town.rows("faq.answers_to", p=ann.person)
    assert not await town.rows("faq.votes_of", p=ann.person)
    assert not [row for row in await town.rows("people.everybody") if row["name"] == "Anastasia"]
    entry = (await town.rows("faq.entries"))[0]["id"]
    [opinions] = await town.rows("faq.opinions", since=town.clock.now() - timedelta(days=1))
    assert (opinions["entry"], opinions["votes"], opinions["helpful"]) == (entry, 1, 1)


async def test_the_erase_button_is_nobody_elses_and_ends(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.commands("privacy", "erase", place=ann.private)
    await town.passes(minutes=30)
    await ann.presses("handlers.erase")
    await ann.told("bot.press.expired")
    assert await town.rows("people.identities", p=ann.person)


async def test_who_was_erased_is_met_anew(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.commands("language", "en", place=ann.private)
    await ann.says("a word of mine")
    await erase(ann)
    await town.crash()
    await ann.commands("language", place=ann.private)
    await ann.told("handlers.language.now.auto")


async def test_the_end_of_an_erased_persons_ban_is_asked_of_the_staff(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await mo.commands("ban", "@Ann 2h spam")
    await town.app.committer.commit(await town.app.privacy.erase(ann.person))
    await town.passes(hours=1)
    assert town.banned(ann)
    await town.staff.not_heard("moderation.failed.unban_erased")
    await town.passes(hours=2)
    await town.staff.heard("moderation.failed.unban_erased", number="#1")


async def test_an_unknown_wish_is_told_the_usage(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.commands("privacy", "burn", place=ann.private)
    await ann.told("handlers.privacy.usage")
