"""Where the staff read both languages, a ticket's card speaks its member's."""

from __future__ import annotations

import pytest

from tests.world import Town

BOTH = {"community": {"name": "Garden", "language": "both", "timezone": "Asia/Shanghai"}}


@pytest.mark.settings(BOTH)
async def test_a_bilingual_desk_reads_a_ticket_in_the_members_language(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.says(
        town.pick(zh="没人管吗？？？订单三天了还没到", en="nobody answers??? my order never arrived")
    )
    card = await town.staff.heard(
        "support.card.body", why=town.pick(zh="看起来是投诉", en="reads like a complaint")
    )
    await rae.presses("support.claim", on=card)
    taken = await town.staff.heard("support.card.body", state=town.pick(zh="处理中", en="open"))
    assert taken.id == card.id
