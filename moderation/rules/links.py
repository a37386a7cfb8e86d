"""Links and invitations: into other communities, to blocked sites, or anywhere but to allowed ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import ClassVar, Literal

from pydantic import Field

from chat.messages import Entity, EntityKind
from chat.text import Text
from moderation.addresses import belongs, host_of, invitations
from moderation.breaches import Breach, Evidence, Mode, View
from moderation.recent import Recent
from moderation.rule import Rule, RuleSettings
from moderation.utterance import Utterance

_MOST_LINKS = 100
_MOST_EVIDENCE = 20


class LinksSettings(RuleSettings):
    """Links and invitations."""

    forbid: Literal["blocked", "invites", "all"] = Field(
        default="invites",
        description="Which links: only blocked domains, also invitations into other communities, or all but allowed.",
    )
    blocked: tuple[str, ...] = Field(
        default=(), description="Domains that are never welcome, their subdomains included."
    )
    allowed: tuple[str, ...] = Field(
        default=(),
        description="Domains, or whole invitations such as t.me/our_channel, that are always welcome.",
    )


class Links(Rule[LinksSettings]):
    """Judges what the text shows, and where its links and the buttons under it truly lead."""

    name: ClassVar[str] = "links"
    title: ClassVar[Text] = Text("moderation.rule.links.title")
    Settings: ClassVar[type[RuleSettings]] = LinksSettings

    def __init__(self, settings: LinksSettings) -> None:
        super().__init__(settings)
        self._blocked = frozenset(host_of(domain) for domain in settings.blocked)
        self._allowed = frozenset(
            host_of(one) for one in settings.allowed if "/" not in one.partition("://")[2]
        )
        self._own = tuple(
            one.partition("://")[2] or one for one in map(str.lower, settings.allowed) if "/" in one
        )

    def judge(self, said: Utterance, recent: Recent) -> Breach | None:
        """The surest finding decides; a link that may lead to a person only asks for review."""
        message = said.message
        if not (message.entities or message.buttons or "." in message.text or ":" in message.text):
            return None
        sure: list[Evidence] = []
        unsure: list[Evidence] = []
        for evidence, is_sure in islice(self._found(said), _MOST_EVIDENCE):
            (sure if is_sure else unsure).append(evidence)
        if sure:
            return self.breach(*sure, *unsure)
        return self.breach(*unsure, cap=Mode.REVIEW) if unsure else None

    def _found(self, said: Utterance) -> Iterator[tuple[Evidence, bool]]:
        every = (entity for entity in said.message.entities if entity.kind is EntityKind.LINK)
        links = [*islice(every, _MOST_LINKS)]
        for entity in links:
            sure = self._verdict(entity.target)
            if sure is not None:
                yield self._evidence(entity.start, entity.end, entity.target), sure
        for address in said.message.buttons:
            sure = self._verdict(address)
            if sure is not None:
                yield self._evidence(0, len(said.message.text), address), sure
        if self.settings.forbid == "blocked":
            return
        for invitation in invitations(said.folded):
            start, end = said.span(invitation.start, invitation.end)
            shown = said.folded[invitation.start : invitation.end]
            if not self._is_own(shown) and not _covered(start, end, links):
                yield self._evidence(start, end, shown), invitation.sure

    def _verdict(self, address: str) -> bool | None:
        """True: surely not welcome, False: perhaps not, None: welcome."""
        host = host_of(address)
        if belongs(host, self._blocked):
            return True
        if self._is_own(address) or belongs(host, self._allowed) or self.settings.forbid == "blocked":
            return None
        invited = invitations(address)
        if invited:
            return any(one.sure for one in invited) or self.settings.forbid == "all"
        return True if self.settings.forbid == "all" else None

    def _is_own(self, address: str) -> bool:
        rest = (address.partition("://")[2] or address).lower().removeprefix("www.")
        return any(rest == own or rest.startswith((f"{own}/", f"{own}?")) for own in self._own)

    def _evidence(self, start: int, end: int, address: str) -> Evidence:
        return Evidence(rule=self.name, start=start, end=end, view=View.LINK, term=address[:200])

    def explain(self) -> Text:
        """Which links."""
        counts = {"blocked": len(self.settings.blocked), "allowed": len(self.settings.allowed)}
        match self.settings.forbid:
            case "all":
                return Text("moderation.rule.links.explain_all", counts)
            case "invites":
                return Text("moderation.rule.links.explain_invites", counts)
            case _:
                return Text("moderation.rule.links.explain_blocked", counts)

    def reason(self) -> Text:
        """Invitations and links alike."""
        return Text("moderation.rule.links.reason")


def _covered(start: int, end: int, links: list[Entity]) -> bool:
    return any(link.start <= start and end <= link.end for link in links)
