"""What a message is beside its words."""

from __future__ import annotations

import pytest

from bot.adapters.telegram.messages import buttons_of
from chat.messages import Attachment, Entity, EntityKind, Media, Message
from chat.people import Space
from moderation.shapes import Shape, shapes_of

HERE = Space("telegram", "-100")
PHOTO = (Attachment(media=Media.PHOTO),)
APP = (Attachment(media=Media.DOCUMENT, name="Wallet.APK"),)
NOTES = (Attachment(media=Media.DOCUMENT, name="notes.exe.txt"),)


def link(text: str, address: str) -> tuple[Entity, ...]:
    start = text.index(address)
    return (Entity(kind=EntityKind.LINK, start=start, end=start + len(address), target=address),)


@pytest.mark.parametrize(
    ("message", "shapes"),
    [
        (Message(id="1", space=HERE, text="hello"), []),
        (Message(id="1", space=HERE, text="hello", forwarded=True), [Shape.FORWARD]),
        (Message(id="1", space=HERE, text="see", elsewhere=True), [Shape.ELSEWHERE]),
        (Message(id="1", space=HERE, text="see", buttons=("https://a.example",)), [Shape.BUTTONS]),
        (Message(id="1", space=HERE, attachments=PHOTO), [Shape.MEDIA_ONLY]),
        (Message(id="1", space=HERE, attachments=APP, text="the new version"), [Shape.PROGRAM]),
        (Message(id="1", space=HERE, attachments=NOTES, text="my notes"), []),
        (Message(id="1", space=HERE, attachments=PHOTO, text="my cat"), []),
        (
            Message(id="1", space=HERE, attachments=(Attachment(media=Media.CONTACT),)),
            [Shape.CONTACT, Shape.MEDIA_ONLY],
        ),
    ],
)
def test_each_shape_is_seen(message: Message, shapes: list[Shape]) -> None:
    assert list(shapes_of(message)) == shapes


def test_a_link_with_words_is_no_bare_link() -> None:
    for text, bare in (
        ("https://a.example/x", True),
        ("👉 https://a.example/x 👈", True),
        ("看 https://a.example/x", True),
        ("有人试过这个吗 https://a.example/x", False),
        ("has anybody tried https://a.example/x", False),
        ("look at this https://a.example/x", True),
        ("wow it works!! check it out 👇 https://a.example/x", True),
        ("hello everyone https://a.example/x", True),
        ("大家好，看看这个，真的有用 https://a.example/x", True),
        ("I wrote about it https://a.example/x", False),
        ("这个教程讲得很清楚 https://a.example/x", False),
        ("my new blog https://a.example/x", False),
    ):
        message = Message(id="1", space=HERE, text=text, entities=link(text, "https://a.example/x"))
        assert (Shape.LINK_ONLY in shapes_of(message)) is bare, text


def test_where_everybody_knows_the_site_pointing_at_it_is_enough() -> None:
    for address, bare in (
        ("https://github.com/ann/tool", False),
        ("https://zh.wikipedia.org/wiki/猫", False),
        ("https://bit.ly/3xAbC", True),
    ):
        for text in (f"look at this {address}", f"看看这个 {address}"):
            message = Message(id="1", space=HERE, text=text, entities=link(text, address))
            assert (Shape.LINK_ONLY in shapes_of(message)) is bare, text


def test_buttons_under_a_message_are_read_with_their_addresses() -> None:
    rows = [[{"text": "win", "url": "https://a.example"}, {"text": "more", "callback_data": "x"}]]
    assert buttons_of({"reply_markup": {"inline_keyboard": rows}}) == ("https://a.example", "")
    assert buttons_of({"text": "hello"}) == ()
