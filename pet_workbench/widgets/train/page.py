"""The page of the case `train`: what is there to choose, to show and to break."""

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

import pandas as pd

from pet_workbench.core import Outcome
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.train import COORDINATOR, Fitted, hospitals_of
from pet_workbench.viz.train import ratio_words
from pet_workbench.widgets import table_html
from pet_workbench.widgets.case import (
    CasePage,
    Facts,
    Learned,
    OwnAnswer,
    Shown,
    Slide,
    view_of,
)
from pet_workbench.widgets.train.absent import Absent
from pet_workbench.widgets.train.averaging import Averaging
from pet_workbench.widgets.train.beside import beside, feature_names
from pet_workbench.widgets.train.collusion import learn
from pet_workbench.widgets.train.exercises import TASKS
from pet_workbench.widgets.train.last_at_risk import LastAtRisk
from pet_workbench.widgets.train.noise import Noise
from pet_workbench.widgets.train.real import Real
from pet_workbench.widgets.train.rounds import Rounds
from pet_workbench.widgets.train.single import SinglePatient
from pet_workbench.widgets.train.stacked import Stacked
from pet_workbench.widgets.train.state import (
    AVERAGING,
    NOISE,
    SIZES,
    TrainState,
    distance,
    effects_of,
)
from pet_workbench.widgets.train.survival import Survival

SAME = 1e-6
"""A difference in a coefficient that fixed point may make, far below what anybody could see."""


