"""People: who is behind an account, what to call them, and what they may do where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.accounts import Accounts
from bot.locales import language_of_locale
from bot.places import Places
from bot.storage.store import Store
from chat.decision import Write
from chat.messages import MessageRef
from chat.people import Duty, Identity, Language, PersonId, Rank, Space, Speaker, Standing, Voice
from chat.ports import Adapter, Clock, Community
from language.lanes import language_of

ROLES: Mapping[str, Standing] = {
    "owner": Standing(rank=Rank.OWNER),
    "manager": Standing(rank=Rank.MANAGER),
    "moderator": Standing(rank=Rank.STAFF, duties=frozenset({Duty.MODERATOR})),
    "representative": Standing(rank=Rank.STAFF, duties=frozenset({Duty.REPRESENTATIVE})),
    "editor": Standing(rank=Rank.STAFF, duties=frozenset({Duty.EDITOR})),
}
"""What a Steward role means."""

MEMBER = Standing()

RoleMap = Mapping[str, Mapping[str, str]]
"""Platform → native role id → Steward role."""


class People:
    """The Directory: names and languages by account, rank and duties by person and space."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        community: Community,
        places: Places,
        secret: bytes,
        owners: Sequence[str] = (),
        role_map: RoleMap | None = None,
    ) -> None:
        self._store = store
        self.accounts = Accounts(store, clock, secret)
        self._community = community
        self._places = places
        self.owners = frozenset(owners)
        self.role_map: RoleMap = role_map or {}
        self.adapters: Mapping[str, Adapter] = {}
        self._roles: dict[PersonId, frozenset[str]] = {}
        self._roles_version = -1
        self._silent: dict[PersonId, Identity] = {}  # who has a duty and never said a word
        self._silent_names: dict[PersonId, str] = {}

    async def resolve(self, speaker: Speaker, space: Space) -> tuple[Speaker, tuple[Write, ...]]:
        """The speaker with person, standing and language, and what is new about them to be stored."""
        account, writes = await self.accounts.meet(speaker)
        standing = await self._stand(account.person, (speaker.identity,), space, speaker.roles)
        if not speaker.is_person:
            standing = Standing(rank=standing.rank) if speaker.voice is Voice.ANONYMOUS_ADMIN else MEMBER
        resolved = Speaker(
            identity=speaker.identity,
            name=speaker.name,
            voice=speaker.voice,
            username=speaker.username,
            locale=speaker.locale or account.locale,
            roles=speaker.roles,
            person=account.person,
            standing=standing,
            language=account.language,
        )
        return resolved, writes

    async def standing(self, person: PersonId, space: Space) -> Standing:
        """Rank and duties of a person in a space, native roles read afresh."""
        identities = await self.identities(person)
        here = [identity for identity in identities if identity.platform == space.platform]
        adapter = self.adapters.get(space.platform)
        native: frozenset[str] = frozenset()
        if adapter is not None and not space.is_private:
            for identity in here:
                native |= await adapter.roles(space, identity)
        return await self._stand(person, identities, space, native)

    async def holders(self, duty: Duty, space: Space | None = None) -> Sequence[PersonId]:
        """Everybody known who has that duty: by Steward role, in the config, or by native role in `space`."""
        roles = await self._steward_roles()
        found = {
            person
            for person, names in roles.items()
            if _sum(ROLES[name] for name in names if name in ROLES).has(duty)
        }
        for owner in self.owners:
            platform, _, native = owner.partition(":")
            found.add(await self._holder(Identity(platform, native)))
        adapter = self.adapters.get(space.platform) if space else None
        if space is not None and adapter is not None:
            for native, names in (await adapter.staff(space)).items():
                identity = Identity(space.platform, native)
                if self._native(space.platform, names, space).has(duty):
                    found.add(await self._holder(identity))
        return sorted(found)

    async def _holder(self, identity: Identity) -> PersonId:
        person = await self.person(identity)
        self._silent[person] = identity
        return person

    async def identities(self, person: PersonId) -> Sequence[Identity]:
        """The accounts of a person, the one seen last first."""
        rows = await self._store.rows("people.identities", p=person)
        found = [Identity(row["platform"], row["id"]) for row in rows] or [*self.accounts.newcomers(person)]
        silent = self._silent.get(person)
        return found or ([silent] if silent else [])

    async def person(self, identity: Identity) -> PersonId:
        """Who is behind an account."""
        known = await self.accounts.known(identity)
        return known.person if known else self.accounts.pseudonym(identity)

    async def name(self, person: PersonId) -> str:
        """What to call them: as they call themselves in what is being decided, else as was stored."""
        for account in self.accounts.newcomers(person).values():
            return account.name
        rows = await self._store.rows("people.identities", p=person)
        if rows:
            return str(rows[0]["name"])
        unasked = self._silent.get(person) if person not in self._silent_names else None
        told = await self._told(unasked) if unasked else None
        if told is not None:
            self._silent_names[person] = told.name
        return self._silent_names.get(person, "")

    async def has_met(self, person: PersonId) -> bool:
        """Whether they ever spoke or were named, so that an account of theirs is known."""
        return bool(self.accounts.newcomers(person) or await self._store.rows("people.identities", p=person))

    async def language(self, person: PersonId, said: str = "") -> Language:
        """Own setting, else the script of what they `said`, else the platform's locale, else the community's."""
        row = await self._store.row("language.of", p=person)
        if row and row["language"]:
            return "zh" if row["language"] == "zh" else "en"
        if script := language_of(said) if said else None:
            return script
        stored = await self._store.rows("people.identities", p=person)
        newest = [one.locale for one in self.accounts.newcomers(person).values()]
        spoken = (language_of_locale(one) for one in [*newest, *(row["locale"] for row in stored)])
        return next(filter(None, spoken), self._community.language)

    async def held_roles(self, person: PersonId) -> frozenset[str]:
        """The Steward roles of a person, without what config or a platform gives."""
        return (await self._steward_roles()).get(person, frozenset())

    async def named(self, platform: str, reference: str) -> Speaker | None:
        """Who `@username`, a numeric id or `platform:id` is; None when nobody known has that name.

        A number on a platform that is served names an account, also one that never said a word.
        """
        home, colon, native = reference.partition(":")
        identity = Identity(home, native) if colon else Identity(platform, reference)
        if await self.accounts.known(identity) or (
            identity.platform in self.adapters and identity.id.isascii() and identity.id.isdecimal()
        ):
            return Speaker(identity=identity, name=identity.id)
        rows = await self._store.rows("people.named", p=platform, u=reference.lstrip("@").lower())
        found = rows[0] if len(rows) == 1 else None
        if found is None:
            return None
        return Speaker(identity=Identity(platform, found["id"]), name=found["name"])

    async def meant(self, whom: Speaker, *, keep: bool) -> tuple[PersonId, tuple[Write, ...]]:
        """Who that is; with `keep` also the row by which somebody never met is known from now on."""
        known = await self.accounts.known(whom.identity)
        if known is not None or not keep:
            return known.person if known else self.accounts.pseudonym(whom.identity), ()
        told = None if whom.username else await self._told(whom.identity)
        account, writes = await self.accounts.meet(told or whom)
        return account.person, writes

    async def _told(self, identity: Identity) -> Speaker | None:
        """What the platform tells of an account."""
        adapter = self.adapters.get(identity.platform)
        return await adapter.speaker(identity) if adapter else None

    def space_language(self, space: Space, rather: Language | None = None) -> Language:
        """In which language announcements there are made (first, or the one `rather` wanted, when both)."""
        languages = self._places.languages(space)
        if rather in languages:
            return rather
        return languages[0] if languages else self._community.language

    def spaces(self) -> Sequence[Space]:
        """All public spaces that are served."""
        return self._places.public()

    def staff_space(self, platform: str) -> Space | None:
        """Where the staff of that platform works."""
        return self._places.staff(platform)

    def title(self, space: Space) -> str:
        """What people call a space."""
        return self._places.title(space)

    def private_link(self, platform: str) -> str:
        """The address that opens the private chat with Steward there."""
        adapter = self.adapters.get(platform)
        return adapter.private_link if adapter else ""

    def message_link(self, message: MessageRef) -> str:
        """The address at which staff open a message."""
        adapter = self.adapters.get(message.space.platform)
        return adapter.message_link(message) if adapter else ""

    def home(self) -> Space | None:
        """The one staff space in which tickets have their card."""
        return self._places.home()

    async def _stand(
        self, person: PersonId, identities: Sequence[Identity], space: Space, native: frozenset[str]
    ) -> Standing:
        if self.owners and any(str(identity) in self.owners for identity in identities):
            return ROLES["owner"]
        held = (await self._steward_roles()).get(person, frozenset())
        if not held and not native:
            return MEMBER
        given = [ROLES[name] for name in held if name in ROLES]
        return _sum([*given, self._native(space.platform, native, space)])

    def _native(self, platform: str, names: frozenset[str], space: Space) -> Standing:
        if space.is_private and platform != "local":
            return Standing()
        meaning = self.role_map.get(platform, {})
        return _sum(ROLES[meaning[name]] for name in names if name in meaning)

    async def _steward_roles(self) -> Mapping[PersonId, frozenset[str]]:
        version = self._store.version("role")
        if version != self._roles_version:
            roles: dict[PersonId, frozenset[str]] = {}
            for row in await self._store.rows("role.all"):
                person = PersonId(row["person"])
                roles[person] = roles.get(person, frozenset()) | {row["role"]}
            self._roles, self._roles_version = roles, version
        return self._roles


def _sum(standings: Iterable[Standing]) -> Standing:
    rank, duties = Rank.MEMBER, frozenset[Duty]()
    for standing in standings:
        rank, duties = max(rank, standing.rank), duties | standing.duties
    return Standing(rank=rank, duties=duties)
