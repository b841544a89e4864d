"""What a collector makes of noisy reports: counts without bias, with their margins.

A report *supports* the values it might well come from.  Of n devices, ``p`` of those with a value
support it and ``q`` of the others, so ``(support - n q) / (p - q)`` is right on average [1]_.  Its
spread hardly depends on how many have the value: that is the noise of those who do not.

Protects: nothing more; what is computed from reports costs no privacy.
Does not protect: against reports that are invented.

References
----------
.. [1] T. Wang, J. Blocki, N. Li and S. Jha, "Locally Differentially Private Protocols for Frequency
   Estimation", USENIX Security 2017, doi:10.48550/arXiv.1705.04421.
.. [2] L. D. Brown, T. T. Cai and A. DasGupta, "Interval Estimation for a Binomial Proportion",
   Statistical Science 16(2), 2001, doi:10.1214/ss/1009213286.
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_range

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Support:
    """With which chance a report supports a value.

    Attributes
    ----------
    own, other : Fraction
        If the device has that value, and if it has another.

    Examples
    --------
    >>> support = Support(Fraction(1, 2), Fraction(1, 4))
    >>> support.gain, round(float(support.deviation(10_000)), 1)
    (Fraction(3, 1), 173.2)
    """

    own: Fraction
    other: Fraction

    @property
    def gain(self) -> Fraction:
        """Return by how many devices one report raises an estimate, if it supports the value."""
        return (1 - self.other) / (self.own - self.other)

    def deviation(self, n: float, count: float | Floats = 0.0) -> float | Floats:
        """Return the standard deviation of the estimate of `count` among `n` devices."""
        own, other = float(self.own), float(self.other)
        variance = count * own * (1 - own) + (n - count) * other * (1 - other)
        spread: float | Floats = np.sqrt(variance)[()] / (own - other)
        return spread

    def threshold(self, n: float, *, values: int, wrong: float = 0.05) -> float:
        """Return from which estimate on a value counts as seen.

        Parameters
        ----------
        n : float
            Devices.
        values : int
            How many values are looked at.
        wrong : float
            At most this chance that any value is seen that nobody has.

        Notes
        -----
        The support of a value that nobody has is binomial.  Where it is expected a few times only,
        that falls off more slowly than a bell curve.

        Examples
        --------
        >>> support = Support(Fraction(1, 2), Fraction(1, 4))
        >>> round(support.threshold(10_000, values=64))
        552
        """
        from scipy.stats import binom

        # in the same steps as `Estimates.counts`, so that equal numbers compare as equal
        most = binom.isf(wrong / values, round(n), float(self.other))
        return float((most - n * float(self.other)) / float(self.own - self.other))

    def devices_needed(
        self, share: float, *, values: int, wrong: float = 0.05, sure: float = 0.9
    ) -> int:
        """Return of how many devices a value must be chosen by a `share`, to be seen.

        The estimate has to rise above the threshold by so much that its own noise does not push it
        back: ``n * share = z1 * deviation(none) + z2 * deviation(share)``, solved for n, with a
        constant for rare support, which is skewed.

        Parameters
        ----------
        share : float
            Above 0, at most 1.
        values : int
            How many values are looked at.
        wrong : float
            As in `threshold`.
        sure : float
            With this chance it is seen.

        Raises
        ------
        ParameterError
            If a share or chance is out of range.
        """
        check_range("share", share, 1e-9, 1)
        check_range("wrong", wrong, 1e-9, 0.5)
        check_range("sure", sure, 0.5, 1 - 1e-9)
        none, some = float(self.deviation(1.0)), float(self.deviation(1.0, share))
        beyond = _quantile(1 - wrong / values)
        reach = beyond * none + _quantile(sure) * some
        # the skewness of a binomial number, and half a report for its being whole
        skewed = (beyond**2 - 1) * float(1 - 2 * self.other) / 6 + 0.5
        skewed /= float(self.own - self.other)
        root = (reach + math.sqrt(reach**2 + 4 * share * skewed)) / (2 * share)
        return math.ceil(root**2)


@dataclass(frozen=True, eq=False)
class Estimates:
    """Estimated counts of all values.

    Attributes
    ----------
    n : int
        Devices that reported.
    supported : ndarray of int64, shape (values,)
        How many reports support each value.
    support : Support
    """

    n: int
    supported: NDArray[np.int64]
    support: Support

    @property
    def counts(self) -> Floats:
        """Return the estimates; right on average, so that small ones may be below 0."""
        own, other = self.support.own, self.support.other
        return np.asarray((self.supported - self.n * float(other)) / float(own - other), np.float64)

    @property
    def deviations(self) -> Floats:
        """Return the standard deviation of each estimate, itself estimated."""
        return np.asarray(self.support.deviation(self.n, np.clip(self.counts, 0, self.n)))

    def interval(self, confidence: float = 0.95) -> tuple[Floats, Floats]:
        """Return bounds in which each true count lies with chance `confidence`, taken by itself.

        Every count is within the bounds that the support does not rule out (Wilson's way), so that
        it holds for few devices as well; half a report makes up for supports being whole [2]_.

        Raises
        ------
        ParameterError
            If the confidence is not from 0.5 to below 1.
        """
        check_range("confidence", confidence, 0.5, 1 - 1e-9)
        reach = _quantile((1 + confidence) / 2)
        low, high = (self._furthest(sign, reach) for sign in (-1, 1))
        return np.clip(low, 0, self.n), np.clip(high, 0, self.n)

    def _furthest(self, sign: int, reach: float) -> Floats:
        """Return the lowest or highest counts of which the support is within `reach` deviations.

        With x for support beyond ``n q`` and d for ``p - q``, these are the solutions c of
        ``(x - c d)**2 = reach**2 * (c p (1 - p) + (n - c) q (1 - q))``.
        """
        own, other = float(self.support.own), float(self.support.other)
        gap, more = own - other, own * (1 - own) - other * (1 - other)
        beyond = self.supported + sign / 2 - self.n * other
        half = beyond * gap + reach**2 * more / 2
        rest = beyond**2 - reach**2 * self.n * other * (1 - other)
        root = np.sqrt(np.maximum(half**2 - gap**2 * rest, 0))
        # less support than without anybody rules out nothing below
        return np.where((sign < 0) & (beyond <= 0), 0.0, (half + sign * root) / gap**2)

    def seen(self, *, wrong: float = 0.05) -> NDArray[np.bool_]:
        """Return which values stand out of the noise; see `Support.threshold`."""
        limit = self.support.threshold(self.n, values=len(self.supported), wrong=wrong)
        above: NDArray[np.bool_] = self.counts > limit
        return above


def _quantile(chance: float) -> float:
    """Return how many deviations a normal number stays below with this chance."""
    return NormalDist().inv_cdf(chance)
