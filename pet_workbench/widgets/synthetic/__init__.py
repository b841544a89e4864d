"""What pages about synthetic rows share: the trade-off picture, attacks, release and data sheet.

A page is a subclass of `SyntheticPage`; its words stand in the part of the catalogue that is called
as the case, and what it lacks comes from the part ``synthetic``.
"""

from pet_workbench.widgets.synthetic.page import SyntheticPage, controls_for
from pet_workbench.widgets.synthetic.state import SyntheticState
from pet_workbench.widgets.synthetic.words import SyntheticWords

__all__ = ["SyntheticPage", "SyntheticState", "SyntheticWords", "controls_for"]
