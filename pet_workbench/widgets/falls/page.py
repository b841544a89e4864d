"""The page of the case `falls`: what is there to choose, to show and to break."""

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from pet_workbench.core import Outcome
from pet_workbench.i18n import percent
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.falls import CARE, HOSPITAL, THIRD_PARTIES, WEIGHTS
from pet_workbench.usecases.falls.quality import auc
from pet_workbench.viz.falls import reached_figure
from pet_workbench.widgets import table_html
from pet_workbench.widgets.case import (
    CasePage,
    Facts,
    Learned,
    OwnAnswer,
    Pick,
    Shown,
    Slide,
)
from pet_workbench.widgets.case.try_it import TryIt
from pet_workbench.widgets.falls.changed import Changed
from pet_workbench.widgets.falls.collusion import learn
from pet_workbench.widgets.falls.exercises import TASKS
from pet_workbench.widgets.falls.keys import Keys
from pet_workbench.widgets.falls.quality import ModelQuality
from pet_workbench.widgets.falls.recovering import Recovering
from pet_workbench.widgets.falls.state import SHARES, SIZES, FallsState

_ROWS = 5
_AUC_DIGITS, _ERROR_DIGITS = 3, 5


class FallsPage(CasePage[FallsState]):
    """Everything that moves on the page of `falls`.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = FallsState
    published = ("emergency_visits", "admissions", "deaths")
    published_table = (
        "home_nursing_clients",
        "nursing_care_clients",
        "month_home",
        "month_nursing",
        "falls_home_share",
        "falls_nursing_share",
        "injury_share",
        "odds_fell_once",
        "odds_parkinson",
    )
    controls = (
        Slide("n", SIZES),
        Slide("share", SHARES, written="percent", live=True),
        Pick("third_party", THIRD_PARTIES),
    )
    samples: ClassVar = {
        "secret-sharing": {
            "care": ("weights", "scores opened"),
            "hospital": ("scores",),
            "third": ("features",),
        },
        "trusted-third-party": {"care": ("scores",), "third": ("age", "earlier_falls", "weight")},
        "plain-exchange-model": {"care": ("weight",)},
        "plain-exchange": {"care": ("scores",), "hospital": ("age", "earlier_falls")},
    }
    national_n = 600_000
    breaks: ClassVar = {
        "care": ("model",) * 6,
        "hospital": ("nothing", "nothing", "nothing", "nothing", "clients", "nothing"),
        "third": ("nothing", "nothing", "nothing", "all", "nothing", "nothing"),
        "care+hospital": ("files",) * 6,
        "care+third": ("model",) * 6,
        "hospital+third": ("nothing", "nothing", "clients", "clients", "clients", "nothing"),
    }
    files: ClassVar = {"care": CARE, "hospital": HOSPITAL}
    tasks = TASKS

    @cached_property
    def keys(self) -> Keys:
        """Who holds which key, and one client followed through the computation."""
        return Keys(self)

    @cached_property
    def try_it(self) -> TryIt:
        """The question with its controls; the share of clients changes what is shown only."""
        section = TryIt(self)
        self.state.observe(section.refresh, "share")
        return section

    @cached_property
    def quality(self) -> ModelQuality:
        """How good the scores are, with and without encryption."""
        return ModelQuality(self)

    @cached_property
    def recovering(self) -> Recovering:
        """The model, computed from scores."""
        return Recovering(self)

    @cached_property
    def changed(self) -> Changed:
        """One bit of one message changed on its way."""
        return Changed(self)

    def settings(self) -> Facts:
        """Return for how many clients the care organisation has time."""
        return {"share": self.words.percent(self.state.share)}

    def shown(self, outcome: Outcome) -> Shown:
        """Return who is visited, and how many of those injured that reaches."""
        words, state, scores = self.words, self.state, outcome.answer
        top = scores.highest(state.share / 100)
        injured, hits = int(state.truth.sum()), int(state.truth[top].sum())
        said = {
            **self.settings(),
            "visited": top.size,
            "hits": hits,
            "injured": injured,
            "chance": round(injured * top.size / max(len(scores.persons), 1)),
        }
        return Shown(
            sentence=words("try_found", **words.written(said)),
            figures={"visited": top.size, "hits": hits},
            chart=reached_figure(
                scores.risks, state.truth, share=state.share / 100, lang=self.lang
            ),
            table=self._table(outcome),
        )

    def _table(self, outcome: Outcome) -> str:
        """Return the highest scores, which only the care organisation reads."""
        words, scores = self.words, outcome.answer
        first = np.argsort(-scores.units, kind="stable")[:_ROWS]
        frame = pd.DataFrame(
            {
                "person": scores.persons[first].astype(str),
                "score": [words.number(one, 4) for one in scores.scores[first]],
                "risk": [percent(one, self.lang, digits=1) for one in scores.risks[first]],
            }
        )
        return table_html(
            frame,
            lang=self.lang,
            caption=words("highest_caption"),
            headers={name: words(f"column_{name}") for name in frame.columns},
        )

    def told(self, outcome: Outcome) -> Facts:
        """Return what travelled, in all and per client."""
        transcript, clients = outcome.transcript, len(self.state.tables[CARE])
        sent = transcript.bytes_between(CARE, HOSPITAL)
        back = transcript.bytes_between(HOSPITAL, CARE)
        return {
            "clients": clients,
            "weights": len(WEIGHTS),
            "sent": self.words.size(sent),
            "back": self.words.size(back),
            "each": self.words.size(round(transcript.bytes / max(clients, 1))),
        }

    def verdict(self, outcomes: Sequence[Outcome]) -> str:
        """Say whether all scores are those of the plain model, and how far they may be off."""
        if any(outcome.error for outcome in outcomes):
            return self.words("quality_wrong")
        stated = max(outcome.answer.stated_error for outcome in outcomes)
        return self.words("quality_same", stated=self.words.number(stated, _ERROR_DIGITS))

    def answer_words(self, outcome: Outcome) -> str:
        """Write how well the scores tell clients apart."""
        return self._auc(outcome.answer.scores)

    def exact_words(self, outcome: Outcome) -> str:
        """Write how well the scores of the plain model do."""
        return self._auc(outcome.exact.scores)

    def _auc(self, scores: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> str:
        """Write an AUC."""
        value = self.words.number(auc(scores, self.state.truth), _AUC_DIGITS)
        return self.words("auc_value", value=value)

    def learn(self, coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:
        """Return what `coalition` reads in its views of a run, beyond its own files."""
        return learn(coalition, outcome, tables, self.words)

    def own_answer(self, tables: Tables, outcome: Outcome) -> OwnAnswer:  # noqa: ARG002 - the answer is enough
        """Put the answer in words, and the scores in a file for the care organisation."""
        scores = outcome.answer
        order = np.argsort(-scores.units, kind="stable")
        frame = pd.DataFrame(
            {
                "person": scores.persons[order],
                "score": scores.scores[order],
                "risk": np.round(scores.risks[order], 4),
            }
        )
        said = self.words("own_found", clients=self.words.number(len(frame)))
        headers = {name: self.words(f"column_file_{name}") for name in frame.columns}
        return OwnAnswer(said, frame, headers)
