"""What was typed into a form that was refused, kept for a while for the next form of that name."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.codec import decode, encode
from bot.forms import EXPIRY, OPEN
from bot.storage.store import Store
from chat.actions import Form
from chat.decision import Value, Write
from chat.events import FormSubmitted
from chat.people import Identity
from chat.ports import Clock


class Drafts:
    """One for each account, where the platform shows forms itself; in the row of the dialogue that it has not there."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def keep(self, event: FormSubmitted) -> tuple[Write, ...]:
        """The writes that keep the answers for half an hour."""
        form = Form(name=event.form, subject=event.subject, title="", fields=())
        state: dict[str, Value] = {
            "platform": event.by.identity.platform,
            "space": event.by.identity.id,
            "person": event.by.person,
            "form": encode(form),
            "language": event.dialogue or "",
            "origin": encode(event.space),
            "answers": json.dumps(dict(event.values), ensure_ascii=False),
            "expires_at": self._clock.now() + EXPIRY,
        }
        return (Write(OPEN, state),)

    async def filled(self, form: Form, account: Identity) -> Form:
        """The form with what the account typed into the same one before."""
        row = await self._store.row("form.at", p=account.platform, s=account.id)
        if row is None or row["expires_at"] < self._clock.now():
            return form
        kept = decode(row["form"])
        if (kept.name, kept.subject) != (form.name, form.subject):
            return form
        typed = json.loads(row["answers"])
        fields = (replace(one, initial=typed.get(one.name, one.initial)) for one in form.fields)
        return replace(form, fields=tuple(fields))

    def drop(self, event: FormSubmitted) -> Write:
        """The write after which nothing is kept."""
        account = event.by.identity
        return Write("form.close", {"p": account.platform, "s": account.id})
