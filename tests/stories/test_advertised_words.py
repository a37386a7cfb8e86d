"""What texts tell people to type is understood as it stands there, in both languages."""

from __future__ import annotations

from tests.world import Town


async def test_the_words_of_faq_are_understood(town: Town) -> None:
    edda = await town.editor("Edda")
    faq = town.pick(zh="/常见问题", en="/faq")
    for word in town.pick(zh="关 提及 提问 全部", en="off mention question all").split():
        await edda.says(f"{faq} {town.pick(zh='模式', en='mode')} {word}")
        await edda.told("faq.manners.now", mode=town.pick(zh=f"（{word}）", en=f"({word})"))
    for words, key in (
        (town.pick(zh="私下 开", en="private on"), "faq.manners.now"),
        (town.pick(zh="安静 关", en="quiet off"), "faq.manners.now"),
        (town.pick(zh="列表", en="list"), "faq.list.empty"),
        (town.pick(zh="历史 无", en="history none"), "faq.no.entry"),
        (town.pick(zh="恢复 无 1", en="restore none 1"), "faq.no.entry"),
        (town.pick(zh="设置 无 owner 无", en="set none owner none"), "faq.no.entry"),
        (town.pick(zh="发布 无", en="publish none"), "faq.no.entry"),
        (town.pick(zh="缺口", en="gaps"), "faq.gap.none"),
        (town.pick(zh="导入", en="import"), "faq.no.import_here"),
    ):
        await edda.says(f"{faq} {words}")
        await edda.told(key)


async def test_the_words_of_language_and_privacy_are_understood(town: Town) -> None:
    ann = await town.member("Ann")
    language, privacy = town.pick(zh="/语言", en="/language"), town.pick(zh="/隐私", en="/privacy")
    await ann.whispers(f"{language} {town.pick(zh='自动', en='auto')}")
    await ann.told("handlers.language.set.auto")
    await ann.whispers(f"{language} {town.pick(zh='中文', en='en')}")
    await ann.told(f"handlers.language.set.{town.pick(zh='chinese', en='english')}")
    await ann.whispers(f"{privacy} {town.pick(zh='导出', en='export')}")
    await ann.told("handlers.privacy.exported")
    await ann.whispers(f"{privacy} {town.pick(zh='删除', en='erase')}")
    await ann.told("handlers.privacy.confirm")


async def test_a_place_is_adopted_in_words(town: Town) -> None:
    olga = await town.owner("Olga")
    adopt = town.pick(zh="/收养", en="/adopt")
    for word, kind in (
        (town.pick(zh=" 频道", en=" channel"), town.pick(zh="（频道）", en="(channel)")),
        (town.pick(zh=" 工作人员", en=" staff"), town.pick(zh="（工作人员空间）", en="(staff space)")),
        ("", town.pick(zh="（公开群）", en="(public group)")),
    ):
        await olga.says(f"{adopt}{word}")
        await olga.told("bot.place.adopted", kind=kind)
    await olga.whispers(f"{adopt} {town.pick(zh='工作人员', en='staff')}")
    await olga.private.heard("bot.place.usage")


async def test_the_spans_of_the_report_are_understood(town: Town) -> None:
    mia = await town.manager("Mia")
    report = town.pick(zh="/报告", en="/report")
    for word in town.pick(zh="日 周 月", en="day week month").split():
        await mia.says(f"{report} {word}", place=town.staff)
        await town.staff.heard("analytics.report.text")
    await mia.says(f"{report} {town.pick(zh='年', en='year')}", place=town.staff)
    await town.staff.heard("analytics.report.usage")


async def test_a_rule_is_forced_in_words(town: Town) -> None:
    mia = await town.manager("Mia")
    rule = town.pick(zh="/规则", en="/rule")
    await mia.says(f"{rule} {town.pick(zh='新增 tea 茶叶', en='add tea oolong')}", place=town.staff)
    await town.staff.heard("moderation.done.rule_written")
    forced = town.pick(zh="模式 tea 执行 强制 试过了", en="mode tea enforce force tried it")
    await mia.says(f"{rule} {forced}", place=town.staff)
    await town.staff.heard("moderation.done.mode")
