"""The page on falls, of the cases `falls` and `fall-injuries`: who holds which key, and what leaks.

>>> from pet_workbench.widgets.falls import FallsPage
>>> FallsPage(lang="en").state.share
10
"""

from pet_workbench.widgets.falls.injuries import InjuriesPage
from pet_workbench.widgets.falls.page import FallsPage

__all__ = ["FallsPage", "InjuriesPage"]
