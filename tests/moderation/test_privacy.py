"""What is kept about a person can be exported, erased, joined, and is forgotten in time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from chat.decision import Decision
from moderation.breaches import Mode
from moderation.ladder import Penalty
from tests.moderation.desk import ANN, BO, MO, Desk

SCAM = "guaranteed profit for you"


async def misbehaved(desk: Desk) -> None:
    """Ann broke a rule and was banned for a week by Mo, who noted it."""
    await desk.says(ANN, "hello, I am Ann")
    await desk.says(ANN, SCAM)
    ban = desk.command(MO, "ban")
    assert await desk.commits(
        await desk.moderation.punish(ban, Penalty.BAN, ANN, timedelta(days=7), "Ann is a spammer")
    )
    assert await desk.commits(await desk.moderation.note(desk.command(MO, "case"), 1, "Ann again"))


async def whole_database(desk: Desk) -> str:
    """Every row of moderation as text."""

    def read(connection: Connection) -> list[str]:
        tables = [one for tables in desk.store.catalog.tables[1:] for one in tables.sorted_tables]
        return [str(row) for table in tables for row in connection.execute(table.select())]

    return "\n".join(await desk.store.database.read(read))


async def test_everything_about_a_person_is_exported_as_json(desk: Desk) -> None:
    await misbehaved(desk)
    found = await desk.moderation.export(ANN)
    told = json.dumps(found)
    assert SCAM in told
    assert len(found["moderation_cases"]) == 2
    assert len(found["moderation_penalties"]) == 2
    assert MO not in [row.get("by_person") for row in found["moderation_cases"]]


@pytest.mark.settings({"reports": {"threshold": 2, "most": 2}})
async def test_a_report_is_its_authors_and_nobody_learns_who_reported_them(desk: Desk) -> None:
    said = desk.posted(ANN, "something rude")
    await desk.hears(said)
    command = replace(desk.command(BO, "flag"), about=said.message, about_by=desk.speaker(ANN))
    assert await desk.commits(await desk.moderation.reports.report(command, "she insults my friend"))
    (own,) = (await desk.moderation.export(BO))["moderation_reports"]
    assert own["reason"] == "she insults my friend"
    found = await desk.moderation.export(ANN)
    (told,) = found["moderation_reported"]
    assert (told["message"], told["state"]) == (said.message.id, "open")
    assert BO not in json.dumps(found)
    assert "insults" not in json.dumps(found)


async def test_erasing_leaves_no_word_and_no_name_but_the_running_ban(desk: Desk) -> None:
    await misbehaved(desk)
    assert await desk.commits(Decision(reason="", writes=desk.moderation.erase(ANN, "gone:1")))
    whole = await whole_database(desk)
    for word in (SCAM, "Ann", f"'{ANN}'", "spammer"):
        assert word not in whole
    running = await desk.rows("moderation.running_of", p="gone:1")
    assert sorted(row["kind"] for row in running) == ["ban", "mute"]


async def test_erasing_a_moderator_keeps_their_cases_without_their_words(desk: Desk) -> None:
    await misbehaved(desk)
    assert await desk.commits(Decision(reason="", writes=desk.moderation.erase(MO, "gone:2")))
    whole = await whole_database(desk)
    assert "spammer" not in whole
    assert f"'{MO}'" not in whole
    assert SCAM in whole
    assert [row["by_person"] for row in await desk.rows("moderation.cases_of", p=ANN)] == ["gone:2", None]


async def judged(desk: Desk) -> None:
    """Ann was taught about, appealed, was reported by Bo and reported him; Mo has an order open and chose a mode."""
    moderation = desk.moderation
    said = desk.posted(ANN, "Ann says buy this")
    await desk.hears(said)
    ann = desk.speaker(ANN)
    spam = replace(desk.command(MO, "spam"), about=said.message, about_by=ann)
    assert await desk.commits(await moderation.teaching.spam(spam))
    case = await moderation.case(1)
    appeal = await moderation.appeals.open(desk.command(ANN, "appeal"), case, "", "I am Ann and sorry")
    assert await desk.commits(appeal)
    report = replace(desk.command(BO, "flag"), about=said.message, about_by=ann)
    assert await desk.commits(await moderation.reports.report(report, "Ann is rude"))
    mine = desk.posted(BO, "Bo says hi")
    await desk.hears(mine)
    back = replace(desk.command(ANN, "flag"), about=mine.message, about_by=desk.speaker(BO))
    assert await desk.commits(await moderation.reports.report(back, "revenge of Ann"))
    warn = replace(desk.command(MO, "warn"), about=said.message, about_by=ann)
    assert await desk.commits(await moderation.punish(warn, Penalty.WARN, ANN, None, "Ann again"))
    mia = desk.command(MO, "rule")
    chosen, _ = await moderation.rulings.choose(mia, "flood", Mode.SHADOW, force=False, reason="")
    assert await desk.commits(chosen)


async def test_what_was_judged_is_exported_erased_and_forgotten(desk: Desk) -> None:
    await judged(desk)
    found = await desk.moderation.export(ANN)
    assert {
        name: len(found[f"moderation_{name}"]) for name in ("labels", "appeals", "reports", "orders")
    } == {
        "labels": 1,
        "appeals": 1,
        "reports": 1,
        "orders": 1,
    }
    assert f'"{MO}"' not in json.dumps(found)
    assert await desk.commits(Decision(reason="", writes=desk.moderation.erase(ANN, "gone:1")))
    whole = await whole_database(desk)
    for word in ("Ann", f"'{ANN}'", "sorry", "revenge", "buy this"):
        assert word not in whole, word
    assert await desk.commits(Decision(reason="", writes=desk.moderation.erase(MO, "gone:2")))
    assert f"'{MO}'" not in await whole_database(desk)
    later = desk.clock.moment + timedelta(days=1)
    gone = desk.moderation.expire(messages_before=later, tickets_before=later, audit_before=later)
    assert await desk.commits(Decision(reason="", writes=gone))
    for shape in ("moderation.labels", "moderation.trusted"):
        assert await desk.rows(shape, least=0) == []
    assert await desk.rows("moderation.reports_by", p="gone:1") == []
    assert await desk.rows("moderation.appeals_open") == []


async def test_joined_persons_keep_what_both_were_judged_for(desk: Desk) -> None:
    await judged(desk)
    assert await desk.commits(Decision(reason="", writes=desk.moderation.rejoin(BO, ANN)))
    assert len(await desk.rows("moderation.labels_of", p=BO)) == 1
    assert [row["state"] for row in await desk.rows("moderation.appeals_by", p=BO)] == ["open"]
    assert len(await desk.rows("moderation.reports_by", p=BO)) == 2
    assert await desk.rows("moderation.trust", p=ANN) == []


async def test_joined_persons_add_their_strikes(desk: Desk) -> None:
    await desk.says(ANN, SCAM)
    desk.passes(minutes=5)
    await desk.says(BO, SCAM)
    assert await desk.commits(Decision(reason="", writes=desk.moderation.rejoin(ANN, BO)))
    desk.passes(minutes=5)
    decision = await desk.says(ANN, SCAM)
    (newest, *_) = await desk.rows("moderation.cases_of", p=ANN)
    assert newest["penalty"] == "remove"
    assert decision.final
    assert await desk.rows("moderation.cases_of", p=BO) == []


async def test_what_is_old_is_forgotten_but_not_what_still_runs(desk: Desk) -> None:
    await misbehaved(desk)
    now = desk.clock.moment
    later = now + timedelta(days=1)

    def forget(**limits: bool) -> Decision:
        names = ("messages_before", "tickets_before", "audit_before")
        return Decision(
            reason="",
            writes=desk.moderation.expire(**{name: later if limits.get(name) else now for name in names}),
        )

    await desk.commits(forget(messages_before=True))
    assert await desk.rows("moderation.messages_of", p=ANN) == []
    assert len(await desk.rows("moderation.evidence_of", p=ANN)) == 1
    await desk.commits(forget(messages_before=True, tickets_before=True, audit_before=True))
    assert await desk.rows("moderation.evidence_of", p=ANN) == []
    assert len(await desk.rows("moderation.cases_of", p=ANN)) == 2
    await desk.says(BO, "@everyone hi")
    await desk.commits(forget(audit_before=True))
    assert await desk.rows("moderation.cases_of", p=BO) == []
