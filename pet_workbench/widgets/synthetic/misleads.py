"""When synthetic rows mislead: small groups, extreme values, and three things at once."""

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.i18n import percent
from pet_workbench.synthetic.description import Description, Numbers
from pet_workbench.widgets import Sentence, html, table_html
from pet_workbench.widgets.case import Section
from pet_workbench.widgets.case.waiting import Waiting
from pet_workbench.widgets.synthetic.words import SyntheticWords

if TYPE_CHECKING:
    from pet_workbench.widgets.synthetic.page import SyntheticPage

Whole = NDArray[np.int64]
SIZES = (1, 5, 10, 50, 200)
"""Groups are taken together from one of these sizes up to the next."""
_TRIPLES = 60


class Misleads(Section):
    """How far counts are off by the size of the group, and at the ends of columns.

    Parameters
    ----------
    page : SyntheticPage

    Attributes
    ----------
    sizes, rest : HTML
        Groups by size; extremes, and three columns at once.
    sentence : Sentence
    """

    is_patient = True
    words: SyntheticWords

    def __init__(self, page: "SyntheticPage[Any]") -> None:
        self._state = page.state
        self.sizes, self.rest, self.sentence = html(""), html(""), Sentence()
        self.waiting = Waiting(page)
        super().__init__(
            page,
            [self.waiting, self.sizes, self.rest, self.sentence],
            label=page.words("misleads_label"),
            follows=("epsilon", "rows", "technique", "asked"),
        )

    def redraw(self) -> None:
        """Compare the rows of the chosen technique, unless it waits."""
        if self.waiting.list_those_of((self._state.technique,)):
            self.sizes.value = self.rest.value = ""
            self.sentence.say("")
            return
        description = self._state.case.description
        real, made = (
            description.places(frame)
            for frame in (self._state.parts[0], self._state.outcome().answer.frame)
        )
        groups = off_by_size(real, made, description)
        self.sizes.value = self._by_size(groups)
        self.rest.value = self._rest(real, made, description)
        smallest, largest = (percent(one, self.words.lang) for one in (groups[0], groups[-1]))
        self.sentence.say(self.words("misleads_found", small=smallest, large=largest))

    def _by_size(self, groups: Sequence[float]) -> str:
        """Return how far counts are off, by the size of the group."""
        words = self.words
        ends = [*SIZES[1:], None]
        names = [
            words("group_from", low=low)
            if high is None
            else words("group_range", low=low, high=high - 1)
            for low, high in zip(SIZES, ends, strict=True)
        ]
        written = [percent(one, words.lang) for one in groups]
        return table_html(
            pd.DataFrame({"size": names, "off": written}),
            lang=words.lang,
            caption=words("misleads_caption"),
            headers={one: words(f"misleads_{one}") for one in ("size", "off")},
        )

    def _rest(
        self, real: dict[str, Whole], made: dict[str, Whole], description: Description
    ) -> str:
        """Return what becomes of extremes, and of two and three columns at once."""
        words, lang = self.words, self.words.lang
        shares = [extremes(places, description) for places in (real, made)]
        measured = self._state.outcome().answer.measured
        rows = [
            [words("misleads_extremes"), *(percent(one, lang, digits=1) for one in shares)],
            [words("misleads_pairs"), percent(1, lang), percent(1 - measured.mean_pairs, lang)],
            [
                words("misleads_triples"),
                percent(1, lang),
                percent(1 - triples_apart(real, made, description), lang),
            ],
        ]
        columns = ("what", "real", "made")
        return table_html(
            pd.DataFrame(rows, columns=columns),
            lang=lang,
            caption=words("misleads_rest_caption"),
            headers={one: words(f"misleads_{one}") for one in columns},
        )


def off_by_size(
    real: dict[str, Whole], made: dict[str, Whole], description: Description
) -> list[float]:
    """Return by which share the number of rows in a group is off on average, by its real size.

    A group is a value of one column with a value of another; the rows made are counted as if there
    were as many as real ones.

    Parameters
    ----------
    real, made : dict of str to ndarray of int64
        Places of all values; see `Description.places`.
    description : Description

    Returns
    -------
    list of float
        For each of `SIZES`; NaN where there is no such group.
    """
    counts, errors = [], []
    for names in combinations(description, 2):
        exact, other = (_counts(places, names, description) for places in (real, made))
        there = exact > 0
        scaled = other[there] * (exact.sum() / max(1, other.sum()))
        counts.append(exact[there])
        errors.append(np.abs(scaled - exact[there]) / exact[there])
    size, off = np.concatenate(counts), np.concatenate(errors)
    ends = [*SIZES[1:], np.inf]
    return [
        float(off[(size >= low) & (size < high)].mean())
        if ((size >= low) & (size < high)).any()
        else float("nan")
        for low, high in zip(SIZES, ends, strict=True)
    ]


def extremes(places: dict[str, Whole], description: Description) -> float:
    """Return which share of known numbers lies in the first or last bin of its column.

    Parameters
    ----------
    places : dict of str to ndarray of int64
    description : Description
    """
    outer = known = 0
    for name, kind in description.columns.items():
        if isinstance(kind, Numbers):
            column = places[name][places[name] < kind.size]
            outer += int(((column == 0) | (column == kind.size - 1)).sum())
            known += len(column)
    return outer / max(1, known)


def triples_apart(
    real: dict[str, Whole], made: dict[str, Whole], description: Description
) -> float:
    """Return which share of rows would have to move for counts by three columns to agree.

    Parameters
    ----------
    real, made : dict of str to ndarray of int64
    description : Description
    """
    triples = list(combinations(description, 3))
    taken = triples[:: max(1, len(triples) // _TRIPLES)]
    found = []
    for names in taken:
        shares = [
            counts / counts.sum()
            for counts in (_counts(places, names, description) for places in (real, made))
        ]
        found.append(np.abs(shares[0] - shares[1]).sum() / 2)
    return float(np.mean(found)) if found else 0.0


def _counts(places: dict[str, Whole], names: Sequence[str], description: Description) -> Whole:
    """Return the number of rows with each combination, missing values included."""
    cell = np.zeros(len(places[names[0]]), np.int64)
    cells = 1
    for name in names:
        size = description[name].size + 1
        cell, cells = cell * size + places[name], cells * size
    return np.bincount(cell, minlength=cells)
