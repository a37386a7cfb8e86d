"""Native polls: state, votes, the updates they cause."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.counterparts.telegram.wire import Json

if TYPE_CHECKING:
    from tests.counterparts.telegram.messages import Message
    from tests.counterparts.telegram.people import User


@dataclass(slots=True, kw_only=True, eq=False)
class Poll:
    """The bot hears of votes in its own polls only."""

    id: str
    question: str
    options: list[str]
    settings: Json
    message: Message | None = None
    closed: bool = False
    votes: dict[int, list[int]] = field(default_factory=dict)

    def vote(self, user: User, chosen: list[int]) -> None:
        if self.closed:
            raise PermissionError("the poll is closed")
        if len(chosen) > 1 and not self.settings["allows_multiple_answers"]:
            raise ValueError("one answer only")
        self.votes[user.id] = chosen
        if not chosen:
            del self.votes[user.id]
        self._announce(user, chosen)

    def _announce(self, user: User, chosen: list[int]) -> None:
        assert self.message is not None
        self.refresh()
        if not self.message.by_bot:
            return
        user.town.deliver("poll", self.json())
        if not self.settings["is_anonymous"]:
            body = {"poll_id": self.id, "user": user.json(), "option_ids": chosen}
            body["option_persistent_ids"] = [str(option) for option in chosen]
            user.town.deliver("poll_answer", body, about=user.id)

    def close(self) -> Json:
        self.closed = True
        self.refresh()
        return self.json()

    def refresh(self) -> None:
        if self.message is not None:
            self.message.content = {**self.message.content, "poll": self.json()}

    def json(self) -> Json:
        counts = [
            sum(index in chosen for chosen in self.votes.values()) for index in range(len(self.options))
        ]
        options = [
            {"persistent_id": str(index), "text": text, "voter_count": counts[index]}
            for index, text in enumerate(self.options)
        ]
        return {
            "id": self.id,
            "question": self.question,
            "options": options,
            "total_voter_count": len(self.votes),
            "is_closed": self.closed,
            **self.settings,
        }
