"""Fit the shipped model of moderation anew: `.venv/bin/python scripts/fit.py DATA`.

It learns from our own sentences (scripts/sentences), and from public sets as background: the ordinary and the rude
lines of COLD and Davidson, the questions of banking77 and clinc150, and tg_samples. DATA is the folder of these.
Cross validation over our own sentences is printed; the weights go to moderation/lexicon/model.tsv and, of
how Chinese sounds, to moderation/lexicon/sounds.tsv; the words that broken ones are made whole by to words.txt.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from scipy.sparse import diags
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict

from language.disguise import bare, tables
from language.fold import fold
from language.passages import passages
from language.sounds import as_han, spelling_of
from language.spoken import sound_of_all, traits_of
from moderation.glance import Glance
from moderation.model import ADDRESS, FEWEST, LONGEST, write_model
from moderation.ngrams import piece_set
from moderation.readings import looks_pinyin
from moderation.vocabulary import vocabulary
from moderation.wordings import wordings

ROOT = Path(__file__).resolve().parent.parent
STRENGTH = 30.0
BACKGROUND = 1.0
KEPT = 32_000
KEPT_SOUNDS = 3_000
LEAST = 0.01
TOLERANCE = 1e-3
BIAS = 10.0
"""The bias is shrunk like a weight, so much less."""
QUOTED = re.compile('[“"「『][^”"」』]{6,}[”"」』]')
SEED = 1
WORD = re.compile(r"(?<![^\s(\"'])[a-z]{2,}(?![^\s,.!?;:)'\"])")
OFTEN, SELDOM = 3, 2
"""So many sentences have a word that is known, so many ordinary ones among them."""
NO_WORDS = vocabulary([])
SHORT_OFTEN = 5
"""So many ordinary ones have it where it is short or has no vowels."""

Row = tuple[str, int, float]


def own() -> Iterator[Row]:
    """Our own sentences; what an ordinary one quotes is somebody else's."""
    for label, spam in (("spam", 1), ("ham", 0)):
        for language in ("zh", "en"):
            path = ROOT / "scripts" / "sentences" / f"{label}.{language}.txt"
            for line in path.read_text("utf-8").splitlines():
                yield line if spam else QUOTED.sub(" ", line), spam, 1.0


def background(data: Path) -> Iterator[Row]:
    """A sample of each public set, at a small weight."""
    chance = random.Random(SEED)  # noqa: S311
    for name, most in (("cold", 8000), ("davidson", 5000)):
        rows = [json.loads(line)["text"] for line in _lines(data / "moderation" / name / "train.jsonl")]
        yield from ((text, 0, BACKGROUND) for text in chance.sample(rows, most))
    for name in ("banking77/entries_10shot.jsonl", "clinc150/entries.jsonl"):
        entries = [json.loads(line) for line in _lines(data / "faq" / name)]
        questions = [question for entry in entries for question in entry["questions"]]
        yield from ((text, 0, BACKGROUND) for text in chance.sample(questions, min(4000, len(questions))))
    for line in _lines(data / "moderation" / "tg_samples" / "train.jsonl"):
        row = json.loads(line)
        yield row["text"], int(row["label"] == "spam"), BACKGROUND


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def apart(rows: Sequence[Row]) -> Iterator[Row]:
    """The passages of harmless texts, since long texts are read by passages, too."""
    for text, spam, _ in rows:
        if not spam:
            yield from ((one, 0, 0.25) for one in passages(fold(text)))


def used() -> list[str]:
    """The English words that are met often, also in ordinary sentences; first what solicitations say often, and more
    than others do.
    """
    folder = ROOT / "scripts" / "sentences"
    spam, ham = (
        Counter(
            chain.from_iterable(map(_words_of, (folder / f"{label}.en.txt").read_text("utf-8").splitlines()))
        )
        for label in ("spam", "ham")
    )
    found = [one for one in ham if ham[one] >= _least(one) and spam[one] + ham[one] >= OFTEN]
    return sorted(found, key=lambda one: (-(spam[one] ** 2) / (spam[one] + ham[one]), -ham[one], one))


def _words_of(line: str) -> set[str]:
    return set(WORD.findall(fold(line))).difference(tables()["short"])


def _least(word: str) -> int:
    return SHORT_OFTEN if len(word) < 3 or bare(word) == word else SELDOM


def words(text: str) -> str:
    """What the model reads of a text: what was broken up is learned as it was before."""
    seen = Glance(text)
    shown = next((wording for wording, _ in wordings(seen, [], NO_WORDS)), seen.folded)
    return ADDRESS.sub(" ", shown)[:LONGEST]


def sounds(text: str) -> str:
    """What the model of sounds reads: its syllables, whether written in Han or in pinyin."""
    return as_han(sound_of_all(fold(text).split()))[:LONGEST]


def _is_chinese(text: str) -> bool:
    traits = traits_of(fold(text).split())
    return looks_pinyin(traits) or any("\u4e00" <= one <= "\u9fff" for one in text)


def fitted(
    rows: Sequence[Row], own_rows: int, read: Callable[[str], str], most: int
) -> tuple[dict[str, float], float]:
    """The weights of the pieces that say most, and the bias; what cross validation finds is printed."""
    vectors = DictVectorizer()
    table = vectors.fit_transform([dict.fromkeys(piece_set(read(text)), 1.0) for text, _, _ in rows])
    table = diags(1 / np.sqrt(np.maximum(table.getnnz(axis=1), FEWEST))) @ table
    labels = np.array([spam for _, spam, _ in rows])
    shares = np.array([share for _, _, share in rows])
    model = LogisticRegression(
        C=STRENGTH, solver="liblinear", intercept_scaling=BIAS, max_iter=500, tol=TOLERANCE
    )
    folds = KFold(5, shuffle=True, random_state=0)
    odds = cross_val_predict(
        model, table, labels, cv=folds, method="decision_function", params={"sample_weight": shares}
    )[:own_rows]
    spam = labels[:own_rows] == 1
    limit = float(np.quantile(odds[~spam], 0.97))
    print(f"{own_rows} sentences of ours; at 3 % false positives {np.mean(odds[spam] > limit):.3f} are found")
    model.fit(table, labels, sample_weight=shares)
    weights = model.coef_[0]
    names = vectors.get_feature_names_out()
    kept = {
        str(names[n]): float(weights[n])
        for n in np.argsort(-np.abs(weights))[:most]
        if abs(weights[n]) >= LEAST
    }
    return kept, float(model.intercept_[0])


def main(data: Path) -> None:
    """Fit, validate, write."""
    folder = ROOT / "moderation" / "lexicon"
    (folder / "words.txt").write_text("\n".join(used()) + "\n", "utf-8")
    mine = list(own())
    rows = mine + list(background(data))
    rows += [*apart(rows)]
    (folder / "model.tsv").write_text(write_model(*fitted(rows, len(mine), words, KEPT)), "utf-8")
    spoken = [[row for row in some if _is_chinese(row[0])] for some in (mine, rows)]
    heard, bias = fitted(spoken[1], len(spoken[0]), sounds, KEPT_SOUNDS)
    spelt = {spelling_of(piece): weight for piece, weight in heard.items()}
    (folder / "sounds.tsv").write_text(write_model(spelt, bias), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
