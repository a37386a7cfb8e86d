"""Persons and identities: who is behind an account, and what they may do where."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.locales import language_of_locale
from bot.places import Places
from bot.storage.store import Store
from bot.system import spell
from chat.decision import Write
from chat.messages import MessageRef
from chat.people import Duty, Identity, Language, PersonId, Rank, Space, Speaker, Standing, Voice
from chat.ports import Adapter, Clock, Community

SEEN_EVERY = timedelta(days=1)
LARGEST_CACHE = 100_000

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


@dataclass(frozen=True, slots=True)
class _Face:
    """What is known of one account."""

    person: PersonId
    name: str
    username: str | None
    locale: str | None
    seen_at: datetime
    language: Language | None


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
        self._clock = clock
        self._community = community
        self._places = places
        self._secret = secret
        self.owners = frozenset(owners)
        self.role_map: RoleMap = role_map or {}
        self.adapters: Mapping[str, Adapter] = {}
        self._faces: dict[tuple[str, str], _Face] = {}
        self._faces_version = -1
        self._unsaved: set[Identity] = set()
        self._roles: dict[PersonId, frozenset[str]] = {}
        self._roles_version = -1

    async def resolve(self, speaker: Speaker, space: Space) -> tuple[Speaker, tuple[Write, ...]]:
        """The speaker with person, standing and language, and what is new about them to be stored."""
        face = await self._face(speaker.identity)
        now = self._clock.now()
        writes: tuple[Write, ...] = ()
        is_unsaved = speaker.identity in self._unsaved
        if face is None or is_unsaved or self._changed(face, speaker, now):
            person = face.person if face else self.pseudonym(speaker.identity)
            language = face.language if face else None
            locale = speaker.locale or (face.locale if face else None)
            face = _Face(person, speaker.name, speaker.username, locale, now, language)
            self._keep(speaker.identity, face)
            self._unsaved.add(speaker.identity)
            writes = (_meet(speaker.identity, face),)
        standing = await self._stand(face.person, (speaker.identity,), space, speaker.roles)
        if not speaker.is_person:
            standing = Standing(rank=standing.rank) if speaker.voice is Voice.ANONYMOUS_ADMIN else MEMBER
        resolved = replace(
            speaker,
            person=face.person,
            standing=standing,
            language=face.language,
            locale=speaker.locale or face.locale,
        )
        return resolved, writes

    async def committed(self, writes: Sequence[Write]) -> None:
        """Until its row is committed, an account is written again with everything that it does."""
        for write in writes:
            if write.shape == "people.meet":
                self._unsaved.discard(Identity(str(write.values["platform"]), str(write.values["id"])))

    def pseudonym(self, identity: Identity) -> PersonId:
        """The person id of an account seen for the first time: keyed BLAKE2b under the installation's secret."""
        said = f"person\x1f{identity}".encode(errors="surrogatepass")
        digest = hashlib.blake2b(said, key=self._secret, digest_size=16).digest()
        return PersonId(spell(int.from_bytes(digest)))

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
            found.add(await self.person(Identity(platform, native)))
        adapter = self.adapters.get(space.platform) if space else None
        if space is not None and adapter is not None:
            for native, names in (await adapter.staff(space)).items():
                identity = Identity(space.platform, native)
                if self._native(space.platform, names, space).has(duty):
                    found.add(await self.person(identity))
        return sorted(found)

    async def identities(self, person: PersonId) -> Sequence[Identity]:
        """The accounts of a person, the one seen last first."""
        rows = await self._store.rows("people.identities", p=person)
        return [Identity(row["platform"], row["id"]) for row in rows]

    async def person(self, identity: Identity) -> PersonId:
        """Who is behind an account."""
        face = await self._face(identity)
        return face.person if face else self.pseudonym(identity)

    async def name(self, person: PersonId) -> str:
        """What to call them."""
        rows = await self._store.rows("people.identities", p=person)
        newcomer = None if rows else self._newcomer(person)
        return str(rows[0]["name"]) if rows else newcomer.name if newcomer else ""

    async def language(self, person: PersonId) -> Language:
        """Own setting, else the platform's locale, else the community's."""
        row = await self._store.row("language.of", p=person)
        if row and row["language"]:
            return "zh" if row["language"] == "zh" else "en"
        for found in await self._store.rows("people.identities", p=person):
            if language := language_of_locale(found["locale"]):
                return language
        newcomer = self._newcomer(person)
        return (newcomer and language_of_locale(newcomer.locale)) or self._community.language

    def _newcomer(self, person: PersonId) -> _Face | None:
        """Somebody whose first words are being decided: their row is committed together with the answer."""
        faces = (self._faces.get((one.platform, one.id)) for one in self._unsaved)
        return next((face for face in faces if face and face.person == person), None)

    async def held_roles(self, person: PersonId) -> frozenset[str]:
        """The Steward roles of a person, without what config or a platform gives."""
        return (await self._steward_roles()).get(person, frozenset())

    async def named(self, platform: str, reference: str) -> PersonId | None:
        """Who `@username`, a numeric id or `platform:id` is; None when nobody known has that name."""
        home, colon, native = reference.partition(":")
        if colon and native:
            return await self.person(Identity(home, native))
        if reference.isdigit():
            return await self.person(Identity(platform, reference))
        rows = await self._store.rows("people.named", p=platform, u=reference.lstrip("@").lower())
        return PersonId(rows[0]["person"]) if len(rows) == 1 else None

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

    async def _face(self, identity: Identity) -> _Face | None:
        version = self._store.version("identity") + self._store.version("language")
        if version != self._faces_version or len(self._faces) > LARGEST_CACHE:
            self._faces, self._faces_version = {}, version
        known = self._faces.get((identity.platform, identity.id))
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
        face = _Face(person, row["name"], row["username"], row["locale"], row["seen_at"], language)
        self._keep(identity, face)
        return face

    def _keep(self, identity: Identity, face: _Face) -> None:
        self._faces[identity.platform, identity.id] = face

    def _changed(self, face: _Face, speaker: Speaker, now: datetime) -> bool:
        if face.name != speaker.name or face.username != speaker.username:
            return True
        if speaker.locale and speaker.locale != face.locale:
            return True
        return now - face.seen_at > SEEN_EVERY


def _meet(identity: Identity, face: _Face) -> Write:
    return Write(
        "people.meet",
        {
            "platform": identity.platform,
            "id": identity.id,
            "person": face.person,
            "name": face.name.encode("utf-8", "replace").decode(),
            "username": face.username,
            "locale": face.locale,
            "seen_at": face.seen_at,
        },
    )


def _sum(standings: Iterable[Standing]) -> Standing:
    rank, duties = Rank.MEMBER, frozenset[Duty]()
    for standing in standings:
        rank, duties = max(rank, standing.rank), duties | standing.duties
    return Standing(rank=rank, duties=duties)
