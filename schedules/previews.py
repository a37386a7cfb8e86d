"""Previews of a draft: where they hang, and how they lose their buttons once they no longer hold."""

from __future__ import annotations

from chat.actions import Action, Edit
from chat.decision import Decision, Value, Write, silent
from chat.messages import MessageRef
from chat.people import Space, SpaceKind
from chat.text import Text
from schedules.desk import Desk, about
from schedules.posts import State


class Previews:
    """Every preview with buttons is remembered until the draft is changed, handed in or thrown away."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def shown(self, post_id: str, revision: int, ref: MessageRef) -> Decision:
        """The platform has told which message the preview is; one that came too late is settled at once."""
        post = await self._desk.post(post_id)
        if post is None:
            return silent("post.not_expected")
        if post.state is not State.DRAFT or post.revision != revision:
            old = Text("schedules.preview.old", {"number": post.number})
            return Decision(reason="post.preview_late", actions=(_settle(post_id, ref, old),))
        values: dict[str, Value] = {
            "post": post_id,
            "platform": ref.space.platform,
            "space": ref.space.id,
            "thread": ref.space.thread,
            "space_kind": ref.space.kind.value,
            "message": ref.id,
        }
        return Decision(reason="post.previewed", writes=(Write("schedules.previewed", values),))

    async def settle(self, post_id: str, body: Text, pressed: MessageRef | None = None) -> Decision:
        """All previews of a post say `body` and have no buttons any more; so does the one that was pressed."""
        rows = await self._desk.reader.rows("schedules.previews", of=post_id)
        shown = [
            MessageRef(
                Space(row["platform"], row["space"], row["thread"], SpaceKind(row["space_kind"])),
                row["message"],
            )
            for row in rows
        ]
        if pressed is not None and pressed not in shown:
            shown.append(pressed)
        actions: tuple[Action, ...] = tuple(_settle(post_id, ref, body) for ref in shown)
        forget = (Write("schedules.settled", {"of": post_id}),) if rows else ()
        return Decision(reason="post.previews_settled", actions=actions, writes=forget)


def _settle(post_id: str, ref: MessageRef, body: Text) -> Edit:
    return Edit(to=ref.space, message=ref, body=body, about=about("settle", post_id))
