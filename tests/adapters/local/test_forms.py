"""Forms that wait for a resident."""

from __future__ import annotations

from typing import Any, cast

from bot.adapters.local.town import GARDEN, ShownForm, Town
from chat.actions import Form
from chat.text import Text


def test_a_second_press_asks_once() -> None:
    nowhere = cast(Any, None)
    town = Town(nowhere, nowhere, nowhere)
    for interaction, resident, subject in (
        ("1", "ann", "7"),
        ("2", "bob", "7"),
        ("3", "ann", "8"),
        ("4", "ann", "7"),
    ):
        form = Form(name="answer", title=Text("faq.form.add"), subject=subject, fields=())
        town.show_form(interaction, ShownForm(resident, GARDEN, form))
    assert list(town.forms) == ["2", "3", "4"]
