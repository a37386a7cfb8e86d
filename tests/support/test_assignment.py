"""Who gets a ticket: by turn or by load, by language, skill and room for one more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import Settings
from chat.people import PersonId
from support.agents import Agent, Mode, choose
from tests.support.office import NOON, OfficeDriver, a_ticket
from tests.world import Town


def agent(name: str, load: int, waited: int, **more: object) -> Agent:
    """Somebody with so many tickets, who was given the last one so many minutes ago."""
    at = NOON - timedelta(minutes=waited)
    return replace(Agent(person=PersonId(name), load=load, assigned_at=at), **more)  # type: ignore[arg-type]


def chosen(agents: list[Agent], mode: Mode, **ticket: object) -> str | None:
    found = choose(a_ticket(**ticket), agents, mode, 5)
    return found.person if found else None


def test_by_turn_whoever_waited_longest_gets_it_however_much_they_have() -> None:
    agents = [agent("rae", 4, 30), agent("ray", 0, 10)]
    assert chosen(agents, Mode.ROUND_ROBIN) == "rae"
    assert (
        chosen([*agents, replace(agents[1], person=PersonId("new"), assigned_at=None)], Mode.ROUND_ROBIN)
        == "new"
    )


def test_by_load_whoever_has_least_gets_it_and_among_equals_who_waited_longest() -> None:
    agents = [agent("rae", 2, 30), agent("ray", 1, 10), agent("roy", 1, 20)]
    assert chosen(agents, Mode.LEAST_LOAD) == "roy"


@pytest.mark.parametrize("mode", [Mode.ROUND_ROBIN, Mode.LEAST_LOAD])
def test_language_room_and_skill_come_before_the_order(mode: Mode) -> None:
    free, full = agent("free", 0, 99, languages=("zh",)), agent("full", 5, 90)
    two = agent("two", 2, 60, capacity=2)
    plain, skilled = agent("plain", 0, 50), agent("skilled", 4, 1, skills=("billing",))
    everybody = [free, full, two, plain, skilled]
    assert chosen(everybody, mode) == "plain", "who speaks no English, or has no room, is left out"
    assert chosen(everybody, mode, department="billing") == "skilled"
    assert chosen(everybody, mode, tags=("Billing",)) == "skilled"
    assert chosen([free, full, two], mode) is None, "it stays in the queue"


async def test_tickets_go_round_by_themselves(tmp_path: Path) -> None:
    community = {"name": "Garden", "language": "en"}
    support = {"assignment": {"mode": "round_robin"}}
    town = Town(
        OfficeDriver(), "en", tmp_path, Settings.model_validate({"community": community, "support": support})
    )
    await town.open()
    try:
        rae, ray = await town.representative("Rae"), await town.representative("Ray")
        had = []
        for number, name in enumerate(("Ann", "Bob", "Cat", "Dan"), 1):
            await (await town.member(name)).commands("human", "my order looks wrong")
            await town.passes(minutes=1)
            had.append((await town.rows("support.numbered", wanted=number))[0]["assignee_person"])
        assert had[0] != had[1]
        assert set(had) == {rae.person, ray.person}
        assert had == had[:2] * 2, "by turn"
    finally:
        await town.close()
