"""All rules, found by themselves, compiled from the settings: one judgement for each message."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache
from typing import cast

from chat.people import Rank
from moderation import rules
from moderation.beside import judge_beside
from moderation.breaches import CLEAN, Breach, Judgement, Mode
from moderation.custom.rule import Custom
from moderation.custom.settings import CustomSettings
from moderation.custom.waking import Waking
from moderation.matcher import Matcher, compiled_lists
from moderation.recent import SHORT, Recent
from moderation.records import version_of
from moderation.refit import Classifier
from moderation.rule import Rule, RuleSettings
from moderation.rules.listed import Listed
from moderation.rules.names import Names
from moderation.rules.solicitation import Solicitation, SolicitationSettings
from moderation.utterance import Utterance
from moderation.window import WITHIN, judge_pieces

FRESH = timedelta(minutes=1)
"""A message that takes this long to reach us is not late yet."""

_NOTHING = Recent(size=1)
_ABOUT_TEXTS = ("words", "listed", "solicitation")

AnyRule = Rule[RuleSettings]


@cache
def rule_classes() -> Mapping[str, type[AnyRule]]:
    """Every rule of `moderation/rules/`, by name."""
    found = {}
    for module in pkgutil.iter_modules(rules.__path__):
        for value in vars(importlib.import_module(f"{rules.__name__}.{module.name}")).values():
            if inspect.isclass(value) and issubclass(value, Rule) and not inspect.isabstract(value):
                found[value.name] = value
    return dict(sorted(found.items()))


class Rulebook:
    """The rules in force; `listed` are the terms of imported and shared lists. Judging raises nothing for any text."""

    def __init__(
        self,
        settings: Mapping[str, RuleSettings],
        classifier: Classifier | None = None,
        listed: tuple[str, ...] = (),
    ) -> None:
        self.rules: Mapping[str, AnyRule] = {name: _made(name, one) for name, one in settings.items()}
        for rule in self.rules.values():
            if isinstance(rule, Solicitation):
                rule.classifier = classifier
            if isinstance(rule, Names) and isinstance(
                offers := settings.get(Solicitation.name), SolicitationSettings
            ):
                rule.read_by(offers)
            if isinstance(rule, Listed):
                rule.terms = listed
        matcher = self._compile()
        self._active = tuple(
            rule
            for rule in self.rules.values()
            if rule.hears
            and not rule.is_idle
            and rule.settings.mode is not Mode.OFF
            and not isinstance(rule, Custom)
        )
        customs = [one for one in self.rules.values() if isinstance(one, Custom)]
        self._customs = tuple(one for one in customs if one.settings.mode is not Mode.OFF)
        self._waking = Waking((one for one in self._customs if one.hears), matcher)
        self._curious = tuple(one for one in self._customs if one.depends_on_facts)
        self._about_staff = tuple(one for one in self._customs if one.judges_staff)
        self.version = version_of(settings)
        self.memory = max((rule.memory for rule in self._active), default=timedelta())
        self.memory = max(self.memory, WITHIN)

    def _compile(self) -> Matcher:
        """One automaton over the lists of all rules that are on."""
        awake = [rule for rule in self.rules.values() if rule.settings.mode is not Mode.OFF]
        matcher = compiled_lists(tuple(one for rule in awake for one in rule.lists))
        for rule in self.rules.values():
            rule.matcher = matcher
        return matcher

    def judge(self, said: Utterance, recent: Recent, age: timedelta = timedelta()) -> Judgement:
        """Every breach of a message that was sent `age` ago."""
        concerned = self._concerned(said)
        if age > FRESH:
            concerned = [rule for rule in concerned if age <= rule.late]
        found = [breach for rule in concerned if (breach := rule.judge(said, recent)) is not None]
        if found or said.is_trusted:
            return Judgement(breaches=tuple(found)) if found else CLEAN
        if said.message.quoted and (shown := judge_beside(said, self._judge_shown)):
            return shown
        if len(said.message.text) > SHORT:
            return CLEAN
        return judge_pieces(said, recent, self._judge_text) or CLEAN

    def _judge_shown(self, said: Utterance) -> Judgement:
        return self._judge_text(said, (*_ABOUT_TEXTS, "links"))

    def _judge_text(self, said: Utterance, names: Sequence[str] = _ABOUT_TEXTS) -> Judgement:
        """Only what the rules about texts say."""
        reading = (self.rules[name] for name in names)
        found = (one.judge(said, _NOTHING) for one in reading if one in self._active)
        return Judgement(breaches=tuple(one for one in found if one is not None))

    def _concerned(self, said: Utterance) -> Iterable[AnyRule]:
        """The rules that may have something to say."""
        if said.rank is not Rank.MEMBER:
            return cast(Iterable[AnyRule], self._about_staff)
        if not self._customs:
            return self._active
        awake = cast(Sequence[AnyRule], self._waking.awake(said))
        return (*self._active, *awake) if awake else self._active

    @property
    def judges_staff(self) -> bool:
        """Whether a rule of the community's own looks at what the staff say, too."""
        return bool(self._about_staff)

    def wants_to_know(self, said: Utterance) -> bool:
        """Whether a rule that may hit depends on facts about the author."""
        return bool(self._curious) and any(one.wants_to_know(said) for one in self._curious)

    def judge_own(self, said: Utterance) -> Iterator[Breach]:
        """What the community's own rules say of a name or a reaction."""
        for rule in self._customs:
            breach = rule.judge(said, _NOTHING)
            if breach is not None:
                yield breach


def _made(name: str, settings: RuleSettings) -> AnyRule:
    if isinstance(settings, CustomSettings):
        return cast(AnyRule, Custom(name, settings))
    return rule_classes()[name](settings)
