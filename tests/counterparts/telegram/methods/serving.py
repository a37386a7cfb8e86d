"""The bot's own affairs: presses, commands, profile, files, webhook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.counterparts.telegram.access import Access, reach
from tests.counterparts.telegram.commands import Scope, check_commands, checked_language
from tests.counterparts.telegram.files import LARGEST_DOWNLOAD
from tests.counterparts.telegram.presses import Answer
from tests.counterparts.telegram.refusals import bad_request, query_too_old
from tests.counterparts.telegram.wire import Json, Params

if TYPE_CHECKING:
    from tests.counterparts.telegram.methods.table import Method
    from tests.counterparts.telegram.town import Town

_PROFILE = {"name": 64, "description": 512, "short_description": 120}


def answer_press(town: Town, params: Params) -> bool:
    press = town.presses.get(params.text("callback_query_id"))
    if press is None:
        raise query_too_old()
    answer = Answer(text=params.text("text"), alert=params.flag("show_alert"), url=params.text("url"))
    press.settle(answer, now=town.seconds(), lifetime=town.press_lifetime)
    town.changed()
    return True


def _scope(town: Town, params: Params) -> Scope:
    scope = params.value("scope") or {"type": "default"}
    if "chat_id" not in scope:
        return (scope["type"], 0, 0)
    chat = reach(town, Params({"chat_id": str(scope["chat_id"])}), Access.MEMBERS)
    return (scope["type"], chat.id, int(scope.get("user_id", 0)))


def set_commands(town: Town, params: Params) -> bool:
    commands = params.value("commands") or []
    check_commands(commands)
    town.commands.put(_scope(town, params), checked_language(params.text("language_code")), commands)
    return True


def get_commands(town: Town, params: Params) -> list[Json]:
    return town.commands.listed(_scope(town, params), checked_language(params.text("language_code")))


def delete_commands(town: Town, params: Params) -> bool:
    town.commands.drop(_scope(town, params), checked_language(params.text("language_code")))
    return True


def _set_profile(name: str) -> Method:
    def method(town: Town, params: Params) -> bool:
        if len(params.text(name)) > _PROFILE[name]:
            raise bad_request(f"{name.replace('_', ' ')} is too long")
        town.profile[name, checked_language(params.text("language_code"))] = params.text(name)
        return True

    return method


def _get_profile(name: str) -> Method:
    def method(town: Town, params: Params) -> Json:
        language = checked_language(params.text("language_code"))
        fallback = town.profile.get((name, ""), town.bot.first_name if name == "name" else "")
        return {name: town.profile.get((name, language), fallback)}

    return method


def set_menu_button(town: Town, params: Params) -> bool:
    town.menu_buttons[params.integer("chat_id")] = params.value("menu_button") or {"type": "default"}
    return True


def get_menu_button(town: Town, params: Params) -> Json:
    return town.menu_buttons.get(params.integer("chat_id"), {"type": "commands"})


def get_file(town: Town, params: Params) -> Json:
    stored = town.files.by_id(params.text("file_id"))
    if len(stored.data) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return stored.download_json()


def set_webhook(town: Town, params: Params) -> bool:
    town.webhook.set(params)
    town.webhook.pump()
    return True


def delete_webhook(town: Town, params: Params) -> bool:
    town.webhook.set(Params({"drop_pending_updates": params.flag("drop_pending_updates")}))
    return True


def webhook_info(town: Town, params: Params) -> Json:
    return town.webhook.info()


def close(town: Town, params: Params) -> bool:
    return True


METHODS: Mapping[str, Method] = {
    "answercallbackquery": answer_press,
    "setmycommands": set_commands,
    "getmycommands": get_commands,
    "deletemycommands": delete_commands,
    "setmyname": _set_profile("name"),
    "getmyname": _get_profile("name"),
    "setmydescription": _set_profile("description"),
    "getmydescription": _get_profile("description"),
    "setmyshortdescription": _set_profile("short_description"),
    "getmyshortdescription": _get_profile("short_description"),
    "setchatmenubutton": set_menu_button,
    "getchatmenubutton": get_menu_button,
    "getfile": get_file,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": webhook_info,
    "close": close,
    "logout": close,
}
