"""Rich text ↔ Discord: Markdown with everything else escaped, buttons as rows of components."""

from __future__ import annotations

import re
from collections.abc import Sequence

import discord

from chat.actions import Button
from chat.text import Block, Rich, Span

LONGEST = 2000
LABEL = 80
_SPECIAL = re.compile(r"([\\*_~`|>#\[\]()<:@-])")
_CODE = re.compile(r"`+")


def to_markdown(rich: Rich) -> str:
    """The message's content, at most 2,000 characters, cut between words."""
    lines = [_block(block) for block in rich.blocks]
    text = ""
    for index, line in enumerate(lines):
        listed = index > 0 and rich.blocks[index].bullet and rich.blocks[index - 1].bullet
        text += ("\n" if listed else "\n\n" if index else "") + line
    return cut(text)


def cut(text: str, longest: int = LONGEST) -> str:
    """The text, shortened at a space or line end when it is too long."""
    if len(text) <= longest:
        return text
    short = text[: longest - 1]
    break_at = max(short.rfind(" "), short.rfind("\n"))
    return (short[:break_at] if break_at > longest // 2 else short).rstrip("\\") + "…"


def mentioned(rich: Rich) -> list[discord.Object]:
    """Whom the text names, and who may therefore be pinged."""
    ids = {span.mention for block in rich.blocks for span in block.spans if span.mention.isdigit()}
    return [discord.Object(int(one)) for one in sorted(ids)]


def to_view(rows: Sequence[Sequence[Button]]) -> discord.ui.View | None:
    """Buttons as components; the view is finished at once, because presses are read from the gateway, not from it."""
    if not rows:
        return None
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(rows[:5]):
        for button in row[:5]:
            view.add_item(_button(button, number))
    view.stop()
    return view


def _button(button: Button, row: int) -> discord.ui.Button[discord.ui.View]:
    label = str(button.label)[:LABEL]
    if button.url:
        return discord.ui.Button(label=label, url=button.url, row=row)
    style = discord.ButtonStyle.danger if button.danger else discord.ButtonStyle.secondary
    return discord.ui.Button(label=label, custom_id=button.payload, style=style, row=row)


def _block(block: Block) -> str:
    if block.code:
        inside = "".join(span.text for span in block.spans).replace("```", "ˋˋˋ")
        return f"```\n{inside}\n```"
    words = "".join(_span(span) for span in block.spans)
    if block.quote:
        return "\n".join(f"> {line}" for line in words.split("\n"))
    if block.bullet:
        return f"{'-' if block.bullet == '•' else block.bullet} {words}"
    return words


def _span(span: Span) -> str:
    if span.mention.isdigit():
        return f"<@{span.mention}>"
    if span.code:
        fence = "`" * (1 + max((len(one) for one in _CODE.findall(span.text)), default=0))
        pad = " " if "`" in span.text else ""
        return f"{fence}{pad}{span.text}{pad}{fence}"
    text = escape(span.text)
    if span.link.startswith(("http://", "https://")):
        text = f"[{text}](<{span.link.replace('>', '%3E').replace(' ', '%20')}>)"
    for mark, wanted in (("*", span.italic), ("**", span.bold)):
        if wanted and text.strip():
            text = _around(text, mark)
    return text


def _around(text: str, mark: str) -> str:
    """Marks hug the words; spaces stay outside, else Discord shows the marks."""
    inner = text.strip()
    start = text.index(inner)
    return f"{text[:start]}{mark}{inner}{mark}{text[start + len(inner) :]}"


def escape(text: str) -> str:
    """A text that Discord shows as it is: no marks, no mentions, no channels, no custom emoji."""
    return _SPECIAL.sub(r"\\\1", text)
