"""What a message shows beside its author's words: the quoted words of another chat, or a poll."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chat.messages import Media, Message
from moderation.breaches import Breach, Evidence, Judgement, Mode, View
from moderation.utterance import Utterance

Judge = Callable[[Utterance], Judgement]


def beside(message: Message) -> str:
    """The words that come into the chat with it; what is quoted from this chat stands here already."""
    if not message.quoted:
        return ""
    is_poll = any(one.media is Media.POLL for one in message.attachments)
    return message.quoted if message.elsewhere or is_poll else ""


def judge_beside(said: Utterance, judge: Judge) -> Judgement | None:
    """What is found there calls a moderator at most: who warns of it shows it, too. None when nothing is."""
    shown = beside(said.message)
    if not shown:
        return None
    message = replace(said.message, text=shown, quoted="", entities=(), attachments=())
    alone = Utterance(message, said.by, said.at)
    alone.rank, alone.briefly = said.rank, True
    found = judge(alone)
    if found.mode.reach < Mode.REVIEW.reach:
        return None
    return Judgement(breaches=tuple(_told(one, said, shown) for one in found.breaches))


def _told(breach: Breach, said: Utterance, shown: str) -> Breach:
    evidence = Evidence(
        rule=breach.rule, start=0, end=len(said.message.text), view=View.QUOTED, term=shown[:200]
    )
    mode = min(breach.mode, Mode.REVIEW, key=lambda mode: mode.reach)
    return replace(breach, evidence=(evidence,), mode=mode)
