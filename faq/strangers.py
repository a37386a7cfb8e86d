"""What people say to any bot and no entry answers."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from chat.people import Language


@cache
def strangers(language: Language) -> tuple[str, ...]:
    """The shipped ones of a language, which may have none."""
    written = tomllib.loads(files("faq").joinpath("strangers.toml").read_text("utf-8"))
    return tuple(one for one in "|".join(written.get(language, "").split("\n")).split("|") if one)
