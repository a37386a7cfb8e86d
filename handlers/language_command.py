"""In which language Steward speaks to a person: their own choice, or what the platform and their words tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chat.actions import Acknowledge, Action, Post
from chat.decision import Decision, Write, answer
from chat.errors import SaidNo
from chat.events import CommandGiven
from chat.handler import Parameter, command
from chat.people import Language
from chat.text import Text

_CHOICES: Mapping[str, Language | None] = {
    "zh": "zh", "中文": "zh", "汉语": "zh", "chinese": "zh", "zh-cn": "zh",
    "en": "en", "英文": "en", "英语": "en", "english": "en",
    "auto": None, "自动": None,
}  # fmt: skip
_WORDS: Mapping[Language | None, str] = {"zh": "chinese", "en": "english", None: "auto"}


@command("language", zh="语言", room="handlers", parameters=(Parameter(name="language", required=False),))
async def language_command(event: CommandGiven) -> Decision:
    """`/language zh|en|auto`; without a word it says what is set."""
    if not event.by.is_person:
        raise SaidNo(Text("handlers.language.no_person"))
    word = event.argument("language").lower()
    if not word:
        now = Text(f"handlers.language.now.{_WORDS[event.by.language]}")
        return Decision(reason="language.shown", actions=(answer(event, now),))
    if word not in _CHOICES:
        raise SaidNo(Text("handlers.language.unknown", {"word": word[:20]}))
    chosen = _CHOICES[word]
    write = Write("language.set", {"person": event.by.person, "language": chosen})
    told = _in(answer(event, Text(f"handlers.language.set.{_WORDS[chosen]}")), chosen)
    return Decision(reason="language.set", actions=(told,), writes=(write,))


def _in(action: Action, language: Language | None) -> Action:
    """The answer in the language that was just chosen."""
    if language is None or not isinstance(action, Post | Acknowledge):
        return action
    return replace(action, language=language)
