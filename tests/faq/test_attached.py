"""Files of an answer: in words and back, taken with a command, waiting for a form, forgotten with their sender."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.store import Store
from chat.errors import SaidNo
from chat.events import CommandGiven
from chat.messages import FILES, Attachment, Carried, Media, Message
from chat.people import Identity, Language, PersonId, Speaker
from faq.attached import LARGEST, BadFile, in_words, read_file, with_files
from faq.entries import MOST_MEDIA, faults
from faq.files import Format, read
from handlers.faq_files import files_of
from tests.faq.test_learning import expire
from tests.faq.test_service import ANN, GARDEN, door, entry, put, store
from tests.world import TownClock

__all__ = ["store"]
BOB = PersonId("bob")
HANDLES = st.text(st.characters(codec="ascii", min_codepoint=33, max_codepoint=126), min_size=1, max_size=90)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Z", "C")), max_size=40)
SENT = st.builds(
    Carried,
    st.sampled_from(["telegram", "discord", "local"]),
    st.builds(
        Attachment,
        media=st.sampled_from(sorted(FILES)),
        ref=HANDLES,
        name=st.lists(NAMES.filter(bool), max_size=2).map(" ".join),
        size=st.integers(0, 10**9),
    ),
)
PHOTO = Carried("telegram", Attachment(media=Media.PHOTO, ref="AgAC", name="a b.png", size=7))


@given(file=SENT)
def test_a_file_in_words_is_read_again(file: Carried) -> None:
    assert read_file(in_words(file)) == file


@pytest.mark.parametrize(
    "words",
    [
        "",
        "telegram",
        "telegram photo 7",
        "telegram poll 7 AgAC",
        "telegram photo x AgAC",
        "telegram photo 7 " + "A" * 1001,
    ],
)
def test_what_names_no_file_is_refused(words: str) -> None:
    with pytest.raises(BadFile):
        read_file(words)
    row = f'{{"id": "a", "language": "en", "questions": ["q?"], "answer": "b", "files": ["{words}"]}}'
    found = read(row, Format.JSON_LINES)
    assert [one.code for one in found.problems] == (["file.bad"] if words else [])


def test_an_entry_holds_so_many_files_and_links() -> None:
    links: dict[Language, tuple[str, ...]] = {"en": ("https://example.org/a.png",)}
    files = [
        Carried("local", Attachment(media=Media.DOCUMENT, ref=str(number))) for number in range(MOST_MEDIA)
    ]
    full = with_files(entry("pay", "how do I pay?"), files)
    assert full.attached("en") == full.attached("zh") == tuple(files), "the one answer serves both languages"
    assert not faults(full)
    assert [one.code for one in faults(with_files(full, [PHOTO]))] == ["media.many"]
    assert [one.code for one in faults(replace(full, media=links))] == ["media.many"]
    assert with_files(full, files) == full, "a file is not taken twice"


def test_the_commands_own_file_counts_before_that_of_the_message_it_replies_to() -> None:
    def carrying(*attachments: Attachment) -> Message:
        return Message(id="1", space=GARDEN, attachments=attachments)

    def given_with(own: Message | None, about: Message | None) -> CommandGiven:
        by = Speaker(identity=Identity("local", "ann"), name="Ann")
        return CommandGiven(
            key="k", at=TownClock().now(), space=GARDEN, by=by, name="faq", message=own, about=about
        )

    own, other = (Attachment(media=Media.PHOTO, ref=name) for name in ("own", "other"))
    place = Attachment(media=Media.LOCATION, ref="here")
    assert [one.attachment for one in files_of(given_with(carrying(own), carrying(other)))] == [own]
    assert [one.attachment for one in files_of(given_with(carrying(place), carrying(other)))] == [other]
    assert files_of(given_with(None, None)) == ()
    with pytest.raises(SaidNo) as no:
        files_of(given_with(carrying(Attachment(media=Media.VIDEO, ref="v", size=LARGEST + 1)), None))
    assert no.value.text.key == "faq.no.large_file"


async def test_files_wait_for_their_senders_form_and_go_with_the_sender(store: Store) -> None:
    faq = door(store)
    await put(store, faq.enclosures.keep(ANN, [PHOTO]), faq.enclosures.keep(BOB, [PHOTO]))
    await put(store, faq.enclosures.keep(ANN, [PHOTO, PHOTO]))
    assert await faq.enclosures.of(ANN) == (PHOTO, PHOTO)
    assert [one["files"] for one in (await faq.export(BOB))["faq_enclosures"]] == [in_words(PHOTO)]
    await put(store, *faq.erase(ANN, "gone:1"))
    assert await faq.enclosures.of(ANN) == ()
    assert await faq.enclosures.are_fresh(BOB)
    await put(store, *faq.rejoin(ANN, BOB))
    assert await faq.enclosures.of(BOB) == ()
    await put(store, faq.enclosures.keep(BOB, [PHOTO]))
    await put(store, *expire(faq, days=1))
    assert await faq.enclosures.of(BOB)
    await put(store, *expire(faq, days=-1))
    assert await faq.enclosures.of(BOB) == ()


async def test_files_are_meant_for_half_an_hour_only(store: Store) -> None:
    clock = TownClock()
    faq = door(store, clock)
    await put(store, faq.enclosures.keep(ANN, [PHOTO]))
    clock.set(clock.now() + timedelta(minutes=29))
    assert await faq.enclosures.are_fresh(ANN)
    clock.set(clock.now() + timedelta(minutes=2))
    assert not await faq.enclosures.are_fresh(ANN)
