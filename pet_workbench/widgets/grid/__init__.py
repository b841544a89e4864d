"""The page of the case `grid`: streets and their transformers, and what all synthetic rows share.

>>> from pet_workbench.widgets.grid import GridPage
>>> page = GridPage(lang="en")
>>> page.state.homes
200
"""

from pet_workbench.widgets.grid.page import GridPage
from pet_workbench.widgets.grid.state import GridState

__all__ = ["GridPage", "GridState"]
