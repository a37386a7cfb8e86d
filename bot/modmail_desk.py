"""`steward support import`: threads of Modmail become closed tickets."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from bot.app import App
from bot.complaint import plain_file, told
from bot.desk import GOOD, Say, UnusableFile, read_text
from bot.faults import language_of
from bot.offline import opened
from chat.decision import Write
from chat.errors import Unusable
from chat.people import Identity, PersonId
from chat.text import Text
from support.modmail import Log, as_ticket, read_logs
from support.rows import add_line, open_ticket


async def import_modmail(file: Path, config: Path | None, say: Say) -> int:
    """All that is new in the file; what was imported before is left as it is."""
    try:
        logs = read_logs(read_text(file))
    except Unusable as trouble:
        raise UnusableFile(plain_file(file, trouble.text)) from trouble
    async with opened(config, lock=True) as app:
        known = 0
        row = await app.store.row("support.top_number")
        number = int(row["number"] or 0) if row else 0
        for log in logs:
            if await app.store.row("support.ticket", key=log.ticket_id) is not None:
                known += 1
                continue
            number += 1
            people = await _meet(app, log)
            ticket, lines = as_ticket(log, number, people)
            await app.committer.commit([open_ticket(ticket), *(add_line(line) for line in lines)])
        still_open = sum(log.was_open for log in logs)
        language = language_of(app.settings, os.environ)
    counts = {"new": len(logs) - known, "known": known, "still_open": still_open}
    say(told(Text("bot.cli.done.logs", {"file": file.name, **counts}), language))
    return GOOD


async def _meet(app: App, log: Log) -> Mapping[Identity, PersonId]:
    """Everybody in the log as a person, met under the name that stands there unless they are known."""
    found: dict[Identity, PersonId] = {}
    everybody = dict(log.people) | ({log.closer: ""} if log.closer and log.closer not in log.people else {})
    for identity, name in everybody.items():
        person = found[identity] = await app.people.person(identity)
        if not await app.people.identities(person):
            values = {
                "platform": identity.platform,
                "id": identity.id,
                "person": person,
                "name": name,
                "username": None,
                "locale": None,
                "seen_at": log.opened_at,
            }
            await app.committer.commit([Write("people.meet", values)])
    return found
