"""What the parts of the balance page share: the balance itself, kept in the dossier on the desk."""

import traitlets

from pet_workbench.core import PetError
from pet_workbench.decide.balance import (
    Balance,
    Outlook,
    example,
    outlook,
)
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.desk import Desk

PART = "balance"
FIRST = "fraud"
"""The example that is shown as long as nothing has been filled in."""
BY_CASE = {"aio": "aio", "fraud": "fraud"}
"""Which example a dossier starts with that was begun at a case."""


class BalanceState(traitlets.HasTraits):
    """The balance that is looked at; changing it writes it into the dossier.

    Parameters
    ----------
    desk : Desk

    Attributes
    ----------
    balance : Balance
    problem : PetError or None
        Why what the dossier holds cannot be shown; then nothing in the dossier is touched.
    """

    balance = traitlets.Instance(Balance)
    problem = traitlets.Instance(PetError, allow_none=True)

    def __init__(self, desk: Desk) -> None:
        self.desk, self.lang = desk, desk.lang
        self.words = Words(desk.lang, PART)
        self._seen: tuple[Balance, Outlook] | None = None
        super().__init__(balance=example(FIRST))
        self._follow()
        desk.observe(lambda _: self._follow(), "dossier")

    @property
    def outlook(self) -> Outlook:
        """The simulated results of the balance, computed once."""
        if self._seen is None or self._seen[0] != self.balance:
            self._seen = self.balance, outlook(self.balance)
        return self._seen[1]

    def keep(self, balance: Balance) -> None:
        """Take over another balance, and keep it in the dossier."""
        self.problem = None
        self.desk.change(balance=balance.to_mapping())

    def _follow(self) -> None:
        """Show what the dossier holds; the example as long as it holds nothing."""
        dossier = self.desk.dossier
        try:
            if dossier.balance is None:
                found = example(BY_CASE.get(dossier.case or "", FIRST))
            else:
                found = Balance.from_mapping(dossier.balance)
        except PetError as error:
            self.problem = error
            return
        self.problem = None
        self.balance = found
