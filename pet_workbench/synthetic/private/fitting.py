"""The private generator: asks the query, pays for it first, and keeps released numbers only.

Protects: every unit, as the terms say, against everything that is drawn from what was fitted,
however often, and against all other answers that the same ledger paid for.
Does not protect: against the description, if somebody read bounds or categories off the data; and
against a teaching seed, with which the noise can be taken off again.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from pet_workbench.core import Channel
from pet_workbench.core.validation import check_whole
from pet_workbench.dp import Ledger, PrivateTable, Release, Session, Terms
from pet_workbench.dp.exactly import Number
from pet_workbench.synthetic import generator
from pet_workbench.synthetic.chance import seeded
from pet_workbench.synthetic.description import Categories, Description
from pet_workbench.synthetic.private.drawing import drawn
from pet_workbench.synthetic.private.estimation import Measured, Tree, estimate
from pet_workbench.synthetic.private.query import ONE, TWO, TreeOfPairs
from pet_workbench.synthetic.yardsticks import MOST_ROWS

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class FittedTree:
    """Chances along a tree of columns, and the release they follow from.

    Attributes
    ----------
    release : Release
        With the query and the ledger's entry.
    tree : Tree
    rows : float
        How many rows there were, as far as noisy counts tell.
    """

    release: Release
    tree: Tree
    rows: float
    generator: ClassVar[str] = generator.PRIVATE

    @classmethod
    def of(cls, release: Release) -> "FittedTree":
        """Compute the chances from a release; that costs nothing.

        Parameters
        ----------
        release : Release
            Of a `TreeOfPairs`.
        """
        query: Any = release.query
        counts = release.value
        variance = {by: query.noise(TWO if len(by) == 2 else ONE).deviation ** 2 for by in counts}
        measured = Measured(counts, variance)
        return cls(release, estimate(measured), measured.rows)

    @property
    def description(self) -> Description:
        """The public description of the columns."""
        query: Any = self.release.query
        found: Description = query.description
        return found

    @property
    def settings(self) -> dict[str, Any]:
        """The pairs that were chosen, rows as noisy counts tell, and if noise can be foretold."""
        return {
            "pairs": [[above, name] for above, name, _ in self.tree.branches],
            "rows": round(self.rows),
            "is_secure_randomness": self.release.is_secure_randomness,
        }

    @property
    def budget(self) -> dict[str, Any]:
        """What was paid, and for whose privacy, as plain values."""
        query = self.release.query
        return {
            "epsilon": str(query.epsilon),
            "delta": str(query.delta),
            "rho": str(query.loss.rho),
            "terms": query.terms.describe(),
        }

    def draw(self, n: int, *, seed: int) -> "pd.DataFrame":
        """Draw a generated population; numbers fall anywhere in their bin.

        Parameters
        ----------
        n : int
            1 to 10,000,000; `rows`, rounded, tells nothing more, the table's own number does.
        seed : int
        """
        import pandas as pd

        check_whole("n", n, 1, MOST_ROWS)
        rng = seeded(seed)
        places = drawn(self.tree, n, rng)
        columns = self.description.columns
        return pd.DataFrame({name: columns[name].drawn(places[name], rng) for name in columns})


class Private:
    """Synthetic rows with differential privacy, paid from a ledger before the table is read.

    Parameters
    ----------
    ledger : Ledger
        Of the data set.
    epsilon, delta : number
        Of everything together; delta above 0.
    terms : Terms
    purpose, asker : str
        For the ledger.
    teaching_seed : int, optional
        Makes the noise predictable, for lessons and tests only; marks the release.
    channel : Channel, optional
        Of a party in a run, which then draws the keys.
    """

    id: ClassVar[str] = generator.PRIVATE

    def __init__(
        self,
        *,
        ledger: Ledger,
        epsilon: Number,
        delta: Number,
        terms: Terms,
        purpose: str = "synthetic data",
        asker: str = "synthetic",
        teaching_seed: int | None = None,
        channel: Channel | None = None,
    ) -> None:
        self._ledger, self._terms = ledger, terms
        self._epsilon, self._delta = epsilon, delta
        self._purpose, self._asker, self._seed = purpose, asker, teaching_seed
        self._channel = channel

    def fit(self, table: "pd.DataFrame", description: Description) -> FittedTree:
        """Charge the ledger, count with noise, and compute the chances.

        Parameters
        ----------
        table : DataFrame
        description : Description

        Raises
        ------
        BudgetError
            If too little is left; nothing was read.
        PromiseError
            If delta is 0, or columns have too many combinations.
        DataError
            If a column is not there, or holds something else; for the data holder.
        """
        query = TreeOfPairs(
            description=description, epsilon=self._epsilon, delta=self._delta, terms=self._terms
        )
        unit = self._terms.column
        kinds = {name: _kind(description, name) for name in description}
        private = PrivateTable(
            table[[name for name in table if name in kinds or name == unit]],
            dataset=self._ledger.head.dataset,
            unit_column=unit,
            teaching_seed=self._seed,
            kinds=kinds,
        )
        session = Session(
            private,
            self._ledger,
            asker=self._asker,
            teaching_seed=self._seed,
            channel=self._channel,
        )
        return FittedTree.of(session.ask(query, purpose=self._purpose))


def _kind(description: Description, name: str) -> str:
    """Return what a column holds, for the table behind the door."""
    kind = description[name]
    is_text = isinstance(kind, Categories) and isinstance(kind.values[0], str)
    return "text" if is_text else "numbers"
