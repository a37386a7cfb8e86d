"""Hello, help and language: everybody sees what is theirs, in their language."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest

from chat.ports import Community
from handlers.hello import hello
from tests.world import Town


async def test_start_says_hello_and_ignores_what_a_link_carried(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.commands("start", place=ann.private)
    await ann.private.heard("handlers.start.hello", community="Garden")
    await ann.commands("start", "<b>x</b>'; drop %s " + "y" * 500, place=ann.private)
    await ann.told("handlers.start.hello")


@pytest.mark.parametrize(("name", "key"), [("Steward", "hello_here"), ("Garden", "hello")])
def test_a_community_without_a_name_of_its_own_is_not_called_steward(name: str, key: str) -> None:
    assert hello(Community(name=name, language="en", zone=ZoneInfo("UTC"))).key == f"handlers.start.{key}"


async def test_a_greeting_is_answered_in_private_and_left_to_people_in_a_group(town: Town) -> None:
    ann = await town.member("Ann")
    hello = town.pick(zh="您好，在吗？", en="Hello, anyone there?")
    await ann.says(hello)
    await town.garden.silent()
    await ann.whispers(hello)
    await ann.private.heard(
        "handlers.start.hello", human=town.pick(zh="/人工", en="/human"), community="Garden"
    )
    await ann.whispers(town.pick(zh="你会什么？", en="What can you do?"))
    await ann.private.heard("handlers.start.hello", human=town.pick(zh="/人工", en="/human"))
    await ann.whispers(town.pick(zh="我想问一下", en="quick question"))
    await ann.private.heard("handlers.start.go_ahead")
    alone = town.pick(zh="想找人聊聊", en="Is there somebody I can talk to?")
    await ann.says(alone)
    await town.garden.silent()
    await ann.whispers(alone)
    offer = await ann.private.heard("support.opened.way")
    assert not await town.rows("support.open")
    await ann.presses("support.human", on=offer)
    assert [row["why"] for row in await town.rows("support.open")] == ["button"]
    assert not await town.rows("faq.misses_of", p=ann.person)  # nobody can write an entry about a greeting


async def test_a_public_sigh_opens_no_ticket_and_a_call_does(town: Town) -> None:
    ann, bob, cem = await town.member("Ann"), await town.member("Bob"), await town.member("Cem")
    sigh = town.pick(zh="我只是想找个人说说话", en="I just want somebody to talk to")
    said = await ann.says(sigh)
    await town.garden.heard("support.opened.way", reply_to=said)
    await ann.whispers(sigh)
    await ann.private.heard("support.opened.way")
    said = await bob.says(town.pick(zh="好想跟人聊聊天", en="I want to chat with people"))
    await town.garden.heard("support.opened.way", reply_to=said)
    await town.passes(minutes=11)
    await bob.says(
        town.pick(zh="太无聊了，谁来陪我聊聊天？", en="anyone else up? can't sleep and want company?")
    )
    await town.passes(hours=6)
    assert not await town.rows("support.open"), "a sigh that nobody answers is no question that waits"
    await bob.says(town.pick(zh="想找客服的人聊聊", en="I want to talk to someone"))
    await cem.says(town.pick(zh="我要找个人处理订单", en="Can I speak to someone about my order please?"))
    assert {row["person"] for row in await town.rows("support.open")} == {bob.person, cem.person}


async def test_a_member_sees_the_commands_of_members_only(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.commands("help", place=ann.private)
    await ann.told("handlers.help.row", human="/human", privacy="/privacy")
    heard = await ann.private.heard("handlers.help.row")
    assert not [one for one in ("/faq", "/role", "/tickets", "/ban") if one in heard.text]
    assert "/claim" not in heard.text, "whoever needs that one reads it where Steward was started"
    await ann.commands("help", "claim", place=ann.private)
    details = await ann.private.heard("handlers.help.details")
    assert town.pick(zh="/认领 <代码>", en="/claim <code>") in details.text


async def test_staff_see_what_their_duties_add(town: Town) -> None:
    edda, mia = await town.editor("Edda"), await town.manager("Mia")
    await edda.commands("help", place=edda.private)
    heard = await edda.private.heard("handlers.help.row", faq="/faq")
    assert "/tickets" not in heard.text
    await mia.commands("help", place=mia.private)
    await mia.private.heard("handlers.help.row", faq="/faq", tickets="/tickets", role="/role")
    await mia.commands("help", "representative", place=mia.private)
    await mia.private.heard("handlers.help.row", tickets="/tickets")
    await mia.commands("help", "客服", place=mia.private)
    await mia.private.heard("handlers.help.row", tickets=town.pick(zh="/tickets /工单列表", en="/tickets"))


async def test_help_fits_into_one_message_of_every_platform(town: Town) -> None:
    olga = await town.owner("Olga")
    await olga.commands("help", place=olga.private)
    assert len((await olga.private.heard("handlers.help.row")).text) < 2000


async def test_a_command_is_explained_under_both_its_names(town: Town) -> None:
    edda, ann = await town.editor("Edda"), await town.member("Ann")
    usage = town.pick(zh="/常见问题 [操作] [词语]", en="/faq [action] [words]")
    await edda.commands("help", "faq", place=edda.private)
    assert usage in (await edda.private.heard("handlers.help.details")).text
    await edda.commands("help", "常见问题", place=edda.private)
    usage = "/常见问题 [操作] [词语]"  # asked in Chinese, answered in Chinese
    assert usage in (await edda.private.heard("handlers.help.details")).text
    await ann.commands("help", "faq", place=ann.private)
    await ann.told("handlers.help.unknown")
    await ann.commands("help", "humen", place=ann.private)
    await ann.told("handlers.help.unknown_near", near="human")


async def test_help_names_commands_in_the_language_in_which_it_speaks(town: Town) -> None:
    """Whoever reads the other language than the community's, whatever they call a command."""
    mia = await town.manager("Mia")
    other = town.pick(zh="en", en="zh")
    await mia.commands("language", other, place=mia.private)
    kinds = {"": "row", "representative": "row", "客服": "row", "faq": "details", "常见问题": "details"}
    for topic, kind in kinds.items():
        await mia.commands("help", topic, place=mia.private)
        heard = await mia.private.heard(f"handlers.help.{kind}")
        assert (re.search(r"[\u3400-\u9fff]", heard.text) is not None) is (other == "zh"), (topic, heard.text)
        assert ("/常见问题" in heard.text or "/工单" in heard.text) is (other == "zh"), (topic, heard.text)
        assert "/faq" in heard.text or "/tickets" in heard.text, "on Telegram only a Latin one can be tapped"


