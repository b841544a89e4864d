"""A household as one row, and what may stand in it, said in public and beforehand.

Four columns are of the register of connections, eight are worked out from the smart meter.  The
bounds and bins are ours and the same for every table: read off the real rows they would tell the
largest household.

Protects: nothing; it is a description, see `synthetic.description`.
Does not protect: by itself.
"""

from typing import Final

from pet_workbench.synthetic.description import Categories, Description, Numbers

DWELLINGS: Final = ("apartment", "terraced", "semi_detached", "detached")
HEAT_PUMPS: Final = ("none", "hybrid", "electric")
CHARGERS: Final = ("none", "slow", "fast")
CHARGER_KW: Final = {"none": 0.0, "slow": 3.7, "fast": 11.0}
REGISTER: Final = ("dwelling", "heat_pump", "charger", "solar_watts")
"""Known to neighbours too: panels, heat pump and charging point can be seen from the street."""
METER: Final = (
    "supply_kwh",
    "cold_day_wh",
    "summer_percent",
    "evening_percent",
    "night_percent",
    "peak_watts",
    "peak_hour",
    "feed_in_watts",
)
OF_PANELS: Final = ("solar_watts", "feed_in_watts")
"""Missing where there are no panels: a nought would pass for small ones."""
COLUMNS: Final = (*REGISTER, *METER)
_COLD_DAY = tuple(1_000.0 * one for one in (0, 4, 6, 8, 10, 13, 17, 23, 32, 45, 60, 80, 150))
_PEAK = tuple(100.0 * one for one in (0, 4, 6, 8, 10, 13, 17, 23, 35, 50, 80, 110, 130, 200))
"""Narrow about 11 kW, where fast charging points are: that is known without looking."""
DESCRIPTION: Final = Description(
    {
        "dwelling": Categories(DWELLINGS),
        "heat_pump": Categories(HEAT_PUMPS),
        "charger": Categories(CHARGERS),
        "solar_watts": Numbers(
            (0, 2_000, 3_000, 4_000, 5_000, 6_500, 15_000), step=100, may_miss=True
        ),
        "supply_kwh": Numbers(
            (0, 1_000, 1_500, 2_000, 2_500, 3_000, 3_500, 4_500, 6_000, 8_000, 11_000, 25_000),
            step=10,
        ),
        "cold_day_wh": Numbers(_COLD_DAY, step=100),
        "summer_percent": Numbers((0, 8, 12, 15, 18, 20, 22, 50), step=1),
        "evening_percent": Numbers((0, 25, 30, 35, 40, 45, 50, 60, 100), step=1),
        "night_percent": Numbers((0, 12, 16, 20, 25, 32, 45, 100), step=1),
        "peak_watts": Numbers(_PEAK, step=100),
        "peak_hour": Numbers((0, 7, 10, 16, 17, 18, 19, 20, 21, 22, 23), step=1),
        "feed_in_watts": Numbers((0, 1_500, 2_500, 3_500, 5_000, 15_000), step=100, may_miss=True),
    }
)
"""The public description of a household's row."""
FOR_PEAK: Final = ("dwelling", "cold_day_wh", "peak_watts", "peak_hour")
"""What the question about the peak of a street takes; the rest can stay where it is."""
FOR_FEED_IN: Final = ("dwelling", "feed_in_watts")
"""What the question about feeding in takes."""
