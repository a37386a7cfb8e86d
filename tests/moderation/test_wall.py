"""What of the rules goes on a wall, and what the doctor says of one that is not whole."""

from __future__ import annotations

import pytest

from chat.decision import Value, Write
from chat.events import ActionDone
from moderation.rulebook import Rulebook
from moderation.settings import ModerationSettings
from moderation.wall import blueprint
from tests.moderation.desk import GARDEN, Desk

OWN = {
    "wall": True,
    "rules": {
        "words": {
            "forbidden": ["薅羊毛"],
            "watched": ["内推"],
            "allowed": ["薅羊毛衫"],
            "patterns": ["zz[0-9]+"],
        },
        "links": {"blocked": ["bad.example"], "allowed": ["t.me/ours"]},
        "mentions": {"mode": "review"},
    },
}


def test_only_what_is_sure_and_enforced_goes_on_the_wall() -> None:
    settings = ModerationSettings.model_validate(OWN)
    plan = blueprint(Rulebook(settings.rule_settings()))
    words, links = plan.rules
    assert (words.name, links.name) == ("words", "links")
    assert "薅羊毛" in words.words
    assert "百家乐" in words.words
    assert "内推" not in words.words
    assert "扫码进群" not in words.words
    assert words.patterns == ("(?i)zz[0-9]+",)
    assert "薅羊毛衫" in words.allowed
    assert links.fragments == ("bad.example",)
    assert {"flood", "duplicates"} <= set(plan.after)
    assert "mentions" not in plan.after
    same = blueprint(Rulebook(settings.rule_settings()))
    other = ModerationSettings.model_validate({"rules": {"words": {"forbidden": ["刷单"]}}})
    assert plan.mark == same.mark != blueprint(Rulebook(other.rule_settings())).mark


@pytest.mark.settings(OWN)
async def test_the_doctor_names_what_did_not_fit(desk: Desk) -> None:
    assert await desk.moderation.doctor() == []
    ordered = await desk.moderation.wall.tend()
    assert ordered is not None
    assert await desk.commits(ordered)
    assert await desk.moderation.wall.tend() is None
    about = ordered.actions[0].about
    done = ActionDone(
        key="d",
        at=desk.clock.moment,
        space=GARDEN,
        action="a",
        verb="Wall",
        about=about,
        ids=("words:allowed:3",),
    )
    outcome = await desk.moderation.acted(done)
    assert outcome is not None
    assert await desk.commits(outcome)
    (told,) = await desk.moderation.doctor()
    assert (told.key, told.args["left"]) == ("moderation.wall.doctor", "words:allowed:3")


@pytest.mark.settings({"wall": True})
async def test_a_rule_shows_what_the_wall_could_not_take_of_it(desk: Desk) -> None:
    ordered: dict[str, Value] = {
        "platform": "telegram",
        "mark": "m",
        "state": "ordered",
        "rest": "",
        "at": desk.clock.now(),
    }
    stands: dict[str, Value] = {
        "on": "telegram",
        "to": "stands",
        "what": "exempt:channels:1,words:long_words:3,words:allowed:2",
    }
    for write in (Write("raids.wall_ordered", ordered), Write("raids.wall_is", stands)):
        assert not any(await desk.store.write([[write]]))
    shown = await desk.moderation.rulings.shown("words")
    assert "long_words 3 · allowed 2" in str(shown)
    assert "moderation.ruling.wall" not in str(await desk.moderation.rulings.shown("links"))
