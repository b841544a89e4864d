"""How a table of one invented school is written, as it was published or as it was worked out."""

import numpy as np
import pandas as pd

from pet_workbench.attacks.suppressed_cells import Worked
from pet_workbench.i18n import percent
from pet_workbench.usecases.education import HIDDEN, PROGRAMMES, Publication
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.data_table import ABSENT, table_html

_NAMES = ("men", "women", "both")


def school_table(
    table: Publication,
    school: int,
    words: Words,
    *,
    caption: str,
    hidden: str,
    found: Worked | None = None,
) -> str:
    """Return what is published about one invented school as HTML.

    Parameters
    ----------
    table : Publication
    school : int
    words : Words
    caption, hidden : str
        Above the table, and in place of a number that was left out.
    found : Worked, optional
        What was worked out; stands in place of what was left out.
    """

    def count(group: int, at: int, who: int) -> str:
        if table.counts[group, at, who] != HIDDEN:
            return words.number(int(table.counts[group, at, who]))
        if found is None:
            return hidden
        low, high = int(found.low[group, at, who]), int(found.high[group, at, who])
        if low == high:
            return words("leak_known", count=low)
        return words("range", low=words.number(low), high=words.number(high))

    rows = []
    for group in np.flatnonzero(table.offers.school == school).tolist():
        tenths = [int(one) for one in table.percentages[group]]
        shown = [_percentage(one, words) for one in tenths]
        numbers = [count(group, at, who) for at in (0, 1) for who in range(3)]
        rows.append([PROGRAMMES[table.offers.programme[group]], *numbers, *shown])
    heads = [f"{what}_{who}" for what in ("candidates", "passed", "percent") for who in _NAMES]
    return table_html(
        pd.DataFrame(rows, columns=["programme", *heads]),
        lang=words.lang,
        caption=caption,
        headers={name: words(f"column_{name}") for name in ("programme", *heads)},
    )


def _percentage(tenths: int, words: Words) -> str:
    """Write tenths of a per cent, if there are any."""
    return percent(tenths / 1000, words.lang, digits=1) if tenths >= 0 else ABSENT
