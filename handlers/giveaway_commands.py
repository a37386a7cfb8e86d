"""`/giveaway` (抽奖) and what can be asked with it, `/proof` (抽奖证明) for everybody, and handed-over prizes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from campaigns import giveaway_posts as posts
from campaigns import winner_posts
from campaigns.draws import REASON
from campaigns.giveaways import Giveaway, GiveawayState, WinnerState, clean
from campaigns.places import must_hold
from campaigns.service import Giveaways
from campaigns.wording import called, lines
from chat.actions import About, Action, Edit, ShowForm
from chat.decision import Alarm, Audit, Decision, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, CommandGiven
from chat.handler import Parameter, ParameterKind, Stage, command, handles
from chat.people import Duty
from chat.ports import Directory
from chat.text import Text
from handlers.giveaway_cards import refreshed
from language.first_word import first_word


class Order(StrEnum):
    """What an editor wants to do."""

    NEW = "new"
    LIST = "list"
    SHOW = "show"
    CANCEL = "cancel"
    REROLL = "reroll"
    CLAIMED = "claimed"
    PROOF = "proof"
    REPOST = "repost"


_CHINESE: Mapping[str, Order] = {
    "新建": Order.NEW,
    "列表": Order.LIST,
    "查看": Order.SHOW,
    "取消": Order.CANCEL,
    "重抽": Order.REROLL,
    "已领": Order.CLAIMED,
    "证明": Order.PROOF,
    "重发": Order.REPOST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """An order about one giveaway, and those who can say something about it."""

    event: CommandGiven
    number: int
    text: str
    giveaways: Giveaways
    directory: Directory


@command(
    "giveaway",
    zh="抽奖",
    orders=(*_CHINESE, *Order),
    room="campaigns",
    duty=Duty.EDITOR,
    parameters=(
        Parameter(name="action", required=False),
        Parameter(name="number", kind=ParameterKind.NUMBER, required=False),
        Parameter(name="text", kind=ParameterKind.TEXT, required=False),
    ),
    opens_form=True,
)
async def giveaway(event: CommandGiven, *, giveaways: Giveaways, directory: Directory) -> Decision:
    """Open the form of a new giveaway, or do what was ordered with one."""
    order = _order(event.argument("action"))
    if order is Order.NEW:
        ordered = await giveaways.drafts.order(event.by.person, event.space)
        form = posts.form(ordered.giveaway)
        ask = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
        return Decision(reason="giveaway.form", actions=(ask,), writes=ordered.writes)
    if order is Order.LIST:
        return await _list(event, giveaways)
    if not event.argument("number"):
        raise SaidNo(Text("campaigns.giveaway.usage"))
    asked = _Asked(
        event=event,
        number=int(event.argument("number")),
        text=event.argument("text"),
        giveaways=giveaways,
        directory=directory,
    )
    return await _ORDERS[order](asked)


def _order(word: str) -> Order:
    word = word.strip().lower()
    if not word:
        return Order.NEW
    try:
        return _CHINESE.get(word) or Order(word)
    except ValueError:
        raise SaidNo(Text("campaigns.giveaway.usage")) from None


async def _list(event: CommandGiven, giveaways: Giveaways) -> Decision:
    found = [
        Text(
            "campaigns.giveaway.list_line",
            {
                "number": one.number,
                "prize": one.promised.prize,
                "state": Text(f"campaigns.giveaway.state.{one.state.value}"),
                "ends": one.promised.ends_at,
            },
        )
        for one in await giveaways.entries.listed()
    ]
    body = (
        Text("campaigns.giveaway.list", {"items": lines(found)}) if found else Text("campaigns.giveaway.none")
    )
    return Decision(reason="giveaway.listed", actions=(answer(event, body),))


async def _published(number: int, giveaways: Giveaways) -> Giveaway:
    """The giveaway of that number; a draft is its author's alone, and unknown to all others. Raises SaidNo."""
    one = await giveaways.entries.find(number)
    if one.state in (GiveawayState.DRAFT, GiveawayState.DROPPED):
        raise SaidNo(Text("campaigns.giveaway.unknown", {"number": number}))
    return one


async def _show(asked: _Asked) -> Decision:
    one = await _published(asked.number, asked.giveaways)
    winners = [
        Text(
            "campaigns.giveaway.winner_state",
            {
                "who": called((winner.person, await asked.directory.name(winner.person))),
                "code": winner.code,
                "state": Text(f"campaigns.giveaway.winner_is.{winner.state.value}"),
            },
        )
        for winner in await asked.giveaways.draws.winners(one)
    ]
    facts = Text(
        "campaigns.giveaway.shown",
        {
            "terms": posts.terms(one.promised),
            "state": Text(f"campaigns.giveaway.state.{one.state.value}"),
            "entrants": await asked.giveaways.entries.count(one),
            "winners": lines(winners[: winner_posts.WINNERS_A_POST] or [Text("campaigns.giveaway.none_won")]),
        },
    )
    return Decision(reason="giveaway.shown", actions=(answer(asked.event, facts),))


