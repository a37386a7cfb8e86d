"""What pydantic says of settings, in the words of whoever wrote them: the mistakes alone, with the nearest name."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from chat.errors import Unfit
from chat.text import Text

_KINDS: Mapping[str, str] = {"int": "integer", "float": "number", "bool": "boolean", "string": "text"} | {
    "tuple": "list",
    "list": "list",
    "dict": "table",
    "model": "table",
}
_LIMITS = {"greater_than_equal": "ge", "less_than_equal": "le", "greater_than": "gt", "less_than": "lt"}
_SIZES = {"too_short": "min_length", "too_long": "max_length"}


def mistakes(error: ValidationError) -> list[Any]:
    """The errors of pydantic (`loc`, `type`, `ctx`, `msg`), without those that only follow from another: a list whose
    items are wrong is not too short besides.
    """
    found = error.errors()
    places = [one["loc"] for one in found]
    return [
        one
        for one in found
        if one["type"] != "too_short"
        or not any(
            len(place) > len(one["loc"]) and place[: len(one["loc"])] == one["loc"] for place in places
        )
    ]


def trouble(error: Mapping[str, Any], model: type[BaseModel]) -> Text:
    """Why `model` refused, as one of `mistakes`. The type of a PydanticCustomError of ours is its text's key."""
    kind, context = str(error["type"]), error.get("ctx", {})
    if kind == "extra_forbidden":
        path = [str(part) for part in error["loc"]]
        return _unknown(path[-1], _names(model, path[:-1]))
    if "." in kind:
        return Text(kind, context)
    refused = context.get("error")
    if isinstance(refused, Unfit):
        return refused.text
    if kind in ("literal_error", "enum"):
        expected = str(context["expected"]).replace(" or ", ", ")
        return Text("language.unfit.one_of", {"expected": expected})
    if kind in _LIMITS:
        return Text(f"language.unfit.limit.{kind}", {"limit": str(context[_LIMITS[kind]])})
    if kind in _SIZES:
        return Text(f"language.unfit.size.{kind}", {"limit": str(context[_SIZES[kind]])})
    if kind == "missing":
        return Text("language.unfit.missing")
    name = _KINDS.get(kind.partition("_")[0])
    if name and kind.endswith(("_type", "_parsing", "_from_float")):
        return Text(f"language.unfit.kind.{name}")
    why = str(error["msg"]).removeprefix("Value error, ").replace("Input should be", "must be")
    return Text("language.unfit.other", {"why": why})


def _unknown(name: str, known: Sequence[str]) -> Text:
    """A key that nobody knows: the nearest valid name, else all there are."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        return Text("language.unfit.unknown_near", {"near": near[0]})
    return Text("language.unfit.unknown", {"known": ", ".join(known)})


def _names(model: Any, path: Sequence[str]) -> list[str]:
    """The valid names of the table at that path; the steps into a list or a table of tables are names of nobody."""
    steps = iter(path)
    for step in steps:
        field = model.model_fields.get(step)
        if field is None:
            return []
        annotation = field.annotation
        if get_origin(annotation) in (tuple, list, dict):
            next(steps, None)
        options = get_args(annotation) or (annotation,)
        model = next((one for one in options if isinstance(one, type) and issubclass(one, BaseModel)), None)
        if model is None:
            return []
    return list(model.model_fields)
