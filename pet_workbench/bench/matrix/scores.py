"""A cell of the matrix as one number to colour it by; lower is better."""

from collections.abc import Callable, Sequence

from pet_workbench.bench.matrix.cells import Evidence, Fits, Possible
from pet_workbench.bench.matrix.judgements import LEVELS
from pet_workbench.bench.matrix.matrix import Matrix
from pet_workbench.bench.matrix.told import say
from pet_workbench.core.validation import check_choice
from pet_workbench.i18n import Language, number, text

BY = ("verdict", "level", "seconds", "bytes", "attack", "accuracy")
"""What to colour by: does it fit, what leaks, time, traffic, attack, and is the answer exact."""
RESULTS = ("failed", "partly", "succeeded")
VERDICTS = ("fits", "possible", "why")


def score(matrix: Matrix, case: str, kind: str, by: str) -> float | None:
    """Return how the best technique of a cell does; None where there is nothing to say.

    Parameters
    ----------
    matrix : Matrix
    case, kind : str
    by : str
        One of `BY`.

    Returns
    -------
    float or None
        ``verdict``: 0 fits, 1 possible, 2 does not fit.  ``level``: 0 to 3, see
        `judgements.LEVELS`.  ``seconds``, ``bytes``: how many times those of the case's cheapest
        technique at national size, 1 or more.  ``attack``: 0 failed, 1 partly, 2 succeeded.
        ``accuracy``: 0 where measured answers were exact, else 1.

    Raises
    ------
    ParameterError
        If the case, the kind or `by` is unknown.
    """
    check_choice("by", by, BY)
    entry = matrix.cell(case, kind)
    if by == "verdict":
        return float(_verdict(entry))
    if not isinstance(entry, Fits):
        return None
    if by in {"seconds", "bytes"}:
        return _times(matrix.evidence(case), entry.techniques, by)
    return min(_known(entry.techniques, _MEASURES[by]), default=None)


def score_words(matrix: Matrix, case: str, kind: str, by: str, lang: Language) -> str:
    """Say what `score` is, in a few words."""
    found = score(matrix, case, kind, by)
    entry = matrix.cell(case, kind)
    if found is None:
        if isinstance(entry, Fits):
            return text("matrix.score_unknown", lang)
        return say(entry, lang).mark
    if by in {"seconds", "bytes"}:
        return text(
            "matrix.score_times", lang, n=number(found, lang, digits=0 if found >= 10 else 1)
        )
    names = {
        "verdict": VERDICTS,
        "level": LEVELS,
        "attack": RESULTS,
        "accuracy": ("exact", "off"),
    }
    return text(f"matrix.score_{by}_{names[by][int(found)]}", lang)


def _verdict(entry: object) -> int:
    if isinstance(entry, Fits):
        return 0
    return 1 if isinstance(entry, Possible) else 2


def _level(evidence: Evidence) -> float | None:
    return float(LEVELS.index(evidence.level))


def _attack(evidence: Evidence) -> float | None:
    attack = evidence.attack
    return None if attack is None else float(RESULTS.index(attack.result))


def _accuracy(evidence: Evidence) -> float | None:
    return float(not evidence.is_exact) if evidence.errors else None


_MEASURES = {"level": _level, "attack": _attack, "accuracy": _accuracy}


def _known(
    techniques: Sequence[Evidence], measure: Callable[[Evidence], float | None]
) -> list[float]:
    """Return what there is of a measure."""
    return [value for value in map(measure, techniques) if value is not None]


def _times(whole: Sequence[Evidence], own: Sequence[Evidence], quantity: str) -> float | None:
    """Return how many times the cheapest technique of the case the cheapest of a cell takes."""

    def national(evidence: Evidence) -> float | None:
        estimate = getattr(evidence.national, quantity)
        return None if estimate is None else float(estimate.middle)

    least, mine = (min(_known(some, national), default=None) for some in (whole, own))
    return mine / least if mine is not None and least else None
