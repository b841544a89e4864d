"""Run a mechanism on two neighbouring tables many times, and bound epsilon from below.

The outputs are halved.  On the first half the event is sought that tells the tables apart best: a
statistic above or below some value.  On the second half it is counted how often that one event
happens on either table.  As only one event is looked at there, the bound holds with the confidence
that is stated [1]_.

Protects: nobody; a bound above what was promised proves that the promise is broken, but for one
minus the confidence.
Does not protect: a bound below the promise proves nothing; see `epsilon_at_least`.

References
----------
.. [1] Z. Ding, Y. Wang, G. Wang, D. Zhang and D. Kifer, "Detecting Violations of Differential
   Privacy", CCS 2018, doi:10.1145/3243734.3243818.
.. [2] M. Jagielski, J. Ullman and A. Oprea, "Auditing Differentially Private Machine Learning: How
   Private is Private SGD?", NeurIPS 2020, doi:10.48550/arXiv.2006.07709.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from pet_workbench.core import ParameterError
from pet_workbench.core.validation import check_range
from pet_workbench.dp.audit.bounds import epsilon_at_least
from pet_workbench.dp.audit.statistics import Outputs, Statistic, statistics_for

Table = TypeVar("Table")
_MOST_LIMITS = 256
_MISSING = 2.0**900
"""Stands for an output that is no number."""


@dataclass(frozen=True)
class Audit:
    """What an audit found.

    Attributes
    ----------
    epsilon : float
        What epsilon is at least.
    confidence : float
        The chance that this is so is at least as much, if outputs are independent.
    claimed_epsilon, claimed_delta : float
        What was promised.
    event : str
        What tells the tables apart best.
    seen : tuple of int
        How often it happened on the table where it is likelier, and on the other.
    runs : int
        That were counted, on each table.
    """

    epsilon: float
    confidence: float
    claimed_epsilon: float
    claimed_delta: float
    event: str
    seen: tuple[int, int]
    runs: int

    @property
    def breaks_promise(self) -> bool:
        """Whether the bound is above what was promised."""
        return self.epsilon > self.claimed_epsilon


def audit(
    mechanism: Callable[[Table, int], ArrayLike],
    tables: tuple[Table, Table],
    *,
    epsilon: float,
    delta: float = 0.0,
    runs: int = 2000,
    confidence: float = 0.999,
) -> Audit:
    """Bound a mechanism's epsilon from below.

    Parameters
    ----------
    mechanism : callable
        From a table and a number of runs to outputs of shape (runs,) or (runs, n), drawn
        independently.
    tables : tuple
        Two neighbours; it is up to you to take two that are as different as the terms allow.
    epsilon, delta : float
        What is promised.
    runs : int, default: 2000
        On each table; half of them to look for an event, half to count it.
    confidence : float, default: 0.999

    Returns
    -------
    Audit

    Raises
    ------
    ParameterError
        If outputs are not numbers, as many as were asked for, or the number of runs, confidence or
        delta is out of range.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> def half_the_noise(count, runs):
    ...     return count + np.rint(rng.laplace(scale=1, size=runs))
    >>> found = audit(half_the_noise, (100, 101), epsilon=0.5, runs=10_000)
    >>> found.breaks_promise, found.epsilon < 1
    (True, True)
    """
    check_range("runs", runs, 20, 10**8)
    check_range("confidence", confidence, 0.5, 1 - 1e-12)
    check_range("delta", delta, 0, 1)
    sought, counted = [], []
    for table in tables:
        outputs = _as_numbers(mechanism(table, runs), runs)
        sought.append(outputs[: runs // 2])
        counted.append(outputs[runs // 2 :])
    event = _best_event(sought[0], sought[1], delta)
    seen = [int(event.happens(outputs).sum()) for outputs in counted]
    if event.likelier_on_other:
        seen.reverse()
    (found,) = epsilon_at_least(
        seen[:1], seen[1:], runs=len(counted[0]), delta=delta, confidence=confidence
    )
    return Audit(
        float(found), confidence, epsilon, delta, event.words, (seen[0], seen[1]), len(counted[0])
    )


@dataclass(frozen=True)
class _Event:
    """A statistic at least, or less than, some value."""

    name: str
    statistic: Statistic
    limit: float
    is_below: bool
    likelier_on_other: bool

    def happens(self, outputs: Outputs) -> Any:
        """Return on which outputs it happens."""
        return (self.statistic(outputs) < self.limit) == self.is_below

    @property
    def words(self) -> str:
        """Return what happens."""
        return f"{self.name} {'<' if self.is_below else '>='} {self.limit:.6g}"


def _as_numbers(outputs: ArrayLike, runs: int) -> Outputs:
    """Return outputs as a table of floats; what is no number becomes a very large one."""
    numbers = np.asarray(outputs)
    if numbers.dtype.kind not in "biuf" or numbers.ndim not in (1, 2) or len(numbers) != runs:
        raise ParameterError(
            "errors.dp_audit_outputs",
            "need {runs} outputs of numbers, of the same length each, got an array of {kind} of "
            "shape {shape}",
            runs=runs,
            kind=numbers.dtype.name,
            shape=str(numbers.shape),
        )
    table = numbers.reshape(runs, -1).astype(np.float64)
    return np.nan_to_num(table, nan=_MISSING, posinf=_MISSING / 2, neginf=-_MISSING / 2)


def _best_event(one: Outputs, other: Outputs, delta: float) -> _Event:
    """Return the event that bounds epsilon best on these outputs."""
    best, most = None, -1.0
    for name, statistic in statistics_for(one, other):
        ours, theirs = np.sort(statistic(one)), np.sort(statistic(other))
        limits = _limits(ours, theirs)
        below = [np.searchsorted(values, limits) for values in (ours, theirs)]
        above = [len(one) - counts for counts in below]
        for is_below, counts in ((True, below), (False, above)):
            for reverse in (False, True):
                likelier, rarer = counts[::-1] if reverse else counts
                found = epsilon_at_least(
                    likelier, rarer, runs=len(one), delta=delta, confidence=0.99
                )
                at = int(found.argmax())
                if found[at] > most:
                    most = float(found[at])
                    best = _Event(name, statistic, float(limits[at]), is_below, reverse)
    assert best is not None  # there is at least one number, and so a statistic
    return best


def _limits(one: Outputs, other: Outputs) -> Outputs:
    """Return values between which outputs may be told apart, not too many."""
    values = np.unique(np.concatenate((one, other)))
    if len(values) > _MOST_LIMITS:
        values = values[np.linspace(0, len(values) - 1, _MOST_LIMITS).astype(np.int64)]
    return values
