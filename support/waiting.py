"""Questions that wait in a group: who else asks the same, whether anybody answered, what the staff said since."""

from __future__ import annotations

import re
from collections import OrderedDict
from datetime import datetime, timedelta
from functools import lru_cache

from rapidfuzz import fuzz

from chat.decision import Alarm
from chat.events import MessagePosted
from chat.messages import Message, MessageRef
from chat.people import PersonId, Space
from language.cues import Cue, complaint_tone, looks_like_question
from language.fold import fold
from language.lanes import language_of
from support.conversations import Saying
from support.desk import Desk
from support.triage import Reason, Sign, Verdict, judge, with_reasons
from worktime.clock import NeverOpen, due

UNANSWERED = "support.unanswered"
SHARED_WITHIN = timedelta(hours=2)
DOUBTED_FOR = timedelta(minutes=30)
PEOPLE = 3
"""From how many people on the same question weighs."""

ALIKE = 85
SHORTEST = 6
REMEMBERED = 1_000

_HAN = re.compile(r"([\u3400-\u9fff])")
_UNSAID = re.compile(r"[\W_]+")
_STAFF = re.compile(
    r"客服|管理|群主|官方|运营|你们|\b(?:support|staff|team|mods?|moderators?|admins?|you guys)\b"
)


def alike(one: str, other: str) -> bool:
    """Whether two people say nearly the same: by words, in Chinese by characters."""
    first, second = _apart(one), _apart(other)
    if min(len(first), len(second)) < SHORTEST:
        return False
    return fuzz.token_set_ratio(first, second) >= ALIKE


@lru_cache(maxsize=4_096)
def _apart(text: str) -> str:
    return _UNSAID.sub(" ", _HAN.sub(r" \1 ", fold(text))).strip()


class Waiting:
    """Reads what was said around a question; lost with the process, so a restart escalates nothing by mistake."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._doubts: OrderedDict[PersonId, datetime] = OrderedDict()

    def doubted(self, person: PersonId) -> None:
        """An answer was pressed as not helpful."""
        self._doubts[person] = self._desk.clock.now()
        self._doubts.move_to_end(person)
        while len(self._doubts) > REMEMBERED:
            self._doubts.popitem(last=False)

    def in_company(self, verdict: Verdict, message: Message, by: PersonId) -> Verdict:
        """The verdict, with what others asked and what its author thought of the FAQ's answer."""
        weights = self._desk.settings.triage
        more = []
        if len({one.person for one in self.others(message, by)}) >= PEOPLE - 1:
            more.append(Reason(signal=Sign.SEVERAL, weight=weights.several))
        doubted = self._doubts.get(by)
        if doubted and self._desk.clock.now() - doubted <= DOUBTED_FOR:
            more.append(Reason(signal=Sign.DOUBT, weight=weights.doubt))
        return with_reasons(verdict, more, weights)

    def others(self, message: Message, by: PersonId) -> list[Saying]:
        """What other members said there lately that is nearly the same, each person once."""
        now = self._desk.clock.now()
        found: dict[PersonId, Saying] = {}
        for one in self._desk.conversations.before(message.space, now, message.id):
            fresh = now - one.at <= SHARED_WITHIN
            if fresh and one.person != by and not one.staff and alike(one.text, message.text):
                found[one.person] = one
        return list(found.values())

    def begins(self, event: MessagePosted) -> Alarm | None:
        """When to look whether the question was answered; None for what is no question."""
        length = self._desk.settings.triage.unanswered_after
        text = event.message.text
        if not length or not self._desk.settings.complaints or event.message.forwarded:
            return None
        if not looks_like_question(text, language_of(text)):
            return None
        try:
            at = due(self._desk.timekeeper.calendar, event.at, length)
        except NeverOpen:
            return None
        return Alarm(kind=UNANSWERED, subject=_named(event.message.ref), at=at, space=event.space)

    def question(self, subject: str) -> Saying | None:
        """The question that an alarm is about, while it is remembered."""
        platform, place, thread, message = subject.split("|", 3)
        return self._desk.conversations.find(MessageRef(Space(platform, place, thread or None), message))

    def is_answered(self, question: Saying) -> bool:
        """Whether anybody replied, named its author, or spoke as staff; or its author said that it is over."""
        for one in self._desk.conversations.since(question):
            if one.person == question.person:
                tone = complaint_tone(one.text, language_of(one.text))
                if any(signal.cue in (Cue.SETTLED, Cue.PRAISE) for signal in tone.signals):
                    return True
            elif one.staff or one.reply_to == question.ref.id or question.account in one.named:
                return True
        return False

    def unanswered(self, question: Saying, *, unsure: bool) -> Verdict:
        """What a question weighs that nobody answered; `unsure` = the FAQ had something, but was not sure."""
        weights = self._desk.settings.triage
        more = [Reason(signal=Sign.UNANSWERED, weight=weights.unanswered)]
        if unsure:
            more.append(Reason(signal=Sign.DOUBT, weight=weights.doubt))
        turned = _STAFF.search(fold(question.text))
        if turned:
            more.append(Reason(signal=Sign.SILENCE, weight=weights.silence))
        verdict = judge(question.text, language_of(question.text), (), weights)
        return with_reasons(verdict, more, weights)


def _named(ref: MessageRef) -> str:
    return f"{ref.space.platform}|{ref.space.id}|{ref.space.thread or ''}|{ref.id}"
