"""What can be done, and what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import ClassVar

from chat.messages import Carried, MessageRef
from chat.people import Language, PersonId, Rank, Space
from chat.text import Body, Text


class Capability(StrEnum):
    """What a platform, and the bot's rights in a space, allow. REMOVE_ALONE: what the removed person said stays."""

    POST = "post"
    EDIT = "edit"
    DELETE = "delete"
    PIN = "pin"
    ACKNOWLEDGE = "acknowledge"
    FORM = "form"
    MUTE = "mute"
    REMOVE = "remove"
    REMOVE_ALONE = "remove_alone"
    BAN = "ban"
    SLOW_MODE = "slow_mode"
    LOCK = "lock"
    GATE = "gate"
    WALL = "wall"
    THREAD = "thread"
    ANSWER_JOIN = "answer_join"
    LEAVE = "leave"
    PRIVATE = "private"
    READ_ALL = "read_all"
    REACTIONS = "reactions"
    MEMBER_EVENTS = "member_events"
    DELIVER = "deliver"
    TYPING = "typing"


class Repeat(StrEnum):
    """What to do when a crash leaves open whether an action happened.

    SAFE: doing it twice is the same as once. NONCE: the platform drops a repeat (Discord), else as RESEND.
    RESEND: a rare duplicate is better than silence. PARK: a human decides.
    """

    SAFE = "safe"
    NONCE = "nonce"
    RESEND = "resend"
    PARK = "park"


class Priority(IntEnum):
    """Which action leaves first (smaller = sooner)."""

    SANCTION = 0
    DELETE = 1
    ACKNOWLEDGE = 2
    STAFF = 3
    REPLY = 4
    BROADCAST = 5


@dataclass(frozen=True, slots=True)
class About:
    """Which room's which subject an action serves; comes back with ActionDone and ActionFailed."""

    room: str
    subject: str


@dataclass(frozen=True, slots=True)
class Private:
    """The private chat of a person, on `platform` when given, else where they last spoke."""

    person: PersonId
    platform: str | None = None


