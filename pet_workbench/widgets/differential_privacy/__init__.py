"""The page on differential privacy: a noisy answer, its price, and five attacks that really happen.

>>> from pet_workbench.widgets.differential_privacy import DifferentialPrivacy
>>> page = DifferentialPrivacy(lang="en")
>>> page.budget.ask_on()
>>> len(page.budget.ledger.entries), type(page.budget.refusal).__name__
(5, 'BudgetError')
"""

from pet_workbench.widgets.differential_privacy.page import DifferentialPrivacy

__all__ = ["DifferentialPrivacy"]
