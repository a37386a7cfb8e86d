"""The tables of the figures and every statement on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Executable,
    Float,
    Index,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    and_,
    bindparam,
    case,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

TABLES = MetaData()
Moment = DateTime(timezone=True)

days = Table(
    "analytics_days",
    TABLES,
    Column("day", String(10), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("lane", Text, primary_key=True),
    Column("place", String(8), nullable=False),
    Column("voice", String(16), nullable=False),
    Column("staff", Boolean, nullable=False),
    Column("messages", Integer, nullable=False),
    Column("reactions", Integer, nullable=False),
    Column("presses", Integer, nullable=False),
    Column("joins", Integer, nullable=False),
    Column("leaves", Integer, nullable=False),
)
Index("analytics_days_person", days.c.person)

talk = Table(
    "analytics_talk",
    TABLES,
    Column("lane", Text, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("replied_at", Moment),
)
Index("analytics_talk_person", talk.c.person, talk.c.lane, talk.c.at)
Index("analytics_talk_at", talk.c.at)

facts = Table(
    "analytics_facts",
    TABLES,
    Column("key", Text, primary_key=True),
    Column("day", String(10), nullable=False),
    Column("name", Text, nullable=False),
    Column("seconds", Float),
    Column("lane", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
Index("analytics_facts_day", facts.c.day, facts.c.name)
Index("analytics_facts_at", facts.c.at)

pictures = Table(
    "analytics_pictures",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("person", Text),
    Column("platform", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("thread", Text),
    Column("space_kind", String(8), nullable=False),
    Column("language", String(2), nullable=False),
    Column("span", String(8), nullable=False),
    Column("last", String(10), nullable=False),
    Column("at", Moment, nullable=False),
)
Index("analytics_pictures_person", pictures.c.person)

reports = Table(
    "analytics_reports",
    TABLES,
    Column("due", Moment, primary_key=True),
    Column("state", String(8), nullable=False),
)

alerts = Table(
    "analytics_alerts",
    TABLES,
    Column("key", Text, primary_key=True),
    Column("told_at", Moment, nullable=False),
    Column("times", Integer, nullable=False),
)

COUNTS = ("messages", "reactions", "presses", "joins", "leaves")
_act = insert(days)
_added = {name: days.c[name] + _act.excluded[name] for name in COUNTS}
_alert = insert(alerts)
_earlier = talk.alias("earlier")
_last_word = (
    select(func.max(_earlier.c.at))
    .where(
        _earlier.c.person == bindparam("whom"),
        _earlier.c.lane == bindparam("here"),
        _earlier.c.at < bindparam("at_", type_=Moment),
    )
    .scalar_subquery()
)
_NAMES = [column.name for column in days.columns]
_moved = insert(days).from_select(
    _NAMES,
    select(
        *(
            bindparam("becomes", type_=Text).label("person") if column.name == "person" else column
            for column in days.columns
        )
    ).where(days.c.person == bindparam("was")),
)

WRITES: Mapping[str, Executable] = {
    "analytics.act": _act.on_conflict_do_update(
        index_elements=["day", "person", "lane"],
        set_={**_added, **{name: _act.excluded[name] for name in ("place", "voice", "staff")}},
    ),
    "analytics.said": insert(talk).on_conflict_do_nothing(),
    "analytics.replied": update(talk)
    .where(
        talk.c.lane == bindparam("here"),
        talk.c.message == bindparam("to"),
        talk.c.person != bindparam("by"),
        talk.c.replied_at.is_(None),
        talk.c.at >= bindparam("since"),
    )
    .values(replied_at=bindparam("at_", type_=Moment)),
    "analytics.mentioned": update(talk)
    .where(
        talk.c.lane == bindparam("here"),
        talk.c.person == bindparam("whom"),
        talk.c.replied_at.is_(None),
        talk.c.at >= bindparam("since"),
        talk.c.at == _last_word,
    )
    .values(replied_at=bindparam("at_", type_=Moment)),
    "analytics.happened": insert(facts).on_conflict_do_nothing(),
    "analytics.order_picture": insert(pictures),
    "analytics.drop_picture": delete(pictures).where(pictures.c.id == bindparam("key")),
    "analytics.reported": insert(reports),
    "analytics.begin": insert(reports).on_conflict_do_nothing(),
    "analytics.alert": _alert.on_conflict_do_update(
        index_elements=["key"], set_={"told_at": _alert.excluded.told_at, "times": alerts.c.times + 1}
    ),
    "analytics.days_become": _moved.on_conflict_do_update(
        index_elements=["day", "person", "lane"],
        set_={name: days.c[name] + _moved.excluded[name] for name in COUNTS},
    ),
    "analytics.drop_days": delete(days).where(days.c.person == bindparam("was")),
    "analytics.talk_becomes": update(talk)
    .where(talk.c.person == bindparam("was"))
    .values(person=bindparam("becomes")),
    "analytics.drop_talk": delete(talk).where(talk.c.person == bindparam("was")),
    "analytics.pictures_become": update(pictures)
    .where(pictures.c.person == bindparam("was"))
    .values(person=bindparam("becomes")),
    "analytics.drop_pictures": delete(pictures).where(pictures.c.person == bindparam("was")),
    "analytics.expire_talk": delete(talk).where(talk.c.at < bindparam("before")),
    "analytics.expire_facts": delete(facts).where(facts.c.at < bindparam("before")),
    "analytics.expire_days": delete(days).where(days.c.day < bindparam("first")),
    "analytics.expire_alerts": delete(alerts).where(alerts.c.told_at < bindparam("before")),
    "analytics.expire_reports": delete(reports).where(reports.c.due < bindparam("before")),
}

_public = days.c.place == "public"
_human = and_(_public, days.c.voice == "person")
_acts = and_(_human, days.c.messages + days.c.reactions + days.c.presses > 0)


def _sum(name: str, which: Any) -> Any:
    return func.coalesce(func.sum(case((which, days.c[name]), else_=0)), 0)


_FIGURES = (
    _sum("messages", _human).label("messages"),
    _sum("messages", and_(_human, days.c.staff)).label("by_staff"),
    _sum("messages", and_(_public, days.c.voice != "person")).label("by_others"),
    _sum("reactions", _human).label("reactions"),
    _sum("presses", _human).label("presses"),
    _sum("joins", _human).label("joins"),
    _sum("leaves", _human).label("leaves"),
    func.count(func.distinct(case((_acts, days.c.person)))).label("active"),
    func.count(func.distinct(case((and_(_human, days.c.messages > 0), days.c.person)))).label("talkers"),
)
_between = days.c.day.between(bindparam("first"), bindparam("last"))

READS: Mapping[str, Select[Any]] = {
    "analytics.by_day": select(days.c.day, *_FIGURES)
    .where(_between)
    .group_by(days.c.day)
    .order_by(days.c.day),
    "analytics.over": select(*_FIGURES).where(_between),
    "analytics.replies": select(talk.c.at, talk.c.replied_at).where(
        talk.c.at >= bindparam("since"), talk.c.at < bindparam("until"), talk.c.replied_at.is_not(None)
    ),
    "analytics.facts": select(facts.c.day, facts.c.name, func.count().label("count"))
    .where(facts.c.day.between(bindparam("first"), bindparam("last")))
    .group_by(facts.c.day, facts.c.name),
    "analytics.lengths": select(facts.c.seconds).where(
        facts.c.day.between(bindparam("first"), bindparam("last")),
        facts.c.name == bindparam("of"),
        facts.c.seconds.is_not(None),
    ),
    "analytics.picture": select(pictures).where(pictures.c.id == bindparam("key")),
    "analytics.last_report": select(func.max(reports.c.due, type_=Moment).label("due")),
    "analytics.alerted": select(alerts).where(alerts.c.key == bindparam("about")),
    "analytics.days_of": select(days).where(days.c.person == bindparam("who")).order_by(days.c.day),
    "analytics.talk_of": select(talk).where(talk.c.person == bindparam("who")).order_by(talk.c.at),
    "analytics.pictures_of": select(pictures).where(pictures.c.person == bindparam("who")),
}
