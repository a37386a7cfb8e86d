"""Draws and winners: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, Select, bindparam, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from campaigns.store.clauses import become, ended, key
from campaigns.store.tables import draws, giveaways, winners

WRITES: Mapping[str, Executable] = {
    "campaigns.draw_add": insert(draws),
    "campaigns.draw_again": update(draws)
    .where(draws.c.giveaway == key, draws.c.redraws == bindparam("seen"))
    .values(proof=bindparam("whole"), redraws=draws.c.redraws + 1),
    "campaigns.winner_add": insert(winners),
    "campaigns.winner_turn": update(winners)
    .where(winners.c.giveaway == key, winners.c.code == bindparam("which"), winners.c.state == "won")
    .values(state=bindparam("becomes"), reason=bindparam("why"), by_person=bindparam("who")),
    "campaigns.winners_become": become(winners, "person"),
    "campaigns.winners_by_become": become(winners, "by_person"),
    "campaigns.expire_winners": delete(winners).where(winners.c.giveaway.in_(ended)),
}

READS: Mapping[str, Select[Any]] = {
    "campaigns.draw": select(draws).where(draws.c.giveaway == key),
    "campaigns.winners": select(winners).where(winners.c.giveaway == key).order_by(winners.c.ordinal),
    "campaigns.winners_of": select(winners, giveaways.c.number)
    .join(giveaways, giveaways.c.id == winners.c.giveaway)
    .where(or_(winners.c.person == bindparam("who"), winners.c.by_person == bindparam("who"))),
}
