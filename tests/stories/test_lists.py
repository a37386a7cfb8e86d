"""Lists from outside are tried on the past, shown, and only then in force; their changes wait for a human."""

from __future__ import annotations

from tests.world import Town

URL = "https://lists.example/zh-en.txt"


async def test_a_shared_list_is_previewed_watched_and_its_changes_are_reviewed(town: Town) -> None:
    mo = await town.moderator("Mo")
    people = [await town.member(name) for name in ("Ann", "Bo", "Cy")]
    noise = town.pick(zh="天气", en="weather")
    for one in people:
        await one.says(town.pick(zh=f"{one.name} 说今天天气不错", en=f"{one.name} says the weather is fine"))
    town.internet.pages[URL] = f"# ours\n薅羊毛\nlorem ipsum\n{noise}\n"
    await mo.commands("list", f"add friends {URL}", place=town.staff)
    await mo.told("moderation.list.reason_needed")
    await mo.commands("list", f"add friends {URL} from our friends", place=town.staff)
    card = await town.staff.heard("moderation.list.preview", noise=f"{noise} (3)")
    bad = town.pick(zh="一起来薅羊毛呀", en="some lorem ipsum here")
    await people[0].says(bad)
    assert await town.rows("moderation.cases") == []
    await mo.presses("list.watch", on=card)
    await mo.told("moderation.list.watched")
    await town.passes(minutes=20)
    await people[0].says(bad)
    (case,) = await town.rows("moderation.cases")
    assert (case["rule"], case["state"]) == ("listed", "review")
    await people[1].says(town.pick(zh="天气真好", en="what fine weather"))
    assert len(await town.rows("moderation.cases")) == 1
    town.internet.pages[URL] = "lorem ipsum\ndolor sit\n"
    await town.passes(hours=24)
    change = await town.staff.heard("moderation.list.changed", samples="dolor sit")
    assert "薅羊毛" in {row["term"] for row in await town.rows("lists.active")}
    await mo.presses("list.accept", on=change)
    assert {row["term"] for row in await town.rows("lists.active")} == {"lorem ipsum", "dolor sit"}
    await mo.presses("list.accept", on=change)
    await mo.told("moderation.list.settled")


async def test_a_list_from_chat_is_read_and_its_quarantined_terms_are_decided_one_by_one(town: Town) -> None:
    mo = await town.moderator("Mo")
    said = await mo.says("薅羊毛=2\nok\nlorem ipsum|***\n的", place=town.staff)
    await mo.commands("list", town.pick(zh="导入 ours 群里常见", en="import ours seen here"), reply_to=said)
    card = await town.staff.heard("moderation.list.preview", held="2")
    await mo.presses("list.watch", on=card)
    await mo.commands("list", "approve ours ok", place=town.staff)
    await mo.told("moderation.list.active")
    await mo.commands("list", "reject ours 的", place=town.staff)
    await mo.told("moderation.list.rejected")
    assert {row["term"] for row in await town.rows("lists.active")} == {"薅羊毛", "lorem ipsum", "ok"}
    await mo.commands("list", "show ours", place=town.staff)
    await mo.told("moderation.list.shown", source="chat")
    await mo.commands("list", "drop ours", place=town.staff)
    await mo.told("moderation.list.dropped")
    assert await town.rows("lists.all") == []
    said = await mo.says('word,level\n"薅羊毛",3\ndolor sit,2', place=town.staff)
    await mo.commands("list", town.pick(zh="导入 table 表格", en="import table a sheet"), reply_to=said)
    await mo.presses("list.watch", on=await town.staff.heard("moderation.list.preview", name="table"))
    assert {row["term"] for row in await town.rows("lists.active")} == {"薅羊毛", "dolor sit"}


async def test_what_is_not_on_the_public_internet_is_not_subscribed_to(town: Town) -> None:
    mo = await town.moderator("Mo")
    await mo.commands("list", "add bad http://lists.example/a.txt because", place=town.staff)
    await mo.told("moderation.list.https")
    await mo.commands("list", "add bad https://127.0.0.1/a.txt because", place=town.staff)
    await mo.told("moderation.list.unreachable")
    assert await town.rows("lists.all") == []


async def test_a_source_that_turns_bad_changes_nothing_and_a_card_takes_over_only_what_it_shows(
    town: Town,
) -> None:
    mo = await town.moderator("Mo")
    town.internet.pages[URL] = "<!DOCTYPE html>\n<html><body>Not found</body></html>"
    await mo.commands("list", f"add friends {URL} ours", place=town.staff)
    await mo.told("moderation.list.empty")
    town.internet.pages[URL] = "term,level\n薅羊毛,1\n"
    await mo.commands("list", f"add friends {URL} ours", place=town.staff)
    await mo.presses("list.watch")
    for bad in ("<html>\n<p>for sale</p>", f'term,level\n"{"x" * 140_000}"', ""):
        town.internet.pages[URL] = bad
        await town.passes(hours=24)
        assert [row["term"] for row in await town.rows("lists.active")] == ["薅羊毛"]
    town.internet.pages[URL] = "薅羊毛\nlorem ipsum\n"
    await town.passes(hours=24)
    first = await town.staff.heard("moderation.list.changed", samples="lorem ipsum")
    town.internet.pages[URL] = "薅羊毛\ndolor sit\n"
    await town.passes(hours=24)
    second = await town.staff.heard("moderation.list.changed", samples="dolor sit")
    await mo.presses("list.accept", on=first)
    await mo.told("moderation.list.settled")
    town.internet.pages[URL] = "薅羊毛\n"
    await town.passes(hours=24)
    await mo.presses("list.accept", on=second)
    await mo.told("moderation.list.settled")
    assert [row["term"] for row in await town.rows("lists.active")] == ["薅羊毛"]
