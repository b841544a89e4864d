"""Scaling laws: what a technique takes at a size at which nobody measured it.

A law is fitted to the records of one technique on one case.  Its intervals hold 90 % of what would
be measured there on the same machine; they widen with the distance, and beyond its reach a law
refuses to answer.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

import numpy as np

from pet_workbench.bench.cell import IN_PROCESS
from pet_workbench.bench.costs.estimate import Estimate
from pet_workbench.bench.costs.posterior import COVERAGE, Candidates, weigh, weighted_quantiles
from pet_workbench.bench.costs.quantities import Quantity, quantity_of, repeats
from pet_workbench.bench.costs.shapes import CONSTANT_SHARE, SHAPES, Floats
from pet_workbench.bench.record import Record
from pet_workbench.core import DataError, ParameterError

FAR = {2: 10, 3: 100}
"""How many times the largest size a law reaches, with that many sizes or more."""
_SHARES = ((1 - COVERAGE) / 2, 0.5, (1 + COVERAGE) / 2)


@dataclass(frozen=True)
class Law:
    """How one quantity of one technique on one case grows with the size.

    Attributes
    ----------
    case, technique, quantity : str
    points : tuple of (int, float)
        Sizes, ascending, with the median of what was measured there.
    formula : str
        The likeliest kind of law; see `shapes.FORMULAS`.
    fixed, per_item : float
        Of the likeliest law of that kind: ``fixed + per_item * g(n)``.
    exponent : Estimate
        By which power of n the quantity grows around the largest size: 0 not at all, 1 in
        proportion, 2 with the square.
    """

    case: str
    technique: str
    quantity: str
    points: tuple[tuple[int, float], ...]
    formula: str
    fixed: float
    per_item: float
    exponent: Estimate
    _candidates: Candidates | None = field(repr=False, compare=False)
    _noise: float = field(repr=False, compare=False)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Sizes at which was measured, ascending."""
        return tuple(n for n, _ in self.points)

    @property
    def reach(self) -> int:
        """Largest size that the law answers for."""
        return self.sizes[-1] * FAR[min(len(self.points), max(FAR))]

    def predict(self, n: int) -> Estimate:
        """Return what would be measured at size `n`, with 90 % confidence.

        Raises
        ------
        ParameterError
            If `n` is below 1 or beyond the law's reach.
        """
        if not 1 <= n <= self.reach:
            raise ParameterError(
                "errors.bench_law_far",
                "need a size from 1 to {reach} for {case}, {technique}, got {n}: it was measured "
                "up to {largest}; measure a larger size first",
                reach=self.reach,
                case=self.case,
                technique=self.technique,
                n=n,
                largest=self.sizes[-1],
            )
        if self._candidates is None:
            return Estimate.exactly(0.0)
        beyond = max(math.log(n / self.sizes[-1]), 0.0)
        drift = quantity_of(self.quantity).drift * beyond
        found = self._candidates.quantiles(n, more_variance=self._noise + drift**2, shares=_SHARES)
        return Estimate(*(float(value) for value in found))


def fit(records: Iterable[Record], quantity: str) -> Law:
    """Fit the law of one technique on one case.

    Parameters
    ----------
    records : iterable of Record
        Of one case, technique and machine, with all parties in one process; of each size the
        newest counts.
    quantity : str
        One of `QUANTITIES`.

    Raises
    ------
    DataError
        If there are fewer than two sizes, or records of several techniques or machines.
    """
    chosen = quantity_of(quantity)
    newest = _newest(records, chosen)
    if len(newest) < min(FAR):
        raise DataError(
            "errors.bench_law_sizes",
            "need measurements at {least} sizes or more, got {count}; measure another size",
            least=min(FAR),
            count=len(newest),
        )
    _check_alike(newest, chosen)
    measured = [repeats(record, quantity) for record in newest]
    sizes = tuple(record.n for record in newest)
    points = tuple((n, float(median(values))) for n, values in zip(sizes, measured, strict=True))
    case, technique = newest[0].case, newest[0].technique
    if not any(value for _, value in points):
        flat = Estimate.exactly(0.0)
        return Law(case, technique, quantity, points, "constant", 0.0, 0.0, flat, None, 0.0)
    noise = _noise(measured)
    logs = np.log([max(value, 1e-9) for _, value in points])
    found = weigh(np.array(sizes, float), logs, noise, chosen)
    formula, fixed, per_item = _likeliest(found, sizes[-1])
    exponent = _exponent(found, sizes[-1])
    usual = float(np.median(noise))
    return Law(case, technique, quantity, points, formula, fixed, per_item, exponent, found, usual)


