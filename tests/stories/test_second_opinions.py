"""Where the signals leave open what a text is, a text classifier is asked, and what moderators taught takes over."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from chat.decision import Write
from chat.messages import MessageRef
from moderation.labels import Label, teach
from moderation.refitter import Refitter
from moderation.service import Moderation
from tests.moderation.test_classifier import FAKE
from tests.stories.test_rule_warnings import case, numbers
from tests.world import Person, Town

ASKED = {"moderation": {"classifier": "fake"}}
SETTLES = {"moderation": {"classifier": "fake", "rules": {"classifier": {"mode": "enforce"}}}}


def moderation(town: Town) -> Moderation:
    """The room, with the process of the model exchanged for one that knows five words."""
    room = town.app.services[Moderation]
    assert isinstance(room, Moderation)
    room._uncertain.command = lambda model, folder: (*FAKE, model)
    return room


async def signals(town: Town, number: int) -> list[str]:
    """What the findings of a case are called."""
    (kept,) = await town.rows("moderation.evidence", of=(await case(town, number))["id"])
    return [str(one["signal"]) for one in json.loads(kept["findings"])]


@pytest.mark.settings(SETTLES)
async def test_a_classifier_that_may_settles_what_the_signals_leave_open(town: Town) -> None:
    moderation(town)
    ann, bo, cy = [await town.member(name) for name in ("Ann", "Bo", "Cy")]
    bad = await ann.says(town.pick(zh="有书的资源扫码", en="slots bonus for everybody tonight"))
    assert town.deleted(bad)
    await ann.private.heard("moderation.notice.whole", number="#1")
    assert "classifier_spam" in await signals(town, 1)
    good = await bo.says(
        town.pick(zh="平静，资源很多，名额不多，进来", en="calm bonus for everybody tonight")
    )
    assert not town.deleted(good)
    assert await numbers(town) == [1]
    rude = await cy.says(town.pick(zh="粗鲁的资源，名额不多，进来", en="rude bonus for everybody tonight"))
    assert not town.deleted(rude), "for its tone a text is only looked at"
    await town.staff.heard("moderation.card.review", number="#2")
    assert "classifier_toxic" in await signals(town, 2)


@pytest.mark.settings(ASKED)
async def test_a_classifier_that_only_asks_leaves_it_to_a_moderator(town: Town) -> None:
    moderation(town)
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    said = await ann.says(town.pick(zh="有书的资源扫码", en="slots bonus for everybody tonight"))
    assert not town.deleted(said)
    card = await town.staff.heard("moderation.card.review", number="#1")
    await mo.commands("why", "1", place=town.staff)
    await mo.told("moderation.view.lines", number="1")
    await mo.presses("moderation.dismiss", on=card)
    assert (await case(town))["state"] == "dismissed"
    assert not town.deleted(said)


FITTER = """
import json, pathlib, sys, time
sys.stdin.read()
while not pathlib.Path({may_end!r}).exists():
    time.sleep(0.01)
print(json.dumps({found!r}))
"""


async def test_what_moderators_taught_takes_over_when_it_has_won_and_rests_when_it_is_taken_back(
    town: Town, tmp_path: Path
) -> None:
    school = moderation(town)._desk.school
    ann, bo, cy = [await town.member(name) for name in ("Ann", "Bo", "Cy")]
    dan, mo = await town.member("Dan"), await town.moderator("Mo")
    fitter, may_end = tmp_path / "fitter.py", tmp_path / "may end"
    found = {"act": 1.0, "review": 0.5, "bias": 0.0, "weights": {"~zebra": 200.0}}
    fitter.write_text(FITTER.format(found=found, may_end=str(may_end)), encoding="utf-8")
    school.refitter = Refitter((sys.executable, str(fitter)))
    odd = town.pick(zh="zebra 周末在老地方见", en="zebra at the old place on the weekend")
    taught = await ann.says(odd)
    await mo.commands("spam", reply_to=taught)
    await town.app.committer.commit(lessons(town, mo))
    await cy.says(town.pick(zh="早上好", en="good morning"))
    assert school.refitter.is_busy, "it is fitted beside, and serving goes on"
    may_end.touch()
    await school.refitter.settled()
    await cy.says(town.pick(zh="晚上好", en="good evening"))
    assert "rule.promoted" in [row["code"] for row in await town.rows("audit.all")]
    both = "see you at dinner number 7, zebra"
    assert town.deleted(await bo.says(both))
    may_end.unlink()
    await mo.commands("undo", "1", place=town.staff)
    assert not town.deleted(await dan.says(f"{both}!"))
    assert school.classifier is not None
    assert not school.classifier.is_strong
    may_end.touch()
    await school.refitter.settled()


def lessons(town: Town, mo: Person) -> list[Write]:
    """Forty labels, as moderators give them."""
    texts = [(Label.SPAM, f"zebra number {n} is cheap") for n in range(20)]
    texts += [(Label.HAM, f"see you at dinner number {n}") for n in range(20)]
    now = town.clock.now()
    return [
        teach(label, mo.person, MessageRef(town.garden.space, f"taught{n}"), text, mo.person, now, None)
        for n, (label, text) in enumerate(texts)
    ]
