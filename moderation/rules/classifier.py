"""The optional text classifier, asked where the signals leave open what a text is."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from pydantic import Field

from chat.text import Text
from moderation.breaches import Breach, Evidence, Judgement, Mode, View
from moderation.opinions import Opinion
from moderation.recent import Recent
from moderation.rule import Rule, RuleSettings
from moderation.rules.solicitation import Solicitation
from moderation.utterance import Utterance


class ClassifierSettings(RuleSettings):
    """What a text classifier says of unsure texts; needs `[moderation] classifier`."""

    mode: Mode = Field(
        default=Mode.REVIEW,
        description="With review it only asks a moderator; with enforce it settles what the signals leave open.",
    )
    sure: float = Field(
        default=0.95, gt=0.5, le=1, description="From which share for spam on (0 to 1) its word counts."
    )
    toxic: float = Field(
        default=0.8, gt=0.5, le=1, description="From which share for toxic on a moderator is asked to look."
    )
    near: float = Field(
        default=1.2,
        ge=0,
        le=10,
        description="So far below the score at which a moderator is asked, a text counts as unsure.",
    )


class Classifier(Rule[ClassifierSettings]):
    """It may ask for a moderator; where it is enforced it settles what others leave open, but never for tone."""

    name: ClassVar[str] = "classifier"
    hears: ClassVar[bool] = False
    title: ClassVar[Text] = Text("moderation.rule.classifier.title")
    Settings: ClassVar[type[RuleSettings]] = ClassifierSettings

    def judge(self, said: Utterance, recent: Recent) -> Breach | None:
        """Nothing is known before it was asked."""
        return None

    def is_unsure(self, said: Utterance, judgement: Judgement, solicitation: Rule[RuleSettings]) -> bool:
        """Whether it is worth a question: a moderator would be asked, or nearly."""
        if self.settings.mode is Mode.OFF or not said.message.text.strip():
            return False
        if judgement.mode is not Mode.OFF:
            return judgement.mode is Mode.REVIEW
        if said.is_trusted or not isinstance(solicitation, Solicitation):
            return False
        return solicitation.is_near(said, self.settings.near)

    def settle(self, said: Utterance, judgement: Judgement, opinion: Opinion) -> Judgement:
        """The judgement with the classifier's word in it."""
        chosen = self.settings
        kept = judgement.breaches
        if opinion.spam is not None and chosen.mode is Mode.ENFORCE:
            if opinion.spam >= chosen.sure:
                kept = tuple(self._lifted(said, one, opinion.spam) for one in kept)
            elif opinion.spam <= 1 - chosen.sure and opinion.toxic < chosen.toxic:
                kept = tuple(one for one in kept if not _is_open(one))
        further = []
        if opinion.spam is not None and opinion.spam >= chosen.sure and not kept:
            further.append(self._found(said, "spam", opinion.spam))
        if opinion.toxic >= chosen.toxic:
            further.append(self._found(said, "toxic", opinion.toxic))
        if not further:
            return judgement if kept == judgement.breaches else Judgement(breaches=kept)
        return Judgement(breaches=(*kept, self.breach(*further, cap=Mode.REVIEW)))

    def _lifted(self, said: Utterance, breach: Breach, share: float) -> Breach:
        if not _is_open(breach):
            return breach
        evidence = (*breach.evidence, self._found(said, "spam", share))
        return replace(breach, mode=Mode.ENFORCE, evidence=evidence)

    def _found(self, said: Utterance, label: str, share: float) -> Evidence:
        whole = said.whole(self.name, View.MODEL)
        return replace(whole, weight=round(share, 4), signal=f"classifier_{label}")

    def explain(self) -> Text:
        """Both limits."""
        return Text(
            "moderation.rule.classifier.explain",
            {"sure": f"{self.settings.sure:g}", "toxic": f"{self.settings.toxic:g}"},
        )

    def reason(self) -> Text:
        """What it took offence at, it cannot say."""
        return Text("moderation.rule.classifier.reason")


def _is_open(breach: Breach) -> bool:
    """Whether the signals ask about a text without being sure."""
    return breach.rule == Solicitation.name and breach.mode is Mode.REVIEW
