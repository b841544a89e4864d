"""Risk with its interval: how much better an attack does on those who were learned from.

Of the attacks on others a share succeeds as well.  Risk is what is gained on top of that, as a
share of what could be gained: 0 if it makes no difference, 1 if every attack succeeds only because
people were in the table [1]_.  Rates and errors are Wilson's [2]_, and errors add up as independent
ones do.

Arithmetic only.

References
----------
.. [1] M. Giomi, F. Boenisch, C. Wehmeyer, B. Tasnadi, "A unified framework for quantifying privacy
   risk in synthetic data", PoPETs 2023(2), doi:10.56553/popets-2023-0055.
.. [2] E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal
   of the American Statistical Association 22, 1927, 209-212, doi:10.1080/01621459.1927.10502953.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

from pet_workbench.core.validation import check_range, check_whole


@dataclass(frozen=True)
class Risk:
    """What came of an attack.

    Attributes
    ----------
    attack : str
    attacks : int
        How many were tried on people who were learned from.
    successes : int
        How many of them succeeded.
    control_attacks, control_successes : int
        The same on people who were not.

    Raises
    ------
    ParameterError
        If there are none, or more successes than attacks.

    Examples
    --------
    >>> risk = Risk("inference", 500, 240, 500, 100)
    >>> round(risk.value, 2), [round(end, 2) for end in risk.interval()]
    (0.35, [0.29, 0.41])
    """

    attack: str
    attacks: int
    successes: int
    control_attacks: int
    control_successes: int

    def __post_init__(self) -> None:
        for attacks, successes in (
            (self.attacks, self.successes),
            (self.control_attacks, self.control_successes),
        ):
            check_whole("attacks", attacks, 1, 10_000_000)
            check_whole("successes", successes, 0, attacks)

    @property
    def value(self) -> float:
        """The risk: at most 1, and below 0 where chance made attacks on others succeed more."""
        return self._at(0.95)[0]

    @property
    def found(self) -> bool:
        """Whether people who were learned from are really attacked better: zero is not inside."""
        return self.interval()[0] > 0

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Return bounds of the risk; not cut off at 0, so that they show what chance can do.

        Raises
        ------
        ParameterError
            If the confidence is not from 0.5 to 0.999999.
        """
        check_range("confidence", confidence, 0.5, 0.999999)
        value, error = self._at(confidence)
        return value - error, value + error

    def _at(self, confidence: float) -> tuple[float, float]:
        """Return risk and error; the rate of success moves with the confidence a little."""
        main, off = wilson(self.attacks, self.successes, confidence=confidence)
        control, control_off = wilson(
            self.control_attacks, self.control_successes, confidence=confidence
        )
        by_main, by_control = off / (1 - control), control_off * (1 - main) / (1 - control) ** 2
        return (main - control) / (1 - control), math.hypot(by_main, by_control)


def wilson(attacks: int, successes: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the middle of Wilson's interval [2]_, and half its width.

    Parameters
    ----------
    attacks, successes : int
    confidence : float, default: 0.95

    Examples
    --------
    >>> [round(one, 4) for one in wilson(10, 0)]
    [0.1388, 0.1388]
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    spread = successes * (attacks - successes) / attacks
    rate = (successes + z**2 / 2) / (attacks + z**2)
    return rate, z / (attacks + z**2) * math.sqrt(spread + z**2 / 4)
