"""The import contracts of the house break when they should."""

from __future__ import annotations

import pytest
from grimp import ImportGraph

from tests.architecture.contracts import OnlyIn, StandardLibraryOnly, within


def graph_of(*imports: tuple[str, str]) -> ImportGraph:
    graph = ImportGraph()
    for importer, imported in imports:
        graph.add_import(importer=importer, imported=imported)
    return graph


def only_in(external: str, *places: str) -> OnlyIn:
    return OnlyIn("name", {}, {"external": [external], "places": list(places)})


@pytest.mark.parametrize(
    ("module", "place", "expected"),
    [
        ("bot.storage", "bot.storage.**", True),
        ("bot.storage.migrations.env", "bot.storage.**", True),
        ("bot.storages", "bot.storage.**", False),
        ("faq.store", "*.store", True),
        ("faq.store_shapes", "*.store", False),
        ("bot.alarms", "bot.alarms", True),
        ("bot.alarms_due", "bot.alarms", False),
    ],
)
def test_places(module: str, place: str, expected: bool) -> None:
    assert within(module, place) is expected


def test_a_library_in_its_place_is_fine() -> None:
    graph = graph_of(
        ("bot.adapters.telegram.receive", "telegram"), ("bot.app", "bot.adapters.telegram.receive")
    )
    assert only_in("telegram", "bot.adapters.telegram.**").check(graph, verbose=False).kept


def test_a_library_elsewhere_is_told_with_its_importer() -> None:
    graph = graph_of(("bot.adapters.telegram.receive", "telegram"), ("faq.service", "telegram"))
    check = only_in("telegram", "bot.adapters.telegram.**").check(graph, verbose=False)
    assert not check.kept
    assert check.metadata["strays"] == ["faq.service -> telegram"]


def test_a_library_that_nobody_uses_is_fine() -> None:
    assert only_in("torch", "faq.encoder").check(graph_of(("faq.service", "chat.text")), verbose=False).kept


def test_the_standard_library_is_enough_for_chat() -> None:
    contract = StandardLibraryOnly("name", {}, {"package": "chat"})
    assert contract.check(
        graph_of(("chat.text", "chat.people"), ("chat.text", "datetime")), verbose=False
    ).kept
    broken = contract.check(graph_of(("chat.text", "pydantic"), ("bot.app", "pydantic")), verbose=False)
    assert broken.metadata["strays"] == ["chat.text -> pydantic"]
