"""The command `steward encoder add`: a model's folder is copied and checked, a hub's model fetched or exported once."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from bot.complaint import plain_file
from bot.desk import BAD, GOOD, Say, UnusableFile
from bot.hub import ONNX, POOLING, WORDS, NotFetched, fetch_model, is_id
from chat.text import Text


def add_encoder(model: str, languages: Sequence[str], say: Say) -> int:
    """Put a model under data/encoders. Raises UnusableFile when there is nothing to put there."""
    from faq.encoder import UnusableEncoder, load_encoder
    from faq.encoders import PLACE, folder_of

    source = Path(model)
    out = PLACE / (source.resolve().name if source.is_dir() else folder_of(model))
    if out.exists() and out.resolve() != source.resolve():
        raise UnusableFile(Text("bot.cli.no.encoder_room", {"folder": str(out)}))
    if source.is_dir():
        _copy(source, out, languages, source.resolve().name)
    elif not _fetched(model, out, languages) and not _export(model, out, languages):
        return BAD
    try:
        found = load_encoder(out)
        length = len(found.vector("hello"))
    except UnusableEncoder as trouble:
        shutil.rmtree(out)
        raise UnusableFile(trouble.text) from trouble
    say(json.dumps({"encoder": out.name, "languages": sorted(found.languages), "dimensions": length}))
    return GOOD


def _copy(source: Path, out: Path, languages: Sequence[str], name: str) -> None:
    """The model, its words and its card, which is written when there is none."""
    from faq.encoder import CARD

    ready = next((source / name for name in ONNX if (source / name).is_file()), None)
    words = source / WORDS
    if ready is None or not words.is_file():
        raise UnusableFile(plain_file(source, Text("bot.cli.no.encoder_files")))
    out.mkdir(parents=True, exist_ok=True)
    if out.resolve() == source.resolve():
        return
    shutil.copyfile(ready, out / "model.onnx")
    more = ready.with_name(f"{ready.name}_data")
    if more.is_file():
        shutil.copyfile(more, out / more.name)
    shutil.copyfile(words, out / WORDS)
    if (source / CARD).is_file():
        shutil.copyfile(source / CARD, out / CARD)
        return
    mark = hashlib.sha256(ready.read_bytes()).hexdigest()
    said = {"name": name, "languages": [*languages], "pooling": _pooling(source), "fingerprint": mark}
    lines = [f"{key} = {json.dumps(value)}\n" for key, value in said.items()]
    (out / CARD).write_text("".join(lines), "utf-8")


def _pooling(source: Path) -> str:
    """How the model's words become one vector, as sentence-transformers notes it beside a model."""
    try:
        noted = json.loads((source / POOLING).read_text("utf-8"))
    except (OSError, ValueError):
        return "mean"
    return "cls" if isinstance(noted, dict) and noted.get("pooling_mode_cls_token") else "mean"


def _fetched(model: str, out: Path, languages: Sequence[str]) -> bool:
    """Fetch a ready ONNX file from the hub; False when it has none. Raises UnusableFile."""
    if not is_id(model):
        return False
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetched-", dir=out.parent) as folder:
        try:
            ready = fetch_model(model, Path(folder))
        except NotFetched as trouble:
            raise UnusableFile(str(trouble)) from trouble
        if ready:
            _copy(Path(folder), out, languages, model)
    return ready


def _export(model: str, out: Path, languages: Sequence[str]) -> bool:
    """Load by transformers and export once, in a process of its own; its progress bar goes to standard error."""
    missing = [name for name in ("torch", "transformers", "onnx", "onnxscript") if find_spec(name) is None]
    if missing:
        facts = {"model": model, "missing": ", ".join(missing)}
        raise UnusableFile(Text("bot.cli.no.encoder", facts))
    done = subprocess.run(  # noqa: S603  (our own module, the words of the operator's command line)
        [sys.executable, "-m", "faq.export", model, str(out), ",".join(languages)], check=False
    )
    return done.returncode == 0
