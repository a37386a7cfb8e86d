"""The tables of moderation and every statement on them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import (
    Column,
    DateTime,
    Executable,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

TABLES = MetaData()
Moment = DateTime(timezone=True)

messages = Table(
    "moderation_messages",
    TABLES,
    Column("platform", Text, primary_key=True),
    Column("space", Text, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("thread", Text),
    Column("person", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("album", Text),
    Column("at", Moment, nullable=False),
)
Index("moderation_messages_at", messages.c.at)
Index("moderation_messages_person", messages.c.person, messages.c.at)

cases = Table(
    "moderation_cases",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("person", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("rule", Text, nullable=False),
    Column("severity", String(16), nullable=False),
    Column("points", Float, nullable=False),
    Column("penalty", String(8), nullable=False),
    Column("lasting", Integer),
    Column("hits", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by_person", Text),
    Column("platform", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("thread", Text),
    Column("space_kind", String(8), nullable=False),
    Column("message", Text),
    Column("told", String(8), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("settled_by_person", Text),
    Column("settled_reason", Text, nullable=False),
    Column("revision", Integer, nullable=False),
)
Index("moderation_cases_person", cases.c.person, cases.c.opened_at)
Index("moderation_cases_opened", cases.c.opened_at)
Index("moderation_cases_by", cases.c.by_person)
Index("moderation_cases_settled_by", cases.c.settled_by_person)

ledger = Table(
    "moderation_ledger",
    TABLES,
    Column("person", Text, primary_key=True),
    Column("turn", Integer, nullable=False),
)

evidence = Table(
    "moderation_evidence",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("case", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("thread", Text),
    Column("message", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("findings", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
Index("moderation_evidence_case", evidence.c.case, evidence.c.id)
Index("moderation_evidence_person", evidence.c.person)
Index("moderation_evidence_at", evidence.c.at)

penalties = Table(
    "moderation_penalties",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("case", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("platform", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("space_kind", String(8), nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment),
    Column("state", String(8), nullable=False),
    Column("changed_at", Moment, nullable=False),
)
Index("moderation_penalties_case", penalties.c.case)
Index("moderation_penalties_person", penalties.c.person, penalties.c.state)
Index("moderation_penalties_changed", penalties.c.changed_at)

cards = Table(
    "moderation_cards",
    TABLES,
    Column("case", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("thread", Text),
    Column("message", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
Index("moderation_cards_at", cards.c.at)

notes = Table(
    "moderation_notes",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("case", Text, nullable=False),
    Column("by_person", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
Index("moderation_notes_case", notes.c.case, notes.c.id)
Index("moderation_notes_by", notes.c.by_person)
Index("moderation_notes_at", notes.c.at)

modes = Table(
    "moderation_modes",
    TABLES,
    Column("rule", Text, primary_key=True),
    Column("mode", String(8), nullable=False),
    Column("forced", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by_person", Text),
    Column("at", Moment, nullable=False),
)

verdicts = Table(
    "moderation_verdicts",
    TABLES,
    Column("case", Text, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("is_right", Integer, nullable=False),
    Column("by_person", Text),
    Column("at", Moment, nullable=False),
)
Index("moderation_verdicts_rule", verdicts.c.rule, verdicts.c.at)
Index("moderation_verdicts_at", verdicts.c.at)

labels = Table(
    "moderation_labels",
    TABLES,
    Column("platform", Text, primary_key=True),
    Column("space", Text, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("label", String(4), nullable=False),
    Column("case", Text),
    Column("by_person", Text),
    Column("at", Moment, nullable=False),
)
Index("moderation_labels_person", labels.c.person)
Index("moderation_labels_case", labels.c.case)
Index("moderation_labels_at", labels.c.at)

trust = Table(
    "moderation_trust",
    TABLES,
    Column("person", Text, primary_key=True),
    Column("days", Integer, nullable=False),
    Column("pending", Text),
    Column("pending_at", Moment),
    Column("lost", Integer, nullable=False),
    Column("lost_case", Text),
    Column("changed_at", Moment, nullable=False),
)
Index("moderation_trust_changed", trust.c.changed_at)

appeals = Table(
    "moderation_appeals",
    TABLES,
    Column("case", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("reminders", Integer, nullable=False),
    Column("reviewer_person", Text),
    Column("answer", Text, nullable=False),
    Column("decided_at", Moment),
)
Index("moderation_appeals_person", appeals.c.person)
Index("moderation_appeals_state", appeals.c.state, appeals.c.due_at)

reports = Table(
    "moderation_reports",
    TABLES,
    Column("platform", Text, primary_key=True),
    Column("space", Text, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("by_person", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("weight", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("case", Text),
    Column("at", Moment, nullable=False),
)
Index("moderation_reports_by", reports.c.by_person, reports.c.at)
Index("moderation_reports_person", reports.c.person)
Index("moderation_reports_case", reports.c.case)
Index("moderation_reports_at", reports.c.at)

orders = Table(
    "moderation_orders",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("by_person", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("penalty", String(8), nullable=False),
    Column("lasting", Integer),
    Column("reason", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("space_kind", String(8), nullable=False),
    Column("thread", Text),
    Column("message", Text),
    Column("text", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
Index("moderation_orders_person", orders.c.person)
Index("moderation_orders_by", orders.c.by_person)
Index("moderation_orders_at", orders.c.at)

_said = insert(messages)
_card = insert(cards)
_mode = insert(modes)
_verdict = insert(verdicts)
_label = insert(labels)
_trust = insert(trust)
_of_person = select(cases.c.id).where(cases.c.person == bindparam("p"))
_is_erased = cases.c.person == bindparam("p")
_other_report = reports.alias("other_report")
_other_trust = trust.alias("other_trust")


def _renamed(table: Table, *columns: str) -> Executable:
    """Puts `to` where a column holds `p`."""
    return (
        update(table)
        .where(or_(*(table.c[name] == bindparam("p") for name in columns)))
        .values(
            {
                name: case(
                    (table.c[name] == bindparam("p"), bindparam("to", type_=Text)), else_=table.c[name]
                )
                for name in columns
            }
        )
    )


WRITES: Mapping[str, Executable] = {
    "moderation.hear": _said.on_conflict_do_nothing(),
    "moderation.rehear": _said.on_conflict_do_update(
        index_elements=["platform", "space", "message"],
        set_={"text": _said.excluded.text, "media": _said.excluded.media},
    ),
    "moderation.first_turn": insert(ledger),
    "moderation.next_turn": update(ledger)
    .where(ledger.c.person == bindparam("p"), ledger.c.turn == bindparam("was"))
    .values(turn=bindparam("was", type_=Integer) + 1),
    "moderation.open_case": insert(cases),
    "moderation.change_case": update(cases)
    .where(cases.c.id == bindparam("key"), cases.c.revision == bindparam("was"))
    .values(
        {
            name: bindparam(f"new_{name}", type_=cases.c[name].type)
            for name in (
                "state",
                "severity",
                "points",
                "penalty",
                "lasting",
                "changed_at",
                "settled_by_person",
                "settled_reason",
                "revision",
            )
        }
    ),
    "moderation.join_case": update(cases)
    .where(cases.c.id == bindparam("key"), cases.c.state == bindparam("in_state"))
    .values(hits=cases.c.hits + 1, changed_at=bindparam("at_")),
    "moderation.told": update(cases).where(cases.c.id == bindparam("key")).values(told=bindparam("how")),
    "moderation.keep_evidence": insert(evidence).on_conflict_do_nothing(),
    "moderation.begin_penalty": insert(penalties),
    "moderation.end_penalty": update(penalties)
    .where(penalties.c.id == bindparam("key"), penalties.c.state == "running")
    .values(state=bindparam("to"), changed_at=bindparam("at_")),
    "moderation.card_is": _card.on_conflict_do_update(
        index_elements=["case"],
        set_={
            name: getattr(_card.excluded, name) for name in ("platform", "space", "thread", "message", "at")
        },
    ),
    "moderation.note": insert(notes),
    "moderation.reword": update(cases)
    .where(cases.c.id == bindparam("key"), cases.c.revision == bindparam("was"))
    .values(reason=bindparam("words"), revision=cases.c.revision + 1),
    "moderation.set_mode": _mode.on_conflict_do_update(
        index_elements=["rule"],
        set_={
            name: getattr(_mode.excluded, name) for name in ("mode", "forced", "reason", "by_person", "at")
        },
    ),
    "moderation.judge_case": _verdict.on_conflict_do_update(
        index_elements=["case"],
        set_={name: getattr(_verdict.excluded, name) for name in ("is_right", "by_person", "at")},
    ),
    "moderation.teach": _label.on_conflict_do_update(
        index_elements=["platform", "space", "message"],
        set_={name: getattr(_label.excluded, name) for name in ("text", "label", "case", "by_person", "at")},
    ),
    "moderation.unteach": delete(labels).where(
        labels.c.platform == bindparam("on"),
        labels.c.space == bindparam("lane"),
        labels.c.message == bindparam("key"),
    ),
    "moderation.trust_is": _trust.on_conflict_do_update(
        index_elements=["person"],
        set_={
            name: getattr(_trust.excluded, name)
            for name in ("days", "pending", "pending_at", "lost", "lost_case", "changed_at")
        },
    ),
    "moderation.appeal": insert(appeals),
    "moderation.decide_appeal": update(appeals)
    .where(appeals.c.case == bindparam("of"), appeals.c.state == "open")
    .values(
        state=bindparam("to"),
        reviewer_person=bindparam("by"),
        answer=bindparam("reply"),
        decided_at=bindparam("at_"),
    ),
    "moderation.remind_appeal": update(appeals)
    .where(
        appeals.c.case == bindparam("of"),
        appeals.c.state == "open",
        appeals.c.reminders == bindparam("was"),
    )
    .values(reminders=bindparam("was", type_=Integer) + 1, due_at=bindparam("due")),
    "moderation.report": insert(reports),
    "moderation.settle_reports": update(reports)
    .where(reports.c.case == bindparam("of"), reports.c.state == "open")
    .values(state=bindparam("to")),
    "moderation.join_reports": update(reports)
    .where(
        reports.c.platform == bindparam("on"),
        reports.c.space == bindparam("lane"),
        reports.c.message == bindparam("key"),
        reports.c.state == "open",
    )
    .values(case=bindparam("of")),
    "moderation.order": insert(orders),
    "moderation.drop_order": delete(orders).where(orders.c.id == bindparam("key")),
    "moderation.rejoin_messages": _renamed(messages, "person"),
    "moderation.rejoin_cases": _renamed(cases, "person", "by_person", "settled_by_person"),
    "moderation.rejoin_evidence": _renamed(evidence, "person"),
    "moderation.rejoin_penalties": _renamed(penalties, "person"),
    "moderation.rejoin_notes": _renamed(notes, "by_person"),
    "moderation.rejoin_modes": _renamed(modes, "by_person"),
    "moderation.rejoin_verdicts": _renamed(verdicts, "by_person"),
    "moderation.rejoin_labels": _renamed(labels, "person", "by_person"),
    "moderation.rejoin_appeals": _renamed(appeals, "person", "reviewer_person"),
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
    "moderation.rejoin_reports": _renamed(reports, "person", "by_person"),
    "moderation.rejoin_orders": _renamed(orders, "person", "by_person"),
    "moderation.rejoin_trust": update(trust)
    .where(
        trust.c.person == bindparam("p"),
        ~select(_other_trust.c.person).where(_other_trust.c.person == bindparam("to")).exists(),
    )
    .values(person=bindparam("to", type_=Text)),
    "moderation.erase_trust": delete(trust).where(trust.c.person == bindparam("p")),
    "moderation.erase_labels": delete(labels).where(labels.c.person == bindparam("p")),
    "moderation.erase_appeals": update(appeals)
    .where(appeals.c.person == bindparam("p"))
    .values(words="", answer="", state=case((appeals.c.state == "open", "closed"), else_=appeals.c.state)),
    "moderation.erase_answers": update(appeals)
    .where(appeals.c.reviewer_person == bindparam("p"))
    .values(answer=""),
    "moderation.erase_reports": update(reports)
    .where(or_(reports.c.by_person == bindparam("p"), reports.c.person == bindparam("p")))
    .values(reason=""),
    "moderation.erase_orders": delete(orders).where(
        or_(orders.c.person == bindparam("p"), orders.c.by_person == bindparam("p"))
    ),
    "moderation.close_ledger": delete(ledger).where(ledger.c.person == bindparam("p")),
    "moderation.erase_messages": delete(messages).where(messages.c.person == bindparam("p")),
    "moderation.erase_evidence": delete(evidence).where(evidence.c.person == bindparam("p")),
    "moderation.erase_cards": delete(cards).where(cards.c.case.in_(_of_person)),
    "moderation.erase_notes": delete(notes).where(notes.c.case.in_(_of_person)),
    "moderation.erase_words": update(cases)
    .where(_is_erased)
    .values(reason="", settled_reason="", message=None, revision=cases.c.revision + 1),
    "moderation.erase_said_as_staff": update(cases)
    .where(or_(cases.c.by_person == bindparam("p"), cases.c.settled_by_person == bindparam("p")))
    .values(
        reason=case((cases.c.by_person == bindparam("p"), ""), else_=cases.c.reason),
        settled_reason=case((cases.c.settled_by_person == bindparam("p"), ""), else_=cases.c.settled_reason),
    ),
    "moderation.erase_notes_by": update(notes).where(notes.c.by_person == bindparam("p")).values(text=""),
    "moderation.expire_messages": delete(messages).where(messages.c.at < bindparam("before")),
    "moderation.expire_evidence": delete(evidence).where(evidence.c.at < bindparam("before")),
    "moderation.expire_notes": delete(notes).where(notes.c.at < bindparam("before")),
    "moderation.expire_verdicts": delete(verdicts).where(verdicts.c.at < bindparam("before")),
    "moderation.expire_labels": delete(labels).where(labels.c.at < bindparam("before")),
    "moderation.expire_trust": delete(trust).where(trust.c.changed_at < bindparam("before")),
    "moderation.expire_appeals": delete(appeals).where(
        appeals.c.state != "open", appeals.c.opened_at < bindparam("before")
    ),
    "moderation.expire_reports": delete(reports).where(reports.c.at < bindparam("before")),
    "moderation.expire_orders": delete(orders).where(orders.c.at < bindparam("before")),
    "moderation.expire_cards": delete(cards).where(cards.c.at < bindparam("before")),
    "moderation.expire_penalties": delete(penalties).where(
        penalties.c.state != "running", penalties.c.changed_at < bindparam("before")
    ),
    "moderation.expire_cases": delete(cases).where(
        cases.c.changed_at < bindparam("before"),
        ~cases.c.id.in_(select(penalties.c.case).where(penalties.c.state == "running")),
    ),
}

_newest = (cases.c.opened_at.desc(), cases.c.number.desc())

READS: Mapping[str, Executable] = {
    "moderation.recent": select(
        messages.c.platform,
        messages.c.space,
        messages.c.thread,
        messages.c.message,
        messages.c.person,
        messages.c.text,
        messages.c.album,
        messages.c.at,
    )
    .where(messages.c.at >= bindparam("since"), messages.c.rank == 0)
    .order_by(messages.c.at.desc())
    .limit(bindparam("most", type_=Integer)),
    "moderation.message": select(messages).where(
        messages.c.platform == bindparam("on"),
        messages.c.space == bindparam("lane"),
        messages.c.message == bindparam("key"),
    ),
    "moderation.history": select(messages).where(messages.c.at >= bindparam("since")).order_by(messages.c.at),
    "moderation.said_so_far": select(func.count().label("count")).select_from(
        select(messages.c.message)
        .where(messages.c.person == bindparam("p"))
        .limit(bindparam("most", type_=Integer))
        .subquery()
    ),
    "moderation.places_of": select(
        messages.c.platform, messages.c.space, func.max(messages.c.at).label("last_at")
    )
    .where(messages.c.person == bindparam("p"))
    .group_by(messages.c.platform, messages.c.space)
    .order_by(func.max(messages.c.at).desc())
    .limit(50),
    "moderation.first_heard": select(
        func.min(messages.c.at).label("at"), func.count().label("messages")
    ).where(messages.c.person == bindparam("p")),
    "moderation.turn": select(ledger.c.turn).where(ledger.c.person == bindparam("p")),
    "moderation.top_number": select(func.max(cases.c.number).label("number")),
    "moderation.case": select(cases).where(cases.c.id == bindparam("key")),
    "moderation.numbered": select(cases).where(cases.c.number == bindparam("wanted")),
    "moderation.cases": select(cases).order_by(*_newest).limit(10),
    "moderation.cases_of": select(cases).where(cases.c.person == bindparam("p")).order_by(*_newest),
    "moderation.strikes_of": select(cases.c.id, cases.c.points, cases.c.opened_at)
    .where(
        cases.c.person == bindparam("p"),
        cases.c.state == "standing",
        cases.c.points > 0,
        cases.c.opened_at >= bindparam("since"),
    )
    .order_by(cases.c.opened_at),
    "moderation.incident": select(cases)
    .where(
        cases.c.person == bindparam("p"),
        cases.c.state == bindparam("in_state"),
        cases.c.by_person.is_(None),
        cases.c.opened_at >= bindparam("since"),
    )
    .order_by(*_newest)
    .limit(1),
    "moderation.running_of": select(penalties)
    .where(penalties.c.person == bindparam("p"), penalties.c.state == "running")
    .order_by(penalties.c.starts_at, penalties.c.id),
    "moderation.penalties": select(penalties)
    .where(penalties.c.case == bindparam("of"))
    .order_by(penalties.c.starts_at, penalties.c.id),
    "moderation.penalty": select(penalties).where(penalties.c.id == bindparam("key")),
    "moderation.evidence": select(evidence).where(evidence.c.case == bindparam("of")).order_by(evidence.c.id),
    "moderation.card": select(cards).where(cards.c.case == bindparam("of")),
    "moderation.notes": select(notes).where(notes.c.case == bindparam("of")).order_by(notes.c.id),
    "moderation.modes": select(modes),
    "moderation.verdicts_of": select(verdicts.c.case, verdicts.c.is_right, verdicts.c.at)
    .where(verdicts.c.rule == bindparam("of"))
    .order_by(verdicts.c.at.desc(), verdicts.c.case)
    .limit(bindparam("most", type_=Integer)),
    "moderation.verdict_of": select(verdicts).where(verdicts.c.case == bindparam("of")),
    "moderation.hits_of": select(cases.c.rule, func.count().label("hits"))
    .where(cases.c.by_person.is_(None), cases.c.opened_at >= bindparam("since"))
    .group_by(cases.c.rule),
    "moderation.overturned": select(evidence.c.platform, evidence.c.space, evidence.c.message)
    .join(cases, cases.c.id == evidence.c.case)
    .where(cases.c.rule == bindparam("of"), cases.c.state.in_(("undone", "dismissed"))),
    "moderation.acted_on": select(evidence.c.platform, evidence.c.space, evidence.c.message)
    .join(cases, cases.c.id == evidence.c.case)
    .where(cases.c.rule == bindparam("of"), cases.c.opened_at >= bindparam("since")),
    "moderation.last_history": select(messages)
    .where(messages.c.at >= bindparam("since"))
    .order_by(messages.c.at.desc())
    .limit(bindparam("most", type_=Integer)),
    "moderation.cases_by": select(cases)
    .where(or_(cases.c.by_person == bindparam("p"), cases.c.settled_by_person == bindparam("p")))
    .order_by(*_newest)
    .limit(10),
    "moderation.cases_of_rule": select(cases)
    .where(cases.c.rule == bindparam("of"))
    .order_by(*_newest)
    .limit(10),
    "moderation.cases_in": select(cases)
    .where(cases.c.state == bindparam("in_state"))
    .order_by(*_newest)
    .limit(10),
    "moderation.count_of": select(func.count().label("cases")).where(
        cases.c.person == bindparam("p"), cases.c.state == "standing"
    ),
    "moderation.labels": select(labels).order_by(labels.c.at, labels.c.message),
    "moderation.label_of": select(labels).where(
        labels.c.platform == bindparam("on"),
        labels.c.space == bindparam("lane"),
        labels.c.message == bindparam("key"),
    ),
    "moderation.labels_of": select(labels).where(labels.c.person == bindparam("p")).order_by(labels.c.at),
    "moderation.trust": select(trust).where(trust.c.person == bindparam("p")),
    "moderation.latest_trust": select(trust).order_by(trust.c.changed_at.desc()).limit(bindparam("most")),
    "moderation.trusted": select(trust.c.person).where(trust.c.days >= bindparam("least")),
    "moderation.appeal_of": select(appeals).where(appeals.c.case == bindparam("of")),
    "moderation.appeals_open": select(appeals)
    .where(appeals.c.state == "open")
    .order_by(appeals.c.opened_at)
    .limit(20),
    "moderation.appeals_by": select(appeals)
    .where(appeals.c.person == bindparam("p"))
    .order_by(appeals.c.opened_at),
    "moderation.appeals_decided": select(
        cases.c.rule, cases.c.by_person, cases.c.settled_by_person, appeals.c.state
    )
    .join(cases, cases.c.id == appeals.c.case)
    .where(appeals.c.state != "open", appeals.c.opened_at >= bindparam("since")),
    "moderation.reports_on": select(reports)
    .where(
        reports.c.platform == bindparam("on"),
        reports.c.space == bindparam("lane"),
        reports.c.message == bindparam("key"),
    )
    .order_by(reports.c.at),
    "moderation.reports_in": select(reports).where(reports.c.case == bindparam("of")).order_by(reports.c.at),
    "moderation.reports_by": select(reports)
    .where(reports.c.by_person == bindparam("p"))
    .order_by(reports.c.at),
    "moderation.reporter": select(
        func.count(case((reports.c.state == "right", 1))).label("right"),
        func.count(case((reports.c.state == "wrong", 1))).label("wrong"),
        func.count(case((reports.c.at >= bindparam("lately"), 1))).label("lately"),
    ).where(reports.c.by_person == bindparam("p"), reports.c.at >= bindparam("since")),
    "moderation.ordered": select(orders).where(orders.c.id == bindparam("key")),
    "moderation.orders_of": select(orders).where(orders.c.person == bindparam("p")).order_by(orders.c.at),
    "moderation.messages_of": select(messages)
    .where(messages.c.person == bindparam("p"))
    .order_by(messages.c.at),
    "moderation.evidence_of": select(evidence)
    .where(evidence.c.person == bindparam("p"))
    .order_by(evidence.c.at),
    "moderation.penalties_of": select(penalties)
    .where(penalties.c.person == bindparam("p"))
    .order_by(penalties.c.starts_at),
    "moderation.notes_by": select(notes).where(notes.c.by_person == bindparam("p")).order_by(notes.c.id),
}
