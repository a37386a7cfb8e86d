"""`/report` (报告): how the community is doing, in words at once, and as a picture as soon as it is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from analytics.painter import NoPicture
from analytics.reporting import destination
from analytics.service import Analytics
from analytics.spans import Length
from chat.actions import Action, Picture, Post, Private
from chat.decision import Audit, Decision, Write, answer, silent
from chat.errors import SaidNo
from chat.events import CommandGiven, TimerRang
from chat.handler import Parameter, Stage, command, handles
from chat.people import Language, PersonId, Rank, Space, SpaceKind
from chat.ports import Clock, Directory
from chat.text import Text
from language.lanes import language_of

WORTH = timedelta(hours=1)
"""A picture that comes later than this after its words (Steward was down) is not posted any more."""

_YESTERDAY = frozenset(("yesterday", "昨天", "昨日"))
"""Words for the day that is over."""

_SPANS: Mapping[str, Length] = {
    "": Length.DAY,
    "day": Length.DAY,
    "today": Length.DAY,
    "日": Length.DAY,
    "天": Length.DAY,
    "今天": Length.DAY,
    "日报": Length.DAY,
    "week": Length.WEEK,
    "周": Length.WEEK,
    "本周": Length.WEEK,
    "周报": Length.WEEK,
    "month": Length.MONTH,
    "月": Length.MONTH,
    "本月": Length.MONTH,
    "月报": Length.MONTH,
}


@command(
    "report",
    zh="报告",
    room="analytics",
    rank=Rank.MANAGER,
    parameters=(Parameter(name="span", required=False),),
    instead="flag",
)
async def report(event: CommandGiven, *, analytics: Analytics, directory: Directory) -> Decision:
    """The figures of today or yesterday, or of the last seven or thirty days, where the staff is or in private."""
    word = event.argument("span").strip().lower()
    length = Length.DAY if word in _YESTERDAY else _SPANS.get(word)
    if length is None:
        raise SaidNo(Text("analytics.report.usage"))
    reporting = analytics.reporting
    last = reporting.today() - timedelta(days=word in _YESTERDAY)
    found = await reporting.report(length, last)
    body = analytics.words(found)
    language = await _language(event, directory)
    place = _place(event)
    order = reporting.order_picture(found.span, place, event.by.person, language)
    said = _said(event, body, language, place, directory)
    return replace(order, reason="report.made", actions=said)


@handles(Stage.REACT, "analytics.picture")
async def report_picture(event: TimerRang, *, analytics: Analytics, clock: Clock) -> Decision:
    """Draw an ordered picture beside this process and post it; the words went ahead."""
    order = await analytics.reporting.ordered(event.subject)
    if order is None:
        return silent("report.picture_gone")
    done = Write("analytics.drop_picture", {"key": event.subject}, expect=1)
    if clock.now() - order["at"] > WORTH:
        return Decision(reason="report.picture_late", writes=(done,))
    found = await analytics.reporting.report(Length(order["span"]), date.fromisoformat(order["last"]))
    language: Language = "zh" if order["language"] == "zh" else "en"
    to: Space | Private = destination(order)
    if order["space_kind"] == SpaceKind.PRIVATE:
        to = Private(PersonId(order["person"]), order["platform"])
    try:
        data = await analytics.painter.paint(analytics.reporting.sketch(found, language))
    except NoPicture as no:
        sorry = Post(to=to, body=Text("analytics.picture.failed"), language=language)
        audit = Audit(code="report.no_picture", subject=event.subject, data={"why": str(no)})
        return Decision(reason="report.no_picture", actions=(sorry,), writes=(done,), audit=(audit,))
    bounds = found.span.bounds
    whole = analytics.painter.speaks(language)
    days = "day" if bounds["first"] == bounds["last"] else "days"
    caption = Text(
        f"analytics.picture.caption_{days}" if whole else "analytics.picture.caption_english", bounds
    )
    picture = Picture(data=data, name="report.png", alt=Text("analytics.picture.alt", bounds))
    shown = Post(to=to, body=caption, picture=picture, language=language)
    return Decision(reason="report.picture", actions=(shown,), writes=(done,))


def _place(event: CommandGiven) -> Space:
    """Where the report is read: among the staff, else in the manager's private chat (found by the person)."""
    if event.space.kind is SpaceKind.STAFF:
        return event.space
    return Space(event.by.identity.platform, "", kind=SpaceKind.PRIVATE)


def _said(
    event: CommandGiven, body: Text, language: Language, place: Space, directory: Directory
) -> tuple[Action, ...]:
    if place.kind is SpaceKind.STAFF:
        reply_to = event.message.ref if event.message else None
        words = Post(to=place, body=body, language=language, reply_to=reply_to)
        return (words, answer(event, Text("analytics.report.below"))) if event.interaction else (words,)
    staff = directory.staff_space(place.platform)
    otherwise = Post(to=staff, body=body, language=language) if staff else None
    private = Private(event.by.person, place.platform)
    words = Post(to=private, body=body, language=language, otherwise=otherwise)
    if event.space.is_private and not event.interaction:
        return (words,)
    return words, answer(event, Text("analytics.report.sent_private"))


async def _language(event: CommandGiven, directory: Directory) -> Language:
    """The reader's: their own setting, that of their words, what is known of them."""
    return event.language or language_of(event.words) or await directory.language(event.by.person)