@dataclass(frozen=True, slots=True)
class MadeBy:
    """What another action will have made: its key. The outbox holds an action until then.

    Within one Decision a handler writes `MadeBy("#n")`, n = index of the action in the same Decision.
    """

    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button under a message.

    `only` binds it to a person or a least rank (None = everybody), `expires` ends it (checked with the MAC).
    Kind and id together have at most 40 ASCII characters; a `url` button has neither. The pipeline renders the label
    and makes `payload`.
    """

    label: Text | str
    kind: str = ""
    id: str = ""
    only: PersonId | Rank | None = None
    expires: datetime | None = None
    url: str = ""
    danger: bool = False
    payload: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question of a form."""

    name: str
    label: Text | str
    required: bool = True
    long: bool = False
    initial: str = ""
    limit: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A dialogue with at most five questions. FormSubmitted carries `name` and `subject` back."""

    name: str
    subject: str
    title: Text | str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that goes with a post (PNG bytes)."""

    data: bytes
    name: str
    alt: Text | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that goes with a post."""

    data: bytes
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing to do. `to` is where; the key is given by the pipeline (event key/handler/ordinal)."""

    needs: ClassVar[Capability]
    priority_: ClassVar[Priority] = Priority.REPLY
    repeat_: ClassVar[Repeat] = Repeat.SAFE

    to: Space | Private
    about: About | None = None

    @property
    def verb(self) -> str:
        """The word for this kind of action in logs, audit and events."""
        return type(self).__name__

    @property
    def priority(self) -> Priority:
        """When it leaves relative to others."""
        return self.priority_

    @property
    def repeat(self) -> Repeat:
        """What an unknown outcome means."""
        return self.repeat_


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Action):
    """Say something.

    `reply_to` answers a message (sent plainly when that is gone); `vanish` deletes the post after that time;
    `otherwise` is posted instead when this one is refused (a private chat that is closed). `language` None = chosen by
    the pipeline. `repeat_as` is NONCE-like RESEND by default: set PARK for what must not appear twice.
    `thread` may be MadeBy an OpenThread of the same Decision or an earlier action. `carried` files follow the words.
    """

    needs: ClassVar[Capability] = Capability.POST

    body: Body
    buttons: tuple[tuple[Button, ...], ...] = ()
    reply_to: MessageRef | None = None
    thread: MadeBy | None = None
    picture: Picture | None = None
    document: Document | None = None
    carried: tuple[Carried, ...] = ()
    language: Language | None = None
    silent: bool = False
    vanish: timedelta | None = None
    otherwise: Post | None = None
    urgency: Priority = Priority.REPLY
    repeat_as: Repeat = Repeat.RESEND

    @property
    def priority(self) -> Priority:
        """As the post says."""
        return self.urgency

    @property
    def repeat(self) -> Repeat:
        """As the post says."""
        return self.repeat_as


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(Action):
    """Change what Steward said. A newer unsent Edit of the same message replaces the older.

    `bare` takes away the files that stand in the message itself, where a platform keeps them there.
    """

    needs: ClassVar[Capability] = Capability.EDIT

    message: MessageRef | MadeBy
    body: Body
    buttons: tuple[tuple[Button, ...], ...] = ()
    bare: bool = False
    language: Language | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete(Action):
    """Remove messages of one space."""

    needs: ClassVar[Capability] = Capability.DELETE
    priority_: ClassVar[Priority] = Priority.DELETE

    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearReactions(Action):
    """Take away what a person put on messages of one space; `marks` pairs a message's id with an emoji."""

    needs: ClassVar[Capability] = Capability.DELETE
    priority_: ClassVar[Priority] = Priority.DELETE

    person: PersonId
    marks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin(Action):
    """Pin a message, or unpin it."""

    needs: ClassVar[Capability] = Capability.PIN

    message: MessageRef | MadeBy
    pinned: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge(Action):
    """Answer a button press, form or command that waits; `body` is shown to the presser alone."""

    needs: ClassVar[Capability] = Capability.ACKNOWLEDGE
    priority_: ClassVar[Priority] = Priority.ACKNOWLEDGE

    interaction: str
    body: Body | None = None
    alert: bool = False
    language: Language | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowForm(Action):
    """Ask `person` the questions of a form, in answer to a command or press."""

    needs: ClassVar[Capability] = Capability.FORM
    priority_: ClassVar[Priority] = Priority.ACKNOWLEDGE

    interaction: str
    person: PersonId
    form: Form
    language: Language | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction(Action):
    """An act upon a person in `to`; `why` goes to the platform's audit log."""

    priority_: ClassVar[Priority] = Priority.SANCTION

    person: PersonId
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute(Sanction):
    """Take the right to speak until a moment."""

    needs: ClassVar[Capability] = Capability.MUTE

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmute(Sanction):
    """Give the right to speak back."""

    needs: ClassVar[Capability] = Capability.MUTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove(Sanction):
    """Put out of the space; may come back."""

    needs: ClassVar[Capability] = Capability.REMOVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban(Sanction):
    """Put out and keep out, until a moment or for good (None)."""

    needs: ClassVar[Capability] = Capability.BAN

    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unban(Sanction):
    """Let come back; never removes somebody who is there."""

    needs: ClassVar[Capability] = Capability.BAN


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowMode(Action):
    """At most one message a person in `delay` (zero = off)."""

    needs: ClassVar[Capability] = Capability.SLOW_MODE
    priority_: ClassVar[Priority] = Priority.SANCTION

    delay: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock(Action):
    """Let nobody but staff speak, or undo that."""

    needs: ClassVar[Capability] = Capability.LOCK
    priority_: ClassVar[Priority] = Priority.SANCTION

    locked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate(Action):
    """Let nobody in without being asked, or undo that; where nobody can ask, nobody comes in until `until`."""

    needs: ClassVar[Capability] = Capability.GATE
    priority_: ClassVar[Priority] = Priority.SANCTION

    closed: bool
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey(Action):
    """Read how freely people may speak and come in: the one id of the outcome is a snapshot for Restore.

    It leaves before the SlowMode, Gate and Lock that follow it in the same Decision.
    """

    needs: ClassVar[Capability] = Capability.READ_ALL
    priority_: ClassVar[Priority] = Priority.SANCTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore(Action):
    """Give a space back exactly the freedom that a Survey found ("" = nobody knows: what is usual)."""

    needs: ClassVar[Capability] = Capability.READ_ALL
    priority_: ClassVar[Priority] = Priority.SANCTION

    snapshot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WallRule:
    """What a platform itself may block before it is posted, on behalf of our rule `name`.

    `words` count wherever their script allows a word, `fragments` anywhere, `patterns` are RE2; nothing counts inside
    an `allowed` text. `mentions` is the most that one message may mention (0 = not limited). `told` is said to the
    author.
    """

    name: str
    words: tuple[str, ...] = ()
    fragments: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    mentions: int = 0
    told: Text | str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall(Action):
    """Let the platform block what these rules find, everywhere that it serves; no rules = take the wall down.

    The ids of the outcome say what did not fit, each `rule:what:count`.
    """

    needs: ClassVar[Capability] = Capability.WALL
    priority_: ClassVar[Priority] = Priority.STAFF

    rules: tuple[WallRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenThread(Action):
    """Make a topic or thread in `to`; its id comes back in ActionDone and through MadeBy."""

    needs: ClassVar[Capability] = Capability.THREAD
    repeat_: ClassVar[Repeat] = Repeat.RESEND

    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseThread(Action):
    """Close, or reopen, the topic or thread that `to.thread` names."""

    needs: ClassVar[Capability] = Capability.THREAD

    closed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowTyping(Action):
    """Show for a few seconds, in the platform's own way, that something is being written."""

    needs: ClassVar[Capability] = Capability.TYPING


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerJoin(Action):
    """Let somebody in who asked, or not; None = people will decide, so that the platform goes on to wait."""

    needs: ClassVar[Capability] = Capability.ANSWER_JOIN
    priority_: ClassVar[Priority] = Priority.ACKNOWLEDGE

    person: PersonId
    request: str
    admitted: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveSpace(Action):
    """Leave a space that is not served."""

    needs: ClassVar[Capability] = Capability.LEAVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliver(Action):
    """Tell a program outside of an event. `delivery` is the same for every try, so that a repeat is known as one."""

    needs: ClassVar[Capability] = Capability.DELIVER
    priority_: ClassVar[Priority] = Priority.BROADCAST

    delivery: str
    event: str
    payload: str


@dataclass(frozen=True, slots=True)
class Done:
    """It happened; `ids` are the native ids of what was made."""

    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Degraded:
    """It happened in a lesser way, `how` being a code such as `message.instead_of_thread`."""

    how: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform said no: `why` is a code such as `right.missing`, `person.blocked`, `target.gone`."""

    why: str


@dataclass(frozen=True, slots=True)
class Unsupported:
    """The platform, or our rights in that space, have no such thing."""

    why: str = "unsupported"


@dataclass(frozen=True, slots=True)
class TooLate:
    """The time in which it could be done is over."""

    why: str = "expired"


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """It may or may not have happened."""

    why: str = "unknown"


@dataclass(frozen=True, slots=True)
class NotNow:
    """Nothing happened; try again after `wait` (a rate limit, a connection that could not be made).

    `whole_platform` holds everything back, not only this space.
    """

    wait: timedelta
    whole_platform: bool = False
    why: str = "rate"


Outcome = Done | Degraded | Refused | Unsupported | TooLate | Ambiguous | NotNow
