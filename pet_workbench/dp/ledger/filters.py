"""When a release still fits in a budget: privacy filters.

An asker chooses a next question, and how much to pay for it, after seeing earlier answers.  Bounds
for a series that is fixed beforehand do not hold then by themselves.  A *privacy filter* has a
budget that is fixed beforehand, and refuses whatever would go beyond it; everything that it lets
through is (epsilon, delta)-differentially private together.

``basic``: the epsilons add up to at most epsilon, and the deltas to at most delta.  Rogers and
others [1]_ prove that this holds for costs that are chosen on the way as well.

``concentrated``: the rhos add up to at most the rho that promises epsilon with delta, and the
chances of failure of releases that have any (`Loss.rho_delta`) to at most the part of delta that
was set apart for those.  Feldman and Zrnic [2]_ prove it for Rényi differential privacy, Whitehouse
and others [3]_ for zCDP with a chance of failure; then epsilon follows from `conversion`.  Many
small releases cost far less this way; one large release costs the same.

Protects: against the sum of all answers.
Does not protect: against costs that were stated too low; a query states its own.

References
----------
.. [1] R. Rogers, A. Roth, J. Ullman and S. Vadhan, "Privacy Odometers and Filters: Pay-as-you-Go
   Composition", NeurIPS 2016, doi:10.48550/arXiv.1605.08294.
.. [2] V. Feldman and T. Zrnic, "Individual Privacy Accounting via a Rényi Filter", NeurIPS 2021,
   doi:10.48550/arXiv.2008.11193.
.. [3] J. Whitehouse, A. Ramdas, R. Rogers and Z. S. Wu, "Fully-Adaptive Composition in Differential
   Privacy", ICML 2023, doi:10.48550/arXiv.2203.05481.
"""

from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Literal

from pet_workbench.core.validation import check_choice
from pet_workbench.dp.conversion import epsilon_for_rho, rho_for
from pet_workbench.dp.errors import BudgetError, PromiseError
from pet_workbench.dp.exactly import Number, exact, exact_delta, exact_epsilon
from pet_workbench.dp.loss import Loss

