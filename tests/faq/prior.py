"""Fits what is shipped on sentences of our own: `python -m tests.faq.prior [ENCODER_FOLDER]`.

Writes `faq/seeking.*.tsv` (which messages want an answer), `faq/prior.json` and `faq/prior.*.tsv`; without an encoder
the prior's part for sentence vectors stays as it is. Each community's part of the prior reads its messages by a model
of the others alone.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chat.people import Language
from faq.calibration import TRAITS, asking_share, fit, likeliest, manner, traits
from faq.classifier import classifiers, spelling_of, table_of, trained
from faq.corpus import Corpus, corpora
from faq.encoder import Encoder, load_encoder
from faq.fitting import fit_choice
from faq.lane import VIEWS, Evidence, Lane, Query
from faq.linear import Linear
from faq.postings import Floats
from faq.seeking import UNIT, marks
from faq.training import embed
from faq.views import runs
from language.cues import looks_like_question
from language.lessons import lessons
from tests.faq.communities import PLAIN, Community, communities, gatherings

FAQ = Path(__file__).parent.parent.parent / "faq"
PRIOR = FAQ / "prior.json"
HOLD = 0.1
WORTH = 50.0
"""Of all questions of one community, in scope and out of scope each, for the weights."""

NEAR, TALK = 0.35, 0.5
"""Of what is out of scope, the shares of near questions and of talk; the rest are questions without their entry."""

COUNT = 75.0
"""The same for the rate of wrong answers."""

NEARLY = 0.24
"""Of what is out of scope there, the share of near questions; the rest is talk. Where some communities have near
questions that nobody made near, only theirs count, for all communities.
"""

QUESTIONS, LESSONS = 0.3, 0.8
"""What an entry's wording and a sentence about concerns count for the wish for an answer; a message counts 1."""

STRENGTH = 500.0
"""What all messages together weigh against the pull of the weights towards zero."""

LEAST = 2
"""Parts of `UNIT` from which on a mark is kept: lighter ones are a third of all, and together move no message by .2."""

PER_LESSON, GROUPS = 4, 5
Wish = Callable[[str], float]


@dataclass(frozen=True)
class Practice:
    """A community's lane, and what was asked there with the entry that answers."""

    lane: Lane
    asked: tuple[tuple[str, int], ...]
    near: tuple[str, ...]
    talk: tuple[str, ...]
    without: tuple[Linear | None, ...]
    """For each entry the classifier of all the others."""

    wish: Wish
    nearly: float
    """What its near questions count, of all that is out of scope there."""


@dataclass(frozen=True)
class Said:
    """A message, whether it wants an answer, where it is from, and what it counts."""

    text: str
    wants: bool
    source: str
    worth: float = 1.0


def said_in(language: Language) -> Iterator[Said]:
    """What is said in all communities, questions with their mark and without, and the sentences about concerns: who
    complains wants no entry.
    """
    for one in communities(language):
        wanted = [(text, 1.0) for text in (*(text for text, _ in one.asked), *one.near)]
        wanted += [(question.text, QUESTIONS) for entry in one.entries for question in entry.questions]
        for text, worth in wanted:
            bare = text.rstrip("?？")
            marked = f"{bare}？" if looks_like_question(bare, language) else bare
            for spelt in (bare, marked):
                yield Said(spelt, wants=True, source=one.name, worth=worth / 2)
        for text in one.talk:
            yield Said(text, wants=False, source=one.name)
    for group in gatherings(language):
        for text in group.asks:
            bare = text.rstrip("?？")
            for spelt in (bare, f"{bare}？" if looks_like_question(bare, language) else bare):
                yield Said(spelt, wants=True, source=group.name, worth=0.5)
        for text in group.talk:
            yield Said(text, wants=False, source=group.name)
    for lesson in lessons(language, most=PER_LESSON):
        source = f"lessons {lesson.line % GROUPS}"
        yield Said(lesson.text, wants=False, source=source, worth=lesson.share * LESSONS)


