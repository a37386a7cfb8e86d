"""The shipped word lists of packs.toml: small, curated, each term with how sure it is."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from moderation.breaches import Mode, Severity
from moderation.matcher import WordList


@cache
def _packs() -> dict[str, tuple[WordList, ...]]:
    table = tomllib.loads(files("moderation").joinpath("packs.toml").read_text("utf-8"))
    return {name: tuple(_lists(name, pack)) for name, pack in table.items()}


def _lists(name: str, pack: dict[str, Any]) -> Iterable[WordList]:
    unless = tuple(pack.get("unless", ()))
    for sureness, cap in (("sure", Mode.ENFORCE), ("unsure", Mode.REVIEW)):
        if pack.get(sureness):
            yield WordList(
                name=f"{name}.{sureness}",
                terms=tuple(pack[sureness]),
                unless=unless,
                cap=cap,
                severity=Severity(pack["severity"]),
            )


PACKS: tuple[str, ...] = tuple(_packs())
"""The names of all shipped packs."""


def pack_lists(owner: str, names: Iterable[str], allowed: tuple[str, ...] = ()) -> list[WordList]:
    """The lists of these packs for a rule; `allowed` are further terms inside which nothing counts."""
    return [
        replace(one, owner=owner, unless=one.unless + allowed) for name in names for one in _packs()[name]
    ]
