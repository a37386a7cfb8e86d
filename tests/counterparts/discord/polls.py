"""Polls: a question with its answers, as it is asked and as it is shown; nobody votes in this town."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.counterparts.discord.refusals import Form
from tests.counterparts.discord.shapes import Json, moment

LONGEST_QUESTION, LONGEST_ANSWER = 300, 55
MOST_ANSWERS, MOST_HOURS = 10, 32 * 24
_USUAL_HOURS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One poll, until it expires."""

    question: str
    answers: tuple[str, ...]
    expires_at: datetime
    several: bool = False

    def json(self) -> Json:
        """The poll object."""
        answers = enumerate(self.answers, 1)
        return {
            "question": {"text": self.question},
            "answers": [{"answer_id": number, "poll_media": {"text": text}} for number, text in answers],
            "expiry": moment(self.expires_at),
            "allow_multiselect": self.several,
            "layout_type": 1,
            "results": {"is_finalized": False, "answer_counts": []},
        }


def asked(question: str, *answers: str) -> Json:
    """The body of a request that asks this."""
    return {"question": {"text": question}, "answers": [{"poll_media": {"text": one}} for one in answers]}


def poll_of(body: Json, now: datetime) -> Poll:
    """What a checked body asks for."""
    return Poll(
        question=body["question"]["text"],
        answers=tuple(one["poll_media"]["text"] for one in body["answers"]),
        expires_at=now + timedelta(hours=body.get("duration") or _USUAL_HOURS),
        several=bool(body.get("allow_multiselect")),
    )


def checked(body: Json) -> Json:
    """The same body, within the limits. Raises Refusal."""
    form = Form()
    check_poll(form, body)
    form.done()
    return body


def check_poll(form: Form, body: Json) -> None:
    """Discord's limits of a poll."""
    form.longest("poll.question.text", body["question"].get("text"), LONGEST_QUESTION)
    if not 1 <= len(body["answers"]) <= MOST_ANSWERS:
        form.fault("poll.answers", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {MOST_ANSWERS} in length.")
    for number, one in enumerate(body["answers"]):
        form.longest(f"poll.answers.{number}.poll_media.text", one["poll_media"].get("text"), LONGEST_ANSWER)
    if not 1 <= (body.get("duration") or _USUAL_HOURS) <= MOST_HOURS:
        form.fault("poll.duration", "NUMBER_TYPE_MAX", f"int value should be at most {MOST_HOURS}.")
