"""The case's own attacks: one organisation is recognised, two tables are subtracted, one lies."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.attacks.withheld_cells import UNKNOWN, Lines, narrow
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.securened import CASE, KINDS, SECTORS, WEEKS, Trends
from pet_workbench.usecases.securened.reports import N_CELLS
from pet_workbench.viz.securened import kind_name, sector_name
from pet_workbench.widgets import Button, Columns, Slider, row, table_html
from pet_workbench.widgets.case import AttackSection, tie
from pet_workbench.widgets.securened.state import CAPS, SECRET

if TYPE_CHECKING:
    from pet_workbench.widgets.securened.page import SecurenedPage

LIES = (1, 10, 100, 1_000, 1_000_000)
LIE_WEEK = 3
_ROWS = 6


class Recognised(AttackSection):
    """Buttons for what is seen once, for a second table, and for a lie.

    Parameters
    ----------
    page : SecurenedPage

    Attributes
    ----------
    once, second, lie : Button
    claimed, cap : Slider
        What one organisation invents, and how much of it counts.
    sentence : Sentence
    table : HTML
        The first organisations that were recognised, or cells that were worked out.
    found : int or None
        How many, or by how much the published number changed; for tests.
    """

    def __init__(self, page: "SecurenedPage") -> None:
        words, lang = page.words, page.lang
        self._state = page.state
        self.found: int | None = None
        self.once = Button(words("attack_once"), self.doing(self.seen_once), primary=True)
        self.second = Button(words("attack_second"), self.doing(self.two_tables))
        self.lie = Button(words("attack_lie"), self.doing(self.invented))
        self.claimed = Slider(words("attack_claimed"), LIES, value=LIES[-1], lang=lang)
        self.cap = Slider(words("attack_cap"), CAPS, lang=lang)
        tie(self.cap, page.state, "cap")
        super().__init__(
            page,
            [row([self.once, self.second, self.lie]), Columns([self.claimed, self.cap])],
            follows=page.state.decisive,
        )

    def seen_once(self) -> None:
        """List what is published although one organisation only saw it."""
        state, words = self._state, self.words
        trends: Trends = state.outcome(SECRET).answer
        places = np.argwhere(trends.organisations == 1)
        self.found = len(places)
        if not len(places):
            self.sentence.say(words("once_nobody", minimum=words.number(state.minimum)))
            return
        self.sentence.say(words("once_found", found=words.number(len(places))))
        rare = places[np.argsort(trends.shown.sum(axis=2)[places[:, 0], places[:, 1]])][:_ROWS]
        frame = pd.DataFrame(
            {
                "kind": [kind_name(KINDS[kind], words.lang) for _, kind, _ in rare],
                "week": rare[:, 2] + 1,
                "incidents": [int(trends.incidents[tuple(place)]) for place in rare],
                "who": [
                    reporter(state.tables, trends.groups[group], kind, week + 1)
                    for group, kind, week in rare.tolist()
                ],
            }
        )
        self._show(frame, "once_caption")

    def two_tables(self) -> None:
        """Lay the table of all organisations beside the one per sector."""
        state, words = self._state, self.words
        whole, apart = (
            state.run(SECRET, breakdown=breakdown, keep_payload_bytes=0).answer
            for breakdown in ("all", "sector")
        )
        cells = np.where(apart.shown, apart.organisations, UNKNOWN).reshape(-1)
        known = Lines(
            np.arange(cells.size) % N_CELLS,
            np.where(whole.shown, whole.organisations, UNKNOWN).reshape(-1),
        )
        ranges = narrow(cells, np.full(cells.size, state.minimum - 1), [known])
        self.found = ranges.recovered.size
        facts = {
            "withheld": int(ranges.withheld.sum()),
            "recovered": self.found,
            "narrowed": ranges.narrowed.size,
            "most": state.minimum - 1,
        }
        self.sentence.say(words("second_found", **words.written(facts)))
        if self.found:
            truth = state.truth("sector").organisations.reshape(-1)
            self._show(self._cells(ranges.recovered, ranges.low, truth), "second_caption")

    def _cells(
        self, cells: NDArray[np.int64], worked_out: NDArray[np.int64], truth: NDArray[np.int64]
    ) -> pd.DataFrame:
        """Return the first cells that were worked out, those seen somewhere first."""
        cells = cells[np.argsort(worked_out[cells] == 0, kind="stable")][:_ROWS]
        lang = self.words.lang
        return pd.DataFrame(
            {
                "sector": [sector_name(SECTORS[cell // N_CELLS], lang) for cell in cells],
                "kind": [kind_name(KINDS[cell % N_CELLS // WEEKS], lang) for cell in cells],
                "week": cells % WEEKS + 1,
                "worked_out": worked_out[cells],
                "truth": truth[cells],
            }
        )

    def invented(self) -> None:
        """Let one organisation report incidents that never happened."""
        state, words = self._state, self.words
        kind, lies = KINDS.index("phishing"), self.claimed.value
        before, after = (
            CASE.run(SECRET, tables, keep_payload_bytes=0, **state.run_arguments()).answer
            for tables in (state.tables, with_lie(state.tables, kind, lies))
        )
        self.found = int((after.incidents - before.incidents)[:, kind, LIE_WEEK - 1].sum())
        key = "lie_found" if before.shown[:, kind, LIE_WEEK - 1].any() else "lie_withheld"
        facts = {
            "claimed": lies,
            "cap": state.cap,
            "week": LIE_WEEK,
            "before": int(before.incidents[:, kind, LIE_WEEK - 1].sum()),
            "after": int(after.incidents[:, kind, LIE_WEEK - 1].sum()),
        }
        self.sentence.say(words(key, **words.written(facts)))

    def _show(self, frame: pd.DataFrame, caption: str) -> None:
        """Show what was found as a table."""
        words = self.words
        self.table.value = table_html(
            frame,
            lang=words.lang,
            caption=words(caption),
            headers={name: words(f"attack_{name}") for name in frame.columns},
        )


def reporter(tables: Tables, group: str, kind: int, week: int) -> str:
    """Return which organisation of `group` saw something: the workbench can tell, a reader guesses.

    Parameters
    ----------
    tables : mapping of str to DataFrame
    group : str
        A sector, or ``"all"``.
    kind : int
        Place in `KINDS`.
    week : int
        From 1.
    """
    for name, table in tables.items():
        here = group == "all" or SECTORS[int(table["sector"].iloc[0])] == group
        seen = (table["kind"] == kind) & (table["week"] == week) & (table["count"] > 0)
        if here and bool(seen.any()):
            return name
    return ""


def with_lie(tables: Tables, kind: int, count: int) -> Mapping[str, pd.DataFrame]:
    """Return the reports, in which the first organisation invents `count` incidents."""
    first, table = next(iter(tables.items()))
    kept = table[(table["kind"] != kind) | (table["week"] != LIE_WEEK)]
    lie = {
        "sector": [int(table["sector"].iloc[0])],
        "kind": [kind],
        "week": [LIE_WEEK],
        "count": [count],
    }
    return {**tables, first: pd.concat([kept, pd.DataFrame(lie)], ignore_index=True)}
