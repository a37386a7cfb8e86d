"""The rules as managers see them in the chat: which there are, how right they are, how far each goes, and a trial."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

from chat.decision import Audit, Decision
from chat.errors import SaidNo
from chat.events import CommandGiven
from chat.text import Mention, Text
from moderation import notices
from moderation.appeals import AppealState
from moderation.backtest import Known, backtest, overturned_by_rule
from moderation.breaches import Mode
from moderation.casebook import storable
from moderation.desk import Desk
from moderation.modes import Chosen
from moderation.rehearsal import LENGTH, Rehearsal, rehearse
from moderation.rule_writing import Editing
from moderation.rulebook import AnyRule
from moderation.settings import ModerationSettings
from moderation.verdicts import Record, Verdicts

LATELY = timedelta(days=90)
_MODES = {
    Mode.OFF: "moderation.mode.off",
    Mode.SHADOW: "moderation.mode.shadow",
    Mode.REVIEW: "moderation.mode.review",
    Mode.ENFORCE: "moderation.mode.enforce",
}


class Rulings:
    """What `/rule` shows and changes."""

    def __init__(self, desk: Desk, verdicts: Verdicts) -> None:
        self._desk = desk
        self._verdicts = verdicts
        self.editing = Editing(desk)

    async def listed(self) -> Text:
        """Every rule with its mode, its hits of the last week and how right it was."""
        await self._desk.refresh()
        rows = await self._desk.reader.rows("moderation.hits_of", since=self._desk.clock.now() - LENGTH)
        hits = {row["rule"]: row["hits"] for row in rows}
        found = [
            Text(
                "moderation.ruling.line",
                {
                    "rule": rule.title,
                    "name": name,
                    "mode": mode_name(rule.settings.mode),
                    "hits": hits.get(name, 0),
                    "precision": _precision(await self._verdicts.record(name)),
                },
            )
            for name, rule in self._desk.rules.rules.items()
        ]
        return notices.lines([Text("moderation.ruling.list", {"days": LENGTH.days}), *found])

    async def shown(self, name: str) -> Text:
        """One rule: what it looks for, how far it goes and since when, its verdicts, its appeals. Raises SaidNo."""
        rule = await self._rule(name)
        record = await self._verdicts.record(name)
        rows = await self._desk.reader.rows(
            "moderation.appeals_decided", since=self._desk.clock.now() - LATELY
        )
        decided = [row["state"] for row in rows if row["rule"] == name and row["by_person"] is None]
        parts = [
            Text(
                "moderation.ruling.head",
                {"rule": rule.title, "name": name, "mode": mode_name(rule.settings.mode)},
            ),
            rule.explain(),
            *([source] if (source := self.editing.source(name)) else []),
            await self._since(name),
            *[one async for one in self._beyond_the_wall(name)],
            Text(
                "moderation.ruling.record",
                {
                    "precision": _precision(record),
                    "right": record.right,
                    "wrong": record.wrong,
                    "least": f"{rule.settings.precision:.0%}",
                },
            ),
            Text(
                "moderation.ruling.appeals",
                {"granted": decided.count(AppealState.GRANTED), "count": len(decided)},
            ),
        ]
        return notices.lines(parts)

    async def _beyond_the_wall(self, name: str) -> AsyncIterator[Text]:
        """What of the rule a platform's own wall could not take: it is judged only after posting."""
        if not self._desk.settings.wall:
            return
        for platform in sorted({one.platform for one in self._desk.directory.spaces()}):
            row = await self._desk.reader.row("raids.wall", on=platform)
            rest = row["rest"] if row is not None and row["state"] == "stands" else ""
            left = [one.split(":")[1:] for one in rest.split(",") if one.startswith(f"{name}:")]
            if left:
                shown = " · ".join(" ".join(one) for one in left)
                yield Text("moderation.ruling.wall", {"platform": platform.title(), "left": shown})

    async def _since(self, name: str) -> Text:
        chosen = self._desk.modes.chosen.get(name)
        if chosen is None or chosen.mode is None:
            return Text("moderation.ruling.configured")
        if chosen.by is None:
            return Text("moderation.ruling.demoted", {"at": chosen.at})
        by = Mention(chosen.by, await self._desk.directory.name(chosen.by) or "—")
        if not chosen.reason:
            return Text("moderation.ruling.chosen", {"by": by, "at": chosen.at})
        key = "moderation.ruling.forced" if chosen.forced else "moderation.ruling.chosen_because"
        return Text(key, {"by": by, "at": chosen.at, "reason": chosen.reason})

    async def choose(
        self, event: CommandGiven, name: str, mode: Mode | None, *, force: bool, reason: str
    ) -> tuple[Decision, Text]:
        """Change how far a rule goes, and what to say about it. Raises SaidNo.

        None = as the configuration says. To let it act by itself, what it would have hit lately must be few, or the
        manager forces it and says why.
        """
        if not event.by.is_person:
            raise SaidNo(Text("moderation.refused.not_a_person"))
        rule = await self._rule(name)
        configured = self._desk.rules_as_written().get(name, rule.settings)
        wanted = mode or configured.mode
        if force and not reason.strip():
            raise SaidNo(Text("moderation.refused.force_reason"))
        if wanted is rule.settings.mode and mode is not None:
            raise SaidNo(
                Text("moderation.refused.same_mode", {"rule": rule.title, "mode": mode_name(wanted)})
            )
        if wanted is Mode.ENFORCE and not force:
            await self._must_be_few(rule, name)
        chosen = Chosen(
            rule=name,
            mode=mode,
            at=self._desk.clock.now(),
            by=event.by.person,
            reason=storable(reason.strip()[:300]),
            forced=force,
        )
        data = {"mode": wanted.value, "was": rule.settings.mode.value, "forced": force}
        said = Text(
            "moderation.done.mode",
            {"rule": rule.title, "mode": mode_name(wanted), "was": mode_name(rule.settings.mode)},
        )
        decision = Decision(
            reason="moderation.mode",
            writes=(chosen.write(),),
            audit=(Audit(code="rule.mode", subject=name, data=data),),
        )
        return decision, said

    async def _must_be_few(self, rule: AnyRule, name: str) -> None:
        found = await self._rehearsal(name)
        if found.is_above(self._desk.settings.hit_limit):
            arguments: dict[str, str | int | Text] = {
                "rule": rule.title,
                "name": name,
                "hits": found.sure,
                "messages": found.messages,
                "share": f"{found.sure / found.messages:.1%}",
                "limit": f"{self._desk.settings.hit_limit:.1%}",
            }
            raise SaidNo(Text("moderation.refused.too_many_hits", arguments))

    async def tested(self, name: str) -> Text:
        """What a rule would have done, were it enforced, with the messages of the last days. Raises SaidNo."""
        rule = await self._rule(name)
        found = await self._rehearsal(name)
        arguments: dict[str, str | int | Text] = {
            "rule": rule.title,
            "days": LENGTH.days,
            "messages": found.messages,
            "hits": found.hits,
            "sure": found.sure,
            "people": len(found.people),
            "concentration": f"{found.concentration:.0%}",
            "trusted": found.trusted,
            "overturned": found.overturned,
            "fresh": found.fresh,
        }
        parts = [Text("moderation.ruling.test" if found.hits else "moderation.ruling.no_hits", arguments)]
        parts += [Text("moderation.ruling.sample", {"text": text}) for text in found.samples]
        return notices.lines(parts)

    async def backtest(self, rules: ModerationSettings | None, since: datetime) -> dict[str, Any]:
        """What rules (None = those in force) would have done with what was said since then, beside those in force."""
        desk = self._desk
        await desk.refresh()
        trusted = await desk.reader.rows("moderation.trusted", least=desk.settings.trust.days)
        known = Known(
            trusted=frozenset(row["person"] for row in trusted),
            overturned=overturned_by_rule(await desk.reader.rows("moderation.all_overturned")),
        )
        history = await desk.reader.rows("moderation.history", since=since)
        now = desk.rule_settings()
        if rules is None:
            return await to_thread(backtest, now, history, known, listed=desk.shelf.terms)
        wanted = rules.rule_settings()
        return await to_thread(backtest, wanted, history, known, before=now, listed=desk.shelf.terms)

    async def _rehearsal(self, name: str) -> Rehearsal:
        desk = self._desk
        return await rehearse(
            desk.reader,
            desk.rule_settings(),
            name,
            desk.clock.now(),
            trusted_days=desk.settings.trust.days,
            listed=desk.shelf.terms,
        )

    async def _rule(self, name: str) -> AnyRule:
        await self._desk.refresh()
        rule = self._desk.rules.rules.get(name)
        if rule is None:
            names = ", ".join(self._desk.rules.rules)
            raise SaidNo(Text("moderation.refused.no_rule", {"name": name[:40] or "—", "names": names}))
        return rule


def mode_name(mode: Mode) -> Text:
    """What people call a mode."""
    return Text(_MODES[mode])


def _precision(record: Record) -> str:
    return "—" if record.precision is None else f"{record.precision:.0%}"
