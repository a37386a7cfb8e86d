"""Feedback that says the same is one matter; a digest comes on its day."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from chat.people import PersonId
from support.feedback.digest import next_digest
from support.feedback.items import Item, Kind, Severity, cluster_of, clusters, read_kind, read_severity
from support.feedback.settings import FeedbackSettings

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def an_item(number: int, text: str, **changes: object) -> Item:
    values: dict[str, object] = {
        "id": f"i{number}",
        "number": number,
        "cluster": f"i{number}",
        "person": PersonId(f"p{number}"),
        "recorded_by": PersonId("rae"),
        "department": "product",
        "kind": Kind.BUG,
        "severity": Severity.NORMAL,
        "text": text,
        "language": "en",
        "at": NOON + timedelta(minutes=number),
    }
    return Item(**values | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "again", "other"),
    [
        (
            "The app crashes when I open my orders",
            "app crashes when i open the orders!",
            "Please add a dark mode",
        ),
        ("打开订单页面就闪退", "一打开订单页面就闪退了", "希望能加一个深色模式"),
    ],
)
def test_what_says_the_same_is_one_matter(first: str, again: str, other: str) -> None:
    known = [an_item(1, first), an_item(2, other)]
    assert cluster_of(again, known) == "i1"
    assert cluster_of("something else entirely, about parcels 包裹", known) is None
    assert cluster_of(first, []) is None


def test_the_worst_comes_first_then_what_most_people_said() -> None:
    items = [
        an_item(1, "a"),
        an_item(2, "b"),
        an_item(3, "b again", cluster="i2"),
        an_item(4, "b by the same person", cluster="i2", person=PersonId("p3")),
        an_item(5, "c", severity=Severity.CRITICAL),
    ]
    found = clusters(items)
    assert [one.head.number for one in found] == [5, 2, 1]
    assert [one.people for one in found] == [1, 2, 1]


def test_words_of_both_languages_name_kinds_and_severities() -> None:
    assert read_kind("建议") is read_kind("IDEA") is Kind.IDEA
    assert read_severity("严重") is read_severity("high") is read_severity("2") is Severity.HIGH
    assert read_kind("thing") is None
    assert read_severity("9") is None


def test_a_digest_comes_on_the_next_such_day() -> None:
    def told(now: datetime) -> datetime:
        return next_digest(now, SHANGHAI, "monday", time(9, 30)).astimezone(SHANGHAI)

    monday = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
    assert told(monday - timedelta(minutes=1)) == monday
    assert told(monday) == monday + timedelta(days=7)
    assert told(monday + timedelta(days=3)) == monday + timedelta(days=7)


def test_settings_that_cannot_hold_are_refused() -> None:
    refused: tuple[dict[str, object], ...] = (
        {"departments": []}, {"departments": ["two words"]}, {"notices": ["product"]},
        {"notices": ["sales json://a.example/1"]},
    )  # fmt: skip
    for wrong in refused:
        with pytest.raises(ValidationError):
            FeedbackSettings.model_validate(wrong)
    settings = FeedbackSettings.model_validate(
        {"notices": ["product json://a.example/1", "service mailto://b"]}
    )
    assert settings.addresses("product") == ("json://a.example/1",)
    wide = FeedbackSettings.model_validate({"notices": ["\tproduct\u3000 json://a.example/1"]})
    assert wide.addresses("product") == ("json://a.example/1",)
