"""No module imports itself round a corner, imports within functions included."""

from __future__ import annotations

import grimp

from tests.architecture.tree import settings


def test_no_module_stands_in_a_circle() -> None:
    packages = settings()["tool"]["importlinter"]["root_packages"]
    graph = grimp.build_graph(*packages, include_external_packages=False)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    circles = []
    for module in sorted(imports):
        reached, waiting = set(), set(imports[module])
        while waiting:
            one = waiting.pop()
            if one not in reached:
                reached.add(one)
                waiting |= imports[one]
        if module in reached:
            circles.append(module)
    assert not circles
