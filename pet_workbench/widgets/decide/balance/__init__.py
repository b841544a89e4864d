"""The stakeholder balance: fill in who pays and who gains, and see what makes it fair.

>>> from pet_workbench.widgets.decide.balance import StakeholderBalance
>>> StakeholderBalance(lang="en").state.balance.example
'fraud'
"""

from pet_workbench.widgets.decide.balance.page import StakeholderBalance

__all__ = ["StakeholderBalance"]
