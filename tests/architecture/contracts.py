"""Import contracts that import-linter does not ship: a library in one place, a package without libraries."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from fnmatch import fnmatchcase

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class OnlyIn(Contract):
    """The external packages are imported in the places only (`*` spans dots; `a.b.**` is a package with all below)."""

    type_name = "only_in"

    external = fields.SetField(subfield=fields.StringField())
    places = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        names: Iterable[str] = self.external  # type: ignore[assignment]
        places: Iterable[str] = self.places  # type: ignore[assignment]
        strays = [
            f"{importer} -> {name}"
            for name in names
            for importer in _importers(graph, name)
            if not any(within(importer, place) for place in places)
        ]
        return _verdict(strays)

    def render_broken_contract(self, check: ContractCheck) -> None:
        _render(check)


class StandardLibraryOnly(Contract):
    """The package imports itself and Python's standard library, nothing else."""

    type_name = "standard_library_only"

    package = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        package = str(self.package)
        strays = [
            f"{importer} -> {imported}"
            for importer in sorted(graph.modules)
            if within(importer, f"{package}.**")
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if imported.split(".")[0] not in {package, *sys.stdlib_module_names}
        ]
        return _verdict(strays)

    def render_broken_contract(self, check: ContractCheck) -> None:
        _render(check)


def within(module: str, place: str) -> bool:
    """Whether the module is at the place."""
    if place.endswith(".**"):
        return module == place[:-3] or fnmatchcase(module, f"{place[:-3]}.*")
    return fnmatchcase(module, place)


def _importers(graph: ImportGraph, external: str) -> list[str]:
    if external not in graph.modules:
        return []
    return sorted(graph.find_modules_that_directly_import(external))


def _verdict(strays: list[str]) -> ContractCheck:
    return ContractCheck(kept=not strays, metadata={"strays": strays})


def _render(check: ContractCheck) -> None:
    for stray in check.metadata["strays"]:
        output.print_error(f"- {stray}")
