"""What a neighbour sees of a household, and would like to know: for the attack on this case.

Panels on the roof, a heat pump beside the house and a charging point at the door can be seen from
the street.  How much is used, when most of it, and how much in the evening cannot; see
`attacks.rare_combination`.

Protects: nobody.
Does not protect: against a neighbour who already knows more.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

SEEN: Final[Mapping[str, float]] = {
    "dwelling": 0,
    "heat_pump": 0,
    "charger": 0,
    "solar_watts": 200,
}
"""How far off a neighbour is: half a panel, for who counts panels."""
WANTED: Final[Mapping[str, float]] = {"supply_kwh": 250}
"""How far off a guess of a year's use may be and still be right."""


def striking(homes: "pd.DataFrame") -> "pd.DataFrame":
    """Return households with panels, a heat pump and a charging point: few have all three."""
    has_all = (homes["heat_pump"] != "none") & (homes["charger"] != "none")
    return homes[has_all & homes["solar_watts"].notna()]
