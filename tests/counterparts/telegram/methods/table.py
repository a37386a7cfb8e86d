"""Every method by its name in lower case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tests.counterparts.telegram.methods import (
    chatting,
    deleting,
    editing,
    inviting,
    moderating,
    sending,
    serving,
    topics,
)
from tests.counterparts.telegram.wire import Params

if TYPE_CHECKING:
    from tests.counterparts.telegram.town import Town

Method = Callable[["Town", Params], Any]

METHODS: Mapping[str, Method] = {
    **chatting.METHODS,
    **deleting.METHODS,
    **editing.METHODS,
    **inviting.METHODS,
    **moderating.METHODS,
    **sending.METHODS,
    **serving.METHODS,
    **topics.METHODS,
}
