"""What is taken back, what ends by itself, what could not be done."""

from __future__ import annotations

from datetime import timedelta

from chat.actions import Mute, Unban, Unmute
from chat.events import ActionFailed, TimerRang
from chat.people import PersonId
from moderation.cases import Course, Running
from moderation.effects import lift
from moderation.ladder import Penalty
from tests.moderation.desk import ANN, BO, GARDEN, MO, START, Desk

SCAM = "guaranteed profit for you"


def kinds(actions: tuple[object, ...]) -> list[str]:
    return [type(action).__name__ for action in actions]


async def test_an_act_that_failed_is_told_to_the_staff_once_an_hour(desk: Desk) -> None:
    decision = await desk.says(ANN, SCAM)
    mute = next(action for action in decision.actions if isinstance(action, Mute))
    told = []
    for number in range(3):
        failed = ActionFailed(
            key=f"k{number}",
            at=desk.clock.moment,
            space=GARDEN,
            action="a",
            verb="Mute",
            outcome="refused",
            why="right.missing",
            about=mute.about,
            person=ANN,
        )
        answered = await desk.moderation.acted(failed)
        assert answered is not None
        assert await desk.commits(answered)
        told.append(kinds(answered.actions))
        desk.passes(minutes=31)
    assert told == [["Post"], [], ["Post"]]
    (penalty,) = await desk.rows("moderation.penalties_of", p=ANN)
    assert penalty["state"] == "failed"


async def test_a_timer_that_rings_too_early_or_twice_does_nothing(desk: Desk) -> None:
    decision = await desk.says(ANN, SCAM)
    (alarm,) = decision.alarms
    assert alarm.at is not None

    def rang() -> TimerRang:
        return TimerRang(
            key="t",
            at=desk.clock.moment,
            space=GARDEN,
            kind=alarm.kind,
            subject=alarm.subject,
            due=desk.clock.moment,
        )

    assert await desk.moderation.penalty_ends(rang()) is None
    desk.passes(hours=5)
    ended = await desk.moderation.penalty_ends(rang())
    assert ended is not None
    assert kinds(ended.actions) == ["Unmute"]
    assert await desk.commits(ended)
    assert await desk.moderation.penalty_ends(rang()) is None


async def test_two_moderators_at_once_settle_a_case_once(desk: Desk) -> None:
    await desk.says(ANN, SCAM)
    command = desk.command(MO, "undo", number="1")
    both = [await desk.moderation.undo(command, 1), await desk.moderation.undo(command, 1)]
    assert [await desk.commits(one) for one in both] == [True, False]


async def test_settings_are_swapped_while_running(desk: Desk) -> None:
    desk.moderation.settings = desk.moderation.settings.model_copy(update={})
    assert "Delete" in kinds((await desk.says(ANN, SCAM)).actions)
    off = type(desk.moderation.settings).model_validate(
        {"rules": {"words": {"mode": "off"}, "solicitation": {"mode": "off"}}}
    )
    desk.moderation.settings = off
    assert (await desk.says(BO, SCAM)).actions == ()


def runs(name: str, person: PersonId, kind: Penalty, hours: int | None) -> Running:
    """A penalty in the garden since the start."""
    ends = None if hours is None else START + timedelta(hours=hours)
    return Running(
        id=name,
        case=f"case-{name}",
        person=person,
        kind=kind,
        space=GARDEN,
        starts_at=START,
        ends_at=ends,
    )


def test_what_is_lifted_of_several_people_is_lifted_of_each_of_them() -> None:
    one, two = runs("1", ANN, Penalty.MUTE, 1), runs("2", BO, Penalty.MUTE, 2)
    again, three = runs("3", ANN, Penalty.MUTE, 3), runs("4", MO, Penalty.BAN, None)
    ended = [one, two, again, three]
    lifted = lift(ended, ended, Course.LIFTED, "", START)
    done = [(type(action), action.person) for action in lifted.actions if isinstance(action, (Unmute, Unban))]
    assert done == [(Unmute, ANN), (Unmute, BO), (Unban, MO)]
    assert [write.values["key"] for write in lifted.writes] == ["1", "2", "3", "4"]


def test_what_somebody_else_still_sits_out_holds_nobody_back() -> None:
    ended, theirs = runs("1", ANN, Penalty.MUTE, 1), runs("2", BO, Penalty.MUTE, 9)
    (action,) = lift([ended], [ended, theirs], Course.LIFTED, "", START).actions
    assert isinstance(action, Unmute)
    assert action.person == ANN
    longer = runs("3", ANN, Penalty.MUTE, 5)
    assert lift([ended], [ended, theirs, longer], Course.LIFTED, "", START).actions == ()
