"""Commands: which there are, whether one may be given, and what its words mean."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.people import People
from chat.decision import Write
from chat.events import CommandGiven
from chat.handler import Command, Parameter, ParameterKind
from chat.messages import Entity, EntityKind
from chat.people import Identity, Rank, SpaceKind, Speaker, Standing, Voice
from chat.text import Text
from handlers.usage import written
from language.durations import is_length, parse_duration
from language.lanes import language_of

SHORTEST = 3
"""Letters of the beginning of a command that tell which is meant."""


class Commands:
    """The Handbook, and the reader of what people typed."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self._commands = {command.name: command for command in commands}
        self._names = {**{one.zh: one for one in self._commands.values()}, **self._commands}

    def commands(self) -> Sequence[Command]:
        """Every command, by name."""
        return [self._commands[name] for name in sorted(self._commands)]

    def find(self, name: str) -> Command | None:
        """The command of this name, Latin or Chinese."""
        return self._names.get(name)

    def nearest(self, name: str, by: Standing) -> str:
        """What they may give that looks most like this name, "" when nothing does.

        The only command that begins so, the only one that takes the name as its order, else what is spelt nearly so.
        """
        names = [known for known, one in self._names.items() if _may(by, one)]
        begins = [known for known in names if len(name) >= SHORTEST and known.startswith(name)]
        close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
        ways = (begins, self._ordered(name, by, like=1.0), close, self._ordered(name, by, like=0.75))
        return next((found[0] for found in ways if len(found) == 1), "")

    def _ordered(self, name: str, by: Standing, like: float) -> list[str]:
        """`faq gaps` for `gaps`: every command that takes the order which is at least so much like the name."""
        orders = {order for one in self._commands.values() if _may(by, one) for order in one.orders}
        close = difflib.get_close_matches(name, orders, n=1, cutoff=like)
        return [
            f"{one.name if close[0].isascii() else one.zh} {close[0]}"
            for one in self._commands.values()
            if close and close[0] in one.orders and _may(by, one)
        ]

    def refusal(self, command: Command, event: CommandGiven) -> Text | None:
        """Why this person may not give the command here, None when they may."""
        if not _may(event.by.standing, command):
            return self._not_allowed(command, event.name)
        if command.where == "private" and not event.space.is_private:
            return Text("bot.command.private_only", {"command": event.name or command.name})
        if command.where == "staff" and event.space.kind is not SpaceKind.STAFF:
            return Text("bot.command.staff_only", {"command": event.name or command.name})
        return None

    def _not_allowed(self, command: Command, called: str) -> Text:
        """By the names of the language in which the command was given."""
        meant = self.find(command.instead)
        hint: str | Text = ""
        if meant is not None:
            about = Text(f"{meant.room}.command.{meant.name}.summary")
            hint = Text(
                "bot.command.instead",
                {"meant": meant.zh if called == command.zh else meant.name, "about": about},
            )
        return Text("bot.command.not_allowed", {"command": called or command.name, "hint": hint})


def _may(standing: Standing, command: Command) -> bool:
    return standing.rank >= command.rank and (command.duty is None or standing.has(command.duty))


class Misread(Exception):
    """The words do not fit the command's parameters; `usage` says how they would."""

    def __init__(self, usage: Text) -> None:
        super().__init__(usage.key)
        self.usage = usage


async def read_arguments(
    command: Command, event: CommandGiven, people: People
) -> tuple[CommandGiven, tuple[Write, ...]]:
    """The event with its arguments by parameter name, persons as PersonIds. Raises Misread.

    With it come the rows of those whom a command of the staff names and who never said a word, so that it reaches them.
    """
    given = dict(event.arguments) if event.arguments else _split(command.parameters, event)
    arguments: dict[str, str] = {}
    met: tuple[Write, ...] = ()
    for parameter in command.parameters:
        word = given.get(parameter.name, "")
        author = event.about_by if parameter.kind is ParameterKind.PERSON else None
        if parameter.kind is ParameterKind.PERSON and (word or _is_reached(command, author)):
            whom = await _whom(word, event, people) if word else author
            if whom is None:
                raise Misread(Text("bot.command.nobody", {"name": word}))
            arguments[parameter.name], rows = await people.meant(whom, keep=needs_person(command))
            met += rows
            continue
        if not word:
            if parameter.required:
                raise Misread(usage(command, event.name))
            continue
        arguments[parameter.name] = _read(command, parameter, word, event)
    return replace(event, name=command.name, arguments=arguments), met


def _is_reached(command: Command, author: Speaker | None) -> bool:
    """Whether a reply names its author: a person, for moderation also a channel that speaks in a group."""
    if author is None or author.is_person:
        return author is not None
    return author.voice is Voice.CHANNEL and command.room == "moderation"


