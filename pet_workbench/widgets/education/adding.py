"""Tables that contradict each other, and how they are made to add up."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.usecases.education import PROGRAMMES, PUBLISHER
from pet_workbench.usecases.education.noisy import (
    Noisy,
    ask,
    consistent,
    parents_of,
    temporary_ledger,
)
from pet_workbench.usecases.education.tables import cells_of
from pet_workbench.widgets import Button, Choice, Columns, Sentence, html, row, table_html
from pet_workbench.widgets.case import Words, small
from pet_workbench.widgets.case.live import Live, no_alert
from pet_workbench.widgets.education import runs
from pet_workbench.widgets.education.publish import epsilon_slider

STEPS = ("released", "fitted", "from_zero", "whole")
N = 20_000
Numbers = NDArray[Any]


class AddingUp(Live):
    """An epsilon, how far to go, and three tables side by side.

    Attributes
    ----------
    epsilon : Slider
    step : Choice
    table : HTML
    sentence : Sentence
    levels : list of ndarray
        Country, regions and groups as shown.
    """

    def __init__(self, words: Words) -> None:
        self.epsilon = epsilon_slider(words)
        self.step = Choice(words("adding_step"), {one: words(f"adding_{one}") for one in STEPS})
        self.table, self.sentence, self.alert = html(""), Sentence(), no_alert()
        self._noisy: tuple[float, Noisy] | None = None
        again = Button(words("adding_again"), self._again)
        super().__init__(
            words,
            [
                Columns([self.step, self.epsilon]),
                row([again]),
                self.alert,
                self.table,
                self.sentence,
                html(small(words("adding_note"))),
            ],
            label=words("adding_label"),
            controls=(self.epsilon, self.step),
        )

    def _again(self) -> None:
        """Draw new noise."""
        self._noisy = None
        self.refresh()

    def redraw(self) -> None:
        """Show the tables as far as they were worked on."""
        offers, pupils = runs.exact(N).offers, runs.tables(N)[PUBLISHER]
        epsilon, at = self.epsilon.value, STEPS.index(self.step.value)
        if self._noisy is None or self._noisy[0] != epsilon:
            ledger = temporary_ledger(epsilon, 0)
            self._noisy = epsilon, ask(pupils, offers, ledger=ledger, epsilon=epsilon, delta=0)
        noisy = self._noisy[1]
        if at:
            self.levels = consistent(noisy, offers, from_zero=at > 1, whole=at > 2)
        else:
            self.levels = [noisy.cells[name] for name in ("country", "region", "group")]
        country, regions, groups = self.levels
        _, of_regions, of_groups = parents_of(offers)
        sums = [_sums(regions, of_regions, 5), _sums(groups, of_regions[of_groups], 5)]
        self.table.value = self._table(country, sums)
        truth = cells_of(pupils, offers)
        empty = truth == 0
        facts = {
            "epsilon": self.words.epsilon(epsilon),
            "off": self.words.number(float(np.abs(groups - truth).mean()), 2),
            "empty": self.words.number(float(groups[empty].mean()), 2),
            "rest": self.words.number(float((groups - truth)[~empty].mean()), 2),
            "negative": int((groups < 0).sum()),
            "cells": groups.size,
        }
        said = self.words(f"adding_said_{self.step.value}", **self.words.written(facts))
        measured = self.words("adding_measured", **self.words.written(facts))
        self.sentence.say(f"<p>{said}</p><p>{measured}</p>")

    def _table(self, country: Numbers, sums: list[Numbers]) -> str:
        """Return candidates per programme, counted three times."""
        words = self.words
        digits = 1 if self.step.value in ("fitted", "from_zero") else 0
        columns: dict[str, list[str]] = {"programme": list(PROGRAMMES)}
        named = ("country", "regions", "schools")
        for name, level in zip(named, [country, *sums], strict=True):
            columns[name] = [words.number(float(one), digits) for one in level.sum(axis=1)]
        return table_html(
            pd.DataFrame(columns),
            lang=words.lang,
            caption=words("adding_caption"),
            headers={name: words(f"adding_column_{name}") for name in columns},
        )


def _sums(values: Numbers, parent: Numbers, n: int) -> Numbers:
    """Return sums per programme."""
    total = np.zeros((n, values.shape[1]))
    np.add.at(total, parent, values)
    return total
