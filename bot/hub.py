"""A model hub over HTTP, as Hugging Face serves it: which ready ONNX file a model has, and its words, fetched whole."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

HUB = "https://huggingface.co"
ONNX = ("model.onnx", "onnx/model_quantized.onnx", "onnx/model.onnx")
"""Where a model's ready file lies, the first that is there."""

WORDS, POOLING = "tokenizer.json", "1_Pooling/config.json"
_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_TIMEOUT = 30.0
_STEPS = 20


class NotFetched(Exception):
    """The hub was not reached, or refused; the message says which address and why."""


def is_id(name: str) -> bool:
    """Whether a name is that of a model on a hub: `owner/name`."""
    return bool(_ID.fullmatch(name))


def fetch_model(model: str, folder: Path, environment: Mapping[str, str] = os.environ) -> bool:
    """Put the model's ONNX file, words and pooling into `folder`; False when it has no ready ONNX file.

    `HF_ENDPOINT` names another hub or a mirror, `HF_TOKEN` opens models that are not public. Raises NotFetched.
    """
    import httpx  # only those pay for it who fetch a model

    token = environment.get("HF_TOKEN", "")
    base = f"{environment.get('HF_ENDPOINT', '').rstrip('/') or HUB}/{model}/resolve/main/"
    headers = {"authorization": f"Bearer {token}"} if token else {}
    try:
        with httpx.Client(timeout=_TIMEOUT, follow_redirects=True, headers=headers) as client:
            found = next((one for one in ONNX if _fetch(client, base, one, folder)), None)
            if found is None or not _fetch(client, base, WORDS, folder):
                return False
            _fetch(client, base, f"{found}_data", folder)  # weights that are too large for one file
            _fetch(client, base, POOLING, folder)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        from bot.journal import Redactor

        raise NotFetched(Redactor().clean(f"{base}: {error!s}")) from error  # a mirror may want a password
    return True


def _fetch(client: object, base: str, name: str, folder: Path) -> bool:
    """One file, streamed to the disk; False when the hub has none of that name."""
    import httpx

    assert isinstance(client, httpx.Client)
    with client.stream("GET", base + name) as reply:
        if reply.status_code == httpx.codes.NOT_FOUND:
            return False
        reply.raise_for_status()
        total, done = int(reply.headers.get("content-length", 0)), 0
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            for part in reply.iter_bytes(1 << 16):
                file.write(part)
                done += len(part)
                _told(name, done, total)
    print(file=sys.stderr)  # noqa: T201  (the end of the bar)
    return True


def _told(name: str, done: int, total: int) -> None:
    """A progress bar on standard error."""
    step = _STEPS * done // total if total else 0
    size = f"{done / 1e6:.1f}" + (f" of {total / 1e6:.1f} MB" if total else " MB")
    bar = "#" * step + "." * (_STEPS - step)
    print(f"\r[{bar}] {name} {size}", end="", file=sys.stderr, flush=True)  # noqa: T201
