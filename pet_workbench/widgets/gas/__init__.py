"""The page of the case `gas`: one shared state, one widget per section of the notebook.

>>> from pet_workbench.widgets.gas import GasPage
>>> page = GasPage(lang="en")
>>> page.state.epsilon = "2"
>>> page.try_it.controls["epsilon"].value
'2'
"""

from pet_workbench.widgets.gas.page import GasPage
from pet_workbench.widgets.gas.state import GasState

__all__ = ["GasPage", "GasState"]
