"""A text classifier is asked only where the signals are unsure, and nothing waits for it, or rests on its tone."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import pytest

from moderation.classifier import serve
from moderation.opinions import Opinion, Opinions, command_for, opinion_of
from moderation.settings import ModerationSettings
from tests.conftest import ROOT
from tests.moderation.desk import ANN, BO, Desk, open_desk

FAKE = (sys.executable, str(Path(__file__).with_name("fake_classifier.py")))
UNSURE = "slots bonus for everybody tonight"
NEAR = "the bonus codes for you and me"


@pytest.fixture
async def opinions() -> AsyncIterator[Opinions]:
    asked = Opinions((*FAKE, "fake"), patience=5)
    yield asked
    await asked.close()


@pytest.mark.parametrize(
    ("scores", "opinion"),
    [
        ({"spam": 0.9, "ham": 0.1}, Opinion(spam=0.9)),
        ({"not_spam": 0.9, "SPAM": 0.1}, Opinion(spam=0.1)),
        ({"toxic": 0.7, "severe_toxic": 0.2, "insult": 0.8}, Opinion(toxic=0.8)),
        ({"non-toxic": 0.9, "non_hate": 0.9, "inoffensive": 0.9, "toxic": 0.1}, Opinion(toxic=0.1)),
        ({"LABEL_0": 0.9, "LABEL_1": 0.1}, Opinion()),
    ],
)
def test_labels_are_told_by_their_names(scores: dict[str, float], opinion: Opinion) -> None:
    assert opinion_of(scores) == opinion


def test_a_folder_beside_the_configuration_goes_before_a_hub(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert command_for("mine", tmp_path)[-1] == str(tmp_path / "mine")
    assert command_for("somebody/theirs", tmp_path)[-1] == "somebody/theirs"
    assert command_for("mine", None)[-1] == "mine"


def test_the_process_speaks_in_lines() -> None:
    told = StringIO()
    serve(["spam"], lambda text: {"spam": len(text) / 10}, StringIO('{"id": 7, "text": "好"}\n'), told)
    assert [json.loads(line) for line in told.getvalue().splitlines()] == [
        {"labels": ["spam"]},
        {"id": 7, "scores": {"spam": 0.1}},
    ]


async def test_many_are_answered_each_by_their_own(opinions: Opinions) -> None:
    found = await asyncio.gather(*(opinions.of(text) for text in ("calm", "slots", "rude", "扫码")))
    assert found == [Opinion(spam=0.01), Opinion(spam=0.99), Opinion(spam=0.5, toxic=0.9), Opinion(spam=0.99)]
    assert opinions.trouble == ""


async def test_who_does_not_answer_in_time_is_not_waited_for_and_answers_the_next() -> None:
    opinions = Opinions((*FAKE, "fake"), patience=0.3)
    for _ in range(20):
        if await opinions.of("calm"):
            break
    assert await opinions.of("slow slots") is None
    found = [await opinions.of("calm") for _ in range(5)]
    assert Opinion(spam=0.01) in found
    await opinions.close()


async def test_a_process_that_ends_is_told_of_and_not_started_again_at_once(opinions: Opinions) -> None:
    assert await opinions.of("calm") is not None
    assert await opinions.of("die") is None
    assert await opinions.of("calm") is None
    assert opinions.trouble == "out of memory"


@pytest.mark.parametrize(
    ("model", "why"), [("broken", "no such model"), ("unnamed", "labels: LABEL_0, LABEL_1")]
)
async def test_a_model_that_is_of_no_use_is_told_of(model: str, why: str) -> None:
    opinions = Opinions((*FAKE, model), patience=5)
    await opinions.of("calm")
    assert opinions.trouble == why
    await opinions.close()


@pytest.fixture
async def asked(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Desk]:
    """A desk with the classifier, in the mode that the test asks for."""
    rules = {"classifier": {"mode": getattr(request, "param", "review")}}
    settings = ModerationSettings.model_validate({"classifier": "fake", "rules": rules})
    async with open_desk(tmp_path, settings) as desk:
        desk.moderation._uncertain.command = lambda model, folder: (*FAKE, model)
        yield desk


async def rules_of(desk: Desk) -> list[tuple[str, str]]:
    return [(one["rule"], one["state"]) for one in await desk.rows("moderation.cases")]


async def test_nobody_is_asked_about_what_is_plain(asked: Desk) -> None:
    await asked.says(ANN, "今天的活动几点开始")
    await asked.says(BO, "加微信领红包 日赚五千")
    assert asked.moderation._uncertain._opinions is not None
    assert asked.moderation._uncertain._opinions._process is None


async def test_what_the_signals_nearly_suspect_is_suspected_with_its_word(asked: Desk) -> None:
    decision = await asked.says(ANN, NEAR)
    assert decision.reason == "moderation.review.classifier"
    (kept,) = await asked.rows("moderation.evidence", of=decision.audit[0].subject)
    assert [one["signal"] for one in json.loads(kept["findings"])] == ["classifier_spam"]
    assert await asked.moderation.doctor() == []


async def test_a_toxic_tone_only_ever_asks_for_a_moderator(tmp_path: Path) -> None:
    settings = ModerationSettings.model_validate(
        {"classifier": "fake", "rules": {"classifier": {"mode": "enforce"}}}
    )
    async with open_desk(tmp_path, settings) as desk:
        desk.moderation._uncertain.command = lambda model, folder: (*FAKE, model)
        decision = await desk.says(ANN, "rude: bonus for members")
        assert decision.reason == "moderation.review.classifier"
        assert not decision.final


@pytest.mark.parametrize("asked", ["enforce"], indirect=True)
async def test_enforced_it_settles_what_the_signals_leave_open(asked: Desk) -> None:
    lifted = await asked.says(ANN, UNSURE)
    assert (lifted.reason, lifted.final) == ("moderation.solicitation", True)
    dropped = await asked.says(BO, f"{UNSURE.replace('slots', 'calm')}")
    assert dropped.reason == "moderation.clean"


async def test_in_review_it_leaves_the_suspicion_to_people(asked: Desk) -> None:
    assert (await asked.says(ANN, UNSURE)).reason == "moderation.review.solicitation"


async def test_a_silent_classifier_changes_nothing_and_the_doctor_tells(asked: Desk) -> None:
    asked.moderation._uncertain.command = lambda model, folder: (*FAKE, "broken")
    assert (await asked.says(ANN, UNSURE)).reason == "moderation.review.solicitation"
    (told,) = await asked.moderation.doctor()
    assert told.key == "moderation.classifier.doctor"
    assert told.args["why"] == "no such model"


async def test_the_doctor_names_the_extra_that_is_missing(tmp_path: Path) -> None:
    async with open_desk(tmp_path, ModerationSettings(classifier="somebody/theirs")) as desk:
        told = [one.args["why"] for one in await desk.moderation.doctor()]
        assert told == ([] if find_spec("transformers") else ["→ ./scripts/hf"])


@pytest.fixture
def hf() -> Iterator[Path]:
    """A Python that has the extra hf and nothing else, on the disk: it is large."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        python = Path(folder) / "env" / "bin" / "python"
        environment = {**os.environ, "TMPDIR": folder}
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", python.parents[1]], check=True)
        subprocess.run([ROOT / "scripts" / "hf", python], check=True, env=environment)
        yield python


@pytest.mark.encoder
@pytest.mark.full
async def test_a_transformer_answers_from_its_own_process(tmp_path: Path, hf: Path) -> None:
    await asyncio.to_thread(
        subprocess.run, [hf, Path(__file__).parent / "small_model.py", tmp_path / "small"], check=True
    )
    _, *command = command_for("small", tmp_path)
    opinions = Opinions([str(hf), *command], patience=120)
    spam, ham = await opinions.of("casino slots"), await opinions.of("a book")
    assert spam is not None
    assert ham is not None
    assert (spam.spam or 0) > 0.9 > 0.1 > (ham.spam or 0)
    await opinions.close()
