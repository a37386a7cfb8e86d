"""Forms (modals): their limits, their fields, and what a person's answers look like on the way back."""

from __future__ import annotations

from collections.abc import Mapping

from tests.counterparts.discord.components import SELECTS, Part, check_select, every_part
from tests.counterparts.discord.refusals import Form, NotAllowed
from tests.counterparts.discord.shapes import Json

MOST_ROWS = 5
MOST_TEXT = 4000
FIELDS = (Part.TEXT_INPUT, *SELECTS)


def check_form(data: Json) -> None:
    """Raises 50035 naming every limit that the modal breaks."""
    form = Form()
    form.length("data.custom_id", data.get("custom_id"), 1, 100)
    form.length("data.title", data.get("title"), 1, 45)
    rows = data.get("components") or []
    if not 1 <= len(rows) <= MOST_ROWS:
        form.fault("data.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    names = [field["custom_id"] for field in fields_of(data) if "custom_id" in field]
    if len(set(names)) < len(names):
        text = "Component custom id cannot be duplicated"
        form.fault("data.components", "COMPONENT_CUSTOM_ID_DUPLICATED", text)
    for index, row in enumerate(rows):
        _check_row(form, f"data.components.{index}", row)
    form.done()


def _check_row(form: Form, place: str, row: Json) -> None:
    if row.get("type") == Part.LABEL:
        form.length(f"{place}.label", row.get("label"), 1, 45)
        form.longest(f"{place}.description", row.get("description"), 100)
        _check_field(form, f"{place}.component", row.get("component") or {})
    elif row.get("type") == Part.ROW:
        inner = row.get("components") or []
        if len(inner) != 1:
            form.fault(f"{place}.components", "BASE_TYPE_BAD_LENGTH", "Must be 1 in length.")
        for number, field in enumerate(inner):
            _check_field(form, f"{place}.components.{number}", field)
            form.length(f"{place}.components.{number}.label", field.get("label"), 1, 45)
    elif row.get("type") != Part.TEXT:
        form.fault(f"{place}.type", "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1, 10, 18).')


def _check_field(form: Form, place: str, field: Json) -> None:
    if field.get("type") in SELECTS:
        check_select(form, place, field)
    elif field.get("type") == Part.TEXT_INPUT:
        form.length(f"{place}.custom_id", field.get("custom_id"), 1, 100)
        form.longest(f"{place}.placeholder", field.get("placeholder"), 100)
        form.longest(f"{place}.value", field.get("value"), MOST_TEXT)
    else:
        form.fault(f"{place}.type", "UNION_TYPE_CHOICES", "Not a field that this town can show")


def fields_of(data: Json) -> list[Json]:
    """What can be filled in, in order."""
    return [part for part in every_part(data.get("components") or []) if part.get("type") in FIELDS]


def label_of(data: Json, field: Json) -> str:
    """What a person reads beside a field."""
    for row in data.get("components") or []:
        if row.get("component") is field:
            return str(row["label"])
    return str(field.get("label") or "")


def filled(data: Json, answers: Mapping[str, object]) -> list[Json]:
    """The submitted components; answers are named by custom_id or label, untouched fields keep their value."""
    left = dict(answers)
    values: dict[str, object] = {}
    for field in fields_of(data):
        label, name = label_of(data, field), field["custom_id"]
        key = name if name in left else label
        values[name] = left.pop(key, field.get("value") or "")
        _check_answer(field, label, values[name])
    if left:
        raise NotAllowed(f"the form has no field {', '.join(left)}")
    return [_submitted(row, values) for row in data["components"]]


def _check_answer(field: Json, label: str, value: object) -> None:
    text = "" if value is None else value
    if not text and field.get("required", True):
        raise NotAllowed(f"{label} must be filled in")
    if not isinstance(text, str) or not text:
        return
    least, most = field.get("min_length") or 0, field.get("max_length") or MOST_TEXT
    if not least <= len(text) <= most:
        raise NotAllowed(f"{label} takes {least} to {most} letters, not {len(text)}")


def _submitted(row: Json, values: Mapping[str, object]) -> Json:
    shown: Json = {"type": row["type"], "id": row.get("id") or 1}
    if row["type"] == Part.LABEL:
        shown["component"] = _answer(row["component"], values)
    elif row["type"] == Part.ROW:
        shown["components"] = [_answer(field, values) for field in row["components"]]
    return shown


def _answer(field: Json, values: Mapping[str, object]) -> Json:
    value = values[field["custom_id"]]
    shown: Json = {"type": field["type"], "id": field.get("id") or 1, "custom_id": field["custom_id"]}
    if field["type"] == Part.TEXT_INPUT:
        return shown | {"value": value or ""}
    chosen = [value] if isinstance(value, str) else value
    return shown | {"values": [one for one in chosen if one] if isinstance(chosen, list) else []}
