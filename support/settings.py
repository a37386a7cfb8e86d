"""How the support desk behaves: the `[support]` section."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from chat.errors import Unfit
from chat.people import Language
from language.durations import Duration
from support.business import CalendarSettings, NamedCalendar
from support.hooks import HookSettings
from support.targets import read_policies


class TriageSettings(BaseModel):
    """When a message opens a ticket by itself: the weights of the signals and the score that is enough."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: float = Field(
        default=1.0, gt=0, description="Score from which a message opens a ticket by itself."
    )
    explicit: float = Field(default=1.0, ge=0, description="Weight of words that ask for a human.")
    grave: float = Field(
        default=1.0,
        ge=0,
        description="Weight of money, law or safety together with a sign of the member's own trouble.",
    )
    mentioned: float = Field(
        default=0.3, ge=0, description="Weight of money, law or safety without any sign of own trouble."
    )
    order: float = Field(default=0.6, ge=0, description="Weight of an order or tracking number.")
    complaint: float = Field(default=1.0, ge=0, description="Weight of a complaint that leaves no doubt.")
    displeased: float = Field(
        default=0.5, ge=0, description="Weight of a displeased tone that may be a complaint."
    )
    repeated: float = Field(
        default=0.6, ge=0, description="Weight of asking nearly the same again, or of staying displeased."
    )
    several: float = Field(
        default=0.6, ge=0, description="Weight of three people or more asking the same within two hours."
    )
    unanswered: float = Field(
        default=0.6, ge=0, description="Weight of a question that nobody has answered in time."
    )
    doubt: float = Field(
        default=0.5,
        ge=0,
        description="Weight of an answer pressed as not helpful, tried in vain, or of an FAQ that is unsure.",
    )
    silence: float = Field(
        default=0.4, ge=0, description="Weight of staff who were spoken to and have not said a word since."
    )
    unanswered_after: Duration = Field(
        default=timedelta(minutes=20),
        description="Business time after which a question in a group counts as unanswered; 0 = never.",
    )
    sure: float = Field(
        default=0.85,
        gt=0,
        le=1,
        description="Chance (0 to 1) that the author is in trouble from which there is no doubt.",
    )
    likely: float = Field(
        default=0.6,
        gt=0,
        le=1,
        description="Chance (0 to 1) that the author is in trouble from which a message counts as displeased.",
    )
    felt: float = Field(
        default=0.5,
        gt=0,
        le=1,
        description="Chance (0 to 1) that the author is in trouble from which money, law or safety weigh fully.",
    )
    shortest: int = Field(
        default=2, ge=1, description="Messages with fewer letters and digits than this never open a ticket."
    )


class AssignmentSettings(BaseModel):
    """How a new ticket finds somebody."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mode: Literal["manual", "round_robin", "least_load"] = Field(
        default="manual",
        description="manual = people claim; round_robin = whoever waited longest gets it; "
        "least_load = whoever has least.",
    )
    capacity: int = Field(
        default=10, ge=1, description="Tickets that may wait for one representative who told no number."
    )
    return_when_off: bool = Field(
        default=True,
        description="Whether what waits for somebody returns to the queue when they go off duty.",
    )


class RatingSettings(BaseModel):
    """How members rate a ticket once it is closed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(default=True, description="Whether members are asked.")
    after: Duration = Field(
        default=timedelta(minutes=5), description="How long after closing the member is asked."
    )
    remind_after: Duration = Field(
        default=timedelta(days=1), description="How long after asking one reminder is sent."
    )
    expires: Duration = Field(
        default=timedelta(days=7), description="How long after asking a rating is taken."
    )
    low: int = Field(
        default=1, ge=0, le=4, description="Ratings up to this begin the ticket again; 0 = none does."
    )


class Department(BaseModel):
    """A part of the organisation that tickets and feedback go to: a `[[support.departments]]`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z0-9_-]{1,16}$", description="Short name in commands and buttons.")
    zh: str = Field(min_length=1, max_length=40, description="Name shown in Chinese.")
    en: str = Field(min_length=1, max_length=40, description="Name shown in English.")

    def title(self, language: Language) -> str:
        """What people call it."""
        return self.zh if language == "zh" else self.en


class Category(BaseModel):
    """What a member may choose when asking for a human: a `[[support.categories]]`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z0-9_-]{1,16}$", description="Short name; the subject of its tickets.")
    zh: str = Field(min_length=1, max_length=40, description="Words of the button in Chinese.")
    en: str = Field(min_length=1, max_length=40, description="Words of the button in English.")
    department: str = Field(default="", description="Department that gets its tickets.")
    priority: int = Field(default=4, ge=1, le=4, description="Priority of its tickets, 1 = most urgent.")

    def title(self, language: Language) -> str:
        """What people call it."""
        return self.zh if language == "zh" else self.en


