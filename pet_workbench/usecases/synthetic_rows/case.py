"""What cases have in common whose answer is synthetic rows: a keeper, a reader, four ways.

The reader asks with a public codebook.  The keeper learns from about two in three people and sends
invented rows with a data sheet; or, as the contrast, the rows themselves.

Protects: people in the keeper's table, as far as the technique says: `synthetic:private` by a
proof, `synthetic:marginals` by rules without one, `synthetic:cart` and `plain-exchange` not.
Does not protect: by the word synthetic.  What attackers find is measured in `tradeoff`.
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from pet_workbench.core import Release
from pet_workbench.core.validation import check_whole
from pet_workbench.dp import Terms
from pet_workbench.dp.exactly import exact_delta, exact_epsilon
from pet_workbench.synthetic import Description
from pet_workbench.synthetic.utility import Coefficients
from pet_workbench.synthetic.yardsticks import MOST_ROWS
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.synthetic_rows import making
from pet_workbench.usecases.synthetic_rows.codebook import codebook_frame
from pet_workbench.usecases.synthetic_rows.exchange import programs, wanted
from pet_workbench.usecases.synthetic_rows.making import Keeping, Making
from pet_workbench.usecases.synthetic_rows.rows import SyntheticRows, apart, as_described, split

if TYPE_CHECKING:
    import pandas as pd

PRIVATE, MARGINALS, CART, PLAIN = (
    "synthetic:private",
    "synthetic:marginals",
    "synthetic:cart",
    "plain-exchange",
)
MAKING: Mapping[str, Making] = {
    PRIVATE: making.private,
    MARGINALS: making.marginals,
    CART: making.cart,
    PLAIN: making.real,
}
"""How each technique makes rows."""
LEAKS: Mapping[str, tuple[str, ...]] = {
    PRIVATE: ("request_at_keeper",),
    MARGINALS: ("request_at_keeper",),
    CART: ("request_at_keeper", "values_of_real_rows"),
    PLAIN: ("request_at_keeper", "all_rows_at_reader"),
}
PROMISED: Mapping[str, str] = {PRIVATE: "synthetic_private", PLAIN: "none"}


class SyntheticRowsCase(UseCase):
    """A keeper with a table, and a reader who gets rows.

    Attributes
    ----------
    keeper, reader : str
        The two parties.
    description : Description
        The public codebook.
    terms : Terms
        Whose privacy a promise is about; may name a column of the table that is not described.
    dataset : str
        Name of the table in a ledger.
    sensitive : str
        The column that attackers want to know.
    target : (str, value)
        A column of categories, and the value of it that is predicted: train on synthetic rows,
        test on real ones.
    analyses : mapping of str to callable
        Regressions that are refitted, by the id of their words.
    parts : pair of sequences of str
        What two sources know of a person: an attacker wants to link them.
    measured_n : int
        Size of the table on the page, and of the stored measurements.
    keeping : Keeping
        What the keeper knows of its table; follows from the above.
    """

    keeper: ClassVar[str]
    reader: ClassVar[str]
    description: ClassVar[Description]
    terms: ClassVar[Terms]
    dataset: ClassVar[str]
    sensitive: ClassVar[str]
    target: ClassVar[tuple[str, str | int]]
    analyses: ClassVar[Mapping[str, Callable[["pd.DataFrame"], Coefficients]]]
    parts: ClassVar[tuple[Sequence[str], Sequence[str]]] = ((), ())
    measured_n: ClassVar[int]
    keeping: ClassVar[Keeping]
    parameters: ClassVar = {
        "epsilon": "1",
        "delta": "1e-6",
        "rows": 0,
        "columns": (),
        "group": 11,
        "least": 5,
        "ledger": None,
    }

    def __init_subclass__(cls, **arguments: Any) -> None:
        """Give a case the four ways to get rows, the recommended one first."""
        super().__init_subclass__(**arguments)
        cls.keeping = Keeping(cls.keeper, cls.reader, cls.dataset, cls.terms)
        cls.techniques = {
            id: Technique(id, partial(programs, make=make, keeping=cls.keeping), LEAKS[id])
            for id, make in MAKING.items()
        }

    @abstractmethod
    def rows(self, n: int, *, seed: int) -> "pd.DataFrame":
        """Return the keeper's table, of about national shape, for `n` units."""

    def load(self, *, n: int, seed: int) -> dict[str, "pd.DataFrame"]:
        """Return the keeper's rows, and the reader's codebook."""
        return {
            self.keeper: self.rows(n, seed=seed),
            self.reader: codebook_frame(self.description),
        }

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who keeps the table, and who reads the rows."""
        return {self.keeper: "keeper", self.reader: "reader"}

    def check(self, parameters: Parameters) -> None:
        """Refuse values outside their range.

        Raises
        ------
        ParameterError
            If one is; a `PromiseError` for an epsilon that promises nothing.
        """
        exact_epsilon(parameters["epsilon"])
        exact_delta(parameters["delta"])
        check_whole("rows", parameters["rows"], 0, MOST_ROWS)
        check_whole("group", parameters["group"], 2, 1_000)
        check_whole("least", parameters["least"], 1, 1_000)

    def exact(self, tables: Tables, **parameters: Any) -> "pd.DataFrame":
        """Return the rows that are learned from, in the columns that are asked for."""
        asked = wanted(tables[self.reader], tuple(parameters["columns"]))
        learned, _ = split(tables[self.keeper], self.terms)
        return as_described(learned, asked)

    def answer(self, results: Mapping[str, Any]) -> SyntheticRows:
        """Return what the reader has, with what the keeper measured."""
        columns, description, sheet = results[self.reader]
        return SyntheticRows(columns, description, sheet, results[self.keeper])

    def error(self, answer: SyntheticRows, exact: "pd.DataFrame") -> float:
        """Return which share of rows would have to move for counts by two columns to agree.

        The mean over all pairs of columns: 0 if all counts are right.
        """
        return apart(exact, answer.frame, answer.description)

    def released(self, technique: Technique, answer: SyntheticRows) -> tuple[Release, ...]:
        """Say that the reader has rows, and under which promise."""
        what = "real_rows" if technique.id == PLAIN else "synthetic_rows"
        promised = PROMISED.get(technique.id, "synthetic")
        return (Release(what, self.reader, promised, answer.rows * len(answer.columns)),)