def _split(parameters: Sequence[Parameter], event: CommandGiven) -> dict[str, str]:
    """Words to parameters in order; TEXT takes the rest; a person may be left out in a reply."""
    rest, given = event.words.strip(), {}
    for index, parameter in enumerate(parameters, 1):
        if not rest:
            break
        if parameter.kind is ParameterKind.TEXT:
            given[parameter.name] = rest
            break
        if parameter.kind is ParameterKind.PERSON:
            named = _leading_mention(rest, event)
            may_be_left_out = event.about_by is not None or (
                not parameter.required and index < len(parameters)
            )
            if not named and may_be_left_out and not _looks_like_person(rest.split()[0]):
                continue
            word = named or rest.split()[0]
            given[parameter.name] = word
            rest = rest[len(word) :].strip()
            continue
        if not parameter.required and parameter.kind is ParameterKind.DURATION:
            if index == len(parameters):
                given[parameter.name] = rest  # nothing else can be meant by it
                break
            if not _may_last(rest):
                continue
        word = _length(rest) if parameter.kind is ParameterKind.DURATION else rest.split()[0]
        given[parameter.name] = word
        rest = rest[len(word) :].strip()
    return given


def _length(rest: str) -> str:
    """The first word, with the second where only both are a length of time: 10 minutes."""
    first, *more = rest.split(maxsplit=2)
    both = rest[: rest.index(more[0], len(first)) + len(more[0])] if more else first
    return both if parse_duration(first) is None and parse_duration(both) is not None else first


def prose(command: Command, event: CommandGiven) -> str:
    """What of a command tells in which language its giver writes: Chinese words wherever they stand, other letters only
    in free text of several words, and not beside a Chinese command: there they are quoted, or TOML. Names, ids, values
    and the words that a command itself prescribes are no language.
    """
    given = event.arguments or _split(command.parameters, event)
    free = [
        given[one.name] for one in command.parameters if one.kind is ParameterKind.TEXT and one.name in given
    ]
    chosen = [
        event.name,
        *(given.get(one.name, "") for one in command.parameters if one.kind is ParameterKind.WORD),
    ]
    words = [word for word in chosen if language_of(word) == "zh"]
    order = given.get(command.parameters[0].name, "").lower() if command.free else ""
    spoken = not words and (not command.free or order in command.free)
    counts = [text for text in free if language_of(text) == "zh" or (spoken and len(text.split()) > 1)]
    return " ".join(words + counts)


def _may_last(rest: str) -> bool:
    """Whether the next word is a length of time, or a number that lacks only its unit."""
    word = rest.split()[0]
    return word.isdigit() or is_length(word)


def _looks_like_person(word: str) -> bool:
    return word.startswith("@") or word.isdigit() or ":" in word


def _leading_mention(rest: str, event: CommandGiven) -> str:
    """The whole text of a mention (names may contain spaces) that stands at the beginning of the rest."""
    if event.message is None:
        return ""
    for entity in event.message.mentions:
        words = event.message.text[entity.start : entity.end]
        if words and rest.startswith(words):
            return words
    return ""


def _read(command: Command, parameter: Parameter, word: str, event: CommandGiven) -> str:
    match parameter.kind:
        case ParameterKind.NUMBER:
            digits = unicodedata.normalize("NFKC", word).lstrip("#")  # ① and ＃１ are numbers, too
            if not digits.isdecimal() or len(digits) > 15:
                raise Misread(usage(command, event.name))
            return str(int(digits))
        case ParameterKind.DURATION:
            length = parse_duration(word)
            if length is None:
                raise Misread(usage(command, event.name))
            return str(int(length.total_seconds()))
        case _:
            return word


async def _whom(word: str, event: CommandGiven, people: People) -> Speaker | None:
    for entity in event.message.mentions if event.message else ():
        if entity.target and _covers(entity, event, word):
            return Speaker(identity=Identity(event.space.platform, entity.target), name=word.lstrip("@"))
    about = event.about_by
    if about is not None and about.identity == Identity(event.space.platform, word):
        return about
    return await people.named(event.space.platform, word)


def _covers(entity: Entity, event: CommandGiven, word: str) -> bool:
    assert event.message is not None
    return entity.kind is EntityKind.MENTION and event.message.text[entity.start : entity.end] == word


def usage(command: Command, called: str = "") -> Text:
    """The one line that shows how a command is written, by the name that was used for it."""
    summary = Text(f"{command.room}.command.{command.name}.summary")
    return Text("bot.command.usage", {"usage": written(command, called or command.name), "summary": summary})


def needs_person(command: Command) -> bool:
    """Whether the command is staff's, so that whoever it names is reached though they never said a word."""
    return command.rank > Rank.MEMBER or command.duty is not None
