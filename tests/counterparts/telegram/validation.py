"""Holds requests, results and updates against two independent descriptions of the Bot API."""

from __future__ import annotations

import inspect
import json
import typing
from collections.abc import Iterable, Mapping
from typing import Any

import aiogram.methods
import pydantic
from aiogram.methods.base import TelegramMethod
from aiogram.types import Update

from tests.counterparts.telegram.specification import Specification, find_specification
from tests.counterparts.telegram.wire import Json, Params


def _is_text(annotation: Any) -> bool:
    kinds = set(typing.get_args(annotation) or (annotation,)) - {type(None)}
    return str in kinds and kinds <= {str, int}


def _first_problem(error: pydantic.ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


class Validation:
    """aiogram's models are always used, the official description where the shared folder has it.

    Every check answers the first problem, None when there is none.
    """

    def __init__(self) -> None:
        self._models: dict[str, type[TelegramMethod[Any]]] = {
            model.__api_method__.lower(): model
            for model in vars(aiogram.methods).values()
            if inspect.isclass(model) and issubclass(model, TelegramMethod) and model is not TelegramMethod
        }
        self._results: dict[str, pydantic.TypeAdapter[Any]] = {}
        self.specification: Specification | None = find_specification()

    def knows(self, method: str) -> bool:
        return method.lower() in self._models

    def request(self, method: str, params: Params) -> str | None:
        model = self._models[method.lower()]
        values = _decoded(params.values, model.model_fields, params.files)
        try:
            model.model_validate(values, extra="forbid")
        except pydantic.ValidationError as error:
            return _first_problem(error)
        if self.specification is not None:
            return self.specification.request(method, values)
        return None

    def result(self, method: str, result: Any) -> str | None:
        name = method.lower()
        if name not in self._results:
            self._results[name] = pydantic.TypeAdapter(self._models[name].__returning__)
        try:
            self._results[name].validate_python(result, extra="forbid")
        except pydantic.ValidationError as error:
            return _first_problem(error)
        return self.specification.result(method, result) if self.specification is not None else None

    def update(self, kind: str, body: Json) -> str | None:
        whole = {"update_id": 1, kind: body}
        try:
            Update.model_validate(whole, extra="forbid")
        except pydantic.ValidationError as error:
            return _first_problem(error)
        return self.specification.value("Update", whole) if self.specification is not None else None


def _decoded(values: Mapping[str, Any], fields: Mapping[str, Any], files: Iterable[str]) -> Json:
    """A form's values are all strings: those that are not text are JSON."""
    decoded: Json = {name: f"attach://{name}" for name in files if name in fields}
    for name, value in values.items():
        decoded[name] = value
        if isinstance(value, str) and name in fields and not _is_text(fields[name].annotation):
            try:
                decoded[name] = json.loads(value)
            except ValueError:
                continue
    return decoded
