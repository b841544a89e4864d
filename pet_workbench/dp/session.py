"""Asking: first the ledger, then the data.

Protects: every unit in the table, against all answers together, as far as the ledger's budget says.
Does not protect: when the same people are asked about in another ledger too: budgets add up over
all data about them.  Against whoever can read the table itself.  Against a watch on how long an
answer takes.
"""

from collections.abc import Callable, Sequence
from functools import partial

from pet_workbench.core import Channel, Entropy, Keystream
from pet_workbench.dp.accounting import batch_loss
from pet_workbench.dp.exactly import Number
from pet_workbench.dp.ledger import Ledger
from pet_workbench.dp.ledger.entry import Entry
from pet_workbench.dp.ledger.single import Single
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.query import Query
from pet_workbench.dp.release import Release


class Session(Single):
    """One asker's questions about one table, all paid from one ledger.

    Parameters
    ----------
    table : PrivateTable
    ledger : Ledger
        Of the same data set.
    asker : str
        Who asks; goes into the ledger.
    teaching_seed : int, optional
        Makes the noise predictable, so that a lesson can be repeated: whoever knows it can take the
        noise off.  Marks every release.
    channel : Channel, optional
        Of a party in a run, which then draws the keys; a release is marked if the run has a
        teaching seed.

    Raises
    ------
    LedgerError
        If the ledger is of another data set.

    Examples
    --------
    >>> import numpy as np
    >>> from pet_workbench import dp
    >>> table = dp.PrivateTable({"income": np.array([1200.0, 3400.0, 2100.0])}, dataset="lesson")
    >>> terms = dp.Terms(unit="person", neighbours="add-remove")
    >>> ledger = dp.Ledger.temporary(
    ...     dataset="lesson", unit="person", neighbours="add-remove", epsilon=1)
    >>> session = Session(table, ledger, asker="trainer", teaching_seed=1)
    >>> release = session.ask(dp.Count(epsilon=0.5, terms=terms), purpose="a lesson")
    >>> type(release.value), release.is_secure_randomness
    (<class 'int'>, False)
    >>> session.ask(dp.Count(epsilon=0.6, terms=terms), purpose="one more")
    Traceback (most recent call last):
    ...
    pet_workbench.dp.errors.BudgetError: ...
    """

    def __init__(
        self,
        table: PrivateTable,
        ledger: Ledger,
        *,
        asker: str,
        teaching_seed: int | None = None,
        channel: Channel | None = None,
    ) -> None:
        ledger.check_dataset(table.dataset)
        self._table, self._asker = table, asker
        self.ledger = ledger
        entropy = Entropy(teaching_seed=teaching_seed)
        self._is_secure = entropy.is_secure and table.is_secure_randomness
        self._draw_key: Callable[[], bytes] = entropy.key
        if channel is not None:
            self._draw_key = partial(channel.draw_key, "noise key")
            self._is_secure &= channel.is_secure_randomness

    def ask(self, query: Query, *, purpose: str) -> Release:
        """Charge the ledger, and answer.

        What is wrong with the query, or with the names of its columns, is refused before that.

        If answering fails, the ledger stays charged: a failure may tell something too.

        Parameters
        ----------
        query : Query
        purpose : str
            What the answer is for; goes into the ledger.

        Raises
        ------
        BudgetError
            If too little is left; nothing was read.
        LedgerError
            If the ledger is about other units or neighbours than the query.
        PromiseError
            If the query's terms leave out the column that says whose a row is.
        DataError
            If the table lacks what the query reads; for the data holder.
        """
        self._check(query)
        entry = self.ledger.charge(
            query.loss,
            dataset=self._table.dataset,
            terms=query.terms,
            purpose=purpose,
            asker=self._asker,
            query=query.describe(),
        )
        return self._answer(query, entry)

    def ask_all(
        self, queries: Sequence[Query], *, purpose: str, delta: Number
    ) -> tuple[Release, ...]:
        """Charge the ledger once for queries that are fixed beforehand, and answer all of them.

        Together they cost less than one by one: their loss is added up as whole distributions
        (`accounting`), which asks that none of them depends on another's answer.

        Parameters
        ----------
        queries : sequence of Query
        purpose : str
            What the answers are for; goes into the ledger.
        delta : number
            With what chance the promise of the whole batch may fail.

        Raises
        ------
        BudgetError
            If too little is left; nothing was read.
        LedgerError
            If the queries differ in their terms, or the ledger is about others.
        PromiseError
            If a query's loss cannot be added up in this way.
        DataError
            If the table lacks what a query reads; for the data holder.
        """
        for query in queries:
            self._check(query)
        entry = self.ledger.charge(
            batch_loss(queries, delta=delta),
            dataset=self._table.dataset,
            terms=queries[0].terms,
            purpose=purpose,
            asker=self._asker,
            query={"kind": "batch", "queries": [query.describe() for query in queries]},
        )
        return tuple(self._answer(query, entry) for query in queries)

    def _check(self, query: Query) -> None:
        """Refuse what the table lacks or the ledger is not about; reads no row."""
        unit = () if query.terms.column is None else (query.terms.column,)
        self._table.check([*query.columns, *unit])
        self._table.check_terms(query.terms)
        self.ledger.check_terms(query.terms)

    def _answer(self, query: Query, entry: Entry) -> Release:
        """Read the data, for what was paid."""
        noisy = query.draw(self._table, Keystream(self._draw_key()))
        return Release(query, noisy, entry, self._is_secure)