class SupportSettings(BaseModel):
    """The `[support]` section."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    home: Literal["", "telegram", "discord", "local"] = Field(
        default="",
        description="Platform whose staff space holds all tickets; empty = the staff space of the member's platform.",
    )
    policies: tuple[str, ...] = Field(
        default=(
            "P1: 15m / 30m / 4h",
            "P2: 1h / 2h / 1bd",
            "P3: 4h / 8h / 3bd",
            "P4: 1bd / 2bd / 10bd",
        ),
        description="Targets for first reply / next reply / resolution, in order, the first that fits holds. Before "
        "the colon P1 to P4, @department, #tag, zh, en, a platform or *; targets like 15m, 4h, 2bd (business days) "
        "or - for none; 24/7 at the end counts around the clock, `on name` by the calendar of that name.",
    )
    warn_assignee: tuple[int, ...] = Field(
        default=(50, 80), description="Per cent of a target at which whoever has the ticket is called."
    )
    warn_second: int = Field(
        default=100, gt=0, description="Per cent of a target at which the representatives on duty are called."
    )
    warn_manager: int = Field(
        default=150, gt=0, description="Per cent of a target at which the managers are called."
    )
    unacknowledged: Duration = Field(
        default=timedelta(minutes=10),
        description="Business time after which a call that nobody acknowledged goes to the next level.",
    )
    alert_snooze: Duration = Field(
        default=timedelta(minutes=30), description="How long the button “later” under a call puts it off."
    )
    digest_from: int = Field(
        default=3, ge=2, description="From how many tickets at once the calls become one digest."
    )
    complaints: bool = Field(
        default=True, description="Whether a complaint in the chat opens a ticket by itself."
    )
    appeals: bool = Field(
        default=False,
        description="Whether an appeal against a sanction opens a ticket, too, which ends with its decision.",
    )
    reopen_within: Duration = Field(
        default=timedelta(days=7), description="Time after closing in which a ticket can be reopened."
    )
    confirm_after: Duration = Field(
        default=timedelta(minutes=10),
        description="A member's further message is confirmed when the one before it is older than this.",
    )
    context_messages: int = Field(
        default=5,
        ge=0,
        le=20,
        description="Earlier messages of the chat that the staff see with a new ticket.",
    )
    listed: int = Field(default=20, ge=1, le=50, description="Most tickets that /tickets shows.")
    departments: tuple[Department, ...] = Field(
        default=(),
        description="Departments that tickets go to, each a [[support.departments]] with name, zh and en.",
    )
    categories: tuple[Category, ...] = Field(
        default=(),
        description="What a member chooses from when asking for a human, each a [[support.categories]] with "
        "name, zh, en, department and priority.",
    )
    largest_file: int = Field(
        default=8_000_000, ge=0, description="Largest attachment in bytes that is carried over; 0 = none."
    )
    answering_for: Duration = Field(
        default=timedelta(minutes=3),
        description="Time for which somebody who began an answer is protected from a second answer.",
    )
    triage: TriageSettings = Field(
        default=TriageSettings(), description="When a message opens a ticket by itself."
    )
    assignment: AssignmentSettings = Field(
        default=AssignmentSettings(), description="How a new ticket finds somebody."
    )
    ratings: RatingSettings = Field(
        default=RatingSettings(), description="How members rate a ticket once it is closed."
    )
    hooks: HookSettings = Field(
        default=HookSettings(), description="Programs outside that are told what happens to tickets."
    )
    calendar: CalendarSettings = Field(
        default=CalendarSettings(), description="When somebody is there: what business time is."
    )
    calendars: tuple[NamedCalendar, ...] = Field(
        default=(),
        description="Hours of their own for policies that end in `on name`, each a [[support.calendars]] with a name "
        "and the keys of [support.calendar].",
    )

    @field_validator("policies")
    @classmethod
    def _are_policies(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        read_policies(value)
        return value

    @field_validator("warn_assignee")
    @classmethod
    def _are_shares(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if not value or any(one <= 0 for one in value):
            raise Unfit("support.unfit.shares")
        return value

    @model_validator(mode="after")
    def _go_up(self) -> SupportSettings:
        if not max(self.warn_assignee) <= self.warn_second <= self.warn_manager:
            raise Unfit("support.unfit.go_up")
        return self

    @model_validator(mode="after")
    def _known(self) -> SupportSettings:
        """Categories lead to departments that exist, and no name is given twice."""
        names = [one.name for one in self.departments]
        calendars = [one.name for one in self.calendars]
        for which, given in (
            ("departments", names),
            ("categories", [one.name for one in self.categories]),
            ("calendars", calendars),
        ):
            double = next((name for name in given if given.count(name) > 1), None)
            if double:
                raise Unfit("support.unfit.double", table=which, name=double)
        for one in self.categories:
            if one.department and one.department not in names:
                raise Unfit("support.unfit.department", category=one.name, name=one.department)
        for policy in read_policies(self.policies):
            if policy.calendar and policy.calendar not in calendars:
                raise Unfit("support.unfit.calendar", policy=policy.text, name=policy.calendar)
        return self

    def department(self, name: str) -> Department | None:
        """The department of this name, in any of its spellings."""
        word = name.strip().lower()
        return next(
            (one for one in self.departments if word in (one.name, one.zh.lower(), one.en.lower())), None
        )

    def category(self, name: str) -> Category | None:
        """The category of this short name."""
        return next((one for one in self.categories if one.name == name), None)
