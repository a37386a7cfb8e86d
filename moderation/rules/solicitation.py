"""Solicitation: advertising and fraud, told by many weighted signals together rather than by single words."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

from pydantic import Field

from chat.text import Text
from moderation.breaches import Breach, Evidence, Mode, Severity, View
from moderation.lexicon import Kind, Lexicon, shipped
from moderation.model import shipped_model, shipped_sounds
from moderation.recent import Recent
from moderation.refit import Classifier
from moderation.retold import Retold
from moderation.rule import Rule, RuleSettings
from moderation.scores import AUDIBLE, Score
from moderation.scoring import Scorer
from moderation.traces import QUOTATION
from moderation.utterance import Utterance

_MOST_EVIDENCE = 20
_ALONE, _ALONE_FOR_REVIEW = 1.0, 0.6
"""How much more it takes where only one kind of signal speaks."""
_UNHEARD = 1.0
"""How much more it takes to ask a moderator where nothing but the model speaks."""


class SolicitationSettings(RuleSettings):
    """Advertising and fraud, by weighted signals."""

    severity: Severity = Field(
        default=Severity.MODERATE,
        description="How many points a breach costs: minor, moderate or serious ([moderation.ladder]).",
    )
    act: float = Field(
        default=2.2,
        ge=0.5,
        le=20,
        description="From which score on a message is acted on, as far as the mode goes.",
    )
    review: float = Field(
        default=1.4, ge=0.5, le=20, description="From which score on a moderator is asked to look."
    )


@cache
def shipped_lexicon() -> Lexicon:
    """The shipped signals, compiled once."""
    return Lexicon(shipped())


_TURNING = frozenset({Kind.CALL, Kind.CONTACT, Kind.LINK, Kind.PRETENCE, Kind.DISGUISE})
_ADDRESSES = frozenset({Kind.CONTACT, Kind.LINK})
_OFFERING = frozenset(
    {Kind.TRADE, Kind.LURE, Kind.PRICE, Kind.LINK, Kind.PRETENCE, Kind.DISGUISE, Kind.URGENCY}
)


def _is_half(score: Score) -> bool:
    """Whether prices are named and nobody to turn to, as a shop does, or the other way round, as friends do."""
    kinds = {share.found.kind for share in score.shares if share.share >= AUDIBLE}
    return kinds.isdisjoint(_OFFERING) or (Kind.PRICE in kinds and kinds.isdisjoint(_TURNING))


def _is_quoted(score: Score) -> bool:
    """Whether most of it is what somebody else said: who asks about an advertisement, or warns of it, makes none."""
    return any(share.found.signal == QUOTATION for share in score.shares)


def _is_retold(said: Utterance, score: Score, act: float) -> bool:
    """Whether an offer is only told of: without what stands between quotation marks too little is left, or it is
    doubted, and nobody's address is given.
    """
    retold = Retold(said.folded)
    quoted = heard = 0.0
    for found, share in score.shares:
        if found.kind is Kind.MODEL:
            heard += max(0.0, share)
        elif share > 0 and retold.is_quoted(found.start, found.end):
            quoted += share
    if quoted and score.value - quoted - heard < act:
        return True
    return retold.doubted and not any(one.kind in _ADDRESSES for one in said.traces)


def _reach(mode: Mode) -> int:
    return mode.reach


class Solicitation(Rule[SolicitationSettings]):
    """Adds up what is offered, why one should want it, what one should do, and how to reach whom."""

    name: ClassVar[str] = "solicitation"
    title: ClassVar[Text] = Text("moderation.rule.solicitation.title")
    Settings: ClassVar[type[RuleSettings]] = SolicitationSettings

    def __init__(self, settings: SolicitationSettings) -> None:
        super().__init__(settings)
        self._scorer = Scorer(shipped_lexicon(), shipped_model(), shipped_sounds())
        self.classifier: Classifier | None = None
        """What moderators taught, once they did."""

    def judge(self, said: Utterance, recent: Recent) -> Breach | None:
        """The shipped signals, and what this community's moderators taught."""
        least = self.settings.review
        score = self._scorer.score(
            said.glance, said.traces, disguised=not said.is_trusted, least=least, alone=_ALONE_FOR_REVIEW
        )
        cap = self._shipped(said, score) if score.value >= least else Mode.OFF
        if self.classifier:
            cap = self._taught(self.classifier, said, cap)
        if cap is Mode.OFF:
            return None
        found = [] if said.briefly else self._evidence(said, score)
        evidence = found or [said.whole(self.name, View.MODEL)]
        return self.breach(*evidence, cap=cap, score=score.value)

    def is_near(self, said: Utterance, margin: float) -> bool:
        """Whether the signals come within that of the score at which a moderator is asked."""
        least = self.settings.review - margin
        score = self._scorer.score(said.glance, said.traces, disguised=not said.is_trusted, least=least)
        return score.value >= least

    def _taught(self, classifier: Classifier, said: Utterance, cap: Mode) -> Mode:
        """What moderators taught speaks of everybody who is not trusted yet, and of what the signals found."""
        if said.is_trusted and cap is Mode.OFF:
            return cap
        if classifier.is_strong:
            cap = min(cap, Mode.REVIEW, key=_reach)
        return max(cap, classifier.verdict(said.shown), key=_reach)

    def _shipped(self, said: Utterance, score: Score) -> Mode:
        """Weak readings may lift a score, but what would not stand without them only asks for review."""
        alone = score.kinds < 2
        more = alone * _ALONE_FOR_REVIEW if score.kinds else _UNHEARD
        if score.value < self.settings.review + more:
            return Mode.OFF
        hard = alone or _is_half(score)
        sure = score.value >= self.settings.act + hard * _ALONE and score.firm >= self.settings.act / 3
        sure = sure and not _is_quoted(score)
        sure = sure and not _is_retold(said, score, self.settings.act)
        return Mode.ENFORCE if sure else Mode.REVIEW

    def _evidence(self, said: Utterance, score: Score) -> list[Evidence]:
        found = []
        for share in sorted(score.shares, key=lambda one: -abs(one.share))[:_MOST_EVIDENCE]:
            if share.found.kind is not Kind.RELIEF:
                first, last = share.found.start, share.found.end
                if share.found.kind is Kind.MODEL:
                    _, first, last = self._scorer.loudest(said.folded)
                start, end = said.span(first, last)
                found.append(
                    Evidence(
                        rule=self.name,
                        start=start,
                        end=end,
                        view=share.found.view,
                        term=said.folded[first:last],
                        weight=share.share,
                        signal=share.found.signal,
                    )
                )
        return found

    def explain(self) -> Text:
        """The two limits."""
        return Text(
            "moderation.rule.solicitation.explain", {"act": self.settings.act, "review": self.settings.review}
        )

    def reason(self) -> Text:
        """What it is taken for."""
        return Text("moderation.rule.solicitation.reason")
