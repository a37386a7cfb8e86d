"""What somebody says in pieces: short messages in a row are read as one text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from chat.messages import MessageRef
from moderation.breaches import Breach, Evidence, Judgement, Mode, View
from moderation.matcher import bounded
from moderation.recent import Heard, Recent
from moderation.scoring import WORDING
from moderation.utterance import Utterance

WITHIN = timedelta(minutes=1)
_TINY = 3.0
"""Nobody chats in messages of three characters on average: what they say together may be acted on."""

_ENDS = '.,;!?)…"'
"""What ends a sentence or clause: the next begins no address with its last word."""

_LEAST = 2.2
"""So much English takes that is not in crumbs: as much as to act on one message."""

Judge = Callable[[Utterance], Judgement]


def judge_pieces(said: Utterance, recent: Recent, judge: Judge) -> Judgement | None:
    """What the pieces up to this message say together, when they say more than each alone; None when nothing."""
    heard = said.heard()
    if not heard.piece or said.edited:
        return None
    before = recent.pieces(heard, said.at - WITHIN)
    if not before:
        return None
    message = replace(said.message, text=_joined([*before, heard]), entities=(), attachments=())
    whole = Utterance(message, said.by, said.at)
    whole.rank, whole.is_trusted = said.rank, said.is_trusted
    count = len(before) + 1
    is_tiny = (len(heard.piece) + sum(len(one.piece) for one in before)) / count <= _TINY
    readable = is_tiny or not message.text.isascii()
    found = [one for one in judge(whole).breaches if readable or _is_told(one)]
    if all(one.mode.reach < Mode.REVIEW.reach for one in found):
        return None
    also = tuple(one.ref for one in before)
    return Judgement(breaches=tuple(_told(one, said, also, sure=is_tiny) for one in found))


def _is_told(breach: Breach) -> bool:
    """Whether more speaks for it than how it is worded: English that was said bit by bit is oddly worded."""
    if breach.score is None:
        return True
    return breach.score >= _LEAST and any(one.signal != WORDING for one in breach.evidence)


def _joined(pieces: Sequence[Heard]) -> str:
    """Han pieces stand together, words and sentences apart."""
    text = ""
    for one in pieces:
        apart = text and (bounded(text[-1]) or text[-1] in _ENDS) and bounded(one.piece[0])
        text += f" {one.piece}" if apart else one.piece
    return text


def _told(breach: Breach, said: Utterance, also: tuple[MessageRef, ...], *, sure: bool) -> Breach:
    """The breach as one of this message, which ends it, and of those before it."""
    evidence = Evidence(
        rule=breach.rule, start=0, end=len(said.message.text), view=View.WINDOW, term=said.folded
    )
    mode = breach.mode if sure else min(breach.mode, Mode.REVIEW, key=lambda mode: mode.reach)
    return replace(breach, evidence=(evidence,), also=also, mode=mode)
