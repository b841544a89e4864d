"""The page on lists, of the cases `fugitives` and `informants`, with the attack on hashed numbers.

>>> from pet_workbench.widgets.lists import FugitivesPage
>>> FugitivesPage(lang="en").state.within_days
30
"""

from pet_workbench.widgets.lists.fugitives import FugitivesPage
from pet_workbench.widgets.lists.informants import InformantsPage

__all__ = ["FugitivesPage", "InformantsPage"]
