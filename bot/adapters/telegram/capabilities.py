"""What Telegram allows in a chat: its kind × Steward's rights there."""

from __future__ import annotations

from bot.adapters.telegram.rights import Standing
from chat.actions import Capability
from chat.people import Space

_PRIVATE = frozenset(
    {
        Capability.POST,
        Capability.TYPING,
        Capability.EDIT,
        Capability.DELETE,
        Capability.PIN,
        Capability.ACKNOWLEDGE,
        Capability.PRIVATE,
        Capability.READ_ALL,
        Capability.REACTIONS,
    }
)
_NEVER = frozenset({Capability.FORM, Capability.GATE, Capability.WALL, Capability.REMOVE_ALONE})
_UNKNOWN = frozenset(Capability) - _NEVER
_ALWAYS = frozenset({Capability.EDIT, Capability.ACKNOWLEDGE, Capability.LEAVE, Capability.PRIVATE})
_BY_KIND = {
    "supergroup": frozenset({Capability.MUTE}),
    "group": frozenset({Capability.REMOVE_ALONE}),
}
"""Only supergroups mute; and there a removal, which is a ban, takes every message of the person along."""
_BY_RIGHT = {
    "can_delete_messages": Capability.DELETE,
    "can_pin_messages": Capability.PIN,
    "can_manage_topics": Capability.THREAD,
    "can_invite_users": Capability.ANSWER_JOIN,
}


def capabilities(space: Space, standing: Standing | None, *, reads_all: bool) -> frozenset[Capability]:
    """What can be done in a space. Where nothing is known yet Telegram itself will say no."""
    if space.is_private:  # a channel that spoke in a group has none
        return frozenset() if space.id.startswith("-") else _PRIVATE
    if standing is None or standing.type == "unknown" or not standing.status:
        return _UNKNOWN
    if not standing.is_present:
        return frozenset({Capability.ACKNOWLEDGE})
    leads = standing.status in ("creator", "administrator")
    able = set(_ALWAYS) | {one for right, one in _BY_RIGHT.items() if standing.may(right)}
    if _may_post(standing):
        able |= {Capability.POST, Capability.TYPING}
    if leads:
        able |= {Capability.REACTIONS, Capability.MEMBER_EVENTS}
    if leads or reads_all:
        able.add(Capability.READ_ALL)
    if standing.may("can_restrict_members"):
        able |= {Capability.REMOVE, Capability.BAN, Capability.LOCK, Capability.SLOW_MODE}
        able |= _BY_KIND.get(standing.type, frozenset())
    if standing.type == "channel":
        able -= {Capability.PIN, Capability.LOCK, Capability.SLOW_MODE, Capability.MUTE}
        if standing.may("can_edit_messages"):
            able.add(Capability.PIN)
    if not standing.is_forum:
        able.discard(Capability.THREAD)
    return frozenset(able)


def _may_post(standing: Standing) -> bool:
    if standing.type == "channel":
        return standing.may("can_post_messages")
    return standing.status != "restricted" or bool(standing.mine.get("can_send_messages"))
