"""Reports by members: every statement."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Executable, bindparam, case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from moderation.store.clauses import renamed
from moderation.store.tables import reports

_other_report = reports.alias("other_report")

WRITES: Mapping[str, Executable] = {
    "moderation.report": insert(reports),
    "moderation.settle_reports": update(reports)
    .where(reports.c.case == bindparam("of"), reports.c.state == "open")
    .values(state=bindparam("to")),
    "moderation.overturn_reports": update(reports)
    .where(reports.c.case == bindparam("of"))
    .values(state="wrong"),
    "moderation.join_reports": update(reports)
    .where(
        reports.c.platform == bindparam("on"),
        reports.c.space == bindparam("lane"),
        reports.c.message == bindparam("key"),
        reports.c.state == "open",
    )
    .values(case=bindparam("of")),
    "moderation.drop_double_reports": delete(reports).where(
        reports.c.by_person == bindparam("p"),
        select(_other_report.c.message)
        .where(
            _other_report.c.by_person == bindparam("to"),
            _other_report.c.platform == reports.c.platform,
            _other_report.c.space == reports.c.space,
            _other_report.c.message == reports.c.message,
        )
        .exists(),
    ),
    "moderation.rejoin_reports": renamed(reports, "person", "by_person"),
    "moderation.erase_reports": update(reports)
    .where(or_(reports.c.by_person == bindparam("p"), reports.c.person == bindparam("p")))
    .values(reason=""),
    "moderation.expire_reports": delete(reports).where(reports.c.at < bindparam("before")),
}

READS: Mapping[str, Executable] = {
    "moderation.reports_on": select(reports)
    .where(
        reports.c.platform == bindparam("on"),
        reports.c.space == bindparam("lane"),
        reports.c.message == bindparam("key"),
    )
    .order_by(reports.c.at),
    "moderation.reports_in": select(reports).where(reports.c.case == bindparam("of")).order_by(reports.c.at),
    "moderation.reports_about": select(
        reports.c.platform, reports.c.space, reports.c.message, reports.c.state, reports.c.case, reports.c.at
    )
    .where(reports.c.person == bindparam("p"))
    .order_by(reports.c.at),
    "moderation.reports_by": select(reports)
    .where(reports.c.by_person == bindparam("p"))
    .order_by(reports.c.at),
    "moderation.reporter": select(
        func.count(case((reports.c.state == "right", 1))).label("right"),
        func.count(case((reports.c.state == "wrong", 1))).label("wrong"),
        func.count(case((reports.c.at >= bindparam("lately"), 1))).label("lately"),
    ).where(reports.c.by_person == bindparam("p"), reports.c.at >= bindparam("since")),
}
