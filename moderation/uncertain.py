"""Where the rules leave open what a text is, the classifier is asked, if there is one."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from chat.text import Text
from moderation.breaches import Judgement
from moderation.desk import Desk
from moderation.opinions import Opinions, command_for
from moderation.rules.classifier import Classifier
from moderation.utterance import Utterance


class Uncertain:
    """Knows which model is configured; without one it costs nothing."""

    def __init__(self, desk: Desk, folder: Path | None) -> None:
        self._desk = desk
        self._folder = folder
        self.command = command_for
        """How the process for a model is started."""
        self._model = ""
        self._opinions: Opinions | None = None

    async def settled(self, said: Utterance, judgement: Judgement) -> Judgement:
        """The judgement, with the word of the classifier where it was worth a question and answered in time."""
        model = self._desk.settings.classifier
        if model != self._model:
            await self._change(model)
        rules = self._desk.rules.rules
        rule = rules[Classifier.name]
        if self._opinions is None or not isinstance(rule, Classifier):
            return judgement
        if not rule.is_unsure(said, judgement, rules["solicitation"]):
            return judgement
        opinion = await self._opinions.of(said.shown)
        return judgement if opinion is None else rule.settle(said, judgement, opinion)

    async def _change(self, model: str) -> None:
        await self.close()
        self._model = model
        self._opinions = Opinions(self.command(model, self._folder)) if model else None

    def doctor(self) -> list[Text]:
        """Why the classifier does not answer."""
        model = self._desk.settings.classifier
        trouble = self._opinions.trouble if self._opinions else ""
        if model and not trouble and self.command is command_for and find_spec("transformers") is None:
            trouble = "→ ./scripts/hf"
        return [Text("moderation.classifier.doctor", {"model": model, "why": trouble})] if trouble else []

    async def close(self) -> None:
        """End its process."""
        if self._opinions is not None:
            await self._opinions.close()
