"""What of the rules a platform can block by itself, before anybody sees it, and what it cannot (pure)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from chat.actions import WallRule
from chat.text import Text
from moderation.breaches import Mode
from moderation.packs import pack_lists
from moderation.rule import RuleSettings
from moderation.rulebook import Rulebook
from moderation.rules.links import LinksSettings
from moderation.rules.mentions import MentionsSettings
from moderation.rules.words import WordsSettings

_INVITES = (
    r"(?i)discord(app)?\.(gg|com/invite)/\w+",
    r"(?i)(t|telegram)\.(me|dog)/(joinchat/|\+)\w+",
    r"(?i)chat\.whatsapp\.com/\w+",
)
"""Invitations into other communities, for engines that know neither lookahead nor our folding."""

_EXPRESSIBLE = frozenset({"words", "links", "mentions"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """The rules of a wall, the names of rules that work only after posting, and a mark that changes with them."""

    rules: tuple[WallRule, ...]
    after: tuple[str, ...]

    @property
    def mark(self) -> str:
        """The same for the same wall."""
        return hashlib.sha256(repr(self.rules).encode("utf-8", "replace")).hexdigest()[:16]


def blueprint(book: Rulebook) -> Blueprint:
    """Only what is sure, of rules that are enforced now; a finding that asks for review is never blocked."""
    enforced = [name for name, one in book.rules.items() if one.settings.mode is Mode.ENFORCE]
    makers = {"words": _words, "links": _links, "mentions": _mentions}
    rules = (
        makers[name](book.rules[name].settings, book.rules[name].reason())
        for name in makers
        if name in enforced
    )
    return Blueprint(
        rules=tuple(one for one in rules if one.words or one.fragments or one.patterns or one.mentions),
        after=tuple(name for name in enforced if name not in _EXPRESSIBLE),
    )


def _told(reason: Text) -> Text:
    return Text("moderation.wall.told", {"reason": reason})


def _words(chosen: RuleSettings, reason: Text) -> WallRule:
    assert isinstance(chosen, WordsSettings)
    lists = [one for one in pack_lists("words", chosen.packs, chosen.allowed) if one.cap is Mode.ENFORCE]
    terms = [*chosen.forbidden, *(term for one in lists for term in one.terms)]
    allowed = [*chosen.allowed, *(term for one in lists for term in one.unless)]
    return WallRule(
        name="words",
        words=tuple(dict.fromkeys(terms)),
        patterns=tuple(f"(?i){pattern}" for pattern in chosen.patterns),
        allowed=tuple(dict.fromkeys(allowed)),
        told=_told(reason),
    )


def _links(chosen: RuleSettings, reason: Text) -> WallRule:
    assert isinstance(chosen, LinksSettings)
    return WallRule(
        name="links",
        fragments=chosen.blocked,
        patterns=() if chosen.forbid == "blocked" else _INVITES,
        allowed=chosen.allowed,
        told=_told(reason),
    )


def _mentions(chosen: RuleSettings, reason: Text) -> WallRule:
    assert isinstance(chosen, MentionsSettings)
    return WallRule(name="mentions", mentions=chosen.most, told=_told(reason))
