"""Embeds: their limits, and the form in which Discord gives them back."""

from __future__ import annotations

from tests.counterparts.discord.refusals import Form
from tests.counterparts.discord.shapes import Json

MOST = 10
MOST_FIELDS = 25
MOST_TOGETHER = 6000
SCHEMES = ("http://", "https://", "attachment://")
LIMITS = {"title": 256, "description": 4096}
MEDIA = ("image", "thumbnail")


def check_embeds(form: Form, embeds: list[Json]) -> None:
    """Notes every limit that is broken."""
    if len(embeds) > MOST:
        form.fault("embeds", "BASE_TYPE_MAX_LENGTH", f"Must be {MOST} or fewer in length.")
    for index, embed in enumerate(embeds):
        _check_embed(form, f"embeds.{index}", embed)
    if sum(_letters(embed) for embed in embeds) > MOST_TOGETHER:
        form.fault("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def _check_embed(form: Form, place: str, embed: Json) -> None:
    for key, limit in LIMITS.items():
        form.longest(f"{place}.{key}", embed.get(key), limit)
    form.longest(f"{place}.footer.text", (embed.get("footer") or {}).get("text"), 2048)
    form.longest(f"{place}.author.name", (embed.get("author") or {}).get("name"), 256)
    fields = embed.get("fields") or []
    if len(fields) > MOST_FIELDS:
        form.fault(f"{place}.fields", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for index, one in enumerate(fields):
        form.length(f"{place}.fields.{index}.name", one.get("name"), 1, 256)
        form.length(f"{place}.fields.{index}.value", one.get("value"), 1, 1024)
    for place_of_link, link in _links(embed):
        if link and not link.startswith(SCHEMES):
            text = "Scheme must be one of ('http', 'https', 'attachment')."
            form.fault(f"{place}.{place_of_link}", "URL_TYPE_INVALID_SCHEME", text)


def _links(embed: Json) -> list[tuple[str, str | None]]:
    media = [(f"{key}.url", (embed.get(key) or {}).get("url")) for key in MEDIA]
    icons = [(f"{key}.icon_url", (embed.get(key) or {}).get("icon_url")) for key in ("footer", "author")]
    return [("url", embed.get("url")), *media, *icons]


def _letters(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for one in embed.get("fields") or []:
        texts += [one.get("name"), one.get("value")]
    return sum(len(text) for text in texts if isinstance(text, str))


def shown_embed(embed: Json) -> Json:
    """The embed as it comes back: rich, without nulls, every field with `inline`."""
    shown: Json = {key: _without_nulls(value) for key, value in embed.items() if value is not None}
    shown["type"] = shown.get("type") or "rich"
    if "fields" in shown:
        shown["fields"] = [{"inline": False, **one} for one in shown["fields"]]
    return shown


def _without_nulls(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value]
    return value
