"""Questions that wait in a group: who else asks the same, whether anybody answered, what the staff said since."""

from __future__ import annotations

import re
from collections import OrderedDict
from datetime import datetime, timedelta

from chat.decision import Alarm
from chat.events import MessagePosted
from chat.messages import Message, MessageRef
from chat.people import PersonId, Space
from language.cues import looks_like_question
from language.fold import fold
from language.lanes import language_of
from support.asked import SHARED_WITHIN, Asked, like
from support.conversations import LONGEST, Saying, saying_of
from support.desk import Desk
from support.triage import Reason, Sign, Verdict, judge, with_reasons
from worktime.clock import NeverOpen, due

UNANSWERED = "support.unanswered"
DOUBTED_FOR = timedelta(minutes=30)
PEOPLE = 3
"""From how many people on the same question weighs."""

REMEMBERED = 1_000

_STAFF = re.compile(
    r"客服|管理|群主|官方|运营|你们|\b(?:support|staff|team|mods?|moderators?|admins?|you guys)\b"
)


class Waiting:
    """Reads what was said around a question; lost with the process, so a restart escalates nothing by mistake."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked = Asked()
        self._doubts: OrderedDict[PersonId, datetime] = OrderedDict()

    def doubted(self, person: PersonId) -> None:
        """An answer was pressed as not helpful."""
        self._doubts[person] = self._desk.clock.now()
        self._doubts.move_to_end(person)
        while len(self._doubts) > REMEMBERED:
            self._doubts.popitem(last=False)

    def in_company(self, verdict: Verdict, message: Message, by: PersonId) -> Verdict:
        """The verdict, with what others asked and what its author thought of the FAQ's answer.

        Others are looked for only where they can make the difference.
        """
        weights = self._desk.settings.triage
        more = []
        doubted = self._doubts.get(by)
        said_so = any(reason.signal is Sign.DOUBT for reason in verdict.reasons)
        if doubted and not said_so and self._desk.clock.now() - doubted <= DOUBTED_FOR:
            more.append(Reason(signal=Sign.DOUBT, weight=weights.doubt))
        alone = verdict.score + sum(one.weight for one in more)
        if alone + weights.several >= weights.threshold and len(self.others(message, by)) >= PEOPLE - 1:
            more.insert(0, Reason(signal=Sign.SEVERAL, weight=weights.several))
        return with_reasons(verdict, more, weights)

    def others(self, message: Message, by: PersonId) -> list[Saying]:
        """What other members said there lately that is nearly the same, each person once."""
        now = self._desk.clock.now()
        just_said = self._desk.conversations.before(message.space, now, message.id)
        fresh = [one for one in just_said if now - one.at <= SHARED_WITHIN and not one.staff]
        said = {one.ref: one for one in (*self._asked.told(message.space, now), *fresh) if one.person != by}
        return list({one.person: one for one in like(message.text, said.values())}.values())

    def tell(self, message: Message, by: PersonId) -> None:
        """Something speaks for a human: whoever says the same later has company."""
        now = self._desk.clock.now()
        self._asked.tell(Saying(person=by, text=message.text[:LONGEST], at=now, ref=message.ref))

    def heard(self, saying: Saying) -> None:
        """Whatever is said may answer a question that waits."""
        self._asked.heard(saying)

    def forget(self, person: PersonId) -> None:
        """Drop everything a person asked."""
        self._asked.forget(person)
        self._doubts.pop(person, None)

    def begins(self, event: MessagePosted, *, answered: bool) -> Alarm | None:
        """When to look whether the question was answered; None for what is no question, or is answered at once."""
        length = self._desk.settings.triage.unanswered_after
        text = event.message.text
        if not self._desk.settings.complaints or event.message.forwarded:
            return None
        if not looks_like_question(text, language_of(text)):
            return None
        question = saying_of(event)
        self._asked.tell(question)
        if answered or not length:
            return None
        try:
            at = due(self._desk.timekeeper.calendar, event.at, length)
        except NeverOpen:
            return None
        self._asked.wait(question)
        return Alarm(kind=UNANSWERED, subject=_named(event.message.ref), at=at, space=event.space)

    def question(self, subject: str) -> Saying | None:
        """The question that an alarm is about, while it is remembered and nobody has answered it."""
        platform, place, thread, message = subject.split("|", 3)
        return self._asked.waits(MessageRef(Space(platform, place, thread or None), message))

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
