"""Cases, their numbers and the turn in which they follow one another: every statement."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Executable, Integer, bindparam, case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from moderation.store.clauses import renamed
from moderation.store.tables import appeals, cards, cases, ledger, penalties

_is_erased = cases.c.person == bindparam("p")
_newest = (cases.c.opened_at.desc(), cases.c.number.desc())

WRITES: Mapping[str, Executable] = {
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
    "moderation.reword": update(cases)
    .where(cases.c.id == bindparam("key"), cases.c.revision == bindparam("was"))
    .values(reason=bindparam("words"), revision=cases.c.revision + 1),
    "moderation.rejoin_cases": renamed(cases, "person", "by_person", "settled_by_person"),
    "moderation.close_ledger": delete(ledger).where(ledger.c.person == bindparam("p")),
    "moderation.erase_words": update(cases)
    .where(_is_erased)
    .values(reason="", settled_reason="", message=None, revision=cases.c.revision + 1),
    "moderation.erase_said_as_staff": update(cases)
    .where(or_(cases.c.by_person == bindparam("p"), cases.c.settled_by_person == bindparam("p")))
    .values(
        reason=case((cases.c.by_person == bindparam("p"), ""), else_=cases.c.reason),
        settled_reason=case((cases.c.settled_by_person == bindparam("p"), ""), else_=cases.c.settled_reason),
    ),
    "moderation.expire_cases": delete(cases).where(
        cases.c.changed_at < bindparam("before"),
        ~cases.c.id.in_(select(penalties.c.case).where(penalties.c.state == "running")),
    ),
}

READS: Mapping[str, Executable] = {
    "moderation.turn": select(ledger.c.turn).where(ledger.c.person == bindparam("p")),
    "moderation.top_number": select(func.max(cases.c.number).label("number")),
    "moderation.turn_and_top": select(
        select(ledger.c.turn).where(ledger.c.person == bindparam("p")).scalar_subquery().label("turn"),
        select(func.max(cases.c.number)).scalar_subquery().label("number"),
    ),
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
    "moderation.cases_since": select(cases)
    .where(cases.c.person == bindparam("p"), cases.c.opened_at >= bindparam("since"))
    .order_by(*_newest),
    "moderation.cases_lately": select(cases, cards.c.message.label("card"))
    .outerjoin(cards, cards.c.case == cases.c.id)
    .where(
        cases.c.rule == bindparam("of"),
        cases.c.by_person.is_(None),
        cases.c.platform == bindparam("on"),
        cases.c.space == bindparam("lane"),
        cases.c.opened_at >= bindparam("since"),
    )
    .order_by(cases.c.opened_at, cases.c.number)
    .limit(bindparam("most", type_=Integer)),
    "moderation.hits_of": select(cases.c.rule, func.count().label("hits"))
    .where(cases.c.by_person.is_(None), cases.c.opened_at >= bindparam("since"))
    .group_by(cases.c.rule),
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
    "moderation.appeals_decided": select(
        cases.c.rule, cases.c.by_person, cases.c.settled_by_person, appeals.c.state
    )
    .join(cases, cases.c.id == appeals.c.case)
    .where(appeals.c.state != "open", appeals.c.opened_at >= bindparam("since")),
}
