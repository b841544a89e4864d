"""What a batch of releases costs together that is fixed beforehand: by privacy loss distributions.

Adding up epsilons, or rhos, forgets how seldom the worst answers come.  The distribution of the
privacy loss of each release remembers it, and those of several releases are convolved [1]_ [2]_.
That takes a batch of which noise and sensitivity are known before the first answer; a ledger of
single releases, where a next question may follow from an answer, uses `ledger.filters`.

Google's dp-accounting computes, always to the pessimistic side.  A number with noise is taken as

* discrete noise and a whole shift, exactly, where one unit can move one number only, and for steps
  up to a thousand;
* continuous noise beyond that, with a surcharge for the difference.  Discrete Laplace noise of
  scale b and shift s is dominated by continuous noise of loss ``s / b + 1 / (4 * b**2)``: compare
  ``P(X <= t) - exp(e) * P(X <= t - s)`` for both.  Continuous Gaussian noise that is rounded has
  chances within a factor ``exp(7 / v)`` of the discrete noise of variance v, up to twelve
  deviations, so that for n numbers epsilon grows by ``14 * n / v``; and rounding reveals nothing;
* any release of (epsilon, delta), where neither was proved.

The smallest of this, of zCDP and of the plain sum counts, for each of them holds.

Protects: every unit against the batch, as far as epsilon and delta say.
Does not protect: when a question of the batch was chosen after seeing an answer.

References
----------
.. [1] A. Koskela, J. Jälkö and A. Honkela, "Computing Tight Differential Privacy Guarantees Using
   FFT", AISTATS 2020, doi:10.48550/arXiv.1906.03049.
.. [2] V. Doroshenko, B. Ghazi, P. Kamath, R. Kumar and P. Manurangsi, "Connect the Dots: Tighter
   Discrete Approximations of Privacy Loss Distributions", PoPETs 2022,
   doi:10.56553/popets-2022-0122.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

from pet_workbench.dp.conversion import epsilon_for_rho
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.exactly import MAX_EPSILON, Number, exact_delta, float_above, float_below
from pet_workbench.dp.loss import Loss
from pet_workbench.dp.noise import GAUSSIAN, Noise
from pet_workbench.dp.query import NoisyTotals, Part, Query

INTERVAL = 1e-4
"""Privacy losses are kept in steps of this size."""
MOST_STEPS = 1000
"""Larger shifts, and wider bells, are taken as continuous."""
MICRO = 10**6
"""Epsilons are rounded upwards to millionths."""
LOST = Fraction(1, 10**12)
"""More than all chances together that are cut off, in each part: twelve deviations is 1e-32."""


@dataclass(frozen=True)
class Shifted:
    """Numbers with noise, of which one unit can shift some.

    Attributes
    ----------
    noise : Noise
    touched : int
        How many of the numbers one unit can shift.
    l1, l2_squared : int
        The most that the shifts can be: the sum of their sizes, and that of their squares.
    loss : Loss
        What is promised about them apart from any batch; Gaussian noise may have a rho only.
    """

    noise: Noise
    touched: int
    l1: int
    l2_squared: int
    loss: Loss


def batch_loss(queries: Sequence[Query], *, delta: Number) -> Loss:
    """Return what queries cost together, if all are fixed before the first answer.

    Parameters
    ----------
    queries : sequence of Query
        About the same unit and neighbours.
    delta : number
        The chance with which the promise about all of them may fail; above the sum of the deltas of
        parts that are not noisy totals.

    Returns
    -------
    Loss
        Its epsilon is that of the batch; rho and rho_delta are sums.

    Raises
    ------
    PromiseError
        If there are no queries, they promise different things, or their epsilon is beyond 20.

    Examples
    --------
    >>> from pet_workbench.dp import Count, Terms
    >>> count = Count(epsilon=0.1, terms=Terms(unit="person", neighbours="add-remove"))
    >>> together = batch_loss([count] * 100, delta="1e-6")
    >>> round(float(together.epsilon), 2)
    4.77
    """
    if not queries:
        raise PromiseError("errors.dp_batch_empty", "need at least one query in a batch, got none")
    promises = {(query.terms.unit, query.terms.neighbours) for query in queries}
    if len(promises) > 1:
        raise PromiseError(
            "errors.dp_batch_terms",
            "need one unit and one kind of neighbours in a batch, got {found}",
            found="; ".join(sorted(" ".join(one) for one in promises)),
        )
    parts: list[Shifted | Loss] = []
    for query in queries:
        if isinstance(query, NoisyTotals):
            parts += [_shifted(part) for part in query.parts]
        else:
            parts.append(query.loss)
    return together(parts, delta=delta)


def together(parts: Sequence[Shifted | Loss], *, delta: Number) -> Loss:
    """Return what parts cost together.

    Parameters
    ----------
    parts : sequence of Shifted or Loss
        A `Loss` is any release that keeps to it.
    delta : number
        As in `batch_loss`.

    Raises
    ------
    PromiseError
        If the epsilon is beyond 20: delta is too small, or the batch too large.

    Examples
    --------
    Ten Gaussians that diffprivlib counts as epsilon 5.00:

    >>> noise = Noise("gaussian", Fraction("9.86") ** 2)
    >>> one = Shifted(noise, touched=1, l1=1, l2_squared=1, loss=Loss(rho=1 / (2 * noise.spread)))
    >>> round(float(together([one] * 10, delta="1e-6").epsilon), 2)
    1.39
    """
    chance = exact_delta(delta)
    losses = [part.loss if isinstance(part, Shifted) else part for part in parts]
    total = sum(losses, Loss())
    bounds = [total.epsilon] if all(loss.epsilon for loss in losses) else []
    bounds = bounds if total.delta <= chance else []
    if chance > total.rho_delta and all(loss.rho for loss in losses):
        bounds.append(epsilon_for_rho(total.rho, chance - total.rho_delta))
    if chance > LOST * len(parts):
        bounds.append(_by_distributions(parts, chance - LOST * len(parts)))
    epsilon = min(bounds, default=MAX_EPSILON + 1)
    if epsilon > MAX_EPSILON:
        raise PromiseError(
            "errors.dp_batch_epsilon",
            "need a batch of epsilon {most} at most, got more for delta {delta}: allow a larger "
            "delta, or ask less",
            most=int(MAX_EPSILON),
            delta=float(chance),
        )
    rounded = Fraction(math.ceil(epsilon * MICRO), MICRO)
    return Loss(epsilon=rounded, delta=chance, rho=total.rho, rho_delta=total.rho_delta)


def _shifted(part: Part) -> Shifted:
    """Return what a part of a query is to a batch: whole shifts touch no more than their squares.

    A number that is moved at all is moved by 1 or more.
    """
    touched = min(part.cells, part.l1, part.l2_squared)
    return Shifted(part.noise, touched, part.l1, part.l2_squared, part.loss)


def _by_distributions(parts: Sequence[Shifted | Loss], delta: Fraction) -> Fraction:
    """Return the epsilon of all parts by convolving the distributions of their losses."""
    distributions, surcharge = [], 0.0
    for part, times in Counter(parts).items():
        distribution, extra = _distribution(part)
        surcharge += times * extra
        distributions.append(distribution.self_compose(times))
    whole = reduce(lambda first, second: first.compose(second), distributions)
    # half of a surcharge is the factor that delta may be off by
    epsilon = whole.get_epsilon_for_delta(float_below(delta) * math.exp(-surcharge / 2))
    return Fraction(epsilon + surcharge) if math.isfinite(epsilon) else MAX_EPSILON + 1


def _distribution(part: Shifted | Loss) -> tuple[Any, float]:
    """Return the distribution of one part's loss, and what to add to epsilon."""
    if isinstance(part, Loss):
        return _any_release(part), 0.0
    if part.noise.kind == GAUSSIAN:
        return _gaussian(part)
    return _laplace(part)


