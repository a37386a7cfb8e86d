"""Rules that managers wrote in the chat, read again only after a change."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from chat.people import PersonId
from chat.ports import Reader
from chat.text import Text
from language.toml_faults import no_toml
from language.unfit import mistakes, trouble
from moderation.custom.settings import CustomSettings

_WRITTEN = ("moderation.write_rule", "moderation.drop_rule")


class WrongRule(ValueError):
    """What is wrong with a rule's TOML, by its key (`signals.0.pattern`); without one where it is no TOML at all."""

    def __init__(self, faults: Mapping[str, Text | str]) -> None:
        super().__init__("; ".join(filter(None, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRule:
    """A rule as somebody wrote it; `settings` None = it does not compile any more, and is left out."""

    name: str
    source: str
    by: PersonId
    at: datetime
    settings: CustomSettings | None


def read_rule(source: str) -> CustomSettings:
    """The settings of a rule from its TOML. Raises WrongRule."""
    try:
        return CustomSettings.model_validate(tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        raise WrongRule({"": no_toml(error)}) from error
    except ValidationError as error:
        found = {".".join(map(str, one["loc"])): trouble(one, CustomSettings) for one in mistakes(error)}
        raise WrongRule(found) from error


class Written:
    """All of them, by name."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._seen: tuple[int, ...] | None = None
        self.rules: Mapping[str, WrittenRule] = {}

    async def refresh(self) -> bool:
        """Whether any was written or dropped since the last look."""
        seen = tuple(self._reader.version(shape) for shape in _WRITTEN)
        if seen == self._seen:
            return False
        rows = await self._reader.rows("moderation.custom")
        found = {
            row["name"]: WrittenRule(
                name=row["name"],
                source=row["source"],
                by=PersonId(row["by_person"]),
                at=row["at"],
                settings=_compiled(row["source"]),
            )
            for row in rows
        }
        changed = found != self.rules
        self._seen, self.rules = seen, found
        return changed

    @property
    def settings(self) -> dict[str, CustomSettings]:
        """Those that compile."""
        return {name: one.settings for name, one in self.rules.items() if one.settings is not None}

    @property
    def broken(self) -> tuple[str, ...]:
        """Those that do not compile any more, as after an update."""
        return tuple(name for name, one in self.rules.items() if one.settings is None)


def _compiled(source: str) -> CustomSettings | None:
    try:
        return read_rule(source)
    except ValueError:
        return None
