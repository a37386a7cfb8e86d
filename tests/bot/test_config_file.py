"""What is wrong in a configuration is said with its place and in its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config_file import BadSettings, NoSettings, load_settings, read_settings

OWNERS = {"STEWARD_COMMUNITY__OWNERS": "telegram:5"}


@pytest.mark.parametrize(
    ("text", "environment", "said"),
    [
        ("\n[web]\nprot = 1", {}, 'line 3: web.prot: unknown key; did you mean "port"?'),
        ("[comunity]\nname = 'x'", {}, 'line 1: comunity: unknown key; did you mean "community"?'),
        ("[community]\nowners = 7", {}, "line 2: community.owners: must be a list"),
        ("[privacy]\nkeep_messages = 'soon'", {}, "line 2: privacy.keep_messages: not a length of time"),
        ("[web]\nport = 'abc'", {}, "line 2: web.port: must be a valid integer"),
        ("[web]\nport = ", {}, "syntax: "),
        (
            "[store]\nurl = 'mysql://a:b@c/d'",
            {},
            "line 2: store.url: must begin with sqlite:// or postgresql://",
        ),
        ("[store]\nurl = 'steward.db'", {}, "line 2: store.url: must begin with sqlite:// or postgresql://"),
        ("[community]\nowners = []", OWNERS, "STEWARD_COMMUNITY__OWNERS: must be a list"),
        ("", {"STEWARD_WEB__PROT": "1"}, 'STEWARD_WEB__PROT: unknown key; did you mean "port"?'),
        ("[web]\nport = 80", {"STEWARD_WEB__PORT__X": "1"}, "STEWARD_WEB__PORT__X: web.port is no table"),
    ],
)
def test_a_fault_is_named_with_its_place(text: str, environment: dict[str, str], said: str) -> None:
    with pytest.raises(BadSettings) as bad:
        read_settings(text, environment)
    assert str(bad.value).startswith(said)
    assert len(bad.value.faults) == 1


def test_no_file_is_another_trouble_than_a_bad_one(tmp_path: Path) -> None:
    with pytest.raises(NoSettings, match="No such file"):
        load_settings(tmp_path / "none.toml", {})
    (tmp_path / "picture.toml").write_bytes(b"\x89PNG\xff")
    with pytest.raises(NoSettings):
        load_settings(tmp_path / "picture.toml", {})
