"""From rows back to load curves, by fixed arithmetic: the same for real and for synthetic rows.

A row says how much a home takes in a year and on a cold day, which shares fall in summer, in the
evening and at night, and how high its peak is and when.  That is spread over five kinds of day: the
peak of a cold day stands at its hour, the rest of each part of the day has the usual form, and
panels feed in as the sun stands.

What comes out is not what the meter read, only what follows from twelve numbers; how far that is
from the meter is measured in the tests of this module.

Arithmetic only.
"""

from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.usecases.grid.days import (
    BETWEEN,
    COLD,
    COUNTS,
    DAYS,
    DAYTIME,
    EVENING,
    HOURS,
    NIGHT,
    SUMMER,
    SUN,
    SUNNY,
    USUAL,
    WINTER,
    Floats,
)

if TYPE_CHECKING:
    import pandas as pd

COLDER = {"none": 1.08, "hybrid": 1.35, "electric": 1.55}
"""Supply on a cold day next to an ordinary winter day, by heat pump."""
BRIGHTNESS = {BETWEEN: 0.37, SUMMER: 0.58, SUNNY: 1.0}
"""Feed-in on a kind of day, next to that of a sunny one; none in winter."""

USUAL_VALUES = {
    "supply_kwh": 2_550.0,
    "cold_day_wh": 8_000.0,
    "summer_percent": 21.0,
    "evening_percent": 40.0,
    "night_percent": 25.0,
    "peak_watts": 0.0,
    "peak_hour": 18.0,
    "feed_in_watts": 0.0,
}
"""What a curve is made from if rows do not tell: a usual home without panels."""


def load_curves(rows: "pd.DataFrame") -> Floats:
    """Return a load curve per row, in kW; what is fed in is below 0.

    Parameters
    ----------
    rows : DataFrame
        The columns of `household.COLUMNS`; shares that add up to too much are cut off.

    Returns
    -------
    ndarray of float64, shape (n, 5, 24)
        By kind of day (see `days.DAYS`) and hour.

    Examples
    --------
    >>> from pet_workbench.usecases.grid.population import generate
    >>> load_curves(generate(120, seed=1)).shape
    (120, 5, 24)
    """
    colder = np.full(len(rows), COLDER["none"])
    if "heat_pump" in rows:
        colder = rows["heat_pump"].map(COLDER).fillna(COLDER["none"]).to_numpy(np.float64)
    cold = _numbers(rows, "cold_day_wh") / 1_000
    form = _winter_days(rows, cold)
    curves = np.zeros((len(rows), len(DAYS), HOURS))
    curves[:, COLD] = form * cold[:, None]
    curves[:, WINTER] = form * (cold / colder)[:, None]
    winter = cold * (COUNTS[COLD] + COUNTS[WINTER] / colder)
    rest = np.maximum(_numbers(rows, "supply_kwh") - winter, 0)
    feed_in = _numbers(rows, "feed_in_watts") / 1_000
    dark = _dark_form(form, feed_in > 0)
    bright = np.minimum(supply_of_summer(rows), rest)
    curves[:, BETWEEN] = dark * ((rest - bright) / COUNTS[BETWEEN])[:, None]
    for day in (SUMMER, SUNNY):
        curves[:, day] = dark * (bright / (COUNTS[SUMMER] + COUNTS[SUNNY]))[:, None]
    for day, share in BRIGHTNESS.items():
        curves[:, day] -= feed_in[:, None] * share * SUN
    return curves


def supply_of_summer(rows: "pd.DataFrame") -> Floats:
    """Return the kWh that each home takes in summer."""
    share = np.clip(_numbers(rows, "summer_percent") / 100, 0, 1)
    found: Floats = _numbers(rows, "supply_kwh") * share
    return found


def _numbers(rows: "pd.DataFrame", name: str) -> Floats:
    """Return a column of numbers; what is usual where it is missing or was not asked for."""
    if name not in rows:
        return np.full(len(rows), USUAL_VALUES[name])
    found: Floats = np.nan_to_num(rows[name].to_numpy(np.float64), nan=USUAL_VALUES[name])
    return found


def _winter_days(rows: "pd.DataFrame", cold_kwh: Floats) -> Floats:
    """Return the form of a winter day per row, shape (n, 24): shares that add up to one."""
    evening = np.clip(_numbers(rows, "evening_percent") / 100, 0, 1)
    night = np.clip(_numbers(rows, "night_percent") / 100, 0, 1 - evening)
    daytime = np.maximum(1 - night - evening, 0)
    form = np.zeros((len(rows), HOURS))
    for part, share in ((NIGHT, night), (DAYTIME, daytime), (EVENING, evening)):
        form[:, part] = share[:, None] * (USUAL[part] / USUAL[part].sum())
    peak = _numbers(rows, "peak_watts") / 1_000 / np.maximum(cold_kwh, 1e-9)
    hour = np.clip(_numbers(rows, "peak_hour"), 0, HOURS - 1).astype(np.int64)
    return _with_peak(form, np.minimum(peak, 1.0), hour)


def _with_peak(
    form: Floats, peak: Floats, hour: "np.ndarray[tuple[int], np.dtype[np.int64]]"
) -> Floats:
    """Let the peak's hour have its share, and lower other hours as far as they are above it."""
    at = np.arange(len(form))
    rest = form.copy()
    rest[at, hour] = 0
    rest = np.minimum(rest, peak[:, None])
    total = rest.sum(axis=1)
    scale = np.where(total > 0, (1 - peak) / np.maximum(total, 1e-12), 0)
    found = rest * np.minimum(scale, 1)[:, None]
    found[at, hour] = peak
    left = 1 - found.sum(axis=1)
    found += np.maximum(left, 0)[:, None] / HOURS
    return found


def _dark_form(form: Floats, has_panels: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Floats:
    """Return the form of supply on bright days: with panels, little of it while the sun shines."""
    dimmed = form * (1 - SUN)
    total = dimmed.sum(axis=1, keepdims=True)
    dimmed = np.where(total > 0, dimmed / np.maximum(total, 1e-12), form)
    return np.where(has_panels[:, None], dimmed, form)


def duration_curve(curve: Floats) -> tuple[Floats, Floats]:
    """Return a load-duration curve: for how many hours of a year the load is at least so high.

    Parameters
    ----------
    curve : ndarray of float64, shape (5, 24)
        Of a home, or of homes together.

    Returns
    -------
    hours, load : ndarray of float64, shape (120,)
        Hours up to and including each, to 8,760; and the load, from high to low.

    Examples
    --------
    >>> hours, load = duration_curve(np.ones((5, 24)))
    >>> float(hours[-1]), float(load[0])
    (8760.0, 1.0)
    """
    weights = np.repeat(COUNTS, HOURS)
    order = np.argsort(-curve.ravel(), kind="stable")
    hours: Floats = np.cumsum(weights[order])
    load: Floats = curve.ravel()[order]
    return hours, load
