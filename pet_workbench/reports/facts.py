"""What all parts of the benchmark report are made from: records, and what follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from pet_workbench.bench import IN_PROCESS, Record, Stopped
from pet_workbench.bench.costs import Prices
from pet_workbench.bench.matrix import Matrix, build, technique_name
from pet_workbench.i18n import Language, text
from pet_workbench.reports.html import Html, table
from pet_workbench.reports.page import Words, exhibit
from pet_workbench.viz import evidence


@dataclass(frozen=True)
class Facts:
    """Everything a report is about.

    Attributes
    ----------
    records : tuple of Record
        The newest of each cell and machine, of one's own machine first.
    stopped : tuple of Stopped
    prices : Prices
    lang : {"nl", "en"}
    made : datetime
        When the report is made.
    """

    records: tuple[Record, ...]
    stopped: tuple[Stopped, ...]
    prices: Prices
    lang: Language
    made: datetime

    def __call__(self, key: str, /, **values: Any) -> str:
        """Return a text of the report."""
        return text(f"report.{key}", self.lang, **values)

    @cached_property
    def here(self) -> tuple[Record, ...]:
        """The runs with all parties in one process."""
        return tuple(record for record in self.records if record.network == IN_PROCESS)

    @cached_property
    def cases(self) -> tuple[str, ...]:
        """Keys of the cases that were measured, in order of appearance."""
        return tuple(dict.fromkeys(record.case for record in self.here))

    @cached_property
    def letters(self) -> dict[evidence.Machine, str]:
        """A letter for each machine."""
        return evidence.machines(self.records)

    @cached_property
    def matrix(self) -> Matrix | None:
        """The matrix of the cases that were measured; None where nothing is judged about any."""
        own = self.records[0].machine
        full = build(self.records, stopped=self.stopped, machine=own)
        cases = [case for case in full.cases if case in self.cases]
        if not cases or cases == list(full.cases):
            return full if cases else None
        return build(self.records, stopped=self.stopped, machine=own, cases=cases)

    @cached_property
    def words(self) -> Words:
        """What a page says around its sections."""
        return Words(
            skip=self("skip"),
            contents=self("contents"),
            as_table=self("as_table"),
            means=self("means"),
            misleads=self("misleads"),
        )

    def is_judged(self, case: str) -> bool:
        """Tell whether the matrix has the case."""
        return self.matrix is not None and case in self.matrix.cases

    def of(self, case: str) -> tuple[Record, ...]:
        """Return the records of one case."""
        return tuple(record for record in self.records if record.case == case)

    def name(self, record: Record) -> str:
        """Name the technique of a record, with its machine where there are several."""
        plain = technique_name(record.case, record.technique, self.lang)
        letter = self.letters[evidence.machine_of(record)] if len(self.letters) > 1 else ""
        return evidence.series_name(plain, letter, self.lang)

    def show(self, shown: evidence.Exhibit) -> Html:
        """Return a figure with its sentences and its table."""
        as_table = table(shown.caption, shown.head, shown.rows)
        return exhibit(shown, words=self.words, table=as_table)

    def table(self, caption: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> Html:
        """Return a table, its headings looked up in the catalogue."""
        return table(caption, [self(f"head_{name}") for name in head], rows)
