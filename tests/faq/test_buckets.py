"""A bucket never gives more than it holds, and fills again."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from faq.buckets import Bucket
from tests.world import MORNING


@given(
    size=st.integers(1, 5),
    refill=st.integers(1, 60),
    gaps=st.lists(st.integers(0, 90), max_size=40),
)
def test_in_any_time_no_more_is_given_than_it_holds_and_gets(size: int, refill: int, gaps: list[int]) -> None:
    bucket, now = Bucket(size, timedelta(seconds=refill)), MORNING
    given_: list[datetime] = []
    for gap in gaps:
        now += timedelta(seconds=gap)
        if bucket.has_token(given_, now):
            given_.append(now)
    for first in range(len(given_)):
        for last in range(first, len(given_)):
            span = (given_[last] - given_[first]).total_seconds()
            assert last - first + 1 <= size + span / refill + 1e-6


def test_an_empty_bucket_gets_one_more_in_time() -> None:
    bucket = Bucket(2, timedelta(minutes=5))
    spent = [MORNING, MORNING + timedelta(seconds=10)]
    assert not bucket.has_token(spent, MORNING + timedelta(minutes=4))
    assert bucket.has_token(spent, MORNING + timedelta(minutes=6))
    assert bucket.has_token([], MORNING)
