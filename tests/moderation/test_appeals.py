"""Who may decide an appeal, where it is shown, and that a case has one, whoever asks at once."""

from __future__ import annotations

import pytest

from chat.actions import Post, Private
from chat.decision import Decision
from chat.errors import SaidNo
from chat.people import PersonId, Rank, Standing
from chat.text import Text
from moderation.appeals import code_of, read_code
from moderation.ladder import Penalty
from tests.moderation.desk import ANN, BO, MO, STAFF, Desk

MIA = PersonId("mia")


async def warned(desk: Desk) -> None:
    warning = await desk.moderation.punish(desk.command(MO, "warn"), Penalty.WARN, ANN, None, "rude")
    assert await desk.commits(warning)


async def appealed(desk: Desk) -> Decision:
    case = await desk.moderation.case(1)
    return await desk.moderation.appeals.open(desk.command(ANN, "appeal"), case, "", "I was not")


async def test_two_appeals_at_once_are_one(desk: Desk) -> None:
    await warned(desk)
    both = [await appealed(desk), await appealed(desk)]
    assert [await desk.commits(one) for one in both] == [True, False]
    with pytest.raises(SaidNo, match="appealed_already"):
        await appealed(desk)


async def test_nobody_guesses_the_code_of_another_for_long(desk: Desk) -> None:
    await warned(desk)
    case = await desk.moderation.case(1)
    appeals, code = desk.moderation.appeals, (read_code(code_of(case)) or (0, ""))[1]

    async def tries(secret: str, person: PersonId = BO) -> Decision:
        return await appeals.open(desk.command(person, "appeal"), case, secret, "let me")

    for n in range(5):
        with pytest.raises(SaidNo, match="not_your_case"):
            await tries(f"guess{n}")
    with pytest.raises(SaidNo, match="too_many_codes"):
        await tries(code)
    assert (await tries("", ANN)).writes
    desk.passes(minutes=61)
    assert (await tries(code)).writes


async def test_without_a_staff_space_the_reviewers_are_asked_in_private(desk: Desk) -> None:
    desk.village.staff = None
    desk.village.standings[MIA] = Standing(rank=Rank.MANAGER)
    await warned(desk)
    cards = [one for one in (await appealed(desk)).actions if isinstance(one, Post) and one.buttons]
    assert [one.to for one in cards] == [Private(MIA)]


async def test_a_lower_rank_never_decides_what_a_higher_one_did(desk: Desk) -> None:
    desk.village.standings[MIA] = Standing(rank=Rank.MANAGER)
    warning = await desk.moderation.punish(desk.command(MIA, "warn"), Penalty.WARN, ANN, None, "rude")
    assert await desk.commits(warning)
    opened = await appealed(desk)
    assert await desk.commits(opened)
    assert any(
        isinstance(one.body, Text) and one.body.key == "moderation.appeal.opened_issuer"
        for one in opened.actions
        if isinstance(one, Post)
    )
    (card,) = [one for one in opened.actions if isinstance(one, Post) and one.to == STAFF]
    assert isinstance(card.body, Text)
    assert card.body.key == "moderation.card.appeal_issuer"


async def test_a_code_fits_one_case_only(desk: Desk) -> None:
    await warned(desk)
    case = await desk.moderation.case(1)
    number, secret = read_code(code_of(case)) or (0, "")
    assert (number, len(secret)) == (1, 6)
    stranger = desk.command(BO, "appeal")
    with pytest.raises(SaidNo, match="not_your_case"):
        await desk.moderation.appeals.open(stranger, case, "zzzzzz", "me")
    assert await desk.commits(await desk.moderation.appeals.open(stranger, case, secret, "me"))


@pytest.mark.parametrize("word", ["", "#", "x", "12x", "-abc", "1" * 20, "１２"])
def test_what_is_no_code_is_refused(word: str) -> None:
    assert read_code(word) is None
