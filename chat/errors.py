"""The failure tree.

    SaidNo      a refusal that the user must hear: a Text in their language; the pipeline answers it for the handler
    Clash       the store was not as expected: the event is decided again from fresh reads
    Unusable    what an operator gave to a command cannot be used: a Text says why, in the language of the terminal
    Unfit       a value of a setting, or what is read like one, cannot be used: a Text says why
    everything else is a bug: logged with the event's key, the event parked for that handler, the others unharmed
A failure of a platform is no exception but an Outcome (`chat/actions.py`).
"""

from __future__ import annotations

from chat.text import Text


class SaidNo(Exception):
    """The person asked for something that cannot be: they hear `text`, nothing else happens.

    `field` names the answer of a form that is wrong; what was typed into the form is not lost then.
    """

    def __init__(self, text: Text, *, field: str = "") -> None:
        super().__init__(text.key)
        self.text = text
        self.field = field


class Unusable(Exception):
    """What an operator gave cannot be used; `text` says what is wrong, and where within it."""

    def __init__(self, text: Text) -> None:
        super().__init__(f"{text.key} {dict(text.args)}")
        self.text = text


class Unfit(ValueError):
    """A value that somebody wrote cannot be used; `text` says why. Pydantic takes it for its own ValueError."""

    def __init__(self, key: str, **arguments: str) -> None:
        super().__init__(f"{key} {arguments}")
        self.text = Text(key, {**arguments})


class Clash(Exception):
    """A write changed another number of rows than expected, or met a unique key."""
