"""A report in words: figures with what they mean."""

from __future__ import annotations

from datetime import datetime, timedelta

from analytics.facts import Fact
from analytics.figures import FEW, Lengths, Report, share
from chat.text import Text


def report_text(report: Report, now: datetime, zone: str, reply_within: timedelta) -> Text:
    """The whole report."""
    figures = report.now
    return Text(
        "analytics.report.text",
        {
            "title": _title(report, now),
            "messages": _with_before(report, "messages"),
            "staff": _number(figures.by_staff),
            "others": _number(figures.by_others),
            "active": _with_before(report, "active"),
            "talkers": _number(figures.talkers),
            "reactions": _with_before(report, "reactions"),
            "presses": _with_before(report, "presses"),
            "joins": _number(figures.joins),
            "leaves": _number(figures.leaves),
            "net": f"{figures.joins - figures.leaves:+d}",
            "replies": _lengths(report.replies),
            "answered": _number(figures.count(Fact.FAQ_ANSWERED)),
            "unanswered": _number(figures.count(Fact.FAQ_UNANSWERED)),
            "answered_share": _share(figures.count(Fact.FAQ_ANSWERED), figures.questions),
            "opened": _number(figures.count(Fact.TICKET_OPENED)),
            "closed": _number(figures.count(Fact.TICKET_CLOSED)),
            "first_replies": _lengths(report.first_replies),
            "cases": _with_before(report, Fact.CASE_OPENED),
            "failed": _number(figures.count(Fact.FAILED)),
            "zone": zone,
            "within": reply_within,
        },
    )


def _title(report: Report, now: datetime) -> Text:
    span = report.span
    length = span.length.value
    if report.so_far:
        return Text(f"analytics.report.{length}_so_far", {**span.bounds, "now": now})
    return Text(f"analytics.report.{length}", span.bounds)


def _number(count: int) -> str:
    return f"{count:,}"


def _with_before(report: Report, what: str | Fact) -> Text:
    """A count and that of the days before, with the change in percent where both are whole and enough."""
    if isinstance(what, Fact):
        now, before = report.now.count(what), report.before.count(what)
    else:
        now, before = getattr(report.now, what), getattr(report.before, what)
    facts = {"count": _number(now), "before": _number(before)}
    change = None if report.so_far else share(now - before, before)
    if change is None or now + before < FEW:
        return Text("analytics.report.count", facts)
    return Text("analytics.report.change", {**facts, "change": f"{change:+d}"})


def _share(part: int, whole: int) -> Text:
    percent = share(part, whole)
    if percent is None:
        return Text("analytics.report.few", {"count": whole})
    return Text("analytics.report.share", {"percent": percent, "count": _number(whole)})


def _lengths(lengths: Lengths) -> Text:
    if not lengths.count:
        return Text("analytics.report.no_lengths")
    facts: dict[str, str | int | Text] = {
        "median": length(lengths.quantile(0.5)),
        "count": _number(lengths.count),
    }
    if lengths.count < FEW:
        return Text("analytics.report.few_lengths", facts)
    return Text("analytics.report.lengths", {**facts, "most": length(lengths.quantile(0.9))})


def length(seconds: float) -> Text:
    """A length of time in its two largest units."""
    whole = round(seconds)
    if whole < 60:
        return Text("analytics.length.seconds", {"seconds": whole})
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return Text("analytics.length.minutes", {"minutes": minutes, "seconds": rest})
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return Text("analytics.length.hours", {"hours": hours, "minutes": rest})
    return Text("analytics.length.days", {"days": hours // 24, "hours": hours % 24})
