"""Message components: rows, buttons, selects and the newer layout kinds; their limits and what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from itertools import count

from tests.counterparts.discord.refusals import Form
from tests.counterparts.discord.shapes import Json


class Part(IntEnum):
    """Component types by Discord's numbers."""

    ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT = 10
    THUMBNAIL = 11
    GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18


SELECTS = (
    Part.STRING_SELECT,
    Part.USER_SELECT,
    Part.ROLE_SELECT,
    Part.MENTIONABLE_SELECT,
    Part.CHANNEL_SELECT,
)
LAYOUT = (Part.SECTION, Part.TEXT, Part.GALLERY, Part.FILE, Part.SEPARATOR, Part.CONTAINER)
LINK, PREMIUM = 5, 6
MOST_ROWS = 5
MOST_IN_ROW = 5
MOST_PARTS = 40
MOST_OPTIONS = 25
MOST_LAYOUT_TEXT = 4000


def every_part(components: list[Json]) -> Iterator[Json]:
    """All components, nested ones after their holder."""
    for component in components:
        yield component
        yield from every_part(component.get("components") or [])
        for key in ("accessory", "component"):
            if component.get(key):
                yield from every_part([component[key]])


def check_components(form: Form, components: list[Json], *, layout: bool) -> None:
    """Notes every limit that is broken; `layout` = the message carries the components-v2 flag."""
    if layout and len(list(every_part(components))) > MOST_PARTS:
        form.fault("components", "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_PARTS} or fewer in length.")
    if not layout and len(components) > MOST_ROWS:
        form.fault("components", "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_ROWS} or fewer in length.")
    allowed = (Part.ROW, *LAYOUT) if layout else (Part.ROW,)
    for index, component in enumerate(components):
        if component.get("type") not in allowed:
            _fault_kind(form, f"components.{index}.type", allowed)
        else:
            _check_part(form, f"components.{index}", component)
    texts = [part.get("content") or "" for part in every_part(components) if part.get("type") == Part.TEXT]
    if sum(map(len, texts)) > MOST_LAYOUT_TEXT:
        form.fault("components", "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_LAYOUT_TEXT} or fewer in length.")
    _check_custom_ids(form, components)


