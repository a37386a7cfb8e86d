"""What the page shows one resident: places, messages, forms, as plain JSON."""

from __future__ import annotations

from typing import Any

from bot.adapters.local.forms import FormGone, ShownForm
from bot.adapters.local.markup import to_view
from bot.adapters.local.tour import STEPS
from bot.adapters.local.town import (
    GARDEN,
    STAFF,
    STEWARD,
    Change,
    Farewell,
    Resident,
    Saying,
    Thread,
    Town,
    private_of,
)
from bot.texts import Texts
from chat.actions import Form, Picture
from chat.people import Language
from chat.ports import Clock, Handbook
from chat.text import Text

WORDS = (
    "title", "skip", "rehearsal", "rehearsal_more", "garden", "staff", "private", "you_are", "say", "send", "reply",
    "edit", "cancel", "edited", "only_you", "pinned", "muted", "removed", "banned", "left", "come_back", "locked",
    "back", "new_member", "new_member_name", "required", "submit", "places", "connection_lost", "member",
    "representative", "manager", "no_rights", "not_yours", "gone", "empty", "more", "slow_mode", "muted_here",
    "removed_here", "banned_here", "left_here", "asking", "asking_here", "audience", "to_staff", "to_member",
    "say_note", "say_member", "say_reply", "switch", "heard", "unread", "news", "newest", "closed",
    "form_gone", "tour_title", "attach", "too_large",
)  # fmt: skip
"""The names of the page's own words: keys `bot.page.…`."""

CHIPS = {
    "member": ("refund", "human", "spam", "complaint", "ask", "help"),
    "staff": ("tickets", "warn", "report", "giveaway", "questions", "post", "faq"),
    "thread": ("later", "transfer", "snooze", "close"),
}
"""Suggestions for each kind of resident, and in a ticket's thread: keys `bot.page.chip.…`."""


