"""Every button of the desk on every platform in both languages; the small size presses them on the local one."""

from __future__ import annotations

import pytest

from tests.support.buttons import SCENES, SETTINGS
from tests.support.presses import CHECKS, Check
from tests.world import Town


@pytest.mark.full
@pytest.mark.settings(SETTINGS)
@pytest.mark.parametrize("check", CHECKS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("kind", sorted(SCENES))
async def test_whoever_presses_where_people_are(kind: str, check: Check, town: Town) -> None:
    await check(kind, town)
