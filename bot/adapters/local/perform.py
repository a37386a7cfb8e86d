"""Actions → what changes in the town."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.adapters.local.errors import refusal
from bot.adapters.local.forms import ShownForm
from bot.adapters.local.town import PLATFORM, STEWARD, Resident, Saying, Town
from chat.actions import (
    Acknowledge,
    Action,
    AnswerJoin,
    Ban,
    ClearReactions,
    CloseThread,
    Degraded,
    Delete,
    Document,
    Done,
    Edit,
    Gate,
    Lock,
    Mute,
    OpenThread,
    Outcome,
    Picture,
    Pin,
    Post,
    Remove,
    Restore,
    ShowForm,
    ShowTyping,
    SlowMode,
    Survey,
    Unban,
    Unmute,
    Unsupported,
)
from chat.messages import MessageRef
from chat.people import Space
from chat.ports import Clock, Errand
from chat.text import Rich


class Hands:
    """Performs errands in the town; a key does its work once."""

    def __init__(self, town: Town, clock: Clock, admit: Callable[[Resident], Awaitable[None]]) -> None:
        self._town = town
        self._clock = clock
        self._admit = admit

    async def perform(self, errand: Errand) -> Outcome:
        """Do it."""
        action = errand.action
        match action:
            case Post():
                return await self._post(action, errand)
            case Edit() | Pin():
                return await self._change(action)
            case Delete():
                return await self._delete(action)
            case ClearReactions():
                return self._clear(action, errand)
            case Acknowledge():
                return await self._acknowledge(action, errand)
            case ShowForm():
                assert isinstance(action.to, Space)
                interaction = action.interaction or errand.key
                self._town.forms.show(
                    ShownForm(
                        interaction=interaction,
                        resident=errand.account,
                        space=action.to,
                        form=action.form,
                        language=action.language,
                    )
                )
                return Done((interaction,))
            case OpenThread() | CloseThread():
                return await self._thread(action, errand)
            case Lock() | SlowMode() | Gate() | Survey() | Restore():
                return self._openness(action)
            case ShowTyping():
                return Unsupported()
            case AnswerJoin():
                return await self._answer_join(action, errand)
            case _:
                return await self._sanction(action, errand)

    async def recover(self, errand: Errand) -> Outcome | None:
        """The town knows every key: what is not there did not happen."""
        made = self._town.made(errand.key)
        return Done((made,)) if made else None

    async def _post(self, post: Post, errand: Errand) -> Outcome:
        assert isinstance(post.to, Space)
        assert isinstance(post.body, Rich)
        if post.to.is_private:
            resident = self._town.residents.get(post.to.id)
            if resident is None or resident.closed:
                return refusal("person.blocked")
        thread = self._town.threads.get(post.to.thread) if post.to.thread else None
        if post.to.thread and thread is None:
            return refusal("thread.gone")
        saying = Saying(
            id=0,
            key=errand.key,
            space=post.to,
            author=STEWARD,
            body=post.body,
            at=self._clock.now(),
            buttons=post.buttons,
            reply_to=self._reply(post.reply_to),
            file=post.picture or post.document,
        )
        said = await self._town.say(saying)
        ids = [str(said.id)]
        for number, file in enumerate((*self._carried(post), *errand.files)):
            more = replace(saying, key=f"{errand.key}/{number}", body=Rich(()), buttons=(), file=file)
            ids.append(str((await self._town.say(more)).id))
        return Done(tuple(ids))

    def _carried(self, post: Post) -> list[Document | Picture]:
        """Files that residents sent here."""
        found = [
            self._town.sayings.get(int(one.attachment.ref))
            for one in post.carried
            if one.platform == PLATFORM and one.attachment.ref.isdigit()
        ]
        return [saying.file for saying in found if saying is not None and saying.file is not None]

    def _reply(self, ref: MessageRef | None) -> str | None:
        """A reply to a message that is gone is said plainly."""
        saying = self._town.sayings.get(int(ref.id)) if ref and ref.id.isdigit() else None
        return str(saying.id) if saying and not saying.deleted else None

    async def _change(self, action: Edit | Pin) -> Outcome:
        assert isinstance(action.message, MessageRef)
        saying = self._town.sayings.get(int(action.message.id)) if action.message.id.isdigit() else None
        if saying is None or saying.deleted:
            return refusal("target.gone")
        if isinstance(action, Pin):
            await self._town.change(replace(saying, pinned=action.pinned))
            return Done()
        assert isinstance(action.body, Rich)
        await self._town.change(replace(saying, body=action.body, buttons=action.buttons, edited=True))
        return Done((str(saying.id),))

    async def _delete(self, action: Delete) -> Outcome:
        for native in action.messages:
            saying = self._town.sayings.get(int(native)) if native.isdigit() else None
            if saying is not None and not saying.deleted:
                await self._town.change(replace(saying, deleted=True))
        return Done()

    async def _acknowledge(self, action: Acknowledge, errand: Errand) -> Outcome:
        assert isinstance(action.to, Space)
        resident, slash, _ = action.interaction.partition("/")
        if action.body is None or not slash:
            return Done()
        assert isinstance(action.body, Rich)
        saying = Saying(
            id=0,
            key=errand.key,
            space=action.to,
            author=STEWARD,
            body=action.body,
            at=self._clock.now(),
            seen_by=resident,
        )
        await self._town.say(saying)
        return Done()

    async def _thread(self, action: OpenThread | CloseThread, errand: Errand) -> Outcome:
        assert isinstance(action.to, Space)
        if isinstance(action, OpenThread):
            thread = await self._town.open_thread(errand.key, replace(action.to, thread=None), action.title)
            return Done((thread.id,))
        found = self._town.threads.get(action.to.thread or "")
        if found is None:
            return refusal("thread.gone")
        await self._town.close_thread(found, action.closed)
        return Done()

    def _openness(self, action: Lock | SlowMode | Gate | Survey | Restore) -> Outcome:
        town = self._town
        match action:
            case Lock():
                town.locked = action.locked
            case SlowMode():
                town.slow_mode = action.delay.total_seconds()
            case Gate():
                town.gated = action.closed
            case Survey():
                return Done((json.dumps([town.locked, town.slow_mode, town.gated]),))
            case Restore():
                town.locked, town.slow_mode, town.gated = json.loads(action.snapshot or "[false, 0, false]")
                return Done() if action.snapshot else Degraded("permissions.usual")
        return Done()

    async def _answer_join(self, action: AnswerJoin, errand: Errand) -> Outcome:
        """Whoever asked is let in, or not; a request that is gone was answered already."""
        if action.admitted is None:
            return Done()
        who = self._town.requests.pop(errand.account, None)
        if who is not None and action.admitted:
            await self._admit(who)
        return Done()

    def _clear(self, action: ClearReactions, errand: Errand) -> Outcome:
        for message, emoji in action.marks:
            saying = self._town.sayings.get(int(message))
            if saying is not None and errand.account in self._town.reactions.get(saying.id, {}).get(
                emoji, ()
            ):
                self._town.react(saying, errand.account, emoji, present=False)
        return Done()

    async def _sanction(self, action: Action, errand: Errand) -> Outcome:
        who = self._town.residents.get(errand.account)
        if who is None:
            return refusal("target.gone")
        if not isinstance(action, Unmute | Unban) and who.roles & {"manager", "owner"}:
            return refusal("target.is_admin")
        changed = _sanctioned(who, action)
        if changed is None:
            return Unsupported()
        await self._town.settle_in(changed)
        return Done()


def _sanctioned(who: Resident, action: Action) -> Resident | None:
    match action:
        case Mute():
            return replace(who, muted_until=action.until)
        case Unmute():
            return replace(who, muted_until=None)
        case Remove():
            return replace(who, state="removed")
        case Ban():
            return replace(who, state="banned")
        case Unban():
            return replace(who, state="left" if who.state == "banned" else who.state)
        case _:
            return None
