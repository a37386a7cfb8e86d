"""Terms of an entry and quiet hours, as people write them."""

from __future__ import annotations

from datetime import date, time

import pytest

from chat.people import Rank
from faq.amending import amended
from faq.entries import Entry, Question
from faq.manners import Quiet, read_quiet
from faq.terms import BadTerm, read_terms

REFUND = Entry(name="refund", questions=(Question("zh", "怎么退款？"),), answers={"zh": "点申请。"})


@pytest.mark.parametrize(
    "written",
    ["2027-01-05", "２０２７－０１－０５", "2027/1/5", "2027.01.05", "2027年1月5日", "2027 年 1 月 5 日"],
)
def test_a_day_is_read_as_people_write_it(written: str) -> None:
    assert read_terms({"valid_until": written}).valid_until == date(2027, 1, 5)
    assert amended(REFUND, "valid_until", written, "zh").terms.valid_until == date(2027, 1, 5)


@pytest.mark.parametrize("written", ["2027-02-30", "1/5/2027", "1月5日", "tomorrow", "2027年1月"])
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(BadTerm):
        read_terms({"review_after": written})


@pytest.mark.parametrize(
    ("written", "rank"),
    [("staff", Rank.STAFF), ("Ｓｔａｆｆ", Rank.STAFF), ("工作人员", Rank.STAFF), ("经理", Rank.MANAGER)],
)
def test_a_rank_is_read_in_both_languages_in_files_as_in_the_chat(written: str, rank: Rank) -> None:
    assert read_terms({"rank": written}).rank is rank
    assert amended(REFUND, "rank", written, "zh").terms.rank is rank


@pytest.mark.parametrize("nothing", ["-", "－", " - "])
def test_a_term_is_emptied_by_a_dash_of_any_width(nothing: str) -> None:
    known = amended(REFUND, "negatives", "运费多少钱？", "zh")
    known = amended(amended(known, "department", "售后", "zh"), "media", "https://example.org/a.png", "zh")
    assert not amended(known, "negatives", nothing, "zh").negatives
    assert not amended(known, "department", nothing, "zh").terms.department
    assert not amended(known, "media", nothing, "zh").media


@pytest.mark.parametrize(
    "written", ["23:00-07:00", "23：00～7：00", "２３：００－０７：００", "23:00 至 07:00", "23:00——07:00"]
)
def test_quiet_hours_are_read_as_people_write_them(written: str) -> None:
    assert read_quiet(written) == Quiet(time(23), time(7))


def test_quiet_hours_may_end_at_midnight() -> None:
    quiet = read_quiet("22:00-24:00")
    assert quiet == Quiet(time(22), time(0))
    assert quiet.covers(time(23, 59))
    assert not quiet.covers(time(0))
