"""The page of the case `mobility`: the common sections, and attacks on evidence and tables.

>>> from pet_workbench.widgets.mobility import MobilityPage
>>> MobilityPage.state_class().minimum
10
"""

from pet_workbench.widgets.mobility.page import MobilityPage
from pet_workbench.widgets.mobility.state import MobilityState

__all__ = ["MobilityPage", "MobilityState"]
