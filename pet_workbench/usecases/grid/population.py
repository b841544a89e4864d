"""Generated households for the case `grid`, calibrated on published figures.

No household in here exists.  Dwellings, panels, heat pumps, charging points and use follow the
figures in ``data/figures.toml``; which of them go together, and the shapes of a day, are
assumptions of ours in the same file.  Every household has a load curve of five kinds of day, and
its row is what an operator would work out from the meter: see `household`.

Not modelled: weather of one place, quarters of an hour, home batteries, two households behind one
connection, and streets in which all houses are alike.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_whole
from pet_workbench.datasets import assumptions, figures
from pet_workbench.synthetic.description import Numbers
from pet_workbench.usecases.grid.days import (
    COLD,
    COUNTS,
    EVENING,
    HABITS,
    HEAT_OF_DAY,
    HEATING,
    HOURS,
    NIGHT,
    SUMMER,
    SUN,
    SUNNY,
    USE_OF_DAY,
    WINTER,
    YIELD_OF_DAY,
    Floats,
)
from pet_workbench.usecases.grid.household import (
    CHARGER_KW,
    CHARGERS,
    COLUMNS,
    DESCRIPTION,
    DWELLINGS,
    HEAT_PUMPS,
    OF_PANELS,
)
from pet_workbench.usecases.synthetic_rows.rows import LEAST_ROWS

if TYPE_CHECKING:
    import pandas as pd

MIN_N, MAX_N = LEAST_ROWS, 8_300_000
_BLOCK = 100_000
_PANELS = np.array([0.06, 0.45, 0.58, 0.58])
_PANEL_KW = np.array([2.8, 3.6, 4.5, 5.6])
_CHARGERS = np.array([0.01, 0.04, 0.09, 0.14])
_HEAT_PUMPS = np.array([0.05, 0.07, 0.14, 0.18])
_HEAT_USE = np.array([0.65, 1.0, 1.2, 1.6])
_WITH_PANELS = 1.5
"""How much more often a heat pump or a charging point stands where panels are."""
_FITS_SUPPLY = 1.05
"""Use of appliances next to supply, so that supply comes out as published."""


@dataclass(frozen=True)
class Homes:
    """Households as they are, before anything is measured.

    Attributes
    ----------
    dwelling, heat_pump, charger : ndarray of int64, shape (n,)
        Places in the tuples of `household`.
    solar_kw, use_kwh, heat_kwh, charged_kwh : ndarray of float64, shape (n,)
        Panels; appliances and heating in a year; the car in a day.
    season : ndarray of float64, shape (n,)
        How strongly use follows the season; 1 is usual.
    day : ndarray of float64, shape (n, 24)
        The shape of a day, of appliances.
    plugged : ndarray of int64, shape (n,)
        The hour in which charging begins.
    """

    dwelling: NDArray[np.int64]
    heat_pump: NDArray[np.int64]
    charger: NDArray[np.int64]
    solar_kw: Floats
    use_kwh: Floats
    heat_kwh: Floats
    charged_kwh: Floats
    season: Floats
    day: Floats
    plugged: NDArray[np.int64]


def generate(n: int, *, seed: int) -> "pd.DataFrame":
    """Generate the rows of `n` households.

    Parameters
    ----------
    n : int
        120 to 8.3 million; 8,270,244 households lived in the Netherlands in 2023.
    seed : int
        Any number from 0; the same seed gives the same households.

    Returns
    -------
    DataFrame
        The columns of `household.COLUMNS`; all but the first three whole numbers.

    Raises
    ------
    ParameterError
        If `n` or `seed` lies outside.

    Examples
    --------
    >>> generate(500, seed=1)["dwelling"].value_counts().index[0]
    'terraced'
    """
    import pandas as pd

    check_whole("n", n, MIN_N, MAX_N)
    check_whole("seed", seed, 0, 2**63 - 1)
    rng = np.random.default_rng(seed)
    parts = []
    for start in range(0, n, _BLOCK):
        homes = draw_homes(min(_BLOCK, n - start), rng)
        parts.append(measured(homes, metered(homes)))
    return pd.concat(parts, ignore_index=True)


def draw_homes(n: int, rng: np.random.Generator) -> Homes:
    """Draw households of a generated population, before anything is measured."""
    known, assumed = figures("grid"), assumptions("grid")
    shares = np.array([known[f"share_{one}"].value for one in DWELLINGS])
    dwelling = rng.choice(len(DWELLINGS), n, p=shares / shares.sum())
    solar = rng.random(n) < _PANELS[dwelling]
    size = np.where(solar, _PANEL_KW[dwelling] * rng.lognormal(-0.06, 0.35, n), 0)
    heated = rng.random(n) < _beside_panels(_HEAT_PUMPS, solar, dwelling)
    electric = rng.random(n) < assumed["heat_pump_electric"].value
    heat_pump = np.where(heated, np.where(electric, 2, 1), 0)
    charging = rng.random(n) < _beside_panels(_CHARGERS, solar, dwelling)
    fast = rng.random(n) < assumed["fast_chargers"].value
    heat = np.array([0, known["hybrid_use"].value, assumed["heat_pump_use"].value])[heat_pump]
    day = assumed["charged_per_day"].value * rng.gamma(4, 1 / 4, n)
    return Homes(
        dwelling=dwelling,
        heat_pump=heat_pump,
        charger=np.where(charging, np.where(fast, 2, 1), 0),
        solar_kw=np.clip(size, 0, 15),
        use_kwh=_appliances(dwelling, rng),
        heat_kwh=heat * _HEAT_USE[dwelling] * rng.lognormal(-0.03, 0.25, n),
        charged_kwh=np.where(charging, day, 0),
        season=rng.lognormal(0, 0.4, n),
        day=_days(n, rng),
        plugged=_plugged(n, rng),
    )


def _beside_panels(shares: Floats, solar: NDArray[np.bool_], dwelling: NDArray[np.int64]) -> Floats:
    """Return a chance by dwelling, larger where panels are, that keeps the dwelling's share."""
    mean = 1 + (_WITH_PANELS - 1) * _PANELS[dwelling]
    found: Floats = shares[dwelling] * np.where(solar, _WITH_PANELS, 1) / mean
    return found