def _fault_kind(form: Form, place: str, allowed: tuple[Part, ...]) -> None:
    listed = ", ".join(str(int(one)) for one in allowed)
    form.fault(place, "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({listed}).')


def _check_custom_ids(form: Form, components: list[Json]) -> None:
    seen: set[str] = set()
    for part in every_part(components):
        name = part.get("custom_id")
        if name is not None and name in seen:
            text = "Component custom id cannot be duplicated"
            form.fault("components", "COMPONENT_CUSTOM_ID_DUPLICATED", text)
        seen.add(name or "")


def _check_part(form: Form, place: str, part: Json) -> None:
    kind = part.get("type")
    if kind == Part.ROW:
        _check_row(form, place, part)
    elif kind == Part.BUTTON:
        check_button(form, place, part)
    elif kind in SELECTS:
        check_select(form, place, part)
    elif kind == Part.TEXT:
        form.length(f"{place}.content", part.get("content"), 1, MOST_LAYOUT_TEXT)
    elif kind == Part.SECTION:
        _check_inner(form, place, part, 3)
        _check_part(form, f"{place}.accessory", part.get("accessory") or {})
    elif kind == Part.CONTAINER:
        _check_inner(form, place, part, MOST_PARTS)


def _check_inner(form: Form, place: str, part: Json, most: int) -> None:
    inner = part.get("components") or []
    if not 1 <= len(inner) <= most:
        text = f"Must be between 1 and {most} in length."
        form.fault(f"{place}.components", "BASE_TYPE_BAD_LENGTH", text)
    for index, one in enumerate(inner):
        _check_part(form, f"{place}.components.{index}", one)


def _check_row(form: Form, place: str, row: Json) -> None:
    kinds = [one.get("type") for one in row.get("components") or []]
    if any(kind in SELECTS for kind in kinds) and len(kinds) > 1:
        text = "The specified component exceeds the maximum width"
        form.fault(f"{place}.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", text)
    for index, kind in enumerate(kinds):
        if kind != Part.BUTTON and kind not in SELECTS:
            _fault_kind(form, f"{place}.components.{index}.type", (Part.BUTTON, *SELECTS))
    _check_inner(form, place, row, MOST_IN_ROW)


def check_button(form: Form, place: str, button: Json) -> None:
    """A button opens a link or carries a custom_id, and shows a label or an emoji."""
    form.longest(f"{place}.label", button.get("label"), 80)
    if button.get("style") == LINK:
        form.length(f"{place}.url", button.get("url"), 1, 512)
        if button.get("custom_id") is not None:
            text = "A custom id and url cannot both be specified"
            form.fault(place, "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", text)
    elif button.get("style") == PREMIUM:
        return
    else:
        form.length(f"{place}.custom_id", button.get("custom_id"), 1, 100)
        if button.get("style") not in (1, 2, 3, 4):
            form.fault(f"{place}.style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).")
    if not button.get("label") and not button.get("emoji"):
        text = "A button must have a label or an emoji"
        form.fault(place, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", text)


def check_select(form: Form, place: str, select: Json) -> None:
    """A menu: its id, its options, how many may be chosen."""
    form.length(f"{place}.custom_id", select.get("custom_id"), 1, 100)
    form.longest(f"{place}.placeholder", select.get("placeholder"), 150)
    if select.get("type") != Part.STRING_SELECT:
        return
    options = select.get("options") or []
    if not 1 <= len(options) <= MOST_OPTIONS:
        form.fault(f"{place}.options", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
    for index, option in enumerate(options):
        form.length(f"{place}.options.{index}.label", option.get("label"), 1, 100)
        form.length(f"{place}.options.{index}.value", option.get("value"), 1, 100)
        form.longest(f"{place}.options.{index}.description", option.get("description"), 100)
    values = [option.get("value") for option in options]
    if len(set(values)) < len(values):
        text = "The specified option value is already used"
        form.fault(f"{place}.options", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", text)
    most = select.get("max_values")
    if most is not None and most > max(len(options), 1):
        form.fault(f"{place}.max_values", "BASE_TYPE_MAX", f"Must be {len(options)} or fewer.")


def shown_components(components: list[Json]) -> list[Json]:
    """The components as they come back: numbered, without nulls, with their defaults."""
    numbers = count(1)
    return [_shown(component, numbers) for component in components]


def _shown(part: Json, numbers: count[int]) -> Json:
    shown = {key: value for key, value in part.items() if value is not None}
    shown["id"] = shown.get("id") or next(numbers)
    kind = shown["type"]
    if kind in SELECTS:
        shown = {"min_values": 1, "max_values": 1} | shown
        shown.pop("required", None)
    elif kind == Part.CONTAINER:
        shown = {"accent_color": None, "spoiler": False} | shown
    elif kind == Part.SEPARATOR:
        shown = {"spacing": 1, "divider": True} | shown
    elif kind in (Part.THUMBNAIL, Part.FILE, Part.GALLERY):
        shown = _shown_media(shown)
    if "components" in shown:
        shown["components"] = [_shown(inner, numbers) for inner in shown["components"]]
    if "accessory" in shown:
        shown["accessory"] = _shown(shown["accessory"], numbers)
    return shown


def _shown_media(part: Json) -> Json:
    if part["type"] == Part.GALLERY:
        items = [_shown_item(item) for item in part["items"]]
        return part | {"items": items}
    if part["type"] == Part.FILE:
        return {"spoiler": False, "name": None, "size": None} | part | {"file": _unfurled(part["file"])}
    return part | _shown_item(part)


def _shown_item(item: Json) -> Json:
    return {
        "media": _unfurled(item["media"]),
        "description": item.get("description"),
        "spoiler": bool(item.get("spoiler")),
    }


def _unfurled(media: Json) -> Json:
    return {"id": "0", "url": media["url"], "proxy_url": media["url"]}
