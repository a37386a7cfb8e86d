"""Q&A events: opened, asked, let in, voted for, answered, and told in a digest."""

from __future__ import annotations

from typing import Any

import pytest

from chat.decision import Write
from tests.world import Heard, Person, Town

THINGS = (
    ("新版本什么时候发布", "when is the new version released"),
    ("有没有暗色主题", "is there any dark theme"),
    ("价格会不会上涨", "will prices go up"),
)
OPEN_TO_ALL = {"campaigns": {"moderate_questions": False}}


async def open_event(town: Town, editor: Person, **changed: str) -> Heard:
    """An open event's post."""
    form = {"title": town.pick(zh="产品路线图", en="Roadmap"), "intro": "", "ends": ""}
    await editor.commands("qa")
    await editor.fills("campaigns.qa", **(form | changed))
    return await town.garden.heard("campaigns.qa.board")


async def ask(town: Town, person: Person, number: int = 1) -> str:
    """Ask a question of one's own in the group; returns its text."""
    chinese, english = THINGS[number - 1]
    text = town.pick(zh=f"{person.name} 想知道：{chinese}？", en=f"{person.name} wonders: {english}?")
    await person.commands("ask", text)
    return text


async def questions(town: Town) -> list[dict[str, Any]]:
    """All questions of the only event."""
    (event,) = await town.rows("campaigns.event", number=1)
    return [dict(row) for row in await town.rows("campaigns.questions", key=event["id"])]


async def test_an_event_opens_with_a_list_and_an_ask_button(town: Town) -> None:
    editor = await town.editor("Edda")
    post = await open_event(town, editor)
    await editor.told("campaigns.qa.opened")
    assert [button.kind for button in post.buttons] == ["campaigns.ask"]
    await editor.commands("qa")
    await editor.told("campaigns.qa.one_at_a_time", number=1)


async def test_the_word_of_the_usage_opens_an_event(town: Town) -> None:
    editor = await town.editor("Edda")
    await editor.commands("qa", town.pick(zh="开启", en="open"))
    await editor.fills("campaigns.qa", title="AMA", intro="", ends="")
    await town.garden.heard("campaigns.qa.board", title="AMA")


async def test_wrong_answers_lead_back_to_the_form(town: Town) -> None:
    editor = await town.editor("Edda")
    await editor.commands("qa")
    await editor.fills("campaigns.qa", title="AMA", intro="", ends=town.pick(zh="改天", en="some day"))
    await town.garden.not_heard("campaigns.qa.board")
    await editor.told("campaigns.moment.unreadable")
    await editor.presses("campaigns.qa_change")
    await editor.fills("campaigns.qa", title="AMA", intro="", ends="2h")
    await town.garden.heard("campaigns.qa.board", title="AMA")


async def test_only_editors_open_events(town: Town) -> None:
    ann, rep = await town.member("Ann"), await town.representative("Rae")
    await ann.commands("qa")
    await ann.told("bot.command.not_allowed")
    await rep.commands("qa")
    await rep.told("campaigns.not_allowed")


async def test_a_question_is_shown_after_staff_let_it_in(town: Town) -> None:
    editor, mod = await town.editor("Edda"), await town.moderator("Mo")
    ann = await town.member("Ann")
    await open_event(town, editor)
    text = await ask(town, ann)
    await ann.told("campaigns.qa.received", question=1)
    await town.passes(seconds=5)
    assert "Ann" not in (await town.garden.heard("campaigns.qa.board")).text
    await town.staff.heard("campaigns.qa.card", text=text)
    await mod.presses("campaigns.approve")
    await mod.told("campaigns.qa.done_approved")
    await town.passes(seconds=5)
    board = await town.garden.heard("campaigns.qa.board", start=text[:20])
    assert [button.kind for button in board.buttons] == ["campaigns.vote", "campaigns.ask"]
    assert not (await town.staff.heard("campaigns.qa.card_approved", by="Mo")).buttons


