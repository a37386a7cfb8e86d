"""Which of many rules of one's own a text can concern at all: one pass over the words, one over the patterns of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import re2

from moderation.custom.rule import Custom
from moderation.matcher import Matcher, readable
from moderation.utterance import Utterance

_MEMORY = 64 << 20


class Waking:
    """Rules sleep until one of their words, patterns or traces is found; those about shapes judge every text."""

    def __init__(self, rules: Iterable[Custom], matcher: Matcher) -> None:
        self._matcher = matcher
        self._restless: list[Custom] = []
        self._asleep: dict[str, Custom] = {}
        self._owners: list[str] = []
        self._traced: dict[str, set[str]] = {}
        patterns: list[str] = []
        for rule in rules:
            wanted = [one for one in rule.settings.signals if one.weight > 0]
            if any(one.shape is not None for one in wanted):
                self._restless.append(rule)
                continue
            self._asleep[rule.name] = rule
            for one in wanted:
                if one.trace is not None:
                    self._traced.setdefault(one.trace.value, set()).add(rule.name)
                if one.pattern:
                    patterns.append(one.pattern)
                    self._owners.append(rule.name)
        self._patterns = _compiled(patterns) if patterns else None

    def awake(self, said: Utterance) -> Sequence[Custom]:
        """Those that may have something to say."""
        if not self._asleep:
            return self._restless
        owners = said.owners(self._matcher)
        names = [name for name in owners if name in self._asleep] if owners else []
        if self._traced:
            for one in said.traces:
                names += self._traced.get(one.signal, ())
        if self._patterns is not None:
            names += [self._owners[index] for index in _matching(self._patterns, said.folded)]
        if not names:
            return self._restless
        return [*self._restless, *(self._asleep[name] for name in sorted({*names}))]


def _compiled(patterns: Sequence[str]) -> re2.Set:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    found = re2.Set.SearchSet(options)
    for pattern in patterns:
        found.Add(pattern)
    found.Compile()
    return found


def _matching(patterns: re2.Set, text: str) -> Sequence[int]:
    try:
        return patterns.Match(text.encode()) or ()
    except UnicodeEncodeError:
        return patterns.Match(readable(text)) or ()
