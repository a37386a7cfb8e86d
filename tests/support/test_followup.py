"""Short words by which a member means their ticket."""

from __future__ import annotations

import pytest

from support.followup import asks_for_news, is_unsettled


@pytest.mark.parametrize(
    "text",
    [
        "still not there",
        "It's still not fixed.",
        "still nothing",
        "but it still doesn't work!",
        "还没到",
        "还是不行",
        "钱还没到账呢",
    ],
)
def test_what_is_as_it_was_means_the_ticket(text: str) -> None:
    assert is_unsettled(text)


@pytest.mark.parametrize(
    "text",
    [
        "still not sure which plan to take",
        "my second order is not there",
        "thanks",
        "还没吃饭",
        "谢谢，还是你们好用",
        "x" * 500,
    ],
)
def test_what_is_another_matter_does_not(text: str) -> None:
    assert not is_unsettled(text)


@pytest.mark.parametrize(
    "text",
    [
        "any news?",
        "Hi, any updates on my refund?",
        "any news about the order",
        "any progress on this?",
        "有消息了吗",
    ],
)
def test_news_of_it_means_the_ticket(text: str) -> None:
    assert asks_for_news(text)


@pytest.mark.parametrize("text", ["any news about the next release?", "any updates on Saturday's meetup?"])
def test_news_of_something_else_does_not(text: str) -> None:
    assert not asks_for_news(text)
