"""The command `steward encoder add`: a model's folder is copied and checked, or a hub's model exported once."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from bot.desk import BAD, GOOD, Say, UnusableFile


def add_encoder(model: str, languages: Sequence[str], say: Say) -> int:
    """Put a model under data/encoders. Raises UnusableFile when there is nothing to put there."""
    from faq.encoder import UnusableEncoder, load_encoder
    from faq.encoders import PLACE, folder_of

    source = Path(model)
    out = PLACE / (source.resolve().name if source.is_dir() else folder_of(model))
    if out.exists() and out.resolve() != source.resolve():
        raise UnusableFile(f"{out} is there already; remove it first")
    if source.is_dir():
        _copy(source, out, languages)
    elif not _export(model, out, languages):
        return BAD
    try:
        found = load_encoder(out)
        length = len(found.vector("hello"))
    except UnusableEncoder as trouble:
        shutil.rmtree(out)
        raise UnusableFile(str(trouble)) from trouble
    say(json.dumps({"encoder": out.name, "languages": sorted(found.languages), "dimensions": length}))
    return GOOD


def _copy(source: Path, out: Path, languages: Sequence[str]) -> None:
    """The model, its words and its card, which is written when there is none."""
    from faq.encoder import CARD

    models = [source / name for name in ("model.onnx", "onnx/model_quantized.onnx", "onnx/model.onnx")]
    ready = next((one for one in models if one.is_file()), None)
    words = source / "tokenizer.json"
    if ready is None or not words.is_file():
        raise UnusableFile(f"{source}: needs model.onnx (or onnx/model.onnx) and tokenizer.json")
    out.mkdir(parents=True, exist_ok=True)
    if out.resolve() == source.resolve():
        return
    shutil.copyfile(ready, out / "model.onnx")
    shutil.copyfile(words, out / "tokenizer.json")
    if (source / CARD).is_file():
        shutil.copyfile(source / CARD, out / CARD)
        return
    mark = hashlib.sha256(ready.read_bytes()).hexdigest()
    lines = [f"name = {json.dumps(source.resolve().name)}", f"languages = {json.dumps(list(languages))}"]
    (out / CARD).write_text("\n".join([*lines, f'fingerprint = "{mark}"', ""]), "utf-8")


def _export(model: str, out: Path, languages: Sequence[str]) -> bool:
    """Load by transformers and export once, in a process of its own; its progress bar goes to standard error."""
    missing = [name for name in ("torch", "transformers", "onnx", "onnxscript") if find_spec(name) is None]
    if missing:
        raise UnusableFile(
            f"{model}: no such folder, and a hub's model needs the extra hf, ./scripts/hf ({', '.join(missing)})"
        )
    done = subprocess.run(  # noqa: S603  (our own module, the words of the operator's command line)
        [sys.executable, "-m", "faq.export", model, str(out), ",".join(languages)], check=False
    )
    return done.returncode == 0
