"""What every part of moderation works with: the ports, the cases, the settings in force."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime

from chat.actions import Capability
from chat.people import PersonId, Space
from chat.ports import Abilities, Clock, Directory, Ids, Reader
from chat.text import Text
from moderation.casebook import Casebook
from moderation.cases import SPAM, Case, State
from moderation.custom.written import Written
from moderation.dossier import Dossier
from moderation.ladder import Penalty, Step
from moderation.modes import Modes
from moderation.notices import Listener, Outlook
from moderation.reports import RULE
from moderation.rule import RuleSettings
from moderation.rulebook import Rulebook
from moderation.school import School
from moderation.settings import ModerationSettings
from moderation.shelf import Shelf
from moderation.trust import Trusts

_NEEDS = {
    Penalty.MUTE: Capability.MUTE,
    Penalty.REMOVE: Capability.REMOVE,
    Penalty.BAN: Capability.BAN,
}


_NO_RULES = ("", SPAM, RULE)


class Desk:
    """Shared by judging, sanctions, reviews and reversals; `settings` swaps rules and ladder at once."""

    def __init__(
        self,
        *,
        reader: Reader,
        clock: Clock,
        ids: Ids,
        directory: Directory,
        abilities: Abilities,
        settings: ModerationSettings,
    ) -> None:
        self.reader = reader
        self.abilities = abilities
        self.book = Casebook(reader, ids)
        self.modes = Modes(reader)
        self.school = School(reader)
        self.shelf = Shelf(reader)
        self.trusts = Trusts(reader)
        self.written = Written(reader)
        self.clock = clock
        self.ids = ids
        self.directory = directory
        self.settings = settings
        self._refreshed = -1

    @property
    def settings(self) -> ModerationSettings:
        """What is in force; what does not compile changes nothing."""
        return self._settings

    @settings.setter
    def settings(self, settings: ModerationSettings) -> None:
        rules, ladder = self._compiled(settings), settings.as_ladder()
        self._settings = settings
        self.rules, self.ladder = rules, ladder

    def _compiled(self, settings: ModerationSettings) -> Rulebook:
        applied = self.modes.applied(self.rules_as_written(settings))
        return Rulebook(applied, self.school.classifier, self.shelf.terms)

    async def refresh(self) -> None:
        """Take over modes and lists that were chosen since; without a change it reads nothing."""
        commits = self.reader.version("")
        if commits == self._refreshed and not self.school.refitter.is_busy:
            return
        changed = (
            await self.modes.refresh(),
            await self.written.refresh(),
            await self.school.refresh(),
            await self.shelf.refresh(),
        )
        if any(changed):
            self.rules = self._compiled(self._settings)
        self._refreshed = commits

    def rules_as_written(self, settings: ModerationSettings | None = None) -> dict[str, RuleSettings]:
        """All rules as the chat and the configuration have them, before anybody switched one."""
        return {**self.written.settings, **(settings or self._settings).rule_settings()}

    def rule_settings(self) -> dict[str, RuleSettings]:
        """The settings of all rules as they are in force: configured, written in the chat, switched."""
        return {name: rule.settings for name, rule in self.rules.rules.items()}

    async def is_trusted(self, person: PersonId) -> bool:
        """Whether a member has earned trust."""
        trust, earned = self._settings.trust, await self.trusts.of(person)
        return earned.days_by(self.clock.now(), trust.spacing) >= trust.days

    async def total(self, person: PersonId, now: datetime, *, without: str = "") -> float:
        """What stands against a person now, leaving out one case."""
        strikes = await self.book.strikes(person, now - self.ladder.memory)
        return self.ladder.total((one for key, one in strikes.items() if key != without), now)

    async def dossier(self, person: PersonId, state: State) -> Dossier:
        """What a ruling on a person rests on now."""
        now = self.clock.now()
        since, memory = now - self.settings.incident, now - self.ladder.memory
        return await self.book.dossier(person, state, incident_since=since, strikes_since=memory)

    def able(self, penalty: Penalty, space: Space) -> bool:
        """Whether a penalty can be carried out there, by the platform and our rights."""
        needed = _NEEDS.get(penalty)
        return needed is None or self.abilities.can(space, needed)

    def feasible(self, step: Step, space: Space) -> Step:
        """The step, or the hardest below it that can be carried out there: nobody is told of what cannot happen."""
        if self.able(step.penalty, space):
            return step
        if step.penalty is not Penalty.MUTE and self.able(Penalty.MUTE, space):
            return Step(points=step.points, penalty=Penalty.MUTE, lasting=self.settings.ban_hold)
        return Step(points=step.points, penalty=Penalty.WARN)

    def cautious(self, step: Step, space: Space) -> Step:
        """The step as a machine may take it: it bans nobody, and removes nobody where that erases what they said."""
        irreversible = step.penalty is Penalty.REMOVE and not self.abilities.can(
            space, Capability.REMOVE_ALONE
        )
        if irreversible or step.penalty is Penalty.BAN:
            step = Step(points=step.points, penalty=Penalty.MUTE, lasting=self.settings.ban_hold)
        return self.feasible(step, space)

    def open_to(self, step: Step, space: Space, kept_out: Container[str]) -> Step:
        """The step, but of somebody whom a ban keeps out no more than a warning: a mute would let them in again."""
        if step.penalty.weight > Penalty.WARN.weight and space.lane in kept_out:
            return Step(points=step.points, penalty=Penalty.WARN)
        return step

    def outlook(self, total: float, now: datetime) -> Outlook:
        """What the member can expect."""
        return Outlook(half=now + self.ladder.half_life, further=self.ladder.outlook(total))

    def staff(self, space: Space) -> Space | None:
        """Where the staff hear of what happened in a space."""
        return self.directory.staff_space(space.platform) or self.directory.home()

    async def listener(self, case: Case, space: Space, said: str | None = None) -> Listener:
        """The member of a case, when somebody else acts: told in the script of the message that it is about.

        `said` is that message, "" where there is none; None reads what the case kept.
        """
        if said is None:
            kept = await self.book.kept(case)
            said = kept[0].text if kept else ""
        return Listener(
            person=case.person,
            name=await self.directory.name(case.person),
            space=space,
            language=await self.directory.language(case.person, said),
        )

    def rule_title(self, name: str) -> Text:
        """What people call a rule."""
        rule = self.rules.rules.get(name)
        if rule is not None:
            return rule.title
        if name in _NO_RULES:
            return Text("moderation.by_members" if name == RULE else "moderation.by_hand")
        return Text("moderation.rule.custom.title", {"name": name})
