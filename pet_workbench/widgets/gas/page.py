"""The page of the case `gas`: what is there to choose, to show and to break."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from pet_workbench.core import Outcome
from pet_workbench.dp.loss import pure_loss
from pet_workbench.dp.risk import risk_sentence
from pet_workbench.i18n import percent
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.gas import FILE, LEVELS, PUBLISHER, Publication, own_tables
from pet_workbench.usecases.gas.accuracy import mean_intervals
from pet_workbench.usecases.gas.areas import operators
from pet_workbench.usecases.gas.publication import SMALL
from pet_workbench.usecases.gas.releasing import TERMS
from pet_workbench.viz.gas import area_name, use_maps
from pet_workbench.widgets import UploadedFile, table_html
from pet_workbench.widgets.case import (
    CasePage,
    Facts,
    Learned,
    OwnAnswer,
    Pick,
    Shown,
    Slide,
    Words,
)
from pet_workbench.widgets.case.seen import view_of
from pet_workbench.widgets.case.steps import slug
from pet_workbench.widgets.gas.accurate import Accurate
from pet_workbench.widgets.gas.borders import Borders
from pet_workbench.widgets.gas.exercises import TASKS
from pet_workbench.widgets.gas.needed import Needed
from pet_workbench.widgets.gas.out import out_table
from pet_workbench.widgets.gas.publishing import Publishing
from pet_workbench.widgets.gas.separately import Separately
from pet_workbench.widgets.gas.state import (
    BOUNDS,
    EPSILONS,
    MINIMUM,
    NOISE,
    PLAIN,
    SEPARATE,
    SIZES,
    GasState,
)
from pet_workbench.widgets.gas.steered import Steered

_FIRST_AREAS = 8
_AT_MAKER = {NOISE: "publisher", MINIMUM: "publisher", SEPARATE: "own", PLAIN: "own"}


def _m3(words: Words, value: int) -> str:
    """Write a bound."""
    return f"{words.number(value)} m³"


class GasPage(CasePage[GasState]):
    """Everything that moves on the page of `gas`.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = GasState
    published = ("municipalities", "households", "minimum")
    published_table = (
        "districts",
        "postcodes",
        "connections_median",
        "one_postcode",
        "use_quartile",
        "use_median",
        "use_third_quartile",
        "use_mean",
    )
    controls = (
        Slide("n", SIZES),
        Slide("epsilon", EPSILONS, Words.epsilon, live=True),
        Slide("high", BOUNDS, _m3),
        Pick("level", LEVELS),
        Pick("small", SMALL),
    )
    samples: ClassVar = {
        NOISE: {
            "publisher": ("area", "use"),
            "municipality": ("published connections", "published use"),
        },
        MINIMUM: {
            "publisher": ("area", "use"),
            "municipality": ("published connections", "published use"),
        },
        slug(SEPARATE): {"municipality": ("area", "use")},
        PLAIN: {"municipality": ("area", "use")},
    }
    breaks: ClassVar = {
        "operator": ("nothing", "nothing", "nothing", "nothing"),
        "publisher": ("connections", "connections", "nothing", "nothing"),
        "municipality": ("result", "result", "own", "own"),
        "municipality+municipality": ("result", "result", "own", "own"),
        "publisher+municipality": ("connections", "connections", "own", "own"),
    }
    agreed = frozenset({"result"})
    files: ClassVar = {"connections": FILE}
    tasks = TASKS

    @cached_property
    def accurate(self) -> Accurate:
        """How far published means are off, by the size of the area."""
        return Accurate(self)

    @cached_property
    def needed(self) -> Needed:
        """How much epsilon a wanted margin takes."""
        return Needed(self)

    @cached_property
    def steered(self) -> Steered:
        """Which areas a municipality would choose."""
        return Steered(self)

    @cached_property
    def separately(self) -> Separately:
        """What many publications cost that know nothing of each other."""
        return Separately(self)

    @cached_property
    def borders(self) -> Borders:
        """One house from two tables, and one large user in a row."""
        return Borders(self)

    @cached_property
    def publishing(self) -> Publishing:
        """A publication from a ledger, with its statement."""
        return Publishing(self)

    def settings(self) -> Facts:
        """Return epsilon, the bound, the minimum and the areas that are set."""
        words, state = self.words, self.state
        return {
            "epsilon": words.epsilon(state.epsilon),
            "high": state.high,
            "minimum": state.minimum,
            "level": words(f"areas_{state.level}"),
            "publisher": PUBLISHER,
        }

    def shown(self, outcome: Outcome) -> Shown:
        """Return the maps, and the first areas of one municipality in numbers."""
        words, state, table = self.words, self.state, outcome.answer
        facts = words.written(self.told(outcome))
        key = words.first([f"try_{outcome.technique.replace(':', '-')}"], **facts)
        risk = ""
        if outcome.technique == NOISE:
            risk = risk_sentence(pure_loss(state.epsilon), TERMS, self.lang)
        return Shown(
            sentence=f"{key} {risk}".strip(),
            figures={
                "shown": words("of", part=facts["shown"], whole=facts["areas"]),
                "off": percent(outcome.error, self.lang, digits=1),
            },
            chart=use_maps(
                table, outcome.exact, state.whose(state.level, "province"), lang=self.lang
            ),
            table=self._first(table, outcome.exact),
            remark=words(f"remark_{state.level}"),
        )

    def _first(self, table: Publication, truth: Publication) -> str:
        """Return some areas of the largest municipality: published, bounds, and the truth."""
        words, state = self.words, self.state
        number, _ = state.largest_municipality()
        own = np.flatnonzero(state.whose(state.level, "municipality") == number)[:_FIRST_AREAS]
        low, high = mean_intervals(table)
        means = table.means
        columns = {
            "area": [area_name(int(one), state.level, self.lang) for one in table.areas[own]],
            "connections": [
                words.number(one) if known else words("withheld")
                for one, known in zip(
                    table.share_out("connections")[own], table.shown[own], strict=True
                )
            ],
            "mean": [self._mean(one) for one in means[own]],
            "bounds": [self._bounds(*both) for both in zip(low[own], high[own], strict=True)],
            "truth": truth.means[own].round(),
        }
        return table_html(
            pd.DataFrame(columns),
            lang=self.lang,
            caption=words("first_caption"),
            headers={name: words(f"column_{name}") for name in columns},
            written={"truth": self._mean},
        )

    def _mean(self, mean: float) -> str:
        """Write a mean in m3, or that there is none."""
        return self.words.number(mean) if np.isfinite(mean) else self.words("no_mean")

    def _bounds(self, low: float, high: float) -> str:
        """Write bounds, or that there are none."""
        if not np.isfinite(low):
            return self.words("no_bounds")
        written = (self.words.number(one) for one in (low, high))
        return self.words("range", **dict(zip(("low", "high"), written, strict=True)))

    def told(self, outcome: Outcome) -> Facts:
        """Return what each party saw, counted in the real messages."""
        words, state, table = self.words, self.state, outcome.answer
        _, municipality = state.largest_municipality()
        mine = view_of(outcome, municipality)
        at_publisher = view_of(outcome, PUBLISHER).find("use")
        return {
            **self.settings(),
            "areas": len(table.areas),
            "shown": int(np.isfinite(table.means).sum()),
            "rows": len(table.use),
            "connections": sum(len(state.tables[one]) for one in operators(state.tables)),
            "municipalities": len(state.tables) - len(operators(state.tables)),
            "at_publisher": sum(message.items for message in at_publisher),
            "at_municipality": sum(message.items for message in mine.find("use")),
            "read": sum(message.items for message in mine.find("published use")),
            "municipality": words.heading(municipality),
            "off": percent(outcome.error, self.lang, digits=1),
        }

    def answer_words(self, outcome: Outcome) -> str:
        """Write of how many areas something is published."""
        shown = int(np.isfinite(outcome.answer.means).sum())
        return self.words("answer_areas", shown=self.words.number(shown))

    def exact_words(self, outcome: Outcome) -> str:
        """Write the same of the check."""
        shown = int(np.isfinite(outcome.exact.means).sum())
        return self.words("answer_areas", shown=self.words.number(shown))

    def error_words(self, outcome: Outcome) -> str:
        """Write by which share means are off."""
        return percent(outcome.error, self.lang, digits=1)

    def verdict(self, outcomes: Sequence[Outcome]) -> str:
        """Say how far each technique is off; only the plain exchange has to be exact."""
        said = {one.technique: percent(one.error, self.lang, digits=1) for one in outcomes}
        values = {
            "noise": said.get(NOISE, ""),
            "minimum_off": said.get(MINIMUM, ""),
            "separate": said.get(SEPARATE, ""),
            "plain": said.get(PLAIN, ""),
        }
        return self.words("quality_compared", **{**self.words.written(self.settings()), **values})

    def learn(self, coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:
        """Return how many connections of others `coalition` received."""
        received = 0
        for party in coalition:
            if party in operators(tables):
                continue
            received += sum(message.items for message in view_of(outcome, party).find("use"))
        if not received:
            return Learned("nothing")
        gain = "connections" if _AT_MAKER[outcome.technique] == "publisher" else "own"
        return Learned(gain, facts={"received": received})

    def read(self, files: Mapping[str, UploadedFile]) -> Tables:
        """Read the file; problems name it as the reader does."""
        connections = files["connections"]
        return own_tables.read(connections.content, name=connections.name)

    def own_answer(self, tables: Tables, outcome: Outcome) -> OwnAnswer:  # noqa: ARG002 - the hook of all pages
        """Return the publication on the reader's own connections; nothing of the true table."""
        words = self.words
        frame, headers = out_table(outcome.answer, words)
        said = words.written({**self.settings(), "areas": len(frame)})
        risk = risk_sentence(pure_loss(self.state.epsilon), TERMS, self.lang)
        return OwnAnswer(f"{words('own_found', **said)}<p>{risk}</p>", frame, headers)
