"""A model learned from totals, beside one learned from all files together."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pet_workbench.usecases.fall_injuries import WITHHELD, training
from pet_workbench.usecases.falls import CARE, HOSPITAL, Model, fit_logistic, people
from pet_workbench.usecases.falls.clients import features
from pet_workbench.usecases.falls.quality import auc
from pet_workbench.widgets import Sentence, html, table_html
from pet_workbench.widgets.case import Section

if TYPE_CHECKING:
    from pet_workbench.widgets.falls.injuries import InjuriesPage

_TESTED_ON, _TEST_SEED = 20_000, 2


class Training(Section):
    """A table of models with how well they tell other clients apart, and a sentence.

    Parameters
    ----------
    page : InjuriesPage

    Attributes
    ----------
    table : HTML
    sentence : Sentence
    learned : dict of str to Model
        ``"totals"`` and ``"files"``, for tests; empty where nothing was opened.
    """

    is_patient = True

    def __init__(self, page: "InjuriesPage") -> None:
        self._page = page
        self.learned: dict[str, Model] = {}
        self.table, self.sentence = html(""), Sentence()
        super().__init__(
            page,
            [
                html(
                    f"<h3>{page.words('training_title')}</h3><p>{page.words('training_intro')}</p>"
                ),
                self.sentence,
                self.table,
            ],
            label=page.words("training_label"),
            follows=(*page.state.decisive, "asked"),
        )

    def redraw(self) -> None:
        """Learn from the totals of the run, and from all files."""
        page, words = self._page, self.words
        tables, outcome = page.state.tables, page.state.ready(page.main)
        self.learned, self.table.value = {}, ""
        if outcome is None:
            self.sentence.say(words("waits_short_sentence"))
            return
        totals = outcome.answer
        if totals.total == WITHHELD:
            self.sentence.say(words("training_nothing", minimum=words.number(totals.minimum)))
            return
        care = tables[CARE]
        injured = np.isin(care["person"], tables[HOSPITAL]["person"])
        self.learned = {
            "totals": training.fit(care, totals),
            "files": Model.rounded(fit_logistic(features(care), injured)),
        }
        _, known = training.outcome_totals(totals)
        said = {"left_out": int((~known).sum()), "all": known.size}
        key = "training_same" if known.all() else "training_less"
        self.sentence.say(words(key, **words.written(said)))
        self.table.value = self._table()

    def _table(self) -> str:
        """Return how well each model does on clients whom it has never met."""
        words = self.words
        others = people(_TESTED_ON, seed=_TEST_SEED)
        rows, injured = features(others), others["injured"].to_numpy(bool)
        frame = pd.DataFrame(
            [
                (
                    words(f"training_{name}"),
                    words(f"training_reads_{name}"),
                    words.number(auc(model.units(rows), injured), 3),
                )
                for name, model in self.learned.items()
            ],
            columns=["model", "reads", "auc"],
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("training_caption", n=words.number(_TESTED_ON)),
            headers={name: words(f"training_column_{name}") for name in frame.columns},
        )
