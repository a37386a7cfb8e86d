"""The router: from method and path to the one handler, fixed parts before named ones."""

from __future__ import annotations

from collections.abc import Iterable

from tests.counterparts.discord.rest.asks import Route


class Router:
    """All routes, by length and method."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._routes: dict[tuple[str, int], list[tuple[list[str], Route]]] = {}
        for route in sorted(routes, key=lambda one: one.template.count("{")):
            parts = route.template.split("/")
            self._routes.setdefault((route.method, len(parts)), []).append((parts, route))

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """The route, and what its named parts are."""
        parts = path.split("/")
        for template, route in self._routes.get((method, len(parts)), ()):
            if all(one.startswith("{") or one == part for one, part in zip(template, parts, strict=True)):
                named = {
                    one[1:-1]: part for one, part in zip(template, parts, strict=True) if one.startswith("{")
                }
                return route, named
        return None
