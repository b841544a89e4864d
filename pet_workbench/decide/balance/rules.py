"""How the balance is computed: what the content file says about ranges, simulation and limits."""

from dataclasses import dataclass
from functools import cache

from pet_workbench.decide import content


@dataclass(frozen=True)
class Rules:
    """What the arithmetic needs beside the amounts.

    Attributes
    ----------
    draws, seed : int
        How often is simulated, and from which seed.
    weight : float
        Of the likely amount in the PERT distribution.
    certainty : float
        Share of the outcomes in the middle part that decides a sign.
    swing_rate : tuple of float
        Between which discount rates the sensitivity picture moves.
    swing_years : tuple of int
        Between which numbers of years.
    years, rate : tuple of number
        Least and most that somebody may fill in.
    most_parties, most_lines, most_letters : int
    most_euros : float
    """

    draws: int
    seed: int
    weight: float
    certainty: float
    swing_rate: tuple[float, float]
    swing_years: tuple[int, int]
    years: tuple[int, int]
    rate: tuple[float, float]
    most_parties: int
    most_lines: int
    most_letters: int
    most_euros: float

    @property
    def ends(self) -> tuple[float, float]:
        """Quantiles at the ends of the middle part."""
        return (1 - self.certainty) / 2, (1 + self.certainty) / 2


@cache
def rules() -> Rules:
    """Return the rules of the content file.

    Examples
    --------
    >>> rules().weight
    4.0
    """
    read = content.read("balance")
    simulation, swing, limits = read["simulation"], read["sensitivity"], read["limits"]
    return Rules(
        draws=int(simulation["draws"]),
        seed=int(simulation["seed"]),
        weight=float(simulation["weight"]),
        certainty=float(simulation["certainty"]),
        swing_rate=(float(swing["rate"][0]), float(swing["rate"][1])),
        swing_years=(int(swing["years"][0]), int(swing["years"][1])),
        years=(int(limits["years"][0]), int(limits["years"][1])),
        rate=(float(limits["rate"][0]), float(limits["rate"][1])),
        most_parties=int(limits["parties"]),
        most_lines=int(limits["lines"]),
        most_letters=int(limits["letters"]),
        most_euros=float(limits["euros"]),
    )
