"""Learns from the entries themselves, in a process of its own that ends (see `trainer.py`)."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chat.people import Language
from faq.calibration import TRAITS, asking_share, fit, likeliest, manner, traits
from faq.classifier import ENOUGH, classifiers
from faq.corpus import Corpus
from faq.encoder import Encoder, load_encoder
from faq.fitting import Row, fit_choice
from faq.grasp import Grasp
from faq.lane import VIEWS, Evidence, Lane
from faq.learned import Examples, Learned, packed, prior, unpacked
from faq.linear import Linear
from faq.postings import Floats
from faq.strangers import strangers
from faq.thrift import keep_nothing_large
from faq.views import runs

_ASKED = 1200
"""Most wordings that are left out and asked."""

_RIVALS = 40
_HOLD, _LOOSE = 3.0, 0.3
"""How strongly the views are held at the prior by few wordings, and at least: those of an entry are liker to each other
than to what is asked.
"""

_PLENTY = 400.0
"""So many wordings that were asked count as much as the shipped examples, ten times as many nearly alone. With few,
questions whose entry was taken away count little, too: each is nearer to its neighbours than most of what is asked.
"""

Progress = Callable[[str, int, int], None]


def learn(corpus: Corpus, vectors: Mapping[str, Floats] | None, seed: int = 0) -> Learned:
    """Weights of views and traits by asking the corpus what it would answer to each of its wordings, left out.

    Each is asked twice: as it is, and as if its whole entry had never been written, so that any answer is wrong.
    """
    language = corpus.language
    known = prior(language, meaning=vectors is not None)
    asking = asking_share(corpus.wordings, language)
    lane = Lane(corpus, vectors)
    linear, folds, apart = classifiers(lane, vectors, np.random.default_rng(seed))
    asked = _left_out(corpus, folds, np.random.default_rng(seed), with_answers=vectors is not None)
    base = replace(known, linear=linear, vectors=vectors, asking=asking)
    if len(asked) < ENOUGH:
        return base
    evidence, queries, grasps = [], [], []
    for wording in asked:
        query = lane.query(corpus.wordings[wording], lane.meaning.vector(wording) if lane.meaning else None)
        grasp = lane.grasp(query, wording)
        evidence.append(lane.evidence(query, wording, folds.get(wording), grasp))
        queries.append(query)
        grasps.append(grasp)
    owners = [int(corpus.owners[one]) for one in asked]
    plenty = 1 - 1 / (1 + (len(asked) / _PLENTY) ** 2)
    views = fit_choice(
        [_few(e, known.views, o) for e, o in zip(evidence, owners, strict=True)],
        known.views,
        max(_HOLD * (1 - plenty), _LOOSE),
    )
    rows, right, inside = list[Row](), list[float](), list[float]()
    for wording, found, owner, query, grasp in zip(asked, evidence, owners, queries, grasps, strict=True):
        said = manner(query.text, language, lane.told(query))
        scores = views @ found
        first = likeliest(scores)
        rows.append(traits(found, scores, said, grasp.of(first, lane.worded(query, first, wording)), asking))
        right.append(float(first == owner))
        inside.append(1.0)
        if len(corpus.ids) > 1 and (linear is None or wording in apart):
            rest = grasp.less(owner)
            kept = _with(found, rest, apart.get(wording))
            scores = views @ kept
            scores[owner] = -np.inf
            first = likeliest(scores)
            rows.append(traits(kept, scores, said, rest.of(first, lane.worded(query, first)), asking))
            right.append(0.0)
            inside.append(0.0)
    examples = _examples(rows, right, inside, plenty) + known.examples.lighter(1 - plenty)
    if asking < 1 and linear is not None:
        chat = _chat(lane, linear, views, asking)
        examples = examples + chat.lighter(plenty * (1 - asking) * len(asked) / max(1, len(chat.right)))
    weights = fit(examples.rows, examples.right, examples.worth)
    return replace(base, views=views, traits=weights, examples=examples, learned_on=len(asked))


def _chat(lane: Lane, linear: Linear, views: Row, asking: float) -> Examples:
    """What people say to any bot, asked: where the manner of a message does not tell that it wants no answer, its words
    must. Of a language without such sentences none.
    """
    rows, language = list[Row](), lane.corpus.language
    for text in strangers(language) if lane.meaning is None else ():
        query = lane.query(text)
        grasp = lane.grasp(query)
        scored = linear.score(lane.tfidf.weigh(runs(text, language)), query.meant)
        found = lane.evidence(query, linear=scored, known=grasp)
        scores = views @ found
        first = likeliest(scores)
        said = manner(text, language, lane.told(query))
        rows.append(traits(found, scores, said, grasp.of(first, lane.worded(query, first)), asking))
    nothing, one = np.zeros(len(rows)), np.ones(len(rows))
    return Examples(
        rows=np.asarray(rows).reshape(len(rows), len(TRAITS)),
        right=nothing,
        worth=one,
        counts=one,
        inside=nothing,
    )


def _examples(
    rows: Sequence[Row], right: Sequence[float], inside: Sequence[float], without: float
) -> Examples:
    """What was asked; all questions whose entry was taken away count `without` of what the others count."""
    known = np.asarray(inside)
    worth = np.where(known > 0, 1.0, without * known.sum() / max(1.0, float((1 - known).sum())))
    return Examples(rows=np.asarray(rows), right=np.asarray(right), worth=worth, counts=worth, inside=known)


def _with(evidence: Evidence, rest: Grasp, linear: NDArray[np.float64] | None) -> Evidence:
    """The evidence with other rows of what is covered and of the classifier."""
    changed = evidence.copy()
    changed[VIEWS.index("cover")] = rest.cover()
    if rest.kindred is not None:
        changed[VIEWS.index("kin")] = rest.kindred.cover
        changed[VIEWS.index("said")] = rest.kindred.said
    if linear is not None:
        changed[VIEWS.index("linear")] = linear
    return changed


def _few(
    evidence: NDArray[np.float64], views: NDArray[np.float64], right: int
) -> tuple[NDArray[np.float64], int]:
    """The strongest rivals and the right entry."""
    first = np.argsort(-(views @ evidence), kind="stable")[:_RIVALS]
    if right not in first:
        first[-1] = right
    return evidence[:, first], int(np.flatnonzero(first == right)[0])


def _left_out(
    corpus: Corpus,
    folds: Mapping[int, NDArray[np.float64]],
    chance: np.random.Generator,
    *,
    with_answers: bool,
) -> list[int]:
    """Wordings to ask: beside others of their entry; no titles where contexts quote them."""
    fit_to_ask = corpus.counts[corpus.owners] >= 2
    if with_answers and any(corpus.answers):
        fit_to_ask[corpus.starts] = False
    found = [int(one) for one in np.flatnonzero(fit_to_ask)]
    if folds:
        found = [one for one in found if one in folds]
    if len(found) > _ASKED:
        found = sorted(int(one) for one in chance.choice(found, _ASKED, replace=False))
    return found


def embed(
    corpus: Corpus, encoder: Encoder, known: Mapping[str, Floats], progress: Progress
) -> dict[str, Floats]:
    """The vector of every text of a corpus; those that are known are not made again."""
    texts = corpus.texts()
    found = {}
    for number, text in enumerate(texts, 1):
        vector = known.get(text)
        found[text] = encoder.vector(text) if vector is None else vector
        if number % 100 == 0 or number == len(texts):
            progress(corpus.language, number, len(texts))
    return found


def main() -> None:
    """Read a request from standard input, write what was learned to the file it names; progress on standard error."""
    keep_nothing_large()
    request = json.loads(sys.stdin.buffer.read())

    def told(language: str, done: int, of: int) -> None:
        print(json.dumps({"language": language, "done": done, "of": of}), file=sys.stderr, flush=True)  # noqa: T201

    encoder = load_encoder(Path(request["encoder"])) if request["encoder"] else None
    known = _known(request["known"]) if encoder is not None else {}
    corpora, vectors = [read_corpus(row) for row in request["corpora"]], dict[Language, dict[str, Floats]]()
    for corpus in corpora:
        if encoder is not None and corpus.language in encoder.languages:
            vectors[corpus.language] = embed(corpus, encoder, known, told)
    del encoder, known  # learning needs the memory, and neither any more
    learned = {one.language: learn(one, vectors.get(one.language)) for one in corpora}
    Path(request["out"]).write_bytes(packed(learned))


def _known(kept: str) -> dict[str, Floats]:
    """Vectors that this encoder made before, when the file is still there and readable."""
    if not kept or not Path(kept).is_file():
        return {}
    try:
        before = unpacked(Path(kept).read_bytes())
    except (OSError, ValueError, KeyError):
        return {}
    return {text: vector for one in before.values() for text, vector in (one.vectors or {}).items()}


def read_corpus(row: Mapping[str, object]) -> Corpus:
    """A corpus from its JSON."""
    wordings, owners = row["wordings"], row["owners"]
    ids, answers, language = row["ids"], row["answers"], row["language"]
    assert isinstance(wordings, list)
    assert isinstance(ids, list)
    assert isinstance(answers, list)
    numbers = np.asarray(owners, np.int32)
    return Corpus(
        language="zh" if language == "zh" else "en",
        ids=tuple(ids),
        wordings=tuple(wordings),
        owners=numbers,
        starts=np.searchsorted(numbers, np.arange(len(ids))).astype(np.int32),
        answers=tuple(answers),
    )


if __name__ == "__main__":
    main()
