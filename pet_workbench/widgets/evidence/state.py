"""What the page shows: the stored measurements, the reader's own, and which cell is looked at."""

from collections.abc import Sequence
from functools import cached_property

import traitlets

from pet_workbench import bench
from pet_workbench.bench import IN_PROCESS, Record, Stopped
from pet_workbench.bench.matrix import Matrix, build
from pet_workbench.widgets.case import Words

PART = "evidence"


class LabState(traitlets.HasTraits):
    """The measurements and the reader's choice, which all parts of the page share.

    Parameters
    ----------
    words : Words
    records : sequence of Record, optional
        By default those that come with the workbench.
    stopped : sequence of Stopped, optional
        What was given up; the same.

    Attributes
    ----------
    case, kind : str
        Which cell of the matrix is looked at.
    own : tuple of Record and Stopped
        What was measured on this page.
    loaded : tuple of Record and Stopped
        What came from a file.
    """

    case = traitlets.Unicode()
    kind = traitlets.Unicode("secret-sharing")
    own = traitlets.Tuple()
    loaded = traitlets.Tuple()

    def __init__(
        self,
        words: Words,
        *,
        records: Sequence[Record] | None = None,
        stopped: Sequence[Stopped] | None = None,
    ) -> None:
        self.words = words
        self.records = tuple(bench.records() if records is None else records)
        self.stopped = tuple(bench.reference.stopped() if stopped is None else stopped)
        super().__init__()
        measured = {record.case for record in self.records}
        self.case = next(
            (case for case in ("aio", *self.matrix.cases) if case in measured), self.matrix.cases[0]
        )

    @cached_property
    def matrix(self) -> Matrix:
        """What each technique does on each case, from the stored measurements."""
        return build(self.records, stopped=self.stopped)

    def stored(self, case: str) -> tuple[Record, ...]:
        """Return the stored records of a case, all on one machine, with nothing between parties."""
        return tuple(
            record
            for record in self.records
            if record.case == case
            and record.network == IN_PROCESS
            and not record.parameters
            and self.matrix.machine.items() <= record.machine.items()
        )
