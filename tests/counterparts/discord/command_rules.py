"""The limits of application commands: names, options, choices, letters in all, how many of each kind."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.counterparts.discord.refusals import Form, invalid_form
from tests.counterparts.discord.shapes import Json

SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
MOST_OF_KIND: Mapping[int, int] = {SLASH: 100, USER_MENU: 15, MESSAGE_MENU: 15}
SUBCOMMAND, GROUP = 1, 2
TEXT, WHOLE_NUMBER, DECIMAL = 3, 4, 10
WITH_CHOICES = (TEXT, WHOLE_NUMBER, DECIMAL)
MOST_OPTIONS = 25
MOST_LETTERS = 8000
NAME = re.compile(r"[-_'\w]{1,32}")
LOCALES = frozenset(
    "ar bg cs da de el en-GB en-US es-419 es-ES fi fr he hi hr hu id it ja ko lt nl no pl pt-BR ro ru sv-SE th "
    "tr uk vi zh-CN zh-TW".split()
)


def check_command(body: Json, *, place: str = "") -> None:
    """Raises 50035 naming every limit that the command breaks."""
    form, prefix = Form(), f"{place}." if place else ""
    kind = body.get("type") or SLASH
    if kind == SLASH:
        _check_names(form, prefix, body)
        form.length(f"{prefix}description", body.get("description"), 1, 100)
        _check_options(form, prefix, body.get("options") or [])
    else:
        form.length(f"{prefix}name", body.get("name"), 1, 32)
        if body.get("description"):
            text = "Context menu commands cannot have description"
            form.fault(f"{prefix}description", "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", text)
        if body.get("options"):
            text = "Context menu commands cannot have options"
            form.fault(f"{prefix}options", "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", text)
    if _letters(body) > MOST_LETTERS:
        form.fault(f"{prefix}name", "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")
    form.done()


def check_numbers(bodies: list[Json]) -> None:
    """Raises when there are too many of a kind, or two of one name."""
    kinds = [body.get("type") or SLASH for body in bodies]
    for kind, most in MOST_OF_KIND.items():
        if kinds.count(kind) > most:
            text = f"Maximum number of application commands reached ({most})"
            raise invalid_form("name", "APPLICATION_COMMAND_LIMIT", text)
    named = [(kind, body["name"]) for kind, body in zip(kinds, bodies, strict=True)]
    if len(set(named)) < len(named):
        text = "Application command names must be unique"
        raise invalid_form("name", "APPLICATION_COMMANDS_DUPLICATE_NAME", text)


def _check_names(form: Form, prefix: str, body: Json) -> None:
    given: list[tuple[str, object]] = [("name", body.get("name"))]
    given += [
        (f"name_localizations.{key}", name) for key, name in (body.get("name_localizations") or {}).items()
    ]
    for place, name in given:
        if not isinstance(name, str) or not NAME.fullmatch(name) or name != name.lower():
            text = "Command name is invalid"
            form.fault(f"{prefix}{place}", "APPLICATION_COMMAND_INVALID_NAME", text)
    for key in ("name_localizations", "description_localizations"):
        for locale, text in (body.get(key) or {}).items():
            form.longest(f"{prefix}{key}.{locale}", text, 32 if key.startswith("name") else 100)
            if locale not in LOCALES:
                form.fault(f"{prefix}{key}.{locale}", "BASE_TYPE_CHOICES", "Value must be a known locale.")


def _check_options(form: Form, prefix: str, options: list[Json]) -> None:
    if len(options) > MOST_OPTIONS:
        form.fault(f"{prefix}options", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    names = [option.get("name") for option in options]
    if len(set(names)) < len(names):
        text = "Option name must be unique"
        form.fault(f"{prefix}options", "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", text)
    optional_seen = False
    for index, option in enumerate(options):
        place = f"{prefix}options.{index}."
        _check_names(form, place, option)
        form.length(f"{place}description", option.get("description"), 1, 100)
        if option.get("type") in (SUBCOMMAND, GROUP):
            _check_options(form, place, option.get("options") or [])
        else:
            if option.get("required") and optional_seen:
                text = "Required options must be placed before non-required options"
                form.fault(f"{place}required", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", text)
            optional_seen = optional_seen or not option.get("required")
            _check_choices(form, place, option)


def _check_choices(form: Form, place: str, option: Json) -> None:
    choices = option.get("choices") or []
    if choices and option.get("type") not in WITH_CHOICES:
        form.fault(f"{place}choices", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Choices need a plain type")
    if choices and option.get("autocomplete"):
        form.fault(
            f"{place}choices", "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", "Either choices or autocomplete"
        )
    if len(choices) > MOST_OPTIONS:
        form.fault(f"{place}choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for index, choice in enumerate(choices):
        form.length(f"{place}choices.{index}.name", choice.get("name"), 1, 100)
        if option.get("type") == TEXT:
            form.length(f"{place}choices.{index}.value", choice.get("value"), 1, 100)


def _letters(body: Json) -> int:
    """Letters of names, descriptions and choice values; of localisations the longest counts."""
    total = 0
    for key in ("name", "description"):
        texts = [body.get(key) or "", *(body.get(f"{key}_localizations") or {}).values()]
        total += max(len(text) for text in texts)
    total += sum(_letters(option) for option in body.get("options") or [])
    return total + sum(
        len(choice.get("name") or "") + len(str(choice.get("value") or ""))
        for choice in body.get("choices") or []
    )
