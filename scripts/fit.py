"""Fit the shipped model of moderation anew: `.venv/bin/python scripts/fit.py DATA`.

It learns from our own sentences (scripts/sentences), and from public sets as background: the ordinary and the rude
lines of COLD and Davidson, the questions of banking77 and clinc150, and tg_samples. DATA is the folder of these.
Cross validation over our own sentences is printed; the weights go to moderation/lexicon/model.tsv.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import diags
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict

from language.fold import fold
from moderation.model import LONGEST, write_model
from moderation.ngrams import pieces

ROOT = Path(__file__).resolve().parent.parent
STRENGTH = 10.0
BACKGROUND = 0.1
KEPT = 14_000
SEED = 1

Row = tuple[str, int, float]


def own() -> Iterator[Row]:
    """Our own sentences."""
    for label, spam in (("spam", 1), ("ham", 0)):
        for language in ("zh", "en"):
            path = ROOT / "scripts" / "sentences" / f"{label}.{language}.txt"
            yield from ((line, spam, 1.0) for line in path.read_text("utf-8").splitlines() if line)


def background(data: Path) -> Iterator[Row]:
    """A sample of each public set, at a small weight."""
    chance = random.Random(SEED)  # noqa: S311
    for name, most in (("cold", 5000), ("davidson", 2500)):
        rows = [json.loads(line)["text"] for line in _lines(data / "moderation" / name / "train.jsonl")]
        yield from ((text, 0, BACKGROUND) for text in chance.sample(rows, most))
    for name in ("banking77/entries_10shot.jsonl", "clinc150/entries.jsonl"):
        entries = [json.loads(line) for line in _lines(data / "faq" / name)]
        questions = [question for entry in entries for question in entry["questions"]]
        yield from ((text, 0, BACKGROUND) for text in chance.sample(questions, min(1500, len(questions))))
    for line in _lines(data / "moderation" / "tg_samples" / "train.jsonl"):
        row = json.loads(line)
        yield row["text"], int(row["label"] == "spam"), 3 * BACKGROUND


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def features(text: str) -> dict[str, float]:
    """The pieces of a text, each once."""
    return dict.fromkeys((piece for piece, _, _ in pieces(fold(text)[:LONGEST])), 1.0)


def main(data: Path) -> None:
    """Fit, validate, write."""
    mine = list(own())
    rows = mine + list(background(data))
    vectors = DictVectorizer()
    table = vectors.fit_transform([features(text) for text, _, _ in rows])
    table = diags(1 / np.sqrt(np.maximum(table.getnnz(axis=1), 1))) @ table
    labels = np.array([spam for _, spam, _ in rows])
    shares = np.array([share for _, _, share in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    folds = KFold(5, shuffle=True, random_state=0)
    odds = cross_val_predict(
        model, table, labels, cv=folds, method="decision_function", params={"sample_weight": shares}
    )[: len(mine)]
    spam = labels[: len(mine)] == 1
    limit = float(np.quantile(odds[~spam], 0.97))
    print(
        f"{len(mine)} sentences of ours; at 3 % false positives {np.mean(odds[spam] > limit):.3f} are found"
    )
    model.fit(table, labels, sample_weight=shares)
    weights = model.coef_[0]
    largest = np.argsort(-np.abs(weights))[:KEPT]
    names = vectors.get_feature_names_out()
    kept = {str(names[n]): float(weights[n]) for n in largest if abs(weights[n]) >= 0.01}
    path = ROOT / "moderation" / "lexicon" / "model.tsv"
    path.write_text(write_model(kept, float(model.intercept_[0])), "utf-8")
    print(f"{len(kept)} of {len(weights)} pieces kept, {path.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
