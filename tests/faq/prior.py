"""Fits the shipped prior, `faq/prior.json`, on sentences of our own: `python -m tests.faq.prior [ENCODER_FOLDER]`.

Without an encoder the part for sentence vectors stays as it is.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from chat.people import Language
from faq.calibration import TRAITS, manner, traits
from faq.corpus import Corpus, corpora
from faq.encoder import Encoder, load_encoder
from faq.entries import Entry, Question
from faq.fitting import fit_choice
from faq.lane import VIEWS, Evidence, Lane
from faq.linear import Linear
from faq.postings import Floats
from faq.training import _classifiers, _table, _trained, embed
from language.cues import looks_like_question

HERE = Path(__file__).parent
PRIOR = HERE.parent.parent / "faq" / "prior.json"
HOLD = 0.1
WORTH = 100.0
"""Of all questions of one community, in scope and out of scope each."""

CHAT, TALK = 0.7, 0.2
"""Of what is out of scope, the shares of chat with near questions, and of talk in the entries' own words, which is
rarer in life than in our lists; the rest are questions whose entry is taken away.
"""


@dataclass(frozen=True)
class Practice:
    """A community's lane, and what was asked there with the entry that answers."""

    lane: Lane
    asked: tuple[tuple[str, int | None], ...]
    talk: tuple[str, ...]
    without: tuple[Linear | None, ...]
    """For each entry the classifier of all the others."""


def entries_of(rows: dict[str, tuple[list[str], str]], language: Language) -> list[Entry]:
    return [
        Entry(
            name=name,
            id=name,
            questions=tuple(Question(language, one) for one in questions),
            answers={language: answer},
        )
        for name, (questions, answer) in rows.items()
    ]


Asked = list[tuple[str, str | None]]


def communities(language: Language) -> Iterator[tuple[list[Entry], Asked, list[str]]]:
    own = tomllib.loads((HERE / "practice.toml").read_text("utf-8"))[language]
    gym = tomllib.loads((HERE / "samples.toml").read_text("utf-8"))[language]
    school = own["school"]
    asked: Asked = [(text, name) for name, one in school.items() for text in one["asked"]]
    yield (
        entries_of({name: (one["questions"], one["answer"]) for name, one in school.items()}, language),
        [*asked, *((text, None) for text in own["unanswered"])],
        own["talk"]["school"],
    )
    known = {name: (texts, own["gym_answers"][name]) for name, texts in gym["entries"].items()}
    asked = [(text, name) for name, texts in gym["asked"].items() for text in texts]
    asked += [(text, None) for text in gym["unanswered"]]
    yield entries_of(known, language), asked, own["talk"]["gym"]


def practice(language: Language, encoder: Encoder | None) -> Iterator[Practice]:
    for entries, asked, talk in communities(language):
        corpus: Corpus = corpora(entries)[language]
        vectors = embed(corpus, encoder, {}, lambda *_: None) if encoder else None
        linear, _, _ = _classifiers(Lane(corpus, vectors), vectors, np.random.default_rng(0))
        places = {name: number for number, name in enumerate(corpus.ids)}
        known = tuple((text, None if name is None else places[name]) for text, name in asked)
        lane = Lane(corpus, vectors, linear)
        apart = tuple(alone(lane, vectors, entry) for entry in range(len(corpus.ids)))
        yield Practice(lane, known, tuple(talk), apart)


def alone(lane: Lane, vectors: Mapping[str, Floats] | None, entry: int) -> Linear | None:
    """The classifier that never saw a wording of an entry."""
    corpus = lane.corpus
    weighed = [lane.tfidf.weigh(lane.query(one).runs) for one in corpus.wordings]
    return _trained(weighed, _table(corpus, vectors), corpus.owners, corpus.owners != entry, len(corpus.ids))


def fitted(language: Language, encoder: Encoder | None) -> dict[str, object]:
    towns = list(practice(language, encoder))
    examples: list[tuple[Evidence, int]] = []
    for town in towns:
        for text, entry in town.asked:
            if entry is not None:
                examples.append((evidence(town, text, encoder), entry))
    weights = fit_choice(examples, np.zeros(len(VIEWS)), HOLD)
    strangers = sum(entry is None for town in towns for _, entry in town.asked) / len(towns)
    rows = [row for town in towns for row in outcomes(town, weights, encoder, strangers)]
    return {
        "weights": [round(float(one), 2) for one in weights],
        "rows": [[round(float(one), 3) for one in row] for row in rows],
    }


def evidence(town: Practice, text: str, encoder: Encoder | None, linear: Linear | None = None) -> Evidence:
    query = town.lane.query(text, encoder.vector(text) if encoder else None)
    scores = linear.score(town.lane.tfidf.weigh(query.runs), query.vector) if linear else None
    return town.lane.evidence(query, linear=scores)


def outcomes(
    town: Practice, weights: np.ndarray, encoder: Encoder | None, strangers: float
) -> Iterator[list[float]]:
    """Right, worth, in scope, then the traits; what has an answer also as if its entry were not there."""
    language = town.lane.corpus.language
    asking = float(np.mean([looks_like_question(one, language) for one in town.lane.corpus.wordings]))
    inside = sum(entry is not None for _, entry in town.asked)
    said_beside = [(text, None) for text in town.talk]
    for text, entry in (*town.asked, *said_beside):
        found, said = (
            evidence(town, text, encoder),
            manner(text, language, town.lane.told(town.lane.query(text))),
        )
        scores = weights @ found
        first, row = traits(found, scores, said, asking)
        if entry is None:
            worth = TALK / len(town.talk) if text in town.talk else CHAT / strangers
            yield [0.0, WORTH * worth, 0.0, *row]
            continue
        yield [float(first == entry), WORTH / inside, 1.0, *row]
        kept = np.delete(evidence(town, text, encoder, town.without[entry]), entry, axis=1)
        _, row = traits(kept, weights @ kept, said, asking)
        yield [0.0, WORTH * (1 - CHAT - TALK) / inside, 0.0, *row]


def main() -> None:
    encoder = load_encoder(Path(sys.argv[1])) if len(sys.argv) > 1 else None
    kept = json.loads(PRIOR.read_text("utf-8")) if PRIOR.exists() else {}
    kept |= {"views": list(VIEWS), "traits": list(TRAITS), "zh": fitted("zh", None), "en": fitted("en", None)}
    for language in encoder.languages if encoder else ():
        kept[f"{language}.meaning"] = fitted(language, encoder)
    PRIOR.write_text(json.dumps(kept, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
