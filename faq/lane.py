"""All the evidence of one language: what each view says about each entry for a question (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from sys import intern

import numpy as np
from numpy.typing import NDArray

from faq.corpus import Corpus
from faq.grasp import Grasp, grasp
from faq.kin import sense, taken_apart
from faq.kindred import Kinship
from faq.linear import Linear
from faq.meaning import Meaning
from faq.pieces import Piece, pieces
from faq.postings import Bm25, Floats, Postings, Spelt, Tfidf
from faq.shape import Shape
from faq.views import runs, words
from faq.wordings import essence, features

VIEWS = (
    "document", "letters", "cover", "kin", "said", "sense", "gist", "shape", "linear",
    "nearest", "centre", "clause", "context", "whole", "votes",
)  # fmt: skip
"""Rows of the evidence. The first nine are lexical, the others need sentence vectors."""

_ENOUGH = {"zh": 4.0, "en": 2.5}
"""Telling words (in Chinese characters and pairs) from which on a text says enough: “up!” is about no entry."""

_PLACE = {view: place for place, view in enumerate(VIEWS)}

Evidence = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question taken apart once for all views."""

    text: str
    words: tuple[str, ...]
    pieces: tuple[Piece, ...]
    features: Mapping[str, float]
    spelt: Spelt | None = None
    """Its runs of letters, where there is a classifier that reads them."""

    vector: Floats | None = None
    known: tuple[int, ...] = ()
    """The known words of a Chinese question."""

    sense: Floats | None = None
    """What they mean together."""

    @property
    def meant(self) -> Floats | None:
        """What an encoder says, else what the words mean."""
        return self.sense if self.vector is None else self.vector


