"""From decisions to rows: keys, destinations, language, rendering, buttons' seals; nothing is written here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.buttons import Seal
from bot.drafts import Drafts
from bot.forms import OPEN, Forms
from bot.keyed import Decided, Keyed, with_keys
from bot.outbox_rows import OutboxRows
from bot.people import People
from bot.places import Places
from bot.refusals import refusal
from bot.texts import Texts
from bot.tongues import Tongue, Tongues
from chat.actions import (
    Acknowledge,
    Action,
    Button,
    Edit,
    Form,
    Post,
    Private,
    ShowForm,
    Wall,
)
from chat.decision import Alarm, Audit, Decision, Write
from chat.errors import SaidNo
from chat.events import Event, FormSubmitted, SpokenEvent
from chat.people import Language, PersonId, Space, SpaceKind
from chat.ports import Clock, Ids
from chat.text import Body, Rich, Text


class Composer:
    """Turns what the handlers of one event decided into one unit of writes."""

    def __init__(
        self,
        *,
        texts: Texts,
        people: People,
        places: Places,
        seal: Seal,
        rows: OutboxRows,
        forms: Forms,
        drafts: Drafts,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._texts = texts
        self._people = people
        self._tongues = Tongues(people, places)
        self._seal = seal
        self._rows = rows
        self._forms = forms
        self._drafts = drafts
        self._clock = clock
        self._ids = ids

    async def refused(self, event: Event, no: SaidNo) -> Decision:
        """What becomes of an event that a handler refused."""
        return await refusal(event, no, self._forms, self._drafts)

    async def compose(self, event: Event, decided: Decided) -> list[Write]:
        """All writes of an event's decisions, its actions as outbox rows."""
        writes: list[Write] = []
        for _, decision in decided:
            writes += decision.writes
            writes += [_alarm(alarm) for alarm in decision.alarms]
            writes += [self._audit(event, audit) for audit in decision.audit]
        if isinstance(event, FormSubmitted) and not any(write.shape == OPEN for write in writes):
            writes.append(self._drafts.drop(event) if event.interaction else self._forms.over(event))
        for keyed in with_keys(event, decided):
            writes.extend(await self._action(event, keyed))
        return writes

    async def _action(self, event: Event, keyed: Keyed) -> list[Write]:
        action = keyed.action
        if isinstance(action, ShowForm) and not self._forms.native(action.to):
            return await self._forms.begin(action, await self._tongues.speakers(event), keyed.key)
        rendered = await self._render(event, action)
        if rendered is None:
            return []
        return self._rows.add(keyed.key, rendered, person=_person(action))

    async def _render(self, event: Event, action: Action) -> Action | None:
        to = await self._destination(event, action.to)
        tongue = await self._tongues.of(event, action, to)
        language = tongue.first
        match action:
            case Post():
                otherwise = await self._render(event, action.otherwise) if action.otherwise else None
                return replace(
                    action,
                    to=to,
                    body=await self._body(event, action.body, to, tongue.every),
                    language=language,
                    buttons=self._buttons(action.buttons, to, tongue),
                    otherwise=otherwise if isinstance(otherwise, Post) else None,
                    picture=action.picture
                    and replace(action.picture, alt=self._texts.words(action.picture.alt, language)),
                )
            case Edit():
                body = await self._body(event, action.body, to, tongue.every)
                return replace(action, to=to, body=body, buttons=self._buttons(action.buttons, to, tongue))
            case Acknowledge():
                words = (
                    await self._body(event, action.body, to, (language,)) if action.body is not None else None
                )
                return replace(action, to=to, body=words)
            case ShowForm():
                form = await self._filled(event, action.form)
                return replace(action, to=to, form=self._form(form, language), language=language)
            case Wall():
                rules = tuple(
                    replace(one, told=self._texts.words(one.told, language)) for one in action.rules
                )
                return replace(action, to=to, rules=rules)
            case _:
                return replace(action, to=to)

    async def _destination(self, event: Event, to: Space | Private) -> Space:
        """Where it goes: for Private the account on the asked platform, the event's, or the one last seen."""
        if isinstance(to, Space):
            return to
        if (
            isinstance(event, SpokenEvent)
            and event.by.person == to.person
            and to.platform in (None, event.by.identity.platform)
        ):
            return Space(event.by.identity.platform, event.by.identity.id, kind=SpaceKind.PRIVATE)
        for identity in await self._people.identities(to.person):
            if to.platform in (None, identity.platform):
                return Space(identity.platform, identity.id, kind=SpaceKind.PRIVATE)
        asked = to.platform or event.space.platform
        if (
            asked not in self._people.adapters
        ):  # any that is served will refuse it, so that `otherwise` leaves
            asked = next(iter(self._people.adapters), asked)
        return Space(asked, "", kind=SpaceKind.PRIVATE)

    async def _body(self, event: Event, body: Body, to: Space, languages: Sequence[Language]) -> Rich:
        rich = self._texts.render(body, languages[0])
        if len(languages) > 1 and isinstance(body, Text):
            rich = rich.joined(self._texts.render(body, languages[1]))
        return await self._mentions(event, rich, to.platform)

    async def _mentions(self, event: Event, rich: Rich, platform: str) -> Rich:
        """Mentions name PersonIds until here; from here on the native id on that platform, or nothing."""
        if not any(span.mention for block in rich.blocks for span in block.spans):
            return rich
        blocks = []
        for block in rich.blocks:
            spans = [
                replace(span, mention=await self._account(event, span.mention, platform))
                if span.mention
                else span
                for span in block.spans
            ]
            blocks.append(replace(block, spans=tuple(spans)))
        return replace(rich, blocks=tuple(blocks))

    async def _account(self, event: Event, person: str, platform: str) -> str:
        by = event.by if isinstance(event, SpokenEvent) else None
        if by and (by.person, by.identity.platform) == (person, platform):
            return by.identity.id
        identities = await self._people.identities(PersonId(person))
        return next((identity.id for identity in identities if identity.platform == platform), "")

    def _buttons(
        self, rows: Iterable[Iterable[Button]], to: Space, tongue: Tongue
    ) -> tuple[tuple[Button, ...], ...]:
        return tuple(
            tuple(
                replace(
                    button,
                    label=self._label(button.label, tongue.every),
                    payload="" if button.url else self._seal.payload(button, to, tongue.dialogue),
                )
                for button in row
            )
            for row in rows
        )

    def _label(self, label: Text | str, languages: Sequence[Language]) -> str:
        """In an announcement in both languages a button speaks both, unless they are the same words."""
        words = dict.fromkeys(self._texts.words(label, language) for language in languages)
        return " / ".join(words)

    async def _filled(self, event: Event, form: Form) -> Form:
        return await self._drafts.filled(form, event.by.identity) if isinstance(event, SpokenEvent) else form

    def _form(self, form: Form, language: Language) -> Form:
        fields = tuple(replace(one, label=self._texts.words(one.label, language)) for one in form.fields)
        return replace(form, title=self._texts.words(form.title, language), fields=fields)

    def _audit(self, event: Event, audit: Audit) -> Write:
        return Write(
            "audit.add",
            {
                "id": self._ids.new(),
                "at": self._clock.now(),
                "code": audit.code,
                "subject": audit.subject,
                "data": json.dumps(dict(audit.data), ensure_ascii=False, sort_keys=True),
                "person": event.by.person if isinstance(event, SpokenEvent) else None,
                "event": event.key,
            },
        )


def _person(action: Action) -> PersonId | None:
    if isinstance(action.to, Private):
        return action.to.person
    return getattr(action, "person", None)


def _alarm(alarm: Alarm) -> Write:
    if alarm.at is None:
        return Write("alarm.clear", {"k": alarm.kind, "s": alarm.subject})
    return alarm_write(alarm, alarm.at)


def alarm_write(alarm: Alarm, at: datetime) -> Write:
    """The row that makes an alarm ring at that moment."""
    space = alarm.space
    return Write(
        "alarm.set",
        {
            "kind": alarm.kind,
            "subject": alarm.subject,
            "at": at,
            "platform": space.platform if space else None,
            "space": space.id if space else None,
            "thread": space.thread if space else None,
            "space_kind": space.kind.value if space else None,
        },
    )
