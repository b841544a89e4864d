"""The page of the case `fraud`: the common sections, a lying insurer, and who gives and gets what.

>>> from pet_workbench.widgets.fraud import FraudPage
>>> page = FraudPage(lang="en")
>>> page.state.bank_threshold
60
"""

from pet_workbench.widgets.fraud.page import FraudPage
from pet_workbench.widgets.fraud.state import FraudState

__all__ = ["FraudPage", "FraudState"]
