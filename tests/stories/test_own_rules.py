"""Rules of the community's own: written in the chat, tried in shadow, let loose, and dropped."""

from __future__ import annotations

from tests.world import Town


async def test_a_manager_writes_a_rule_that_begins_in_shadow(town: Town) -> None:
    ann, mo, mia = await town.member("Ann"), await town.moderator("Mo"), await town.manager("Mia")
    add = town.pick(zh="新增", en="add")
    await mo.commands("rule", f"{add} gnomes lorem", place=town.staff)
    await mo.told("moderation.refused.managers_only")
    for words in (f"{add} gnomes", add, town.pick(zh="测试", en="test"), town.pick(zh="删除", en="remove")):
        await mia.commands("rule", words, place=town.staff)
        await mia.told("moderation.ruling.usage")
    await mia.commands("rule", f"{add} 7gnomes lorem", place=town.staff)
    await mia.told("moderation.refused.rule_name", name="7gnomes")
    await mia.commands("rule", f"{add} gnomes weight = 1", place=town.staff)
    await mia.told("moderation.refused.rule_is_wrong", faults="weight")
    await mia.commands("rule", f"{add} words lorem", place=town.staff)
    await mia.told("moderation.refused.rule_is_there")
    drop = town.pick(zh="删除", en="remove")
    for key, name in (("no_own_rule", "goblins"), ("rule_is_configured", "words")):
        await mia.commands("rule", f"{drop} {name}", place=town.staff)
        await mia.told(
            f"moderation.refused.{key}", name=name, written=town.pick(zh="/规则 新增", en="/rule add")
        )
    await mia.commands(
        "rule",
        f"{add} gnomes " + town.pick(zh="花园小矮人，地精", en="garden gnome, goblin"),
        place=town.staff,
    )
    await mia.told("moderation.done.rule_written")
    await mia.commands("rule", f"{drop} goblins", place=town.staff)
    await mia.told("moderation.refused.no_own_rule", name="goblins", written="gnomes")
    bad = town.pick(zh="谁要花园小矮人", en="who wants a garden gnome")
    await ann.says(bad)
    assert await town.rows("moderation.cases") == []
    assert "rule.shadow" in [row["code"] for row in await town.rows("audit.all")]
    await mia.commands("rule", "mode gnomes review", place=town.staff)
    await mia.told("moderation.done.mode")
    await town.crash()
    await ann.says(f"{bad}!")
    (case,) = await town.rows("moderation.cases")
    assert (case["rule"], case["state"]) == ("gnomes", "review")
    await mia.commands("rule", "show gnomes", place=town.staff)
    await mia.told("moderation.view.lines", source=town.pick(zh="花园小矮人", en="garden gnome"))
    await mia.commands("rule", town.pick(zh="删除 gnomes", en="remove gnomes"), place=town.staff)
    await mia.told("moderation.done.rule_dropped")
    await town.passes(minutes=10)
    await ann.says(bad)
    assert len(await town.rows("moderation.cases")) == 1
