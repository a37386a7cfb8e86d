"""The tables of moderation and every statement on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
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

_said = insert(messages)
_card = insert(cards)
_of_person = select(cases.c.id).where(cases.c.person == bindparam("p"))
_is_erased = cases.c.person == bindparam("p")


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
    "moderation.rejoin_messages": _renamed(messages, "person"),
    "moderation.rejoin_cases": _renamed(cases, "person", "by_person", "settled_by_person"),
    "moderation.rejoin_evidence": _renamed(evidence, "person"),
    "moderation.rejoin_penalties": _renamed(penalties, "person"),
    "moderation.rejoin_notes": _renamed(notes, "by_person"),
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

READS: Mapping[str, Select[Any]] = {
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
    "moderation.first_heard": select(func.min(messages.c.at).label("at")).where(
        messages.c.person == bindparam("p")
    ),
    "moderation.places_of": select(
        messages.c.platform, messages.c.space, func.max(messages.c.at).label("last_at")
    )
    .where(messages.c.person == bindparam("p"))
    .group_by(messages.c.platform, messages.c.space)
    .order_by(func.max(messages.c.at).desc())
    .limit(50),
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
