"""The page of the case `train`: one shared state, one widget per section of the notebook.

>>> from pet_workbench.widgets.train import TrainPage
>>> page = TrainPage(lang="en")
>>> page.state.n
23203
"""

from pet_workbench.widgets.train.page import TrainPage
from pet_workbench.widgets.train.state import TrainState

__all__ = ["TrainPage", "TrainState"]
