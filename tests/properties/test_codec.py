"""Whatever chat/ can say survives being written down."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.codec import Unreadable, decode, encode
from chat import actions, events
from chat.actions import Action, MadeBy, Post, Sanction
from chat.events import Event, SpokenEvent
from chat.text import Block, Markdown, Mention, Rich, Span, Text

ABSTRACT = (Action, Sanction, Event, SpokenEvent)
SHAPES = [
    shape
    for module in (actions, events)
    for shape in vars(module).values()
    if isinstance(shape, type) and dataclasses.is_dataclass(shape) and shape.__module__ == module.__name__
    if issubclass(shape, Action | Event) and shape not in ABSTRACT
]

words = st.text(st.characters(exclude_categories=()), max_size=12)
moments = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))]))
lengths = st.integers(0, 10**9).map(lambda seconds: timedelta(seconds=seconds))

st.register_type_strategy(str, words)
st.register_type_strategy(datetime, moments)
st.register_type_strategy(timedelta, lengths)
rich = st.builds(
    Rich,
    st.lists(st.builds(Block, st.lists(st.builds(Span, words), max_size=2).map(tuple)), max_size=2).map(
        tuple
    ),
    words,
)
texts = st.builds(
    Text,
    words,
    st.dictionaries(
        words.filter(lambda key: key != "_"),
        st.one_of(
            words,
            st.integers(),
            moments,
            lengths,
            st.builds(Markdown, words),
            st.builds(Mention, words, words),
        ),
        max_size=3,
    ),
)
st.register_type_strategy(Text, texts)
bodies = st.one_of(rich, texts, st.builds(Markdown, words))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@given(data=st.data())
def test_every_event_and_action_comes_back_equal(shape: type, data: st.DataObject) -> None:
    hints = (
        {"body": bodies, "otherwise": st.none()}
        if any(f.name == "body" for f in dataclasses.fields(shape))
        else {}
    )
    if shape is Post:
        hints["thread"] = st.one_of(st.none(), st.builds(MadeBy, words))
    value = data.draw(
        st.builds(
            shape,
            **{
                name: one
                for name, one in hints.items()
                if name in {f.name for f in dataclasses.fields(shape)}
            },
        )
    )
    written = encode(value)
    assert decode(written) == value
    assert written.isascii(), "no database refuses it"
    assert "\x00" not in written


@given(st.text(max_size=60))
def test_what_is_no_json_of_ours_is_unreadable_never_worse(text: str) -> None:
    try:
        value = decode(text)
    except Unreadable:
        return
    assert not isinstance(value, dict) or "_" not in value


@pytest.mark.parametrize(
    "payload",
    [
        "", "{", "nul", '{"_":"Nothing"}', '{"_":"MessagePosted"}', '{"_":"Mute","colour":1}', '{"_":"datetime"}',
        '{"_":"datetime","at":"yesterday"}', '{"_":"bytes","base64":"*"}', '{"_":["a"]}', '{"_":{}}', '{"_":7}',
        '{"_":"timedelta","seconds":"x"}', "[" * 100_000,
    ],
)  # fmt: skip
def test_unknown_tags_and_torn_values_are_unreadable(payload: str) -> None:
    with pytest.raises(Unreadable):
        decode(payload)


def test_defaults_are_left_out() -> None:
    written = json.loads(encode(Span("x")))
    assert written == {"_": "Span", "text": "x"}


def test_a_key_that_looks_like_a_mark_is_none() -> None:
    for value in ({"_": ""}, {"_": "datetime", "at": "soon"}, {"more": {"_": "Post"}, "_": "mapping"}):
        assert decode(encode(value)) == value
