"""What is wrong in a configuration, told with its place in the operator's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.complaint import told
from bot.locales import language_of_locale
from bot.settings import Settings
from chat.people import Language
from chat.text import Text

PREFIX = "STEWARD_"
"""Of the environment variables that override the file."""
_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first that is set counts (POSIX, Environment Variables, 8.2)."""
_WRITTEN = re.compile(r"""^\s*language\s*=\s*["'](zh|en)["']""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in the configuration: the key's path, the line in the file (0 = not from it), and why."""

    key: str
    line: int
    why: Text | str

    def told(self, language: Language, file: str = "") -> str:
        """All of it on one line; `file` comes first where the key stands in it."""
        why = told(self.why, language)
        line = told(Text("bot.config.line", {"line": self.line}), language) if self.line else ""
        place = file if file and not self.key.startswith(PREFIX) else ""
        return ": ".join(filter(None, (place, line, self.key, why)))


def operators_language(source: str, values: Mapping[str, Any], environment: Mapping[str, str]) -> Language:
    """The community's where the file says one, even a file that cannot be read whole; else that of the terminal."""
    community = values.get("community")
    said = community.get("language") if isinstance(community, Mapping) else None
    said = said or environment.get(f"{PREFIX}COMMUNITY__LANGUAGE")
    if not values and (found := _WRITTEN.search(source)):
        said = found[1]
    return _chosen(said, environment)


def language_of(settings: Settings, environment: Mapping[str, str]) -> Language:
    """The same of a configuration that was read."""
    community = settings.community
    return _chosen(community.language if "language" in community.model_fields_set else None, environment)


def language_for(config: Path | None, environment: Mapping[str, str]) -> Language:
    """The same of a configuration that may not even be readable."""
    try:
        source = config.read_text("utf-8-sig") if config else ""
    except (OSError, UnicodeDecodeError):
        source = ""
    return operators_language(source, {}, environment)


def _chosen(said: object, environment: Mapping[str, str]) -> Language:
    if said in ("zh", "en"):
        return "zh" if said == "zh" else "en"
    locale = next((environment[name] for name in _LOCALES if environment.get(name)), "")
    return language_of_locale(locale) or "en"
