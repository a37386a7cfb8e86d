"""Finding the chat or message that a request names, and whether the bot may touch it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tests.counterparts.telegram.chats import Chat, Kind
from tests.counterparts.telegram.members import Member, Status, absent
from tests.counterparts.telegram.messages import Message
from tests.counterparts.telegram.refusals import Refused, bad_request, forbidden, migrated
from tests.counterparts.telegram.wire import Params

if TYPE_CHECKING:
    from tests.counterparts.telegram.people import User
    from tests.counterparts.telegram.town import Town


class Access(Enum):
    """What a method wants to do with a chat; MEMBERS reads the member list."""

    READ = "read"
    MEMBERS = "members"
    EDIT = "edit"
    WRITE = "write"


def reach(town: Town, params: Params, access: Access = Access.WRITE, name: str = "chat_id") -> Chat:
    chat = find_chat(town, params.text(name))
    match chat.kind:
        case Kind.GROUP:
            _check_group(chat, access)
        case Kind.SUPERGROUP | Kind.CHANNEL:
            _check_large(chat, access)
        case Kind.PRIVATE:
            if chat.person is not None and chat.person.deactivated and access in (Access.EDIT, Access.WRITE):
                raise forbidden("user is deactivated")
    return chat


def find_chat(town: Town, wanted: str) -> Chat:
    if not wanted:
        raise bad_request("chat_id is empty")
    if wanted.startswith("@"):
        for chat in town.chats.values():
            if not chat.is_private and chat.username and chat.username.lower() == wanted[1:].lower():
                return chat
        raise bad_request("chat not found")
    try:
        found = town.chat_by_id(int(wanted))
    except ValueError:
        found = None
    if found is None:
        raise bad_request("chat not found")
    return found


def _check_group(chat: Chat, access: Access) -> None:
    if access in (Access.WRITE, Access.MEMBERS):
        if chat.migrated_to is not None:
            raise migrated(chat.migrated_to.id)
        if chat.deleted:
            raise forbidden("the group chat was deleted")
    if access is not Access.READ and not chat.bot.present:
        raise forbidden(_outside(chat, "group"))


def _check_large(chat: Chat, access: Access) -> None:
    word = "channel" if chat.is_channel else "supergroup"
    if chat.deleted:
        raise bad_request("chat not found")
    if chat.bot.status is Status.BANNED:
        raise forbidden(_outside(chat, word))
    readable = chat.username is not None and access in (Access.READ, Access.MEMBERS)
    if not chat.bot.present and not readable:
        raise forbidden(_outside(chat, word))


def _outside(chat: Chat, word: str) -> str:
    kicked = chat.bot.status is Status.BANNED
    return f"bot was kicked from the {word} chat" if kicked else f"bot is not a member of the {word} chat"


def require(chat: Chat, right: str, text: str) -> None:
    """The bot's administrator right, or Telegram's refusal."""
    if not chat.may_bot(right):
        raise bad_request(text)


def only_supergroups(chat: Chat) -> None:
    if chat.kind is not Kind.SUPERGROUP:
        raise bad_request("method is available only for supergroups")


def find_message(chat: Chat, message_id: int, purpose: str) -> Message:
    """`purpose` begins the refusal: `message to edit` … `not found`."""
    found = chat.messages.get(message_id)
    if found is None:
        raise bad_request(f"{purpose} not found")
    return found


def named_user(town: Town, params: Params) -> User:
    user_id = params.integer("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    user = town.users.get(user_id)
    if user is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return user


def standing(chat: Chat, user: User) -> Member:
    return chat.members.get(user.id) or absent(user)


def may_write_privately(chat: Chat) -> None:
    """A bot cannot open a conversation; a request to join gives it five minutes."""
    person, town = chat.person, chat.town
    assert person is not None
    if person.is_bot:
        raise forbidden("bot can't send messages to bots")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started and not town.asked_to_join_lately(person):
        raise forbidden("bot can't initiate conversation with a user")


def unsupported(town: Town, what: str) -> Refused:
    """This counterpart lacks something: loud, so that no test passes on it unseen."""
    town.violate("counterpart", what, "is not implemented here")
    return bad_request(f"the counterpart does not implement {what}")
