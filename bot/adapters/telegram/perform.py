"""Actions → calls of the Bot API."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.adapters.telegram.errors import outcome_of
from bot.adapters.telegram.freedom import Freedom
from bot.adapters.telegram.memory import Memory
from bot.adapters.telegram.posts import Posts
from bot.adapters.telegram.rights import Rights
from bot.adapters.telegram.sanctions import Sanctions
from chat.actions import (
    Acknowledge,
    AnswerJoin,
    ClearReactions,
    CloseThread,
    Delete,
    Done,
    Edit,
    LeaveSpace,
    Lock,
    OpenThread,
    Outcome,
    Pin,
    Post,
    Refused,
    Restore,
    Sanction,
    ShowTyping,
    SlowMode,
    Survey,
    TooLate,
    Unsupported,
)
from chat.messages import MessageRef
from chat.people import Space
from chat.ports import Clock, Errand

MOST_AT_ONCE = 100
LONGEST_TITLE = 128
QUERY = "query:"

log = structlog.get_logger()

Moved = Callable[[int, int], Awaitable[None]]
"""Tells that a group has a new id."""


class Hands:
    """Performs errands; what Telegram refuses becomes an outcome, never an exception."""

    def __init__(self, bot: Bot, memory: Memory, rights: Rights, clock: Clock, moved: Moved) -> None:
        self._bot = bot
        self._memory = memory
        self._rights = rights
        self._moved = moved
        self.posts = Posts(bot, memory)
        self._sanctions = Sanctions(bot, clock)
        self._freedom = Freedom(bot)

    async def perform(self, errand: Errand) -> Outcome:
        """Do it, once."""
        space = errand.action.to
        assert isinstance(space, Space)
        try:
            chat = int(space.id)
        except ValueError:
            return Refused("space.gone")
        new = self._memory.moved.get(chat)
        if new is not None and isinstance(errand.action, Edit | Delete | Pin):
            return Refused("target.gone")  # messages do not keep their ids when a group moves
        if new is not None and isinstance(errand.action, Post):
            errand = replace(errand, action=replace(errand.action, reply_to=None))
        try:
            return await self._do(errand, new or chat)
        except ChatMigrated as moved:
            await self._moved(chat, moved.new_chat_id)
            return outcome_of(moved)
        except TelegramError as error:
            outcome = outcome_of(error)
            if isinstance(outcome, Refused) and outcome.why in ("right.missing", "space.left"):
                self._rights.doubt(new or chat)
            log.info("telegram.refused", verb=errand.action.verb, why=getattr(outcome, "why", "done"))
            return outcome

    async def _do(self, errand: Errand, chat: int) -> Outcome:
        action = errand.action
        match action:
            case Post():
                return await self.posts.post(chat, action, errand)
            case Edit():
                return await self.posts.edit(chat, action)
            case Delete() | ClearReactions():
                return await self._take_down(chat, action, errand)
            case Acknowledge():
                return await self.posts.acknowledge(action)
            case Pin():
                return await self._pin(chat, action)
            case OpenThread() | CloseThread():
                return await self._thread(chat, action)
            case Sanction():
                return await self._sanctions.perform(chat, action, errand, self._kind(chat))
            case Lock() | SlowMode() | Survey() | Restore():
                return await self._openness(chat, action)
            case AnswerJoin():
                return await self._answer_join(chat, action, errand)
            case ShowTyping():
                thread = int(action.to.thread) if isinstance(action.to, Space) and action.to.thread else None
                await self._bot.send_chat_action(chat, ChatAction.TYPING, message_thread_id=thread)
                return Done()
            case LeaveSpace():
                await self._bot.leave_chat(chat)
                return Done()
            case _:
                return Unsupported()

    async def _openness(self, chat: int, action: Lock | SlowMode | Survey | Restore) -> Outcome:
        match action:
            case Lock():
                return await self._freedom.lock(chat, action)
            case SlowMode():
                return await self._freedom.slow(chat, action)
            case Survey():
                return await self._freedom.survey(chat)
            case Restore():
                return await self._freedom.restore(chat, action)

    def _kind(self, chat: int) -> str:
        known = self._rights.of(chat)
        return known.type if known else "supergroup"

    async def _take_down(self, chat: int, action: Delete | ClearReactions, errand: Errand) -> Outcome:
        if isinstance(action, Delete):
            return await self._delete(chat, action)
        return await self._clear(chat, action, errand)

    async def _delete(self, chat: int, action: Delete) -> Outcome:
        """An album goes as a whole; one message that cannot go does not keep the others."""
        wanted = self._memory.with_albums(chat, [int(one) for one in action.messages if one.isdigit()])
        outcome: Outcome = Done()
        for start in range(0, len(wanted), MOST_AT_ONCE):
            part = wanted[start : start + MOST_AT_ONCE]
            try:
                if len(part) == 1:
                    await self._bot.delete_message(chat, part[0])
                else:
                    await self._bot.delete_messages(chat, part)
            except TelegramError as error:
                outcome = outcome_of(error)
                if isinstance(outcome, TooLate) and len(part) > 1:
                    outcome = await self._delete_each(chat, part)
                if not isinstance(outcome, Done | TooLate):
                    return outcome
        return self._too_late(chat) if isinstance(outcome, TooLate) else outcome

    async def _delete_each(self, chat: int, messages: list[int]) -> Outcome:
        worst: Outcome = Done()
        for message in messages:
            try:
                await self._bot.delete_message(chat, message)
            except TelegramError as error:
                outcome = outcome_of(error)
                if not isinstance(outcome, Done | TooLate):
                    return outcome
                worst = outcome if isinstance(outcome, TooLate) else worst
        return worst

    def _too_late(self, chat: int) -> Outcome:
        """Telegram says the same of a missing right and of a message older than 48 hours."""
        known = self._rights.of(chat)
        if known is not None and known.status and not known.may("can_delete_messages"):
            return Refused("right.missing")
        return TooLate("delete.too_old")

    async def _clear(self, chat: int, action: ClearReactions, errand: Errand) -> Outcome:
        """Telegram takes all that one person put on a message, whichever emoji; a message that is gone has none."""
        outcome: Outcome = Done()
        for message in dict.fromkeys(int(one) for one, _ in action.marks if one.isdigit()):
            try:
                await self._bot.delete_message_reaction(chat, message, user_id=int(errand.account))
            except BadRequest as error:
                found = outcome_of(error)
                outcome = outcome if found == Refused("target.gone") else found
        return outcome

    async def _pin(self, chat: int, action: Pin) -> Outcome:
        assert isinstance(action.message, MessageRef)
        if action.pinned:
            await self._bot.pin_chat_message(chat, int(action.message.id), disable_notification=True)
        else:
            await self._bot.unpin_chat_message(chat, int(action.message.id))
        return Done()

    async def _thread(self, chat: int, action: OpenThread | CloseThread) -> Outcome:
        assert isinstance(action.to, Space)
        if isinstance(action, OpenThread):
            topic = await self._bot.create_forum_topic(chat, action.title[:LONGEST_TITLE].strip() or "…")
            return Done((str(topic.message_thread_id),))
        if action.to.thread is None:
            return Refused("thread.gone")
        topic_id = int(action.to.thread)
        if action.closed:
            await self._bot.close_forum_topic(chat, topic_id)
        else:
            await self._bot.reopen_forum_topic(chat, topic_id)
        return Done()

    async def _answer_join(self, chat: int, action: AnswerJoin, errand: Errand) -> Outcome:
        """A request with a query must be answered by it within ten seconds; later, and without one, by its account."""
        if action.request.startswith(QUERY) and await self._answer_query(action):
            return Done()
        if action.admitted is None:
            return Done()
        if action.admitted:
            await self._bot.approve_chat_join_request(chat, int(errand.account))
        else:
            await self._bot.decline_chat_join_request(chat, int(errand.account))
        return Done()

    async def _answer_query(self, action: AnswerJoin) -> bool:
        """Whether the query was still open."""
        result = {True: "approve", False: "decline", None: "queue"}[action.admitted]
        answer = {"chat_join_request_query_id": action.request.removeprefix(QUERY), "result": result}
        try:
            await self._bot.do_api_request("answerChatJoinRequestQuery", api_kwargs=answer)
        except BadRequest as error:
            if isinstance(outcome_of(error), TooLate):
                return False
            raise
        return True