async def test_a_question_that_is_kept_out_is_told_to_its_asker_alone(town: Town) -> None:
    editor = await town.editor("Edda")
    ann = await town.member("Ann")
    await open_event(town, editor)
    text = await ask(town, ann)
    await editor.presses("campaigns.reject")
    await ann.private.heard("campaigns.qa.rejected", text=text)
    await town.passes(seconds=5)
    assert "Ann" not in (await town.garden.heard("campaigns.qa.board")).text


async def test_members_cannot_let_questions_in(town: Town) -> None:
    editor, rep = await town.editor("Edda"), await town.representative("Rae")
    ann = await town.member("Ann")
    await open_event(town, editor)
    await ask(town, ann)
    card = await town.staff.heard("campaigns.qa.card")
    await rep.presses("campaigns.approve", on=card)
    await rep.told("campaigns.not_allowed")
    assert [row["state"] for row in await questions(town)] == ["pending"]
    await editor.commands("qa", "next")
    await editor.told("campaigns.qa.none_let_in", count=1)


@pytest.mark.settings(OPEN_TO_ALL)
async def test_the_ask_button_opens_a_form(town: Town) -> None:
    editor = await town.editor("Edda")
    ann = await town.member("Ann")
    await open_event(town, editor)
    await ann.presses("campaigns.ask")
    await ann.fills("campaigns.ask", question=town.pick(zh="支持暗色模式吗？", en="Is there a dark mode?"))
    await ann.told("campaigns.qa.on_the_list", question=1)
    await town.passes(seconds=5)
    await town.garden.heard("campaigns.qa.board", text=town.pick(zh="暗色模式", en="dark mode"))


@pytest.mark.settings(OPEN_TO_ALL)
async def test_a_question_in_private_goes_to_the_only_event(town: Town) -> None:
    editor = await town.editor("Edda")
    ann = await town.member("Ann")
    await ann.commands("ask", "Anybody?", place=ann.private)
    await ann.told("campaigns.qa.none_open")
    await open_event(town, editor)
    await ann.commands("ask", town.pick(zh="多少钱？", en="How much is it?"), place=ann.private)
    await ann.told("campaigns.qa.on_the_list")
    assert [row["person"] for row in await questions(town)] == [ann.person]


@pytest.mark.settings({"campaigns": {"moderate_questions": False, "questions_per_person": 2}})
async def test_nobody_asks_more_than_their_share_or_twice_the_same(town: Town) -> None:
    editor = await town.editor("Edda")
    ann, ben = await town.member("Ann"), await town.member("Ben")
    await open_event(town, editor)
    text = await ask(town, ann, 1)
    await ben.commands("ask", text.upper())
    await ben.told("campaigns.qa.asked_already", question=1)
    await ask(town, ann, 2)
    await ask(town, ann, 3)
    await ann.told("campaigns.qa.limit", limit=2)
    assert len(await questions(town)) == 2


@pytest.mark.settings(OPEN_TO_ALL)
async def test_one_vote_a_person_which_may_be_taken_back(town: Town) -> None:
    editor = await town.editor("Edda")
    ann, ben = await town.member("Ann"), await town.member("Ben")
    await open_event(town, editor)
    await ask(town, ann)
    await town.passes(seconds=5)
    await ben.presses("campaigns.vote")
    await ben.told("campaigns.qa.voted", votes=1)
    await ann.presses("campaigns.vote")
    await ann.told("campaigns.qa.voted", votes=2)
    await ben.presses("campaigns.vote")
    await ben.told("campaigns.qa.vote_back", votes=1)
    await town.passes(seconds=5)
    (row,) = await questions(town)
    assert row["votes"] == 1
    await town.garden.heard("campaigns.qa.board", votes=town.pick(zh="1 票", en="votes: 1"))


