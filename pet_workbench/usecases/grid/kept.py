"""What is left in synthetic rows of what an analyst needs: peaks, seasons, and homes that can be.

Arithmetic only; it needs the real rows, so its outcome is for whoever may see those.  A mean over
many homes is mostly harmless to pass on; here too, no budget pays for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.usecases.grid.curves import supply_of_summer
from pet_workbench.usecases.grid.days import COUNTS, SUMMER, SUNNY
from pet_workbench.usecases.grid.household import DWELLINGS, HEAT_PUMPS, OF_PANELS
from pet_workbench.usecases.grid.street import Streets, streets

if TYPE_CHECKING:
    import pandas as pd

PEAK, FEED_IN = "peak", "feed_in"
QUESTIONS = (PEAK, FEED_IN)
"""What may be too much for a transformer: what homes take in the evening, or feed in at noon."""
_WINTER_DAYS = 20
"""Even the coldest twenty days take less than a year."""


@dataclass(frozen=True)
class Verdict:
    """What real and synthetic rows say of streets of one kind, in kW per home.

    Attributes
    ----------
    dwelling : str
    real, synthetic : float
        What 95 of 100 streets stay below; the second is NaN if no row is of this kind.
    capacity : float
    """

    dwelling: str
    real: float
    synthetic: float
    capacity: float

    @property
    def truth(self) -> bool:
        """Whether the transformer holds, by the real rows."""
        return self.real <= self.capacity

    @property
    def told(self) -> bool:
        """Whether it holds, by the synthetic rows."""
        return self.synthetic <= self.capacity

    @property
    def is_right(self) -> bool:
        """Whether both say the same; never if there are no rows to say it."""
        return not np.isnan(self.synthetic) and self.truth == self.told

    @property
    def is_dangerous(self) -> bool:
        """Whether synthetic rows say it holds while it does not."""
        return self.told and not self.truth


def verdicts(
    real: "pd.DataFrame",
    synthetic: "pd.DataFrame",
    *,
    capacity: float,
    homes: int = 100,
    question: str = PEAK,
) -> tuple[Verdict, ...]:
    """Ask both kinds of rows whether transformers hold, for each kind of home.

    Parameters
    ----------
    real, synthetic : DataFrame
    capacity : float
        kW per home.
    homes : int
        Behind one transformer.
    question : {"peak", "feed_in"}
    """
    found = []
    for dwelling in DWELLINGS:
        one, other = (_peak(rows, dwelling, homes, question) for rows in (real, synthetic))
        found.append(Verdict(dwelling, one, other, capacity))
    return tuple(found)


def _peak(rows: "pd.DataFrame", dwelling: str, homes: int, question: str) -> float:
    """Return the peak of streets of one kind; NaN if there are no such homes."""
    if not (rows["dwelling"] == dwelling).any():
        return float("nan")
    drawn: Streets = streets(rows, dwelling, homes=homes)
    return drawn.reported if question == PEAK else drawn.reported_feed_in


def mean_off(found: tuple[Verdict, ...]) -> float:
    """Return by which share peaks are off, the mean over kinds of homes that there are.

    Examples
    --------
    >>> mean_off((Verdict("terraced", 1.0, 1.1, 1.5), Verdict("detached", 2.0, 1.0, 1.5)))
    0.3
    """
    off = [abs(one.synthetic - one.real) / max(one.real, 1e-9) for one in found]
    return round(float(np.nanmean(off)), 6)


def seasons(rows: "pd.DataFrame") -> Mapping[str, float]:
    """Return how many times as much homes take on a cold day as on a summer's day, by heat pump.

    Parameters
    ----------
    rows : DataFrame

    Returns
    -------
    mapping of str to float
        By kind of heat pump; kinds of which there is no row are left out.
    """
    summer = supply_of_summer(rows) / (COUNTS[SUMMER] + COUNTS[SUNNY])
    cold = rows["cold_day_wh"].to_numpy(np.float64) / 1_000
    found = {}
    for kind in HEAT_PUMPS:
        of_kind = (rows["heat_pump"] == kind).to_numpy()
        if of_kind.any() and summer[of_kind].sum() > 0:
            found[kind] = float(cold[of_kind].sum() / summer[of_kind].sum())
    return found


def impossible(rows: "pd.DataFrame") -> float:
    """Return which share of rows is of homes that cannot be.

    Feeding in without panels or having panels that never do, taking more in the evening and at
    night than in a day, more in the busiest hour than on the whole day, or more in a winter than in
    a year.

    Parameters
    ----------
    rows : DataFrame
        With all columns.

    Examples
    --------
    >>> from pet_workbench.usecases.grid.population import generate
    >>> impossible(generate(1_000, seed=1))
    0.0
    """
    panels, feeds = (rows[name].notna().to_numpy() for name in OF_PANELS)
    numbers = {
        name: np.nan_to_num(rows[name].to_numpy(np.float64))
        for name in ("evening_percent", "night_percent", "peak_watts", "cold_day_wh", "supply_kwh")
    }
    wrong = panels != feeds
    wrong |= numbers["evening_percent"] + numbers["night_percent"] > 101
    wrong |= numbers["peak_watts"] > numbers["cold_day_wh"] + 50
    wrong |= _WINTER_DAYS * numbers["cold_day_wh"] / 1_000 > numbers["supply_kwh"] + 10
    return float(wrong.mean())
