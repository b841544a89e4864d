"""The page of the case `entrepreneurs`: one shared state, one widget per section of the notebook.

>>> from pet_workbench.widgets.entrepreneurs import EntrepreneursPage
>>> page = EntrepreneursPage(lang="en")
>>> page.state.minimum = 20
>>> page.try_it.controls["minimum"].value
20
"""

from pet_workbench.widgets.entrepreneurs.page import EntrepreneursPage
from pet_workbench.widgets.entrepreneurs.state import EntrepreneursState

__all__ = ["EntrepreneursPage", "EntrepreneursState"]
