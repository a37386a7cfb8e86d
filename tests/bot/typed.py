"""The command line as an operator types it, in this process."""

from __future__ import annotations

import pytest

from bot.cli import main


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, list[str]]:
    """The exit code, standard output, and the lines on standard error that are not logs."""
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return int(str(ended.value.code)), out, [line for line in err.splitlines() if " [info " not in line]