def _appliances(dwelling: NDArray[np.int64], rng: np.random.Generator) -> Floats:
    """Return yearly use without heat pump and car: lognormal, with the published skewness."""
    known = figures("grid")
    means = np.array([known[f"use_{one}"].value for one in DWELLINGS])
    shares = np.array([known[f"share_{one}"].value for one in DWELLINGS])
    means = means * (_FITS_SUPPLY * known["supply_mean"].value / (means @ shares))
    middle = known["supply_median_2020"].value / known["supply_mean_2020"].value
    within = 2 * np.log(1 / middle) - np.log(means**2 @ shares / (means @ shares) ** 2)
    spread = np.sqrt(max(0.04, within))
    drawn: Floats = means[dwelling] * rng.lognormal(-(spread**2) / 2, spread, len(dwelling))
    return drawn


def _days(n: int, rng: np.random.Generator) -> Floats:
    """Return shapes of a day: a mixture of habits per household, up to an hour earlier or later."""
    at_home = assumptions("grid")["at_home_by_day"].value
    mixed = rng.dirichlet(4 * np.array([at_home, 0.85 - at_home, 0.15]), n) @ HABITS
    shifted = (np.arange(HOURS) - rng.integers(-1, 2, n)[:, None]) % HOURS
    found: Floats = np.take_along_axis(mixed, shifted, axis=1)
    return found


