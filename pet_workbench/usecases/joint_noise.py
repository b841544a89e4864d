"""What noise drawn by two parties promises, and how far an answer is off by it.

The sum of two discrete Laplace numbers with odds ``q**abs(k)`` each is k with odds
``q**abs(k) * (abs(k) + 1 + 2 q**2 / (1 - q**2))``.

Protects: by stating what `sharing.joint_noise` does.
Does not protect: by itself.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

from pet_workbench.core.validation import check_range
from pet_workbench.dp import Terms
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.exactly import Number, exact_epsilon, float_above
from pet_workbench.dp.loss import pure_loss
from pet_workbench.dp.noise import smallest_limit
from pet_workbench.usecases.base import Parameters

WIDEST_SCALE = 1 << 24
"""With a larger scale, noise could leave a ring of 32 bits; here the chance is below exp(-60)."""


@dataclass(frozen=True)
class JointNoise:
    """The noise of two parties together.

    Attributes
    ----------
    scale : Fraction
        Of the noise of each.

    Examples
    --------
    >>> noise = joint_noise(0.5, sensitivity=1)
    >>> noise.scale, noise.quantile(0.95)
    (Fraction(2, 1), 8)
    """

    scale: Fraction

    @property
    def deviation(self) -> float:
        """Return the standard deviation of the sum."""
        return 2 * math.exp(-0.5 / self.scale) / -math.expm1(-1 / self.scale)

    @property
    def guessed(self) -> float:
        """Return how often a yes or no is guessed right that counts for 1, knowing all others.

        That takes all numbers but one, and nothing of the noise.
        """
        q = math.exp(-1 / self.scale)
        none = ((1 - q) / (1 + q)) ** 2 * (1 + q * q) / (1 - q * q)
        return 0.5 + none / 2

    @property
    def guessed_with_one(self) -> float:
        """Return the same with the help of one party that drew noise: what epsilon allows."""
        return 0.5 + math.tanh(0.5 / self.scale) / 2

    def tail(self, limit: int) -> float:
        """Return the chance that the noise is further from 0 than `limit`."""
        if limit < 0:
            return 1.0
        q = math.exp(-1 / self.scale)
        both = ((1 - q) / (1 + q)) ** 2
        least = limit + 1
        rest = (least + 1 + 2 * q * q / (1 - q * q)) / (1 - q) + q / (1 - q) ** 2
        return min(1.0, 2 * both * q**least * rest)

    def quantile(self, confidence: float) -> int:
        """Return the smallest limit within which the noise stays with chance `confidence`.

        Raises
        ------
        ParameterError
            If the confidence is not from 0.5 to 1 - 1e-12.
        """
        check_range("confidence", confidence, 0.5, 1 - 1e-12)
        return smallest_limit(self.tail, confidence)


def joint_noise(epsilon: Number, *, sensitivity: int) -> JointNoise:
    """Return the noise that two parties draw for `epsilon`.

    Parameters
    ----------
    epsilon : int, float, str or Fraction
    sensitivity : int
        The most by which one unit can change the answer, over all its numbers.

    Raises
    ------
    PromiseError
        If epsilon makes no promise, or is so small that the noise would not fit in a ring of 32
        bits: it would wrap around, and be off by more than is said.
    """
    scale = sensitivity / exact_epsilon(epsilon)
    if scale > WIDEST_SCALE:
        raise PromiseError(
            "errors.joint_noise_wide",
            "need an epsilon of at least {least:.2g} for noise that fits in 32 bits, got {epsilon}",
            least=float_above(Fraction(sensitivity, WIDEST_SCALE)),
            epsilon=epsilon,
        )
    return JointNoise(scale)


def charge(parameters: Parameters, *, unit: str, asker: str, purpose: str) -> None:
    """Let whoever keeps the ledger charge it for a run, before it sends anything.

    Neighbours differ in what one unit's data are; who takes part is known.

    Parameters
    ----------
    parameters : mapping
        Of the run: `epsilon`, and `ledger`, which may be None: then nobody keeps count.
    unit : str
        Whose privacy it is.
    asker, purpose : str
        For the ledger.

    Raises
    ------
    BudgetError
        If too little is left; nothing was sent.
    """
    ledger, epsilon = parameters["ledger"], parameters["epsilon"]
    joint_noise(epsilon, sensitivity=1)  # a refusal comes now, and not after the ledger was charged
    if ledger is not None:
        ledger.charge(
            pure_loss(epsilon),
            dataset=ledger.head.dataset,
            terms=Terms(unit=unit, neighbours="change-one"),
            purpose=purpose,
            asker=asker,
            query={"kind": "joint noise", "epsilon": str(exact_epsilon(epsilon))},
        )
