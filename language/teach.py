"""Fits the model of concerns on our own sentences: `python -m language.teach` writes `language/concern.*.tsv`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from chat.people import Language
from language.concern import UNIT, Concern
from language.lessons import Lesson, lessons
from language.traits import traits

MOST = 40
"""Sentences of one pattern."""

CALM = 3.0
"""A calm sentence counts as much as this many others: nearly all that people write is calm."""

STRENGTH = 20.0
"""What one pattern weighs against the pull of the weights towards zero."""

SMALLEST = 6
"""Traits whose weights all lie below this many units are left out."""


def fit(language: Language, taught: Sequence[Lesson]) -> dict[str, tuple[int, ...]]:
    """The weights of every trait, "" being what each text begins with."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    shown = DictVectorizer()
    matrix = shown.fit_transform([dict(traits(lesson.text, language)) for lesson in taught])
    counts = [STRENGTH * one.share * (CALM if one.concern == Concern.CALM else 1) for one in taught]
    model = LogisticRegression(C=1.0, max_iter=400)
    model.fit(matrix, [lesson.concern for lesson in taught], sample_weight=counts)
    if list(model.classes_) != [one.value for one in Concern]:
        raise ValueError(f"every concern needs sentences in lessons.{language}.txt")
    found = {"": tuple(round(UNIT * one) for one in model.intercept_)}
    for trait, weights in zip(shown.feature_names_, model.coef_.T, strict=True):
        rounded = tuple(round(UNIT * one) for one in weights)
        if max(map(abs, rounded)) >= SMALLEST:
            found[trait] = rounded
    return found


def taught_in(language: Language) -> list[Lesson]:
    """All sentences of a language."""
    return list(lessons(language, most=MOST))


def main() -> None:
    """Fit both languages and write their weights."""
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        weights = fit(language, taught_in(language))
        rows = ("\t".join((trait, *map(str, weights[trait]))) for trait in sorted(weights))
        file = Path(__file__).parent / f"concern.{language}.tsv"
        file.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
