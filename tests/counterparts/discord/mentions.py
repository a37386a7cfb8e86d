"""Mentions: who a text names, and who of them is really pinged."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.refusals import Form
from tests.counterparts.discord.rights import Right
from tests.counterparts.discord.roles import Role
from tests.counterparts.discord.shapes import Json

CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
USER = re.compile(r"<@!?(\d{1,20})>")
ROLE = re.compile(r"<@&(\d{1,20})>")
EVERYONE = re.compile(r"@(?:everyone|here)\b")
FROM_BOTS_AND_PEOPLE = ("users", "roles", "everyone")
FROM_WEBHOOKS_AND_INTERACTIONS = ("users",)
"""What is parsed when the request says nothing."""
MOST_NAMED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """Effective pings of one message."""

    users: tuple[Account, ...] = ()
    roles: tuple[int, ...] = ()
    everyone: bool = False

    @property
    def pings_anyone(self) -> bool:
        """Whether anybody's phone rings."""
        return bool(self.users or self.roles or self.everyone)


NOBODY = Mentions()


def check_allowed(form: Form, allowed: Json | None) -> None:
    """The rules of the allowed_mentions object itself."""
    if allowed is None:
        return
    parse = allowed.get("parse") or []
    for kind in ("users", "roles"):
        named = allowed.get(kind) or []
        if kind in parse and named:
            text = f"parse:['{kind}'] and {kind}: [ids...] are mutually exclusive."
            form.fault("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", text)
        if len(named) > MOST_NAMED:
            form.fault(f"allowed_mentions.{kind}", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")
    for index, kind in enumerate(parse):
        if kind not in FROM_BOTS_AND_PEOPLE:
            form.fault(f"allowed_mentions.parse.{index}", "BASE_TYPE_CHOICES", "Value must be one of a set.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who could be named in a place, and what the speaker may ping there."""

    accounts: Mapping[int, Account]
    roles: Sequence[Role]
    rights: Right
    by_default: tuple[str, ...] = FROM_BOTS_AND_PEOPLE

    def mentions(self, content: str, allowed: Json | None, replied: Account | None) -> Mentions:
        """The effective pings of a text: any allowed_mentions object shuts out all that it does not name."""
        if allowed is None:
            parse, users, roles, pings_replied = self.by_default, [], [], True
        else:
            parse = tuple(allowed.get("parse") or ())
            users, roles = _numbers(allowed, "users"), _numbers(allowed, "roles")
            pings_replied = bool(allowed.get("replied_user"))
        plain = CODE.sub("", content)
        named = [int(found) for found in USER.findall(plain) if "users" in parse or int(found) in users]
        if replied is not None and pings_replied:
            named.append(replied.id)
        return Mentions(
            users=tuple(self.accounts[one] for one in dict.fromkeys(named) if one in self.accounts),
            roles=tuple(role.id for role in self._roles(plain, all_of_them="roles" in parse, some=roles)),
            everyone="everyone" in parse and self._may_ping_all() and EVERYONE.search(plain) is not None,
        )

    def _roles(self, plain: str, *, all_of_them: bool, some: Sequence[int]) -> list[Role]:
        named = {int(found) for found in ROLE.findall(plain)}
        wanted = [role for role in self.roles if role.id in named and (all_of_them or role.id in some)]
        return [role for role in wanted if role.mentionable or self._may_ping_all()]

    def _may_ping_all(self) -> bool:
        return Right.MENTION_EVERYONE in self.rights


def _numbers(allowed: Json, key: str) -> list[int]:
    return [int(value) for value in allowed.get(key) or []]
