"""The runtime's own tables and statements: inbox, outbox, alarms, audit, parked handlers, people, places."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Executable,
    Index,
    Integer,
    LargeBinary,
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
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

TABLES = MetaData()
Moment = DateTime(timezone=True)
Sequence = BigInteger().with_variant(Integer, "sqlite")

installation = Table(
    "installation",
    TABLES,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

inbox = Table(
    "inbox",
    TABLES,
    Column("seq", Sequence, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("payload", Text),
    Column("state", String(8), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("handled_at", Moment),
    Column("lease_until", Moment),
    Column("fence", Integer, nullable=False, default=0),
)
waiting = text("state = 'new'")
Index("inbox_new", inbox.c.seq, sqlite_where=waiting, postgresql_where=waiting)
Index("inbox_handled", inbox.c.handled_at)

parked = Table(
    "parked",
    TABLES,
    Column("key", Text, primary_key=True),
    Column("handler", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("payload", Text),
    Column("trouble", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("at", Moment, nullable=False),
)

outbox = Table(
    "outbox",
    TABLES,
    Column("key", Text, primary_key=True),
    Column("seq", Sequence, nullable=False, unique=True),
    Column("platform", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("thread", Text),
    Column("kind", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("repeat", String(8), nullable=False),
    Column("payload", Text),
    Column("person", Text),
    Column("room", Text),
    Column("subject", Text),
    Column("needs", Text),
    Column("edits", Text),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment),
    Column("first_try", Moment),
    Column("owner", Text),
    Column("lease_until", Moment),
    Column("fence", Integer, nullable=False),
    Column("result", Text),
    Column("why", Text),
    Column("created_at", Moment, nullable=False),
    Column("done_at", Moment),
)
unsent = text("state IN ('new', 'held', 'sending')")
Index("outbox_unsent", outbox.c.seq, sqlite_where=unsent, postgresql_where=unsent)
Index("outbox_needs", outbox.c.needs)
Index("outbox_done", outbox.c.done_at)
Index("outbox_person", outbox.c.person)

alarms = Table(
    "alarms",
    TABLES,
    Column("kind", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("platform", Text),
    Column("space", Text),
    Column("thread", Text),
    Column("space_kind", Text),
)
Index("alarms_at", alarms.c.at)

audit = Table(
    "audit",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("code", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("person", Text),
    Column("event", Text, nullable=False),
)
Index("audit_at", audit.c.at)
Index("audit_subject", audit.c.subject)

identities = Table(
    "identities",
    TABLES,
    Column("platform", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("username", Text),
    Column("locale", Text),
    Column("seen_at", Moment, nullable=False),
)
Index("identities_person", identities.c.person)
Index("identities_username", identities.c.username)

persons = Table(
    "persons",
    TABLES,
    Column("person", Text, primary_key=True),
    Column("language", String(2)),
)

roles = Table(
    "roles",
    TABLES,
    Column("person", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("given_by_person", Text),
    Column("at", Moment, nullable=False),
)

places = Table(
    "places",
    TABLES,
    Column("platform", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("language", Text),
    Column("at", Moment, nullable=False),
)

links = Table(
    "links",
    TABLES,
    Column("code_hash", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("claimed_by_person", Text),
    Column("confirmed", Integer, nullable=False),
)

link_tries = Table(
    "link_tries",
    TABLES,
    Column("person", Text, primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("since", Moment, nullable=False),
)

forms = Table(
    "forms",
    TABLES,
    Column("platform", Text, primary_key=True),
    Column("space", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("origin", Text, nullable=False),
    Column("answers", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

confirmations = Table(
    "confirmations",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("event", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

erasures = Table(
    "erasures",
    TABLES,
    Column("platform", Text, primary_key=True),
    Column("id_hash", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)

WAITING = or_(outbox.c.state == "new", outbox.c.state == "held")
UNSENT = or_(WAITING, outbox.c.state == "sending")
UNFINISHED = or_(UNSENT, outbox.c.state == "parked")

LAST_COMMIT = "last_commit"
"""The name under which PostgreSQL keeps the mark of the last transaction."""

_marking = insert(installation).values(name=bindparam("name"), value=func.uuid_send(func.gen_random_uuid()))
COMMIT_MARK = _marking.on_conflict_do_update(
    index_elements=["name"], set_={"value": _marking.excluded.value}
).returning(installation.c.value)
"""Another mark than ever before."""
COMMIT_UNMARKED = insert(installation).on_conflict_do_nothing()
"""Waits for a first mark that is being made."""
COMMIT_MARKED = select(installation.c.value).where(installation.c.name == bindparam("k")).with_for_update()
"""Waits for a mark that is being changed."""

_place = insert(places)
_identity = insert(identities)
_alarm = insert(alarms)
_parked = insert(parked)
_language = insert(persons)
_try = insert(link_tries)

WRITES: Mapping[str, Executable] = {
    "installation.set": insert(installation).on_conflict_do_nothing(),
    "installation.unset": delete(installation).where(installation.c.name == bindparam("k")),
    "inbox.add": insert(inbox),
    "inbox.mark": update(inbox)
    .where(inbox.c.seq == bindparam("keys"), inbox.c.state == "new")
    .values(state="done", handled_at=bindparam("handled")),
    "inbox.forget": delete(inbox).where(inbox.c.handled_at < bindparam("before")),
    "inbox.blank": update(inbox)
    .where(inbox.c.handled_at < bindparam("before"), inbox.c.payload.is_not(None))
    .values(payload=None),
    "parked.add": _parked.on_conflict_do_update(
        index_elements=["key", "handler"],
        set_={"attempts": parked.c.attempts + 1, "trouble": _parked.excluded.trouble, "state": "parked"},
    ),
    "parked.settle": update(parked)
    .where(parked.c.key == bindparam("k"), parked.c.handler == bindparam("h"), parked.c.state == "parked")
    .values(state=bindparam("to")),
    "parked.forget": delete(parked).where(parked.c.at < bindparam("before")),
    "outbox.add": insert(outbox),
    "outbox.claim": update(outbox)
    .where(outbox.c.key == bindparam("k"), outbox.c.state == "new", outbox.c.fence == bindparam("was"))
    .values(
        state="sending",
        owner=bindparam("me"),
        lease_until=bindparam("until"),
        fence=outbox.c.fence + 1,
        attempts=outbox.c.attempts + 1,
        first_try=func.coalesce(outbox.c.first_try, bindparam("at_", type_=Moment)),
    ),
    "outbox.finish": update(outbox)
    .where(outbox.c.key == bindparam("k"), outbox.c.state == "sending", outbox.c.fence == bindparam("was"))
    .values(
        state=bindparam("to"), result=bindparam("ids"), why=bindparam("because"), done_at=bindparam("at_")
    ),
    "outbox.later": update(outbox)
    .where(outbox.c.key == bindparam("k"), outbox.c.state == "sending", outbox.c.fence == bindparam("was"))
    .values(state="new", not_before=bindparam("at_"), why=bindparam("because")),
    "outbox.refuse": update(outbox)
    .where(outbox.c.key == bindparam("k"), WAITING)
    .values(state=bindparam("to"), why=bindparam("because"), done_at=bindparam("at_")),
    "outbox.release": update(outbox)
    .where(outbox.c.needs == bindparam("made"), outbox.c.state == "held")
    .values(state="new"),
    "outbox.supersede": update(outbox)
    .where(outbox.c.edits == bindparam("message"), WAITING)
    .values(state="done", why="superseded", done_at=bindparam("at_")),
    "outbox.revive": update(outbox)
    .where(outbox.c.key == bindparam("k"), outbox.c.state == "parked")
    .values(state="new", not_before=None, why=None, done_at=None),
    "outbox.drop": update(outbox)
    .where(outbox.c.key == bindparam("k"), outbox.c.state == "parked")
    .values(state="failed", why="dropped"),
    "outbox.park": update(outbox)
    .where(outbox.c.key == bindparam("k"), UNSENT)
    .values(state="parked", why="restored", done_at=bindparam("at_")),
    "outbox.blank": update(outbox)
    .where(outbox.c.done_at < bindparam("before"), outbox.c.payload.is_not(None))
    .values(payload=None),
    "outbox.forget": delete(outbox).where(outbox.c.done_at < bindparam("before")),
    "alarm.set": _alarm.on_conflict_do_update(
        index_elements=["kind", "subject"],
        set_={
            name: getattr(_alarm.excluded, name)
            for name in ("at", "platform", "space", "thread", "space_kind")
        },
    ),
    "alarm.clear": delete(alarms).where(alarms.c.kind == bindparam("k"), alarms.c.subject == bindparam("s")),
    "alarm.rang": delete(alarms).where(
        alarms.c.kind == bindparam("k"), alarms.c.subject == bindparam("s"), alarms.c.at == bindparam("due")
    ),
    "audit.add": insert(audit),
    "audit.forget": delete(audit).where(audit.c.at < bindparam("before")),
    "people.meet": _identity.on_conflict_do_update(
        index_elements=["platform", "id"],
        set_={
            "name": _identity.excluded.name,
            "username": _identity.excluded.username,
            "locale": func.coalesce(_identity.excluded.locale, identities.c.locale),
            "seen_at": _identity.excluded.seen_at,
        },
    ),
    "language.set": _language.on_conflict_do_update(
        index_elements=["person"], set_={"language": _language.excluded.language}
    ),
    "identity.rejoin": update(identities)
    .where(identities.c.person == bindparam("dropped"))
    .values(person=bindparam("kept")),
    "role.give": insert(roles).on_conflict_do_nothing(),
    "role.take": delete(roles).where(roles.c.person == bindparam("p"), roles.c.role == bindparam("r")),
    "role.forget": delete(roles).where(roles.c.person == bindparam("p")),
    "identity.forget": delete(identities).where(identities.c.person == bindparam("p")),
    "language.forget": delete(persons).where(persons.c.person == bindparam("p")),
    "people.offer_link": insert(links),
    "people.claim_link": update(links)
    .where(links.c.code_hash == bindparam("code"), links.c.claimed_by_person.is_(None))
    .values(claimed_by_person=bindparam("by")),
    "people.confirm_link": update(links)
    .where(links.c.code_hash == bindparam("code"), links.c.confirmed == bindparam("was"))
    .values(confirmed=bindparam("side")),
    "people.end_link": delete(links).where(links.c.code_hash == bindparam("code")),
    "people.forget_links": delete(links).where(links.c.expires_at < bindparam("before")),
    "people.try_link": _try.on_conflict_do_update(
        index_elements=["person"],
        set_={
            "tries": case((link_tries.c.since < bindparam("before"), 1), else_=link_tries.c.tries + 1),
            "since": case(
                (link_tries.c.since < bindparam("before"), _try.excluded.since), else_=link_tries.c.since
            ),
        },
    ),
    "people.forget_tries": delete(link_tries).where(link_tries.c.since < bindparam("before")),
    "people.erase_links": delete(links).where(
        (links.c.person == bindparam("p")) | (links.c.claimed_by_person == bindparam("p"))
    ),
    "people.erase_tries": delete(link_tries).where(link_tries.c.person == bindparam("p")),
    "people.erase_forms": delete(forms).where(forms.c.person == bindparam("p")),
    "people.erase_outbox": update(outbox)
    .where(outbox.c.person == bindparam("p"))
    .values(
        payload=None,
        person=bindparam("pseudonym"),
        space=case((outbox.c.kind == "private", ""), else_=outbox.c.space),
        state=case((UNFINISHED, "failed"), else_=outbox.c.state),
        why=case((UNFINISHED, "erased"), else_=outbox.c.why),
    ),
    "people.erase_audit": update(audit)
    .where(audit.c.person == bindparam("p"))
    .values(person=bindparam("pseudonym")),
    "people.erase_giver": update(roles)
    .where(roles.c.given_by_person == bindparam("p"))
    .values(given_by_person=bindparam("pseudonym")),
    "people.rejoin_outbox": update(outbox)
    .where(outbox.c.person == bindparam("dropped"))
    .values(person=bindparam("kept")),
    "people.rejoin_audit": update(audit)
    .where(audit.c.person == bindparam("dropped"))
    .values(person=bindparam("kept")),
    "people.erase_parked": delete(parked).where(parked.c.payload.like(bindparam("mark"))),
    "people.erase_subject": update(audit)
    .where(audit.c.subject == bindparam("p"))
    .values(subject=bindparam("pseudonym")),
    "people.erase_data": update(audit).where(audit.c.data.like(bindparam("mark"))).values(data="{}"),
    "people.sweep_audit": update(audit)
    .where(
        audit.c.at < bindparam("before"),
        audit.c.person.is_not(None),
        audit.c.person.not_in(select(identities.c.person)),
    )
    .values(person=None),
    "people.sweep_outbox": update(outbox)
    .where(
        outbox.c.done_at < bindparam("before"),
        outbox.c.person.is_not(None),
        outbox.c.person.not_in(select(identities.c.person)),
    )
    .values(payload=None, person=None, space=case((outbox.c.kind == "private", ""), else_=outbox.c.space)),
    "people.erased": insert(erasures).on_conflict_do_nothing(),
    "place.serve": _place.on_conflict_do_update(
        index_elements=["platform", "id"],
        set_={name: getattr(_place.excluded, name) for name in ("kind", "title", "language", "at")},
    ),
    "place.leave": delete(places).where(places.c.platform == bindparam("p"), places.c.id == bindparam("i")),
    "form.open": insert(forms).on_conflict_do_update(
        index_elements=["platform", "space"],
        set_={
            name: getattr(insert(forms).excluded, name)
            for name in ("person", "form", "language", "origin", "answers", "expires_at")
        },
    ),
    "form.answer": update(forms)
    .where(
        forms.c.platform == bindparam("p"),
        forms.c.space == bindparam("s"),
        forms.c.answers == bindparam("was"),
    )
    .values(answers=bindparam("now_")),
    "form.close": delete(forms).where(forms.c.platform == bindparam("p"), forms.c.space == bindparam("s")),
    "form.over": delete(forms).where(
        forms.c.platform == bindparam("p"),
        forms.c.space == bindparam("s"),
        forms.c.answers == bindparam("was"),
    ),
    "form.forget": delete(forms).where(forms.c.expires_at < bindparam("before")),
    "confirm.add": insert(confirmations),
    "confirm.take": delete(confirmations).where(confirmations.c.id == bindparam("k")),
    "confirm.forget": delete(confirmations).where(confirmations.c.expires_at < bindparam("before")),
}

SETWISE: Mapping[str, Executable] = {
    "inbox.mark": update(inbox)
    .where(inbox.c.seq.in_(bindparam("keys", expanding=True)), inbox.c.state == "new")
    .values(state="done", handled_at=bindparam("handled")),
}
"""Shapes of which a server changes all rows by one statement over their keys (parameter `keys`)."""

READS: Mapping[str, Select[tuple[object, ...]]] = {
    "installation.all": select(installation),
    "inbox.last_at": select(func.max(inbox.c.received_at).label("at")),
    "inbox.top": select(func.max(inbox.c.seq).label("seq")),
    "inbox.newest": select(func.max(inbox.c.key).label("key")).where(inbox.c.key.like(bindparam("like"))),
    "inbox.known": select(inbox.c.key).where(inbox.c.key.in_(bindparam("keys", expanding=True))),
    "inbox.waiting": select(inbox).where(inbox.c.state == "new").order_by(inbox.c.seq),
    "inbox.recent": select(inbox).order_by(inbox.c.seq.desc()).limit(bindparam("count", type_=Integer)),
    "parked.open": select(parked).where(parked.c.state == "parked").order_by(parked.c.at),
    "outbox.top": select(func.max(outbox.c.seq).label("seq")),
    "outbox.unsent": select(outbox)
    .where(outbox.c.state.in_(("new", "held", "sending")))
    .order_by(outbox.c.seq),
    "outbox.made": select(
        outbox.c.state, outbox.c.result, outbox.c.platform, outbox.c.space, outbox.c.thread
    ).where(outbox.c.key == bindparam("k")),
    "outbox.needing": select(outbox)
    .where(outbox.c.needs == bindparam("made"), outbox.c.state.in_(("new", "held")))
    .order_by(outbox.c.seq),
    "outbox.parked": select(outbox).where(outbox.c.state == "parked").order_by(outbox.c.seq),
    "outbox.one": select(outbox).where(outbox.c.key == bindparam("k")),
    "outbox.all": select(outbox).order_by(outbox.c.seq),
    "outbox.person": select(outbox).where(outbox.c.person == bindparam("p")).order_by(outbox.c.seq),
    "alarm.due": select(alarms).where(alarms.c.at <= bindparam("now_")).order_by(alarms.c.at),
    "alarm.next": select(func.min(alarms.c.at).label("at")),
    "alarm.one": select(alarms).where(alarms.c.kind == bindparam("k"), alarms.c.subject == bindparam("s")),
    "alarm.all": select(alarms).order_by(alarms.c.at),
    "audit.all": select(audit).order_by(audit.c.id),
    "audit.since": select(audit).where(audit.c.at >= bindparam("moment", type_=Moment)).order_by(audit.c.id),
    "audit.subject": select(audit).where(audit.c.subject == bindparam("s")).order_by(audit.c.id),
    "audit.person": select(audit).where(audit.c.person == bindparam("p")).order_by(audit.c.id),
    "people.identity": select(identities).where(
        identities.c.platform == bindparam("p"), identities.c.id == bindparam("i")
    ),
    "people.identities": select(identities)
    .where(identities.c.person == bindparam("p"))
    .order_by(identities.c.seen_at.desc()),
    "people.named": select(identities).where(
        identities.c.platform == bindparam("p"), func.lower(identities.c.username) == bindparam("u")
    ),
    "language.of": select(persons.c.language).where(persons.c.person == bindparam("p")),
    "role.all": select(roles),
    "people.link": select(links).where(links.c.code_hash == bindparam("code")),
    "people.tries": select(link_tries).where(link_tries.c.person == bindparam("p")),
    "people.everybody": select(identities),
    "people.erasures": select(erasures),
    "place.all": select(places),
    "form.at": select(forms).where(forms.c.platform == bindparam("p"), forms.c.space == bindparam("s")),
    "confirm.one": select(confirmations).where(confirmations.c.id == bindparam("k")),
}
