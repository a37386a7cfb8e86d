"""A text classifier of the transformers library, in a process of its own: `python -m moderation.classifier MODEL`.

It reads a JSON line `{"id": 1, "text": "…"}` and answers `{"id": 1, "scores": {"spam": 0.97, …}}`; first, when it is
ready, `{"labels": ["spam", …]}`. The serving process never loads torch.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TextIO

_LONGEST = 512
"""Tokens that are read of a text; a model that takes fewer says so."""

Ask = Callable[[str], Mapping[str, float]]


def load(model: str) -> tuple[Sequence[str], Ask]:
    """The labels of a model and what asks it; `model` is a folder or an id of Hugging Face's hub. Raises OSError."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    torch.set_num_threads(1)
    tokens = AutoTokenizer.from_pretrained(model)
    network = AutoModelForSequenceClassification.from_pretrained(model).eval()
    config = network.config
    labels = [str(config.id2label[n]) for n in range(config.num_labels)]
    longest = min(_LONGEST, getattr(config, "max_position_embeddings", _LONGEST))
    apart = config.problem_type == "multi_label_classification" or len(labels) == 1

    def ask(text: str) -> Mapping[str, float]:
        given = tokens(text, truncation=True, max_length=longest, return_tensors="pt")
        with torch.no_grad():
            found = network(**given).logits[0]
        shares = torch.sigmoid(found) if apart else torch.softmax(found, dim=-1)
        return dict(zip(labels, map(float, shares), strict=True))

    return labels, ask


def serve(labels: Sequence[str], ask: Ask, asked: TextIO, told: TextIO) -> None:
    """Answer line by line until nobody asks any more."""
    print(json.dumps({"labels": list(labels)}), file=told, flush=True)
    for line in asked:
        one = json.loads(line)
        answer = {"id": one["id"], "scores": ask(one["text"])}
        print(json.dumps(answer), file=told, flush=True)


if __name__ == "__main__":
    serve(*load(sys.argv[1]), sys.stdin, sys.stdout)
