"""The page of a case whose answer is synthetic rows: what all such pages have."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, TypeVar

import numpy as np
import pandas as pd

from pet_workbench.core import Outcome
from pet_workbench.i18n import Language, percent
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.synthetic_rows import CART, PLAIN, SyntheticRows
from pet_workbench.usecases.synthetic_rows.own_tables import read
from pet_workbench.usecases.synthetic_rows.rows import for_a_file
from pet_workbench.viz.synthetic import counts_figure
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
from pet_workbench.widgets.case.controls import Control
from pet_workbench.widgets.case.steps import slug
from pet_workbench.widgets.synthetic.attack import RowsAttack
from pet_workbench.widgets.synthetic.misleads import Misleads
from pet_workbench.widgets.synthetic.release import Release
from pet_workbench.widgets.synthetic.sheet import sheet_body
from pet_workbench.widgets.synthetic.state import EPSILONS, SHOWN_ROW_BY_ROW, SyntheticState
from pet_workbench.widgets.synthetic.trade_off import TradeOff
from pet_workbench.widgets.synthetic.useful import Useful
from pet_workbench.widgets.synthetic.words import SyntheticWords

State = TypeVar("State", bound=SyntheticState)
ROWS = (0, 500, 1_000, 5_000, 20_000)
ROWS_FILE, CODEBOOK_FILE = "rows", "codebook"
_FIRST = 5


def _how_many(words: Words, rows: int) -> str:
    """Write how many rows to draw; 0 is as many as were learned from."""
    return words.number(rows) if rows else words("as_many")


def controls_for(columns: Sequence[str], *, rows: Sequence[int] = ROWS) -> tuple[Control, ...]:
    """Return the controls of such a page: epsilon, number of rows, and the column that is drawn.

    Parameters
    ----------
    columns : sequence of str
        Those that can be drawn.
    rows : sequence of int
        How many can be asked for; 0 is as many as were learned from.
    """
    return (
        Slide("epsilon", EPSILONS, Words.epsilon),
        Slide("rows", rows, _how_many),
        Pick("column", columns),
    )


class SyntheticPage(CasePage[State]):
    """Everything that moves on a page about synthetic rows.

    Parameters
    ----------
    lang : {"nl", "en"}

    Attributes
    ----------
    words : SyntheticWords
    relations : tuple of (str, str)
        Two columns each: the mean of the second by values of the first.
    """

    relations: ClassVar[tuple[tuple[str, str], ...]]
    words: SyntheticWords
    breaks: ClassVar = {
        "keeper": ("nothing", "nothing", "nothing", "nothing"),
        "reader": ("result", "result", "values", "rows"),
    }
    agreed = frozenset({"result"})
    samples: ClassVar = {slug(id): {"reader": ("column of categories",)} for id in SHOWN_ROW_BY_ROW}

    def __init__(self, *, lang: Language) -> None:
        super().__init__(lang=lang)
        self.words = SyntheticWords(lang, self.case.key)

    def __init_subclass__(cls, **arguments: Any) -> None:
        """Know which file is whose."""
        super().__init_subclass__(**arguments)
        case = cls.state_class.case
        cls.files = {ROWS_FILE: case.keeper, CODEBOOK_FILE: case.reader}

    @cached_property
    def trade_off(self) -> TradeOff:
        """The trade-off picture, and one sentence for each way to make rows."""
        return TradeOff(self)

    @cached_property
    def useful(self) -> Useful:
        """What can still be done with the rows."""
        return Useful(self)

    @cached_property
    def attack(self) -> RowsAttack:
        """The same attacker on all rows."""
        return RowsAttack(self)

    @cached_property
    def release(self) -> Release:
        """Handing out rows, with their data sheet and the ledger."""
        return Release(self)

    @cached_property
    def misleads(self) -> Misleads:
        """When synthetic rows mislead."""
        return Misleads(self)

    def settings(self) -> Facts:
        """Return the epsilon that is set."""
        return {"epsilon": self.words.epsilon(self.state.epsilon)}

    def shown(self, outcome: Outcome) -> Shown:
        """Return how often each value of a column occurs, and the first rows where they may be."""
        words, answer = self.words, outcome.answer
        facts = words.written(self.told(outcome))
        return Shown(
            sentence=words(f"try_{slug(outcome.technique)}", **facts),
            figures={
                "rows": answer.rows,
                "off": percent(outcome.error, self.lang, digits=1),
            },
            chart=self._counts(outcome),
            table=self._first(answer, outcome.technique),
        )

    def _counts(self, outcome: Outcome) -> Any:
        """Draw the chosen column, real and made."""
        words, name = self.words, self.state.column
        kind = self.case_description[name]
        shares = {
            words(called): _shares(kind, frame[name])
            for called, frame in (("real_rows", outcome.exact), ("rows_made", outcome.answer.frame))
        }
        labels = words.labels(name, kind)
        return counts_figure(labels, shares, column=words.column(name), lang=self.lang)

    @property
    def case_description(self) -> Any:
        """The public codebook of the case."""
        return self.state.case.description

    def _first(self, answer: SyntheticRows, technique: str) -> str:
        """Return the first rows; not where values of somebody are in them."""
        words = self.words
        if technique not in SHOWN_ROW_BY_ROW:
            return f'<p class="pet-small">{words("rows_not_shown")}</p>'
        return table_html(
            answer.frame.head(_FIRST),
            lang=self.lang,
            caption=words("first_caption"),
            headers={name: words.short(name) for name in answer.columns},
            written={name: self._cell(name) for name in answer.columns},
        )

    def _cell(self, name: str) -> Callable[[Any], str]:
        """Return how a value of a column is written."""
        words = self.words

        def write(value: Any) -> str:
            if value is None or value != value:  # noqa: PLR0124 - NaN is not itself
                return words("missing")
            plain = value if isinstance(value, str) else words.plain(round(float(value), 1))
            if isinstance(value, float) and value == int(value):
                return words.optional(f"value_{name}_{int(value)}") or plain
            return words.optional(f"value_{name}_{value}") or plain

        return write

    def told(self, outcome: Outcome) -> Facts:
        """Return what each party saw, counted in the real messages."""
        words, answer = self.words, outcome.answer
        return {
            **self.settings(),
            "rows": answer.rows,
            "columns": len(answer.columns),
            "values": answer.rows * len(answer.columns),
            "learned": len(outcome.exact),
            "off": percent(outcome.error, self.lang, digits=1),
            "pairs": percent(1 - outcome.error, self.lang),
            "single": percent(1 - answer.measured.mean_single, self.lang),
            "traffic": words.size(outcome.transcript.bytes),
        }

    def answer_words(self, outcome: Outcome) -> str:
        """Write how many rows the reader has."""
        return self.words("answer_rows", rows=self.words.number(outcome.answer.rows))

    def exact_words(self, outcome: Outcome) -> str:
        """Write how many rows were learned from."""
        return self.words("answer_rows", rows=self.words.number(len(outcome.exact)))

    def error_words(self, outcome: Outcome) -> str:
        """Write which share of rows would have to move."""
        return percent(outcome.error, self.lang, digits=1)

    def verdict(self, outcomes: Sequence[Outcome]) -> str:
        """Say how far each technique is off."""
        said = [
            f"{self.words.technique(one.technique)}: {self.error_words(one)}" for one in outcomes
        ]
        return self.words("quality_compared", compared="; ".join(said))

    def learn(self, coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:  # noqa: ARG002 - the hook of all pages
        """Return what a coalition has of the keeper's table: values, or the rows themselves."""
        gains = {CART: "values", PLAIN: "rows"}
        if self.state.case.reader not in coalition or outcome.technique not in gains:
            return Learned("nothing")
        return Learned(gains[outcome.technique], facts={"rows": outcome.answer.rows})

    def is_opened(self, outcome: Outcome) -> bool:  # noqa: ARG002 - the hook of all pages
        """Tell that nothing is laid beside an answer on own files: that would cost budget."""
        return False

    def read(self, files: Mapping[str, UploadedFile]) -> Tables:
        """Read a table and its codebook; problems name the files as the reader does."""
        case = self.state.case
        return read(
            {self.files[slug]: file.content for slug, file in files.items()},
            keeper=case.keeper,
            reader=case.reader,
            names={self.files[slug]: file.name for slug, file in files.items()},
        )

    def own_answer(self, tables: Tables, outcome: Outcome) -> OwnAnswer:  # noqa: ARG002 - the hook of all pages
        """Return private rows made from the reader's own table, and their data sheet."""
        words, answer = self.words, outcome.answer
        facts = words.written({**self.settings(), "rows": answer.rows})
        sheet = sheet_body(answer.sheet, words)
        said = (
            f"<p>{words('own_found', **facts)}</p>"
            f"<details><summary>{words('release_show')}</summary>{sheet}</details>"
        )
        return OwnAnswer(said, for_a_file(answer.frame))


def _shares(kind: Any, column: pd.Series) -> list[float]:
    """Return which share of rows has each value or lies in each bin, missing ones last."""
    counts = np.bincount(kind.places(column.to_numpy()), minlength=kind.size + 1)
    found: list[float] = (counts / max(1, counts.sum())).tolist()
    return found[: kind.cells]