def _plugged(n: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return the hours in which cars are plugged in: in the evening, at night or about noon."""
    evening = assumptions("grid")["charging_hours"].value
    kind = rng.choice(3, n, p=(evening, 0.9 - evening, 0.1))
    middle = np.array([18.0, 24.0, 12.0])[kind]
    hours: NDArray[np.int64] = np.rint(rng.normal(middle, 1.2)).astype(np.int64) % HOURS
    return hours


def metered(homes: Homes) -> Floats:
    """Return load curves in kW, feed-in below 0.

    Parameters
    ----------
    homes : Homes

    Returns
    -------
    ndarray of float64, shape (n, 5, 24)
        By kind of day and hour.
    """
    of_day = USE_OF_DAY ** homes.season[:, None]
    of_day *= 365 / (of_day @ COUNTS)[:, None]
    use = (homes.use_kwh / 365)[:, None, None] * of_day[:, :, None] * homes.day[:, None, :]
    heat = homes.heat_kwh[:, None, None] / 365 * HEAT_OF_DAY[:, None] * HEATING
    sun = SUN / SUN.sum() * YIELD_OF_DAY[:, None]
    curves: Floats = use + heat + _charging(homes)[:, None, :]
    curves -= homes.solar_kw[:, None, None] * sun
    return curves


def _charging(homes: Homes) -> Floats:
    """Return what cars take by the hour: full power from when they are plugged in."""
    kw = np.array([CHARGER_KW[one] for one in CHARGERS])[homes.charger]
    found = np.zeros((len(kw), HOURS))
    left, at = homes.charged_kwh.copy(), homes.plugged.copy()
    for _ in range(HOURS):
        taken = np.minimum(left, kw)
        found[np.arange(len(kw)), at] += taken
        left, at = left - taken, (at + 1) % HOURS
        if not left.any():
            break
    return found


def measured(homes: Homes, curves: Floats) -> "pd.DataFrame":
    """Return the rows that an operator works out from register and meter.

    Parameters
    ----------
    homes : Homes
    curves : ndarray of float64, shape (n, 5, 24)
        As `metered` gives them.
    """
    import pandas as pd

    supply = np.maximum(curves, 0)
    kwh = supply.sum(axis=2) * COUNTS
    year = np.maximum(kwh.sum(axis=1), 1e-9)
    cold_half = supply[:, [COLD, WINTER]].transpose(0, 2, 1) @ COUNTS[[COLD, WINTER]]
    winter = np.maximum(cold_half.sum(axis=1), 1e-9)
    numbers = {
        "solar_watts": homes.solar_kw * 1_000,
        "supply_kwh": year,
        "cold_day_wh": supply[:, COLD].sum(axis=1) * 1_000,
        "summer_percent": 100 * kwh[:, [SUMMER, SUNNY]].sum(axis=1) / year,
        "evening_percent": 100 * cold_half[:, EVENING].sum(axis=1) / winter,
        "night_percent": 100 * cold_half[:, NIGHT].sum(axis=1) / winter,
        "peak_watts": supply[:, COLD].max(axis=1) * 1_000,
        "peak_hour": supply[:, COLD].argmax(axis=1),
        "feed_in_watts": np.maximum(-curves[:, SUNNY], 0).max(axis=1) * 1_000,
    }
    places = {
        "dwelling": np.array(DWELLINGS, object)[homes.dwelling],
        "heat_pump": np.array(HEAT_PUMPS, object)[homes.heat_pump],
        "charger": np.array(CHARGERS, object)[homes.charger],
    }
    whole = {name: _whole(name, column) for name, column in numbers.items()}
    frame = pd.DataFrame({**places, **whole})[list(COLUMNS)]
    frame.loc[homes.solar_kw == 0, list(OF_PANELS)] = np.nan
    return frame


def _whole(name: str, column: Floats) -> Floats:
    """Return numbers on the steps of their public description."""
    kind = DESCRIPTION[name]
    return np.asarray(kind.snapped(column) if isinstance(kind, Numbers) else column, np.float64)
