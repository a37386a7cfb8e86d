"""Lists of every form are read, and noise is kept back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.people import Rank
from moderation.lists.formats import LONGEST_TERM, MOST_TERMS, read_terms, text_of
from moderation.lists.librarian import digest
from moderation.lists.trial import try_terms


@pytest.mark.parametrize(
    ("source", "terms"),
    [
        ("\ufeff# a comment\nalpha\n\nbeta gamma\n// another\n; third\nALPHA\n", ("alpha", "beta gamma")),
        ("term,language\nalpha,en\n薅羊毛,zh\n", ("alpha", "薅羊毛")),
        ("id,词,级别\n1,薅羊毛,3\n2,刷单,1\n", ("薅羊毛", "刷单")),
        ("薅羊毛=2\n刷单|**\n跑分\t诈骗\n", ("薅羊毛", "刷单", "跑分")),
        ("薅羊毛,刷单、跑分，带单\n", ("薅羊毛", "刷单", "跑分", "带单")),
        ("薅羊毛,2\n刷单,1\n", ("薅羊毛", "刷单")),
        ('"alpha"\n“贝塔”\n', ("alpha", "贝塔")),
        ("12345\n1.5\n\n", ()),
        ("", ()),
    ],
)
def test_every_form_is_read(source: str, terms: tuple[str, ...]) -> None:
    assert read_terms(source) == terms


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_is_read_in_the_encodings_that_lists_come_in(encoding: str) -> None:
    assert read_terms(text_of("薅羊毛\n代开发票\n".encode(encoding))) == ("薅羊毛", "代开发票")
    assert read_terms(text_of(b"ok\n\xff\xff\xff\n"))[0] == "ok"


def test_a_broken_row_spoils_no_other_and_a_page_is_no_list() -> None:
    broken = f'term,level\n"薅羊毛\n"{"x" * 140_000}",1\n刷单,2\n'
    assert read_terms(broken) == ("薅羊毛", "刷单")
    assert read_terms("<!DOCTYPE html>\n<html>\n<p>薅羊毛</p>") == ()
    assert len(read_terms(",".join(f"词{number}个" for number in range(30_000)))) == 30_000


def test_a_list_has_an_end() -> None:
    many = "\n".join(f"term{number}x" for number in range(MOST_TERMS + 10))
    assert len(read_terms(many)) == MOST_TERMS
    assert read_terms("a" * (LONGEST_TERM + 1)) == ()


@given(st.text(st.characters(exclude_categories=()), max_size=400))
def test_any_text_is_read_without_a_failure(source: str) -> None:
    terms = read_terms(source)
    assert len(set(terms)) == len(terms)
    assert digest(terms) == digest(tuple(reversed(terms)))


def row(person: str, text: str, rank: Rank = Rank.MEMBER) -> dict[str, Any]:
    return {"person": person, "text": text, "rank": int(rank)}


def test_what_people_say_anyway_is_noise() -> None:
    history = [
        *(row(f"p{number}", f"今天天气真好啊 {number}") for number in range(3)),
        row("spammer", "来薅羊毛"),
        row("mo", "别说刷单", Rank.STAFF),
        *(row(f"q{number}", "hello there") for number in range(50)),
    ]
    tried = {one.term: one for one in try_terms(("天气", "薅羊毛", "刷单", "的", "ok", "lorem"), history)}
    assert {term: one.noisy for term, one in tried.items()} == {
        "天气": "people",
        "薅羊毛": "",
        "刷单": "",
        "的": "short",
        "ok": "short",
        "lorem": "",
    }
    assert (tried["薅羊毛"].hits, tried["薅羊毛"].people) == (1, 1)
    assert tried["刷单"].hits == 0
    assert tried["天气"].sample == "今天天气真好啊 0"


def test_what_one_person_says_all_the_time_is_noise_too() -> None:
    (one,) = try_terms(("lorem",), [row("ann", "lorem ipsum") for _ in range(5)])
    assert one.noisy == "often"
