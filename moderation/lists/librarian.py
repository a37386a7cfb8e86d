"""Lists as moderators handle them: previewed, watched, reviewed when they change, term by term."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from chat.actions import Button, Post, Priority
from chat.decision import Alarm, Audit, Decision, Value, Write, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven, TimerRang
from chat.people import Duty, PersonId, Rank
from chat.ports import Outside, Row, Unreachable
from chat.text import Text
from moderation.desk import Desk
from moderation.lists.formats import read_terms, text_of
from moderation.lists.trial import Tried, try_terms
from moderation.lists.views import SHOWN, ListViews, preview

REFRESH = "moderation.list_refresh"
"""The alarm at which a shared list is read again. Late = it is read late."""

WATCH, DISCARD = "list.watch", "list.discard"
ACCEPT, IGNORE = "list.accept", "list.ignore"
_EVERY = timedelta(days=1)
PAST = timedelta(days=30)
"""How much of the past a list is tried on."""
_LARGEST = 4_000_000
_LONGEST = 500
_SEEN = "."


class Librarian:
    """Nothing of a list is in force before a human has seen what it would have done."""

    def __init__(self, desk: Desk, outside: Outside) -> None:
        self._desk = desk
        self._outside = outside
        self.views = ListViews(desk.reader)

    async def fetch(self, url: str) -> str:
        """The text at an address of the public internet, by https only. Raises SaidNo."""
        if not url.lower().startswith("https://"):
            raise SaidNo(Text("moderation.list.https"))
        try:
            reply = await self._outside.fetch(url, limit=_LARGEST)
        except Unreachable as trouble:
            raise SaidNo(Text("moderation.list.unreachable", {"why": trouble.why})) from trouble
        if reply.status != 200:
            raise SaidNo(Text("moderation.list.unreachable", {"why": str(reply.status)}))
        return text_of(reply.body)

    async def add(self, event: CommandGiven, name: str, source: str, text: str, reason: str) -> Decision:
        """A preview: what the list would have done, before it does anything. Raises SaidNo."""
        if not reason.strip():
            raise SaidNo(Text("moderation.list.reason_needed"))
        if await self._desk.reader.row("lists.named", wanted=name) is not None:
            raise SaidNo(Text("moderation.list.known", {"name": name}))
        whole, key, tried = await self.prepare(name, source, text, reason, event.by.person)
        buttons = (
            Button(label=Text("moderation.list.button.watch"), kind=WATCH, id=key, only=Rank.STAFF),
            Button(
                label=Text("moderation.list.button.discard"),
                kind=DISCARD,
                id=key,
                only=Rank.STAFF,
                danger=True,
            ),
        )
        return whole + Decision(
            reason="list.preview",
            actions=(
                Post(to=event.space, body=preview(name, tried), buttons=(buttons,), urgency=Priority.STAFF),
            ),
        )

    async def prepare(
        self,
        name: str,
        source: str,
        text: str,
        reason: str,
        by: PersonId | None,
        state: str = "preview",
        *,
        past: timedelta = PAST,
    ) -> tuple[Decision, str, Sequence[Tried]]:
        """The rows of a list, tried on the last 30 days; its noisy terms are quarantined. Raises SaidNo."""
        terms = read_terms(text)
        if not terms:
            raise SaidNo(Text("moderation.list.empty"))
        key, now = self._desk.ids.new(), self._desk.clock.now()
        tried = await self._try(terms, past)
        row: dict[str, Value] = {
            "id": key,
            "name": name,
            "source": source,
            "reason": reason.strip()[:_LONGEST],
            "by_person": by,
            "state": state,
            "digest": digest(terms),
            "pending": None,
            "at": now,
            "changed_at": now,
        }
        audit = Audit(
            code="list.added", subject=key, data={"name": name, "terms": len(terms), "reason": reason[:200]}
        )
        writes = (Write("lists.add", row, expect=1), *(_term(key, one) for one in tried))
        return Decision(reason="list.prepared", writes=writes, audit=(audit,)), key, tried

    async def _try(self, terms: Sequence[str], past: timedelta = PAST) -> list[Tried]:
        since = self._desk.clock.now() - past
        return try_terms(terms, await self._desk.reader.rows("moderation.history", since=since))

    async def press(self, event: ButtonPressed) -> Decision:
        """Watch or discard a previewed list; accept or ignore a change. Raises SaidNo."""
        key, _, seen = event.id.partition(_SEEN)
        row = await self._desk.reader.row("lists.one", key=key)
        if (
            row is None
            or (seen and seen != _mark(row["pending"]))
            or not (event.by.is_person and event.by.standing.has(Duty.MODERATOR))
        ):
            raise SaidNo(Text("moderation.list.settled"))
        now, name = self._desk.clock.now(), {"name": row["name"]}
        match event.kind, row["state"]:
            case "list.watch", "preview":
                return Decision(
                    reason="list.watched",
                    actions=(answer(event, Text("moderation.list.watched", name)),),
                    writes=(Write("lists.state", {"key": key, "to": "watched", "at_": now}, expect=1),),
                    alarms=(_again(row, now + _EVERY),) if _is_shared(row) else (),
                    audit=(Audit(code="list.watched", subject=key, data={"by": event.by.person}),),
                )
            case "list.discard", "preview":
                return self._drop(event, row)
            case "list.accept", "watched" if row["pending"] is not None:
                return await self._accept(event, row)
            case "list.ignore", "watched" if row["pending"] is not None:
                ignored = digest(read_terms(row["pending"]))
                return Decision(
                    reason="list.ignored",
                    actions=(answer(event, Text("moderation.list.ignored", name)),),
                    writes=(Write("lists.digest", {"key": key, "what": ignored, "at_": now}, expect=1),),
                )
        raise SaidNo(Text("moderation.list.settled"))

    def _drop(self, event: CommandGiven | ButtonPressed, row: Row) -> Decision:
        return Decision(
            reason="list.dropped",
            actions=(answer(event, Text("moderation.list.dropped", {"name": row["name"]})),),
            writes=(
                Write("lists.drop", {"key": row["id"]}, expect=1),
                Write("lists.forget_terms", {"of": row["id"]}),
            ),
            alarms=(Alarm(kind=REFRESH, subject=row["id"], at=None),),
            audit=(Audit(code="list.dropped", subject=row["id"], data={"name": row["name"]}),),
        )

    async def _accept(self, event: ButtonPressed, row: Row) -> Decision:
        """New terms are tried like those of a new list; what people decided about the others stays."""
        wanted = read_terms(row["pending"])
        there = {one["term"] for one in await self._desk.reader.rows("lists.terms", of=row["id"])}
        tried = await self._try([one for one in wanted if one not in there])
        now = self._desk.clock.now()
        gone = (
            Write("lists.forget_term", {"of": row["id"], "what": one}) for one in sorted(there - set(wanted))
        )
        return Decision(
            reason="list.accepted",
            actions=(answer(event, Text("moderation.list.accepted", {"name": row["name"]})),),
            writes=(
                *gone,
                *(_term(row["id"], one) for one in tried),
                Write("lists.digest", {"key": row["id"], "what": digest(wanted), "at_": now}, expect=1),
            ),
            audit=(Audit(code="list.accepted", subject=row["id"], data={"new": len(tried)}),),
        )

    async def refresh(self, event: TimerRang) -> Decision | None:
        """A shared list is read again; a change waits for a human. What cannot be reached stays as it is."""
        row = await self._desk.reader.row("lists.one", key=event.subject)
        if row is None or row["state"] != "watched" or not _is_shared(row):
            return None
        now = self._desk.clock.now()
        again = Decision(reason="list.read", alarms=(_again(row, now + _EVERY),))
        try:
            text = await self.fetch(row["source"])
        except SaidNo as no:
            return again + Decision(
                reason="",
                audit=(
                    Audit(
                        code="list.unreachable",
                        subject=row["id"],
                        data={"why": str(no.text.args.get("why", ""))},
                    ),
                ),
            )
        terms = read_terms(text)
        if not terms:
            return again
        if digest(terms) == row["digest"]:  # as before: a change that nobody took over is none any more
            back = Write("lists.pend", {"key": row["id"], "what": None, "at_": now}, expect=1)
            return again if row["pending"] is None else again + Decision(reason="", writes=(back,))
        there = {one["term"] for one in await self._desk.reader.rows("lists.terms", of=row["id"])}
        fresh, gone = [one for one in terms if one not in there], there - set(terms)
        pend = Write("lists.pend", {"key": row["id"], "what": "\n".join(terms), "at_": now}, expect=1)
        staff = self._desk.directory.home() or next(
            (one for space in self._desk.directory.spaces() if (one := self._desk.staff(space))), None
        )
        if staff is None or row["pending"] == "\n".join(terms):
            return again + Decision(reason="", writes=(pend,))
        shown = f"{row['id']}{_SEEN}{_mark(pend.values['what'])}"
        buttons = (
            Button(label=Text("moderation.list.button.accept"), kind=ACCEPT, id=shown, only=Rank.STAFF),
            Button(label=Text("moderation.list.button.ignore"), kind=IGNORE, id=shown, only=Rank.STAFF),
        )
        noisy = [one for one in await self._try(fresh) if one.noisy]
        body = Text(
            "moderation.list.changed",
            {
                "name": row["name"],
                "fresh": len(fresh),
                "gone": len(gone),
                "noisy": len(noisy),
                "samples": " · ".join(fresh[:SHOWN]) or "—",
            },
        )
        post = Post(to=staff, body=body, buttons=(buttons,), urgency=Priority.STAFF)
        return again + Decision(reason="", actions=(post,), writes=(pend,))

    async def rule(self, event: CommandGiven, name: str, term: str, state: str) -> Decision:
        """A human lets a quarantined term act, or never. Raises SaidNo."""
        row = await self.views.named(name)
        if term in ("all", "全部"):
            write = Write("lists.rule_all", {"of": row["id"], "to": state})
        else:
            write = Write("lists.rule", {"of": row["id"], "what": term, "to": state}, expect=1)
            found = [
                one
                for one in await self._desk.reader.rows("lists.terms", of=row["id"])
                if one["term"] == term
            ]
            if not found:
                raise SaidNo(Text("moderation.list.no_term", {"term": term}))
        return Decision(
            reason=f"list.{state}",
            actions=(answer(event, Text(f"moderation.list.{state}", {"term": term, "name": name})),),
            writes=(write,),
            audit=(Audit(code="list.term", subject=row["id"], data={"term": term[:100], "state": state}),),
        )

    async def drop(self, event: CommandGiven, name: str) -> Decision:
        """A list is no more. Raises SaidNo."""
        return self._drop(event, await self.views.named(name))


def digest(terms: Sequence[str]) -> str:
    """The same for the same terms in any order."""
    return hashlib.sha256("\n".join(sorted(terms)).encode("utf-8", "replace")).hexdigest()


def _mark(pending: object) -> str:
    """By which the buttons of a card know the change that it shows from a later one."""
    return hashlib.sha256(str(pending).encode("utf-8", "replace")).hexdigest()[:8]


def _term(key: str, one: Tried) -> Write:
    values: dict[str, Value] = {
        "list": key,
        "term": one.term,
        "state": "quarantined" if one.noisy else "active",
        "noisy": one.noisy,
        "hits": one.hits,
        "people": one.people,
    }
    return Write("lists.term", values)


def _is_shared(row: Row) -> bool:
    return str(row["source"]).startswith("https://")


def _again(row: Row, at: Any) -> Alarm:
    return Alarm(kind=REFRESH, subject=row["id"], at=at)
