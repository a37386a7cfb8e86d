"""All SQL of the room: giveaways, entries, draws; Q&A events, questions, votes."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import (
    BindParameter,
    Column,
    DateTime,
    Executable,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

TABLES = MetaData()
Moment = DateTime(timezone=True)


def _texts(*names: str) -> list[Column[str]]:
    """Columns of text that always hold some, if only an empty one."""
    return [Column(name, Text, nullable=False) for name in names]


def _people(*names: str) -> list[Column[str]]:
    """Columns that hold a person ("" = nobody)."""
    return [Column(name, Text, nullable=False, index=True) for name in names]


def _space() -> list[Column[str]]:
    """Where something appears."""
    return [*_texts("platform", "space", "space_kind"), Column("thread", Text)]


giveaways = Table(
    "campaigns_giveaways",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("state", Text, nullable=False, index=True),
    *_people("editor_person"),
    *_space(),
    *_texts("form", "terms", "rules_hash", "secret_hash", "message"),
    Column("revision", Integer, nullable=False),
    Column("changes", Integer, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("shown_at", Moment),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
)
secrets = Table(
    "campaigns_secrets",
    TABLES,
    Column("giveaway", Text, primary_key=True),
    Column("secret", LargeBinary, nullable=False),
)
entries = Table(
    "campaigns_entries",
    TABLES,
    Column("giveaway", Text, primary_key=True),
    Column("person", Text, primary_key=True, index=True),
    *_texts("code", "ineligible"),
    Column("entered_at", Moment, nullable=False),
    UniqueConstraint("giveaway", "code"),
)
draws = Table(
    "campaigns_draws",
    TABLES,
    Column("giveaway", Text, primary_key=True),
    *_texts("proof"),
    Column("redraws", Integer, nullable=False),
    Column("drawn_at", Moment, nullable=False),
)
winners = Table(
    "campaigns_winners",
    TABLES,
    Column("giveaway", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("ordinal", Integer, nullable=False),
    *_people("person", "by_person"),
    *_texts("state", "reason"),
)
cards = Table(
    "campaigns_cards",
    TABLES,
    Column("giveaway", Text, primary_key=True),
    *(Column(name, Text, primary_key=True) for name in ("platform", "space", "message")),
    *_texts("space_kind"),
    Column("thread", Text),
)
events = Table(
    "campaigns_events",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    *_people("opener_person"),
    *_space(),
    *_texts("state", "form", "title", "intro", "message"),
    Column("moderated", Integer, nullable=False),
    Column("share", Integer, nullable=False),
    Column("shown_at", Moment),
    Column("made_at", Moment, nullable=False),
    Column("ends_at", Moment),
    Column("ended_at", Moment),
)
questions = Table(
    "campaigns_questions",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    *_texts("event", "state", "text", "answer"),
    *_people("person", "answered_by_person", "decided_by_person"),
    Column("posed", Text, nullable=False, index=True),
    Column("asked_at", Moment, nullable=False),
    UniqueConstraint("event", "number"),
)
votes = Table(
    "campaigns_votes",
    TABLES,
    Column("question", Text, primary_key=True),
    Column("person", Text, primary_key=True, index=True),
    Column("voted_at", Moment, nullable=False),
)
_open_event = text("state = 'open'")
Index(
    "campaigns_events_open",
    events.c.platform,
    events.c.space,
    unique=True,
    sqlite_where=_open_event,
    postgresql_where=_open_event,
)
_key = bindparam("key", type_=Text)
_live = select(giveaways.c.id).where(giveaways.c.state == "open")
_live_here = _live.where(giveaways.c.platform == bindparam("p"), giveaways.c.space == bindparam("s"))
_ended = select(giveaways.c.id).where(giveaways.c.ended_at < bindparam("before"))
_closed = select(events.c.id).where(events.c.ended_at < bindparam("before"))
_closed_questions = select(questions.c.id).where(questions.c.event.in_(_closed))
_kept_entries = select(entries.c.giveaway).where(entries.c.person == bindparam("kept"))
_kept_votes = select(votes.c.question).where(votes.c.person == bindparam("kept"))


_giveaway = update(giveaways).where(giveaways.c.id == _key)
_draft = _giveaway.where(giveaways.c.state == "draft")
_seen_draft = _draft.where(giveaways.c.revision == bindparam("seen"))
_running = _giveaway.where(giveaways.c.state == "open")
_event = update(events).where(events.c.id == _key)
_event_draft = _event.where(events.c.state == "draft")
_question = update(questions).where(questions.c.id == _key)
# no IN with literal lists in what is written: executemany cannot expand them
_unpublished = or_(giveaways.c.state == "draft", giveaways.c.state == "dropped")
_drafted = select(giveaways.c.id).where(giveaways.c.editor_person == bindparam("was"), _unpublished)
_answerable = or_(questions.c.state == "approved", questions.c.state == "posed")
_own_entry = (entries.c.giveaway == _key, entries.c.person == bindparam("who"))
_own_vote = (votes.c.question == _key, votes.c.person == bindparam("who"))
_to_space: Mapping[str, BindParameter[str]] = {
    name: bindparam(f"to_{name.removeprefix('space_')}", type_=Text)
    for name in ("platform", "space", "thread", "space_kind")
}


def _become(table: Table, column: str) -> Executable:
    """Put another person into a column, wherever the first one stands."""
    return update(table).where(table.c[column] == bindparam("was")).values({column: bindparam("becomes")})


WRITES: Mapping[str, Executable] = {
    "campaigns.giveaway_draft": insert(giveaways),
    "campaigns.giveaway_move": _draft.values(**_to_space, terms="", revision=giveaways.c.revision + 1),
    "campaigns.giveaway_fill": _seen_draft.values(
        form=bindparam("typed"), terms=bindparam("read"), revision=giveaways.c.revision + 1
    ),
    "campaigns.giveaway_drop": _draft.values(state="dropped", ended_at=bindparam("at")),
    "campaigns.giveaway_publish": _seen_draft.values(
        state="open",
        rules_hash=bindparam("rules"),
        secret_hash=bindparam("committed"),
        shown_at=bindparam("at"),
    ),
    "campaigns.giveaway_posted": _giveaway.values(message=bindparam("native")),
    "campaigns.giveaway_shown": _giveaway.values(shown=bindparam("count"), shown_at=bindparam("at")),
    "campaigns.giveaway_touch": _running.values(changes=giveaways.c.changes + 1),
    "campaigns.giveaway_drawn": _running.where(giveaways.c.changes == bindparam("seen")).values(
        state="drawn", ended_at=bindparam("at")
    ),
    "campaigns.giveaway_cancel": _running.values(state="cancelled", ended_at=bindparam("at")),
    "campaigns.secret_keep": insert(secrets),
    "campaigns.secret_forget": delete(secrets).where(secrets.c.giveaway == _key),
    "campaigns.entry_add": insert(entries),
    "campaigns.entry_take_back": delete(entries).where(*_own_entry),
    "campaigns.entry_bar": update(entries).where(*_own_entry).values(ineligible=bindparam("why")),
    "campaigns.entries_moved": update(entries)
    .where(entries.c.person == bindparam("who"), entries.c.giveaway.in_(_live_here))
    .values(ineligible=bindparam("why")),
    "campaigns.card_add": insert(cards).on_conflict_do_nothing(),
    "campaigns.cards_forget": delete(cards).where(cards.c.giveaway == _key),
    "campaigns.draw_add": insert(draws),
    "campaigns.draw_again": update(draws)
    .where(draws.c.giveaway == _key, draws.c.redraws == bindparam("seen"))
    .values(proof=bindparam("whole"), redraws=draws.c.redraws + 1),
    "campaigns.winner_add": insert(winners),
    "campaigns.winner_turn": update(winners)
    .where(winners.c.giveaway == _key, winners.c.code == bindparam("which"), winners.c.state == "won")
    .values(state=bindparam("becomes"), reason=bindparam("why"), by_person=bindparam("who")),
    "campaigns.event_draft": insert(events),
    "campaigns.event_move": _event_draft.values(**_to_space),
    "campaigns.event_type": _event_draft.values(form=bindparam("typed")),
    "campaigns.event_open": _event_draft.values(
        state="open",
        form="{}",
        title=bindparam("named"),
        intro=bindparam("said"),
        moderated=bindparam("careful"),
        share=bindparam("most"),
        ends_at=bindparam("until"),
        shown_at=bindparam("at"),
    ),
    "campaigns.event_posted": _event.values(message=bindparam("native")),
    "campaigns.event_shown": _event.values(shown_at=bindparam("at")),
    "campaigns.event_close": _event.where(events.c.state == "open").values(
        state="closed", ended_at=bindparam("at")
    ),
    "campaigns.question_ask": insert(questions),
    "campaigns.question_decide": _question.where(questions.c.state == "pending").values(
        state=bindparam("becomes"), decided_by_person=bindparam("who")
    ),
    "campaigns.question_pose": _question.where(questions.c.state == "approved").values(state="posed"),
    "campaigns.question_posed": _question.values(posed=bindparam("native")),
    "campaigns.question_answer": _question.where(_answerable).values(
        state="answered", answer=bindparam("said"), answered_by_person=bindparam("who")
    ),
    "campaigns.vote_add": insert(votes),
    "campaigns.vote_take_back": delete(votes).where(*_own_vote),
    "campaigns.erase_live_entries": delete(entries).where(
        entries.c.person == bindparam("was"), entries.c.giveaway.in_(_live)
    ),
    "campaigns.erase_cards": delete(cards).where(cards.c.giveaway.in_(_drafted)),
    "campaigns.erase_drafts": delete(giveaways).where(
        giveaways.c.editor_person == bindparam("was"), _unpublished
    ),
    "campaigns.erase_event_drafts": delete(events).where(
        events.c.opener_person == bindparam("was"), events.c.state == "draft"
    ),
    "campaigns.erase_questions": update(questions)
    .where(questions.c.person == bindparam("was"))
    .values(
        person=bindparam("becomes"),
        text="",
        state=case((questions.c.state == "answered", "answered"), else_="withdrawn"),
    ),
    "campaigns.erase_answers": update(questions)
    .where(questions.c.answered_by_person == bindparam("was"))
    .values(answered_by_person=bindparam("becomes"), answer=""),
    "campaigns.entries_become": _become(entries, "person"),
    "campaigns.winners_become": _become(winners, "person"),
    "campaigns.winners_by_become": _become(winners, "by_person"),
    "campaigns.editors_become": _become(giveaways, "editor_person"),
    "campaigns.openers_become": _become(events, "opener_person"),
    "campaigns.askers_become": _become(questions, "person"),
    "campaigns.answerers_become": _become(questions, "answered_by_person"),
    "campaigns.deciders_become": _become(questions, "decided_by_person"),
    "campaigns.votes_become": _become(votes, "person"),
    "campaigns.rejoin_entries": delete(entries).where(
        entries.c.person == bindparam("dropped"), entries.c.giveaway.in_(_kept_entries)
    ),
    "campaigns.rejoin_votes": delete(votes).where(
        votes.c.person == bindparam("dropped"), votes.c.question.in_(_kept_votes)
    ),
    "campaigns.expire_drafts": delete(giveaways).where(
        _unpublished, giveaways.c.made_at < bindparam("before")
    ),
    "campaigns.expire_event_drafts": delete(events).where(
        events.c.state == "draft", events.c.made_at < bindparam("before")
    ),
    "campaigns.expire_cards": delete(cards).where(cards.c.giveaway.in_(_ended)),
    "campaigns.expire_entries": delete(entries).where(entries.c.giveaway.in_(_ended)),
    "campaigns.expire_winners": delete(winners).where(winners.c.giveaway.in_(_ended)),
    "campaigns.expire_votes": delete(votes).where(votes.c.question.in_(_closed_questions)),
    "campaigns.expire_questions": delete(questions).where(questions.c.event.in_(_closed)),
}

_voted = select(func.count()).where(votes.c.question == questions.c.id).correlate(questions).scalar_subquery()
_asked = select(questions, _voted.label("votes"))

READS: Mapping[str, Executable] = {
    "campaigns.giveaway": select(giveaways).where(giveaways.c.number == bindparam("number", type_=Integer)),
    "campaigns.giveaways": select(giveaways)
    .where(giveaways.c.state.in_(bindparam("states", expanding=True)))
    .order_by(giveaways.c.number.desc())
    .limit(20),
    "campaigns.giveaways_live": select(giveaways.c.platform, giveaways.c.space).where(
        giveaways.c.state == "open"
    ),
    "campaigns.giveaway_draft_of": select(giveaways).where(
        giveaways.c.editor_person == bindparam("who"), giveaways.c.state == "draft"
    ),
    "campaigns.giveaways_by": select(giveaways).where(giveaways.c.editor_person == bindparam("who")),
    "campaigns.giveaway_last": select(func.max(giveaways.c.number).label("number")),
    "campaigns.secret": select(secrets).where(secrets.c.giveaway == _key),
    "campaigns.entry": select(entries).where(*_own_entry),
    "campaigns.entry_by_code": select(entries).where(
        entries.c.giveaway == _key, entries.c.code == bindparam("which")
    ),
    "campaigns.entries": select(entries).where(entries.c.giveaway == _key).order_by(entries.c.code),
    "campaigns.entries_of": select(entries, giveaways.c.number)
    .join(giveaways, giveaways.c.id == entries.c.giveaway)
    .where(entries.c.person == bindparam("who")),
    "campaigns.entry_count": select(func.count().label("count")).where(
        entries.c.giveaway == _key, entries.c.ineligible == ""
    ),
    "campaigns.cards": select(cards).where(cards.c.giveaway == _key),
    "campaigns.draw": select(draws).where(draws.c.giveaway == _key),
    "campaigns.winners": select(winners).where(winners.c.giveaway == _key).order_by(winners.c.ordinal),
    "campaigns.winners_of": select(winners, giveaways.c.number)
    .join(giveaways, giveaways.c.id == winners.c.giveaway)
    .where(or_(winners.c.person == bindparam("who"), winners.c.by_person == bindparam("who"))),
    "campaigns.event": select(events).where(events.c.number == bindparam("number", type_=Integer)),
    "campaigns.events_open": select(events).where(events.c.state == "open").order_by(events.c.number),
    "campaigns.event_draft_of": select(events).where(
        events.c.opener_person == bindparam("who"), events.c.state == "draft"
    ),
    "campaigns.events_by": select(events).where(events.c.opener_person == bindparam("who")),
    "campaigns.event_last": select(func.max(events.c.number).label("number")),
    "campaigns.questions": _asked.where(questions.c.event == _key).order_by(questions.c.number),
    "campaigns.question": _asked.where(
        questions.c.event == _key, questions.c.number == bindparam("number", type_=Integer)
    ),
    "campaigns.question_posed_as": select(questions, events.c.number.label("event_number"))
    .join(events, and_(events.c.id == questions.c.event, events.c.state == "open"))
    .where(
        questions.c.posed == bindparam("message"),
        events.c.platform == bindparam("p"),
        events.c.space == bindparam("s"),
    ),
    "campaigns.questions_of": select(questions).where(
        or_(
            questions.c.person == bindparam("who"),
            questions.c.answered_by_person == bindparam("who"),
            questions.c.decided_by_person == bindparam("who"),
        )
    ),
    "campaigns.vote": select(votes).where(*_own_vote),
    "campaigns.votes_of": select(votes, questions.c.number)
    .join(questions, questions.c.id == votes.c.question)
    .where(votes.c.person == bindparam("who")),
    "campaigns.vote_people": select(func.count(func.distinct(votes.c.person)).label("count"))
    .join(questions, questions.c.id == votes.c.question)
    .where(questions.c.event == _key),
}
