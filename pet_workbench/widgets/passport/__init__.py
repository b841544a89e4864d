"""The page of the case `passport`: the common sections, cheating, guessing, and the proofs timed.

>>> from pet_workbench.widgets.passport import PassportPage
>>> page = PassportPage(lang="en")
>>> page.state.minimum_share
30
"""

from pet_workbench.widgets.passport.page import PassportPage
from pet_workbench.widgets.passport.state import PassportState

__all__ = ["PassportPage", "PassportState"]
