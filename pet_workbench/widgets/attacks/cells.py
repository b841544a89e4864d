"""Attack 4: small counts that were left out of a table, and the totals that give them back."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.attacks.small_cells import LEFT_OUT, Ranges, complement, recover, suppress
from pet_workbench.widgets import Choice, Slider, html, table_html
from pet_workbench.widgets.attacks.part import Part
from pet_workbench.widgets.case import Words

REGIONS = ("groningen", "drenthe", "utrecht", "zeeland", "limburg")
SECTORS = ("building", "trade", "catering", "transport", "care")
MINIMA = (1, 3, 5, 10)
WAYS = ("small", "more")


def counts() -> NDArray[np.int64]:
    """Return invented counts of companies in trouble, by region and sector."""
    expected = np.outer((9, 7, 30, 4, 12), (0.8, 1.6, 1.1, 0.5, 0.3))
    return np.random.default_rng(5).poisson(expected).astype(np.int64)


class Cells(Part):
    """A minimum, a way to leave counts out, the table, and what follows from it.

    Attributes
    ----------
    minimum : Slider
    way : Choice
    table : HTML
    ranges : Ranges or None
        What each cell can be, after the attack.
    """

    def __init__(self, words: Words) -> None:
        self.ranges: Ranges | None = None
        self.minimum = Slider(words("cells_minimum"), MINIMA, value=5, lang=words.lang)
        self.way = Choice(words("cells_way"), {way: words(f"cells_way_{way}") for way in WAYS})
        self.table = html("")
        super().__init__(
            words,
            label=words("cells_label"),
            button=words("cells_button"),
            ready=words("cells_ready"),
            controls=(self.minimum, self.way),
            layout=[self.minimum, self.way, self.table],
        )

    @property
    def published(self) -> NDArray[np.int64]:
        """The table with small counts left out, in the way that was chosen."""
        table = suppress(counts(), self.minimum.value)
        return complement(table, counts()) if self.way.value == "more" else table

    def clear(self) -> None:
        """Show the table as it was published."""
        self.ranges = None
        self.table.value = self._table()
        super().clear()

    def attack(self) -> None:
        """Subtract, and say what follows."""
        true, published = counts(), self.published
        hidden = published == LEFT_OUT
        # who leaves out more does not say which count was small and which covers it
        most = self.minimum.value - 1 if self.way.value == "small" else int(true.sum())
        rows, columns = true.sum(axis=1), true.sum(axis=0)
        # zeros stay in this table, whatever was chosen, and the attacker sees that they do
        self.ranges = recover(published, rows, columns, most=most, least=1)
        exact = int((self.ranges.exact & hidden).sum())
        self.table.value = self._table()
        key = "cells_worked" if exact else "cells_failed"
        self.say(
            key if hidden.any() else "cells_open",
            hidden=int(hidden.sum()),
            exact=exact,
            ones=int((self.ranges.exact & hidden & (true == 1)).sum()),
            shown=int((published == 1).sum()),
        )

    def _table(self) -> str:
        """Show the table; after the attack, with what the cells left out can be."""
        words, true = self.words, counts()
        shown = np.vectorize(self._cell, otypes=[object])(self.published, *np.indices(true.shape))
        frame = pd.DataFrame(shown, columns=[words(f"cells_sector_{one}") for one in SECTORS])
        frame.insert(0, words("cells_region"), [words(f"cells_region_{one}") for one in REGIONS])
        frame[words("cells_total")] = [words.number(total) for total in true.sum(axis=1).tolist()]
        last = [words("cells_total"), *true.sum(axis=0).tolist(), int(true.sum())]
        frame.loc[len(frame)] = [str(value) for value in last]
        key = "cells_caption" if self.ranges is None else "cells_caption_after"
        return table_html(frame, lang=words.lang, caption=words(key))

    def _cell(self, published: int, row: int, column: int) -> str:
        """Write one cell: the count, that it was left out, or what it can be."""
        words = self.words
        if published != LEFT_OUT:
            return words.number(published)
        if self.ranges is None:
            return words("cells_hidden")
        low, high = int(self.ranges.low[row, column]), int(self.ranges.high[row, column])
        if low == high:
            return words("cells_exact", count=words.number(low))
        return words("range", low=words.number(low), high=words.number(high))
