"""A ticket as a file to read or to process: HTML that runs nothing, JSON lines, and both without personal data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from chat.people import PersonId
from support.lines import Kind, Line
from support.tickets import Ticket

HIDDEN = "▇▇▇"
_SHOWN = (Kind.CONTEXT, Kind.MEMBER, Kind.REPLY, Kind.NOTE)
_PUBLIC = (Kind.MEMBER, Kind.REPLY)
_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # an e-mail address
    r"|https?://\S+"
    r"|@\w{2,}"
    r"|(?<!\w)\+?\d[\d\s().-]{5,}\d(?!\w)"  # a telephone, card, order or identity number
    r"|(?<![A-Za-z])[A-Za-z]{1,4}-?\d{5,}(?!\w)"
)
_PAGE = """<!doctype html>
<html lang="{{ language }}"><head><meta charset="utf-8"><title>#{{ number }}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:46em;margin:2em auto;padding:0 1em}
li{list-style:none;margin:.6em 0;padding:.6em .9em;border-radius:.6em;background:#f2f2f2;white-space:pre-wrap}
.reply{background:#e3f0ff}.note{background:#fff4d6}.context{color:#666}
time,b{font-size:.85em;margin-right:.8em}</style></head><body>{{ body|safe }}</body></html>
"""
_BODY = """<h1>#{{ number }}</h1><ul>
{% for line in lines %}<li class="{{ line.kind }}"><time>{{ line.at }}</time><b>{{ line.by }}</b>
{{ line.text }}</li>
{% endfor %}</ul>"""


def redacted(text: str, names: Sequence[str]) -> str:
    """The text without addresses, numbers, links and the names of the people in it."""
    text = _PERSONAL.sub(HIDDEN, text)
    for name in sorted((one for one in names if len(one) > 1), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)" if name.isascii() else re.escape(name), HIDDEN, text)
    return text


def rows(
    ticket: Ticket, lines: Sequence[Line], names: Mapping[PersonId, str], *, redact: bool
) -> list[dict[str, str]]:
    """What was said, oldest first; without personal data also without notes and the talk of others."""
    shown = [line for line in lines if line.kind in (_PUBLIC if redact else _SHOWN) and line.text]
    found = []
    for line in shown:
        name = names.get(line.by, "")
        text = line.text
        if redact:
            name = "member" if line.by == ticket.person else "support"
            text = redacted(text, list(names.values()))
        found.append({"kind": line.kind.value, "at": line.at.isoformat(), "by": name, "text": text})
    return found


def as_jsonl(ticket: Ticket, said: Sequence[Mapping[str, str]]) -> bytes:
    """The ticket, then a line each."""
    head = {
        "ticket": ticket.number,
        "state": ticket.state.value,
        "language": ticket.language,
        "department": ticket.department,
        "tags": list(ticket.tags),
        "opened_at": ticket.opened_at.isoformat(),
        "closed_at": ticket.closed_at.isoformat() if ticket.closed_at else None,
    }
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in (head, *said)).encode()


def as_html(ticket: Ticket, said: Sequence[Mapping[str, str]], zone: ZoneInfo) -> bytes:
    """A page of its own: everything escaped, then only harmless tags are let through."""
    import jinja2
    import nh3

    engine = jinja2.Environment(autoescape=True)
    lines = [
        {**one, "at": f"{datetime.fromisoformat(one['at']).astimezone(zone):%Y-%m-%d %H:%M}"} for one in said
    ]
    body = engine.from_string(_BODY).render(number=ticket.number, lines=lines)
    clean = nh3.clean(
        body,
        tags={"h1", "ul", "li", "time", "b"},
        attributes={"li": {"class"}},
        strip_comments=True,
    )
    page = engine.from_string(_PAGE).render(language=ticket.language, number=ticket.number, body=clean)
    return page.encode()
