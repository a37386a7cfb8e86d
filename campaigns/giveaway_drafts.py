"""Drafts of giveaways: ordered, filled in, previewed, published or thrown away."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from campaigns.draw import rules_hash, secret_hash
from campaigns.entries import Changed, Entries
from campaigns.giveaway_posts import CLAIM, CONDITIONS, PRIZE
from campaigns.giveaways import Giveaway, GiveawayState, Terms, clean, giveaway_of, one_line
from campaigns.places import must_hold, read_end, stage
from campaigns.settings import CampaignsSettings
from chat.decision import Value, Write
from chat.errors import SaidNo
from chat.people import Duty, PersonId, Space, Speaker
from chat.ports import Abilities, Chance, Clock, Community, Directory, Ids, Reader
from chat.text import Text

SECRET_BYTES = 32
_PLACES = re.compile(r"(\d{1,5})\s*(?:个|名|位|人|份)?")


class Drafts:
    """What an editor does with a giveaway before anybody else sees it."""

    def __init__(
        self,
        *,
        reader: Reader,
        clock: Clock,
        ids: Ids,
        chance: Chance,
        directory: Directory,
        abilities: Abilities,
        community: Community,
        entries: Entries,
        settings: CampaignsSettings,
    ) -> None:
        self.settings = settings
        self._reader = reader
        self._clock = clock
        self._ids = ids
        self._chance = chance
        self._directory = directory
        self._abilities = abilities
        self._community = community
        self._entries = entries

    async def order(self, editor: PersonId, ordered_in: Space) -> Changed:
        """A draft for the form: the editor's unfinished one, moved here, else one with the next number."""
        space = stage(ordered_in, self._directory, self._abilities)
        row = await self._reader.row("campaigns.giveaway_draft_of", who=editor)
        if row is not None:
            draft = replace(giveaway_of(row), space=space)
            target = {
                "key": draft.id,
                "to_platform": space.platform,
                "to_space": space.id,
                "to_thread": space.thread,
                "to_kind": space.kind.value,
            }
            return Changed(giveaway=draft, writes=(Write("campaigns.giveaway_move", target, expect=1),))
        last = await self._reader.row("campaigns.giveaway_last")
        draft = Giveaway(
            id=self._ids.new(),
            number=(last["number"] or 0) + 1 if last else 1,
            state=GiveawayState.DRAFT,
            editor=editor,
            space=space,
            revision=0,
            form={},
            terms=None,
            rules_hash="",
            secret_hash="",
            message="",
            shown=0,
            shown_at=None,
            changes=0,
        )
        return Changed(giveaway=draft, writes=(_draft_row(draft, self._clock.now()),))

    async def mine(self, number: int, editor: PersonId, revision: int | None = None) -> Giveaway:
        """The editor's own draft, as they saw it when a revision is given. Raises SaidNo."""
        draft = await self._entries.find(number)
        if draft.state is not GiveawayState.DRAFT or draft.editor != editor:
            raise SaidNo(Text("campaigns.giveaway.no_draft", {"number": number}))
        if revision is not None and draft.revision != revision:
            raise SaidNo(Text("campaigns.giveaway.stale", {"number": number}))
        return draft

    async def fill(self, draft: Giveaway, values: Mapping[str, str]) -> tuple[Changed, Text | None]:
        """The draft with what was typed, and what is wrong with that."""
        typed = {name: clean(value, 1000) for name, value in values.items()}
        said = self._terms(draft, typed)
        terms = said if isinstance(said, Terms) else None
        filled = replace(draft, form=typed, terms=terms, revision=draft.revision + 1)
        write = Write(
            "campaigns.giveaway_fill",
            {
                "key": draft.id,
                "seen": draft.revision,
                "typed": json.dumps(typed, ensure_ascii=False),
                "read": json.dumps(terms.plain(), ensure_ascii=False) if terms else "",
            },
            expect=1,
        )
        return Changed(giveaway=filled, writes=(write,)), said if isinstance(said, Text) else None

    def _terms(self, draft: Giveaway, typed: Mapping[str, str]) -> Terms | Text:
        prize = one_line(typed.get("prize", ""), PRIZE)
        if not prize:
            return Text("campaigns.giveaway.problem.prize")
        places = _read_places(typed.get("places", ""))
        if not 1 <= places <= self.settings.most_places:
            return Text("campaigns.giveaway.problem.places", {"most": self.settings.most_places})
        ends = self._ends(typed.get("ends", ""))
        if isinstance(ends, Text):
            return ends
        return Terms(
            number=draft.number,
            organiser=self._community.name,
            prize=prize,
            places=places,
            ends=ends.isoformat(),
            conditions=clean(typed.get("conditions", ""), CONDITIONS),
            claim=clean(typed.get("claim", ""), CLAIM),
            staff_excluded=self.settings.exclude_staff,
        )

    def _ends(self, text: str) -> datetime | Text:
        return read_end(text, now=self._clock.now(), zone=self._community.zone, settings=self.settings)

    async def publish(self, number: int, revision: int, by: Speaker) -> Changed:
        """Freeze the previewed terms, commit to a secret, open for entries. Raises SaidNo."""
        draft = await self.mine(number, by.person, revision)
        await must_hold(by, draft.space, self._directory, Duty.EDITOR)
        terms = draft.promised
        if terms.ends_at <= self._clock.now():
            raise SaidNo(Text("campaigns.giveaway.problem.ended"))
        secret = self._chance.token(SECRET_BYTES)
        opened = replace(
            draft,
            state=GiveawayState.OPEN,
            rules_hash=rules_hash(terms.plain()),
            secret_hash=secret_hash(secret),
            shown_at=self._clock.now(),
        )
        change: dict[str, Value] = {
            "key": draft.id,
            "seen": revision,
            "rules": opened.rules_hash,
            "committed": opened.secret_hash,
            "at": opened.shown_at,
        }
        return Changed(
            giveaway=opened,
            writes=(
                Write("campaigns.giveaway_publish", change, expect=1),
                Write("campaigns.secret_keep", {"giveaway": draft.id, "secret": secret}),
            ),
        )

    def discard(self, draft: Giveaway) -> Changed:
        """Throw a draft away."""
        write = Write("campaigns.giveaway_drop", {"key": draft.id, "at": self._clock.now()}, expect=1)
        return Changed(giveaway=replace(draft, state=GiveawayState.DROPPED), writes=(write,))


def _read_places(text: str) -> int:
    digits = _PLACES.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return int(digits[1]) if digits else 0


def _draft_row(draft: Giveaway, now: datetime) -> Write:
    return Write(
        "campaigns.giveaway_draft",
        {
            "id": draft.id,
            "number": draft.number,
            "state": draft.state.value,
            "editor_person": draft.editor,
            "platform": draft.space.platform,
            "space": draft.space.id,
            "thread": draft.space.thread,
            "space_kind": draft.space.kind.value,
            "revision": draft.revision,
            "form": "{}",
            "terms": "",
            "rules_hash": "",
            "secret_hash": "",
            "message": "",
            "shown": 0,
            "shown_at": None,
            "changes": 0,
            "made_at": now,
            "ended_at": None,
        },
        expect=1,
    )
