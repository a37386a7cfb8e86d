"""What is kept of a case: evidence, notes, its card: every statement."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Executable, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from moderation.store.clauses import of_person, renamed
from moderation.store.tables import cards, cases, evidence, notes

_card = insert(cards)

WRITES: Mapping[str, Executable] = {
    "moderation.keep_evidence": insert(evidence).on_conflict_do_nothing(),
    "moderation.card_is": _card.on_conflict_do_update(
        index_elements=["case"],
        set_={
            name: getattr(_card.excluded, name) for name in ("platform", "space", "thread", "message", "at")
        },
    ),
    "moderation.note": insert(notes),
    "moderation.renote": update(notes)
    .where(notes.c.id == bindparam("key"), notes.c.text == bindparam("was"))
    .values(text=bindparam("words")),
    "moderation.rejoin_evidence": renamed(evidence, "person"),
    "moderation.rejoin_notes": renamed(notes, "by_person"),
    "moderation.erase_evidence": delete(evidence).where(evidence.c.person == bindparam("p")),
    "moderation.erase_cards": delete(cards).where(cards.c.case.in_(of_person)),
    "moderation.erase_notes": delete(notes).where(notes.c.case.in_(of_person)),
    "moderation.erase_notes_by": update(notes).where(notes.c.by_person == bindparam("p")).values(text=""),
    "moderation.expire_evidence": delete(evidence).where(evidence.c.at < bindparam("before")),
    "moderation.expire_notes": delete(notes).where(notes.c.at < bindparam("before")),
    "moderation.expire_cards": delete(cards).where(cards.c.at < bindparam("before")),
}

READS: Mapping[str, Executable] = {
    "moderation.evidence": select(evidence).where(evidence.c.case == bindparam("of")).order_by(evidence.c.id),
    "moderation.card": select(cards).where(cards.c.case == bindparam("of")),
    "moderation.notes": select(notes).where(notes.c.case == bindparam("of")).order_by(notes.c.id),
    "moderation.overturned": select(evidence.c.platform, evidence.c.space, evidence.c.message)
    .join(cases, cases.c.id == evidence.c.case)
    .where(cases.c.rule == bindparam("of"), cases.c.state.in_(("undone", "dismissed"))),
    "moderation.all_overturned": select(
        cases.c.rule, evidence.c.platform, evidence.c.space, evidence.c.message
    )
    .join(cases, cases.c.id == evidence.c.case)
    .where(cases.c.state.in_(("undone", "dismissed"))),
    "moderation.acted_on": select(evidence.c.platform, evidence.c.space, evidence.c.message)
    .join(cases, cases.c.id == evidence.c.case)
    .where(cases.c.rule == bindparam("of"), cases.c.opened_at >= bindparam("since")),
    "moderation.evidence_of": select(evidence)
    .where(evidence.c.person == bindparam("p"))
    .order_by(evidence.c.at),
    "moderation.notes_by": select(notes).where(notes.c.by_person == bindparam("p")).order_by(notes.c.id),
}
