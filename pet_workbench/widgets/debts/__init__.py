"""The page of the case `debts`: a number without a where, and what it takes to keep it so."""

from pet_workbench.widgets.debts.page import DebtsPage

__all__ = ["DebtsPage"]