class Lane:
    """A corpus ready to be asked. It does not change: other entries are another lane."""

    def __init__(
        self, corpus: Corpus, vectors: Mapping[str, Floats] | None = None, linear: Linear | None = None
    ) -> None:
        self.corpus = corpus
        self.linear = linear
        self.meaning = Meaning(corpus, vectors) if vectors is not None else None
        language = corpus.language
        terms = [tuple(map(intern, words(one, language))) for one in corpus.wordings]
        self._wordings = Postings(dict.fromkeys(one, 1.0) for one in terms)
        documents = [self._document(entry, terms) for entry in range(len(corpus.ids))]
        self._documents = Bm25(documents)
        self._letters = Bm25([letters(one) for one in documents]) if language == "zh" else None
        self.kinship = Kinship(corpus) if language == "zh" else None
        self._counted: dict[int, Counter[str]] = {}
        del terms, documents
        self.tfidf = Tfidf(runs(one, language) for one in corpus.wordings)
        self._linear_rows = linear.rows(self.tfidf.places) if linear is not None else None
        self._shape = Shape(corpus)
        self._verbatim: dict[str, list[int]] = {}
        for entry, wording in zip(corpus.owners.tolist(), corpus.wordings, strict=True):
            self._verbatim.setdefault(essence(wording), []).append(entry)

    def _document(self, entry: int, terms: list[tuple[str, ...]]) -> tuple[str, ...]:
        """Everything that an entry says: each wording's terms once, and the answer's."""
        begin = int(self.corpus.starts[entry])
        asked = terms[begin : begin + int(self.corpus.counts[entry])]
        said = words(self.corpus.answers[entry], self.corpus.language)
        return (*(term for one in asked for term in dict.fromkeys(one)), *said)

    def query(self, text: str, vector: Floats | None = None) -> Query:
        """A question as the views read it."""
        language = self.corpus.language
        known = taken_apart(text) if self.kinship else ()
        return Query(
            text=text,
            words=words(text, language),
            pieces=pieces(text, language),
            features=features(text),
            spelt=self.tfidf.spell(runs(text, language)) if self.linear is not None else None,
            vector=vector,
            known=known,
            sense=sense(known) if self.kinship else None,
        )

    def told(self, query: Query) -> float:
        """How much of a question the entries know, in terms that only one entry has: a few are enough for 1."""
        known = sum(map(self._documents.told, set(query.words)))
        return min(1.0, known / _ENOUGH[self.corpus.language])

    def verbatim(self, text: str) -> frozenset[int]:
        """The entries that have exactly this wording."""
        return frozenset(self._verbatim.get(essence(text), ()))

    def grasp(self, query: Query, without: int | None = None) -> Grasp:
        """What the entries have of each piece of a question; `without` as for the evidence."""
        kindred = self.kinship.of(query.known, without) if self.kinship else None
        if without is None:
            return grasp(query.pieces, self._documents.postings, kindred=kindred)
        entry = int(self.corpus.owners[without])
        return grasp(query.pieces, self._documents.postings, entry, self._gone(entry, without), kindred)

    def worded(self, query: Query, entry: int, without: int | None = None) -> frozenset[str]:
        """The terms of a question's pieces that an entry's wordings have; all but one where that is left out."""
        begin = int(self.corpus.starts[entry])
        end = begin + len(self.corpus.of(entry))
        held = self._wordings
        terms = frozenset(term for piece in query.pieces for term in (*piece.spelt, *piece.ideas))
        return frozenset(one for one in terms if held.between(one, begin, end, without))

    def evidence(
        self,
        query: Query,
        without: int | None = None,
        linear: NDArray[np.float64] | None = None,
        known: Grasp | None = None,
    ) -> Evidence:
        """A row for each view, a column for each entry; `known` is the question's grasp, where there is one already.

        `without` answers as if that wording had never been written; `linear` is then the row of a classifier that
        was learned without it.
        """
        found = np.zeros((len(VIEWS), len(self.corpus.ids)))
        rows = self._lexical(query, without)
        known = known or self.grasp(query, without)
        rows["cover"] = known.cover()
        if self.kinship and known.kindred is not None and query.sense is not None:
            rows["kin"], rows["said"] = known.kindred.cover, known.kindred.said
            fit = rows["kin"] + rows["document"]
            rows["sense"], rows["gist"] = self.kinship.near(query.sense, fit, without)
        vector = near = None
        if self.meaning is not None and query.vector is not None:
            vector = self.meaning.kept(query.vector)
            near = self.meaning.near(vector)
        if linear is not None:
            rows["linear"] = linear
        elif self.linear is not None and self._linear_rows is not None and query.spelt is not None:
            places, weights = query.spelt
            rows["linear"] = self.linear.score_at((self._linear_rows[places], weights), query.meant, near)
        if self.meaning is not None and vector is not None and near is not None:
            rows |= self.meaning.evidence(vector, near, without)
        for view, row in rows.items():
            found[_PLACE[view]] = row
        return found

    def _lexical(self, query: Query, without: int | None) -> dict[str, NDArray[np.floating]]:
        found: dict[str, NDArray[np.floating]] = {"shape": self._shape.alike(query.features, without)}
        lost = self._lost(query, without) if without is not None else frozenset[str]()
        found["document"] = self._documents.score(query.words, lost)
        if self._letters is not None:
            found["letters"] = self._letters.score(letters(query.words), lost)
        if without is not None:
            entry = int(self.corpus.owners[without])
            left = self._left(entry, without)
            found["document"][entry] = self._documents.once(left, query.words, lost)
            if self._letters is not None:
                kept = {term: left[term] for term in letters(left)}
                found["letters"][entry] = self._letters.once(kept, letters(query.words), lost)
        return found

    def _lost(self, query: Query, without: int) -> frozenset[str]:
        """The terms of a question that no entry has once that wording is left out."""
        entry = int(self.corpus.owners[without])
        gone = self._gone(entry, without) & frozenset(query.words)
        return frozenset(one for one in gone if self._documents.postings.only_in(one, entry))

    def _left(self, entry: int, without: int) -> Counter[str]:
        """The terms of an entry's document without one of its wordings."""
        language = self.corpus.language
        if entry not in self._counted:
            said = [words(one, language) for one in self.corpus.of(entry)]
            told = words(self.corpus.answers[entry], language)
            self._counted[entry] = Counter((*(term for one in said for term in dict.fromkeys(one)), *told))
        return self._counted[entry] - Counter(
            dict.fromkeys(words(self.corpus.wordings[without], language), 1)
        )

    def _gone(self, entry: int, without: int) -> frozenset[str]:
        """The terms that an entry has from that wording only."""
        language, owners = self.corpus.language, self.corpus.owners
        said = frozenset(words(self.corpus.wordings[without], language))
        told = frozenset(words(self.corpus.answers[entry], language))
        holders = self._wordings.holders
        return frozenset(one for one in said - told if (owners[holders(one)] == entry).sum() <= 1)


def letters(terms: Iterable[str]) -> tuple[str, ...]:
    """Of terms of Chinese words, single characters and what is in Latin letters: no pairs, no ideas."""
    return tuple(one for one in terms if len(one) == 1 or (one.isascii() and not one.startswith("=")))
