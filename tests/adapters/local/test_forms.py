"""Forms that wait for a resident."""

from __future__ import annotations

from bot.adapters.local.forms import FormGone, Forms, ShownForm
from bot.adapters.local.town import GARDEN
from chat.actions import Form
from chat.text import Text


def shown(interaction: str, resident: str, subject: str) -> ShownForm:
    form = Form(name="answer", title=Text("faq.form.add"), subject=subject, fields=())
    return ShownForm(interaction=interaction, resident=resident, space=GARDEN, form=form)


def test_a_second_press_asks_once() -> None:
    told: list[ShownForm | FormGone] = []
    forms = Forms(told.append)
    asked = [shown("1", "ann", "7"), shown("2", "bob", "7"), shown("3", "ann", "8"), shown("4", "ann", "7")]
    for one in asked:
        forms.show(one)
    assert list(forms) == ["2", "3", "4"]
    assert told == [*asked[:3], FormGone(asked[0]), asked[3]]


def test_each_window_hears_that_a_form_waits_no_more() -> None:
    told: list[ShownForm | FormGone] = []
    forms = Forms(told.append)
    one, other = shown("1", "ann", "7"), shown("2", "ann", "8")
    forms.show(one)
    forms.show(other)
    forms.forget(one)
    assert forms.of("ann") == [other]
    assert told == [one, other, FormGone(one)]
