"""Reply markup: what Telegram accepts, and the buttons a person can press."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.counterparts.telegram.refusals import bad_request
from tests.counterparts.telegram.wire import Json

LONGEST_DATA = 64
MOST_BUTTONS = 100
_ACTIONS = frozenset(
    "url callback_data web_app login_url switch_inline_query switch_inline_query_current_chat "
    "switch_inline_query_chosen_chat copy_text callback_game pay disabled".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One button as a person sees it."""

    text: str
    data: str | None
    url: str | None
    row: int
    column: int


def checked_markup(markup: object) -> Json | None:
    """The inline keyboard that the message will show, None for every other markup."""
    if not isinstance(markup, dict) or "inline_keyboard" not in markup:
        return None
    rows = [row for row in markup["inline_keyboard"] if row]
    for row in rows:
        for button in row:
            _check_button(button)
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _check_button(button: Json) -> None:
    prefix = "can't parse inline keyboard button: "
    actions = _ACTIONS & button.keys()
    if not button.get("text"):
        raise bad_request(prefix + "Button text must be non-empty")
    if not actions:
        raise bad_request(prefix + "Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not str(url).startswith(("http://", "https://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def buttons_of(markup: Json | None) -> Iterator[Button]:
    for row, line in enumerate((markup or {}).get("inline_keyboard", ())):
        for column, button in enumerate(line):
            yield Button(
                text=button["text"],
                data=button.get("callback_data"),
                url=button.get("url"),
                row=row,
                column=column,
            )


def find_button(markup: Json | None, wanted: str | int) -> Button:
    """By position from 0, else by exact data, exact label, or a part of one label."""
    buttons = list(buttons_of(markup))
    if isinstance(wanted, int):
        return buttons[wanted]
    for matches in (
        [button for button in buttons if button.data == wanted],
        [button for button in buttons if button.text == wanted],
        [button for button in buttons if wanted in button.text],
    ):
        if matches:
            return matches[0]
    raise LookupError(f"no button {wanted!r} among {[button.text for button in buttons]}")