async def test_a_language_is_chosen_kept_and_let_go(town: Town) -> None:
    ann = await town.member("Ann")
    other, word = ("en", "english") if town.language == "zh" else ("zh", "chinese")
    await ann.commands("language", other, place=ann.private)
    await ann.told(f"handlers.language.set.{word}", word=town.pick(zh="English", en="中文"))
    await ann.commands("privacy", place=ann.private)
    await ann.told("handlers.privacy.kept", word=town.pick(zh="What I keep", en="我保存的内容"))
    await town.crash()
    await ann.commands("language", place=ann.private)
    await ann.told(f"handlers.language.now.{word}")
    await ann.commands("language", town.pick(zh="自动", en="auto"), place=ann.private)
    await ann.told("handlers.language.set.auto")
    await ann.commands("privacy", place=ann.private)
    await ann.told("handlers.privacy.kept", word=town.pick(zh="我保存的内容", en="What I keep"))


async def test_what_a_command_prescribes_is_no_language_of_its_giver(town: Town) -> None:
    edda = await town.editor("Edda")
    await edda.commands("faq", "show refund", place=edda.private)
    await edda.told("faq.no.entry", word=town.pick(zh="没有", en="There is no"))


async def test_an_unknown_language_is_refused_with_the_choices(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.commands("language", "klingon", place=ann.private)
    await ann.told("handlers.language.unknown", word="klingon")
    assert not await town.rows("language.of", p=ann.person)
