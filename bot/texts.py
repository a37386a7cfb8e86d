"""Words become rich text: the texts.toml of every package, filled in, in one language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from bot.markdown import parse
from chat.people import Language
from chat.ports import Clock
from chat.text import Bilingual, Block, Body, Markdown, Mention, Rich, Span, Text

PACKAGES = (
    "bot",
    "language",
    "handlers",
    "moderation",
    "faq",
    "support",
    "campaigns",
    "schedules",
    "analytics",
    "support.feedback",
)
_MOMENT: Mapping[Language, str] = {"zh": "M月d日 HH:mm", "en": "d MMM HH:mm"}
_MOMENT_OF_A_YEAR: Mapping[Language, str] = {"zh": "y年M月d日 HH:mm", "en": "d MMM y HH:mm"}
_LENGTHS = (
    (365 * 86_400, "年", "year"),
    (86_400, "天", "day"),
    (3_600, "小时", "hour"),
    (60, "分钟", "minute"),
    (1, "秒", "second"),
)
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@lru_cache(maxsize=4)
def load_texts(packages: tuple[str, ...] = PACKAGES) -> Mapping[str, Mapping[str, str]]:
    """Every key (last part of the package, then the path in its texts.toml) with its zh and en template."""
    texts: dict[str, dict[str, str]] = {}
    for package in packages:
        source = resources.files(package).joinpath("texts.toml")
        if source.is_file():
            texts.update(
                _flatten(package.rpartition(".")[2], tomllib.loads(source.read_text(encoding="utf-8")))
            )
    return texts


def _flatten(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, dict[str, str]]]:
    if "zh" in table and "en" in table:
        yield prefix, {language: str(table[language]).strip() for language in ("zh", "en")}
        return
    for name, inner in table.items():
        if isinstance(inner, Mapping):
            yield from _flatten(f"{prefix}.{name}", inner)


class Texts:
    """Renders bodies. `zone` is the community's, in which datetimes appear; with a clock without the current year."""

    def __init__(
        self, templates: Mapping[str, Mapping[str, str]], zone: ZoneInfo, clock: Clock | None = None
    ) -> None:
        self._templates = templates
        self._clock = clock
        self.zone = zone

    def render(self, body: Body, language: Language) -> Rich:
        """The tree of a body. Raises KeyError for an unknown key or a missing argument."""
        if isinstance(body, Rich):
            return body
        if isinstance(body, Markdown):
            return parse(body.source)
        template = parse(self._templates[body.key][language])
        blocks: list[Block] = []
        for block in template.blocks:
            blocks.extend(self._fill(block, body, language))
        return Rich(tuple(blocks), body.key)

    def words(self, body: Body | str, language: Language) -> str:
        """The same without style, for labels and titles."""
        return body if isinstance(body, str) else self.render(body, language).plain

    def _fill(self, block: Block, text: Text, language: Language) -> list[Block]:
        whole = _PLACEHOLDER.fullmatch(block.spans[0].text) if len(block.spans) == 1 else None
        if whole is not None and isinstance(text.args[whole[1]], Text | Markdown):
            inner = self.render(_body(text.args[whole[1]]), language).blocks
            return [
                replace(one, quote=one.quote or block.quote, bullet=one.bullet or block.bullet)
                for one in inner
            ]
        spans: list[Span] = []
        for span in block.spans:
            if "{" in span.text or "{" in span.link:
                spans.extend(self._span(span, text, language))
            else:
                spans.append(span)
        return [Block(_runs(spans), block.quote, block.bullet, block.code)]

    def _span(self, span: Span, text: Text, language: Language) -> Iterator[Span]:
        if span.link:
            span = replace(span, link=_PLACEHOLDER.sub(lambda found: str(text.args[found[1]]), span.link))
        parts = _PLACEHOLDER.split(span.text)
        for index, part in enumerate(parts):
            if index % 2:
                value = text.args[part]
                yield from self._argument(self._reason(value) if part == "why" else value, span, language)
            elif part:
                yield span.saying(part)

    def _argument(self, value: object, style: Span, language: Language) -> Iterator[Span]:
        match value:
            case Text() | Markdown():
                for index, block in enumerate(self.render(value, language).blocks):
                    if index:
                        yield style.saying("\n")
                    for span in block.spans:
                        bold, italic = span.bold or style.bold, span.italic or style.italic
                        yield Span(span.text, bold, italic, span.code, span.link, span.mention)
            case Mention():
                yield style.saying(value.name, value.person)
            case Bilingual():
                yield style.saying(value.zh if language == "zh" else value.en)
            case datetime() | timedelta():
                yield style.saying(self.moment(value, language))
            case _:
                yield style.saying(str(value))

    def _reason(self, value: object) -> object:
        """An outcome's code (`right.missing`) in words; whatever else is said to be why stays as it is."""
        code = str(value)
        key = f"bot.why.{code.replace('.', '_')}"
        if key not in self._templates and code.endswith(".missing"):
            key = "bot.why.right_missing"
        return Text(key) if key in self._templates else value

    def moment(self, value: datetime | timedelta, language: Language) -> str:
        """A moment in the community's zone, without the year where it is this one, or a length of time in words."""
        if isinstance(value, timedelta):
            return _length(value, language)
        local = value.astimezone(self.zone)
        same_year = self._clock is not None and self._clock.now().astimezone(self.zone).year == local.year
        shape = (_MOMENT if same_year else _MOMENT_OF_A_YEAR)[language]
        # No more than the minute is shown, and so it is spelt once a minute; with its zone it would equal the same
        # moment of another zone.
        return _spelt(local.replace(second=0, microsecond=0, tzinfo=None), shape, language)


def _runs(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Neighbours of one style as one span: `/appeal CODE` is copied whole, and no marks of Markdown meet."""
    runs: list[Span] = []
    for span in spans:
        last = runs[-1] if runs else None
        if last is None or last.mention or span.mention or last.saying(span.text) != span:
            runs.append(span)
        else:
            runs[-1] = last.saying(last.text + span.text)
    return tuple(runs)


@lru_cache(maxsize=1024)
def _spelt(local: datetime, shape: str, language: Language) -> str:
    from babel.dates import format_datetime

    return format_datetime(local, shape, locale=language)


def _length(value: timedelta, language: Language) -> str:
    """Its two largest units, the smaller one rounded: 1 小时 30 分钟, 3 days."""
    left = round(abs(value.total_seconds()))
    sizes = [size for size, _, _ in _LENGTHS]
    largest = next((place for place, size in enumerate(sizes) if left >= size), len(sizes) - 1)
    smallest = sizes[min(largest + 1, len(sizes) - 1)]
    left = round(left / smallest) * smallest
    said: list[str] = []
    for size, zh, en in _LENGTHS:
        number, left = divmod(left, size)
        if number or (size == 1 and not said):
            said.append(
                f"{number} {zh}" if language == "zh" else f"{number} {en}{'' if number == 1 else 's'}"
            )
    return " ".join(said)


def _body(value: object) -> Body:
    if not isinstance(value, Text | Markdown):
        raise TypeError(f"{type(value).__name__} is no body")
    return value
