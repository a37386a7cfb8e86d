"""What was learned from a corpus, as plain arrays: ready to be stored, read again and put in force."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from chat.people import Language
from faq.calibration import TRAITS
from faq.fitting import Row
from faq.lane import VIEWS
from faq.linear import Linear
from faq.postings import Floats

_PRIOR = ("prior.json", "prior.zh.tsv", "prior.en.tsv", "prior.en.meaning.tsv")
"""The weights, and the examples from which chances are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Answers that might have been given: their traits, and whether they were right."""

    rows: NDArray[np.float64]
    right: Row
    worth: Row
    """How much each teaches about telling right from wrong."""

    counts: Row
    """How much each says about how often answers are wrong: examples made to be hard teach, and count for nothing."""

    inside: Row
    """1 = asked for an entry that there is, 0 = about something that no entry answers."""

    def lighter(self, share: float) -> Examples:
        """The same, each counting only a share."""
        return replace(self, worth=self.worth * share, counts=self.counts * share)

    def __add__(self, other: Examples) -> Examples:
        return Examples(
            rows=np.vstack((self.rows, other.rows)),
            right=np.concatenate((self.right, other.right)),
            worth=np.concatenate((self.worth, other.worth)),
            counts=np.concatenate((self.counts, other.counts)),
            inside=np.concatenate((self.inside, other.inside)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """How to read the evidence of one language: weights of views and traits, and the examples behind them."""

    views: Row
    traits: Row
    examples: Examples
    linear: Linear | None = None
    vectors: Mapping[str, Floats] | None = None
    asking: float = 1.0
    learned_on: int = field(default=0)
    """Wordings that were left out and asked; 0 = the shipped prior."""


@cache
def prior(language: Language, *, meaning: bool) -> Learned:
    """The shipped prior, fitted on sentences of our own (`python -m tests.faq.prior`).

    What sentence vectors are worth was fitted in English; another language begins with the same.
    """
    kept = json.loads(_shipped("prior.json"))
    part = (f"{language}.meaning" if f"{language}.meaning" in kept else "en.meaning") if meaning else language
    one = kept[part]
    if (kept["views"], kept["traits"]) != (list(VIEWS), list(TRAITS)):
        raise ValueError("faq/prior.json was fitted for other views or traits: fit it anew")
    rows = np.fromstring(_shipped(f"prior.{part}.tsv"), np.float64, sep=" ").reshape(-1, 4 + len(TRAITS))
    examples = Examples(
        rows=rows[:, 4:], right=rows[:, 0], worth=rows[:, 1], counts=rows[:, 2], inside=rows[:, 3]
    )
    return Learned(views=np.asarray(one["weights"]), traits=np.asarray(one["chance"]), examples=examples)


def shipped() -> str:
    """All that the prior is made of: with another one everything is learned anew."""
    return "".join(_shipped(name) for name in _PRIOR)


def _shipped(name: str) -> str:
    return files("faq").joinpath(name).read_text("utf-8")


def packed(learned: Mapping[Language, Learned]) -> bytes:
    """The arrays of every language in one file."""
    arrays: dict[str, NDArray[np.generic]] = {}
    names: dict[str, object] = {}
    for language, one in learned.items():
        arrays |= {
            f"{language}.views": one.views,
            f"{language}.traits": one.traits,
            f"{language}.rows": one.examples.rows,
            f"{language}.right": one.examples.right,
            f"{language}.worth": one.examples.worth,
            f"{language}.counts": one.examples.counts,
            f"{language}.inside": one.examples.inside,
        }
        names[language] = {"asking": one.asking, "learned_on": one.learned_on}
        if one.linear is not None:
            arrays |= {f"{language}.terms": one.linear.terms, f"{language}.meaning": one.linear.meaning}
            arrays |= {f"{language}.bias": one.linear.bias, f"{language}.alike": one.linear.alike}
            names[f"{language}.vocabulary"] = list(one.linear.vocabulary)
        if one.vectors is not None:
            arrays[f"{language}.vectors"] = np.asarray(list(one.vectors.values()), np.float32)
            names[f"{language}.texts"] = list(one.vectors)
    arrays["names"] = np.frombuffer(
        json.dumps(names, ensure_ascii=False).encode("utf-8", "surrogatepass"), np.uint8
    )
    file = io.BytesIO()
    np.savez(file, **arrays)  # type: ignore[arg-type]  # its stub takes the first array for a flag
    return file.getvalue()


def unpacked(data: bytes) -> dict[Language, Learned]:
    """What `packed` wrote."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        names = json.loads(arrays["names"].tobytes().decode("utf-8", "surrogatepass"))
        languages: list[Language] = [one for one in ("zh", "en") if one in names]
        return {language: _language(arrays, names, language) for language in languages}


def _language(
    arrays: Mapping[str, NDArray[np.generic]], names: Mapping[str, object], one: Language
) -> Learned:
    kept = names[one]
    assert isinstance(kept, dict)
    vocabulary, texts = names.get(f"{one}.vocabulary"), names.get(f"{one}.texts")
    linear = vectors = None
    if isinstance(vocabulary, list):
        linear = Linear(
            vocabulary={term: place for place, term in enumerate(vocabulary)},
            terms=arrays[f"{one}.terms"].astype(np.float32),
            meaning=arrays[f"{one}.meaning"].astype(np.float32),
            alike=arrays[f"{one}.alike"].astype(np.float32),
            bias=arrays[f"{one}.bias"].astype(np.float32),
        )
    if isinstance(texts, list):
        vectors = dict(zip(texts, arrays[f"{one}.vectors"].astype(np.float32), strict=True))
    return Learned(
        views=arrays[f"{one}.views"].astype(np.float64),
        traits=arrays[f"{one}.traits"].astype(np.float64),
        examples=Examples(
            rows=arrays[f"{one}.rows"].astype(np.float64),
            right=arrays[f"{one}.right"].astype(np.float64),
            worth=arrays[f"{one}.worth"].astype(np.float64),
            counts=arrays[f"{one}.counts"].astype(np.float64),
            inside=arrays[f"{one}.inside"].astype(np.float64),
        ),
        linear=linear,
        vectors=vectors,
        asking=float(kept["asking"]),
        learned_on=int(kept["learned_on"]),
    )
