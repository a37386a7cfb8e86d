"""Answers to interactions, and messages by webhook or interaction token."""

from __future__ import annotations

from tests.counterparts.discord import answering, posting, removal
from tests.counterparts.discord.channels import Channel
from tests.counterparts.discord.content import draft_of
from tests.counterparts.discord.interactions import Callback, Interaction
from tests.counterparts.discord.mentions import FROM_WEBHOOKS_AND_INTERACTIONS
from tests.counterparts.discord.messages import Flag, Message
from tests.counterparts.discord.posting import Byline
from tests.counterparts.discord.refusals import Form, unknown
from tests.counterparts.discord.rest.asks import NOTHING, Ask, Reply, Route, ok
from tests.counterparts.discord.shapes import Json
from tests.counterparts.discord.threads import Thread
from tests.counterparts.discord.webhooks import Webhook


def callback(ask: Ask) -> Reply:
    """The first answer to an interaction."""
    interaction = ask.world.interactions.get(ask.named["interaction_token"])
    if interaction is None or str(interaction.id) != ask.named["interaction_id"]:
        raise unknown("interaction")
    answering.answer(ask.world, interaction, ask.body, ask.uploads)
    if ask.query.get("with_response") not in ("1", "true"):
        return NOTHING
    return ok(_told(ask, interaction))


def _told(ask: Ask, interaction: Interaction) -> Json:
    shown: Json = {"id": str(interaction.id), "type": int(interaction.kind)}
    told: Json = {"interaction": shown}
    message = interaction.original
    if message is not None:
        shown |= {
            "response_message_id": str(message.id),
            "response_message_loading": Flag.LOADING in message.flags,
            "response_message_ephemeral": message.is_ephemeral,
        }
        if interaction.callback in (Callback.MESSAGE, Callback.UPDATE):
            told["resource"] = {"type": int(interaction.callback or 0), "message": ask.shown(message)}
    return told


def execute(ask: Ask) -> Reply:
    """A followup of an interaction, or a message by a channel's webhook."""
    if _is_application(ask):
        interaction = answering.by_token(ask.world, ask.named["webhook_token"])
        return ok(ask.shown(answering.follow_up(ask.world, interaction, ask.body, ask.uploads)))
    webhook = _webhook(ask)
    form = Form()
    form.longest("username", ask.body.get("username"), 80)
    form.done()
    account = webhook.account
    account.username = ask.body.get("username") or account.username
    byline = Byline(webhook_id=webhook.id, pings_by_default=FROM_WEBHOOKS_AND_INTERACTIONS)
    message = posting.post(ask.world, _place(ask, webhook), account, draft_of(ask.body, ask.uploads), byline)
    return ok(ask.shown(message)) if ask.query.get("wait") in ("1", "true") else NOTHING


def _place(ask: Ask, webhook: Webhook) -> Channel:
    if "thread_id" not in ask.query:
        return webhook.channel
    thread = ask.world.channels.get(int(ask.query["thread_id"]))
    if not isinstance(thread, Thread) or thread.parent is not webhook.channel:
        raise unknown("Channel")
    return thread


def _is_application(ask: Ask) -> bool:
    return ask.named["webhook_id"] == str(ask.world.application.id)


def _webhook(ask: Ask) -> Webhook:
    webhook = ask.world.webhooks.get(ask.number("webhook_id"))
    if webhook is None:
        raise unknown("Webhook")
    if webhook.token != ask.named["webhook_token"]:
        raise answering.BAD_TOKEN
    return webhook


def _target(ask: Ask) -> Message:
    """The message that the path names, within reach of its token."""
    if not _is_application(ask):
        found = _place(ask, webhook := _webhook(ask)).messages.get(ask.number("message_id"))
        if found is None or found.webhook_id != webhook.id:
            raise unknown("Message")
        return found
    interaction = answering.by_token(ask.world, ask.named["webhook_token"])
    reachable = interaction.messages
    if "message_id" not in ask.named:
        reachable = [one for one in reachable if one is interaction.original]
        if not reachable:
            raise unknown("Message")
        return reachable[0]
    for message in reachable:
        if message.id == ask.number("message_id"):
            return message
    raise unknown("Message")


def read_message(ask: Ask) -> Reply:
    """One message by token."""
    return ok(ask.shown(_target(ask)))


def change_message(ask: Ask) -> Reply:
    """Edits one message by token."""
    return ok(ask.shown(answering.revise(ask.world, _target(ask), ask.body, ask.uploads)))


def delete_message(ask: Ask) -> Reply:
    """Deletes one message by token."""
    removal.delete(ask.world, _target(ask), by=ask.me.id)
    return NOTHING


def read_webhook(ask: Ask) -> Reply:
    """A webhook by its token."""
    return ok(_webhook(ask).json())


def delete_webhook(ask: Ask) -> Reply:
    """Ends a webhook by its token."""
    del ask.world.webhooks[_webhook(ask).id]
    return NOTHING


BY_TOKEN = "/webhooks/{webhook_id}/{webhook_token}"
ROUTES = (
    Route("POST", "/interactions/{interaction_id}/{interaction_token}/callback", callback, True),
    Route("POST", BY_TOKEN, execute, True),
    Route("GET", BY_TOKEN, read_webhook, True),
    Route("DELETE", BY_TOKEN, delete_webhook, True),
    Route("GET", BY_TOKEN + "/messages/@original", read_message, True),
    Route("PATCH", BY_TOKEN + "/messages/@original", change_message, True),
    Route("DELETE", BY_TOKEN + "/messages/@original", delete_message, True),
    Route("GET", BY_TOKEN + "/messages/{message_id}", read_message, True),
    Route("PATCH", BY_TOKEN + "/messages/{message_id}", change_message, True),
    Route("DELETE", BY_TOKEN + "/messages/{message_id}", delete_message, True),
)
