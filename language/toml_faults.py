"""What Python's TOML reader says of a file that is no TOML, as a fault with its place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

from chat.text import Text

_SAID: Mapping[str, str] = {
    "Cannot overwrite a value": "twice",
    "Cannot declare .* twice": "twice",
    "Duplicate inline table key .*": "twice",
    "Cannot (mutate immutable|redefine) namespace .*": "twice",
    "Expected '=' after a key in a key/value pair": "no_equals",
    "Expected '\\]+' at the end of an? (table|array) declaration": "no_bracket",
    "Expected newline or end of document after a statement": "no_newline",
    "Invalid initial character for a key part": "no_key",
    "Invalid date or datetime": "no_date",
    "Invalid statement": "no_statement",
    "Invalid value": "no_value",
    "Unclosed array": "open_list",
    "Unclosed inline table": "open_table",
    "Unterminated string": "open_text",
    "Expected ('\"+'|\"'+\")": "open_text",
    "(Unescaped .* in a string|Invalid hex value|Escaped character is not a Unicode scalar value)": "backslash",
    "(Found invalid|Illegal) character .*": "character",
}
_PLACE = re.compile(r"line (\d+), column (\d+)")


def no_toml(error: tomllib.TOMLDecodeError) -> Text | str:
    """The place at which it gave up, then why; what it says in words that are not known stays in them."""
    said, _, place = str(error).removesuffix(")").partition(" (at ")
    kind = next((kind for known, kind in _SAID.items() if re.fullmatch(known, said)), "")
    why = Text(f"language.toml.why.{kind}", {"said": said}) if kind else said
    found = _PLACE.fullmatch(place)
    if found:
        return Text("language.toml.at", {"line": found[1], "column": found[2], "trouble": why})
    return Text("language.toml.at_end", {"trouble": why}) if place else why