class Views:
    """Reads the town for one resident at a time."""

    def __init__(self, town: Town, texts: Texts, handbook: Handbook, clock: Clock) -> None:
        self._town = town
        self._texts = texts
        self._handbook = handbook
        self._clock = clock

    def page(self, who: Resident, language: Language) -> dict[str, Any]:
        """Everything that the page needs at its start."""
        return {
            "me": self.resident(who),
            "people": [self.resident(one) for one in self._town.residents.values()],
            "places": self.places(who, language),
            "messages": [
                self.message(one, who) for one in self._town.sayings.values() if self._sees(who, one)
            ],
            "forms": [self.form(shown) for shown in self._town.forms.of(who.id)],
            "commands": self._commands(who, language),
            "words": {name: self._word(name, language) for name in WORDS},
            "other_language": self._word("language", "en" if language == "zh" else "zh"),
            "chips": self._chips("staff" if who.roles else "member", language),
            "thread_chips": self._chips("thread", language),
            "tour": self._tour(language),
        }

    def change(self, change: Change, who: Resident) -> dict[str, Any] | None:
        """A change as this resident sees it, None when it is not theirs to see."""
        match change:
            case Saying():
                return {"message": self.message(change, who)} if self._sees(who, change) else None
            case Resident():
                return {"person": self.resident(change)}
            case Thread():
                return {"thread": self.thread(change)} if who.roles else None
            case ShownForm():
                return {"form": self.form(change)} if change.resident == who.id else None
            case FormGone(shown):
                return {"form_gone": shown.interaction} if shown.resident == who.id else None
            case Farewell():
                return None

    def places(self, who: Resident, language: Language) -> list[dict[str, Any]]:
        """The public group, the private chat, and for the staff its space with the threads."""
        found = [
            {"id": GARDEN.id, "title": self._word("garden", language), "kind": "group"},
            {"id": who.id, "title": self._word("private", language), "kind": "private"},
        ]
        if who.roles:
            found.append({"id": STAFF.id, "title": self._word("staff", language), "kind": "staff"})
            found += [self.thread(one) for one in self._town.threads.values()]
        return found

    def thread(self, thread: Thread) -> dict[str, Any]:
        """A thread as a place of its own."""
        return {
            "id": thread.id,
            "title": thread.title,
            "kind": "thread",
            "parent": thread.space.id,
            "closed": thread.closed,
        }

    def resident(self, who: Resident) -> dict[str, Any]:
        """Somebody on the page."""
        muted = bool(who.muted_until and who.muted_until > self._clock.now())
        return {
            "id": who.id,
            "name": who.name,
            "roles": sorted(who.roles),
            "state": who.state,
            "muted": muted,
            "locale": who.locale,
        }

    def message(self, saying: Saying, who: Resident) -> dict[str, Any]:
        """A message; a deleted one is only its id."""
        place = saying.space.thread or saying.space.id
        if saying.deleted:
            return {"id": saying.id, "place": place, "deleted": True}
        author = self._town.residents.get(saying.author)
        return {
            "id": saying.id,
            "place": place,
            "author": saying.author,
            "name": author.name if author else "Steward",
            "bot": saying.author == STEWARD,
            "mine": saying.author == who.id,
            "at": saying.at.isoformat(),
            "blocks": to_view(saying.body),
            "buttons": [
                [
                    {"label": str(one.label), "payload": one.payload, "url": one.url, "danger": one.danger}
                    for one in row
                ]
                for row in saying.buttons
            ],
            "reply": self._quoted(saying),
            "only_you": saying.seen_by is not None,
            "edited": saying.edited,
            "pinned": saying.pinned,
            "file": self._file(saying),
            "reactions": [
                {"emoji": emoji, "count": len(people), "mine": who.id in people}
                for emoji, people in self._town.reactions.get(saying.id, {}).items()
            ],
        }

    def form(self, shown: ShownForm) -> dict[str, Any]:
        """A form that waits."""
        form: Form = shown.form
        return {
            "interaction": shown.interaction,
            "title": str(form.title),
            "fields": [
                {
                    "name": one.name,
                    "label": str(one.label),
                    "required": one.required,
                    "long": one.long,
                    "initial": one.initial,
                    "limit": one.limit,
                }
                for one in form.fields
            ],
        }

    def _quoted(self, saying: Saying) -> dict[str, Any] | None:
        answered = self._town.sayings.get(int(saying.reply_to)) if saying.reply_to else None
        if answered is None or answered.deleted:
            return None
        author = self._town.residents.get(answered.author)
        return {
            "id": answered.id,
            "name": author.name if author else "Steward",
            "text": answered.body.plain[:120],
        }

    def _file(self, saying: Saying) -> dict[str, Any] | None:
        if saying.file is None:
            return None
        return {"name": saying.file.name, "picture": isinstance(saying.file, Picture)}

    def _sees(self, who: Resident, saying: Saying) -> bool:
        if saying.seen_by not in (None, who.id):
            return False
        if saying.space.id == STAFF.id:
            return bool(who.roles)
        return saying.space.id in (GARDEN.id, private_of(who.id).id)

    def _commands(self, who: Resident, language: Language) -> list[dict[str, str]]:
        found = []
        for one in self._handbook.commands():
            if not one.offered or ((one.rank > 0 or one.duty) and not who.roles):
                continue
            summary = self._texts.words(Text(f"{one.room}.command.{one.name}.summary"), language)
            found.append({"name": one.zh if language == "zh" else one.name, "summary": summary})
        return found

    def _tour(self, language: Language) -> list[dict[str, str]]:
        return [
            {
                "label": self._texts.words(Text(f"bot.page.tour.{one.name}"), language),
                "who": who.id,
                "place": one.place or who.id,
                "text": self._texts.words(Text(f"bot.page.chip.{one.words}"), language),
            }
            for one in STEPS
            if (who := self._town.residents.get(one.who[language]))
        ]

    def _chips(self, kind: str, language: Language) -> list[str]:
        return [self._texts.words(Text(f"bot.page.chip.{name}"), language) for name in CHIPS[kind]]

    def _word(self, name: str, language: Language) -> str:
        return self._texts.words(Text(f"bot.page.{name}"), language)
