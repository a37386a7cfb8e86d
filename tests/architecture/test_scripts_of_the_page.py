"""The page's scripts are parted by noun, as the Python is: small, without circles, and nothing stands there unused."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter

from tests.architecture.tree import ROOT

SCRIPTS = {
    path.name: path.read_text(encoding="utf-8") for path in ROOT.glob("bot/adapters/local/static/*.js")
}
LONGEST = 200
START = "page.js"
IMPORT = re.compile(r'^import \{ (?P<names>[^}]+) \} from "\./(?P<source>[\w.]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?:async )?(?:function|const) (\w+|\$)", re.MULTILINE)


def imports(script: str) -> dict[str, set[str]]:
    """What a script takes, by the script it takes it from."""
    return {one["source"]: set(one["names"].split(", ")) for one in IMPORT.finditer(SCRIPTS[script])}


def uses(script: str, name: str) -> bool:
    """Whether a name stands in a script beside its imports."""
    return bool(
        re.search(rf"(?<![\w$])(?<![\w)]\.){re.escape(name)}(?![\w$])", IMPORT.sub("", SCRIPTS[script]))
    )


def test_a_script_is_small_and_says_in_its_first_line_what_it_is() -> None:
    wrong = [
        name
        for name, text in SCRIPTS.items()
        if text.count("\n") > LONGEST or not re.match(r"// [A-Z].*[.\w]\n", text)
    ]
    assert not wrong


def test_scripts_go_in_no_circle_and_all_are_reached() -> None:
    reached = list(TopologicalSorter({name: imports(name) for name in SCRIPTS}).static_order())
    assert sorted(reached) == sorted(SCRIPTS)
    below, waiting = {START}, [START]
    while waiting:
        further = set(imports(waiting.pop())) - below
        below |= further
        waiting += further
    assert below == set(SCRIPTS)


def test_what_a_script_takes_is_there_and_used() -> None:
    wrong = [
        f"{script} takes {name} from {source}"
        for script in SCRIPTS
        for source, names in imports(script).items()
        for name in names
        if name not in EXPORT.findall(SCRIPTS[source]) or not uses(script, name)
    ]
    assert not wrong


def test_what_a_script_offers_is_taken() -> None:
    taken = {
        (source, name) for script in SCRIPTS for source, names in imports(script).items() for name in names
    }
    offered = {(script, name) for script, text in SCRIPTS.items() for name in EXPORT.findall(text)}
    assert offered == taken
