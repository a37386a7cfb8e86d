"""A button's payload means what was sealed, for whom and where it was sealed, and nothing else."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.buttons import LONGEST, Seal
from chat.actions import Button
from chat.events import ButtonPressed
from chat.people import Identity, Language, PersonId, Rank, Space, Speaker, Standing, Voice

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SEAL = Seal(b"k" * 32)
SPACE = Space("local", "garden")
LETTERS = string.ascii_lowercase + string.digits

kinds = st.text(string.ascii_lowercase + "._", min_size=1, max_size=14)
ids = st.text(LETTERS, max_size=26)
persons = st.text(LETTERS, min_size=26, max_size=26).map(PersonId)
audiences = st.one_of(st.none(), persons, st.sampled_from(Rank))
expiries = st.one_of(st.none(), st.datetimes(NOW.replace(tzinfo=None), datetime(2030, 1, 1)))  # noqa: DTZ001
buttons = st.builds(
    lambda kind, name, only, expires: Button(
        label="x", kind=kind, id=name, only=only, expires=expires and expires.replace(tzinfo=UTC)
    ),
    kinds,
    ids,
    audiences,
    expiries,
)


def press(payload: str, who: str = "p", rank: Rank = Rank.OWNER, space: Space = SPACE) -> ButtonPressed:
    by = Speaker(
        identity=Identity("local", "1"), name="A", person=PersonId(who), standing=Standing(rank=rank)
    )
    return ButtonPressed(key="k", at=NOW, space=space, by=by, payload=payload, interaction="i")


def owner_of(button: Button) -> str:
    return button.only if isinstance(button.only, str) else "anybody"


@given(buttons)
def test_it_fits_and_is_read_by_whom_it_is_for(button: Button) -> None:
    payload = SEAL.payload(button, SPACE)
    assert len(payload.encode()) <= LONGEST
    read = SEAL.read(press(payload, owner_of(button)), NOW)
    assert (read.kind, read.id, read.refusal) == (button.kind, button.id, "")


@given(buttons, st.sampled_from(("zh", "en")))
def test_a_press_goes_on_in_the_language_of_its_message(button: Button, language: Language) -> None:
    payload = SEAL.payload(button, SPACE, language)
    assert len(payload.encode()) <= LONGEST
    read = SEAL.read(press(payload, owner_of(button)), NOW)
    assert (read.kind, read.id, read.dialogue, read.refusal) == (button.kind, button.id, language, "")
    plain = SEAL.read(press(SEAL.payload(button, SPACE), owner_of(button)), NOW)
    assert (plain.dialogue, plain.refusal) == (None, "")


def test_where_it_finds_no_room_a_button_speaks_no_language() -> None:
    button = Button(label="x", kind="k" * 22, id="i" * 27)
    payload = SEAL.payload(button, SPACE, "zh")
    assert len(payload.encode()) == LONGEST
    assert SEAL.read(press(payload), NOW).dialogue is None


@given(buttons, st.data())
def test_every_change_of_one_character_is_refused(button: Button, data: st.DataObject) -> None:
    payload = SEAL.payload(button, SPACE)
    place = data.draw(st.integers(0, len(payload) - 1))
    letter = data.draw(st.sampled_from(string.printable))
    changed = payload[:place] + letter + payload[place + 1 :]
    assume(changed != payload)
    read = SEAL.read(press(changed, owner_of(button)), NOW)
    assert read.refusal
    assert (read.kind, read.id) == ("", "")


@given(st.text(max_size=80))
def test_no_text_at_all_breaks_the_reader(payload: str) -> None:
    assert SEAL.read(press(payload), NOW).refusal


@given(buttons, persons)
def test_it_opens_for_nobody_else_and_nowhere_else(button: Button, other: PersonId) -> None:
    assume(other != button.only)
    payload = SEAL.payload(button, SPACE)
    if isinstance(button.only, str):
        assert SEAL.read(press(payload, other), NOW).refusal == "not_yours"
    if isinstance(button.only, Rank):
        lower = [rank for rank in Rank if rank < button.only]
        assert all(SEAL.read(press(payload, other, rank), NOW).refusal == "not_yours" for rank in lower)
    for place in (Space("local", "yard"), Space("telegram", "garden")):
        assert SEAL.read(press(payload, owner_of(button), space=place), NOW).refusal
    assert Seal(b"l" * 32).read(press(payload, owner_of(button)), NOW).refusal


@given(buttons)
def test_it_ends_at_most_a_quarter_of_an_hour_after_its_time(button: Button) -> None:
    assume(button.expires is not None)
    assert button.expires is not None
    payload = SEAL.payload(button, SPACE)
    before = SEAL.read(press(payload, owner_of(button)), button.expires)
    after = SEAL.read(press(payload, owner_of(button)), button.expires + timedelta(minutes=16))
    assert (before.refusal, after.refusal) == ("", "expired")


def test_rank_is_no_use_to_what_is_no_person() -> None:
    payload = SEAL.payload(Button(label="x", kind="k", only=Rank.STAFF), SPACE)
    event = press(payload)
    anonymous = Speaker(
        identity=event.by.identity, name="A", voice=Voice.ANONYMOUS_ADMIN, standing=Standing(rank=Rank.OWNER)
    )
    assert SEAL.read(replace(event, by=anonymous), NOW).refusal == "not_yours"