def laws(records: Iterable[Record], quantity: str) -> dict[tuple[str, str], Law]:
    """Fit all laws for which there are enough records, by case and technique.

    Of several machines the one with most records of a technique counts, and only runs with the
    case's own parameters.
    """
    found = {}
    for key, some in together(records).items():
        try:
            found[key] = fit(some, quantity)
        except DataError:
            continue
    return found


def together(records: Iterable[Record]) -> dict[tuple[str, str], tuple[Record, ...]]:
    """Return the records that one law may be fitted to, by case and technique."""
    groups: dict[tuple[str, str], dict[tuple[str, ...], list[Record]]] = {}
    for record in records:
        if record.network == IN_PROCESS and not record.parameters:
            machines = groups.setdefault((record.case, record.technique), {})
            machines.setdefault(_machine(record), []).append(record)
    chosen = {}
    for key, machines in groups.items():
        most: list[Record] = max(machines.values(), key=len)
        chosen[key] = tuple(most)
    return chosen


def _machine(record: Record) -> tuple[str, ...]:
    """Return what makes a machine another one for times and memory."""
    return tuple(record.machine.get(key, "?") for key in ("processor", "cores", "memory_gb"))


def _newest(records: Iterable[Record], quantity: Quantity) -> list[Record]:
    """Return the newest record of each size that has the quantity, smallest first."""
    of_size: dict[int, Record] = {}
    for record in sorted(records, key=lambda one: one.date):
        if repeats(record, quantity.id):
            of_size[record.n] = record
    return [of_size[n] for n in sorted(of_size)]


def _check_alike(records: list[Record], quantity: Quantity) -> None:
    """Refuse records that no single law can hold for."""
    kinds = {(r.case, r.technique, r.network, str(sorted(r.parameters.items()))) for r in records}
    machines = {_machine(record) for record in records} if quantity.is_of_machine else {()}
    if len(kinds) > 1 or len(machines) > 1:
        raise DataError(
            "errors.bench_law_mixed",
            "need records of one technique on one case and one machine, got {kinds} kinds of runs "
            "on {machines} machines; pass them apart",
            kinds=len(kinds),
            machines=len(machines),
        )


def _noise(measured: list[tuple[float, ...]]) -> Floats:
    """Return the variance of the logarithm of each size's median, from the spread of all repeats.

    The spread is pooled: of two or three repeats at one size it would itself be mostly chance.
    """
    logs = [np.log(np.maximum(values, 1e-9)) for values in measured]
    freedom = sum(len(values) - 1 for values in logs)
    pooled = sum(float(((values - values.mean()) ** 2).sum()) for values in logs)
    variance = pooled / freedom if freedom else 0.0
    return np.array([variance * (math.pi / 2 if len(v) > 2 else 1.0) / len(v) for v in logs])


def _likeliest(found: Candidates, largest: int) -> tuple[str, float, float]:
    """Return the kind of law with most belief, and the fixed part and price of its likeliest."""
    is_flat = found.fixed_shares(largest) >= CONSTANT_SHARE
    names = np.where(is_flat, "constant", np.array([s.formula for s in SHAPES])[found.shape])
    formula = max(set(names), key=lambda name: (float(found.belief[names == name].sum()), name))
    best = int(np.argmax(np.where(names == formula, found.belief, -1.0)))
    size = math.exp(float(found.scale[best]))
    return str(formula), size * float(found.fixed[best]), size


def _exponent(found: Candidates, largest: int) -> Estimate:
    """Return by which power the quantity grows around the largest size."""
    powers = np.array([shape.exponent(largest) for shape in SHAPES])[found.shape]
    local = (1 - found.fixed_shares(largest)) * powers
    low, middle, high = weighted_quantiles(local, found.belief, _SHARES)
    return Estimate(float(low), float(middle), float(high))
