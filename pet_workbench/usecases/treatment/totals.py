"""What a hospital adds up by itself, and the answer that follows from all of it, exactly.

Everybody enters totals: how many patients got a treatment, the sum of their scores and the sum of
the squares.  `conclude` tests with exact fractions, without the protocol; what a hospital adds up
by itself is the same for both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Any, NamedTuple

from pet_workbench.sharing.statistics.student import critical_value
from pet_workbench.sharing.statistics.welch import CRITICAL_BITS, Conclusion

if TYPE_CHECKING:
    import pandas as pd

HOSPITALS = ("Noord", "Midden", "Zuid")
"""Three invented hospitals; they are the three computing parties themselves."""
REGISTRY = "Register"
"""The body of the techniques for contrast that all would have to trust; invented too."""
HIGHEST = 100
"""A score is a whole number from 0 to this; higher is better."""
VALUE_BITS, COUNT_BITS = 7, 25
SCALE_BITS = 40
"""Bits after the point of what a hospital enters about its own difference."""


class Totals(NamedTuple):
    """One hospital's patients of both treatments, added up."""

    n_a: int
    sum_a: int
    squares_a: int
    n_b: int
    sum_b: int
    squares_b: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer.

    Attributes
    ----------
    conclusion : Conclusion
        ``FIRST_HIGHER`` is for treatment A.
    means : tuple of two float, or None
        The rounded mean scores of A and B; None where they were not to be opened.
    """

    conclusion: Conclusion
    means: tuple[int, int] | None = None


def totals_of(table: "pd.DataFrame") -> Totals:
    """Add up one hospital's patients.

    Parameters
    ----------
    table : DataFrame
        Columns ``treatment`` (0 for A, 1 for B) and ``score``.

    Examples
    --------
    >>> import pandas as pd
    >>> totals_of(pd.DataFrame({"treatment": [0, 0, 1], "score": [60, 70, 50]}))
    Totals(n_a=2, sum_a=130, squares_a=8500, n_b=1, sum_b=50, squares_b=2500)
    """
    numbers: list[int] = []
    scores = table["score"].to_numpy("int64")
    for treatment in (0, 1):
        group = scores[(table["treatment"] == treatment).to_numpy(bool)]
        numbers += [group.size, int(group.sum()), int((group * group).sum())]
    return Totals(*numbers)


def pooled(parts: Sequence[Totals]) -> Totals:
    """Add up the `parts` of several hospitals."""
    return Totals(*(sum(column) for column in zip(*parts, strict=True)))


def conclude(parts: Sequence[Totals], parameters: Mapping[str, Any]) -> Comparison:
    """Return the answer, with exact fractions, from the totals of all hospitals.

    Parameters
    ----------
    parts : sequence of Totals
        One per hospital; a hospital without patients has zeros.
    parameters : mapping
        Of the run: ``minimum``, ``confidence``, ``within_hospitals`` and ``means_step``.
    """
    minimum, step = parameters["minimum"], parameters["means_step"]
    if parameters["within_hospitals"]:
        parts = [part for part in parts if counts_within(part, minimum)]
    whole = pooled(parts) if parts else Totals(0, 0, 0, 0, 0, 0)
    if not counts_within(whole, minimum):
        return Comparison(Conclusion.TOO_FEW)
    if parameters["within_hospitals"]:
        own = [own_difference(part) for part in parts]
        difference = sum((one[0] for one in own), Fraction(0))
        noise = sum((one[1] for one in own), Fraction(0))
    else:
        difference, noise = difference_of(whole)
    conclusion = Conclusion.NO_DIFFERENCE
    if difference**2 > squared_limit(parameters) * noise:
        conclusion = Conclusion.FIRST_HIGHER if difference > 0 else Conclusion.SECOND_HIGHER
    return Comparison(conclusion, rounded_means(whole, step) if step else None)


def alone(table: "pd.DataFrame", parameters: Mapping[str, Any]) -> Comparison:
    """Return what one hospital would conclude from its own patients only.

    Parameters
    ----------
    table : DataFrame
        Its patients.
    parameters : mapping
        As for `conclude`.
    """
    return conclude([totals_of(table)], parameters)


def limit_of(parameters: Mapping[str, Any]) -> float:
    """Return how many standard errors a difference has to be, by the run's `parameters`."""
    return critical_value(parameters["confidence"], degrees=parameters["minimum"] - 1)


def squared_limit(parameters: Mapping[str, Any]) -> Fraction:
    """Return its square, rounded up as the protocol does; `parameters` are those of the run."""
    squared = Fraction(limit_of(parameters)) ** 2
    return Fraction(-floor(-squared * 2**CRITICAL_BITS), 2**CRITICAL_BITS)


def counts_within(part: Totals, minimum: int) -> bool:
    """Tell whether both treatments were given to at least `minimum` patients of `part`.

    A hospital where that is not so counts for nothing when hospitals are compared within: its
    difference would be too uncertain to weigh.
    """
    return min(part.n_a, part.n_b) >= minimum


def difference_of(part: Totals) -> tuple[Fraction, Fraction]:
    """Return the difference of the means in `part`, A less B, and the square of its error.

    Both groups need two patients.
    """
    means, noise = [], Fraction(0)
    for n, total, squares in (part[:3], part[3:]):
        means.append(Fraction(total, n))
        noise += Fraction(n * squares - total**2, n * n * (n - 1))
    return means[0] - means[1], noise


def own_difference(part: Totals) -> tuple[Fraction, Fraction]:
    """Return what one hospital enters when hospitals are compared within.

    Its difference counts for as many patients as it has.

    Parameters
    ----------
    part : Totals
        Of one hospital, in which both treatments were given to at least two patients.

    Returns
    -------
    difference, noise : Fraction
        Times its number of patients, and times the square of that.
    """
    difference, noise = difference_of(part)
    patients = part.n_a + part.n_b
    return patients * difference, patients**2 * noise


def rounded_means(part: Totals, step: int) -> tuple[int, int]:
    """Return the means of A and B in `part`, rounded to a multiple of `step`, halves up."""
    first, second = (
        floor(Fraction(total, n * step) + Fraction(1, 2)) * step
        for n, total in ((part.n_a, part.sum_a), (part.n_b, part.sum_b))
    )
    return first, second
