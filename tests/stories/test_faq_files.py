"""Pictures and files go with an answer: sent with a command, given again, taken away, kept in files of entries."""

from __future__ import annotations

from datetime import timedelta

from chat.actions import About
from chat.events import ActionDone
from tests.stories.test_faq import REFUND, SHIPPING, add, refund
from tests.stories.test_reports import happens
from tests.world import Person, Place, Said, Town

FORM = b"%PDF-1.4 the form for returns"
TABLE = b"%PDF-1.4 what it costs"


async def uploads(town: Town, who: Person, place: Place, data: bytes, name: str = "document.pdf") -> Said:
    """Somebody sends a file."""
    async with town.act():
        sent = await town.driver.send_file(who.native, place.space, name, data, None)
    return Said(place.space, sent)


async def test_a_file_goes_with_the_answer_for_as_long_as_the_entry_has_it(town: Town) -> None:
    edda, ann = await town.editor("Edda"), await town.member("Ann")
    await add(town, edda, REFUND)
    await edda.commands("faq", town.pick(zh="设置 1 图片", en="set 1 media"), place=town.staff)
    await edda.told("faq.no.file")
    sent = await uploads(town, edda, town.staff, FORM)
    await edda.commands("faq", town.pick(zh="设置 1 图片", en="set 1 media"), reply_to=sent)
    await edda.told("faq.saved.changed", name="1")
    await edda.commands("faq", "show 1", place=town.staff)
    await edda.told("faq.entry.head", name="document.pdf")
    await ann.says(refund(town))
    await town.garden.heard("faq.answer.sourced")
    assert town.driver.files(town.garden.space) == [FORM]
    await town.passes(hours=25)
    await ann.whispers(refund(town))
    await ann.private.heard("faq.answer.sourced")
    assert town.driver.files(ann.private.space) == [FORM], "after the day on which its address ends"
    await edda.commands("faq", "set 1 media -", place=town.staff)
    await town.passes(seconds=1)
    await ann.private.heard("faq.answer.corrected")
    assert town.driver.files(ann.private.space) == []
    assert town.driver.files(town.garden.space) == [FORM], "what was said two days ago stays as it is"


async def test_an_entry_is_added_in_reply_to_its_file_and_given_another(town: Town) -> None:
    edda, ann = await town.editor("Edda"), await town.member("Ann")
    sent = await uploads(town, edda, town.staff, FORM)
    await edda.commands("faq", "add", reply_to=sent)
    if town.driver.platform == "discord":  # a form opens on a slash command only, and that carries no message
        await edda.commands("faq", "add", place=town.staff)
    await edda.fills("faq.entry", **SHIPPING)
    await edda.told("faq.saved.with_files", count="1")
    await ann.whispers(town.pick(zh="多久发货？", en="how long does shipping take"))
    await ann.private.heard("faq.answer.plain")
    assert town.driver.files(ann.private.space) == [FORM]
    await edda.commands("faq", "set 1 media -", place=town.staff)
    await town.passes(seconds=1)
    other = await uploads(town, edda, town.staff, TABLE, "costs.pdf")
    await edda.commands("faq", "set 1 media", reply_to=other)
    await town.passes(seconds=1)
    await ann.private.heard("faq.answer.files")
    assert town.driver.files(ann.private.space) == [TABLE]
    assert await town.rows("faq.enclosed", p=edda.person) == []


async def test_the_staff_hear_once_that_a_file_of_an_entry_is_lost(town: Town) -> None:
    edda, ann = await town.editor("Edda"), await town.member("Ann")
    await add(town, edda, REFUND)
    await ann.whispers(refund(town))
    await ann.private.heard("faq.answer.sourced")
    (entry,), since = await town.rows("faq.entries"), town.clock.now() - timedelta(days=1)
    (given,) = await town.rows("faq.given_of", entry=entry["id"], since=since, most=1)
    for number in range(2):
        await town.note()
        gave = ActionDone(
            key=f"test:{number}#done",
            at=town.clock.now(),
            space=ann.private.space,
            action=f"test:{number}",
            verb="Post",
            about=About("faq", f"answer:{given['id']}"),
            ids=(given["said_message"],),
            degraded="file.not_carried",
        )
        await happens(town, gave)
    lost = [one for one in await town.messages(town.staff.space) if one.key == "faq.remind.lost"]
    assert len(lost) == 1
    assert town.pick(zh="/常见问题 设置 1 图片", en="/faq set 1 media") in lost[0].text


CSV = """id,language,question,answer
refund,en,How do I get a refund?,Open Orders and press Refund.
refund,zh,怎么退款？,打开订单页，点申请退款。
hours,en,When are you open?,From nine to five.
hours,zh,几点开门？,九点到五点。
"""


def hours(town: Town) -> str:
    return town.pick(zh="几点开门？", en="When are you open?")


async def test_a_file_of_entries_is_imported_in_the_chat_and_once_more_changed(town: Town) -> None:
    edda, ann = await town.editor("Edda"), await town.member("Ann")
    order = town.pick(zh="导入", en="import")
    await edda.commands("faq", order, place=town.staff)
    await edda.told("faq.no.import_here")
    first = await uploads(town, edda, town.staff, CSV.encode(), "faq.csv")
    await edda.commands("faq", order, reply_to=first)
    await edda.told("faq.saved.imported", added="2", changed="0", same="0")
    await ann.whispers(hours(town))
    await ann.private.heard("faq.answer.plain", answer=town.pick(zh="九点", en="nine"))
    later = CSV.replace("九点", "十点").replace("nine", "ten")
    second = await uploads(town, edda, town.staff, later.encode("gb18030"), "faq.csv")
    await edda.commands("faq", order, reply_to=second)
    await edda.told("faq.saved.imported", added="0", changed="1", same="1")
    await town.passes(seconds=1)
    await ann.private.heard("faq.answer.corrected", answer=town.pick(zh="十点", en="ten"))
    assert [row["code"] for row in await town.rows("audit.all")].count("faq.imported") == 2


async def test_a_file_with_one_bad_row_is_refused_whole_with_its_line(town: Town) -> None:
    edda, ann = await town.editor("Edda"), await town.member("Ann")
    await add(town, edda, REFUND)
    for data, name, key, facts in (
        (f"{CSV}hours,fr,Quand?,A neuf heures.\n".encode(), "faq.csv", "faq.no.import_bad", {"line": "6"}),
        (CSV.encode(), "faq.csv", "faq.no.import_bad", {"detail": "(1)"}),
        (CSV.encode(), "faq.xlsx", "faq.no.import_form", {}),
        (b"\xff\xff\xff", "faq.md", "faq.no.import_form", {}),
        (b"\n" * 1_000_001, "faq.md", "faq.no.import_large", {}),
    ):
        sent = await uploads(town, edda, town.staff, data, name)
        await edda.commands("faq", town.pick(zh="导入", en="import"), reply_to=sent)
        await edda.told(key, **facts)
    assert len(await town.rows("faq.entries")) == 1
    sent = await uploads(town, ann, town.garden, CSV.encode(), "faq.csv")
    await ann.commands("faq", "import", reply_to=sent)
    assert len(await town.rows("faq.entries")) == 1, "a member imports nothing"