def seeking_weights(said: Sequence[Said], language: Language) -> dict[str, int]:
    """The weights of the marks that more than one source has: what only one says is its subject, not its manner."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    sources = defaultdict(set)
    shown = [marks(one.text, language) for one in said]
    for one, seen in zip(said, shown, strict=True):
        for mark in seen:
            sources[mark].add(one.source)
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([{mark: 1.0 for mark in seen if len(sources[mark]) > 1} for seen in shown])
    wants = np.asarray([one.wants for one in said])
    worth = np.asarray([one.worth for one in said])
    worth *= STRENGTH * np.where(wants, 0.5 / worth[wants].sum(), 0.5 / worth[~wants].sum())
    model = LogisticRegression(C=1.0, solver="newton-cg", max_iter=500).fit(
        matrix, wants, sample_weight=worth
    )
    found = {"": round(UNIT * float(model.intercept_[0]))}
    for mark, weight in zip(vectors.feature_names_, model.coef_[0], strict=True):
        if abs(round(UNIT * float(weight))) >= LEAST:
            found[mark] = round(UNIT * float(weight))
    return found


def wish_by(weights: Mapping[str, int], language: Language) -> Wish:
    """The model with these weights."""
    return lambda text: (weights[""] + sum(weights.get(one, 0) for one in marks(text, language))) / UNIT


def practice(language: Language, encoder: Encoder | None) -> Iterator[Practice]:
    said, towns = list(said_in(language)), list(communities(language))
    plain = [one.name for one in towns if one.name in PLAIN] or [one.name for one in towns]
    for town in towns:
        others = [one for one in said if one.source != town.name]
        wish = wish_by(seeking_weights(others, language), language)
        nearly = NEARLY * len(towns) / len(plain) if town.name in plain else 0.0
        yield _practice(town, language, encoder, wish, nearly)


def _practice(
    town: Community, language: Language, encoder: Encoder | None, wish: Wish, nearly: float
) -> Practice:
    corpus: Corpus = corpora(town.entries)[language]
    vectors = embed(corpus, encoder, {}, lambda *_: None) if encoder else None
    linear, _, _ = classifiers(Lane(corpus, vectors), vectors, np.random.default_rng(0))
    places = {name: number for number, name in enumerate(corpus.ids)}
    known = tuple((text, places[name]) for text, name in town.asked)
    lane = Lane(corpus, vectors, linear)
    apart = tuple(alone(lane, vectors, entry) for entry in range(len(corpus.ids)))
    return Practice(lane, known, town.near, town.talk, apart, wish, nearly)


def alone(lane: Lane, vectors: Mapping[str, Floats] | None, entry: int) -> Linear | None:
    """The classifier that never saw a wording of an entry."""
    corpus = lane.corpus
    spelt, terms = spelling_of(lane), tuple(lane.tfidf.places)
    chosen, table = corpus.owners != entry, table_of(lane, vectors)
    return trained(spelt, terms, table, corpus.owners, chosen, len(corpus.ids), alike=vectors is not None)


def fitted(language: Language, encoder: Encoder | None) -> dict[str, object]:
    """The weights; the examples, from which chances are counted, are written beside them."""
    towns = list(practice(language, encoder))
    examples = [(evidence(town, text, encoder), entry) for town in towns for text, entry in town.asked]
    views = fit_choice(examples, np.zeros(len(VIEWS)), HOLD)
    rows = np.round([row for town in towns for row in outcomes(town, views, encoder)], 3)
    weights = fit(rows[:, 4:], rows[:, 0], rows[:, 1])
    part = f"{language}.meaning" if encoder else language
    (FAQ / f"prior.{part}.tsv").write_text("".join(map(_line, rows.tolist())), "utf-8")
    return {
        "weights": [round(float(one), 2) for one in views],
        "chance": [round(float(one), 3) for one in weights],
    }


def _line(row: Sequence[float]) -> str:
    return "\t".join(f"{number:g}" for number in row) + "\n"


def evidence(town: Practice, text: str, encoder: Encoder | None, linear: Linear | None = None) -> Evidence:
    query = town.lane.query(text, encoder.vector(text) if encoder else None)
    return town.lane.evidence(query, linear=_scored(town.lane, query, linear) if linear else None)


def _scored(lane: Lane, query: Query, linear: Linear) -> NDArray[np.float64]:
    near = lane.meaning.near(query.vector) if lane.meaning and query.vector is not None else None
    counted = runs(query.text, lane.corpus.language)
    return linear.score(lane.tfidf.weigh(counted), query.meant, near)


def outcomes(town: Practice, views: np.ndarray, encoder: Encoder | None) -> Iterator[list[float]]:
    """Right, worth, counts, in scope, then the traits; what has an answer also as if its entry were not there."""
    lane = town.lane
    language = lane.corpus.language
    asking = asking_share(lane.corpus.wordings, language)

    def row(text: str, gone: int | None = None) -> tuple[int, list[float]]:
        query = lane.query(text, encoder.vector(text) if encoder else None)
        known = lane.grasp(query)
        linear = None
        if gone is not None:
            known = known.less(gone)
            alone = town.without[gone]
            linear = _scored(lane, query, alone) if alone else None
        found = lane.evidence(query, linear=linear, known=known)
        scores = views @ found
        if gone is not None:
            scores[gone] = -np.inf
        first = likeliest(scores)
        said = replace(manner(text, language, lane.told(query)), seeking=town.wish(text))
        return first, traits(found, scores, said, known.of(first, lane.worded(query, first)), asking).tolist()

    inside = len(town.asked)
    for text, entry in town.asked:
        first, told = row(text)
        yield [float(first == entry), WORTH / inside, COUNT / inside, 1.0, *told]
        _, told = row(text, entry)
        yield [0.0, WORTH * (1 - NEAR - TALK) / inside, 0.0, 0.0, *told]
    for texts, share, counted in ((town.near, NEAR, town.nearly), (town.talk, TALK, 1 - NEARLY)):
        for text in texts:
            told = row(text)[1]
            yield [0.0, WORTH * share / len(texts), COUNT * counted / len(texts), 0.0, *told]


def write_seeking(language: Language) -> None:
    weights = seeking_weights(list(said_in(language)), language)
    rows = (f"{mark}\t{weights[mark]}\n" for mark in sorted(weights))
    (FAQ / f"seeking.{language}.tsv").write_text("".join(rows), "utf-8")


def main() -> None:
    encoder = load_encoder(Path(sys.argv[1])) if len(sys.argv) > 1 else None
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        write_seeking(language)
    kept = json.loads(PRIOR.read_text("utf-8")) if PRIOR.exists() else {}
    kept |= {"views": list(VIEWS), "traits": list(TRAITS), "zh": fitted("zh", None), "en": fitted("en", None)}
    for language in encoder.languages if encoder else ():
        kept[f"{language}.meaning"] = fitted(language, encoder)
    PRIOR.write_text(json.dumps(kept, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