class TrainPage(CasePage[TrainState]):
    """Everything that moves on the page of `train`.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = TrainState
    published = ("patients", "institutes", "countries")
    published_table = ("trained_on", "months_to_connect", "five_years", "spread_when_found")
    controls = (Slide("n", SIZES),)
    samples: ClassVar = {
        "federated-secret-sharing": {
            "hospital": ("share of sums, round 1", "coefficients, round 2"),
            "coordinator": ("sum of shares, round 1",),
        },
        "federated-secret-sharing-differential-privacy": {
            "hospital": ("share of sums, round 1", "coefficients, round 2"),
            "coordinator": ("sum of shares, round 1",),
        },
        "federated": {
            "hospital": ("coefficients, round 2",),
            "coordinator": ("sums, round 1",),
        },
        "federated-averaging": {
            "hospital": ("coefficients, round 2",),
            "coordinator": ("patients and own coefficients, round 1",),
        },
        "trusted-third-party": {"third": ("age", "months", "died")},
        "plain-exchange": {"hospital": ("age", "months", "died")},
    }
    national_n = 23_203
    breaks: ClassVar = {
        "hospital": ("nothing", "nothing", "nothing", "nothing", "nothing", "all"),
        "coordinator": ("totals", "nothing", "sums", "coefficients", "nothing", "nothing"),
        "third": ("nothing", "nothing", "nothing", "nothing", "all", "nothing"),
        "hospital+coordinator": ("totals", "nothing", "sums", "coefficients", "nothing", "all"),
    }
    files: ClassVar = {"a": "Ziekenhuis A", "b": "Ziekenhuis B", "c": "Ziekenhuis C"}
    tasks = TASKS

    @cached_property
    def rounds(self) -> Rounds:
        """The model after every round, and what travelled."""
        return Rounds(self)

    @cached_property
    def averaging(self) -> Averaging:
        """Federated averaging beside sums."""
        return Averaging(self)

    @cached_property
    def survival(self) -> Survival:
        """The survival model."""
        return Survival(self)

    @cached_property
    def single(self) -> SinglePatient:
        """An attack on a hospital with one patient."""
        return SinglePatient(self)

    @cached_property
    def last_at_risk(self) -> LastAtRisk:
        """An attack on the last patients of a survival model."""
        return LastAtRisk(self)

    @cached_property
    def absent(self) -> Absent:
        """A hospital that goes away."""
        return Absent(self)

    @cached_property
    def noise(self) -> Noise:
        """What noise protects and costs."""
        return Noise(self)

    @cached_property
    def real(self) -> Real:
        """Real patients, by institution."""
        return Real(self)

    @cached_property
    def course(self) -> Stacked:
        """How a model arises, by sums and by averaging."""
        title, intro = self.words("averaging_title"), self.words("averaging_intro")
        return Stacked(self.rounds, self.averaging, title=title, intro=intro, lang=self.lang)

    @cached_property
    def how_long(self) -> Stacked:
        """Survival of invented patients, and of real ones."""
        title, intro = self.words("real_title"), self.words("real_intro")
        return Stacked(self.survival, self.real, title=title, intro=intro, lang=self.lang)

    @cached_property
    def attacks(self) -> Stacked:
        """Both attacks."""
        title, intro = self.words("last_title"), self.words("last_intro")
        return Stacked(self.single, self.last_at_risk, title=title, intro=intro, lang=self.lang)

    @cached_property
    def others(self) -> Stacked:
        """What others do: they go away, or work together."""
        title, intro = self.words("together_title"), self.words("together_intro")
        return Stacked(self.absent, self.collusion, title=title, intro=intro, lang=self.lang)

    def shown(self, outcome: Outcome) -> Shown:
        """Return the effects: together, pooled, and of every hospital alone."""
        words, state, answer = self.words, self.state, outcome.answer
        name = words.technique(outcome.technique)
        crowd = {
            words.heading(hospital): effects_of(alone)[1][:, 0]
            for hospital, alone in state.by_hospital.items()
        }
        facts = words.written(self.told(outcome))
        key = "try_noisy" if outcome.technique == NOISE else "try_averaged"
        key = "try_found" if outcome.technique not in (NOISE, AVERAGING) else key
        return Shown(
            sentence=words(key, **facts),
            figures={"rounds": answer.rounds, "travelled": facts["travelled"]},
            chart=beside(outcome.exact, answer, name, words=words, crowd=crowd),
            table=self._table(outcome),
        )

    def _table(self, outcome: Outcome) -> str:
        """Return the effects in numbers: together, pooled, the largest and the smallest alone."""
        words, by_hospital = self.words, self.state.by_hospital
        features, pooled = effects_of(outcome.exact)
        columns = {
            "feature": feature_names(features, words),
            "together": self._written(outcome.answer),
            "pooled": [ratio_words(row, self.lang) for row in pooled],
        }
        headers = {name: words(f"column_{name}") for name in columns}
        ends = {"largest": next(iter(by_hospital)), "smallest": list(by_hospital)[-1]}
        for end, hospital in ends.items():
            columns[end] = self._written(by_hospital[hospital])
            headers[end] = words("column_alone", hospital=words.heading(hospital))
        return table_html(
            pd.DataFrame(columns), lang=self.lang, caption=words("effects_caption"), headers=headers
        )

    def _written(self, fitted: Fitted) -> list[str]:
        """Write the effects of a model."""
        return [ratio_words(row, self.lang) for row in effects_of(fitted)[1]]

    def told(self, outcome: Outcome) -> Facts:
        """Return what travelled, and what the answer says."""
        words, answer = self.words, outcome.answer
        features, ratios = effects_of(answer)
        exact_features, _ = effects_of(outcome.exact)
        at = "stage_4" if "stage_4" in features else features[-1]
        patients = sum(len(self.state.tables[one]) for one in hospitals_of(self.state.tables))
        message = view_of(outcome, COORDINATOR)
        alone = [
            effects_of(one)[1][list(exact_features).index(at), 0]
            for one in self.state.by_hospital.values()
        ]
        return {
            "patients": patients,
            "hospitals": len(hospitals_of(self.state.tables)),
            "rounds": answer.rounds,
            "travelled": words.size(outcome.transcript.bytes),
            "each": words.size(outcome.transcript.bytes / max(1, answer.rounds)),
            "numbers": max((one.items for one in message.received), default=0),
            "feature": words(f"inside_{at}"),
            "ratio": words.number(ratios[features.index(at), 0], 2),
            "low_alone": words.number(min(alone), 2),
            "high_alone": words.number(max(alone), 2),
            "off": words.number(distance(answer.coefficients, outcome.exact), 1),
            "epsilon": words.epsilon(self.state.epsilon),
            "steps": self.state.steps,
            "rows": patients,
        }

    def verdict(self, outcomes: Sequence[Outcome]) -> str:
        """Say which techniques give the pooled model, and how far off the others are."""
        words = self.words
        said = []
        for one in outcomes:
            off = words.number(distance(one.answer.coefficients, one.exact), 1)
            if one.technique in (NOISE, AVERAGING):
                key = "quality_noise" if one.technique == NOISE else "quality_averaging"
                said.append(words(key, off=off, epsilon=words.epsilon(self.state.epsilon)))
        exact = [one for one in outcomes if one.technique not in (NOISE, AVERAGING)]
        largest = max((one.error for one in exact), default=0.0)
        key = "quality_exact" if largest <= SAME else "quality_far"
        return " ".join([words(key, largest=f"{largest:.0e}"), *said])

    def answer_words(self, outcome: Outcome) -> str:
        """Write the effect of the cancer having spread."""
        return self._one(outcome.answer)

    def exact_words(self, outcome: Outcome) -> str:
        """Write the same of the pooled model."""
        return self._one(outcome.exact)

    def _one(self, fitted: Fitted) -> str:
        features, ratios = effects_of(fitted)
        at = features.index("stage_4") if "stage_4" in features else -1
        return ratio_words(ratios[at], self.lang)

    def error_words(self, outcome: Outcome) -> str:
        """Write how far the model is off, in standard errors."""
        off = distance(outcome.answer.coefficients, outcome.exact)
        if off < SAME:
            return self.words("no_difference")
        return self.words("in_errors", off=self.words.number(off, 1))

    def learn(self, coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:
        """Return what `coalition` reads in its views of a run, beyond its own patients."""
        return learn(coalition, outcome, tables, self.words)

    def own_answer(self, tables: Tables, outcome: Outcome) -> OwnAnswer:
        """Put the model in words, and in a table to take home."""
        words = self.words
        features, ratios = effects_of(outcome.answer)
        frame = pd.DataFrame(
            {
                "feature": feature_names(features, words),
                **{
                    name: ratios[:, at].round(4) for at, name in enumerate(("ratio", "low", "high"))
                },
            }
        )
        shown = table_html(
            {
                "feature": frame["feature"].tolist(),
                "together": [ratio_words(row, self.lang) for row in ratios],
            },
            lang=self.lang,
            caption=words("effects_caption"),
            headers={name: words(f"column_{name}") for name in ("feature", "together")},
        )
        patients = sum(len(tables[one]) for one in hospitals_of(tables))
        said = words(
            "own_found",
            patients=words.number(patients),
            rounds=words.number(outcome.answer.rounds),
        )
        headers = {name: words(f"column_{name}") for name in frame.columns}
        return OwnAnswer(said + shown, frame, headers)
