"""What an approved program gives away: small numbers, and totals that undo leaving them out."""

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.attacks.withheld_cells import UNKNOWN, Lines, Narrowed, narrow
from pet_workbench.enclave import Policy, SimulatedChip, SimulatedEnclave
from pet_workbench.enclave.evidence import binding
from pet_workbench.usecases.mobility import DAYPARTS, Movements
from pet_workbench.usecases.mobility.in_enclave import suppressing
from pet_workbench.usecases.mobility.inside import CELLS, LINES, N_AREAS, N_LINES
from pet_workbench.usecases.mobility.table import true_table, true_withheld
from pet_workbench.usecases.provinces import PROVINCES
from pet_workbench.widgets import Button, Sentence, html, note, row, table_html
from pet_workbench.widgets.case import Busy, Section

if TYPE_CHECKING:
    from pet_workbench.widgets.mobility.page import MobilityPage

Way = Literal["all", "totals", "ours"]
_ROWS = 6


class Publishing(Section):
    """Three ways to publish the same counts, and the small numbers that a reader then knows.

    Parameters
    ----------
    page : MobilityPage

    Attributes
    ----------
    all, totals, ours : Button
        Everything; small numbers left out beside true totals; our rule.
    sentence : Sentence
    table : HTML
        The first small numbers that a reader knows, beside the truth.
    known : int or None
        How many a reader knows exactly, for tests.
    """

    known: int | None = None

    def __init__(self, page: "MobilityPage") -> None:
        words = page.words
        self.all = Button(words("publishing_all"), lambda: self.publish("all"), primary=True)
        self.totals = Button(words("publishing_totals"), lambda: self.publish("totals"))
        self.ours = Button(words("publishing_ours"), lambda: self.publish("ours"))
        self.busy, self.sentence, self.table = Busy(words), Sentence(), html("")
        super().__init__(
            page,
            [
                row([self.all, self.totals, self.ours]),
                self.busy,
                self.sentence,
                self.table,
                note(words("publishing_why"), lang=page.lang, kind="fact"),
            ],
            label=words("publishing_label"),
            follows=("n", "minimum"),
        )

    def redraw(self) -> None:
        """Take the last answer away."""
        self.known, self.table.value = None, ""
        self.sentence.say(self.words("publishing_ready"))

    def publish(self, way: Way) -> None:
        """Publish the counts in one way, and work out what a reader knows.

        Parameters
        ----------
        way : str
            ``"all"``, ``"totals"`` or ``"ours"``.
        """
        self.redraw()
        state, words = self.page.state, self.words
        with self.busy.while_working():
            counts = true_table(state.tables)
            truth = counts.reshape(-1)[CELLS]
            small = (truth < state.minimum) & (truth > 0)
            low, high = _worked_out(counts, state.minimum, way)
            tighter = (low > 0) | (high < state.minimum - 1)
        found = np.flatnonzero(small & (low == high))
        self.known = found.size
        facts = {
            "small": int(small.sum()),
            "known": found.size,
            "narrowed": int((small & tighter).sum()),
            "ones": int((truth[found] == 1).sum()),
            "minimum": state.minimum,
            "most": state.minimum - 1,
            "refusals": self._refusals(way),
        }
        self.sentence.say(words(f"publishing_found_{way}", **words.written(facts)))
        if found.size:
            order = found[np.argsort(truth[found], kind="stable")][:_ROWS]
            self.table.value = self._known(order, low, truth)

    def _refusals(self, way: Way) -> int:
        """Return on how many points operators refuse a program that they all approved."""
        program = suppressing(1 if way == "all" else self.page.state.minimum)
        chip, nonce = SimulatedChip(), bytes(32)
        enclave = SimulatedEnclave(chip, program)
        policy = Policy(frozenset({chip.root}), frozenset({program.measurement}))
        evidence = enclave.attest(nonce).evidence()
        return len(policy.refusals(evidence, binding=binding(enclave.key, nonce)))

    def _known(
        self, found: NDArray[np.int64], low: NDArray[np.int64], truth: NDArray[np.int64]
    ) -> str:
        """Show small numbers that a reader knows, beside the truth."""
        words, cells = self.words, CELLS[found]
        frame = pd.DataFrame(
            {
                "daypart": [
                    words(f"daypart_{DAYPARTS[cell // N_AREAS // N_AREAS]}") for cell in cells
                ],
                "origin": [PROVINCES[cell // N_AREAS % N_AREAS] for cell in cells],
                "destination": [PROVINCES[cell % N_AREAS] for cell in cells],
                "known": low[found],
                "truth": truth[found],
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("publishing_caption"),
            headers={name: words(f"column_{name}") for name in frame.columns},
        )


def _worked_out(
    counts: NDArray[np.int64], minimum: int, way: Way
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the least and the most that each cell can be for a reader."""
    truth = counts.reshape(-1)[CELLS]
    if way == "all":
        return truth, truth
    table = true_withheld(counts, minimum)
    if way == "ours":
        known = [_rests(table)]
    else:
        arrivals = CELLS // N_AREAS**2 * N_AREAS + CELLS % N_AREAS
        known = [
            Lines(lines, np.bincount(lines, truth, N_LINES).astype(np.int64))
            for lines in (LINES, arrivals)
        ]
    found = ranges(table, known)
    return found.low, found.high


def ranges(table: Movements, known: list[Lines]) -> Narrowed:
    """Return what the cells of a table can be, given totals.

    Parameters
    ----------
    table : Movements
    known : list of Lines
    """
    hidden = table.withheld.reshape(-1)[CELLS]
    shown = np.where(hidden, UNKNOWN, table.counts.reshape(-1)[CELLS])
    return narrow(shown, np.full(CELLS.size, max(table.minimum - 1, 0)), known)


def _rests(table: Movements) -> Lines:
    """Return the totals that our rule lets out: of shown cells, and rests that are safe."""
    hidden = table.withheld.any(axis=2).reshape(-1)
    rests = table.rests.reshape(-1)
    totals = table.counts.sum(axis=2).reshape(-1) + rests
    return Lines(LINES, np.where(hidden & (rests == 0) & (table.minimum > 1), UNKNOWN, totals))
