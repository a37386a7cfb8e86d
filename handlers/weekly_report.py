"""The weekly report, on its day, to the staff."""

from __future__ import annotations

from dataclasses import replace

from analytics.service import Analytics
from chat.actions import Post, Priority
from chat.decision import Audit, Decision, silent
from chat.events import Event, TimerRang
from chat.handler import Stage, handles
from chat.people import Space
from chat.ports import Directory
from chat.text import Text


@handles(Stage.OBSERVE)
async def weekly_report_armed(event: Event, *, analytics: Analytics) -> Decision | None:
    """See that the alarm of the weekly report is set; nearly always it is known to be."""
    del event
    armed = await analytics.reporting.arm()
    return armed if armed.alarms else None


@handles(Stage.REACT, "analytics.weekly")
async def weekly_report(event: TimerRang, *, analytics: Analytics, directory: Directory) -> Decision:
    """The seven days before its day, however late it is made; after a long stop only the newest week."""
    found = await analytics.reporting.weekly(event.due)
    if found is None:
        return silent("report.not_due")
    span, decision = found
    staff = _staff(directory)
    if staff is None:
        audit = Audit(code="report.nowhere", subject=span.last.isoformat())
        return replace(decision, audit=(audit,))
    report = await analytics.reporting.report(span.length, span.last)
    language = directory.space_language(staff)
    title = Text("analytics.report.weekly")
    body = analytics.words(report)
    words = tuple(
        Post(to=staff, body=one, language=language, urgency=Priority.STAFF) for one in (title, body)
    )
    order = analytics.reporting.order_picture(span, staff, None, language)
    return replace(decision, actions=words) + order


def _staff(directory: Directory) -> Space | None:
    """The home of the staff, else the first staff space there is."""
    home = directory.home()
    if home is not None:
        return home
    platforms = dict.fromkeys(space.platform for space in directory.spaces())
    return next((staff for name in platforms if (staff := directory.staff_space(name))), None)
