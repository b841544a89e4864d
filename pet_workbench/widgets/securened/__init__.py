"""The page of the case `securened`: one shared state, one widget per section of the notebook.

>>> from pet_workbench.widgets.securened import SecurenedPage
>>> page = SecurenedPage(lang="en")
>>> page.state.minimum = 8
>>> page.try_it.controls["minimum"].value
8
"""

from pet_workbench.widgets.securened.page import SecurenedPage
from pet_workbench.widgets.securened.state import SecurenedState

__all__ = ["SecurenedPage", "SecurenedState"]
