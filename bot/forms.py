"""Dialogues where a platform has no forms: one question a message in the private chat, the state in a row."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.codec import decode, encode
from bot.inbox import Inbox
from bot.outbox_rows import OutboxRows
from bot.storage.store import Store
from bot.texts import Texts
from chat.actions import Acknowledge, Capability, Field, Form, Post, ShowForm
from chat.decision import Value, Write
from chat.events import FormSubmitted, MessagePosted
from chat.people import Identity, Language, PersonId, Space, SpaceKind
from chat.ports import Clock
from chat.text import Text

EXPIRY = timedelta(minutes=30)
CLOSED_STAYS = timedelta(minutes=10)
"""For so long it is read, where a form was asked for, that the private chat is closed."""
OPEN = "form.open"
"""The write that begins a dialogue, or keeps what was typed."""
CANCEL = ("/cancel", "/取消")
SKIP = ("/skip", "/跳过")
PLAINLY = ("skip", "跳过")
"""The same without the slash, where a question need not be answered; as an answer nobody means it."""


class Forms:
    """Asks the questions of a form and gathers the answers until FormSubmitted can be said."""

    def __init__(
        self,
        *,
        store: Store,
        rows: OutboxRows,
        inbox: Inbox,
        texts: Texts,
        clock: Clock,
        native: Callable[[Space], frozenset[Capability]],
        accounts: Callable[[PersonId], Awaitable[Sequence[Identity]]],
    ) -> None:
        self._store = store
        self._rows = rows
        self._inbox = inbox
        self._texts = texts
        self._clock = clock
        self._capabilities = native
        self._accounts = accounts

    def native(self, space: object) -> bool:
        """Whether the platform shows forms itself."""
        return isinstance(space, Space) and Capability.FORM in self._capabilities(space)

    async def begin(self, action: ShowForm, language: Language, key: str) -> list[Write]:
        """Open the dialogue in the person's private chat and ask the first question."""
        assert isinstance(action.to, Space)
        account = next(
            (one for one in await self._accounts(action.person) if one.platform == action.to.platform), None
        )
        if account is None:
            return []
        private = Space(account.platform, account.id, kind=SpaceKind.PRIVATE)
        form = _rendered(action.form, language, self._texts)
        state: dict[str, Value] = {
            "platform": private.platform,
            "space": private.id,
            "person": action.person,
            "form": encode(form),
            "language": language,
            "origin": encode(action.to),
            "answers": "[]",
            "expires_at": self._clock.now() + EXPIRY,
        }
        first = self._question(private, form, 0, language)
        if not action.to.is_private:
            closed = self._texts.render(Text("bot.form.closed"), language)
            first = replace(first, otherwise=Post(to=action.to, body=closed, vanish=CLOSED_STAYS))
        writes = [Write(OPEN, state), *self._rows.add(f"{key}/ask0", first)]
        if not action.to.is_private:
            body = self._texts.render(Text("bot.form.see_private"), language)
            if action.interaction:
                acknowledge = Acknowledge(to=action.to, interaction=action.interaction, body=body)
                writes += self._rows.add(f"{key}/see", acknowledge)
            else:
                writes += self._rows.add(
                    f"{key}/see",
                    Post(to=action.to, body=body, vanish=timedelta(seconds=30)),
                )
        elif action.interaction:
            writes += self._rows.add(f"{key}/see", Acknowledge(to=action.to, interaction=action.interaction))
        return writes

    async def take(self, event: MessagePosted) -> list[Write] | None:
        """The writes of an answer to an open dialogue; None when there is none, it has expired, or all is answered."""
        if not event.space.is_private:
            return None
        row = None if self.native(event.space) else await self._row(event.by.identity)
        if row is None:
            return None
        form, language = decode(row["form"]), row["language"]
        answers = json.loads(row["answers"])
        if len(answers) == len(form.fields):
            return None
        close = Write("form.close", {"p": event.space.platform, "s": event.space.id}, expect=1)
        said = event.message.text.strip()
        if said.lower() in CANCEL:
            return [close, *self._say(event, "bot.form.cancelled", language)]
        if not said:
            return self._say(event, "bot.form.words", language)
        field = form.fields[len(answers)]
        if said.lower() in SKIP or (said.lower() in PLAINLY and not field.required):
            if field.required and not field.initial:
                return self._say(event, "bot.form.required", language)
            said = field.initial
        if len(said) > field.limit:
            return self._say(event, "bot.form.too_long", language, limit=field.limit)
        answers.append(said)
        update = Write(
            "form.answer",
            {
                "p": event.space.platform,
                "s": event.space.id,
                "was": row["answers"],
                "now_": json.dumps(answers, ensure_ascii=False),
            },
            expect=1,
        )
        if len(answers) == len(form.fields):
            return [update, self._submitted(event, form, answers, row)]
        private = replace(event.space, thread=None)
        return [update, *self._ask(f"{event.key}/forms", private, form, len(answers), language)]

    async def lapsed(self, event: MessagePosted) -> list[Write]:
        """What is written when somebody comes back to a dialogue that was left for too long: they hear that, once."""
        account = event.by.identity
        native = self.native(event.space)
        row = None if native else await self._store.row("form.at", p=account.platform, s=account.id)
        if row is None or row["expires_at"] >= self._clock.now():
            return []
        form: Form = decode(row["form"])
        over = Write("form.over", {"p": row["platform"], "s": row["space"], "was": row["answers"]}, expect=1)
        if len(json.loads(row["answers"])) == len(form.fields):
            return [over]
        return [over, *self._say(event, "bot.form.lapsed", row["language"], title=str(form.title))]

    async def again(self, event: FormSubmitted, name: str) -> tuple[tuple[Write, ...], tuple[Post, ...]]:
        """Go on with a dialogue at the answer of that name, which was wrong: what was typed is what a skip keeps."""
        account = event.by.identity
        row = await self._row(account)
        form: Form | None = decode(row["form"]) if row else None
        at = [one.name for one in form.fields].index(name) if form else 0
        if row is None or form is None or (form.name, form.subject) != (event.form, event.subject):
            return (), ()
        fields = tuple(replace(one, initial=event.values.get(one.name, "")) for one in form.fields)
        form = replace(form, fields=fields)
        state: dict[str, Value] = {
            **{column: row[column] for column in ("platform", "space", "person", "language", "origin")},
            "form": encode(form),
            "answers": json.dumps([one.initial for one in fields[:at]], ensure_ascii=False),
            "expires_at": self._clock.now() + EXPIRY,
        }
        private = Space(account.platform, account.id, kind=SpaceKind.PRIVATE)
        return (Write(OPEN, state),), (self._question(private, form, at, row["language"]),)

    def over(self, event: FormSubmitted) -> Write:
        """The write that ends the dialogue whose answers these are; another one may have begun since."""
        account, answers = event.by.identity, [*event.values.values()]
        was = json.dumps(answers, ensure_ascii=False)
        return Write("form.over", {"p": account.platform, "s": account.id, "was": was})

    async def _row(self, account: Identity) -> Mapping[str, Any] | None:
        row = await self._store.row("form.at", p=account.platform, s=account.id)
        return None if row is None or row["expires_at"] < self._clock.now() else row

    def _submitted(
        self, event: MessagePosted, form: Form, answers: list[str], row: Mapping[str, Any]
    ) -> Write:
        values = {field.name: answer for field, answer in zip(form.fields, answers, strict=True)}
        submitted = FormSubmitted(
            key=f"{event.key}/form",
            at=event.at,
            space=decode(row["origin"]),
            by=replace(event.by),
            dialogue=row["language"],
            form=form.name,
            subject=form.subject,
            values=values,
        )
        return self._inbox.event_write(submitted)

    def _ask(self, key: str, private: Space, form: Form, index: int, language: Language) -> list[Write]:
        return self._rows.add(f"{key}/ask{index}", self._question(private, form, index, language))

    def _question(self, private: Space, form: Form, index: int, language: Language) -> Post:
        field: Field = form.fields[index]
        arguments: dict[str, str | int] = {
            "title": str(form.title),
            "label": str(field.label),
            "step": index + 1,
            "steps": len(form.fields),
        }
        if field.initial:
            name, arguments["initial"] = "bot.form.optional", field.initial
        else:
            name = "bot.form.question" if field.required else "bot.form.may_skip"
        return Post(to=private, body=self._texts.render(Text(name, {**arguments}), language))

    def _say(
        self, event: MessagePosted, name: str, language: Language, **arguments: int | str
    ) -> list[Write]:
        body = self._texts.render(Text(name, dict(arguments)), language)
        return self._rows.add(f"{event.key}/forms/say", Post(to=event.space, body=body))


def _rendered(form: Form, language: Language, texts: Texts) -> Form:
    fields = tuple(replace(one, label=texts.words(one.label, language)) for one in form.fields)
    return replace(form, title=texts.words(form.title, language), fields=fields)
