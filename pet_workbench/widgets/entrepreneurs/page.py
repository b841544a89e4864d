"""The page of the case `entrepreneurs`: what is there to choose, to show and to break."""

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from pet_workbench.core import Outcome
from pet_workbench.i18n import percent
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.entrepreneurs import (
    HOLDER,
    KVK,
    LEVELS,
    SECTORS,
    THIRD_PARTIES,
    Trouble,
    own_tables,
    regions,
)
from pet_workbench.viz.entrepreneurs import heat_map, sector_name
from pet_workbench.widgets import UploadedFile, table_html
from pet_workbench.widgets.case import CasePage, Facts, Learned, OwnAnswer, Pick, Shown, Slide
from pet_workbench.widgets.case.steps import slug
from pet_workbench.widgets.entrepreneurs.exercises import TASKS
from pet_workbench.widgets.entrepreneurs.noise import Noise
from pet_workbench.widgets.entrepreneurs.seen import BLIND, gain, told
from pet_workbench.widgets.entrepreneurs.state import MINIMA, NOISY, SIZES, EntrepreneursState
from pet_workbench.widgets.entrepreneurs.totals import Totals
from pet_workbench.widgets.entrepreneurs.withheld import Withheld

_HIGHEST = 5
_SHARES = {
    "kvk": ("masked numbers", "positions", "masked numbers in random order", "table"),
    "holder": ("sizes", "cells in random order"),
    "third": ("pseudonyms of places", "pseudonyms of rows", "totals per cell"),
}


