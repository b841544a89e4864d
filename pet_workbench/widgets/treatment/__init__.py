"""The page of the case `treatment`: the common sections, two questions too many, and a liar.

>>> from pet_workbench.widgets.treatment import TreatmentPage
>>> page = TreatmentPage(lang="en")
>>> page.state.n
800
"""

from pet_workbench.widgets.treatment.page import TreatmentPage
from pet_workbench.widgets.treatment.state import TreatmentState

__all__ = ["TreatmentPage", "TreatmentState"]
