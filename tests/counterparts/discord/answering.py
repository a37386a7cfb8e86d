"""Answering: the callback of an interaction within its three seconds, and what follows by its token."""

from __future__ import annotations

from tests.counterparts.discord.content import Draft, Upload, draft_of
from tests.counterparts.discord.forms import check_form
from tests.counterparts.discord.interactions import Callback, Interaction, InteractionKind
from tests.counterparts.discord.mentions import FROM_WEBHOOKS_AND_INTERACTIONS
from tests.counterparts.discord.messages import Flag, Message, MessageKind
from tests.counterparts.discord.posting import (
    Byline,
    announce_change,
    check_still_says_something,
    edit,
    post,
    refers_to,
)
from tests.counterparts.discord.refusals import Form, Refusal, invalid_form, unknown
from tests.counterparts.discord.shapes import Json
from tests.counterparts.discord.world import World

ALREADY = Refusal(400, 40060, "Interaction has already been acknowledged.")
BAD_TOKEN = Refusal(401, 50027, "Invalid Webhook Token")
MOST_CHOICES = 25
ALLOWED: dict[InteractionKind, tuple[Callback, ...]] = {
    InteractionKind.COMMAND: (Callback.MESSAGE, Callback.DEFERRED_MESSAGE, Callback.FORM),
    InteractionKind.COMPONENT: (
        Callback.MESSAGE,
        Callback.DEFERRED_MESSAGE,
        Callback.DEFERRED_UPDATE,
        Callback.UPDATE,
        Callback.FORM,
    ),
    InteractionKind.AUTOCOMPLETE: (Callback.CHOICES,),
    InteractionKind.FORM: (
        Callback.MESSAGE,
        Callback.DEFERRED_MESSAGE,
        Callback.DEFERRED_UPDATE,
        Callback.UPDATE,
    ),
}


def answer(world: World, interaction: Interaction, body: Json, uploads: list[Upload]) -> None:
    """The first answer; a late one is unknown, a second one already acknowledged."""
    if interaction.callback is not None:
        raise ALREADY
    if interaction.is_late:
        raise unknown("interaction")
    callback = Callback(int(body["type"]))
    from_form_without_message = interaction.kind is InteractionKind.FORM and interaction.message is None
    updates = callback in (Callback.UPDATE, Callback.DEFERRED_UPDATE)
    if callback not in ALLOWED[interaction.kind] or (updates and from_form_without_message):
        text = f"This interaction cannot be answered by {callback.name}"
        raise invalid_form("type", "INTERACTION_RESPONSE_INVALID_TYPE", text)
    _answer(world, interaction, callback, body.get("data") or {}, uploads)
    interaction.callback = callback


def _answer(
    world: World, interaction: Interaction, callback: Callback, data: Json, uploads: list[Upload]
) -> None:
    if callback is Callback.MESSAGE:
        interaction.original = _post(world, interaction, draft_of(data, uploads))
    elif callback is Callback.DEFERRED_MESSAGE:
        hidden = Flag(int(data.get("flags") or 0)) & Flag.EPHEMERAL
        interaction.original = _post(world, interaction, Draft(), Flag.LOADING | hidden)
    elif callback is Callback.UPDATE:
        assert interaction.message is not None
        interaction.original = revise(world, interaction.message, data, uploads)
    elif callback is Callback.DEFERRED_UPDATE:
        interaction.original = interaction.message
    elif callback is Callback.FORM:
        check_form(data)
        interaction.modal = data
    else:
        interaction.choices = _checked_choices(data)


def _checked_choices(data: Json) -> list[Json]:
    choices = list(data.get("choices") or [])
    form = Form()
    if len(choices) > MOST_CHOICES:
        form.fault("data.choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for index, choice in enumerate(choices):
        form.length(f"data.choices.{index}.name", choice.get("name"), 1, 100)
    form.done()
    return choices


def _post(world: World, interaction: Interaction, draft: Draft, flags: Flag = Flag.NONE) -> Message:
    kind = _kind(interaction)
    answered = interaction.message if interaction.original is None else interaction.original
    byline = Byline(
        kind=kind,
        webhook_id=world.application.id,
        application_id=world.application.id,
        pings_by_default=FROM_WEBHOOKS_AND_INTERACTIONS,
        interaction=_named(interaction),
        interaction_metadata=interaction.metadata(),
        reference=refers_to(answered) if kind is MessageKind.REPLY and answered is not None else None,
        flags=flags,
    )
    return post(world, interaction.channel, world.bot, draft, byline)


def _kind(interaction: Interaction) -> MessageKind:
    if interaction.original is not None or interaction.message is not None:
        return MessageKind.REPLY
    if interaction.kind is InteractionKind.FORM:
        return MessageKind.DEFAULT
    return MessageKind.SLASH_RESPONSE if interaction.data["type"] == 1 else MessageKind.MENU_RESPONSE


def _named(interaction: Interaction) -> Json | None:
    """The older note of a command beside the metadata."""
    if interaction.kind is not InteractionKind.COMMAND:
        return None
    return {
        "id": str(interaction.id),
        "type": int(interaction.kind),
        "name": interaction.data["name"],
        "user": interaction.by.json(),
    }


def follow_up(world: World, interaction: Interaction, body: Json, uploads: list[Upload]) -> Message:
    """One more message; the first after a deferral takes the place of "thinking", as hidden as that was."""
    draft = draft_of(body, uploads)
    first = interaction.original
    if first is not None and Flag.LOADING in first.flags:
        return fill(world, first, draft)
    message = _post(world, interaction, draft)
    interaction.followups.append(message)
    return message


def fill(world: World, loading: Message, draft: Draft) -> Message:
    """Turns "thinking" into an answer."""
    check_still_says_something(loading, draft)
    loading.flags &= ~Flag.LOADING
    draft.flags = None if draft.flags is None else draft.flags & ~Flag.EPHEMERAL
    return edit(world, loading, draft)


def revise(world: World, message: Message, body: Json, uploads: list[Upload]) -> Message:
    """Edits a message by token."""
    draft = draft_of(body, uploads, layout=Flag.COMPONENTS_V2 in message.flags)
    if Flag.LOADING in message.flags:
        return fill(world, message, draft)
    if not (body or uploads):
        announce_change(world, message)
        return message
    check_still_says_something(message, draft)
    return edit(world, message, draft)


def by_token(world: World, token: str) -> Interaction:
    """The interaction whose token a followup names: answered already, and not older than 15 minutes."""
    interaction = world.interactions.get(token)
    if interaction is None or interaction.is_dead:
        raise BAD_TOKEN
    if interaction.callback is None:
        raise unknown("Webhook")
    return interaction
