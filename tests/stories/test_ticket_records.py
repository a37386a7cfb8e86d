"""Old tickets are found by their words and handed out as files."""

from __future__ import annotations

import json

from tests.stories.tickets import audited, desk
from tests.world import Town


async def test_a_ticket_is_found_and_handed_out_with_or_without_personal_data(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    words = town.pick(
        zh="<script>alert(1)</script> 我是 Ann，邮箱 ann@example.org，电话 138 0013 8000",
        en="<script>alert(1)</script> I am Ann, ann@example.org, +44 20 7946 0958",
    )
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    await ann.whispers(words)
    here = await desk(town)
    await rae.says(town.pick(zh="老客户", en="an old customer"), place=here)
    await rae.commands("r", town.pick(zh="Ann 您好", en="Hello Ann"), place=here)
    await rae.commands("find", "ALERT ann@", place=town.staff)
    await rae.told("support.find.list", number="#1")
    await rae.commands("find", "100% ann_", place=town.staff)
    await rae.told("support.find.none")
    await rae.commands("transcript", "#1", place=here)
    page, data = (one.decode() for one in town.driver.files(here.space)[-2:])
    assert "<script" not in page
    assert "alert(1)" in page
    assert town.pick(zh="老客户", en="an old customer") in page
    head, *said = [json.loads(row) for row in data.splitlines()]
    assert head["ticket"] == 1
    assert [one["kind"] for one in said] == ["member", "member", "note", "reply"]
    await rae.commands("transcript", town.pick(zh="脱敏", en="redacted"), place=here)
    page, data = (one.decode() for one in town.driver.files(here.space)[-2:])
    for secret in ("Ann", "ann@example.org", "0013", "7946", town.pick(zh="老客户", en="an old customer")):
        assert secret not in page + data, secret
    await rae.commands("transcript", "nonsense", place=here)
    await rae.told("support.no.transcript")
    assert (await audited(town)).count("ticket.transcript") == 2
    await ann.private.not_heard("support.transcript.whole")
