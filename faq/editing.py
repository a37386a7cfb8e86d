"""Editors at work: entries from forms and files, and the writes that put them in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from chat.actions import Field, Form
from chat.decision import Write
from chat.errors import SaidNo
from chat.messages import Carried
from chat.people import Language, PersonId
from chat.ports import Clock, Ids
from chat.text import Text
from faq.attached import with_files
from faq.enclosures import MARK
from faq.entries import LANGUAGES, LONGEST_ANSWER, Entry, Question, distinct, doubled, faults, storable
from faq.index import Index
from faq.rows import add_entry, change_entry, new_edition, remove_entry
from language.lanes import language_of

FORM = "faq.entry"
QUESTIONS_LIMIT = 2000
_FIELDS = {"answer": f"answer_{LANGUAGES[0]}", "source": "source"}
"""Where in the form something is wrong, by the first part of the fault's code; else it is a question."""

NOTHING = "-"
"""What stands for “nothing” where an empty answer means “as it was”."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The writes of an edit, and the entry as it will be."""

    entry: Entry
    writes: tuple[Write, ...]
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """The writes of an import, and how many entries are new, changed, and as they were.

    `corrected` are the ids of the changed ones: what was said of them is to be looked through.
    """

    writes: tuple[Write, ...]
    added: int
    changed: int
    same: int
    corrected: tuple[str, ...] = ()


class Editing:
    """Turns what editors typed into writes."""

    def __init__(self, *, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids

    def submitted(
        self,
        index: Index,
        subject: str,
        values: Mapping[str, str],
        by: PersonId,
        community: Language,
        files: Sequence[Carried] = (),
    ) -> Change:
        """The entry of a filled-in form with the files sent along. Raises SaidNo with the reason when it cannot be."""
        known = _known(index, subject)
        kept = _kept(known) if known else ()
        typed = [_question(line, values, community) for line in values.get("questions", "").splitlines()]
        entry = replace(
            known or Entry(name=self.next_name(index), questions=(), answers={}),
            questions=distinct((*typed, *kept)),
            answers={
                language: words
                for language in LANGUAGES
                if (words := storable(values.get(f"answer_{language}", "")).strip()) and words != NOTHING
            },
            source="" if (source := values.get("source", "").strip()) == NOTHING else source,
        )
        entry = with_files(entry, files) if files else entry
        return self.changed(index, known, entry, by) if known else self.added(index, entry, by)

    def added(self, index: Index, entry: Entry, by: PersonId | None) -> Change:
        """A new entry. Raises SaidNo with the reason when it cannot be."""
        check(entry, index)
        key = self._ids.new()
        writes = (*add_entry(entry, key, by, self._clock.now()), new_edition())
        return Change(entry=replace(entry, id=key, revision=1), writes=writes, is_new=True)

    def changed(self, index: Index, known: Entry, entry: Entry, by: PersonId | None) -> Change:
        """A stored entry as it shall be. Raises SaidNo with the reason when it cannot be."""
        check(entry, index)
        writes = (*change_entry(known, entry, by, self._clock.now()), new_edition())
        return Change(entry=replace(entry, revision=known.revision + 1), writes=writes)

    def next_name(self, index: Index) -> str:
        """The id of an entry that is made in the chat: they are numbered."""
        return str(max((int(one) for one in index.by_name if one.isascii() and one.isdigit()), default=0) + 1)

    def removed(self, entry: Entry) -> tuple[Write, ...]:
        """The writes that remove an entry."""
        return (*remove_entry(entry), new_edition())

    def imported(self, index: Index, entries: Sequence[Entry], by: PersonId | None) -> Import:
        """Add what is new, replace what has the same id. Nothing else is touched."""
        now = self._clock.now()
        writes: list[Write] = []
        added, changed = 0, list[str]()
        for entry in entries:
            known = index.by_name.get(entry.name)
            if known is None:
                added += 1
                writes += add_entry(entry, self._ids.new(), by, now)
            elif not known.same_as(entry):
                changed.append(known.id)
                writes += change_entry(known, entry, by, now)
        if writes:
            writes.append(new_edition())
        return Import(
            writes=tuple(writes),
            added=added,
            changed=len(changed),
            same=len(entries) - added - len(changed),
            corrected=tuple(changed),
        )


def form(entry: Entry | None, mark: str = "") -> Form:
    """The form of a new entry, or of one that is changed; `mark` tells that files wait for it."""
    shown = _shown(entry.questions) if entry else ()
    answers = entry.answers if entry else {}
    return Form(
        name=FORM,
        subject=f"{entry.id}.{entry.revision}{mark}" if entry else mark,
        title=Text("faq.form.change", {"name": entry.name}) if entry else Text("faq.form.add"),
        fields=(
            Field(
                name="questions",
                label=Text("faq.form.questions"),
                required=entry is None,
                long=True,
                initial="\n".join(one.text for one in shown),
                limit=QUESTIONS_LIMIT,
            ),
            *(
                Field(
                    name=f"answer_{language}",
                    label=Text(f"faq.form.answer_{language}"),
                    required=False,
                    long=True,
                    initial=answers.get(language, ""),
                    limit=LONGEST_ANSWER,
                )
                for language in LANGUAGES
            ),
            Field(
                name="source",
                label=Text("faq.form.source"),
                required=False,
                initial=entry.source if entry else "",
                limit=500,
            ),
        ),
    )


def _known(index: Index, subject: str) -> Entry | None:
    """The entry that a form was about. Raises SaidNo when it is gone or was changed since."""
    subject = subject.removesuffix(MARK)
    if not subject:
        return None
    key, _, revision = subject.partition(".")
    known = index.entries.get(key)
    if known is None:
        raise SaidNo(Text("faq.no.gone"))
    if str(known.revision) != revision:
        raise SaidNo(Text("faq.no.changed_meanwhile", {"name": known.name}))
    return known


def _shown(questions: Sequence[Question]) -> tuple[Question, ...]:
    """As many questions as the form's field holds."""
    shown: list[Question] = []
    length = 0
    for one in questions:
        length += len(one.text) + 1
        if length > QUESTIONS_LIMIT:
            break
        shown.append(one)
    return tuple(shown)


def _kept(entry: Entry) -> tuple[Question, ...]:
    """The questions that had no room in the form and therefore stay."""
    return entry.questions[len(_shown(entry.questions)) :]


def _question(line: str, values: Mapping[str, str], community: Language) -> Question:
    """A line with its language: by its script, else by the one answer that there is."""
    answered = [one for one in LANGUAGES if values.get(f"answer_{one}", "").strip() not in ("", NOTHING)]
    fallback = answered[0] if len(answered) == 1 else community
    return Question(language_of(line) or fallback, line)


def check(entry: Entry, index: Index) -> None:
    """Raise SaidNo when an entry cannot be, alone or beside the others."""
    found = faults(entry)
    if found:
        wrong = _FIELDS.get(found[0].code.partition(".")[0], "questions")
        raise SaidNo(Text("faq.no.fault", {"fault": fault_text(found[0].code, found[0].detail)}), field=wrong)
    others: Iterable[Entry] = (one for one in index.entries.values() if one.name != entry.name)
    for question, owner, _ in doubled((*others, entry)):
        if question in entry.questions:
            taken = Text("faq.no.taken", {"question": question.text, "name": owner.name})
            raise SaidNo(taken, field="questions")


def fault_text(code: str, detail: str) -> Text:
    """A fault in words."""
    return Text(f"faq.fault.{code.replace('.', '_')}", {"detail": detail})
