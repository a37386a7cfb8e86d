"""A gap as editors see it: what people asked, what comes near, what a human answered; one tap for each way out."""

from __future__ import annotations

from chat.actions import Button
from chat.people import Rank
from chat.text import Markdown, Text
from faq.entries import Entry
from faq.gaps import Gap

_EXCERPT = 300


def gap_text(gap: Gap, near: Entry | None, disliked: Entry | None = None) -> Text:
    """The card's words; `disliked` was given for it and did not help."""
    more: Text = Text("faq.gap.end", {"since": gap.misses[0].at})
    said = gap.reply("zh") or gap.reply("en")
    if said:
        more = Text("faq.gap.reply", {"reply": said[:_EXCERPT], "more": more})
    for key, entry in (("near", near), ("disliked", disliked)):
        if entry:
            title = entry.questions[0].text if entry.questions else entry.name
            more = Text(f"faq.gap.{key}", {"name": entry.name, "question": title, "more": more})
    for one in reversed(gap.wordings):
        more = Text("faq.gap.question", {"question": one.text, "more": more})
    return Text("faq.gap.head", {"count": len(gap.misses), "people": gap.people, "more": more})


def gap_buttons(
    gap: Gap, near: Entry | None, disliked: Entry | None = None
) -> tuple[tuple[Button, ...], ...]:
    """Add the wordings to what comes near, mend what did not help, make a draft, or never be asked again."""
    variant = Button(
        label=Text("faq.button.variant", {"name": near.name}) if near else "",
        kind="faq.variant",
        id=gap.id,
        only=Rank.STAFF,
    )
    others = (
        Button(label=Text("faq.button.draft"), kind="faq.draft", id=gap.id, only=Rank.STAFF),
        Button(label=Text("faq.button.ignore"), kind="faq.ignore", id=gap.id, only=Rank.STAFF),
    )
    mend = Button(
        label=Text("faq.button.mend", {"name": disliked.name}) if disliked else "",
        kind="faq.edit",
        id=disliked.id if disliked else "",
        only=Rank.STAFF,
    )
    return (*(((variant,),) if near else ()), *(((mend,),) if disliked else ()), others)


def draft_text(entry: Entry) -> Text:
    """A draft that was just made."""
    words = next((one for one in entry.answers.values() if one), "")
    answer = Text("faq.draft.answer", {"answer": Markdown(words)}) if words else Text("faq.draft.no_answer")
    return Text("faq.draft.made", {"name": entry.name, "question": entry.questions[0].text, "answer": answer})


def draft_buttons(entry: Entry) -> tuple[tuple[Button, ...], ...]:
    """Fill it in, let it answer, or drop it."""
    edit = Button(label=Text("faq.button.edit"), kind="faq.edit", id=entry.id)
    publish = Button(label=Text("faq.button.publish"), kind="faq.publish", id=entry.id)
    drop = Button(label=Text("faq.button.drop"), kind="faq.drop", id=entry.id, danger=True)
    return ((edit, publish, drop) if entry.answers else (edit, drop),)
