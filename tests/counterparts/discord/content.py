"""A draft: the body of a message before it exists, checked against Discord's limits."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.counterparts.discord.components import check_components, shown_components
from tests.counterparts.discord.embeds import check_embeds, shown_embed
from tests.counterparts.discord.mentions import check_allowed
from tests.counterparts.discord.messages import Flag, ReferenceKind
from tests.counterparts.discord.polls import check_poll
from tests.counterparts.discord.refusals import Form, Refusal
from tests.counterparts.discord.shapes import Json

MOST_CONTENT = 2000
MOST_NONCE = 25
MOST_FILES = 10
SETTABLE = Flag.SUPPRESS_EMBEDS | Flag.EPHEMERAL | Flag.SUPPRESS_NOTIFICATIONS | Flag.COMPONENTS_V2
NOT_BUILT = ("sticker_ids", "shared_client_theme")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One file of a multipart request."""

    index: int
    filename: str
    content: bytes
    description: str | None = None


@dataclass(slots=True, kw_only=True)
class Draft:
    """What is to be said. A field is None when the request did not name it."""

    content: str | None = None
    embeds: list[Json] | None = None
    components: list[Json] | None = None
    kept_attachments: list[int] | None = None
    uploads: list[Upload] = field(default_factory=list)
    flags: Flag | None = None
    tts: bool = False
    nonce: str | int | None = None
    enforce_nonce: bool = False
    reference: Json | None = None
    allowed_mentions: Json | None = None
    poll: Json | None = None

    @property
    def forwards(self) -> bool:
        """Whether it shows another message instead of saying something."""
        return self.reference is not None and self.reference.get("type") == ReferenceKind.FORWARD

    @property
    def says_something(self) -> bool:
        """Whether anything would be seen."""
        said = self.content or self.embeds or self.components or self.uploads or self.kept_attachments
        return bool(said or self.poll or self.forwards)


def well_formed(text: str) -> bool:
    """Whether the text can be written as UTF-8 (lone surrogates cannot)."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def draft_of(body: Json, uploads: list[Upload], *, layout: bool = False) -> Draft:
    """Reads and checks a message body; `layout` = the message edited already has the components-v2 flag."""
    for key in NOT_BUILT:
        if body.get(key):
            raise Refusal(501, 0, f"This town has no {key}")
    flags = None if body.get("flags") is None else Flag(int(body["flags"]) & int(SETTABLE))
    in_layout = layout or (flags is not None and Flag.COMPONENTS_V2 in flags)
    draft = Draft(
        content=None if "content" not in body else (body["content"] or "").strip(),
        embeds=_listed(body, "embeds"),
        components=_listed(body, "components"),
        kept_attachments=_kept(body),
        uploads=_described(body, uploads),
        flags=flags,
        tts=bool(body.get("tts")),
        nonce=body.get("nonce"),
        enforce_nonce=bool(body.get("enforce_nonce")),
        reference=body.get("message_reference"),
        allowed_mentions=body.get("allowed_mentions"),
        poll=body.get("poll"),
    )
    _check(draft, in_layout)
    draft.embeds = None if draft.embeds is None else [shown_embed(one) for one in draft.embeds]
    draft.components = None if draft.components is None else shown_components(draft.components)
    return draft


def _listed(body: Json, key: str) -> list[Json] | None:
    return None if key not in body else list(body[key] or [])


def _kept(body: Json) -> list[int] | None:
    """Ids of attachments that an edit keeps; new files are numbered by their small index instead."""
    if body.get("attachments") is None:
        return None
    return [int(one["id"]) for one in body["attachments"] if int(one["id"]) > MOST_FILES]


def _described(body: Json, uploads: list[Upload]) -> list[Upload]:
    notes = {int(one["id"]): one for one in body.get("attachments") or []}
    return [
        Upload(
            index=one.index,
            filename=notes.get(one.index, {}).get("filename") or one.filename,
            content=one.content,
            description=notes.get(one.index, {}).get("description"),
        )
        for one in uploads
    ]


def _check(draft: Draft, layout: bool) -> None:
    form = Form()
    form.longest("content", draft.content, MOST_CONTENT)
    if isinstance(draft.nonce, str):
        form.longest("nonce", draft.nonce, MOST_NONCE)
    if len(draft.uploads) > MOST_FILES:
        form.fault("attachments", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    if layout:
        for place in ("content", "embeds"):
            if getattr(draft, place):
                text = f"The '{place}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                form.fault(place, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)
    check_embeds(form, draft.embeds or [])
    check_components(form, draft.components or [], layout=layout)
    check_allowed(form, draft.allowed_mentions)
    if draft.poll is not None:
        check_poll(form, draft.poll)
    form.done()


def empty_message() -> Refusal:
    """Nothing would be seen."""
    return Refusal(400, 50006, "Cannot send an empty message")
