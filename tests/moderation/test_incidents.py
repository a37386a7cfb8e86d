"""What follows from a judgement, with the database: one case an incident, whatever happens at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chat.actions import Capability, Delete, Mute, Post, Private, Remove
from chat.errors import SaidNo
from chat.events import ButtonPressed
from chat.people import Rank, Space, SpaceKind, Standing, Voice
from chat.text import Text
from moderation.ladder import Penalty
from tests.moderation.desk import ANN, BO, GARDEN, MO, STAFF, Desk

SCAM = "guaranteed profit for you"


def kinds(actions: tuple[object, ...]) -> list[str]:
    return [type(action).__name__ for action in actions]


async def test_an_ordinary_message_is_one_insert_and_no_read(desk: Desk) -> None:
    await desk.says(ANN, "good morning")
    read: list[str] = []
    rows = desk.store.rows

    async def counted(shape: str, **values: object) -> object:
        read.append(shape)
        return await rows(shape, **values)

    desk.store.rows = counted  # type: ignore[method-assign, assignment]
    decision = await desk.moderation.hear(desk.posted(ANN, "how are you all?"))
    assert decision is not None
    assert (decision.actions, [write.shape for write in decision.writes], read) == (
        (),
        ["moderation.hear"],
        [],
    )


async def test_a_breach_deletes_tells_and_keeps_the_evidence_in_one_decision(desk: Desk) -> None:
    event = desk.posted(ANN, SCAM)
    decision = await desk.hears(event)
    assert decision.final
    assert kinds(decision.actions) == ["Post", "Delete", "Mute", "Post"]
    notice, delete, mute, card = decision.actions
    assert isinstance(notice, Post)
    assert notice.to == Private(ANN, "telegram")
    assert notice.otherwise is not None
    assert notice.otherwise.vanish == timedelta(seconds=30)
    assert isinstance(delete, Delete)
    assert delete.messages == (event.message.id,)
    assert isinstance(mute, Mute)
    assert mute.until == desk.clock.moment + timedelta(hours=1)
    assert isinstance(card, Post)
    assert card.to == STAFF
    (kept,) = await desk.rows("moderation.evidence_of", p=ANN)
    assert kept["text"] == SCAM


async def test_deciding_again_after_a_clash_gives_the_same_case(desk: Desk) -> None:
    event = desk.posted(ANN, SCAM)
    lost = await desk.moderation.hear(event)
    assert lost is not None
    await desk.hears(event)
    (case,) = await desk.rows("moderation.cases_of", p=ANN)
    assert case["hits"] == 1


async def test_a_burst_over_many_spaces_at_once_is_one_case_and_never_clashes_twice(desk: Desk) -> None:
    spaces = [Space("discord", str(n), kind=SpaceKind.GROUP) for n in range(20)]
    events = [desk.posted(ANN, f"{SCAM} {n}", space) for n, space in enumerate(spaces)]
    rounds = 0
    while events:
        rounds += 1
        decided = [await desk.moderation.hear(event) for event in events]
        clashes = await desk.store.write([one.writes for one in decided if one])
        events = [event for event, clash in zip(events, clashes, strict=True) if clash is not None]
    assert rounds == 2
    (case,) = await desk.rows("moderation.cases_of", p=ANN)
    assert (case["hits"], case["points"]) == (20, 3.0)
    assert len(await desk.rows("moderation.evidence_of", p=ANN)) == 20


async def test_many_members_at_once_get_different_numbers(desk: Desk) -> None:
    events = [desk.posted(person, SCAM) for person in (ANN, BO)]
    decided = [await desk.moderation.hear(event) for event in events]
    assert await desk.store.write([one.writes for one in decided if one]) == [None, None]
    assert sorted(row["number"] for row in await desk.rows("moderation.cases")) == [1, 2]


async def test_numbers_go_on_after_a_restart(desk: Desk) -> None:
    await desk.says(ANN, SCAM)
    desk.restart()
    await desk.says(BO, SCAM)
    assert sorted(row["number"] for row in await desk.rows("moderation.cases")) == [1, 2]


async def test_a_graver_message_of_one_incident_raises_its_case(desk: Desk) -> None:
    await desk.says(ANN, "@everyone hi")
    (case,) = await desk.rows("moderation.cases_of", p=ANN)
    assert (case["penalty"], case["points"]) == ("note", 1.0)
    decision = await desk.says(ANN, SCAM)
    assert "Mute" in kinds(decision.actions)
    (case,) = await desk.rows("moderation.cases_of", p=ANN)
    assert (case["penalty"], case["points"], case["hits"]) == ("mute", 3.0, 2)


async def test_the_next_incident_is_another_strike(desk: Desk) -> None:
    await desk.says(ANN, "@everyone hi")
    desk.passes(minutes=3)
    await desk.says(ANN, "@everyone look")
    assert [row["penalty"] for row in await desk.rows("moderation.cases_of", p=ANN)] == ["warn", "note"]


@pytest.mark.settings({"ladder": {"steps": ["0 remove"]}})
async def test_the_notice_leaves_before_the_removal(desk: Desk) -> None:
    decision = await desk.says(ANN, SCAM)
    notice, remove = decision.actions[0], decision.actions[2]
    assert isinstance(notice, Post)
    assert isinstance(remove, Remove)
    assert notice.priority == remove.priority


@pytest.mark.settings({"ladder": {"steps": ["0 ban"]}})
async def test_a_ban_is_only_proposed(desk: Desk) -> None:
    decision = await desk.says(ANN, SCAM)
    assert "Ban" not in kinds(decision.actions)
    card = decision.actions[-1]
    assert isinstance(card, Post)
    assert [button.kind for button in card.buttons[0]] == [
        "moderation.ban",
        "moderation.right",
        "moderation.undo",
    ]


async def test_a_channels_voice_loses_its_message_and_nothing_else(desk: Desk) -> None:
    decision = await desk.hears(desk.posted(ANN, SCAM, voice=Voice.CHANNEL))
    assert kinds(decision.actions) == ["Post", "Delete"]
    notice = decision.actions[0]
    assert isinstance(notice, Post)
    assert notice.to == GARDEN
    (case,) = await desk.rows("moderation.cases_of", p=ANN)
    assert (case["points"], case["penalty"]) == (0.0, "note")


@pytest.mark.parametrize("voice", [Voice.ANONYMOUS_ADMIN, Voice.BOT, Voice.LINKED_CHANNEL, Voice.SELF])
async def test_other_voices_are_not_judged(desk: Desk, voice: Voice) -> None:
    decision = await desk.hears(desk.posted(ANN, SCAM, voice=voice))
    assert decision.reason == "moderation.exempt"


@pytest.mark.parametrize("kind", [SpaceKind.PRIVATE, SpaceKind.STAFF, SpaceKind.CHANNEL])
async def test_only_groups_are_moderated(desk: Desk, kind: SpaceKind) -> None:
    assert await desk.moderation.hear(desk.posted(ANN, SCAM, replace(GARDEN, kind=kind))) is None


async def test_staff_are_exempt_but_remembered(desk: Desk) -> None:
    desk.village.standings[BO] = Standing(rank=Rank.STAFF)
    decision = await desk.says(BO, SCAM)
    assert (decision.reason, decision.actions) == ("moderation.exempt", ())
    assert len(await desk.rows("moderation.messages_of", p=BO)) == 1


async def test_an_edit_updates_the_history_and_is_judged(desk: Desk) -> None:
    event = desk.posted(ANN, "hello")
    await desk.hears(event)
    decision = await desk.hears(desk.edited(event, SCAM))
    assert "Delete" in kinds(decision.actions)
    (row,) = await desk.rows("moderation.messages_of", p=ANN)
    assert row["text"] == SCAM


async def test_an_album_goes_whole_whenever_its_parts_arrive(desk: Desk) -> None:
    await desk.says(ANN, "", album="a")
    decision = await desk.says(ANN, SCAM, album="a")
    (delete,) = [action for action in decision.actions if isinstance(action, Delete)]
    assert sorted(delete.messages) == ["1", "2"]
    late = await desk.says(ANN, "", album="a")
    assert kinds(late.actions) == ["Delete"]
    assert (await desk.says(BO, "", album="b")).actions == ()


async def test_without_a_staff_space_nothing_is_posted_there(desk: Desk) -> None:
    desk.village.staff = None
    assert kinds((await desk.says(ANN, SCAM)).actions) == ["Post", "Delete", "Mute"]
    assert (await desk.says(BO, "crypto signals")).actions == ()


async def test_nobody_is_told_of_a_mute_that_cannot_be(desk: Desk) -> None:
    desk.village.missing = frozenset({Capability.MUTE, Capability.REMOVE, Capability.DELETE})
    decision = await desk.says(ANN, SCAM)
    assert "Mute" not in kinds(decision.actions)
    notice = decision.actions[0]
    assert isinstance(notice, Post)
    assert isinstance(notice.body, Text)
    opening, effect = notice.body.args["opening"], notice.body.args["effect"]
    assert isinstance(opening, Text)
    assert isinstance(effect, Text)
    assert (opening.key, effect.key) == ("moderation.opening.stays", "moderation.effect.warn")


async def test_a_moderator_hears_what_cannot_be_done(desk: Desk) -> None:
    desk.village.missing = frozenset({Capability.BAN})
    with pytest.raises(SaidNo) as no:
        await desk.moderation.punish(desk.command(MO, "ban"), Penalty.BAN, ANN, None, "")
    assert no.value.text.key == "moderation.refused.unable"


@pytest.mark.settings({"rules": {"duplicates": {"within": "3h", "times": 2}}})
async def test_memory_reaches_as_far_back_as_the_rules_look(desk: Desk) -> None:
    text = "does anybody sell a spare ticket"
    await desk.says(ANN, text)
    desk.passes(hours=2)
    for n in range(200):
        await desk.says(BO, f"{n}")
        desk.passes(seconds=5)
    assert "Delete" in kinds((await desk.says(ANN, text)).actions)
    desk.restart()
    assert "Delete" in kinds((await desk.says(ANN, text)).actions)


async def test_hostile_text_is_stored_and_judged(desk: Desk) -> None:
    for text in ("\ud800 \x00 " + SCAM, "x" * 100_000, "\udfff"):
        desk.passes(minutes=5)
        await desk.says(ANN, text)
    rows = await desk.rows("moderation.messages_of", p=ANN)
    assert [len(row["text"]) for row in rows] == [len(SCAM) + 4, 8192, 1]


@pytest.mark.settings({"ladder": {"steps": ["0 remove"]}})
async def test_a_machine_removes_nobody_where_that_erases_what_they_said(desk: Desk) -> None:
    desk.village.missing = frozenset({Capability.REMOVE_ALONE})
    decision = await desk.says(ANN, SCAM)
    assert "Remove" not in kinds(decision.actions)
    (mute,) = [one for one in decision.actions if isinstance(one, Mute)]
    assert mute.until == desk.clock.moment + timedelta(days=1)


async def test_what_was_shown_among_the_staff_happens_wherever_the_member_has_spoken(desk: Desk) -> None:
    other = Space("telegram", "-101", kind=SpaceKind.GROUP)
    desk.village.public = (GARDEN, other)
    for space in (GARDEN, other):
        await desk.says(ANN, f"hello {space.id}", space)
    warned = await desk.moderation.punish(desk.command(MO, "warn"), Penalty.WARN, ANN, None, "")
    assert await desk.commits(warned)
    asked = await desk.moderation.punish(desk.command(MO, "warn", STAFF), Penalty.WARN, ANN, None, "")
    assert (asked.reason, [write.shape for write in asked.writes]) == (
        "moderation.preview",
        ["moderation.order"],
    )
    assert await desk.commits(asked)
    press = ButtonPressed(
        key="p:1",
        at=desk.clock.moment,
        space=STAFF,
        by=desk.speaker(MO),
        payload="",
        interaction="i",
        kind="moderation.go",
        id=str(asked.writes[0].values["id"]),
    )
    done = await desk.moderation.orders.pressed(press)
    assert {one.to.id for one in done.actions if isinstance(one, Mute) and isinstance(one.to, Space)} == {
        GARDEN.id,
        other.id,
    }
    assert await desk.commits(done)
    with pytest.raises(SaidNo, match="order_gone"):
        await desk.moderation.orders.pressed(press)
