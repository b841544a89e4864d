"""What no measurement says: why a kind does not fit a case, how bad a leak is, what an answer is.

All of it stands in ``judgements.toml``, by case, for anybody to read and change.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from pet_workbench.bench.matrix.kinds import check_kind, kinds_of
from pet_workbench.core import DataError
from pet_workbench.core.validation import check_choice

LEVELS = ("nothing", "numbers", "details", "readable")
"""How bad it is what parties learn beyond the answer: not at all; numbers, patterns and who takes
part; something about single people, companies or a model; a whole list or file, readable."""
ANSWERS = (
    "same",
    "merged",
    "gaps-afterwards",
    "noise",
    "gaps",
    "names",
    "count",
    "unweighted",
    "near",
    "rows",
    "invented",
    "invented-noise",
)
"""What an answer is beside that of pooled tables."""
EXACT = frozenset(ANSWERS) - {"noise", "gaps", "unweighted", "near", "invented", "invented-noise"}
"""Answers in which nothing is wrong or missing, although some hold less than others."""
NOISY = frozenset({"differential-privacy", "local-differential-privacy"})
_PARTS = frozenset({"error", "noisy", "answers", "leaks", "why-not", "possible"})


@dataclass(frozen=True)
class ErrorUnit:
    """How the error of a case is written.

    Attributes
    ----------
    unit : str
        Id of the unit.
    factor : float
        By what the error is multiplied to be in that unit.
    digits : int
        Decimals worth writing.
    rounding : float
        Errors up to this, before the factor, are how computers round, and count as none.
    """

    unit: str
    factor: float = 1.0
    digits: int = 0
    rounding: float = 0.0


@dataclass(frozen=True)
class Judgements:
    """What is judged about one case.

    Attributes
    ----------
    case : str
    error : ErrorUnit
    noisy : ErrorUnit or None
        Of techniques with noise, where the case counts their error in another way.
    answers : mapping of str to str
        By full id of a technique, one of `ANSWERS`, where it is not what goes without saying.
    leaks : mapping of str to str
        By id of a leak, one of `LEVELS`.
    why_not, possible : mapping of str to str
        By kind of technique, the id of the reason why it does not fit, or of how it would.
    """

    case: str
    error: ErrorUnit
    noisy: ErrorUnit | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    leaks: Mapping[str, str] = field(default_factory=dict)
    why_not: Mapping[str, str] = field(default_factory=dict)
    possible: Mapping[str, str] = field(default_factory=dict)

    def answer(self, technique: str) -> str:
        """Return what the answer of `technique` is: one of `ANSWERS`.

        With noise of differential privacy it is ``"noise"``, else the same, unless said otherwise.
        """
        return self.answers.get(technique, "noise" if has_noise(technique) else "same")

    def unit(self, technique: str) -> ErrorUnit:
        """Return in what the error of `technique` is written."""
        return self.noisy if self.noisy and has_noise(technique) else self.error

    def level(self, leaks: tuple[str, ...]) -> str:
        """Return the worst of `LEVELS` that `leaks` come to.

        Raises
        ------
        DataError
            If nobody judged one of them.
        """
        for leak in leaks:
            if leak not in self.leaks:
                raise DataError(
                    "errors.bench_matrix_leak",
                    "need a level ({levels}) for leak {leak} of case {case}, got none; write it "
                    "under [{case}.leaks] in bench/matrix/judgements.toml",
                    levels=", ".join(LEVELS),
                    leak=leak,
                    case=self.case,
                )
        return max((self.leaks[leak] for leak in leaks), key=LEVELS.index, default=LEVELS[0])


def has_noise(technique: str) -> bool:
    """Tell whether a technique adds the noise of differential privacy.

    Examples
    --------
    >>> has_noise("secret-sharing+differential-privacy"), has_noise("suppression")
    (True, False)
    """
    return not NOISY.isdisjoint(kinds_of(technique))


def read(text: str) -> Mapping[str, Judgements]:
    """Read judgements of cases, by key, from TOML.

    Raises
    ------
    DataError
        If a case has another part than those described in the file, or lacks its error.
    ParameterError
        If a kind, a level or an answer is unknown.
    """
    return MappingProxyType(
        {case: _judged(case, parts) for case, parts in tomllib.loads(text).items()}
    )


def _judged(case: str, parts: Mapping[str, Any]) -> Judgements:
    """Check what is said about one case."""
    if "error" not in parts or set(parts) - _PARTS:
        raise DataError(
            "errors.bench_matrix_part",
            "need the parts {known} (error always) for case {case} in judgements.toml, got {parts}",
            known=", ".join(sorted(_PARTS)),
            case=case,
            parts=", ".join(sorted(parts)),
        )
    answers, leaks, why_not, possible = (
        dict(parts.get(name, {})) for name in ("answers", "leaks", "why-not", "possible")
    )
    for kind in (*why_not, *possible):
        check_kind(kind)
    for level in leaks.values():
        check_choice("level", level, LEVELS)
    for answer in answers.values():
        check_choice("answer", answer, ANSWERS)
    noisy = ErrorUnit(**parts["noisy"]) if "noisy" in parts else None
    return Judgements(case, ErrorUnit(**parts["error"]), noisy, answers, leaks, why_not, possible)


@cache
def judgements() -> Mapping[str, Judgements]:
    """Return what is judged about every case, by key."""
    file = resources.files(__package__) / "judgements.toml"
    return read(file.read_text(encoding="utf-8"))
