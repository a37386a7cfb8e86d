"""Where the models lie: by name under data/encoders, or in a folder that is named outright."""

from __future__ import annotations

from pathlib import Path

from chat.text import Text
from faq.encoder import CARD, UnusableEncoder, read_card

NONE = "none"
PLACE = Path("data/encoders")
"""Beside the configuration, else in the working directory."""


def folder_of(name: str) -> str:
    """The folder that a model of a hub gets: `owner/name` has no place in one folder's name."""
    return name.strip("/").replace("/", "--")


def stamp_of(name: str, base: Path) -> str:
    """What is another one once the model of that name was added, replaced or taken away; "" where there is none."""
    try:
        folder = find_encoder(name, base)
        card = (folder / CARD).stat() if folder else None
    except (UnusableEncoder, OSError):
        return ""
    return f"{folder} {card.st_mtime_ns} {card.st_size}" if card else ""


def find_encoder(name: str, base: Path) -> Path | None:
    """The folder of a model, None for “none”. Raises UnusableEncoder naming what there is."""
    if name == NONE:
        return None
    outright = base / name
    if (outright / CARD).is_file():
        return outright.resolve()
    place = base / PLACE
    there = sorted(one for one in place.glob("*") if (one / CARD).is_file())
    wanted = folder_of(name).lower()
    for one in there:
        aliases = read_card(one).get("aliases", [])
        known = [one.name, *(aliases if isinstance(aliases, list) else [])]
        if wanted in (str(each).lower() for each in known):
            return one.resolve()
    names = ", ".join([NONE, *(one.name for one in there)])
    raise UnusableEncoder(Text("faq.encoder.none", {"name": name, "known": names}))
