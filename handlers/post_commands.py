"""`/post` (发布): write, list, show, change, hand in, approve, return and withdraw scheduled posts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from enum import StrEnum

from chat.actions import ShowForm
from chat.decision import Decision, answer
from chat.errors import SaidNo
from chat.events import CommandGiven
from chat.handler import Parameter, ParameterKind, command
from chat.people import Duty
from chat.text import Markdown, Text
from handlers.discretion import discreetly
from handlers.post_answers import approved, submitted, withdrawn
from schedules.drafting import clean
from schedules.posts import ScheduledPost
from schedules.service import Posts


class Order(StrEnum):
    """What an editor wants to do."""

    NEW = "new"
    LIST = "list"
    SHOW = "show"
    EDIT = "edit"
    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    WITHDRAW = "withdraw"


_CHINESE: Mapping[str, Order] = {
    "新建": Order.NEW,
    "列表": Order.LIST,
    "查看": Order.SHOW,
    "修改": Order.EDIT,
    "编辑": Order.EDIT,
    "提交": Order.SUBMIT,
    "通过": Order.APPROVE,
    "退回": Order.RETURN,
    "撤回": Order.WITHDRAW,
    "取消": Order.WITHDRAW,
    "撤销": Order.WITHDRAW,
}
_ALSO: Mapping[str, Order] = {"cancel": Order.WITHDRAW, "undo": Order.WITHDRAW, "delete": Order.WITHDRAW}
"""What people in a hurry type: a minute before its time nobody should have to look for the word."""


@command(
    "post",
    zh="发布",
    orders=(*_CHINESE, *Order),
    room="schedules",
    duty=Duty.EDITOR,
    parameters=(
        Parameter(name="action", required=False),
        Parameter(name="number", kind=ParameterKind.NUMBER, required=False),
        Parameter(name="text", kind=ParameterKind.TEXT, required=False),
    ),
    opens_form=True,
)
async def post(event: CommandGiven, *, posts: Posts) -> Decision:
    """Open the form of a new post, or do what was ordered with one."""
    order = _order(event.argument("action"))
    if order is Order.NEW:
        form = posts.drafting.new_form(event.space)
        ask = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
        return Decision(reason="post.form", actions=(ask,))
    if order is Order.LIST:
        shown = discreetly(event, await posts.listed(), elsewhere=Text("schedules.list.sent_private"))
        return Decision(reason="post.listed", actions=shown)
    if not event.argument("number"):
        raise SaidNo(Text("schedules.number_needed"))
    chosen = await posts.numbered(int(event.argument("number")))
    return await _ORDERS[order](event, chosen, posts)


def _order(word: str) -> Order:
    word = word.strip().lower()
    if not word:
        return Order.NEW
    try:
        return _CHINESE.get(word) or _ALSO.get(word) or Order(word)
    except ValueError:
        raise SaidNo(Text("schedules.usage")) from None


async def _show(event: CommandGiven, chosen: ScheduledPost, posts: Posts) -> Decision:
    facts = await posts.shown(chosen)
    words = (Markdown(chosen.text),) if chosen.text else ()
    actions = discreetly(event, *words, facts, elsewhere=Text("schedules.list.sent_private"))
    return Decision(reason="post.shown", actions=actions)


async def _edit(event: CommandGiven, chosen: ScheduledPost, posts: Posts) -> Decision:
    form = posts.drafting.change_form(chosen)
    ask = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
    return Decision(reason="post.form", actions=(ask,))


async def _submit(event: CommandGiven, chosen: ScheduledPost, posts: Posts) -> Decision:
    after, decision = await posts.reviewing.submit(chosen, None, event.by)
    done = submitted(after, posts)
    decision += await posts.previews.settle(chosen.id, done)
    return replace(decision, actions=(*decision.actions, answer(event, done)))


async def _approve(event: CommandGiven, chosen: ScheduledPost, posts: Posts) -> Decision:
    after, decision = await posts.reviewing.approve(chosen, None, event.by)
    return replace(decision, actions=(*decision.actions, answer(event, approved(after))))


async def _return(event: CommandGiven, chosen: ScheduledPost, posts: Posts) -> Decision:
    remark = clean(event.argument("text"), 500)
    if not remark:
        raise SaidNo(Text("schedules.remark_needed"))
    _, decision = await posts.reviewing.give_back(chosen, None, event.by, remark)
    done = Text("schedules.done.returned", {"number": chosen.number})
    return replace(decision, actions=(*decision.actions, answer(event, done)))


async def _withdraw(event: CommandGiven, chosen: ScheduledPost, posts: Posts) -> Decision:
    withdrawal = await posts.publishing.withdraw(chosen, event.by)
    done = withdrawn(chosen, withdrawal)
    decision = withdrawal.decision + await posts.previews.settle(chosen.id, done)
    return replace(decision, actions=(*decision.actions, answer(event, done)))


_ORDERS: Mapping[Order, Callable[[CommandGiven, ScheduledPost, Posts], Awaitable[Decision]]] = {
    Order.SHOW: _show,
    Order.EDIT: _edit,
    Order.SUBMIT: _submit,
    Order.APPROVE: _approve,
    Order.RETURN: _return,
    Order.WITHDRAW: _withdraw,
}
