"""Page 40: nothing runs without agreement, and everything that ran can be seen.

>>> from pet_workbench.widgets.agreed import AgreementPage
>>> page = AgreementPage(lang="en")
>>> page.story.state_of("SVB", "real")
'open'
"""

from pet_workbench.widgets.agreed.page import AgreementPage

__all__ = ["AgreementPage"]