@pytest.mark.settings(OPEN_TO_ALL)
async def test_the_most_voted_question_comes_next_and_a_reply_answers_it(town: Town) -> None:
    editor, rep = await town.editor("Edda"), await town.representative("Rae")
    ann, ben = await town.member("Ann"), await town.member("Ben")
    await open_event(town, editor)
    await ask(town, ann)
    wanted = await ask(town, ben)
    await town.passes(seconds=5)
    board = await town.garden.heard("campaigns.qa.board")
    second = [button for button in board.buttons if button.kind == "campaigns.vote"][1]
    async with town.act():
        await town.driver.press(ann.native, board.space, board.id, second.payload)
    await editor.commands("qa", town.pick(zh="下一个", en="next"))
    posed = await town.garden.heard("campaigns.qa.posed", text=wanted)
    await ann.says(town.pick(zh="我猜是明天", en="Tomorrow, I guess"), reply_to=posed)
    assert {row["state"] for row in await questions(town)} == {"approved", "posed"}
    answer = town.pick(zh="下个月一号。", en="On the first of next month.")
    await rep.says(answer, reply_to=posed)
    await town.garden.heard("campaigns.qa.answered", question=wanted, answer=answer, asker="Ben", by="Rae")
    assert not (await town.garden.heard("campaigns.qa.was_posed")).buttons
    await rep.says(answer, reply_to=posed)
    assert [row["state"] for row in await questions(town)] == ["approved", "answered"]


@pytest.mark.settings(OPEN_TO_ALL)
async def test_answers_by_button_and_by_command(town: Town) -> None:
    editor = await town.editor("Edda")
    ann = await town.member("Ann")
    await open_event(town, editor)
    await ask(town, ann, 1)
    await ask(town, ann, 2)
    await editor.commands("qa", "next")
    await editor.presses("campaigns.answer")
    await editor.fills("campaigns.answer", answer=town.pick(zh="会的。", en="It will."))
    await editor.told("campaigns.qa.answer_done", question=1)
    await editor.commands("qa", town.pick(zh="回答 2 不会。", en="answer 2 It will not."))
    await editor.told("campaigns.qa.answer_done", question=2)
    await editor.commands("qa", "answer 2 again")
    await editor.told("campaigns.qa.no_answer_now")
    await editor.commands("qa", "next")
    await editor.told("campaigns.qa.no_next")


@pytest.mark.settings(OPEN_TO_ALL)
async def test_closing_publishes_a_digest_with_what_stayed_open(town: Town) -> None:
    editor = await town.editor("Edda")
    ann, ben = await town.member("Ann"), await town.member("Ben")
    post = await open_event(town, editor)
    await ask(town, ann)
    open_one = await ask(town, ben)
    await town.passes(seconds=5)
    await ben.presses("campaigns.vote")
    await editor.commands("qa", town.pick(zh="回答 1 会的。", en="answer 1 It will."))
    await editor.commands("qa", "next")
    assert (await town.garden.heard("campaigns.qa.posed", question="2")).buttons
    await editor.commands("qa", town.pick(zh="结束", en="close"))
    assert not (await town.garden.heard("campaigns.qa.left_open", question="2")).buttons
    await town.garden.heard(
        "campaigns.qa.digest",
        answer=town.pick(zh="会的。", en="It will."),
        unanswered=open_one[:20],
        counts=town.pick(zh="2 人提了 2 个问题，1 人投了 1 票", en="Questions: 2 (askers: 2), votes: 1"),
    )
    closed = await town.garden.heard("campaigns.qa.post_closed")
    assert closed.id == post.id
    assert not closed.buttons
    await editor.commands("qa", town.pick(zh="汇总 1", en="digest 1"), place=editor.private)
    await editor.told("campaigns.qa.digest_done")
    digests = [one for one in await town.messages(town.garden.space) if one.key == "campaigns.qa.digest"]
    assert len(digests) == 2
    assert digests[0].text == digests[1].text
    await ann.commands("ask", "Too late?")
    await ann.told("campaigns.qa.none_open")
    await editor.commands("qa", "close")
    await editor.told("campaigns.qa.none_open")


