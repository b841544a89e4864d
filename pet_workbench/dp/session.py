"""Asking: first the ledger, then the data.

Protects: every unit in the table, against all answers together, as far as the ledger's budget says.
Does not protect: when the same people are asked about in another ledger too: budgets add up over
all data about them.  Against whoever can read the table itself.  Against a watch on how long an
answer takes.
"""

from typing import NoReturn

from pet_workbench.core import Entropy, Keystream
from pet_workbench.dp.ledger import Ledger
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.query import Query
from pet_workbench.dp.release import Release


class Session:
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
    ) -> None:
        ledger.check_dataset(table.dataset)
        self._table, self._asker = table, asker
        self.ledger = ledger
        self._entropy = Entropy(teaching_seed=teaching_seed)

    def ask(self, query: Query, *, purpose: str) -> Release:
        """Charge the ledger, and answer.

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
        DataError
            If the table lacks what the query reads; for the data holder.
        """
        entry = self.ledger.charge(
            query.loss,
            dataset=self._table.dataset,
            terms=query.terms,
            purpose=purpose,
            asker=self._asker,
            query=query.describe(),
        )
        noisy = query.draw(self._table, Keystream(self._entropy.key()))
        return Release(query, noisy, entry, self._entropy.is_secure)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a session holds data and a ledger: it is not copied or pickled")
