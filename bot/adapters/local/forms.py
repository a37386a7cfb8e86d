"""The forms that wait for residents: every window of theirs shows one until it is answered or left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from chat.actions import Form
from chat.people import Language, Space


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownForm:
    """A form that waits for a resident; `interaction` names it."""

    interaction: str
    resident: str
    space: Space
    form: Form
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class FormGone:
    """A form that waits no more: it was answered or left, or the same was asked anew."""

    shown: ShownForm


class Forms(Mapping[str, ShownForm]):
    """Those that wait now, by interaction, oldest first; `tell` hears of each that comes and goes."""

    def __init__(self, tell: Callable[[ShownForm | FormGone], None]) -> None:
        self._tell = tell
        self._waiting: dict[str, ShownForm] = {}

    def __getitem__(self, interaction: str) -> ShownForm:
        return self._waiting[interaction]

    def __iter__(self) -> Iterator[str]:
        return iter(self._waiting)

    def __len__(self) -> int:
        return len(self._waiting)

    def of(self, resident: str) -> list[ShownForm]:
        """Those of one resident."""
        return [shown for shown in self._waiting.values() if shown.resident == resident]

    def show(self, shown: ShownForm) -> None:
        """Let one wait: the newest, where a second press asked for the same."""
        for old in self.of(shown.resident):
            if (old.form.name, old.form.subject) == (shown.form.name, shown.form.subject):
                self.forget(old)
        self._waiting[shown.interaction] = shown
        self._tell(shown)

    def forget(self, shown: ShownForm) -> None:
        """It was answered or left."""
        del self._waiting[shown.interaction]
        self._tell(FormGone(shown))
