"""Missed questions that ask the same thing become one gap."""

from __future__ import annotations

from datetime import timedelta

from chat.people import PersonId
from faq.entries import Entry, Question
from faq.gaps import Gap, Miss, gathered
from faq.learning import drafted, with_variants
from faq.misses import Why
from language.lanes import language_of
from tests.world import MORNING

ABROAD_ZH = ["可以寄到国外吗？", "国外能寄吗", "你们寄国外吗？"]
PARKING_ZH = ["门口能停车吗？", "能停车吗", "请问停车可以停门口吗"]
ABROAD_EN = ["do you ship abroad?", "can you ship it abroad to Norway?", "is shipping abroad possible"]
PARKING_EN = ["is there parking?", "where can I find parking near the shop", "parking?"]


def miss(number: int, text: str, **changes: object) -> Miss:
    values = {
        "id": f"m{number:04}",
        "person": PersonId(f"p{number}"),
        "text": text,
        "language": language_of(text) or "en",
        "why": Why.UNSURE,
        "near": None,
        "at": MORNING + timedelta(minutes=number),
        **changes,
    }
    return Miss(**values)  # type: ignore[arg-type]


def test_questions_that_ask_the_same_are_one_gap() -> None:
    texts = [one for group in zip(ABROAD_ZH, PARKING_EN, ABROAD_EN, PARKING_ZH, strict=True) for one in group]
    found = gathered([miss(number, text) for number, text in enumerate(texts)], [])
    groups = sorted(sorted(one.text for one in gap.misses) for gap in found)
    assert groups == sorted(sorted(one) for one in (ABROAD_ZH, PARKING_ZH, ABROAD_EN, PARKING_EN))


def test_news_join_the_gap_that_is_known_and_the_rest_is_left_out() -> None:
    abroad = Gap(id="abroad", misses=(miss(1, ABROAD_ZH[0]),))
    parking = Gap(id="parking", misses=(miss(2, PARKING_ZH[0]),))
    [grown] = gathered([miss(3, ABROAD_ZH[1])], [abroad, parking])
    assert (grown.id, grown.people, len(grown.misses)) == ("abroad", 2, 2)


def test_what_askers_chose_goes_before_what_was_guessed() -> None:
    misses = (
        miss(1, "a", near="one"),
        miss(2, "b", near="one"),
        miss(3, "c", near="two", why=Why.CHOSEN),
        miss(4, "d", near="three", why=Why.DISLIKED),
    )
    assert Gap(id="", misses=misses).near == "two"
    assert Gap(id="", misses=misses[:2]).near == "one"
    assert Gap(id="", misses=misses[3:]).near is None


def test_an_accepted_answer_goes_before_a_newer_one() -> None:
    misses = (
        miss(1, "停车吗", reply="可以", accepted=True),
        miss(2, "能停车吗", reply="不清楚"),
        miss(3, "parking?"),
    )
    gap = Gap(id="", misses=misses)
    assert (gap.reply("zh"), gap.reply("en")) == ("可以", "")


def test_a_reply_counts_in_the_language_in_which_it_was_given() -> None:
    gap = Gap(id="", misses=(miss(1, "停车吗", reply="yes, by the door"),))
    assert (gap.reply("zh"), gap.reply("en")) == ("", "yes, by the door")


def test_what_did_not_help_is_no_entry_that_comes_near() -> None:
    misses = (miss(1, "a", near="one", why=Why.DISLIKED), miss(2, "b", near="two"))
    gap = Gap(id="", misses=misses)
    assert (gap.near, gap.disliked) == ("two", "one")


def test_a_wording_that_another_entry_has_by_now_stays_there() -> None:
    gap = Gap(id="", misses=(miss(1, ABROAD_EN[0]), miss(2, ABROAD_EN[1])))
    other = Entry(name="other", questions=(Question("en", ABROAD_EN[0].upper()),), answers={"en": "Yes."})
    draft = drafted(gap, "4", [other])
    assert [one.text for one in draft.questions] == [ABROAD_EN[1]]
    grown = with_variants(
        Entry(name="near", questions=(Question("en", "abroad?"),), answers={}), gap, [other]
    )
    assert [one.text for one in grown.questions] == ["abroad?", ABROAD_EN[1]]


def test_the_same_words_are_one_wording() -> None:
    gap = Gap(id="", misses=(miss(1, "可以停车吗？"), miss(2, "可以停车吗"), miss(3, "停车可以吗")))
    assert [one.text for one in gap.wordings] == ["停车可以吗", "可以停车吗"]
