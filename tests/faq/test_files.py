"""FAQ files: what is written is read again; what is wrong is named with its line and nothing is taken."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.messages import Attachment, Carried, Media
from chat.people import Language, Rank
from faq.entries import LANGUAGES, Entry, Question, distinct, doubled
from faq.files import Format, decoded, format_of, read, write
from faq.terms import Terms

WORDS = st.text(
    st.characters(
        codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u2028\u2029\x85"
    ),
    min_size=1,
    max_size=30,
)
LINES = st.lists(
    st.one_of(
        WORDS, st.sampled_from(["## not a heading", "- a point", "\\- odd", "<!-- a note -->", "", "# big"])
    ),
    min_size=1,
    max_size=5,
)

SENT = (
    Carried("telegram", Attachment(media=Media.PHOTO, ref="AgAC_-x", size=9)),
    Carried(
        "discord",
        Attachment(media=Media.DOCUMENT, ref="https://cdn.discordapp.com/a?ex=1#2", name="a -- b.pdf"),
    ),
)
DAYS = st.one_of(st.none(), st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1)))
TERMS = st.builds(
    Terms,
    owner=st.sampled_from(["", "telegram:42"]),
    department=st.sampled_from(["", "售后", "after sales"]),
    chats=st.sampled_from([(), ("discord:7", "telegram:-100")]),
    rank=st.sampled_from(Rank),
    valid_from=st.one_of(st.none(), st.just(date(2019, 1, 1))),
    valid_until=DAYS,
    review_after=DAYS,
)


@st.composite
def entries(draw: st.DrawFn) -> tuple[Entry, ...]:
    """Entries that could be stored, no question in two of them."""
    made: list[Entry] = []
    for number in range(draw(st.integers(1, 4))):
        languages = draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=8))
        asked = [
            Question(language, f"{draw(WORDS)} q{number}x{place}") for place, language in enumerate(languages)
        ]
        answers: dict[Language, str] = {}
        for language in draw(st.sets(st.sampled_from(LANGUAGES), min_size=1)):
            told = "\n".join(line.rstrip() for line in draw(LINES)).strip()
            answers[language] = told or "answer"
        refused = [
            Question(draw(st.sampled_from(LANGUAGES)), f"{draw(WORDS)} {mark} n{number}x{place}")
            for place, mark in enumerate(draw(st.lists(st.sampled_from(["-->", "--\\>", "|"]), max_size=2)))
        ]
        shown = draw(st.lists(st.sampled_from(["https://example.org/a.png", "https://example.org/b.pdf"])))
        made.append(
            Entry(
                name=f"e-{number}",
                questions=distinct(asked),
                answers=answers,
                source=draw(st.sampled_from(["", "https://example.org/a?b=1"])),
                negatives=distinct(refused),
                media={draw(st.sampled_from(LANGUAGES)): tuple(dict.fromkeys(shown))} if shown else {},
                files={draw(st.sampled_from(LANGUAGES)): SENT} if draw(st.booleans()) else {},
                terms=draw(TERMS),
                draft=draw(st.booleans()),
            )
        )
    return tuple(made) if not doubled(made) else tuple(made[:1])


@pytest.mark.parametrize("form", list(Format))
@given(written=entries())
def test_what_is_written_is_read_again(form: Format, written: tuple[Entry, ...]) -> None:
    again = read(write(written, form), form)
    assert not again.problems
    assert [one.name for one in again.entries] == [one.name for one in written]
    for one, other in zip(again.entries, written, strict=True):
        assert one.same_as(other), (one, other)


@given(text=st.text(max_size=400), form=st.sampled_from(list(Format)))
def test_no_file_breaks_the_reader(text: str, form: Format) -> None:
    found = read(text, form)
    assert bool(found.entries) != bool(found.problems)


def test_rows_of_one_id_belong_together() -> None:
    text = "id,language,question,answer\nship,en,when?,soon\nback,zh,退款,可以\nship,en,how long?,\nship,zh,多久,很快\n"
    ship, back = read(text, Format.CSV).entries
    assert [one.text for one in ship.questions] == ["when?", "how long?", "多久"]
    assert dict(ship.answers) == {"zh": "很快", "en": "soon"}
    assert dict(back.answers) == {"zh": "可以"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("a,fr,quoi?,x", "language.bad"),
        ("a,en,,", "question.missing"),
        ("a,en,what?", "columns.bad"),
        ("a b,en,what?,x", "id.bad"),
        (f"a,en,{'long ' * 80},x", "question.long"),
        ("a,en,what?,", "answer.missing"),
        ("good,en,and this?,another answer", "answer.differs"),
        ("other,en,Good question,x", "question.taken"),
        ('a,en,"what?,x', "csv.bad"),
    ],
)
def test_one_bad_row_refuses_the_whole_file(row: str, code: str) -> None:
    found = read(f"id,language,question,answer\ngood,en,good question?,yes\n{row}\n", Format.CSV)
    assert not found.entries
    assert code in [one.code for one in found.problems if one.line in (2, 3)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("not json", "json.bad"),
        ("[1]", "json.bad"),
        ('{"id": [7], "language": "en", "questions": ["q"], "answer": "a"}', "id.bad"),
        ('{"id": "a", "questions": ["q"], "answer": "a"}', "language.bad"),
        ('{"id": "a", "language": "en", "questions": "q", "answer": "a"}', "questions.bad"),
        ('{"id": "a", "language": "en", "questions": [], "answer": "a"}', "question.missing"),
        ('{"id": "a", "language": "en", "questions": ["q"]}', "answer.missing"),
    ],
)
def test_a_bad_line_is_named(line: str, code: str) -> None:
    good = '{"id": "g", "language": "en", "questions": ["hello"], "answer": "x", "department": "ignored"}'
    assert [(one.line, one.code) for one in read(f"{good}\n{line}\n", Format.JSON_LINES).problems] == [
        (2, code)
    ]


def test_markdown_without_comments_names_entries_by_their_question() -> None:
    text = "# Our FAQ\n\n## How do I pay?\n- can I pay by card\n\nBy card.\n\n- Visa\n\n## 怎么退款？\n\n点申请。\n"
    pay, refund = read(text, Format.MARKDOWN).entries
    assert (pay.name, refund.name) == ("how-do-i-pay", "怎么退款")
    assert [one.text for one in pay.questions] == ["How do I pay?", "can I pay by card"]
    assert dict(pay.answers) == {"en": "By card.\n\n- Visa"}
    assert dict(refund.answers) == {"zh": "点申请。"}


def test_markdown_comments_join_languages() -> None:
    text = "## How? <!-- pay en -->\n\nBy card.\n\n"
    text += "## 怎么付？\n<!-- pay zh -->\n<!-- source: https://example.org -->\n\n刷卡。\n"
    [pay] = read(text, Format.MARKDOWN).entries
    assert (dict(pay.answers), pay.source) == ({"zh": "刷卡。", "en": "By card."}, "https://example.org")


def test_words_before_the_first_heading_are_a_problem() -> None:
    [problem] = read("some words\n\n## How?\n\nSo.\n", Format.MARKDOWN).problems
    assert (problem.line, problem.code) == (1, "heading.missing")


@pytest.mark.parametrize("form", list(Format))
def test_an_empty_file_is_a_problem(form: Format) -> None:
    assert read("", form).problems


def test_halves_of_characters_are_not_kept() -> None:
    line = r'{"id": "a", "language": "en", "questions": ["how\ud800 so\u0000?"], "answer": "so\udfff\u0000"}'
    [entry] = read(line, Format.JSON_LINES).entries
    assert (entry.questions[0].text, entry.answers["en"]) == ("how? so?", "so?")


def test_spreadsheets_of_both_kinds_are_understood() -> None:
    text = "id,language,question,answer\na,zh,怎么退款？,点申请\n"
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("gb18030")):
        assert decoded(data) == text
    assert read("\ufeff" + text, Format.CSV).entries


def test_the_name_tells_the_format() -> None:
    assert [format_of(one) for one in ("a.CSV", "b.md", "c.jsonl", "d.txt", "csv")] == [
        Format.CSV,
        Format.MARKDOWN,
        Format.JSON_LINES,
        None,
        None,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "id;language;question;answer\na;EN-us;how, exactly?;so\n",
        "id\tlanguage\tquestion\tanswer\na\tEnglish\thow, exactly?\tso\n",
        '编号,语言,问题,答案\na,英文,"how, exactly?",so\n',
        'Id,Language,Question,Answer\r\na,en,"how, exactly?",so\r\n',
    ],
)
def test_spreadsheets_of_every_country_are_read(text: str) -> None:
    [one] = read(text, Format.CSV).entries
    assert (one.name, one.questions, dict(one.answers)) == (
        "a",
        (Question("en", "how, exactly?"),),
        {"en": "so"},
    )


def test_a_numbers_id_in_json_is_its_digits() -> None:
    row = '{"id": 7, "language": "中文", "questions": ["怎么办"], "answer": "这样"}'
    [one] = read(row, Format.JSON_LINES).entries
    assert (one.name, one.questions[0].language) == ("7", "zh")
    assert read(row.replace("7", "true"), Format.JSON_LINES).problems[0].code == "id.bad"
