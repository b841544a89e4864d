"""The page of the case `aio`: one shared state, one widget per section of the notebook.

>>> from pet_workbench.widgets.aio import AioPage
>>> page = AioPage(lang="en")
>>> page.state.limit = 110
>>> page.try_it.controls["limit"].value
110
"""

from pet_workbench.widgets.aio.page import AioPage
from pet_workbench.widgets.aio.state import AioState

__all__ = ["AioPage", "AioState"]
