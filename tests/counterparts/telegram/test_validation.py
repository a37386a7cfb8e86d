"""The counterpart's own judges: what they refuse and what they let pass."""

from __future__ import annotations

import aiohttp
import pytest
from telegram.error import InvalidToken

from tests.counterparts.telegram.refusals import Refused
from tests.counterparts.telegram.sdk import bot_of
from tests.counterparts.telegram.server import TelegramServer
from tests.counterparts.telegram.specification import find_specification
from tests.counterparts.telegram.validation import Validation
from tests.counterparts.telegram.wire import Params


@pytest.fixture(scope="module")
def validation() -> Validation:
    return Validation()


@pytest.mark.parametrize(
    ("method", "values"),
    [
        ("sendMessage", {"chat_id": "1", "text": "12"}),
        (
            "sendMessage",
            {"chat_id": "@garden", "text": "x", "entities": '[{"type":"bold","offset":0,"length":1}]'},
        ),
        ("sendMessage", {"chat_id": 1, "text": "x", "receiver_user_id": "7"}),
        (
            "restrictChatMember",
            {"chat_id": "-5", "user_id": "7", "permissions": "{}", "until_date": "1800000000"},
        ),
        ("deleteMessages", {"chat_id": "1", "message_ids": "[1,2]"}),
    ],
)
def test_good_requests_pass(validation, method, values):
    assert validation.request(method, Params(values)) is None


@pytest.mark.parametrize(
    ("method", "values", "place"),
    [
        ("sendMessage", {"chat_id": "1"}, "text"),
        ("sendMessage", {"chat_id": "1", "text": "x", "foo": "1"}, "foo"),
        (
            "sendMessage",
            {"chat_id": "1", "text": "x", "entities": '[{"type":"bold","offset":0,"size":1}]'},
            "entities",
        ),
        ("banChatMember", {"chat_id": "1", "user_id": "bob"}, "user_id"),
        ("setMyCommands", {"commands": "[]", "scope": '{"type":"everywhere"}'}, "scope"),
        (
            "sendMessage",
            {"chat_id": "1", "text": "x", "reply_markup": '{"inline_keyboard":[{"text":"a"}]}'},
            "reply_markup",
        ),
    ],
)
def test_bad_requests_are_named_by_their_place(validation, method, values, place):
    assert place in (validation.request(method, Params(values)) or "")


def test_own_results_and_updates_are_judged_too(validation):
    assert validation.result("getMe", {"id": 1, "is_bot": True, "first_name": "S"}) is None
    assert "first_name" in (validation.result("getMe", {"id": 1, "is_bot": True}) or "")
    assert "date" in (
        validation.update("message", {"message_id": 1, "chat": {"id": 1, "type": "private"}}) or ""
    )


def test_the_official_description_agrees_or_is_absent(validation):
    specification = find_specification()
    if specification is None:
        pytest.skip("needs ../shared/specs/telegram-bot-api.json, which does not come with the project")
    chat = {"id": 1, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat}
    assert specification.value("Message", message) is None
    assert specification.value("Message", message | {"text": 5}) == "Message.text: not of type String"
    assert specification.value("Message", message | {"nonsense": 5}) == "Message.nonsense: unknown in Message"
    assert specification.value("Chat", {"id": 1}) == "Chat.type: required in Chat"
    assert specification.request("getChat", {}) == "chat_id: required by the Bot API"


@pytest.mark.parametrize(
    ("extra", "lack"),
    [
        ({"parse_mode": "MarkdownV2"}, "parse_mode markdownv2"),
        ({"receiver_user_id": "7"}, "receiver_user_id"),
    ],
)
async def test_what_the_counterpart_lacks_is_loud(extra, lack):
    async with TelegramServer() as town:
        assert town.validated.startswith("aiogram")
        garden = town.supergroup("Garden")
        with pytest.raises(Refused, match=f"does not implement {lack}"):
            town.perform("sendMessage", Params({"chat_id": garden.id, "text": "*x*"} | extra))
        assert [violation.name for violation in town.violations] == [lack]


async def test_a_known_method_without_an_implementation_is_a_violation():
    async with TelegramServer() as town, bot_of(town) as bot:
        with pytest.raises(InvalidToken):
            await bot.get_my_star_balance()
        assert [(one.where, one.name) for one in town.violations] == [("counterpart", "getMyStarBalance")]


async def test_a_body_that_cannot_be_read_is_a_violation():
    async with TelegramServer() as town, aiohttp.ClientSession() as session:
        url, headers = f"{town.url}{town.token}/getMe", {"Content-Type": "application/json"}
        async with session.post(url, data=b"{nonsense", headers=headers) as response:
            assert response.status == 400
        assert [violation.where for violation in town.violations] == ["request"]