async def test_who_closes_an_event_hears_of_questions_that_nobody_reviewed(town: Town) -> None:
    editor, ann = await town.editor("Edda"), await town.member("Ann")
    await open_event(town, editor)
    await ask(town, ann, 1)
    await ask(town, ann, 2)
    await editor.commands("qa", town.pick(zh="回答 1 会的。", en="answer 1 It will."))
    await editor.told("campaigns.qa.review_first", question=1)
    await editor.commands("qa", town.pick(zh="结束", en="close"))
    await editor.told("campaigns.qa.close_unreviewed", count=2)
    await town.garden.heard(
        "campaigns.qa.digest",
        unreviewed=town.pick(zh="另有 2 个问题", en="Not reviewed in time, so not shown: 2"),
    )
    await open_event(town, editor)
    await editor.commands("qa", town.pick(zh="结束", en="close"))
    await editor.told("campaigns.qa.close_done", number=2)


async def test_the_staff_hears_once_what_nobody_reviewed_when_an_event_ends_by_itself(town: Town) -> None:
    editor, ann = await town.editor("Edda"), await town.member("Ann")
    await open_event(town, editor, ends="2h")
    await ask(town, ann, 1)
    await ask(town, ann, 2)
    await town.passes(hours=3)
    await town.garden.heard("campaigns.qa.digest")
    await town.staff.heard("campaigns.qa.ended_unreviewed", number=1, count=2)
    await town.passes(hours=3)
    told = [
        one for one in await town.messages(town.staff.space) if one.key == "campaigns.qa.ended_unreviewed"
    ]
    assert len(told) == 1


async def test_the_number_of_another_event_closes_nothing(town: Town) -> None:
    editor = await town.editor("Edda")
    await open_event(town, editor)
    await editor.commands("qa", "close 7", place=town.staff)
    await editor.told("campaigns.qa.unknown", number=7)
    await town.garden.not_heard("campaigns.qa.digest")
    await editor.commands("qa", "close 1", place=town.staff)
    await town.garden.heard("campaigns.qa.digest")


async def test_the_staff_hears_of_a_lost_list_when_the_opener_cannot(town: Town) -> None:
    editor, ann = await town.editor("Edda"), await town.member("Ann")
    board = await open_event(town, editor)
    await ask(town, ann)
    await editor.closes_private()
    await town.driver.erase(editor.native, board.space, board.id)
    await editor.presses("campaigns.approve")
    await town.passes(seconds=5)
    await town.staff.heard("campaigns.qa.trouble.list")


@pytest.mark.settings(OPEN_TO_ALL)
async def test_an_event_ends_by_itself_also_after_a_crash(town: Town) -> None:
    editor = await town.editor("Edda")
    ann = await town.member("Ann")
    await open_event(town, editor, ends="2h")
    await ask(town, ann)
    await town.passes(hours=1)
    await town.garden.not_heard("campaigns.qa.digest")
    await town.crash()
    await town.passes(hours=2)
    await town.garden.heard("campaigns.qa.digest")
    await town.staff.not_heard("campaigns.qa.ended_unreviewed")
    await ask(town, ann, 2)
    await ann.told("campaigns.qa.none_open")


async def test_the_staffs_list_shows_what_waits(town: Town) -> None:
    editor = await town.editor("Edda")
    ann = await town.member("Ann")
    await open_event(town, editor)
    text = await ask(town, ann)
    await editor.commands("qa", town.pick(zh="列表", en="list"), place=town.staff)
    await editor.told("campaigns.qa.list", text=text[:20], state=town.pick(zh="待审核", en="reviewed"))
    await editor.commands("qa", "dance")
    await editor.told("campaigns.qa.usage")


@pytest.mark.settings(OPEN_TO_ALL)
async def test_who_lost_the_duty_answers_nothing(town: Town) -> None:
    editor, rep = await town.editor("Edda"), await town.representative("Rae")
    ann = await town.member("Ann")
    await open_event(town, editor)
    await ask(town, ann)
    await editor.commands("qa", "next")
    posed = await town.garden.heard("campaigns.qa.posed")
    await town.app.committer.commit([Write("role.take", {"p": rep.person, "r": "representative"})])
    await rep.says(town.pick(zh="会的。", en="It will."), reply_to=posed)
    assert [row["state"] for row in await questions(town)] == ["posed"]
