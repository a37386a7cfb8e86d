"""After a restore: what came due meanwhile is shown in words that the staff knows."""

from __future__ import annotations

from datetime import timedelta

from bot.arrears import park_arrived
from bot.inbox import COMMUNITY, Delivery
from bot.restored_cards import NAMED
from bot.storage.backup import park_unsent
from bot.subjects import PATHS, PLATFORMS, WHOLE
from chat.events import TimerRang
from tests.stories.giveaways import publish
from tests.stories.test_questions import open_event
from tests.stories.test_scheduled_posts import planned
from tests.world import Town

OF_OWN_KIND = {"support.shift", "support.unanswered", "feedback.digest"}


async def test_a_card_names_what_was_due(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    words = town.pick(
        zh="今晚八点开会，带上你们的问题和想法", en="We meet at eight. Bring what you want to ask"
    )
    _, editor = await planned(town, words * 5)
    await publish(town, editor)
    await open_event(town, editor, ends="2h")
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    await mo.commands("mute", "@Ann 2h")
    await park_unsent(town.store, town.clock.now() + timedelta(days=9))
    async with town.act():
        await town.app.alerts.say("restored", "")
    for what, subject in (
        (
            town.pick(zh="定时发布", en="a scheduled post"),
            town.pick(zh="发布 #1：今晚八点", en="post #1: We meet"),
        ),
        (
            town.pick(zh="抽奖开奖", en="the draw of"),
            town.pick(zh="抽奖 1：一件 T 恤", en="giveaway 1: A T-shirt"),
        ),
        (
            town.pick(zh="结束问答活动", en="the end of a Q&A"),
            town.pick(zh="活动 1：产品", en="event 1: Roadmap"),
        ),
        (town.pick(zh="工单时限", en="a clock of a"), town.pick(zh="工单 #1", en="ticket #1")),
        (town.pick(zh="处罚到期", en="the end of a pen"), town.pick(zh="案例 #1，Ann", en="case #1, Ann")),
    ):
        await town.staff.heard("bot.trouble.overdue_of", what=what, subject=subject)
    await town.staff.heard("bot.trouble.overdue_of", cut="…")
    every = [
        one for one in await town.messages(town.staff.space) if one.key.startswith("bot.trouble.overdue")
    ]
    assert not [one.text for one in every if "`" in one.text], "no id is shown"


def test_the_subject_of_every_kind_of_alarm_is_known() -> None:
    assert PATHS.keys() | PLATFORMS | WHOLE | OF_OWN_KIND == NAMED


async def test_what_had_arrived_is_decided_only_when_a_manager_says_so(town: Town) -> None:
    ann, max_ = await town.member("Ann"), await town.manager("Max")
    thanks = town.pick(zh="谢谢大家", en="thanks everybody")
    decides, town.app.inbox.handle = town.app.inbox.handle, _left_waiting
    await ann.says(thanks)
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    town.app.inbox.handle = decides
    waiting = len(await town.rows("inbox.waiting"))
    assert waiting >= 2
    assert await park_arrived(town.store, town.clock.now()) == waiting
    await town.crash()
    assert await town.rows("support.open") == []
    async with town.act():
        await town.app.alerts.say("restored", "")
    await town.staff.heard("bot.trouble.restored", arrived=waiting)
    said = await town.staff.heard("bot.trouble.arrived", who="Ann", words=thanks)
    alone = await town.staff.heard("bot.trouble.arrived", place=town.pick(zh="私聊", en="a private chat"))
    await max_.presses("alarm.drop", on=said)
    await max_.told("bot.trouble.dropped")
    assert await town.rows("support.open") == []
    await max_.presses("alarm.ring", on=alone)
    assert len(await town.rows("support.open")) == 1
    await max_.presses("alarm.ring", on=alone)
    await max_.told("bot.trouble.settled")
    assert len(await town.rows("parked.open")) == waiting - 2


async def test_what_steward_told_itself_is_decided_as_ever(town: Town) -> None:
    decides, town.app.inbox.handle = town.app.inbox.handle, _left_waiting
    await town.app.alerts.say("restored", "")
    rings = TimerRang(
        key="bot.forget/daily/now",
        at=town.clock.now(),
        space=COMMUNITY,
        kind="bot.forget",
        subject="daily",
        due=town.clock.now(),
    )
    await town.app.committer.commit([town.app.inbox.event_write(rings)])
    town.app.inbox.handle = decides
    assert await park_arrived(town.store, town.clock.now()) == 1
    await town.crash()
    await town.staff.heard("bot.trouble.overdue")


async def _left_waiting(delivery: Delivery) -> None:
    """A process that ended before it decided anything."""
    del delivery
