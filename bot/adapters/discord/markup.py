"""Rich text ↔ Discord: Markdown with everything else escaped, buttons as rows of components."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import discord

from chat.actions import Button, Form
from chat.people import Language
from chat.text import Block, Rich, Span

LONGEST, LONGEST_ENDING = 2000, 400
BUTTON_LABEL = 80
FORM_LABEL = 45
LONGEST_ID = 100
FORM = "form"
"""What the custom id of every modal of ours begins with."""
_SPECIAL = re.compile(r"([\\*_~`|>#\[\]()<:@-])")
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]，。！？；：、）」』》】“”]+")
_CODE = re.compile(r"`+")


def to_markdown(rich: Rich) -> str:
    """The message's content, at most 2,000 characters: cut between words, never inside of a mark. A short last line
    stays: it says where an answer is from and when it was changed.
    """
    text = _joined(rich.blocks)
    if len(text) <= LONGEST:
        return text
    keeps = len(rich.blocks) > 1 and len(_joined(rich.blocks[-1:])) <= LONGEST_ENDING
    body, ending = (rich.blocks[:-1], rich.blocks[-1:]) if keeps else (rich.blocks, ())
    least, most = 0, LONGEST
    while least < most:
        middle = (least + most + 1) // 2
        fits = len(_joined([*_first(body, middle), *ending])) <= LONGEST
        least, most = (middle, most) if fits else (least, middle - 1)
    return _joined([*_first(body, least), *ending])


def _first(blocks: Sequence[Block], letters: int) -> list[Block]:
    """The first so many letters, up to the end of a word, and an ellipsis."""
    kept: list[Block] = []
    for block in blocks:
        spans: list[Span] = []
        for span in block.spans:
            if len(span.text) > letters:
                cut = "" if span.mention else shorten(span.text, letters)
                return [*kept, replace(block, spans=(*spans, replace(span, text=cut, mention="")))]
            letters -= len(span.text)
            spans.append(span)
        kept.append(block)
    return kept


def shorten(text: str, longest: int) -> str:
    """The text, cut at a space or line end when it is too long."""
    if len(text) <= longest:
        return text
    short = text[: max(longest - 1, 0)]
    at = max(short.rfind(" "), short.rfind("\n"))
    return (short[:at] if at > longest // 2 else short) + "…"


def _joined(blocks: Sequence[Block]) -> str:
    text = ""
    for index, block in enumerate(blocks):
        listed = index > 0 and block.bullet and blocks[index - 1].bullet
        text += ("\n" if listed else "\n\n" if index else "") + _block(block)
    return text


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
    label = shorten(str(button.label), BUTTON_LABEL)
    if button.url:
        return discord.ui.Button(label=label, url=button.url, row=row)
    style = discord.ButtonStyle.danger if button.danger else discord.ButtonStyle.secondary
    return discord.ui.Button(label=label, custom_id=button.payload, style=style, row=row)


def modal_of(form: Form, language: Language | None = None) -> discord.ui.Modal:
    """A form as a modal, finished at once like a view: answers are read from the gateway."""
    modal = discord.ui.Modal(
        title=shorten(str(form.title), FORM_LABEL), custom_id=form_id(form, language), timeout=None
    )
    for field in form.fields[:5]:
        label = str(field.label)
        limit = min(field.limit, 4000)
        entry: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            label=shorten(label, FORM_LABEL),
            custom_id=field.name,
            style=discord.TextStyle.paragraph if field.long else discord.TextStyle.short,
            required=field.required,
            default=field.initial[:limit] or None,
            max_length=limit,
            placeholder=shorten(label, 100) if len(label) > FORM_LABEL else None,
        )
        modal.add_item(entry)
    modal.stop()
    return modal


def form_id(form: Form, language: Language | None) -> str:
    """A modal's custom id carries the form's language, where that finds room, its name and subject."""
    name = f"{FORM}:{form.name}:{form.subject}"
    if language and len(name) + len(language) < LONGEST_ID:
        return f"{FORM}.{language}:{form.name}:{form.subject}"
    if len(name) > LONGEST_ID:
        raise ValueError(f"form {form.name}: its subject is too long for Discord")
    return name


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
    if not span.text:
        return ""
    if span.code:
        fence = "`" * (1 + max((len(one) for one in _CODE.findall(span.text)), default=0))
        pad = " " if "`" in span.text else ""
        return f"{fence}{pad}{span.text}{pad}{fence}"
    if span.link.startswith(("http://", "https://")):
        address = span.link.replace(">", "%3E").replace(" ", "%20")
        text = f"[{_SPECIAL.sub(_escaped, span.text)}](<{address}>)"
    else:
        text = escape(span.text)
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
    """A text that Discord shows as it is: no marks, mentions, channels or custom emoji; addresses stay whole."""
    parts, end = [], 0
    for address in _ADDRESS.finditer(text):
        parts += [_SPECIAL.sub(_escaped, text[end : address.start()]), address[0]]
        end = address.end()
    return "".join([*parts, _SPECIAL.sub(_escaped, text[end:])])


def _escaped(found: re.Match[str]) -> str:
    return "\\" + found[0]
