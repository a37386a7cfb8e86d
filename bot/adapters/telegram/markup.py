"""Rich text → plain text with marks in UTF-16, in pieces that Telegram takes; buttons → keyboards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, User

from bot.letters import whole
from chat.actions import Button
from chat.text import Block, Rich, Span

LONGEST = 4096
LONGEST_CAPTION = 1024
MOST_MARKS = 100
LONGEST_DATA = 64
LONGEST_LABEL = 128
MOST_IN_ROW = 8
MOST_BUTTONS = 100


@dataclass(frozen=True, slots=True)
class Mark:
    """A styled run in code points."""

    kind: str
    start: int
    end: int
    target: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that fits one message, and its marks."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def entities(self) -> list[MessageEntity]:
        """The marks as Telegram counts them: UTF-16 code units."""
        units = [0]
        for character in self.text:
            units.append(units[-1] + (2 if character > "\uffff" else 1))
        return [_entity(one, units[one.start], units[one.end] - units[one.start]) for one in self.marks]


def _entity(mark: Mark, offset: int, length: int) -> MessageEntity:
    if mark.kind == MessageEntity.TEXT_LINK:
        return MessageEntity(mark.kind, offset, length, url=mark.target)
    if mark.kind == MessageEntity.TEXT_MENTION:
        user = User(int(mark.target), "?", is_bot=False)
        return MessageEntity(mark.kind, offset, length, user=user)
    return MessageEntity(mark.kind, offset, length)


def pieces(rich: Rich, longest: int = LONGEST) -> list[Piece]:
    """The text in as few messages as it needs, cut at paragraphs, lines or words where possible."""
    text, marks = _flat(rich)
    found: list[Piece] = []
    start = 0
    while start < len(text) or not found:
        end = _cut(text, start, longest)
        inside = [one for one in marks if one.start < end and one.end > start]
        found.append(_piece(text, inside[:MOST_MARKS], start, end))
        start = end
        while start < len(text) and text[start].isspace():
            start += 1
    return found


def first_piece(rich: Rich, longest: int = LONGEST) -> tuple[Piece, bool]:
    """What fits one message, and whether that is all."""
    found = pieces(rich, longest)
    if len(found) == 1:
        return found[0], True
    found = pieces(rich, longest - 2)
    return Piece(f"{found[0].text} …", found[0].marks), False


def _piece(text: str, marks: Sequence[Mark], start: int, end: int) -> Piece:
    words = text[start:end].rstrip()
    kept = []
    for one in marks:
        left, right = max(one.start, start) - start, min(one.end - start, len(words))
        if right > left and words[left:right].strip():
            kept.append(Mark(one.kind, left, right, one.target))
    return Piece(words or "…", tuple(kept))


def _cut(text: str, start: int, longest: int) -> int:
    """Where a message ends: Telegram counts UTF-16 code units nowhere here, but counting them is always safe."""
    units, end = 0, start
    while end < len(text):
        units += 2 if text[end] > "\uffff" else 1
        if units > longest:
            break
        end += 1
    else:
        return end
    for mark in ("\n\n", "\n", "。", ". ", " "):
        found = text.rfind(mark, start + longest // 2, end)
        if found > start:
            return found + len(mark)
    return end


def _flat(rich: Rich) -> tuple[str, list[Mark]]:
    text = ""
    marks: list[Mark] = []
    for index, block in enumerate(rich.blocks):
        if index:
            text += "\n" if block.bullet and rich.blocks[index - 1].bullet else "\n\n"
        start = len(text)
        if block.bullet:
            text += f"{block.bullet} "
        for span in block.spans:
            begin = len(text)
            text += clean(span.text)
            marks.extend(Mark(kind, begin, len(text), target) for kind, target in _styles(span, block))
        if block.quote and len(text) > start:
            marks.append(Mark(MessageEntity.BLOCKQUOTE, start, len(text)))
    return text, [one for one in marks if text[one.start : one.end].strip()]


def _styles(span: Span, block: Block) -> Iterator[tuple[str, str]]:
    if block.code:
        yield MessageEntity.PRE, ""
        return
    if span.code:
        yield MessageEntity.CODE, ""
        return
    if span.bold:
        yield MessageEntity.BOLD, ""
    if span.italic:
        yield MessageEntity.ITALIC, ""
    if span.mention.isdigit():
        yield MessageEntity.TEXT_MENTION, span.mention
    elif _is_address(span.link):
        yield MessageEntity.TEXT_LINK, span.link


def clean(text: str) -> str:
    """A text that can be encoded: halves of surrogate pairs replaced, NUL dropped."""
    return whole(text.replace("\x00", ""))


def keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """The buttons below a message; a link that Telegram would refuse is left out, a long row is broken."""
    lines: list[list[InlineKeyboardButton]] = []
    for row in rows:
        line = [made for button in row if (made := _button(button)) is not None]
        lines.extend(line[start : start + MOST_IN_ROW] for start in range(0, len(line), MOST_IN_ROW))
    return InlineKeyboardMarkup(lines) if lines else None


def _button(button: Button) -> InlineKeyboardButton | None:
    label = clean(str(button.label)).strip()[:LONGEST_LABEL] or "…"
    if button.url:
        return InlineKeyboardButton(label, url=button.url) if _is_address(button.url) else None
    if not 1 <= len(button.payload.encode()) <= LONGEST_DATA:
        raise ValueError(f"the payload of button {button.kind} does not fit {LONGEST_DATA} bytes")
    style = "danger" if button.danger else None
    return InlineKeyboardButton(label, callback_data=button.payload, style=style)


def _is_address(link: str) -> bool:
    return link.startswith(("http://", "https://", "tg://"))
