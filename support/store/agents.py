"""Representatives, as the desk assigns by them: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Executable,
    Select,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from support.store.tables import (
    agents,
    tickets,
)

_kept = agents.alias("kept")

WRITES: Mapping[str, Executable] = {
    "support.agent_add": insert(agents),
    "support.agent_set": update(agents)
    .where(agents.c.person == bindparam("p"))
    .values(
        {
            name: bindparam(f"new_{name}", type_=agents.c[name].type)
            for name in ("hours", "languages", "skills", "capacity", "away_from", "away_until", "updated_at")
        }
    ),
    "support.agent_assigned": update(agents)
    .where(agents.c.person == bindparam("p"))
    .values(assigned_at=bindparam("moment", type_=agents.c.assigned_at.type)),
    "support.rejoin_agent_twice": delete(agents).where(
        agents.c.person == bindparam("dropped"),
        exists().where(_kept.c.person == bindparam("kept")),
    ),
    "support.rejoin_agents": update(agents)
    .where(agents.c.person == bindparam("dropped"))
    .values(person=bindparam("kept")),
    "support.erase_agents": delete(agents).where(agents.c.person == bindparam("p")),
}

READS: Mapping[str, Select[Any]] = {
    "support.agents": select(agents).order_by(agents.c.person),
    "support.agent": select(agents).where(agents.c.person == bindparam("p")),
    "support.load": select(tickets.c.assignee_person, func.count().label("count"))
    .where(tickets.c.state.in_(("new", "open", "pending_internal")), tickets.c.assignee_person.is_not(None))
    .group_by(tickets.c.assignee_person),
}
