"""Draws of giveaways: once at the end, again for a place, handed over, and the proof of it all."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from campaigns.draw import Entrant, Proof, Unusable, prove, read_proof, redraw
from campaigns.entries import Changed, Entries
from campaigns.giveaways import (
    Entry,
    Giveaway,
    GiveawayState,
    Ineligible,
    Winner,
    WinnerState,
    clean,
    entry_of,
    giveaway_of,
    read_code,
    winner_of,
)
from campaigns.places import must_hold
from campaigns.wording import Named
from chat.decision import Value, Write
from chat.errors import SaidNo
from chat.people import Duty, PersonId, Speaker
from chat.ports import Clock, Directory, Reader
from chat.text import Text

REASON = 200
_IN_THREAD = 2_000
"""From so many entrants on the hashing is done beside the event loop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The outcome of a draw: winners by code and name, in the order drawn."""

    giveaway: Giveaway
    proof: Proof
    won: Sequence[tuple[str, Named]]
    writes: tuple[Write, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrawn:
    """A place drawn again: whose code lost it, and who has it now."""

    giveaway: Giveaway
    proof: Proof
    replaced: str
    loser: PersonId
    code: str
    winner: Named
    reason: str
    writes: tuple[Write, ...]


class Draws:
    """What happens to a giveaway at its end and after."""

    def __init__(
        self,
        *,
        reader: Reader,
        clock: Clock,
        directory: Directory,
        entries: Entries,
    ) -> None:
        self._reader = reader
        self._clock = clock
        self._directory = directory
        self._entries = entries

    async def draw(self, number: int) -> Drawn | None:
        """The draw of an open giveaway whose end has come; None when there is nothing to draw (any more, or yet).

        The entrants read here are those that are drawn: an entry in between changes `changes`, and it is decided again.
        """
        row = await self._reader.row("campaigns.giveaway", number=number)
        giveaway = giveaway_of(row) if row else None
        if giveaway is None or giveaway.state is not GiveawayState.OPEN:
            return None
        if giveaway.promised.ends_at > self._clock.now():
            return None
        secret = await self._reader.row("campaigns.secret", key=giveaway.id)
        if secret is None:
            raise LookupError(f"the secret of giveaway {number} is gone: it can only be cancelled")
        entries, bars = await self._eligible(giveaway)
        proof = await self._prove(giveaway, bytes(secret["secret"]), entries)
        owner = {entry.code: entry.person for entry in entries}
        won = [(code, await self._named(owner[code])) for code in proof.winners]
        return Drawn(
            giveaway=replace(giveaway, state=GiveawayState.DRAWN),
            proof=proof,
            won=won,
            writes=(*self._close(giveaway, proof), *bars, *self._winners(giveaway, won, start=0)),
        )

    async def _eligible(self, giveaway: Giveaway) -> tuple[list[Entry], list[Write]]:
        """Who is drawn, and the writes that record why others are not."""
        rows = await self._reader.rows("campaigns.entries", key=giveaway.id)
        entries = [entry for entry in map(entry_of, rows) if not entry.ineligible]
        if not giveaway.promised.staff_excluded:
            return entries, []
        staff: set[PersonId] = set()
        for duty in Duty:
            staff.update(await self._directory.holders(duty, giveaway.space))
        barred = [entry for entry in entries if entry.person in staff]
        writes = [
            Write(
                "campaigns.entry_bar",
                {"key": giveaway.id, "who": entry.person, "why": Ineligible.STAFF.value},
            )
            for entry in barred
        ]
        return [entry for entry in entries if entry.person not in staff], writes

    async def _prove(self, giveaway: Giveaway, secret: bytes, entries: Sequence[Entry]) -> Proof:
        terms = giveaway.promised
        work = partial(
            prove,
            terms=terms.plain(),
            secret=secret,
            entrants=[Entrant(code=entry.code) for entry in entries],
            places=terms.places,
        )
        return await asyncio.to_thread(work) if len(entries) >= _IN_THREAD else work()

    def _close(self, giveaway: Giveaway, proof: Proof) -> tuple[Write, ...]:
        now = self._clock.now()
        row: dict[str, Value] = {
            "giveaway": giveaway.id,
            "proof": _written(proof),
            "redraws": 0,
            "drawn_at": now,
        }
        seen: dict[str, Value] = {"key": giveaway.id, "seen": giveaway.changes, "at": now}
        return (
            Write("campaigns.giveaway_drawn", seen, expect=1),
            Write("campaigns.draw_add", row, expect=1),
            Write("campaigns.secret_forget", {"key": giveaway.id}),
        )

    def _winners(
        self, giveaway: Giveaway, won: Sequence[tuple[str, Named]], *, start: int
    ) -> tuple[Write, ...]:
        return tuple(
            Write(
                "campaigns.winner_add",
                {
                    "giveaway": giveaway.id,
                    "code": code,
                    "ordinal": ordinal,
                    "person": person,
                    "state": WinnerState.WON.value,
                    "reason": "",
                    "by_person": "",
                },
                expect=1,
            )
            for ordinal, (code, (person, _)) in enumerate(won, start)
        )

    async def redraw(self, number: int, code: str, reason: str, by: Speaker) -> Redrawn:
        """Draw the place of a winner again: earlier winners stay out, the stream goes on. Raises SaidNo."""
        giveaway = await self._ended(number, by)
        replaced = await self._winner(giveaway, code)
        reason = clean(reason, REASON)
        if not reason:
            raise SaidNo(Text("campaigns.giveaway.reason_needed"))
        row = await self._reader.row("campaigns.draw", key=giveaway.id)
        if row is None:
            raise LookupError(f"giveaway {number} is drawn but has no proof")
        proof = redraw(_read(json.loads(row["proof"])), replaces=replaced.code, reason=reason)
        if proof is None:
            raise SaidNo(Text("campaigns.giveaway.nobody_left", {"number": number}))
        drawn = proof.redraws[-1].code
        entry = await self._reader.row("campaigns.entry_by_code", key=giveaway.id, which=drawn)
        named = await self._named(entry_of(entry).person) if entry else (PersonId(""), "")
        again = {"key": giveaway.id, "seen": row["redraws"], "whole": _written(proof)}
        return Redrawn(
            giveaway=giveaway,
            proof=proof,
            replaced=replaced.code,
            loser=replaced.person,
            code=drawn,
            winner=named,
            reason=reason,
            writes=(
                Write("campaigns.draw_again", again, expect=1),
                self._turn(giveaway, replaced, WinnerState.REPLACED, reason, by.person),
                *self._winners(giveaway, [(drawn, named)], start=len(proof.winners) + len(proof.redraws) - 1),
            ),
        )

    async def claim(self, number: int, code: str, by: Speaker) -> tuple[Changed, Winner]:
        """A prize was handed over: the place can no longer be drawn again. Raises SaidNo."""
        giveaway = await self._ended(number, by)
        winner = await self._winner(giveaway, code)
        write = self._turn(giveaway, winner, WinnerState.CLAIMED, "", by.person)
        return Changed(giveaway=giveaway, writes=(write,)), winner

    def _turn(
        self, giveaway: Giveaway, winner: Winner, becomes: WinnerState, reason: str, by: PersonId
    ) -> Write:
        values: dict[str, Value] = {
            "key": giveaway.id,
            "which": winner.code,
            "becomes": becomes.value,
            "why": reason,
            "who": by,
        }
        return Write("campaigns.winner_turn", values, expect=1)

    async def _ended(self, number: int, by: Speaker) -> Giveaway:
        giveaway = await self._entries.find(number)
        await must_hold(by, giveaway.space, self._directory, Duty.EDITOR)
        if giveaway.state is not GiveawayState.DRAWN:
            raise SaidNo(Text("campaigns.giveaway.not_drawn", {"number": number}))
        return giveaway

    async def _winner(self, giveaway: Giveaway, code: str) -> Winner:
        winners = await self.winners(giveaway)
        if not code.strip():
            held = [one.code for one in winners if one.state is WinnerState.WON]
            raise SaidNo(_which(held))
        code = read_code(code)
        winner = next((one for one in winners if one.code == code), None)
        if winner is None:
            raise SaidNo(Text("campaigns.giveaway.no_winner", {"code": code[:20]}))
        if winner.state is not WinnerState.WON:
            raise SaidNo(Text(f"campaigns.giveaway.already_{winner.state.value}", {"code": code}))
        return winner

    async def winners(self, giveaway: Giveaway) -> Sequence[Winner]:
        """Everybody who was drawn, in that order, also those who were replaced."""
        return [winner_of(row) for row in await self._reader.rows("campaigns.winners", key=giveaway.id)]

    async def proof(self, giveaway: Giveaway) -> Mapping[str, Any]:
        """All that anybody needs to repeat the draw, redraws included. Raises SaidNo before the draw."""
        row = await self._reader.row("campaigns.draw", key=giveaway.id)
        if row is None:
            raise SaidNo(Text("campaigns.giveaway.not_drawn", {"number": giveaway.number}))
        found: Mapping[str, Any] = json.loads(row["proof"])
        return found

    async def _named(self, person: PersonId) -> Named:
        return person, await self._directory.name(person)


def _which(held: Sequence[str]) -> Text:
    """Whose prize is meant: those whose prize is not yet handed over."""
    if not held:
        return Text("campaigns.giveaway.usage")
    return Text("campaigns.giveaway.which_winner", {"codes": ", ".join(held)})


def _written(proof: Proof) -> str:
    return json.dumps(proof.plain(), ensure_ascii=False)


def _read(plain: object) -> Proof:
    proof = read_proof(plain)
    if isinstance(proof, Unusable):
        raise TypeError(f"the stored proof is damaged: {proof.why.value} in {', '.join(proof.fields)}")
    return proof
