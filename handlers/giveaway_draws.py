"""What a giveaway does by itself: the live count, the draw at its end, and what the platforms could not do."""

from __future__ import annotations

from campaigns import giveaway_posts as posts
from campaigns import winner_posts
from campaigns.cards import settled
from campaigns.draws import Drawn
from campaigns.entries import Changed
from campaigns.giveaways import Giveaway, GiveawayState, WinnerState
from campaigns.service import Giveaways
from campaigns.wording import refresh_at
from chat.actions import About, Action, Post, Priority, Private
from chat.decision import Alarm, Audit, Decision
from chat.events import ActionDone, ActionFailed, TimerRang
from chat.handler import Stage, handles
from chat.messages import MessageRef
from chat.ports import Clock, Directory
from chat.text import Text


@handles(Stage.REACT, "campaigns.draw")
async def giveaway_draw(event: TimerRang, *, giveaways: Giveaways, directory: Directory) -> Decision | None:
    """Draw at the promised moment; late = as soon as Steward is back, never left out."""
    drawn = await giveaways.draws.draw(int(event.subject))
    if drawn is None:
        return None
    giveaway = drawn.giveaway
    return Decision(
        reason="giveaway.drawn",
        actions=(*_results(drawn, directory), *posts.ended(giveaway, "drawn")),
        writes=drawn.writes,
        alarms=(Alarm(kind="campaigns.count", subject=event.subject, at=None),),
        audit=(
            Audit(
                code="giveaway.drawn",
                subject=f"giveaway:{giveaway.number}",
                data={
                    "entrants": len(drawn.proof.entrants),
                    "entrants_hash": drawn.proof.entrants_hash,
                    "winners": ",".join(drawn.proof.winners),
                },
            ),
        ),
    )


def _results(drawn: Drawn, directory: Directory) -> tuple[Action, ...]:
    giveaway, proof = drawn.giveaway, drawn.proof
    if not drawn.won:
        return (winner_posts.nobody(giveaway),)
    published = winner_posts.announced(
        giveaway,
        drawn.won,
        entrants=len(proof.entrants),
        entrants_hash=proof.entrants_hash,
        secret=proof.secret.hex(),
    )
    told = [winner_posts.told(giveaway, person, code) for code, (person, _) in drawn.won]
    staff = directory.staff_space(giveaway.space.platform) or directory.home()
    places = [(code, named, WinnerState.WON) for code, named in drawn.won]
    cards = [winner_posts.staff_card(giveaway, staff, places, len(proof.entrants))] if staff else []
    return (*published, winner_posts.proof_file(giveaway, proof.plain(), giveaway.space, None), *told, *cards)


@handles(Stage.REACT, "campaigns.count")
async def giveaway_count(event: TimerRang, *, giveaways: Giveaways) -> Decision | None:
    """Show how many take part; late = at once, with the number as it is then."""
    found = await giveaways.entries.refreshed(int(event.subject))
    if found is None:
        return None
    changed, entrants = found
    return Decision(
        reason="giveaway.counted",
        actions=posts.counted(changed.giveaway, entrants),
        writes=changed.writes,
    )


@handles(Stage.REACT, posts.ROOM)
async def giveaway_posted(event: ActionDone, *, giveaways: Giveaways, clock: Clock) -> Decision | None:
    """Write down which message carries the entry button, and catch up with entries that came meanwhile.

    Previews and cards with buttons are written down as well; a preview that is old by now loses them at once.
    """
    kind, giveaway = await _about(event, giveaways)
    if giveaway is None or kind not in ("post", "preview", "card") or not event.ids:
        return None
    if kind != "post":
        return _card_shown(event, kind, giveaway, giveaways)
    posted = giveaways.entries.posted(giveaway, event.ids[0])
    at = refresh_at(giveaway.shown_at, clock.now(), giveaways.settings.refresh_every)
    catch_up = Alarm(kind="campaigns.count", subject=str(giveaway.number), at=at, space=giveaway.space)
    return Decision(reason="giveaway.posted", writes=posted.writes, alarms=(catch_up,))


def _card_shown(event: ActionDone, kind: str, giveaway: Giveaway, giveaways: Giveaways) -> Decision:
    ref = MessageRef(event.space, event.ids[0])
    assert event.about is not None
    is_draft = giveaway.state is GiveawayState.DRAFT
    is_current = is_draft and event.about.subject.endswith(f".{giveaway.revision}")
    if kind == "preview" and not is_current:
        old = Text("campaigns.giveaway.stale", {"number": giveaway.number})
        return Decision(reason="giveaway.preview_late", actions=(settled(giveaway, ref, old),))
    return Decision(reason=f"giveaway.{kind}_shown", writes=(giveaways.cards.shown(giveaway, ref),))


@handles(Stage.REACT, posts.ROOM)
async def giveaway_trouble(
    event: ActionFailed, *, giveaways: Giveaways, directory: Directory
) -> Decision | None:
    """Tell the editor, or else the staff, what could not be done, once, and what they can do about it."""
    kind, giveaway = await _about(event, giveaways)
    if giveaway is None or kind not in ("post", "count", "winners", "told"):
        return None
    gone: tuple[Changed, ...] = ()
    if kind == "count":
        if giveaway.state is not GiveawayState.OPEN or giveaway.post is None:
            return None
        gone = (giveaways.entries.posted(giveaway, ""),)
    assert event.about is not None
    code = event.about.subject.rpartition(".")[2] if kind == "told" else ""
    body = Text(
        f"campaigns.giveaway.trouble.{kind}", {"number": giveaway.number, "why": event.why, "code": code}
    )
    staff = directory.staff_space(giveaway.space.platform) or directory.home()
    told = Post(
        to=Private(giveaway.editor),
        body=body,
        about=About(posts.ROOM, f"trouble:{giveaway.number}"),
        otherwise=Post(to=staff, body=body, urgency=Priority.STAFF) if staff else None,
    )
    return Decision(
        reason=f"giveaway.trouble_{kind}",
        actions=(told,),
        writes=tuple(write for changed in gone for write in changed.writes),
        audit=(
            Audit(
                code=f"giveaway.{kind}_failed",
                subject=f"giveaway:{giveaway.number}",
                data={"outcome": event.outcome, "why": event.why, "code": code},
            ),
        ),
    )


async def _about(event: ActionDone | ActionFailed, giveaways: Giveaways) -> tuple[str, Giveaway | None]:
    """What the action was for (`post`, `count` …) and which giveaway."""
    if event.about is None:
        return "", None
    kind, _, subject = event.about.subject.partition(":")
    return kind, await giveaways.entries.find(int(subject.partition(".")[0]))
