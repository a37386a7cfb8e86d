"""Sentence vectors by onnxruntime, one sentence at a time; the folder of a model says which languages it may read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from chat.errors import Unusable
from chat.people import Language
from chat.text import Text
from faq.postings import Floats

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

CARD = "steward.toml"
"""Beside the model: its languages, the name of its file, how its output becomes one vector."""

_LONGEST = 128

_SLOW = ("SkipLayerNormFusion",)
"""Optimizers of onnxruntime whose nodes take longer than what they replace: a quarter of a whole run."""

_WHY = 200


class UnusableEncoder(Unusable):
    """The folder holds no model that can be read; the text says what is missing."""


class Encoder:
    """A model in memory. Sentences go in one by one, because an int8 model's scale depends on what shares the batch."""

    def __init__(
        self,
        *,
        session: InferenceSession,
        tokenizer: Tokenizer,
        languages: frozenset[Language],
        prefix: str,
        pooling: str,
        fingerprint: str,
    ) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._prefix = prefix
        self._pooling = pooling
        self._inputs = frozenset(one.name for one in session.get_inputs())
        self.languages = languages
        self.fingerprint = fingerprint

    def vector(self, text: str) -> Floats:
        """The unit vector of a sentence."""
        ids = np.asarray([self._tokenizer.encode(self._prefix + text).ids], np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        found = np.asarray(
            self._session.run(None, {name: value for name, value in given.items() if name in self._inputs})[
                0
            ][0],
            np.float32,
        )
        if found.ndim == 2:
            found = found[0] if self._pooling == "cls" else found.mean(axis=0)
        length = float(np.linalg.norm(found))
        return found / np.float32(length or 1.0)


def read_card(folder: Path) -> Mapping[str, object]:
    """What a folder says about its model. Raises UnusableEncoder."""
    try:
        return tomllib.loads(folder.joinpath(CARD).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnusableEncoder(
            Text("faq.encoder.card", {"folder": str(folder), "file": CARD, "trouble": str(error)})
        ) from error


def load_encoder(folder: Path) -> Encoder:
    """The model of a folder. Raises UnusableEncoder."""
    try:
        from onnxruntime import InferenceSession, SessionOptions
    except ImportError as error:  # there are no files of it for Intel Macs
        raise UnusableEncoder(Text("faq.encoder.runtime")) from error
    from tokenizers import Tokenizer

    card = read_card(folder)
    model, words = folder / str(card.get("model", "model.onnx")), folder / "tokenizer.json"
    for file in (model, words):
        if not file.is_file():
            raise UnusableEncoder(Text("faq.encoder.missing", {"folder": str(folder), "file": file.name}))
    languages = _languages(card, folder)
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # it keeps the most that any text ever took, and saves no time
    try:
        tokenizer = Tokenizer.from_file(str(words))
        session = InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"], disabled_optimizers=list(_SLOW)
        )
    except Exception as error:  # the two libraries raise classes of their own, without a common one
        why = {"folder": str(folder), "trouble": str(error)[:_WHY]}
        raise UnusableEncoder(Text("faq.encoder.model", why)) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(_LONGEST)
    return Encoder(
        session=session,
        tokenizer=tokenizer,
        languages=languages,
        prefix=str(card.get("prefix", "")),
        pooling=str(card.get("pooling", "mean")),
        fingerprint=str(card.get("fingerprint", "")),
    )


def _languages(card: Mapping[str, object], folder: Path) -> frozenset[Language]:
    named = card.get("languages")
    known: dict[object, Language] = {"zh": "zh", "en": "en"}
    if not isinstance(named, list) or not named or not all(one in known for one in named):
        raise UnusableEncoder(Text("faq.encoder.languages", {"folder": str(folder), "file": CARD}))
    return frozenset(known[one] for one in named)
