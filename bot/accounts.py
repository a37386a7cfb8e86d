"""Accounts: what is known of each, remembered from its row, or from its first words until these are committed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.storage.store import Store
from bot.system import spell
from chat.decision import Write
from chat.people import Identity, Language, PersonId, Speaker
from chat.ports import Clock

SEEN_EVERY = timedelta(days=1)
LARGEST_CACHE = 100_000
MEET = "people.meet"
"""The shape that stores what is new about an account."""


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of one: whose it is, its names, the language that its platform tells and the one that was set."""

    person: PersonId
    name: str
    username: str | None
    locale: str | None
    seen_at: datetime
    language: Language | None


class Accounts:
    """Every account that was met."""

    def __init__(self, store: Store, clock: Clock, secret: bytes) -> None:
        self._store = store
        self._clock = clock
        self._secret = secret
        self._known: dict[tuple[str, str], Account] = {}
        self._version = -1
        self._unsaved: set[Identity] = set()

    async def meet(self, speaker: Speaker) -> tuple[Account, tuple[Write, ...]]:
        """The account that speaks, and what is new about it to be stored."""
        known = await self.known(speaker.identity)
        now = self._clock.now()
        if known is not None and speaker.identity not in self._unsaved and not _changed(known, speaker, now):
            return known, ()
        account = Account(
            person=known.person if known else self.pseudonym(speaker.identity),
            name=speaker.name,
            username=speaker.username,
            locale=speaker.locale or (known.locale if known else None),
            seen_at=now,
            language=known.language if known else None,
        )
        self._keep(speaker.identity, account)
        self._unsaved.add(speaker.identity)
        return account, (_row(speaker.identity, account),)

    async def committed(self, writes: Sequence[Write]) -> None:
        """Until its row is committed, an account is written again with everything that it does."""
        for write in writes:
            if write.shape == MEET:
                self._unsaved.discard(Identity(str(write.values["platform"]), str(write.values["id"])))

    def pseudonym(self, identity: Identity) -> PersonId:
        """The person id of an account seen for the first time: keyed BLAKE2b under the installation's secret."""
        said = f"person\x1f{identity}".encode(errors="surrogatepass")
        digest = hashlib.blake2b(said, key=self._secret, digest_size=16).digest()
        return PersonId(spell(int.from_bytes(digest)))

    def newcomers(self, person: PersonId) -> dict[Identity, Account]:
        """The accounts of somebody whose row is committed together with what is being decided."""
        unsaved = ((one, self._known.get((one.platform, one.id))) for one in self._unsaved)
        return {one: account for one, account in unsaved if account and account.person == person}

    async def known(self, identity: Identity) -> Account | None:
        """What is known of an account; None where it never was met."""
        version = self._store.version("identity") + self._store.version("language")
        if version != self._version or len(self._known) > LARGEST_CACHE:
            self._known, self._version = {}, version
        known = self._known.get((identity.platform, identity.id))
        if known is not None:
            return known
        row = await self._store.row("people.identity", p=identity.platform, i=identity.id)
        if row is None:
            return None
        person = PersonId(row["person"])
        spoken = await self._store.row("language.of", p=person)
        language: Language | None = None
        if spoken and spoken["language"]:
            language = "zh" if spoken["language"] == "zh" else "en"
        account = Account(person, row["name"], row["username"], row["locale"], row["seen_at"], language)
        self._keep(identity, account)
        return account

    def _keep(self, identity: Identity, account: Account) -> None:
        self._known[identity.platform, identity.id] = account


def _changed(known: Account, speaker: Speaker, now: datetime) -> bool:
    if known.name != speaker.name or known.username != speaker.username:
        return True
    if speaker.locale and speaker.locale != known.locale:
        return True
    return now - known.seen_at > SEEN_EVERY


def _row(identity: Identity, account: Account) -> Write:
    return Write(
        MEET,
        {
            "platform": identity.platform,
            "id": identity.id,
            "person": account.person,
            "name": account.name.encode("utf-8", "replace").decode(),
            "username": account.username,
            "locale": account.locale,
            "seen_at": account.seen_at,
        },
    )
