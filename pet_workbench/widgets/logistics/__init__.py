"""The page of the case `logistics`: the common sections, and a shipper that probes.

>>> from pet_workbench.widgets.logistics import LogisticsPage
>>> page = LogisticsPage(lang="en")
>>> page.state.second_price
False
"""

from pet_workbench.widgets.logistics.page import LogisticsPage
from pet_workbench.widgets.logistics.state import LogisticsState

__all__ = ["LogisticsPage", "LogisticsState"]
