"""In which language what is said is said: an answer in its reader's, an announcement in its place's."""

from __future__ import annotations

from dataclasses import dataclass

from bot.locales import language_of_locale
from bot.people import People
from bot.places import Places
from chat.actions import Acknowledge, Action, Edit, Post, Private, ShowForm
from chat.events import ButtonPressed, CommandGiven, Event, MessageEdited, MessagePosted, SpokenEvent
from chat.messages import Message, MessageRef
from chat.people import Language, Space
from language.lanes import language_of


@dataclass(frozen=True, slots=True)
class Tongue:
    """`first` is the language, `every` all that an announcement is made in.

    `dialogue` is the one in which a press under it goes on: of what is said to one person, None for an announcement.
    """

    first: Language
    every: tuple[Language, ...]
    dialogue: Language | None


class Tongues:
    """Own setting > script of the message answered > platform locale > the space's > the community's.

    A press answers the message under which it stands, and a form the question that showed it: a dialogue goes on in the
    language in which it began.
    """

    def __init__(self, people: People, places: Places) -> None:
        self._people = people
        self._places = places

    async def of(self, event: Event, action: Action, to: Space) -> Tongue:
        """The language of an action that goes to `to`, decided on an event."""
        chosen = getattr(action, "language", None)
        kept = _kept(event, action)
        answers = _answers_speaker(event, action)
        if chosen:
            first: Language = "zh" if chosen == "zh" else "en"
        elif isinstance(action, Acknowledge | ShowForm) or (answers and not kept):
            first = await self.speakers(event)
        elif isinstance(action.to, Private):
            first = await self._readers(event, action.to)
        else:
            first = kept or self._people.space_language(action.to)
        to_one = to.is_private or answers or kept is not None
        every = (first,) if chosen or to_one else self._places.languages(to)
        return Tongue(first, every, first if to_one else None)

    async def speakers(self, event: Event) -> Language:
        """The language in which whoever caused the event is answered."""
        if not isinstance(event, SpokenEvent):
            return self._people.space_language(event.space)
        if event.language:
            return event.language
        message = event.message if isinstance(event, MessagePosted | MessageEdited | CommandGiven) else None
        words = event.words if isinstance(event, CommandGiven) else (message.text if message else "")
        return (
            language_of(_without_names(words, message))
            or language_of_locale(event.by.locale)
            or self._people.space_language(event.space)
        )

    async def _readers(self, event: Event, to: Private) -> Language:
        if isinstance(event, SpokenEvent) and event.by.person == to.person:
            return await self.speakers(event)
        return await self._people.language(to.person)


def _answers_speaker(event: Event, action: Action) -> bool:
    if not isinstance(event, SpokenEvent) or not isinstance(action.to, Space):
        return False
    if action.to.is_private:
        return action.to == event.space
    message = getattr(event, "message", None)
    return isinstance(action, Post) and action.reply_to is not None and action.reply_to == _ref(message)


def _kept(event: Event, action: Action) -> Language | None:
    """The language in which a message in a group speaks to one person, when it is changed by a press under it."""
    pressed = event.message if isinstance(event, ButtonPressed) and not event.space.is_private else None
    same = isinstance(action, Edit) and pressed is not None and action.message == pressed
    return event.dialogue if same and isinstance(event, SpokenEvent) else None


def _without_names(words: str, message: Message | None) -> str:
    """In which letters somebody else is called says nothing about who calls."""
    if message is None:
        return words
    for entity in message.mentions:
        words = words.replace(message.text[entity.start : entity.end], " ")
    return words


def _ref(message: object) -> MessageRef | None:
    if isinstance(message, MessageRef):
        return message
    ref = getattr(message, "ref", None)
    return ref if isinstance(ref, MessageRef) else None
