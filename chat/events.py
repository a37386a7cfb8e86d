"""What can happen: one frozen class for each thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chat.actions import About
from chat.messages import Message, MessageRef
from chat.people import Language, PersonId, Space, Speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened.

    `key` = platform, bot, native id and index within the update: handled once. `at` is UTC and aware.
    `space` gives the lane in which the event is decided.
    """

    key: str
    at: datetime
    space: Space

    @property
    def topic(self) -> str:
        """What a handler may select on beside the class (a command's name, a button's kind …)."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenEvent(Event):
    """Something that somebody did.

    `dialogue` is the language of what it goes on with: of the message of theirs whose button was pressed, of the form
    that was filled in; None = it begins something.
    """

    by: Speaker
    dialogue: Language | None = None

    @property
    def language(self) -> Language | None:
        """The person's own setting, else the language in which they are being spoken to; None = neither tells."""
        return self.by.language or self.dialogue


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePosted(SpokenEvent):
    """A new message."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEdited(SpokenEvent):
    """The author's own text, links or media changed; `before` is None where the platform does not tell."""

    message: Message
    before: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRemoved(Event):
    """A message was deleted by a person (Discord only)."""

    message: MessageRef


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageBlocked(SpokenEvent):
    """The platform kept a message back before anybody saw it.

    `rule` is the WallRule of ours that it was blocked for, "" for a rule that somebody else made; `found` is the part
    of the text that was matched.
    """

    text: str
    rule: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined(SpokenEvent):
    """`by` is now a member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft(SpokenEvent):
    """`by` is a member no more; `removed` when somebody else put them out."""

    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRequested(SpokenEvent):
    """`by` asks to be let in; `about` is what they tell of themselves, where the platform shows it."""

    request: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChanged(SpokenEvent):
    """The native roles of `by` changed to `by.roles`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionChanged(SpokenEvent):
    """Reactions of `by` on one message."""

    message: MessageRef
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonPressed(SpokenEvent):
    """A button was pressed.

    Adapters give `payload`; the pipeline checks its MAC and fills in `kind` and `id` (both "" when it is forged,
    expired, or somebody else's, and `refusal` says which). `interaction` is what Acknowledge and ShowForm answer.
    """

    payload: str
    interaction: str
    message: MessageRef | None = None
    kind: str = ""
    id: str = ""
    refusal: str = ""

    @property
    def topic(self) -> str:
        """The button's kind."""
        return self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandGiven(SpokenEvent):
    """A command.

    Text platforms give `words` (what follows the name); platforms with options give `arguments` by parameter name.
    The pipeline fills in the arguments from the words; person arguments become PersonIds, "" when nobody was found.
    Handlers find in `words` what of it tells the giver's language.
    `message` is the carrying message where there is one, `about` the message the command was given on, `about_by` who
    wrote that, or whom an option names.
    """

    name: str
    words: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)
    message: Message | None = None
    about: Message | None = None
    about_by: Speaker | None = None
    interaction: str = ""

    @property
    def topic(self) -> str:
        """The command's name."""
        return self.name

    def argument(self, name: str) -> str:
        """The argument of this name, "" when it was not given."""
        return self.arguments.get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSubmitted(SpokenEvent):
    """A form was filled in and sent. `subject` is what ShowForm carried."""

    form: str
    subject: str
    values: Mapping[str, str]
    interaction: str = ""

    @property
    def topic(self) -> str:
        """The form's name."""
        return self.form


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceMigrated(Event):
    """`space` has a new native id."""

    to: Space


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceChanged(Event):
    """Steward itself was added to a space, removed from it, or its rights there changed."""

    present: bool
    by: Speaker | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsJoined(Event):
    """Two persons turned out to be one: each room moves its rows from `dropped` to `kept`."""

    kept: PersonId
    dropped: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerRang(Event):
    """An alarm is due. Its handler reads the subject afresh; `due` is when it should have rung."""

    kind: str
    subject: str
    due: datetime

    @property
    def topic(self) -> str:
        """The alarm's kind."""
        return self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleArose(Event):
    """Steward itself has something to tell its managers; `code` names the text, `detail` what exactly."""

    code: str
    detail: str

    @property
    def topic(self) -> str:
        """The trouble's code."""
        return self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionDone(Event):
    """The outbox did an action; `ids` are the native ids of what it made, `degraded` how it fell short ("" = whole)."""

    action: str
    verb: str
    about: About | None = None
    ids: tuple[str, ...] = ()
    degraded: str = ""
    person: PersonId | None = None

    @property
    def topic(self) -> str:
        """The room the action was about."""
        return self.about.room if self.about else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFailed(Event):
    """The outbox could not do an action; `outcome` is refused, unsupported, too_late or parked; `why` its code."""

    action: str
    verb: str
    outcome: str
    why: str
    about: About | None = None
    person: PersonId | None = None

    @property
    def topic(self) -> str:
        """The room the action was about."""
        return self.about.room if self.about else ""