class EntrepreneursPage(CasePage[EntrepreneursState]):
    """Everything that moves on the page of `entrepreneurs`.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = EntrepreneursState
    published = ("registered", "corona_tax_debt", "bankruptcies")
    published_table = ("businesses", "behind_with_instalments", "nothing_paid")
    controls = (
        Slide("n", SIZES),
        Slide("minimum", MINIMA),
        Pick("level", LEVELS),
        Pick("third", THIRD_PARTIES),
    )
    samples: ClassVar = {
        "secret-sharing": _SHARES,
        "suppression": {**_SHARES, "kvk": ("masked numbers", "positions", "whole table")},
        slug(NOISY): {**_SHARES, "kvk": ("masked numbers", "positions", "noisy table")},
        "trusted-third-party": {
            "kvk": ("table",),
            "third": ("business", "area", "in_arrears"),
        },
        "plain-exchange": {"kvk": ("business", "in_arrears")},
    }
    national_n = 2_000_000
    breaks: ClassVar = {
        "kvk": ("result", "small", "result", "result", "signals"),
        "holder": ("counts", "counts", "counts", "nothing", "nothing"),
        "third": ("pattern", "pattern", "pattern", "all", "nothing"),
        "kvk+holder": ("files", "files", "files", "files", "files"),
        "kvk+third": ("signals", "signals", "signals", "all", "signals"),
        "holder+third": ("recognised", "recognised", "recognised", "all", "nothing"),
    }
    agreed = frozenset({"result", "counts", "pattern"})
    files: ClassVar = {"register": KVK, "signals": HOLDER}
    example_name = "{slug}_{word}.csv"
    tasks = TASKS

    @cached_property
    def withheld(self) -> Withheld:
        """What withholding costs."""
        return Withheld(self)

    @cached_property
    def noise(self) -> Noise:
        """Noise instead of leaving cells out."""
        return Noise(self)

    @cached_property
    def totals(self) -> Totals:
        """Totals and second tables that give cells away."""
        return Totals(self)

    def settings(self) -> Facts:
        """Return the minimum and the regions that are set."""
        return {
            "minimum": self.state.minimum,
            "level": self.words(f"option_level_{self.state.level}"),
            "epsilon": self.words.value(self.state.epsilon),
        }

    def shown(self, outcome: Outcome) -> Shown:
        """Return the heat map, and the cells where most are in trouble."""
        words, table = self.words, outcome.answer
        facts = words.written({**self.settings(), **self.told(outcome)})
        key = "try_found" if facts["shown"] != "0" else "try_withheld"
        if table.noise:
            key = "try_noisy"
        return Shown(
            sentence=words(key, **facts),
            figures={
                "shown": words("of", part=facts["shown"], whole=facts["cells"]),
                "found": int(table.in_trouble.sum()),
            },
            chart=heat_map(table, lang=self.lang),
            table=self._highest(table),
        )

    def _highest(self, table: Trouble) -> str:
        """Return the cells with the highest share in trouble as a table."""
        frame = cells_frame(table, self.words.lang).dropna(subset=["in_trouble"])
        if not len(frame):
            return ""
        frame = frame.sort_values("share", ascending=False).astype({"in_trouble": int})
        return table_html(
            frame.head(_HIGHEST),
            lang=self.lang,
            caption=self.words("highest_caption"),
            headers={name: self.words(f"column_{name}") for name in frame.columns},
            written={"share": lambda share: percent(share, self.lang, digits=1)},
        )

    def told(self, outcome: Outcome) -> Facts:
        """Return what each party saw, counted in the real messages."""
        return told(outcome, self.state.truth[0], self.state.tables)

    def is_opened(self, outcome: Outcome) -> bool:
        """Tell whether any cell was shown."""
        return bool((~outcome.answer.withheld).any())

    def answer_words(self, outcome: Outcome) -> str:
        """Write how many cells are shown, and how many are in trouble in them."""
        return self._table_words(outcome.answer)

    def exact_words(self, outcome: Outcome) -> str:
        """Write the same of the check."""
        return self._table_words(outcome.exact)

    def _table_words(self, table: Trouble) -> str:
        """Write a table in a few words."""
        return self.words(
            "answer_table",
            shown=self.words.number(int((~table.withheld).sum())),
            found=self.words.number(int(table.in_trouble.sum())),
        )

    def brief(self, outcome: Outcome) -> str:
        """Write how many are in trouble in the cells that are shown."""
        return self.words.number(int(outcome.answer.in_trouble.sum()))

    def learn(self, coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:
        """Return what `coalition` reads in its views of a run, beyond its own files."""
        got = gain(coalition, outcome, tables)
        facts = {"businesses": got.businesses, "signals": got.signals}
        verdict = got.id
        if got.id in ("signals", "all") and outcome.technique not in BLIND:
            verdict = "already" if len(coalition) == 1 else "told"
        return Learned(got.id, "" if got.id == "nothing" else verdict, facts)

    def read(self, files: Mapping[str, UploadedFile]) -> Tables:
        """Read both files; problems name the file as the reader does."""
        kvk, holder = files["register"], files["signals"]
        return own_tables.read(
            kvk.content, holder.content, kvk_file=kvk.name, holder_file=holder.name
        )

    def own_answer(self, tables: Tables, outcome: Outcome) -> OwnAnswer:
        """Put the answer in words, and in a table with withheld cells left empty."""
        words, table = self.words, outcome.answer
        facts = {
            "people": len(tables[KVK]),
            "rows": len(tables[HOLDER]),
            "shown": int((~table.withheld).sum()),
            "cells": int((table.businesses > 0).sum()),
            "found": int(table.in_trouble.sum()),
        }
        said = {**self.settings(), **facts}
        frame = cells_frame(table, self.lang).drop(columns="share")
        hidden = words("cell_hidden", minimum=words.number(table.minimum))
        found = [hidden if np.isnan(one) else str(int(one)) for one in frame["in_trouble"]]
        frame = frame.assign(in_trouble=found)
        headers = {name: words(f"column_{name}") for name in frame.columns}
        return OwnAnswer(words("own_found", **words.written(said)), frame, headers)


def cells_frame(table: Trouble, lang: str) -> pd.DataFrame:
    """Return the cells with businesses in them, one row each; withheld numbers are missing."""
    row, column = np.nonzero(table.businesses > 0)
    hidden = table.withheld[row, column]
    found = np.where(hidden, np.nan, table.in_trouble[row, column])
    there = table.businesses[row, column]
    names = {letter: sector_name(letter, "nl" if lang == "nl" else "en") for letter in SECTORS}
    return pd.DataFrame(
        {
            "region": [regions(table.level)[at] for at in row],
            "sector": [names[SECTORS[at]] for at in column],
            "businesses": there,
            "in_trouble": found,
            "share": found / there,
        }
    )
