"""A giveaway before anybody else sees it: the filled-in form, its preview, publish, change, discard."""

from __future__ import annotations

from dataclasses import replace

from campaigns import giveaway_posts as posts
from campaigns.cards import settled
from campaigns.giveaways import Giveaway
from campaigns.service import Giveaways
from chat.actions import Action, ShowForm
from chat.decision import Alarm, Audit, Decision, answer
from chat.events import ButtonPressed, FormSubmitted
from chat.handler import Stage, handles
from chat.messages import MessageRef
from chat.ports import Clock
from chat.text import Text


@handles(Stage.COMMAND, "campaigns.giveaway")
async def giveaway_form(event: FormSubmitted, *, giveaways: Giveaways, clock: Clock) -> Decision:
    """Show the editor what would be published, or what is wrong with what they typed."""
    draft = await giveaways.drafts.mine(int(event.subject), event.by.person)
    filled, problem = await giveaways.drafts.fill(draft, event.values)
    old = Text("campaigns.giveaway.stale", {"number": draft.number})
    before = await _settled(draft, old, giveaways)
    draft_post = posts.draft_post(filled.giveaway, problem, event.space, clock.now())
    actions: tuple[Action, ...] = (replace(draft_post, language=event.language),)
    if event.interaction:
        actions += (answer(event, Text("campaigns.giveaway.see_preview")),)
    return before + Decision(reason="giveaway.previewed", actions=actions, writes=filled.writes)


@handles(Stage.COMMAND, "campaigns.publish")
async def giveaway_publish(event: ButtonPressed, *, giveaways: Giveaways) -> Decision:
    """Put it up: from now on the terms stand, and the draw will ring."""
    number, revision = _draft_id(event)
    opened = await giveaways.drafts.publish(number, revision, event.by)
    giveaway = opened.giveaway
    terms = giveaway.promised
    done = Text("campaigns.giveaway.published", {"number": number})
    before = await _settled(giveaway, done, giveaways, event.message)
    return before + Decision(
        reason="giveaway.published",
        actions=(posts.announcement(giveaway), answer(event, done)),
        writes=opened.writes,
        alarms=(Alarm(kind="campaigns.draw", subject=str(number), at=terms.ends_at, space=giveaway.space),),
        audit=(
            Audit(
                code="giveaway.published",
                subject=f"giveaway:{number}",
                data={
                    "prize": terms.prize,
                    "places": terms.places,
                    "ends": terms.ends,
                    "rules_hash": giveaway.rules_hash,
                    "secret_hash": giveaway.secret_hash,
                },
            ),
        ),
    )


@handles(Stage.COMMAND, "campaigns.change")
async def giveaway_change(event: ButtonPressed, *, giveaways: Giveaways) -> Decision:
    """Back to the form, with what was typed before."""
    number, revision = _draft_id(event)
    draft = await giveaways.drafts.mine(number, event.by.person, revision)
    form = posts.form(draft)
    ask = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
    return Decision(reason="giveaway.form", actions=(ask,))


@handles(Stage.COMMAND, "campaigns.discard")
async def giveaway_discard(event: ButtonPressed, *, giveaways: Giveaways) -> Decision:
    """Throw the draft away."""
    number, revision = _draft_id(event)
    dropped = giveaways.drafts.discard(await giveaways.drafts.mine(number, event.by.person, revision))
    done = Text("campaigns.giveaway.discarded")
    before = await _settled(dropped.giveaway, done, giveaways, event.message)
    return before + Decision(
        reason="giveaway.discarded", actions=(answer(event, done),), writes=dropped.writes
    )


def _draft_id(event: ButtonPressed) -> tuple[int, int]:
    number, _, revision = event.id.partition(".")
    return int(number), int(revision)


async def _settled(
    giveaway: Giveaway, done: Text, giveaways: Giveaways, pressed: MessageRef | None = None
) -> Decision:
    """The previews without their buttons."""
    refs = await giveaways.cards.at(giveaway, pressed)
    return Decision(
        reason="giveaway.previews_settled" if refs else "",
        actions=tuple(settled(giveaway, ref, done) for ref in refs),
        writes=(giveaways.cards.forgotten(giveaway),) if refs else (),
    )
