"""What can be refused before anything about a person is revealed, one type for each reason.

Protects: data, because every refusal follows from what was asked and from the ledger alone: all of
them are raised before a row is read.
Does not protect: against whoever loads the data.  A `DataError` at loading speaks about rows, and
is for the data holder only.
"""

from pet_workbench.core import ParameterError, PetError, PrivacyError


class DifferentialPrivacyError(PetError):
    """Base class of what differential privacy can refuse."""


class PromiseError(DifferentialPrivacyError, ParameterError):
    """A query does not declare what its promise needs: bounds, limits, epsilon, categories."""


class BudgetError(DifferentialPrivacyError, PrivacyError):
    """The ledger has too little left for what was asked; nothing was read."""


class LedgerError(DifferentialPrivacyError):
    """A ledger is for something else, is damaged, or would exist twice."""
