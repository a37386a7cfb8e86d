"""Figures stay right when people turn out to be one, or are erased."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from analytics.spans import Length, Span
from bot.storage.store import Store
from chat.decision import Audit
from chat.people import PersonId, Space, SpaceKind
from tests.analytics.bureau import MORNING, Bureau, message, person

ANN, ANNIE, BOB = person("ann"), person("annie"), person("bob")
DAY = Span(length=Length.DAY, last=date(2026, 11, 23))


async def test_two_accounts_that_are_one_person_are_one_active_member(store: Store) -> None:
    bureau = Bureau(store)
    tomorrow = MORNING + timedelta(days=1)
    await bureau.happens(
        message(ANN, 1), message(ANN, 2), message(ANNIE, 3), message(ANNIE, 4, tomorrow), message(BOB, 5)
    )
    await bureau.write(bureau.analytics.rejoin(ANN.person, ANNIE.person))
    today = await bureau.figures()
    assert (today["messages"], today["active"]) == (4, 2)
    assert (await bureau.figures("2026-11-24"))["active"] == 1
    assert (await bureau.figures("2026-11-23", "2026-11-24"))["active"] == 2
    assert not await store.rows("analytics.days_of", who="ANNIE")


async def test_an_answer_to_oneself_from_another_account_is_no_reply(store: Store) -> None:
    bureau = Bureau(store)
    await bureau.happens(message(ANN, 1), message(ANNIE, 2, MORNING + timedelta(minutes=1)))
    await bureau.write(bureau.analytics.rejoin(ANN.person, ANNIE.person))
    joined = message(person("ann"), 3, MORNING + timedelta(minutes=2), reply_to=2)
    await bureau.happens(joined)
    assert not await store.rows("analytics.replies", **DAY.moments(ZoneInfo("Asia/Shanghai")))


async def test_erasing_leaves_counts_and_nothing_that_leads_to_the_person(store: Store) -> None:
    bureau = Bureau(store)
    await bureau.happens(message(ANN, 1), message(BOB, 2, MORNING + timedelta(minutes=5), reply_to=1))
    kept = await bureau.analytics.export(ANN.person)
    assert kept["analytics.days"][0]["messages"] == 1
    assert kept["analytics.talk"][0]["message"] == "1"
    await bureau.write(bureau.analytics.erase(ANN.person, "gone:1"))
    assert not any((await bureau.analytics.export(ANN.person)).values())
    today = await bureau.figures()
    assert (today["messages"], today["active"]) == (2, 2)
    lanes = [row["lane"] for row in await store.rows("analytics.days_of", who="gone:1")]
    assert lanes == ["local:garden"]


async def test_private_chats_are_counted_without_their_ids(store: Store) -> None:
    bureau = Bureau(store)
    private = Space("telegram", "4711", kind=SpaceKind.PRIVATE)
    audit = (Audit(code="faq.answered", subject="x"),)
    await bureau.happens(message(ANN, 1, space=private), audit=audit)
    (day,) = await store.rows("analytics.days_of", who="ANN")
    assert day["lane"] == "telegram:private"


async def test_somebody_who_comes_back_and_is_erased_again_is_counted_on(store: Store) -> None:
    bureau = Bureau(store)
    for number in (1, 2):
        await bureau.happens(message(ANN, number))
        await bureau.write(bureau.analytics.erase(ANN.person, "gone:1"))
    assert (await bureau.figures())["messages"] == 2
    (day,) = await store.rows("analytics.days_of", who="gone:1")
    assert day["messages"] == 2


async def test_joining_somebody_who_did_nothing_changes_nothing(store: Store) -> None:
    bureau = Bureau(store)
    await bureau.happens(message(ANN, 1))
    await bureau.write(bureau.analytics.rejoin(ANN.person, PersonId("nobody")))
    assert (await bureau.figures())["messages"] == 1


async def test_old_rows_are_forgotten_but_not_those_that_reports_need(store: Store) -> None:
    bureau = Bureau(store)
    await bureau.happens(
        message(ANN, 1, MORNING - timedelta(days=800)), message(ANN, 2, MORNING - timedelta(days=10))
    )
    await bureau.write(
        bureau.analytics.expire(
            messages_before=MORNING - timedelta(days=1),
            tickets_before=MORNING,
            audit_before=MORNING - timedelta(days=730),
        )
    )
    assert [row["message"] for row in await store.rows("analytics.talk_of", who="ANN")] == ["2"]
    assert len(await store.rows("analytics.days_of", who="ANN")) == 1
