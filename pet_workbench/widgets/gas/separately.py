"""What 352 publications cost that know nothing of each other, beside one for the country."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pet_workbench.dp.loss import pure_loss
from pet_workbench.dp.risk import risk_sentence
from pet_workbench.i18n import percent
from pet_workbench.usecases.gas import Publication
from pet_workbench.usecases.gas.areas import municipalities
from pet_workbench.usecases.gas.budgets import compare, loss_of_one
from pet_workbench.usecases.gas.releasing import TERMS
from pet_workbench.widgets import Sentence, Slider, html, table_html
from pet_workbench.widgets.case import Section, small
from pet_workbench.widgets.gas.state import NOISE, SEPARATE

if TYPE_CHECKING:
    from pet_workbench.widgets.gas.page import GasPage

OVERLAPS = (1, 2, 3, 4, 5)
_ROWS = 8


class Separately(Section):
    """A slider for how many publications a home is in, and two tables.

    Parameters
    ----------
    page : GasPage

    Attributes
    ----------
    overlap : Slider
    sentence : Sentence
    costs, methods : HTML
        Effort and budget; and what differing bounds do to municipalities' means.
    """

    is_patient = True

    def __init__(self, page: "GasPage") -> None:
        words = page.words
        self._state = page.state
        self.overlap = Slider(words("separate_overlap"), OVERLAPS, value=3, lang=page.lang)
        self.sentence, self.costs, self.methods = Sentence(), html(""), html("")
        super().__init__(
            page,
            [
                self.overlap,
                self.sentence,
                self.costs,
                html(small(words("separate_note"))),
                self.methods,
                html(small(words("methods_note"))),
            ],
            label=words("separate_label"),
            follows=("n", "level", "epsilon", "high"),
        )
        self.overlap.observe(self.refresh, "value")

    def redraw(self) -> None:
        """Compare costs, and what comes of differing methods."""
        words, state, overlap = self.words, self._state, self.overlap.value
        loss = loss_of_one(state.epsilon, publications=overlap)
        facts = {
            "overlap": overlap,
            "epsilon": words.epsilon(state.epsilon),
            "total": words.epsilon(float(loss.epsilon)),
        }
        key = "separate_disjoint" if overlap == 1 else "separate_adds_up"
        said = words(key, **words.written(facts))
        one = risk_sentence(pure_loss(state.epsilon), TERMS, words.lang)
        all_of_them = risk_sentence(loss, TERMS, words.lang, releases=overlap)
        risks = one if overlap == 1 else f"{one}</p><p>{all_of_them}"
        self.sentence.say(f"<p>{said}</p><p>{risks}</p>")
        self.costs.value = self._costs()
        self.methods.value = self._methods()

    def _costs(self) -> str:
        """Return effort and budget of both ways."""
        words, state = self.words, self._state
        rows = [
            {
                "way": words(f"separate_{id}"),
                "publications": effort.publications,
                "ledgers": effort.ledgers,
                "epsilon": words.epsilon(float(effort.epsilon)),
                "hours": effort.hours,
            }
            for id, effort in compare(state.epsilon, overlap=self.overlap.value).items()
        ]
        frame = pd.DataFrame(rows)
        return table_html(
            frame,
            lang=words.lang,
            caption=words("separate_caption"),
            headers={name: words(f"separate_{name}") for name in frame.columns},
            written={"hours": words.number},
        )

    def _methods(self) -> str:
        """Return the mean of the first municipalities, by the country's table and by their own."""
        words, state = self.words, self._state
        level = state.level
        whose = state.whose(level, "municipality")
        truth = state.truth(level)
        national, own = (state.answer_at(id, level) for id in (NOISE, SEPARATE))
        bounds = _bounds(own)
        rows = []
        for number, name in enumerate(municipalities(state.tables)[:_ROWS]):
            part = whose == number
            true, *both = (_mean_of(table, part) for table in (truth, national, own))
            rows.append(
                {
                    "municipality": words.heading(name),
                    "bound": int(bounds[part][0]),
                    "truth": round(true),
                    "national": percent(both[0] / true - 1, words.lang, digits=1),
                    "own": percent(both[1] / true - 1, words.lang, digits=1),
                }
            )
        frame = pd.DataFrame(rows)
        return table_html(
            frame,
            lang=words.lang,
            caption=words("methods_caption"),
            headers={name: words(f"methods_{name}") for name in frame.columns},
        )


def _bounds(table: Publication) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Return for every area what a connection counted for at most."""
    bounds = np.zeros(len(table.areas), np.int64)
    for query in table.queries:
        bounds[np.searchsorted(table.areas, np.asarray(query.areas))] = query.grid.high_steps
    return bounds


def _mean_of(table: Publication, part: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> float:
    """Return the mean of some areas together, from the rows of a table."""
    rows = table.row[part]
    return float(table.use[rows].sum() / max(1, table.connections[rows].sum()))