def _gaussian(part: Shifted) -> tuple[Any, float]:
    """Return the distribution of numbers with Gaussian noise."""
    from dp_accounting.pld import privacy_loss_distribution as pld

    deviation = math.nextafter(math.sqrt(part.noise.spread), 0)
    surcharge = 14 * part.touched / float(part.noise.spread)
    if part.touched == 1 and max(deviation, part.l2_squared) <= MOST_STEPS:
        shift = math.isqrt(part.l2_squared)
        return _made(pld.from_discrete_gaussian_mechanism, deviation, shift), 0.0
    if not part.loss.epsilon or surcharge <= float(part.loss.epsilon) / 100:
        length = math.nextafter(math.sqrt(part.l2_squared), math.inf)
        return _made(pld.from_gaussian_mechanism, deviation, length), surcharge
    return _any_release(part.loss), 0.0


def _laplace(part: Shifted) -> tuple[Any, float]:
    """Return the distribution of numbers with Laplace noise."""
    from dp_accounting.pld import privacy_loss_distribution as pld

    if part.touched > 1:
        return _any_release(part.loss), 0.0
    scale = part.noise.spread
    if part.l1 <= MOST_STEPS:
        per_step = float_above(1 / scale)
        return _made(pld.from_discrete_laplace_mechanism, per_step, part.l1), 0.0
    dominating = float_above(part.l1 / scale + 1 / (4 * scale**2))
    return _made(pld.from_laplace_mechanism, 1.0, dominating), 0.0


def _made(make: Callable[..., Any], spread: float, shift: float) -> Any:
    """Return a distribution that is rounded to the pessimistic side."""
    return make(
        spread,
        sensitivity=shift,
        pessimistic_estimate=True,
        value_discretization_interval=INTERVAL,
        use_connect_dots=True,
    )


def _any_release(loss: Loss) -> Any:
    """Return the worst distribution of all releases of this epsilon and delta.

    Raises
    ------
    PromiseError
        If there is no epsilon.
    """
    if not loss.epsilon:
        raise PromiseError(
            "errors.dp_batch_loss",
            "need an epsilon above 0 for every part of a batch, got {loss}",
            loss=loss,
        )
    from dp_accounting.pld import privacy_loss_distribution as pld
    from dp_accounting.pld.common import DifferentialPrivacyParameters

    promise = DifferentialPrivacyParameters(float_above(loss.epsilon), float_above(loss.delta))
    return pld.from_privacy_parameters(promise, value_discretization_interval=INTERVAL)
