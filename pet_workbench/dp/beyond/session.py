"""Asking a collection: first the plan, then the ledger, then the engine.

Protects: every unit, against all answers of one ledger together, whichever engine gave them.
Does not protect: as `Session` says; and the noise is another engine's.
"""

from pet_workbench.dp.beyond.collection import Collection
from pet_workbench.dp.beyond.engine import engine, run
from pet_workbench.dp.beyond.plan import loss_beyond, planned
from pet_workbench.dp.beyond.release import DistributedRelease
from pet_workbench.dp.exactly import exact_delta, exact_epsilon, float_below
from pet_workbench.dp.ledger import Ledger
from pet_workbench.dp.ledger.single import Single
from pet_workbench.dp.query import Query
from pet_workbench.dp.terms import check_unit_column

_OURS = ("limit", "noise")
"""What a query says about noise of our own, which is not the noise here."""


class DistributedSession(Single):
    """One asker's questions about one collection, all paid from one ledger.

    Parameters
    ----------
    collection : Collection
    ledger : Ledger
        Of the same data set; the same ledger a `Session` uses.
    asker : str
        Who asks; goes into the ledger.

    Raises
    ------
    LedgerError
        If the ledger is of another data set.

    Examples
    --------
    >>> from pet_workbench import dp
    >>> rows = [{"age": age % 90} for age in range(2_000)]
    >>> collection = Collection(rows, dataset="lesson", columns=["age"])
    >>> ledger = dp.Ledger.temporary(
    ...     dataset="lesson", unit="person", neighbours="add-remove", epsilon=1)
    >>> session = DistributedSession(collection, ledger, asker="trainer")
    >>> session.ask(dp.Quantile(
    ...     column="age", grid=dp.Grid(0, 99), epsilon=1,
    ...     terms=dp.Terms(unit="person", neighbours="add-remove")), purpose="a lesson")
    Traceback (most recent call last):
    ...
    pet_workbench.dp.errors.PromiseError: need one of count, sum, mean, contingency, ...
    """

    def __init__(self, collection: Collection, ledger: Ledger, *, asker: str) -> None:
        ledger.check_dataset(collection.dataset)
        self._collection, self._asker = collection, asker
        self.ledger = ledger

    def ask(self, query: Query, *, purpose: str) -> DistributedRelease:
        """Charge the ledger, and have the engine answer.

        What the engine cannot take, or a missing installation, is refused before that.

        Parameters
        ----------
        query : Query
            `Count`, `Sum`, `Mean`, `Contingency` or `GroupCount`, with add-remove terms.
        purpose : str
            What the answer is for; goes into the ledger.

        Raises
        ------
        PromiseError
            If the engine cannot take the query, or a column is not there.
        MissingExtraError
            If the engine is not installed.
        BudgetError
            If too little is left; nothing was read.
        LedgerError
            If the ledger is about other units or neighbours than the query.
        """
        plan, name = planned(query), engine()
        unit = () if query.terms.column is None else (query.terms.column,)
        self._collection.check([*query.columns, *unit])
        check_unit_column(query.terms, self._collection.unit_column, self._collection.dataset)
        declared = {key: one for key, one in query.describe().items() if key not in _OURS}
        entry = self.ledger.charge(
            loss_beyond(query),
            dataset=self._collection.dataset,
            terms=query.terms,
            purpose=purpose,
            asker=self._asker,
            query={**declared, "engine": name, "on": self._collection.on},
        )
        noisy = run(
            plan,
            self._collection,
            epsilon=float_below(exact_epsilon(query.epsilon)),
            delta=float_below(exact_delta(query.delta)),
        )
        return DistributedRelease(query, noisy, entry, name)
