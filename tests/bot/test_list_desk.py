"""`steward moderation import`: a list is kept, its noise in quarantine, and nothing is in force unasked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.desk import BAD, GOOD, UnusableFile
from bot.list_desk import import_list
from bot.offline import opened


async def test_a_file_is_tried_and_kept_once(tmp_path: Path) -> None:
    config, file = tmp_path / "config.toml", tmp_path / "list.csv"
    config.write_text('[store]\nurl = "sqlite:///steward.db"\n')
    file.write_text("term,level\n薅羊毛,3\n的,1\nlorem,2\n")
    said: list[str] = []
    more: dict[str, Any] = {
        "config": config,
        "name": "ours",
        "reason": "seen here",
        "since": "30d",
        "say": said.append,
    }
    assert await import_list(file, watch=True, **more) == GOOD
    told = json.loads(said[0])
    assert (told["terms"], told["state"]) == (3, "watched")
    assert [one["term"] for one in told["quarantined"]] == ["的"]
    async with opened(config, lock=False) as app:
        assert [row["term"] for row in await app.store.rows("lists.active")] == ["lorem", "薅羊毛"]
    assert await import_list(file, watch=True, **more) == BAD
    file.write_text("# nothing\n")
    with pytest.raises(UnusableFile):
        await import_list(file, watch=False, **{**more, "name": "empty"})