async def _cancel(asked: _Asked) -> Decision:
    reason = clean(asked.text, REASON)
    if not reason:
        raise SaidNo(Text("campaigns.giveaway.reason_needed"))
    ended = await asked.giveaways.entries.cancel(asked.number, asked.event.by)
    done = Text("campaigns.giveaway.cancel_done", {"number": asked.number})
    return Decision(
        reason="giveaway.cancelled",
        actions=(
            posts.cancelled(ended.giveaway, reason),
            *posts.ended(ended.giveaway, "cancelled"),
            answer(asked.event, done),
        ),
        writes=ended.writes,
        alarms=(
            Alarm(kind="campaigns.draw", subject=str(asked.number), at=None),
            Alarm(kind="campaigns.count", subject=str(asked.number), at=None),
        ),
        audit=(
            Audit(code="giveaway.cancelled", subject=f"giveaway:{asked.number}", data={"reason": reason}),
        ),
    )


async def _reroll(asked: _Asked) -> Decision:
    code, reason = first_word(asked.text)
    again = await asked.giveaways.draws.redraw(asked.number, code, reason, asked.event.by)
    proof = winner_posts.proof_file(again.giveaway, again.proof.plain(), again.giveaway.space, None)
    done = Text("campaigns.giveaway.reroll_done", {"code": again.code})
    cards = await refreshed(
        again.giveaway,
        {again.replaced: WinnerState.REPLACED},
        giveaways=asked.giveaways,
        directory=asked.directory,
        drawn=((again.code, again.winner, WinnerState.WON),),
    )
    return Decision(
        reason="giveaway.redrawn",
        actions=(
            winner_posts.redrawn(again.giveaway, again.replaced, again.code, again.winner, again.reason),
            proof,
            winner_posts.told(again.giveaway, again.winner[0], again.code),
            winner_posts.told_otherwise(again.giveaway, again.loser, again.replaced, again.reason),
            *cards,
            answer(asked.event, done),
        ),
        writes=again.writes,
        audit=(
            Audit(
                code="giveaway.redrawn",
                subject=f"giveaway:{asked.number}",
                data={"replaces": again.replaced, "code": again.code, "reason": again.reason},
            ),
        ),
    )


async def _claimed(asked: _Asked) -> Decision:
    return await _handed_over(asked.event, asked.number, asked.text, asked.giveaways, asked.directory)


async def _handed_over(
    event: CommandGiven | ButtonPressed, number: int, code: str, giveaways: Giveaways, directory: Directory
) -> Decision:
    changed, winner = await giveaways.draws.claim(number, code, event.by)
    done = Text("campaigns.giveaway.claim_done", {"code": winner.code})
    cards = await refreshed(
        changed.giveaway,
        {winner.code: WinnerState.CLAIMED},
        giveaways=giveaways,
        directory=directory,
        pressed=event.message if isinstance(event, ButtonPressed) else None,
    )
    return Decision(
        reason="giveaway.claimed",
        actions=(*cards, answer(event, done)),
        writes=changed.writes,
        audit=(Audit(code="giveaway.claimed", subject=f"giveaway:{number}", data={"code": winner.code}),),
    )


async def _proof(asked: _Asked) -> Decision:
    return await _show_proof(asked.event, asked.number, asked.giveaways)


async def _show_proof(event: CommandGiven, number: int, giveaways: Giveaways) -> Decision:
    one = await _published(number, giveaways)
    proof = await giveaways.draws.proof(one)
    reply_to = event.message.ref if event.message else None
    actions: tuple[Action, ...] = (winner_posts.proof_file(one, proof, event.space, reply_to),)
    if event.interaction:
        actions += (answer(event, Text("campaigns.giveaway.proof_below", {"number": number})),)
    return Decision(reason="giveaway.proof", actions=actions)


async def _repost(asked: _Asked) -> Decision:
    one = await asked.giveaways.entries.find(asked.number)
    await must_hold(asked.event.by, one.space, asked.directory, Duty.EDITOR)
    if one.state is not GiveawayState.OPEN:
        raise SaidNo(Text("campaigns.giveaway.not_open", {"number": asked.number}))
    old: tuple[Action, ...] = ()
    if one.post is not None:
        about = About(posts.ROOM, f"old:{one.number}")
        old = (Edit(to=one.space, message=one.post, body=Text("campaigns.giveaway.moved_down"), about=about),)
    done = Text("campaigns.giveaway.repost_done", {"number": asked.number})
    return Decision(
        reason="giveaway.reposted", actions=(posts.announcement(one), *old, answer(asked.event, done))
    )


_ORDERS: Mapping[Order, Callable[[_Asked], Awaitable[Decision]]] = {
    Order.SHOW: _show,
    Order.CANCEL: _cancel,
    Order.REROLL: _reroll,
    Order.CLAIMED: _claimed,
    Order.PROOF: _proof,
    Order.REPOST: _repost,
}


@command(
    "proof",
    zh="抽奖证明",
    room="campaigns",
    parameters=(Parameter(name="number", kind=ParameterKind.NUMBER),),
)
async def giveaway_proof(event: CommandGiven, *, giveaways: Giveaways) -> Decision:
    """Anybody may have the proof of a draw."""
    return await _show_proof(event, int(event.argument("number")), giveaways)


@handles(Stage.COMMAND, "campaigns.claimed")
async def giveaway_claimed(event: ButtonPressed, *, giveaways: Giveaways, directory: Directory) -> Decision:
    """The button under the editors' card: this prize is handed over."""
    number, _, code = event.id.partition(".")
    return await _handed_over(event, int(number), code, giveaways, directory)
