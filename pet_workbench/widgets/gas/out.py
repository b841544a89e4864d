"""A publication with noise as a table to take along."""

import pandas as pd

from pet_workbench.usecases.gas import Publication
from pet_workbench.usecases.gas.accuracy import mean_intervals
from pet_workbench.widgets.case import Words


def out_table(table: Publication, words: Words) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return a row per area with released numbers and bounds for the mean, and column headers."""
    low, high = mean_intervals(table)
    frame = pd.DataFrame(
        {
            "area": table.areas,
            "connections": table.connections,
            "use": table.use,
            "mean": table.means.round(),
            "low": low.round(),
            "high": high.round(),
        }
    )
    return frame, {name: words(f"out_{name}") for name in frame.columns}
