"""Writing rules from the chat: added in shadow, shown as they were written, dropped."""

from __future__ import annotations

from chat.decision import Audit, Decision, Value, Write
from chat.errors import SaidNo
from chat.events import CommandGiven
from chat.text import Text
from moderation import notices
from moderation.breaches import Mode
from moderation.casebook import storable
from moderation.custom.settings import CustomSettings
from moderation.custom.written import WrongRule, read_rule
from moderation.desk import Desk
from moderation.modes import Chosen
from moderation.settings import check_name

_LONGEST = 3_500
_MOST = 100
_MOST_FAULTS = 5


class Editing:
    """Managers write rules; what does not compile changes nothing, and they are told which key fails."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def add(self, event: CommandGiven, name: str, source: str) -> tuple[Decision, Text]:
        """A new rule, in shadow, or a new wording of one that was written here. Raises SaidNo."""
        await self._desk.refresh()
        known = self._desk.written.rules.get(name)
        if known is None and name in self._desk.rules.rules:
            raise SaidNo(Text("moderation.refused.rule_is_there", {"name": name}))
        if known is None and len(self._desk.written.rules) >= _MOST:
            raise SaidNo(Text("moderation.refused.too_many_rules", {"most": _MOST}))
        text = storable(_as_toml(source))[:_LONGEST]
        settings = self._checked(name, text)
        values: dict[str, Value] = {
            "name": name,
            "source": text,
            "by_person": event.by.person,
            "at": self._desk.clock.now(),
        }
        again = Chosen(rule=name, mode=None, at=self._desk.clock.now(), by=event.by.person)
        decision = Decision(
            reason="moderation.rule_written",
            writes=(
                *self._dropped(name, known is not None),
                Write("moderation.write_rule", values, expect=1),
                again.write(),
            ),
            audit=(Audit(code="rule.written", subject=name, data={"source": text}),),
        )
        said = Text("moderation.done.rule_written", {"name": name, "signals": len(settings.signals)})
        return decision, said

    def _checked(self, name: str, text: str) -> CustomSettings:
        try:
            check_name(name)
        except ValueError as error:
            raise SaidNo(Text("moderation.refused.rule_name", {"name": name[:40]})) from error
        try:
            settings = read_rule(text)
        except WrongRule as error:
            raise SaidNo(Text("moderation.refused.rule_is_wrong", {"faults": _told(error)})) from error
        if settings.mode is Mode.ENFORCE:
            raise SaidNo(Text("moderation.refused.begins_in_shadow", {"name": name}))
        return settings

    async def remove(self, event: CommandGiven, name: str) -> tuple[Decision, Text]:
        """A rule that was written here goes. Raises SaidNo."""
        await self._desk.refresh()
        known = self._desk.written.rules.get(name)
        if known is None:
            key = "rule_is_configured" if name in self._desk.rules.rules else "no_own_rule"
            raise SaidNo(Text(f"moderation.refused.{key}", {"name": name[:40], "written": self._named()}))
        decision = Decision(
            reason="moderation.rule_dropped",
            writes=self._dropped(name, is_there=True),
            audit=(Audit(code="rule.dropped", subject=name, data={"source": known.source}),),
        )
        return decision, Text("moderation.done.rule_dropped", {"name": name})

    def _named(self) -> Text:
        """Which rules were written here, or how the first is."""
        names = ", ".join(self._desk.written.rules)
        return (
            Text("moderation.ruling.written", {"names": names})
            if names
            else Text("moderation.ruling.unwritten")
        )

    def _dropped(self, name: str, is_there: bool) -> tuple[Write, ...]:
        return (Write("moderation.drop_rule", {"wanted": name}, expect=1),) if is_there else ()

    def source(self, name: str) -> Text | None:
        """How a rule was written; None for one that was not written here."""
        known = self._desk.written.rules.get(name)
        return None if known is None else Text("moderation.ruling.source", {"source": known.source})


def _told(wrong: WrongRule) -> Text:
    """A line for each mistake, the first of many."""
    return notices.lines(
        [
            Text("moderation.ruling.fault", {"key": key[:80], "fault": fault})
            if key
            else Text("moderation.ruling.no_toml", {"fault": fault})
            for key, fault in [*wrong.faults.items()][:_MOST_FAULTS]
        ]
    )


def _as_toml(source: str) -> str:
    """TOML as it is; a plain row of words, parted by commas, as a rule of these words."""
    source = source.strip().removeprefix("```toml").strip("`").strip()
    if "=" in source or not source:
        return source
    words = [word.strip() for word in source.replace("，", ",").replace("、", ",").split(",") if word.strip()]
    quoted = ", ".join('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' for word in words)
    return f"[[signals]]\nwords = [{quoted}]"
