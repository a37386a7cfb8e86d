"""Words to be said later, and the one tree for rich text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chat.people import Language, PersonId


@dataclass(frozen=True, slots=True)
class Mention:
    """A person named in a text; becomes a native mention where the platform has one, else the name."""

    person: PersonId
    name: str


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A name that differs between the languages, such as a command's; the reader's is shown."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Text:
    """A key of a texts.toml (`package.name`) and its arguments, which are inserted as plain text, never parsed.

    Datetimes appear in the community's zone, timedeltas in words, nested Texts in the same language.
    """

    key: str
    args: Mapping[str, str | int | float | datetime | timedelta | Text | Markdown | Mention | Bilingual] = (
        field(default_factory=dict)
    )


@dataclass(frozen=True, slots=True)
class Markdown:
    """What people wrote (answers, posts) in the one Markdown subset of `bot/markdown.py`."""

    source: str


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters with one style; `link` is an address, `mention` a native id."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""
    mention: str = ""

    def saying(self, text: str, mention: str = "") -> Span:
        """Other words, or a mention, in this style."""
        return Span(text, self.bold, self.italic, self.code, self.link, mention or self.mention)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a quote or a list item (`bullet` is its mark, such as "•" or "1.")."""

    spans: tuple[Span, ...]
    quote: bool = False
    bullet: str = ""
    code: bool = False


@dataclass(frozen=True, slots=True)
class Rich:
    """Rendered text: what an outbox row holds and what an adapter's markup turns into native text.

    `said` is the key it was rendered from ("" for people's own words).
    """

    blocks: tuple[Block, ...]
    said: str = ""

    def joined(self, other: Rich) -> Rich:
        """This text, then the other."""
        return Rich(self.blocks + other.blocks, self.said)

    @property
    def plain(self) -> str:
        """The words without any style."""
        lines = []
        for block in self.blocks:
            words = "".join(span.text for span in block.spans)
            lines.append(f"{block.bullet} {words}" if block.bullet else words)
        return "\n".join(lines)


Body = Text | Markdown | Rich
"""What can be said: a key, somebody's own words, or text already rendered."""

__all__ = ["Bilingual", "Block", "Body", "Language", "Markdown", "Mention", "Rich", "Span", "Text"]