Accounting = Literal["basic", "concentrated"]
ACCOUNTINGS: tuple[Accounting, ...] = ("basic", "concentrated")


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A budget, and the rule that keeps to it.

    Attributes
    ----------
    accounting : {"basic", "concentrated"}
    epsilon, delta : Fraction
        What all releases together promise.
    delta_apart : Fraction
        The part of delta for releases that may fail by themselves, such as the choice of groups;
        for "concentrated" only.
    limit : Loss
        What the sums may reach: epsilon and delta, or rho and rho_delta; the other two are 0.
    """

    accounting: Accounting
    epsilon: Fraction
    delta: Fraction
    delta_apart: Fraction
    limit: Loss

    @property
    def counted(self) -> tuple[str, str]:
        """Return what is summed: the attributes of `Loss` that this filter looks at."""
        return ("epsilon", "delta") if self.accounting == "basic" else ("rho", "rho_delta")

    def left(self, spent: Loss) -> Loss:
        """Return the limit minus what was spent, in what is summed."""
        return Loss(
            **{name: getattr(self.limit, name) - getattr(spent, name) for name in self.counted}
        )

    def fits(self, spent: Loss, loss: Loss) -> bool:
        """Tell whether a release still fits."""
        return self._short(spent, loss) is None

    def check(self, spent: Loss, loss: Loss) -> None:
        """Refuse a release that does not fit.

        Raises
        ------
        BudgetError
            If it goes beyond the budget.
        """
        short = self._short(spent, loss)
        if short == "rho_delta":
            raise BudgetError(
                "errors.dp_budget_apart",
                "need {asked} of delta for a release that may fail by itself, got {left} left of "
                "the {total} that this ledger set apart for such releases; nothing was read: a "
                "ledger is made with delta_apart=..., and cannot be changed afterwards",
                asked=written(loss.rho_delta),
                left=written(self.left(spent).rho_delta),
                total=written(self.delta_apart),
            )
        if short is not None:
            raise BudgetError(
                "errors.dp_budget",
                "need {what} {asked} for this release, got {left} left of {total}; nothing was "
                "read: ask for less, or agree on a larger budget with the data holder",
                what=short,
                asked=written(getattr(loss, short)),
                left=written(getattr(self.left(spent), short)),
                total=written(getattr(self.limit, short)),
            )

    def promised(self, spent: Loss) -> Loss:
        """Return what was spent, as one promise: epsilon and delta of everything so far."""
        if self.accounting == "basic":
            return Loss(epsilon=spent.epsilon, delta=spent.delta)
        kept = self.delta - self.delta_apart
        epsilon = min(self.epsilon, epsilon_for_rho(spent.rho, kept))
        delta = kept + spent.rho_delta if spent.rho else spent.rho_delta
        return Loss(epsilon=epsilon, delta=delta, rho=spent.rho, rho_delta=spent.rho_delta)

    def remaining(self, spent: Loss) -> Loss:
        """Return what is left, to show: also epsilon and delta where rho decides."""
        left, so_far = self.left(spent), self.promised(spent)
        return Loss(
            epsilon=self.epsilon - so_far.epsilon,
            delta=self.delta - so_far.delta,
            rho=left.rho,
            rho_delta=left.rho_delta,
        )

    def _short(self, spent: Loss, loss: Loss) -> str | None:
        """Return the name of what there is too little of."""
        left = self.left(spent)
        return next((one for one in self.counted if getattr(loss, one) > getattr(left, one)), None)


def make_filter(
    *, epsilon: Number, delta: Number = 0, accounting: str = "basic", delta_apart: Number = 0
) -> Filter:
    """Return the filter for a budget; a budget always has an end.

    Parameters
    ----------
    epsilon, delta : number
        What all releases together may promise at most.
    accounting : {"basic", "concentrated"}
    delta_apart : number
        See `Filter`.

    Raises
    ------
    PromiseError
        If epsilon or delta makes no promise, or the parts of delta do not fit the accounting.

    Examples
    --------
    >>> make_filter(epsilon=1).limit
    Loss(epsilon=Fraction(1, 1), delta=Fraction(0, 1), rho=Fraction(0, 1), rho_delta=Fraction(0, 1))
    >>> float(make_filter(epsilon=1, delta="1e-6", accounting="concentrated").limit.rho)
    0.024355...
    """
    check_choice("accounting", accounting, ACCOUNTINGS)
    total, chance, apart = exact_epsilon(epsilon), exact_delta(delta), exact_delta(delta_apart)
    if accounting == "basic":
        if apart:
            raise PromiseError(
                "errors.dp_ledger_apart_basic",
                "need delta_apart for concentrated accounting only, got {apart}",
                apart=written(apart),
            )
        limit = Loss(epsilon=total, delta=chance)
        return Filter(
            accounting="basic", epsilon=total, delta=chance, delta_apart=apart, limit=limit
        )
    if not apart < chance:
        raise PromiseError(
            "errors.dp_ledger_apart",
            "need a delta above 0 for concentrated accounting, and less of it set apart than "
            "{delta}, got {apart} set apart",
            delta=written(chance),
            apart=written(apart),
        )
    limit = Loss(rho=rho_for(total, chance - apart), rho_delta=apart)
    return Filter(
        accounting="concentrated", epsilon=total, delta=chance, delta_apart=apart, limit=limit
    )


def check_loss(loss: Loss) -> Loss:
    """Return a loss that a ledger can count.

    Raises
    ------
    PromiseError
        If it is not a `Loss` of fractions from 0, with an epsilon and a rho above 0: a release that
        costs nothing needs no data.
    """
    numbers = [getattr(loss, one.name) for one in fields(Loss)] if type(loss) is Loss else [None]
    if not all(type(one) is Fraction and one >= 0 for one in numbers):
        raise PromiseError(
            "errors.dp_ledger_loss",
            "need what a release costs as a Loss of fractions from 0, got {loss}",
            loss=loss,
        )
    exact_epsilon(exact("epsilon", loss.epsilon))
    if not loss.rho or loss.delta > 1 or loss.rho_delta > 1:
        raise PromiseError(
            "errors.dp_ledger_loss_parts",
            "need a loss with epsilon and rho above 0 and chances below 1, got {loss}",
            loss=loss,
        )
    return loss


def written(number: Fraction) -> float | int:
    """Return a number of at most five digits, for people.

    Examples
    --------
    >>> written(Fraction(1, 4)), written(Fraction(1, 3)), written(Fraction(1))
    (0.25, 0.33333, 1)
    """
    short = float(f"{float(number):.5g}")
    return int(short) if short == int(short) else short
